/* paper_text.c - paper as plain text of so many terminal cells: paragraphs two characters in, broken as Chinese is,
 * tables by width, the 版记 between rules.  No line ends in blanks, no control character comes through. */
#include <stdlib.h>

#include "paper.h"

#define INDENT 4 /* cells: two characters */
#define GAP    2 /* between what stands side by side */

/* --- lines ------------------------------------------------------------------------------------ */

static void spaces(struct od_buf *b, int n)
{
	while (n-- > 0)
		od_buf_putc(b, ' ');
}

static void rule(struct od_buf *b, const char *mark, int width)
{
	while (width-- > 0)
		od_buf_puts(b, mark);
	od_buf_putc(b, '\n');
}

static size_t without_blanks(const char *s, size_t n)
{
	for (;;) {
		if (n && (unsigned char)s[n - 1] <= ' ')
			n--;
		else if (n >= 3 && !memcmp(s + n - 3, "　", 3))
			n -= 3;
		else
			return n;
	}
}

/* End the line: what stands behind its last mark goes. */
static void newline(struct od_buf *b)
{
	while (b->n && b->s[b->n - 1] == ' ')
		b->s[--b->n] = '\0';
	od_buf_putc(b, '\n');
}

/* A terminal obeys control characters. */
static void put(struct od_buf *b, const char *s, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= ' ' && s[i] != 0x7f)
			continue;
		od_buf_add(b, s + from, i - from);
		od_buf_putc(b, ' ');
		from = i + 1;
	}
	od_buf_add(b, s + from, n - from);
}

/* s in lines of width, the first so far in, the others so far. */
static void wrapped(struct od_buf *b, int width, int first, int indent, const char *s)
{
	int in = first;

	while (*s) {
		/* A mark that may not begin a line hangs over by two cells at most. */
		int room = width - 2 - in;
		size_t n = od_wrap(s, room < 8 ? 8 : room), len = without_blanks(s, n);

		if (len) {
			spaces(b, in);
			put(b, s, len);
			newline(b);
			in = indent;
		}
		s += n;
	}
}

static void centred(struct od_buf *b, int width, const char *s)
{
	spaces(b, (width - od_width(s)) / 2);
	put(b, s, strlen(s));
	newline(b);
}

/* Lines of about the same length, each in the middle. */
static void balanced(struct od_buf *b, int width, const char *s)
{
	int all = od_width(s), most = width - 2 * INDENT, lines = (all + most - 1) / most;
	int room = lines > 1 ? (all + lines - 1) / lines + 1 : most;

	while (*s) {
		size_t n = od_wrap(s, room);
		char *line = od_trim(s, n);

		if (!line)
			b->failed = true;
		else
			centred(b, width, line);
		free(line);
		s += n;
	}
}

static void right(struct od_buf *b, int width, const char *s)
{
	int w = od_width(s);

	if (w > width) {
		wrapped(b, width, INDENT, INDENT, s);
		return;
	}
	spaces(b, width - w);
	put(b, s, strlen(s));
	newline(b);
}

/* Where a paragraph ends: on its last line if there is room, else on one of its own. */
static void source(struct od_buf *b, int width, const char *s, bool goes_on)
{
	size_t from = b->n ? b->n - 1 : 0;
	int room;

	while (from && b->s[from - 1] != '\n')
		from--;
	room = b->n && !b->failed ? width - od_width(b->s + from) - od_width(s) : 0;
	if (!goes_on || room < GAP) {
		right(b, width, s);
		return;
	}
	b->s[--b->n] = '\0';
	spaces(b, room);
	put(b, s, strlen(s));
	newline(b);
}

