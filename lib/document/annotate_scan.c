/* annotate_scan.c - XML by its bytes: tags, attributes and text, with the places where they stand. */
#include <stdlib.h>

#include "annotate.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the first `end` from at on, or the end of all. */
static size_t behind(const struct od_bytes *x, size_t at, const char *end)
{
	size_t len = strlen(end);
	const char *found = at < x->n ? memmem(x->s + at, x->n - at, end, len) : NULL;

	return found ? (size_t)(found - x->s) + len : x->n;
}

/* Behind the > of the tag that begins at at; those in quotes do not end it. */
static size_t tag_end(const struct od_bytes *x, size_t at)
{
	char quote = 0;

	for (; at < x->n; at++) {
		char c = x->s[at];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return at + 1;
	}
	return x->n;
}

static void tag_at(const struct od_bytes *x, struct od_token *t)
{
	size_t at = t->from + 1;

	t->kind = OD_TOKEN_TAG;
	t->to = tag_end(x, at);
	if (at < t->to && x->s[at] == '/') {
		t->end = true;
		at++;
	}
	t->name.from = t->local = at;
	for (; at < t->to && !is_space(x->s[at]) && x->s[at] != '>' && x->s[at] != '/'; at++)
		if (x->s[at] == ':')
			t->local = at + 1;
	t->name.to = t->attributes.from = at;
	t->attributes.to = t->to > at ? t->to - 1 : at;
	if (t->attributes.to > at && x->s[t->attributes.to - 1] == '/') {
		t->empty = true;
		t->attributes.to--;
	}
}

struct od_token od_token_next(const struct od_bytes *x, size_t *at)
{
	struct od_token t = { .from = *at, .to = x->n };
	size_t left = x->n - *at;
	const char *s = x->s + *at, *tag;

	if (!left)
		return t;
	if (*s != '<') {
		tag = memchr(s, '<', left);
		t.kind = OD_TOKEN_TEXT;
		t.to = tag ? (size_t)(tag - x->s) : x->n;
	} else if (left > 1 && (s[1] == '!' || s[1] == '?')) {
		t.kind = OD_TOKEN_OTHER;
		if (left >= 9 && !memcmp(s, "<![CDATA[", 9))
			t.to = behind(x, *at + 9, "]]>");
		else if (left >= 4 && !memcmp(s, "<!--", 4))
			t.to = behind(x, *at + 4, "-->");
		else
			t.to = behind(x, *at + 2, s[1] == '?' ? "?>" : ">");
	} else {
		tag_at(x, &t);
	}
	*at = t.to;
	return t;
}

/* --- attributes ----------------------------------------------------------------------------------------- */

/* The attribute at *at: its name (without the prefix) and value; false: no more. */
static bool attribute(const struct od_bytes *x, size_t *at, size_t to, struct od_span *whole,
		      struct od_span *name, struct od_span *value)
{
	size_t i = *at;
	char quote;

	while (i < to && is_space(x->s[i]))
		i++;
	name->from = whole->from = i;
	for (; i < to && x->s[i] != '=' && !is_space(x->s[i]); i++)
		if (x->s[i] == ':')
			name->from = i + 1;
	name->to = i;
	while (i < to && (is_space(x->s[i]) || x->s[i] == '='))
		i++;
	if (i >= to)
		return false;
	quote = x->s[i++];
	value->from = i;
	while (i < to && x->s[i] != quote)
		i++;
	value->to = i;
	*at = whole->to = i < to ? i + 1 : to;
	return true;
}

bool od_token_value(const struct od_bytes *x, const struct od_token *t, const char *name,
		    struct od_span *value)
{
	size_t at = t->attributes.from, len = strlen(name);
	struct od_span whole, n;

	while (attribute(x, &at, t->attributes.to, &whole, &n, value))
		if (n.to - n.from == len && !memcmp(x->s + n.from, name, len))
			return true;
	return false;
}

bool od_token_is(const struct od_bytes *x, const struct od_token *t, const char *name,
		 const char *value)
{
	struct od_span v;

	return od_token_value(x, t, name, &v) && v.to - v.from == strlen(value) &&
	       !memcmp(x->s + v.from, value, v.to - v.from);
}

const char *od_token_str(const struct od_bytes *x, const struct od_token *t, const char *name,
			 char *buf, size_t room)
{
	struct od_span v;

	if (!od_token_value(x, t, name, &v) || v.to - v.from >= room)
		v.to = v.from = 0;
	memcpy(buf, x->s + v.from, v.to - v.from);
	buf[v.to - v.from] = '\0';
	return buf;
}

long od_token_int(const struct od_bytes *x, const struct od_token *t, const char *name,
		  long missing)
{
	char buf[24], *end;
	long v;

	od_token_str(x, t, name, buf, sizeof(buf));
	v = strtol(buf, &end, 10);
	return *buf && !*end ? v : missing;
}

/* --- text ----------------------------------------------------------------------------------------------------- */

static size_t put_utf8(unsigned long c, char out[static 4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | (c >> 18 & 7));
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static size_t reference(const char *s, size_t n, char out[static 4])
{
	static const struct {
		const char *name;
		char c;
	} named[] = {
		{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }
	};
	char digits[12];

	if (n > 1 && *s == '#' && n < sizeof(digits)) {
		bool hex = s[1] == 'x';

		memcpy(digits, s + 1 + hex, n - 1 - hex);
		digits[n - 1 - hex] = '\0';
		return put_utf8(strtoul(digits, NULL, hex ? 16 : 10), out);
	}
	for (size_t i = 0; i < OD_COUNT(named); i++)
		if (strlen(named[i].name) == n && !memcmp(named[i].name, s, n)) {
			out[0] = named[i].c;
			return 1;
		}
	return 0;
}

size_t od_text_char(const struct od_bytes *x, size_t *at, size_t to, char out[static 4])
{
	const char *s = x->s + *at;
	size_t left = to - *at, n = 1;
	const char *end;

	if (*s == '&') {
		end = memchr(s, ';', left);
		*at += end ? (size_t)(end - s) + 1 : left;
		return end ? reference(s + 1, (size_t)(end - s) - 1, out) : 0;
	}
	if (*s == '\r') { /* as XML reads ends of lines */
		*at += left > 1 && s[1] == '\n' ? 2 : 1;
		out[0] = '\n';
		return 1;
	}
	while (n < left && n < 4 && ((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	memcpy(out, s, n);
	*at += n;
	return n;
}

void od_xml_escape(struct od_buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		switch (s[i]) {
		case '&':
			od_buf_puts(out, "&amp;");
			break;
		case '<':
			od_buf_puts(out, "&lt;");
			break;
		case '>':
			od_buf_puts(out, "&gt;");
			break;
		case '"':
			od_buf_puts(out, "&quot;");
			break;
		default: /* XML 1.0 has no other control characters */
			if ((unsigned char)s[i] >= 0x20 || s[i] == '\t')
				od_buf_putc(out, s[i]);
		}
}
