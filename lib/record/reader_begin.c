/* reader_begin.c - what is told from a file's beginning: which format it is, and what its headings mean. */
#include "reader.h"

#define OFFERED 8 /* names offered for an unknown heading */

/* --- which format ------------------------------------------------------------------------- */

/* "word:" and then a space or nothing, as YAML begins but no heading row does. */
static bool is_yaml_field(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == ',' || s[i] == '\t' || s[i] == ';')
			return false;
		if (s[i] != ':' || (i + 1 < n && s[i + 1] != ' '))
			continue;
		return i > 0 && (*s != '"' || (i > 1 && s[i - 1] == '"'));
	}
	return false;
}

static bool starts(const char *s, size_t n, const char *with)
{
	return n >= strlen(with) && !memcmp(s, with, strlen(with));
}

static const struct od_format_ops *tell_format(const char *s, size_t n)
{
	const char *nl = memchr(s, '\n', n), *cr = memchr(s, '\r', n);

	if (*s == '{' || *s == '[')
		return &od_json_ops;
	if (nl)
		n = (size_t)(nl - s);
	if (cr && (size_t)(cr - s) < n)
		n = (size_t)(cr - s);
	if (starts(s, n, "---") || starts(s, n, "%YAML") || starts(s, n, "- ") ||
	    (n == 1 && *s == '-'))
		return &od_yaml_ops;
	if (*s == '#') /* a comment; but a column of numbers may be headed "#" */
		return n > 1 && strchr(",\t;", s[1]) ? &od_csv_ops : &od_yaml_ops;
	return is_yaml_field(s, n) ? &od_yaml_ops : &od_csv_ops;
}

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r' || s[i] == '\n'))
		i++;
	return i;
}

/* OD_END: there is nothing but blanks. */
static int sniff(struct od_reader *r, struct od_err *err)
{
	const char *s;
	size_t want = 1;

	for (;;) {
		int64_t n = od_source_peek(r->src, want, &s, err);
		size_t i;

		if (n < 0)
			return -1;
		i = blanks(s, (size_t)n);
		if (i < (size_t)n &&
		    ((size_t)n < want || n > 65536 || memchr(s + i, '\n', (size_t)n - i))) {
			r->ops = tell_format(s + i, (size_t)n - i);
			return OD_ROW;
		}
		if ((size_t)n < want)
			return OD_END;
		if (n > OD_ROW_MAX)
			return od_fail(err, OD_EDATA, _("'%s' begins with %d blank bytes"), r->name,
				       OD_ROW_MAX);
		want = (size_t)n + 1;
	}
}

/* --- CSV headings ------------------------------------------------------------------------- */

static int unknown_heading(struct od_reader *r, const struct od_cell *c, struct od_err *err)
{
	struct od_buf b OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	char buf[80];

	if (od_utf8_bad(c->name, c->size) < c->size)
		return od_fail(err, OD_EDATA,
			       _("%s:%u: heading '%s' is not UTF-8 (a file of mixed encodings?)"),
			       r->name, c->line, od_reader_shown(c->name, buf));
	od_names_offer(&r->names[0], c->name, OFFERED, &b);
	if (b.failed)
		return od_fail_nomem(err);
	if (!*c->name)
		return od_fail(err, OD_EDATA, _("%s:%u: a column has no heading; known are: %s"),
			       r->name, c->line, b.s);
	return od_fail(err, OD_EDATA, _("%s:%u: unknown heading '%s'; known are: %s"), r->name,
		       c->line, od_reader_shown(c->name, buf), b.s);
}

/* With one type, two headings for one field can be told once. */
static int check_twice(struct od_reader *r, const struct od_row *h, struct od_err *err)
{
	char a[80], b[80];

	for (size_t i = 0; i < h->n; i++) {
		int means = od_names_meaning(&r->names[0], h->cell[i].name);

		if (means < 0 || r->names[0].passed_over >> means & 1)
			continue;
		for (size_t k = 0; k < i; k++) {
			if (od_names_meaning(&r->names[0], h->cell[k].name) == means)
				return od_fail(err, OD_EDATA,
					       _("%s:%u: headings '%s' and '%s' both mean '%s'"),
					       r->name, h->line,
					       od_reader_shown(h->cell[k].name, a),
					       od_reader_shown(h->cell[i].name, b),
					       r->types[0]->fields[means].name);
		}
	}
	return 0;
}

static int check_headings(struct od_reader *r, const struct od_row *h, struct od_err *err)
{
	struct od_buf types OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	bool typed = r->n_types == 1;

	for (size_t i = 0; i < h->n; i++) {
		bool known = r->flags & OD_LENIENT;

		for (size_t t = 0; t < r->n_types; t++) {
			int means = od_names_meaning(&r->names[t], h->cell[i].name);

			known |= means != OD_NAME_UNKNOWN;
			typed |= means == OD_NAME_TYPE;
		}
		if (!known)
			return unknown_heading(r, &h->cell[i], err);
	}
	if (r->n_types == 1)
		return check_twice(r, h, err);
	if (typed)
		return 0;
	od_reader_types(r, &types);
	return types.failed ? od_fail_nomem(err)
			    : od_fail(err, OD_EDATA,
				      _("%s:%u: there must be a column 'type', which says what "
					"each row is: %s"),
				      r->name, h->line, types.s);
}

int od_reader_begin(struct od_reader *r, struct od_err *err)
{
	int res = sniff(r, err);

	if (res != OD_ROW)
		return res;
	r->rows = r->ops->open(r->src, r->name, err);
	if (!r->rows) {
		od_reader_name_file(r, err);
		return -1;
	}
	if (r->ops->headings && check_headings(r, r->ops->headings(r->rows), err) < 0)
		return -1;
	r->begun = true;
	return OD_ROW;
}
