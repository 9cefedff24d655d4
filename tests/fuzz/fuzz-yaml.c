/* fuzz-yaml.c - bytes of any kind as YAML. */
#include <strings.h>

#include "fuzz-reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz(&od_yaml_ops, bytes, n);
	return 0;
}
