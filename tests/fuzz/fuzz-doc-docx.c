/* fuzz-doc-docx.c - bytes as a Word document: a zip where they begin as one, else a flat package (pkg:part),
 * whose parts the fuzzer can change without a checksum in its way. */
#include "fuzz-doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_doc(OD_DOC_DOCX, od_doc_read_docx, bytes, n);
	return 0;
}