/* One text at each side; two lines where they do not fit in one. */
static void sides(struct od_buf *b, int width, const char *l, const char *r)
{
	int free_cells = width - od_width(l ? l : "") - od_width(r ? r : "");

	if (l && r && free_cells < 2) {
		wrapped(b, width, 0, 0, l);
		right(b, width, r);
	} else if (l || r) {
		put(b, l ? l : "", strlen(l ? l : ""));
		spaces(b, free_cells);
		put(b, r ? r : "", strlen(r ? r : ""));
		newline(b);
	}
}

/* --- tables ------------------------------------------------------------------------------------- */

#define CELL_LEAST 6

static const char *cell(const struct od_paper_block *t, size_t row, size_t column)
{
	return t->cell[row * t->columns + column];
}

/* Cells of the longest stretch that stays whole: of what stands between blanks (a heading), or a Latin word. */
static int longest(const char *s, bool heading)
{
	int most = 0, n = 0;
	size_t bytes;

	for (; *s; s += bytes) {
		uint32_t c = od_utf8_get(s, &bytes);

		n = c <= ' ' || (c >= 0x2e80 && !heading) ? 0 : n + (c < 0x2e80 ? 1 : 2);
		most = n > most ? n : most;
	}
	return most;
}

/* What of a column's width may not be given away, ever less of it. */
enum yield { YIELD_BLANKS /* of headings */, YIELD_CELLS, YIELD_WORDS, YIELDS };

static int least_of(const struct od_paper_block *t, size_t c, enum yield yield)
{
	int least = CELL_LEAST;

	for (size_t r = 0; yield < YIELD_WORDS && r < t->rows; r++) {
		const char *s = cell(t, r, c);
		int n = r && yield == YIELD_BLANKS ? od_width(s) : longest(s, r == 0);

		least = n > least ? n : least;
	}
	return least;
}

/* The widest column that is wider than its least gives way, till the sum fits or none is. */
static bool give_way(int *w, const int *least, size_t n, int width)
{
	for (;;) {
		size_t widest = n;
		int sum = 0;

		for (size_t c = 0; c < n; c++) {
			sum += w[c];
			if (w[c] > least[c] && (widest == n || w[c] > w[widest]))
				widest = c;
		}
		if (sum <= width || widest == n)
			return sum <= width;
		w[widest]--;
	}
}

static void full_widths(const struct od_paper_block *t, int *w)
{
	for (size_t c = 0; c < t->columns; c++) {
		w[c] = 0;
		for (size_t r = 0; r < t->rows; r++) {
			int n = od_width(cell(t, r, c));

			w[c] = n > w[c] ? n : w[c];
		}
	}
}

/* Columns as wide as they need; if they do not fit the blanks of headings become line ends, then cells are broken
 * between characters, and only then words; the gap between columns. */
static int column_widths(const struct od_paper_block *t, int width, int *w, int *least)
{
	for (enum yield most = YIELD_BLANKS; most < YIELDS; most++)
		for (int gap = GAP; gap > 0; gap--) {
			int room = width - gap * ((int)t->columns - 1);

			full_widths(t, w);
			for (enum yield yield = YIELD_BLANKS; yield <= most; yield++) {
				for (size_t c = 0; c < t->columns; c++)
					least[c] = least_of(t, c, yield);
				if (give_way(w, least, t->columns, room))
					return gap;
			}
		}
	return 1;
}

/* The next line of a cell, set in its column; what is left of it. */
static const char *cell_line(struct od_buf *b, const char *s, int w, char align)
{
	size_t n = od_width(s) <= w ? strlen(s) : od_wrap(s, w);
	OD_CLEANUP(od_buf_freep) struct od_buf part = OD_BUF_INIT;
	int over;

	put(&part, s, without_blanks(s, n));
	if (part.s && od_width(part.s) > w) { /* a mark hangs over */
		od_buf_reset(&part);
		n = od_wrap(s, w - 2);
		put(&part, s, without_blanks(s, n));
	}
	b->failed |= part.failed;
	over = w - od_width(part.s ? part.s : "");
	spaces(b, align == 'r' ? over : align == 'c' ? over / 2 : 0);
	od_buf_puts(b, part.s);
	spaces(b, align == 'r' ? 0 : align == 'c' ? over - over / 2 : over);
	return s + n;
}

