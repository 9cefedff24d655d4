/* fuzz-doc-text.c - bytes of any kind as plain text and as Markdown, with the roles of their lines. */
#include "fuzz-doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_doc(OD_DOC_TEXT, od_doc_read_text, bytes, n);
	fuzz_doc(OD_DOC_MARKDOWN, od_doc_read_markdown, bytes, n);
	return 0;
}
