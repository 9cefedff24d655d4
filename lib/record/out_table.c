/* out_table.c - records to people: columns aligned by display width.  The rows are kept until the end, because
 * the widest cell of each column is known only then. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "out.h"

#define GAP      2  /* cells between columns */
#define LAST_MIN 16 /* the last column is not folded narrower than this */
#define LABELS   16 /* of an enum that are remembered */

struct table {
	struct od_buf text;       /* every cell's, one after the other, each ended by NUL */
	struct od_buf cell;       /* the one being cleaned */
	int *cells;               /* the width of each, a line's after the other */
	size_t n, room;           /* of .cells */
	int width[OD_FIELDS_MAX]; /* of each column */
	size_t spaces;            /* not yet written: they may be at a line's end */
	const char *label[OD_FIELDS_MAX][LABELS]; /* of enums, translated once */
};

/* --- cells ------------------------------------------------------------------------------- */

/* Characters that would move the cursor, break the line or turn its direction. */
static bool is_hidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* May one of them begin here?  Most text is passed over by its bytes. */
static bool may_hide(const unsigned char *s)
{
	switch (*s) {
	case 0xc2:
		return s[1] < 0xa0;
	case 0xe2:
		return s[1] == 0x80 || s[1] == 0x81;
	case 0xef:
		return s[1] == 0xbb;
	default:
		return *s < 0x20 || *s == 0x7f;
	}
}

static bool is_plain(const char *s)
{
	while (*s && !may_hide((const unsigned char *)s))
		s++;
	return !*s;
}