static void table_row(struct od_buf *b, const struct od_paper_block *t, size_t row, const int *w,
		      int gap, const char **rest)
{
	bool more = true;

	for (size_t c = 0; c < t->columns; c++)
		rest[c] = cell(t, row, c);
	while (more) {
		more = false;
		for (size_t c = 0; c < t->columns; c++) {
			char align = row || t->align[c] == 'r' ? t->align[c] : 'l';

			if (c)
				spaces(b, gap);
			rest[c] = cell_line(b, rest[c], w[c], align);
			more |= *rest[c] != '\0';
		}
		newline(b);
	}
}

static void table(struct od_buf *b, const struct od_paper_block *t, int width)
{
	int *w = calloc(t->columns + 1, sizeof(*w)), *least = calloc(t->columns + 1, sizeof(*w));
	const char **rest = calloc(t->columns + 1, sizeof(*rest));

	if (!w || !least || !rest) {
		b->failed = true;
	} else if (t->columns) {
		int gap = column_widths(t, width, w, least), sum = -gap;

		for (size_t c = 0; c < t->columns; c++)
			sum += w[c] + gap;
		for (size_t r = 0; r < t->rows; r++) {
			table_row(b, t, r, w, gap, rest);
			if (r == 0)
				rule(b, "─", sum < width ? sum : width);
		}
	}
	free(w);
	free(least);
	free(rest);
}

/* --- front ---------------------------------------------------------------------------------------- */

static void marks(struct od_buf *b, int width, const struct od_paper *p)
{
	const char *const mark[] = { p->copy_no, p->secrecy, p->urgency };

	if (p->notice) {
		OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

		od_buf_printf(&line, "【%s】", p->notice);
		centred(b, width, line.s ? line.s : "");
		od_buf_putc(b, '\n');
	}
	for (size_t i = 0; i < OD_COUNT(mark); i++)
		if (mark[i])
			wrapped(b, width, 0, 0, mark[i]);
}

/* 每　日　汇　报: a short name is set wide. */
static void masthead(struct od_buf *b, int width, const char *s)
{
	OD_CLEANUP(od_buf_freep) struct od_buf wide = OD_BUF_INIT;
	size_t n, len = od_utf8_len(s);

	if (len > 10 || od_width(s) != 2 * (int)len) {
		balanced(b, width, s);
		return;
	}
	for (const char *c = s; *c; c += n) {
		if (c != s)
			od_buf_puts(&wide, "　");
		od_utf8_get(c, &n);
		od_buf_add(&wide, c, n);
	}
	b->failed |= wide.failed;
	centred(b, width, wide.s ? wide.s : "");
}

static void serial(struct od_buf *b, int width, const struct od_paper *p)
{
	OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

	if (!p->serial && !p->total)
		return;
	od_buf_puts(&line, p->serial);
	if (p->total)
		od_buf_printf(&line, p->serial ? _(" (%s)") : "%s", p->total);
	b->failed |= line.failed;
	centred(b, width, line.s ? line.s : "");
}

static void front(struct od_buf *b, int width, const struct od_paper *p)
{
	marks(b, width, p);
	if (p->masthead)
		masthead(b, width, p->masthead);
	serial(b, width, p);
	sides(b, width, p->office, p->date);
	if (p->masthead || p->office || p->date)
		rule(b, "━", width);
}

/* --- blocks ---------------------------------------------------------------------------------------- */

static void note(struct od_buf *b, int width, const struct od_paper *p, size_t i)
{
	if (od_paper_first(p, i)) {
		od_buf_putc(b, '\n');
		rule(b, "─", width);
	}
	wrapped(b, width, INDENT, 0, p->block[i].text);
	if (od_paper_last(p, i))
		rule(b, "─", width);
}

