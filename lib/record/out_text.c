/* out_text.c - the formats that are written byte by byte, for speed: JSON Lines, CSV, TSV; and
 * the one place that escapes JSON. */
#include <stdlib.h>

#include "names.h"
#include "out.h"

/* --- JSON -------------------------------------------------------------------------------- */

static void json_escape(struct od_buf *b, unsigned char c)
{
	static const char escapes[] = "\"\"\\\\\nn\tt\rr\bb\ff";

	for (const char *e = escapes; *e; e += 2)
		if ((unsigned char)*e == c) {
			od_buf_putc(b, '\\');
			od_buf_putc(b, e[1]);
			return;
		}
	od_buf_printf(b, "\\u%04x", c);
}

/* Control characters are escaped, those from U+007F to U+009F too: JSON would let them stand, but
 * terminals obey them. */
static void json_quote(struct od_buf *b, const char *s, size_t n)
{
	size_t done = 0;

	od_buf_putc(b, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = s[i];
		bool c1 = c == 0xc2 && i + 1 < n && (unsigned char)s[i + 1] < 0xa0;

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && !c1)
			continue;
		od_buf_add(b, s + done, i - done);
		i += c1;
		json_escape(b, (unsigned char)s[i]);
		done = i + 1;
	}
	od_buf_add(b, s + done, n - done);
	od_buf_putc(b, '"');
}

void od_json_quote(struct od_buf *b, const char *s)
{
	json_quote(b, s, strlen(s));
}

static void json_list(struct od_buf *b, const char *text)
{
	const char *s;
	size_t n;
	bool any = false;

	od_buf_putc(b, '[');
	for (s = od_list_next(&text, &n); s; s = od_list_next(&text, &n)) {
		if (any)
			od_buf_putc(b, ',');
		json_quote(b, s, n);
		any = true;
	}
	od_buf_putc(b, ']');
}

/* What stands before each column's value, made once. */
struct json {
	struct od_buf names;
	size_t start[OD_FIELDS_MAX + 1];
};

static int json_begin(struct od_out *o, struct od_err *err)
{
	struct json *j = calloc(1, sizeof(*j));

	if (!j)
		return od_fail_nomem(err);
	o->state = j;
	od_buf_putc(&j->names, '{');
	if (o->tagged) {
		od_buf_puts(&j->names, "\"type\":");
		od_json_quote(&j->names, o->type->name);
	}
	for (size_t i = 0; i < o->ncols; i++) {
		if (i || o->tagged)
			od_buf_putc(&j->names, ',');
		od_json_quote(&j->names, o->col[i]->name);
		od_buf_putc(&j->names, ':');
		j->start[i + 1] = j->names.n;
	}
	return j->names.failed ? od_fail_nomem(err) : 0;
}

static void json_value(struct od_buf *b, const struct od_field *f, const void *rec)
{
	char buf[32];
	const char *s = od_field_str(f, rec, buf);

	if (!s)
		od_buf_puts(b, "null");
	else if (f->type == OD_INT)
		od_buf_puts(b, s);
	else if (f->type == OD_BOOL)
		od_buf_puts(b, *(bool *)od_member(f, rec) ? "true" : "false");
	else if (f->type == OD_LIST)
		json_list(b, s);
	else
		od_json_quote(b, s);
}

static int json_row(struct od_out *o, const void *rec, struct od_err *err)
{
	const struct json *j = o->state;

	(void)err;
	for (size_t i = 0; i < o->ncols; i++) {
		od_buf_add(&o->buf, j->names.s + j->start[i], j->start[i + 1] - j->start[i]);
		json_value(&o->buf, o->col[i], rec);
	}
	od_buf_puts(&o->buf, "}\n");
	return 0;
}

static void json_free(struct od_out *o)
{
	struct json *j = o->state;

	if (!j)
		return;
	od_buf_free(&j->names);
	free(j);
}

const struct od_out_ops od_out_json = { json_begin, json_row, NULL, json_free };

/* --- CSV --------------------------------------------------------------------------------- */

static const char *csv_eol(const struct od_out *o)
{
	return o->excel ? "\r\n" : "\n";
}

/* Empty text is "", so that it does not read back as absent. */
static bool csv_must_quote(const char *s)
{
	size_t n = strlen(s);

	return !n || strchr(" \t", s[0]) || strchr(" \t", s[n - 1]) || s[strcspn(s, ",\"\r\n")];
}

static void csv_cell(struct od_buf *b, const char *s, const char *guard)
{
	bool quote = csv_must_quote(s);

	if (quote)
		od_buf_putc(b, '"');
	od_buf_puts(b, guard);
	while (quote && *s) {
		size_t n = strcspn(s, "\"");

		od_buf_add(b, s, n);
		s += n;
		if (*s) {
			od_buf_puts(b, "\"\"");
			s++;
		}
	}
	od_buf_puts(b, s);
	if (quote)
		od_buf_putc(b, '"');
}

