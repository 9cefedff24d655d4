/* fuzz-doc-odt.c - bytes as an OpenDocument text: a zip where they begin as one, else flat. */
#include "fuzz-doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_doc(OD_DOC_ODT, od_doc_read_odt, bytes, n);
	return 0;
}
