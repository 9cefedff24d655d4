/* draft_place.c - where things stand in a draft: lines of fields, for messages; lines of text, for what a checker finds;
 * and slips of a hand that YAML's own words do not explain. */
#include <stdarg.h>
#include <stdlib.h>

#include "draft.h"

#define FILE_MAX (64 * 1024 * 1024)

static int index_lines(struct od_places *p)
{
	size_t room = 2;

	for (size_t i = 0; i < p->text.n; i++)
		room += p->text.s[i] == '\n';
	p->line = calloc(room + 1, sizeof(*p->line));
	if (!p->line)
		return -1;
	p->lines = 0;
	for (size_t at = 0; at < p->text.n;) {
		const char *nl = memchr(p->text.s + at, '\n', p->text.n - at);

		p->line[p->lines++] = at;
		at = nl ? (size_t)(nl - p->text.s) + 1 : p->text.n;
	}
	p->line[p->lines] = p->text.n;
	return 0;
}

int od_places_read(struct od_places *p, int fd, const char *name, struct od_err *err)
{
	struct od_source *src = od_source_new(fd, name, err);
	const char *bytes;
	int64_t n = src ? 1 : -1;

	*p = (struct od_places){ .text = OD_BUF_INIT };
	while (n > 0) {
		n = od_source_peek(src, 65536, &bytes, err);
		if (n <= 0)
			break;
		od_buf_add(&p->text, bytes, (size_t)n);
		od_source_skip(src, (size_t)n);
		if (p->text.n > FILE_MAX)
			n = od_fail(err, OD_EDATA, _("'%s' is longer than %d bytes"), name,
				    FILE_MAX);
	}
	od_source_free(src);
	if (n < 0)
		return -1;
	return p->text.failed || index_lines(p) < 0 ? od_fail_nomem(err) : 0;
}

void od_places_free(struct od_places *p)
{
	od_buf_free(&p->text);
	free(p->line);
	*p = (struct od_places){ .text = OD_BUF_INIT };
}

/* Line 1, 2 ... without its end. */
static const char *get_line(const struct od_places *p, unsigned int line, size_t *n)
{
	const char *s;

	if (!line || line > p->lines)
		return NULL;
	s = p->text.s + p->line[line - 1];
	*n = p->line[line] - p->line[line - 1];
	while (*n && (s[*n - 1] == '\n' || s[*n - 1] == '\r'))
		--*n;
	return s;
}

/* What a line says behind blanks and "- ", and in which column that begins. */
static const char *inner(const char *s, size_t *n, size_t *column)
{
	size_t i = 0;

	while (i < *n && (s[i] == ' ' || (s[i] == '-' && i + 1 < *n && s[i + 1] == ' ')))
		i++;
	*n -= i;
	*column = i;
	return s + i;
}

/* --- fields ------------------------------------------------------------------------------------------ */

static bool starts(const char *s, size_t n, const char *with, size_t len)
{
	return n >= len && !memcmp(s, with, len);
}

/* Bytes of a field's name at s, by any name it goes by; 0: it is not that. */
static size_t field_name(const struct od_field *f, const char *s, size_t n)
{
	const char *label = f->label ? _(f->label) : f->name, *a = f->aliases;

	if (starts(s, n, f->name, strlen(f->name)))
		return strlen(f->name);
	if (starts(s, n, label, strlen(label)))
		return strlen(label);
	while (a && *a) {
		size_t len = strcspn(a, " ");

		if (starts(s, n, a, len))
			return len;
		a += len + strspn(a + len, " ");
	}
	return 0;
}

/* Does the line begin with the field and a colon?  Behind the colon, then. */
static const char *behind_field(const struct od_field *f, const char *s, size_t n)
{
	size_t len = field_name(f, s, n);

	while (len && len < n && s[len] == ' ')
		len++;
	return len && len < n && s[len] == ':' ? s + len + 1 : NULL;
}

unsigned int od_places_field(const struct od_places *p, const struct od_rec_type *type,
			     unsigned int from, unsigned int to, const char *field)
{
	const struct od_field *f = od_field_find(type, field);
	size_t n, column, own = 0;
	const char *s = get_line(p, from, &n);

	if (!s || !f)
		return 0;
	inner(s, &n, &own);
	for (unsigned int line = from; line <= p->lines && (!to || line < to); line++) {
		s = get_line(p, line, &n);
		s = inner(s, &n, &column);
		if (column == own && behind_field(f, s, n))
			return line;
	}
	return 0;
}

bool od_places_blank(const struct od_places *p, unsigned int line)
{
	size_t n;
	const char *s = get_line(p, line, &n), *colon = s ? memchr(s, ':', n) : NULL;

	if (!colon)
		return false;
	for (const char *c = colon + 1; c < s + n && *c != '#'; c++)
		if (*c != ' ' && *c != '\t')
			return false;
	return true;
}