/* A spreadsheet takes text that begins like this for a formula; a whole number is harmless. */
static const char *csv_guard(const struct od_out *o, const struct od_field *f, const char *s)
{
	return o->excel && f->type != OD_INT && *s && strchr("=+-@\t", *s) ? "'" : "";
}

static bool is_ascii(const char *s)
{
	while (*s && !(*s & 0x80))
		s++;
	return !*s;
}

/* What a heading must be that reads back as this field: its label or, if that means another one to
 * readers or is known to those of one language only, an alias. */
static const char *heading_in(const struct od_names *names, const struct od_field *f,
			      char buf[static OD_NAME_ROOM])
{
	const char *label = _(f->label);
	bool alias = false;
	int place = (int)(f - names->type->fields);

	snprintf(buf, OD_NAME_ROOM, "%s", "");
	for (const char *a = f->aliases; a && *a; a += strcspn(a, " "), a += *a == ' ') {
		size_t n = strcspn(a, " ");
		char name[OD_NAME_ROOM];

		if (n >= sizeof(name))
			continue;
		memcpy(name, a, n);
		name[n] = '\0';
		alias |= !strcmp(name, label);
		if (!*buf && !is_ascii(name) && od_names_meaning(names, name) == place)
			memcpy(buf, name, n + 1);
	}
	if (od_names_meaning(names, label) == place && (alias || !*buf))
		return label;
	return *buf ? buf : f->name;
}

/* Machines read names; who opens it in a spreadsheet gets headings of his language, where that is
 * not written in ASCII. */
static int csv_headings(struct od_out *o, struct od_err *err)
{
	struct od_names names = { 0 };
	char buf[OD_NAME_ROOM];
	int r = 0;

	if (o->excel && od_names_make(&names, o->type, OD_KEEP_READONLY) < 0)
		r = od_fail_nomem(err);
	for (size_t i = 0; r == 0 && i < o->ncols; i++) {
		const struct od_field *f = o->col[i];
		bool own = o->excel && f->label && !is_ascii(_(f->label));

		od_buf_puts(&o->buf, i ? "," : "");
		csv_cell(&o->buf, own ? heading_in(&names, f, buf) : f->name, "");
	}
	od_names_free(&names);
	return r;
}

static int csv_begin(struct od_out *o, struct od_err *err)
{
	if (o->excel)
		od_buf_puts(&o->buf, "\xef\xbb\xbf");
	if (csv_headings(o, err) < 0)
		return -1;
	od_buf_puts(&o->buf, csv_eol(o));
	return 0;
}

static int csv_row(struct od_out *o, const void *rec, struct od_err *err)
{
	char buf[32];

	(void)err;
	for (size_t i = 0; i < o->ncols; i++) {
		const char *s = od_field_str(o->col[i], rec, buf);

		if (i)
			od_buf_putc(&o->buf, ',');
		if (s)
			csv_cell(&o->buf, s, csv_guard(o, o->col[i], s));
	}
	od_buf_puts(&o->buf, csv_eol(o));
	return 0;
}

const struct od_out_ops od_out_csv = { csv_begin, csv_row, NULL, NULL };

/* --- TSV --------------------------------------------------------------------------------- */

static void tsv_cell(struct od_buf *b, const char *s)
{
	static const char marks[] = "\t\n\r\\", letters[] = "tnr\\";

	while (*s) {
		size_t n = strcspn(s, marks);

		od_buf_add(b, s, n);
		s += n;
		if (*s) {
			od_buf_putc(b, '\\');
			od_buf_putc(b, letters[strchr(marks, *s) - marks]);
			s++;
		}
	}
}

static int tsv_begin(struct od_out *o, struct od_err *err)
{
	(void)err;
	for (size_t i = 0; i < o->ncols; i++) {
		od_buf_puts(&o->buf, i ? "\t" : "");
		od_buf_puts(&o->buf, o->col[i]->name);
	}
	od_buf_putc(&o->buf, '\n');
	return 0;
}

static int tsv_row(struct od_out *o, const void *rec, struct od_err *err)
{
	char buf[32];

	(void)err;
	for (size_t i = 0; i < o->ncols; i++) {
		const char *s = od_field_str(o->col[i], rec, buf);

		if (i)
			od_buf_putc(&o->buf, '\t');
		tsv_cell(&o->buf, s ? s : "");
	}
	od_buf_putc(&o->buf, '\n');
	return 0;
}

const struct od_out_ops od_out_tsv = { tsv_begin, tsv_row, NULL, NULL };
