/* read.c - a document from a file: its kind by its first bytes, its name decides the rest. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "shape.h"

/* The whole file, and a NUL behind it; yours. */
static char *slurp(int fd, size_t *n, struct od_err *err)
{
	size_t room = 65536;
	char *s = malloc(room);

	*n = 0;
	while (s) {
		ssize_t r = read(fd, s + *n, room - *n - 1);
		char *grown;

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0) {
			od_fail(err, OD_EIO, "%s", strerror(errno));
			break;
		}
		*n += (size_t)r;
		if (r == 0) {
			s[*n] = '\0';
			return s;
		}
		if (*n > OD_DOC_MAX) {
			od_fail(err, OD_EDATA, _("more than %d MB; split it"), OD_DOC_MAX >> 20);
			break;
		}
		if (room - *n > 4096)
			continue;
		room *= 2;
		grown = realloc(s, room);
		if (!grown)
			break;
		s = grown;
	}
	if (!err->code)
		od_fail_nomem(err);
	free(s);
	return NULL;
}

static bool named(const char *name, const char *end)
{
	size_t n = strlen(name), e = strlen(end);

	return n > e && !strcasecmp(name + n - e, end);
}

/* Word's main part has another name now and then: document2.xml. */
static bool has_word(const struct od_package *p)
{
	const char *const *names;
	size_t n = od_package_names(p, &names);

	for (size_t i = 0; i < n; i++)
		if (od_starts(names[i], "word/document") && named(names[i], ".xml"))
			return true;
	return false;
}

/* Which kind of document a package is: by what is in it. */
static int package_format(const char *s, size_t n, struct od_err *err)
{
	struct od_package *p = od_package_open(s, n, err);
	int format = -1;

	if (!p)
		return -1;
	if (has_word(p))
		format = OD_DOC_DOCX;
	else if (od_package_has(p, "content.xml"))
		format = OD_DOC_ODT;
	else if (od_package_has(p, "OFD.xml"))
		format = OD_DOC_OFD;
	else
		od_fail(err, OD_EDATA, _("a package, but none of docx, odt or ofd"));
	od_package_close(p);
	return format;
}

static int xml_format(const char *s, size_t n, struct od_err *err)
{
	size_t look = n < 4096 ? n : 4096;

	if (memmem(s, look, "<w:wordDocument", 15) || memmem(s, look, "<pkg:package", 12))
		return OD_DOC_DOCX;
	if (memmem(s, look, "<office:document", 16))
		return OD_DOC_ODT;
	return od_fail(err, OD_EDATA, _("XML, but neither a flat docx nor a flat odt"));
}

static int format_of(const char *s, size_t n, const char *name, struct od_err *err)
{
	if (n >= 8 && !memcmp(s, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8)) {
		if (named(name, ".docx"))
			return od_fail(err, OD_EDATA,
				       _("named .docx, but it is an old binary file (OLE2) or an "
					 "encrypted one; save it as docx without a password"));
		return od_fail(err, OD_EPART,
			       _("an old binary document (.doc, .wps): save it as docx"));
	}
	if (n >= 4 && !memcmp(s, "PK\3\4", 4))
		return package_format(s, n, err);
	if (n >= 4 && !memcmp(s, "%PDF", 4))
		return od_fail(err, OD_EDATA,
			       _("a PDF is not read; give the draft it was made of"));
	if (n >= 5 && (!memcmp(s, "<?xml", 5) || !memcmp(s, "\xef\xbb\xbf<?", 5)))
		return xml_format(s, n, err);
	if (n > OD_DOC_TEXT_MAX)
		return od_fail(err, OD_EDATA, _("more than %d MB of text; split it"),
			       OD_DOC_TEXT_MAX >> 20);
	return named(name, ".md") || named(name, ".markdown") ? OD_DOC_MARKDOWN : OD_DOC_TEXT;
}

typedef int reader_fn(struct od_doc *d, const char *s, size_t n, struct od_err *err);
static reader_fn *const readers[] = {
	[OD_DOC_TEXT] = od_doc_read_text, [OD_DOC_MARKDOWN] = od_doc_read_markdown,
	[OD_DOC_DOCX] = od_doc_read_docx, [OD_DOC_ODT] = od_doc_read_odt,
	[OD_DOC_OFD] = od_doc_read_ofd,
};

/* A scan, an empty file: what holds no text must not be called clean. */
static int check_text(const struct od_doc *d, struct od_err *err)
{
	for (size_t i = 0; i < d->lines; i++)
		if (d->line[i].n)
			return 0;
	return od_fail(err, OD_EDATA, _("there is no text in it"));
}

struct od_doc *od_doc_read(int fd, const char *name, struct od_err *err)
{
	struct od_doc *d = NULL;
	size_t n;
	char *s = slurp(fd, &n, err);
	int format;

	if (!s)
		return NULL;
	format = format_of(s, n, name, err);
	if (format >= 0)
		d = od_doc_new(name, format, err);
	if (d && (readers[format](d, s, n, err) < 0 || check_text(d, err) < 0 ||
		  od_doc_roles(d, err) < 0)) {
		od_doc_free(d);
		d = NULL;
	}
	free(s);
	return d;
}
