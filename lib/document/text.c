/* text.c - plain text: a line a paragraph, in UTF-8 or GB18030. */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "shape.h"

/* White space at the front of a line: the two empty characters of a paragraph among it. */
static size_t indent(const char *s, size_t n)
{
	size_t at = 0, m;

	while (at < n) {
		if (s[at] == ' ' || s[at] == '\r')
			m = 1;
		else if (od_starts(s + at, "　"))
			m = 3;
		else if (od_starts(s + at, "\xc2\xa0"))
			m = 2;
		else
			break;
		at += m;
	}
	return at < n ? at : n;
}

static int add_lines(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	unsigned int number = 1;

	for (size_t at = 0; at < n; number++) {
		const char *end = memchr(s + at, '\n', n - at);
		size_t len = end ? (size_t)(end - s) - at : n - at, skip, used;
		struct od_line *l;

		used = od_chomp(s + at, len);
		skip = indent(s + at, used);
		l = od_doc_line(d, s + at + skip, used - skip, err);
		if (!l)
			return -1;
		l->line = number;
		l->skipped = skip;
		at += len + 1;
	}
	return 0;
}

static char *from_gb18030(const char *s, size_t n, size_t *out, struct od_err *err)
{
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	size_t room = n * 2 + 16, left = room;
	char *in = (char *)s, *text = malloc(room), *to = text;
	size_t r = (size_t)-1;

	if (cd != (iconv_t)-1 && text)
		r = iconv(cd, &in, &n, &to, &left);
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	if (text && r != (size_t)-1) {
		*out = room - left;
		return text;
	}
	free(text);
	if (!text)
		od_fail_nomem(err);
	else
		od_fail(err, OD_EDATA, _("neither UTF-8 nor GB18030 text (byte %zu)"),
			(size_t)(in - s) + 1);
	return NULL;
}

int od_doc_read_text(struct od_doc *d, const char *s, size_t n, struct od_err *err)
{
	char *converted;
	size_t len;
	int r;

	if (n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3)) {
		s += 3;
		n -= 3;
	}
	if (memchr(s, '\0', n))
		return od_fail(err, OD_EDATA, _("this is no text: it holds a zero byte"));
	d->charset = "UTF-8";
	if (od_utf8_bad(s, n) == n)
		return add_lines(d, s, n, err);
	d->charset = "GB18030";
	converted = from_gb18030(s, n, &len, err);
	if (!converted)
		return -1;
	r = add_lines(d, converted, len, err);
	free(converted);
	return r;
}
