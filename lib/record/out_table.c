/* out_table.c - records to people: columns aligned by display width, by libsmartcols.  The rows are
 * kept until the end, because the widest cell of each column is known only then. */
#include <errno.h>
#include <libsmartcols.h>
#include <stdlib.h>

#include "out.h"

#define GAP      2  /* cells between columns */
#define LAST_MIN 16 /* the last column is not folded narrower than this */

struct table {
	struct libscols_table *tb;
	struct od_buf cell;
	int width[OD_FIELDS_MAX];
	struct od_out *o;
	size_t spaces; /* not yet written: they may be at a line's end */
};

/* --- cells ------------------------------------------------------------------------------- */

/* Characters that would move the cursor, break the line or turn its direction. */
static bool is_hidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static const char *clean(struct od_buf *b, const char *s)
{
	size_t n, done = 0, i;

	od_buf_reset(b);
	for (i = 0; s[i]; i += n) {
		uint32_t c = od_utf8_get(s + i, &n);

		if (!is_hidden(c))
			continue;
		od_buf_add(b, s + done, i - done);
		od_buf_puts(b, c == '\n' ? "␤" : " ");
		done = i + n;
	}
	od_buf_add(b, s + done, i - done);
	return b->failed ? NULL : b->n ? b->s : "";
}

static int table_row(struct od_out *o, const void *rec, struct od_err *err)
{
	struct table *t = o->state;
	struct libscols_line *line = scols_table_new_line(t->tb, NULL);
	char buf[32];

	if (!line)
		return od_fail_nomem(err);
	for (size_t i = 0; i < o->ncols; i++) {
		const char *s = od_field_label(o->col[i], rec, buf);
		int w;

		s = clean(&t->cell, s ? s : "");
		if (!s || scols_line_set_data(line, i, s))
			return od_fail_nomem(err);
		w = od_width(s);
		if (w > t->width[i])
			t->width[i] = w;
	}
	return 0;
}

/* --- folding the last column ------------------------------------------------------------- */

/* s on lines of at most width cells.  A closing mark may hang over by two. */
static const char *wrap(struct od_buf *b, const char *s, int width)
{
	od_buf_reset(b);
	while (*s) {
		size_t n = od_wrap(s, width - 2);

		od_buf_puts(b, b->n ? "\n" : "");
		od_buf_add(b, s, n);
		s += n;
		s += strspn(s, " ");
	}
	return b->failed ? NULL : b->n ? b->s : "";
}

static int wrap_last(struct od_out *o, int width, struct od_err *err)
{
	struct table *t = o->state;
	size_t last = o->ncols - 1;
	struct libscols_column *cl = scols_table_get_column(t->tb, last);

	if (scols_column_set_flags(cl, SCOLS_FL_WRAP) || scols_column_set_safechars(cl, "\n") ||
	    scols_column_set_wrapfunc(cl, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL))
		return od_fail_nomem(err);
	for (size_t i = 0; i < scols_table_get_nlines(t->tb); i++) {
		struct libscols_line *line = scols_table_get_line(t->tb, i);
		const char *s = scols_cell_get_data(scols_line_get_cell(line, last));

		if (od_width(s) <= width)
			continue;
		s = wrap(&t->cell, s, width);
		if (!s || scols_line_set_data(line, last, s))
			return od_fail_nomem(err);
	}
	return 0;
}

static int fit(struct od_out *o, struct od_err *err)
{
	const struct table *t = o->state;
	int room = o->width;

	if (o->width <= 0)
		return 0;
	for (size_t i = 0; i + 1 < o->ncols; i++)
		room -= t->width[i] + GAP;
	if (room < LAST_MIN)
		room = LAST_MIN;
	return t->width[o->ncols - 1] > room ? wrap_last(o, room, err) : 0;
}

/* --- printing ---------------------------------------------------------------------------- */

static bool put_spaces(struct table *t)
{
	for (; t->spaces; t->spaces--)
		if (!od_out_write(t->o, " ", 1))
			return false;
	return true;
}

/* libsmartcols pads the last column too: what it prints comes through here, where spaces wait
 * until something other than the line's end follows them. */
static ssize_t put_stripped(void *cookie, const char *s, size_t size)
{
	struct table *t = cookie;
	const char *end = s + size;

	while (s < end) {
		const char *space = memchr(s, ' ', (size_t)(end - s));
		size_t n = (size_t)((space ? space : end) - s);

		if (n && *s == '\n')
			t->spaces = 0;
		if (n && (!put_spaces(t) || !od_out_write(t->o, s, n)))
			return 0;
		s += n;
		for (; s < end && *s == ' '; s++)
			t->spaces++;
	}
	return (ssize_t)size;
}

static int print(struct od_out *o, struct od_err *err)
{
	struct table *t = o->state;
	FILE *f = fopencookie(t, "w", (cookie_io_functions_t){ .write = put_stripped });
	int r;

	if (!f)
		return od_fail_nomem(err);
	scols_table_set_stream(t->tb, f);
	r = scols_print_table(t->tb);
	fclose(f);
	if (o->error)
		return od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(o->error));
	return r ? od_fail(err, OD_EBUG, _("cannot print the table: %s"), strerror(-r)) : 0;
}

/* --- the format -------------------------------------------------------------------------- */

static int table_begin(struct od_out *o, struct od_err *err)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t)
		return od_fail_nomem(err);
	o->state = t;
	t->o = o;
	t->tb = scols_new_table();
	if (!t->tb || scols_table_set_column_separator(t->tb, "  "))
		return od_fail_nomem(err);
	scols_table_set_termforce(t->tb, SCOLS_TERMFORCE_NEVER);
	for (size_t i = 0; i < o->ncols; i++) {
		const char *label = o->col[i]->label ? _(o->col[i]->label) : o->col[i]->name;
		int flags = o->col[i]->type == OD_INT ? SCOLS_FL_RIGHT : 0;

		if (!scols_table_new_column(t->tb, label, 0, flags))
			return od_fail_nomem(err);
		t->width[i] = od_width(label);
	}
	return 0;
}

static int table_end(struct od_out *o, struct od_err *err)
{
	const struct table *t = o->state;

	if (!scols_table_get_nlines(t->tb))
		return 0;
	return fit(o, err) < 0 ? -1 : print(o, err);
}

static void table_free(struct od_out *o)
{
	struct table *t = o->state;

	if (!t)
		return;
	scols_unref_table(t->tb);
	od_buf_free(&t->cell);
	free(t);
}

const struct od_out_ops od_out_table = { table_begin, table_row, table_end, table_free };