static const char *clean(struct od_buf *b, const char *s)
{
	size_t n, done = 0, i;

	if (is_plain(s))
		return s;
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

/* Does a character of three bytes and two cells begin here, so far as is seen at once?  U+3000 to U+3029, U+4E00
 * to U+9FFF, U+FF01 to U+FF3F: Chinese characters and punctuation. */
static bool is_wide(const unsigned char *s)
{
	switch (*s) {
	case 0xe3:
		return s[1] == 0x80 && s[2] < 0xaa;
	case 0xe4:
		return s[1] >= 0xb8;
	case 0xef:
		return s[1] == 0xbc && s[2] != 0x80;
	default:
		return *s >= 0xe5 && *s <= 0xe9;
	}
}

/* od_width(), quick for ASCII and those. */
static int width_of(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	int w = 0;

	for (; *s; s += *s < 0x80 ? 1 : 3) {
		if (*s >= 0x80 && !is_wide(s))
			return od_width(text);
		w += *s < 0x80 ? 1 : 2;
	}
	return w;
}

static int keep_cell(struct table *t, size_t column, const char *s, struct od_err *err)
{
	int w = width_of(s);

	if (t->n == t->room) {
		size_t room = t->room ? 2 * t->room : 256;
		int *grown = reallocarray(t->cells, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		t->cells = grown;
		t->room = room;
	}
	t->cells[t->n++] = w;
	if (w > t->width[column])
		t->width[column] = w;
	od_buf_add(&t->text, s, strlen(s) + 1);
	return t->text.failed ? od_fail_nomem(err) : 0;
}

static const char *label_of(struct od_out *o, size_t i, const void *rec, char buf[static 32])
{
	const struct od_field *f = o->col[i];
	struct table *t = o->state;
	int v = f->type == OD_ENUM ? *(const int *)od_member(f, rec) : LABELS;

	if (v < 0 || v >= LABELS)
		return od_field_label(f, rec, buf);
	if (!t->label[i][v])
		t->label[i][v] = od_field_label(f, rec, buf);
	return t->label[i][v];
}

static int table_row(struct od_out *o, const void *rec, struct od_err *err)
{
	struct table *t = o->state;
	char buf[32];

	for (size_t i = 0; i < o->ncols; i++) {
		const char *s = label_of(o, i, rec, buf);

		s = clean(&t->cell, s ? s : "");
		if (!s)
			return od_fail_nomem(err);
		if (keep_cell(t, i, s, err) < 0)
			return -1;
	}
	return 0;
}

/* --- printing ---------------------------------------------------------------------------- */

/* Spaces wait until something other than the line's end follows them. */
static void put(struct od_out *o, const char *s, size_t n)
{
	static const char blank[] =
		"                                                                ";
	struct table *t = o->state;

	for (; n && t->spaces; t->spaces -= t->spaces < 64 ? t->spaces : 64)
		od_buf_add(&o->buf, blank, t->spaces < 64 ? t->spaces : 64);
	od_buf_add(&o->buf, s, n);
}

static void end_line(struct od_out *o)
{
	((struct table *)o->state)->spaces = 0;
	od_buf_putc(&o->buf, '\n');
}

/* What does not fit into the last column goes on below it.  A closing mark may hang over by two. */
static void put_folded(struct od_out *o, const char *s, int width, size_t before)
{
	struct table *t = o->state;

	while (*s) {
		size_t n = od_wrap(s, width - 2), line = n;

		while (line && (s[line - 1] == ' ' || s[line - 1] == '\n'))
			line--;
		put(o, s, line);
		s += n;
		s += strspn(s, " ");
		if (!*s)
			return;
		end_line(o);
		t->spaces = before;
	}
}

/* A line of cells: their texts one after the other, their widths; returns what follows. */
static const char *put_line(struct od_out *o, const char *s, const int *w, int last)
{
	struct table *t = o->state;
	size_t before = 0;

	for (size_t i = 0; i < o->ncols; i++) {
		size_t n = strlen(s), pad = w[i] < t->width[i] ? (size_t)(t->width[i] - w[i]) : 0;
		bool right = o->col[i]->type == OD_INT;

		if (right)
			t->spaces += pad;
		if (i + 1 == o->ncols && w[i] > last)
			put_folded(o, s, last, before);
		else
			put(o, s, n);
		t->spaces += GAP + (right ? 0 : pad);
		before += (size_t)t->width[i] + GAP;
		s += n + 1;
	}
	end_line(o);
	return s;
}

/* Cells that the last column may have; INT_MAX: as many as it wants. */
static int room_of_last(const struct od_out *o)
{
	const struct table *t = o->state;
	int room = o->width;

	if (o->width <= 0)
		return INT_MAX;
	for (size_t i = 0; i + 1 < o->ncols; i++)
		room -= t->width[i] + GAP;
	return room < LAST_MIN ? LAST_MIN : room;
}

static int flush(struct od_out *o, struct od_err *err)
{
	bool ok = !o->buf.failed && od_out_write(o, o->buf.s, o->buf.n);

	if (o->buf.failed)
		return od_fail_nomem(err);
	od_buf_reset(&o->buf);
	return ok ? 0 : od_fail(err, OD_EIO, _("cannot write output: %s"), strerror(o->error));
}

/* The headings stand before the first line, as a line of their own. */
static int table_end(struct od_out *o, struct od_err *err)
{
	struct table *t = o->state;
	const char *s = t->text.s;
	int last = room_of_last(o);

	if (t->n == o->ncols)
		return 0;
	for (size_t i = 0; i < t->n; i += o->ncols) {
		s = put_line(o, s, t->cells + i, last);
		if (o->buf.n > 65536 && flush(o, err) < 0)
			return -1;
	}
	return flush(o, err);
}

/* --- the format -------------------------------------------------------------------------- */

static int table_begin(struct od_out *o, struct od_err *err)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t)
		return od_fail_nomem(err);
	o->state = t;
	for (size_t i = 0; i < o->ncols; i++)
		if (keep_cell(t, i, o->col[i]->label ? _(o->col[i]->label) : o->col[i]->name, err) <
		    0)
			return -1;
	return 0;
}

static void table_free(struct od_out *o)
{
	struct table *t = o->state;

	if (!t)
		return;
	od_buf_free(&t->text);
	od_buf_free(&t->cell);
	free(t->cells);
	free(t);
}

const struct od_out_ops od_out_table = { table_begin, table_row, table_end, table_free };