bool od_places_comment(const struct od_places *p, unsigned int line)
{
	size_t n;
	const char *s = get_line(p, line, &n), *colon = s ? memchr(s, ':', n) : NULL, *c;

	if (!colon)
		return false;
	for (c = colon + 1; c < s + n && (*c == ' ' || *c == '\t');)
		c++;
	if (c == s + n || strchr("#'\"|>[{&*!", *c))
		return false;
	for (; c + 1 < s + n; c++)
		if ((*c == ' ' || *c == '\t') && c[1] == '#')
			return true;
	return false;
}

/* --- lines of text -------------------------------------------------------------------------------------- */

static bool line_holds(const struct od_places *p, unsigned int line, const char *s, size_t n)
{
	size_t len;
	const char *have = get_line(p, line, &len);

	return have && memmem(have, len, s, n);
}

void od_places_match(const struct od_places *p, unsigned int from, unsigned int to,
		     const char *text, unsigned int *line)
{
	unsigned int at = from, end = to ? to : (unsigned int)p->lines + 1;

	for (size_t i = 0;; i++) {
		size_t n = strcspn(text, "\n"), skip = strspn(text, " \t");
		unsigned int k = at;

		if (skip < n) { /* of blank lines it does not matter */
			while (k < end && !line_holds(p, k, text + skip, n - skip))
				k++;
			at = k < end ? k : at;
		}
		line[i] = at;
		if (!text[n])
			return;
		text += n + 1;
	}
}

/* --- slips ------------------------------------------------------------------------------------------------ */

#define WIDE_COLON "："

static const struct od_field *which_field(const char *s, size_t n, size_t *len)
{
	static const struct od_rec_type *const types[] = { &od_draft_item_type, &od_draft_type };

	for (size_t t = 0; t < OD_COUNT(types); t++)
		for (const struct od_field *f = types[t]->fields; f->name; f++) {
			*len = field_name(f, s, n);
			if (*len)
				return f;
		}
	return NULL;
}

struct tell {
	const char *name;
	od_slip_fn *fn;
	void *ctx;
	int n;
};

static void tell(struct tell *t, unsigned int line, const char *fmt, ...) OD_PRINTF(3, 4);
static void tell(struct tell *t, unsigned int line, const char *fmt, ...)
{
	char what[512], text[1024];
	int name = (int)od_utf8_cut(t->name, strlen(t->name), 400);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	what[od_utf8_cut(what, strlen(what), sizeof(what))] = '\0';
	snprintf(text, sizeof(text), "%.*s:%u: %s", name, t->name, line, what);
	t->fn(t->ctx, line, text);
	t->n++;
}

/* One line that stands outside of blocks. */
static void look_for_slip(struct tell *t, unsigned int line, const char *s, size_t n)
{
	size_t column, len, tab = 0;
	const char *in = inner(s, &n, &column);

	while (tab < n && in[tab] == ' ')
		tab++;
	if (tab < n && in[tab] == '\t' && strspn(in + tab, "\t ") < n - tab) {
		tell(t, line, _("a tab in the indentation; use spaces"));
		return;
	}
	if (!which_field(in, n, &len))
		return;
	if (starts(in + len, n - len, WIDE_COLON, strlen(WIDE_COLON)))
		tell(t, line,
		     _("the colon behind '%.*s' is a full-width one; write ': ' in half width, with "
		       "a space"),
		     (int)len, in);
	else if (len + 1 < n && in[len] == ':' && !strchr(" \t\r", in[len + 1]))
		tell(t, line, _("a space is missing behind the colon of '%.*s'"), (int)len, in);
}

unsigned int od_places_unlisted(const struct od_places *p)
{
	unsigned int list = 0;

	for (unsigned int line = 1; line <= p->lines; line++) {
		size_t n, len;
		const char *s = get_line(p, line, &n);
		size_t blank = strspn(s, " \t") < n ? strspn(s, " \t") : n;

		if (blank == n || s[blank] == '#')
			continue;
		if (list && s[blank] != '-')
			return list;
		len = n;
		while (len && s[len - 1] == ' ')
			len--;
		list = (len == 6 && !memcmp(s, "draft:", 6)) || (len == 5 && !memcmp(s, "item:", 5))
			       ? line
			       : 0;
	}
	return 0;
}

/* A block of lines begins behind "name: |" and ends before the next line that is indented no farther. */
int od_places_slips(const struct od_places *p, const char *name, od_slip_fn *fn, void *ctx)
{
	struct tell t = { name, fn, ctx, 0 };
	size_t block = SIZE_MAX;

	for (unsigned int line = 1; line <= p->lines; line++) {
		size_t n, len, column;
		const char *s = get_line(p, line, &n), *in, *colon;

		len = n;
		in = inner(s, &len, &column);
		if (!len || *in == '#' || (block != SIZE_MAX && column > block))
			continue;
		block = SIZE_MAX;
		look_for_slip(&t, line, s, n);
		colon = memchr(in, ':', len);
		for (colon = colon ? colon + 1 : in + len; colon < in + len && *colon == ' ';)
			colon++;
		if (colon < in + len && (*colon == '|' || *colon == '>'))
			block = column;
	}
	return t.n;
}