static void block(struct od_buf *b, int width, const struct od_paper *p, size_t i)
{
	const struct od_paper_block *k = &p->block[i];
	bool under_head = i && p->block[i - 1].kind == OD_PAPER_HEAD;

	switch (k->kind) {
	case OD_PAPER_TITLE:
		if (b->n)
			od_buf_putc(b, '\n');
		balanced(b, width, k->text);
		od_buf_putc(b, '\n');
		break;
	case OD_PAPER_HEAD:
		od_buf_puts(b, b->n ? "\n" : "");
		wrapped(b, width, INDENT, 0, k->text);
		break;
	case OD_PAPER_SUBHEAD:
		od_buf_puts(b, b->n && !under_head ? "\n" : "");
		wrapped(b, width, INDENT, 0, k->text);
		break;
	case OD_PAPER_SOURCE:
		if (od_paper_signs(
			    p, i)) { /* one line below the text, two characters from the right */
			od_buf_puts(b, od_paper_first(p, i) ? "\n" : "");
			right(b, width - INDENT, k->text);
			break;
		}
		source(b, width, k->text, od_paper_goes_on(p, i));
		break;
	case OD_PAPER_NOTE:
		note(b, width, p, i);
		break;
	case OD_PAPER_TABLE:
		od_buf_putc(b, '\n');
		table(b, k, width);
		break;
	case OD_PAPER_ADDRESSEE:
		wrapped(b, width, 0, 0, k->text);
		break;
	default:
		wrapped(b, width, INDENT, 0, k->text);
		break;
	}
}

/* --- back ------------------------------------------------------------------------------------------- */

static void sends(struct od_buf *b, int width, const struct od_paper *p)
{
	for (size_t i = 0; i < p->sends; i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

		/* Translators: a label and what follows it. */
		od_buf_printf(&line, _("%1$s: %2$s"), p->send[i].label, p->send[i].text);
		b->failed |= line.failed;
		wrapped(b, width, 0, od_width(p->send[i].label) + 2, line.s ? line.s : "");
	}
	if (p->sends)
		rule(b, "─", width);
}

static void staff(struct od_buf *b, int width, const struct od_paper *p)
{
	const char *const who[] = { p->signer, p->editor, p->phone };
	OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

	for (size_t i = 0; i < OD_COUNT(who); i++) {
		if (!who[i])
			continue;
		if (line.n)
			spaces(&line, INDENT);
		od_buf_puts(&line, who[i]);
	}
	b->failed |= line.failed;
	if (line.n && !line.failed)
		wrapped(b, width, 0, 0, line.s);
	if (p->footer)
		wrapped(b, width, 0, 0, p->footer);
}

static void back(struct od_buf *b, int width, const struct od_paper *p)
{
	od_buf_putc(b, '\n');
	rule(b, "━", width);
	sends(b, width, p);
	staff(b, width, p);
	if ((p->signer || p->editor || p->phone || p->footer) && (p->printed_by || p->printed_on))
		rule(b, "─", width);
	sides(b, width, p->printed_by, p->printed_on);
	rule(b, "━", width);
	if (p->copies)
		right(b, width, p->copies);
}

int od_paper_text(const struct od_paper *p, int width, struct od_buf *out, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	if (width < 40)
		return od_fail(err, OD_EUSAGE, _("text wants a width of 40 cells or more, not %d"),
			       width);
	front(&b, width, p);
	if (b.n && p->blocks && p->block[0].kind == OD_PAPER_TEXT)
		od_buf_putc(&b, '\n');
	for (size_t i = 0; i < p->blocks; i++)
		block(&b, width, p, i);
	if (od_paper_has_back(p))
		back(&b, width, p);
	if (b.failed)
		return od_fail_nomem(err);
	od_buf_add(out, b.s, b.n);
	return out->failed ? od_fail_nomem(err) : 0;
}
