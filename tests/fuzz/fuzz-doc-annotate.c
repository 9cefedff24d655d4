/* fuzz-doc-annotate.c - bytes as document.xml of a package: the text, marked and changed all over, is read again,
 * and what was not changed is there. */
#include <archive.h>
#include <archive_entry.h>

#include "fuzz-doc.h"

static la_ssize_t take(struct archive *a, void *ctx, const void *s, size_t n)
{
	(void)a;
	od_buf_add(ctx, s, n);
	return (la_ssize_t)n;
}

static void add(struct archive *a, const char *name, const void *s, size_t n)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_size(e, (la_int64_t)n);
	archive_write_header(a, e);
	archive_write_data(a, s, n);
	archive_entry_free(e);
}

static struct od_buf package(const void *text, size_t n)
{
	static const char types[] =
		"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
	struct od_buf b = OD_BUF_INIT;
	struct archive *a = archive_write_new();

	archive_write_set_format_zip(a);
	archive_write_zip_set_compression_store(a);
	archive_write_open(a, &b, NULL, take, NULL);
	add(a, "[Content_Types].xml", types, sizeof(types) - 1);
	add(a, "word/document.xml", text, n);
	archive_write_close(a);
	archive_write_free(a);
	return b;
}

static struct od_doc *read_all(const struct od_buf *b)
{
	struct od_err err = OD_ERR_INIT;
	struct od_doc *d = od_doc_new("fuzz", OD_DOC_DOCX, &err);

	if (d && od_doc_read_docx(d, b->s, b->n, &err) == 0)
		return d;
	od_doc_free(d);
	return NULL;
}

/* A stretch of each line, by its length; every other is to be changed. */
static size_t annotations(const struct od_doc *d, struct od_annotation *a, bool change)
{
	size_t n = 0;

	for (size_t i = 0; i < d->lines && n < 2000; i++) {
		const struct od_line *l = &d->line[i];
		size_t from = l->n / 3, to = l->n - l->n / 4;

		while (from < l->n && ((unsigned char)l->text[from] & 0xC0) == 0x80)
			from++;
		while (to < l->n && ((unsigned char)l->text[to] & 0xC0) == 0x80)
			to++;
		a[n++] = (struct od_annotation){ i, from, to, "a<b\nc",
						 change && i % 2 ? "x&y" : NULL };
		a[n++] = (struct od_annotation){ i, 0, from, "d", NULL };
	}
	return n;
}

static void try(const struct od_buf *b, const struct od_doc *d, struct od_annotation *a,
		bool change)
{
	struct od_annotate_opts opts = { .at = { 0 } };
	struct od_buf out = OD_BUF_INIT;
	struct od_annotated done;
	struct od_err err = OD_ERR_INIT;
	size_t n = annotations(d, a, change);

	if (od_annotate(b->s, b->n, d, a, n, &opts, &out, &done, &err) == 0) {
		struct od_doc *again = read_all(&out);

		if (n && !again)
			abort(); /* what was well-formed is so no longer */
		if (again && !change) {
			if (again->lines != d->lines)
				abort();
			for (size_t i = 0; i < d->lines; i++)
				if (strcmp(again->line[i].text, d->line[i].text))
					abort();
		}
		od_doc_free(again);
	}
	od_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct od_buf b = package(bytes, n);
	struct od_doc *d = read_all(&b);
	struct od_annotation *a = calloc(4000, sizeof(*a));

	if (d && a) {
		try(&b, d, a, false);
		try(&b, d, a, true);
	}
	free(a);
	od_doc_free(d);
	od_buf_free(&b);
	return 0;
}
