/* fuzz-doc-ofd.c - bytes as an OFD: what stands between the record separators (0x1E) becomes the parts of a
 * zip, so that no checksum is in the fuzzer's way; bytes that begin as a zip are taken as they are. */
#include <archive.h>
#include <archive_entry.h>

#include "fuzz-doc.h"

static size_t zip(const char *s, size_t n, char *out, size_t room)
{
	static const char *const names[] = { "OFD.xml", "Doc_0/Document.xml",
					     "Doc_0/Pages/Page_0/Content.xml",
					     "Doc_0/Pages/Page_1/Content.xml" };
	struct archive *a = archive_write_new();
	size_t used = 0;

	archive_write_set_format_zip(a);
	archive_write_set_options(a, "zip:compression=store");
	if (archive_write_open_memory(a, out, room, &used) != ARCHIVE_OK)
		abort();
	for (size_t i = 0; i < OD_COUNT(names); i++) {
		const char *end = memchr(s, 0x1E, n);
		size_t len = end ? (size_t)(end - s) : n;
		struct archive_entry *e = archive_entry_new();

		archive_entry_set_pathname(e, names[i]);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_size(e, (la_int64_t)len);
		if (archive_write_header(a, e) != ARCHIVE_OK ||
		    archive_write_data(a, s, len) != (la_ssize_t)len)
			abort();
		archive_entry_free(e);
		s += end ? len + 1 : n;
		n -= end ? len + 1 : n;
	}
	archive_write_close(a);
	archive_write_free(a);
	return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	size_t room = n + 16384;
	char *packed;

	if (n >= 2 && bytes[0] == 'P' && bytes[1] == 'K') {
		fuzz_doc(OD_DOC_OFD, od_doc_read_ofd, bytes, n);
		return 0;
	}
	packed = malloc(room);
	if (!packed)
		abort();
	fuzz_doc(OD_DOC_OFD, od_doc_read_ofd, packed, zip((const char *)bytes, n, packed, room));
	free(packed);
	return 0;
}
