/* table.c - tables with rules: cells wrapped, the head repeated on every page. */
#include <stdlib.h>

#include "pdf.h"

#define TEXT_SIZE 12.0 /* 小4号 */
#define LINE      18.0
#define PAD       4.0
#define THIN      0.5
#define WHOLE     6 /* lines: a row of so many is not divided, ... */
#define PART      3 /* ... of a longer one at least so many stand on each page */

struct cell {
	struct pdf_text t;
	struct pdf_lines l;
};
struct table {
	const struct od_paper_block *b;
	double *width;     /* of each column */
	struct cell *cell; /* of the row in hand */
};

static const char *text_of(const struct od_paper_block *b, size_t row, size_t column)
{
	const char *s = b->cell[row * b->columns + column];

	return s ? s : "";
}

static int role_of(size_t row)
{
	return row == 0 ? OD_PDF_HEAD : OD_PDF_BODY;
}

/* As wide as its widest cell would like to be. */
static int natural(struct pdf *d, const struct od_paper_block *b, size_t column, double *width)
{
	*width = 2 * PAD;
	for (size_t i = 0; i < b->rows; i++) {
		struct pdf_text t;
		double w;

		if (pdf_text_make(&d->fonts, role_of(i), TEXT_SIZE, TEXT_SIZE,
				  text_of(b, i, column), &t, d->err) < 0)
			return -1;
		w = pdf_text_width(&t, 0, t.n) + 2 * PAD + 1;
		if (w > *width)
			*width = w;
		pdf_text_free(&t);
	}
	return 0;
}

/* The text's width shared out: who needs less than an equal part gets what it needs, the others share the rest;
 * what is over goes to all. */
static void share(double *width, size_t n)
{
	double rest = WIDTH, sum = 0;
	size_t open = n;
	bool again = true;
	bool *done = calloc(n, sizeof(*done));

	for (size_t i = 0; i < n; i++)
		sum += width[i];
	if (sum <= WIDTH || !done) {
		for (size_t i = 0; i < n; i++)
			width[i] *= WIDTH / sum;
		free(done);
		return;
	}
	while (again && open > 0) {
		double part = rest / open;

		again = false;
		for (size_t i = 0; i < n; i++)
			if (!done[i] && width[i] <= part) {
				done[i] = again = true;
				rest -= width[i];
				open--;
			}
	}
	for (size_t i = 0; i < n; i++)
		if (!done[i])
			width[i] = rest / open;
	free(done);
}

static void free_row(struct table *t)
{
	for (size_t i = 0; i < t->b->columns; i++) {
		pdf_lines_free(&t->cell[i].l);
		pdf_text_free(&t->cell[i].t);
	}
}

/* Break the cells of a row; the number of its lines. */
static int make_row(struct pdf *d, struct table *t, size_t row)
{
	int most = 1;

	for (size_t i = 0; i < t->b->columns; i++) {
		struct cell *c = &t->cell[i];
		double width = t->width[i] - 2 * PAD;

		if (pdf_text_make(&d->fonts, role_of(row), TEXT_SIZE, TEXT_SIZE,
				  text_of(t->b, row, i), &c->t, d->err) < 0)
			return -1;
		c->t.boxed = true;
		if (pdf_break(&c->t, width, width, &c->l, d->err) < 0)
			return -1;
		if ((int)c->l.n > most)
			most = (int)c->l.n;
	}
	return most;
}

static int draw_cell(struct pdf *d, const struct cell *c, char align, double x, double width,
		     int from, int n)
{
	int have = (int)c->l.n - from;
	double y = d->y + PAD + (LINE - TEXT_SIZE) / 2;

	if (have < n && from == 0)
		y += (n - have) * LINE / 2;
	for (int i = 0; i < n && i < have; i++) {
		const struct pdf_line *l = &c->l.line[from + i];
		double free_ = width - 2 * PAD - l->width, in;

		free_ = free_ < 0 || l->gap > 0 ? 0 : free_;
		in = align == 'r' ? free_ : align == 'c' ? free_ / 2 : 0;
		if (pdf_show_line(d, &c->t, l, x + PAD + in, y + i * LINE) < 0)
			return -1;
	}
	return 0;
}

/* Lines [from, from + n) of the row in hand, with the rules around its cells: these after all text, which leaves no
 * path as it was. */
static int draw_row(struct pdf *d, struct table *t, bool head, int from, int n)
{
	double x = LEFT, height = n * LINE + 2 * PAD;

	for (size_t i = 0; i < t->b->columns; i++) {
		char align = head ? 'c' : t->b->align ? t->b->align[i] : 'l';

		if (draw_cell(d, &t->cell[i], align, x, t->width[i], from, n) < 0)
			return -1;
		x += t->width[i];
	}
	x = LEFT;
	for (size_t i = 0; i < t->b->columns; i++) {
		cairo_rectangle(d->cr, x, TOP + d->y, t->width[i], height);
		x += t->width[i];
	}
	cairo_set_line_width(d->cr, THIN);
	cairo_stroke(d->cr);
	d->y += height;
	return 0;
}

static int room(const struct pdf *d)
{
	return (int)((HEIGHT - d->y - 2 * PAD) / LINE);
}

static int draw_head(struct pdf *d, struct table *t)
{
	int n = make_row(d, t, 0);

	if (n >= 0)
		n = draw_row(d, t, true, 0, n);
	free_row(t);
	return n;
}

static int next_page(struct pdf *d, struct table *t)
{
	return pdf_next_page(d) < 0 || draw_head(d, t) < 0 ? -1 : 0;
}

/* To the next page, with the row in hand kept. */
static int turn(struct pdf *d, struct table *t)
{
	struct cell *mine = t->cell;
	int r;

	t->cell = calloc(t->b->columns, sizeof(*t->cell));
	r = t->cell ? next_page(d, t) : od_fail_nomem(d->err);
	free(t->cell);
	t->cell = mine;
	return r;
}

/* How many of n lines stand on this page where it has room for here; 0: the row goes to the next. */
static int part(int n, int here)
{
	if (n <= here)
		return n;
	if (n <= WHOLE || here < PART)
		return 0;
	return n - here < PART ? n - PART : here;
}

static int set_row(struct pdf *d, struct table *t, size_t row)
{
	int whole = make_row(d, t, row), from = 0;

	while (whole >= 0 && from < whole) {
		int n = part(whole - from, room(d));

		if (n == 0) {
			if (turn(d, t) < 0)
				break;
			n = part(whole - from, room(d));
			n = n < 1 ? 1 : n;
		}
		if (draw_row(d, t, false, from, n) < 0)
			break;
		from += n;
	}
	free_row(t);
	return whole >= 0 && from >= whole ? 0 : -1;
}

/* --- the whole ----------------------------------------------------------------------------------------------- */

static int begin(struct pdf *d, const struct od_paper_block *b, struct table *t)
{
	*t = (struct table){ .b = b };
	t->width = calloc(b->columns, sizeof(*t->width));
	t->cell = calloc(b->columns, sizeof(*t->cell));
	if (!t->width || !t->cell)
		return od_fail_nomem(d->err);
	for (size_t i = 0; i < b->columns; i++)
		if (natural(d, b, i, &t->width[i]) < 0)
			return -1;
	share(t->width, b->columns);
	return 0;
}

static void end(struct table *t)
{
	free(t->width);
	free(t->cell);
}

/* Of its head and its first two rows, as far as they are not divided. */
static int least(struct pdf *d, struct table *t, double *height)
{
	*height = 0;
	for (size_t i = 0; i < 3 && i < t->b->rows; i++) {
		int n = make_row(d, t, i);

		free_row(t);
		if (n < 0)
			return -1;
		*height += (i == 0 || n <= WHOLE ? n : PART) * LINE + 2 * PAD;
	}
	return 0;
}

int pdf_table_least(struct pdf *d, const struct od_paper_block *b, double *height)
{
	struct table t;
	int r;

	*height = 0;
	if (b->rows == 0 || b->columns == 0)
		return 0;
	r = begin(d, b, &t);
	if (r == 0)
		r = least(d, &t, height);
	end(&t);
	return r;
}

static int draw(struct pdf *d, struct table *t)
{
	double height;

	if (least(d, t, &height) < 0)
		return -1;
	if (d->y > 0 && d->y + height > HEIGHT && pdf_next_page(d) < 0)
		return -1;
	if (draw_head(d, t) < 0)
		return -1;
	for (size_t i = 1; i < t->b->rows; i++)
		if (set_row(d, t, i) < 0)
			return -1;
	pdf_to_row(d, pdf_row(d));
	return 0;
}

int pdf_table(struct pdf *d, const struct od_paper_block *b)
{
	struct table t;
	int r;

	if (b->rows == 0 || b->columns == 0)
		return 0;
	r = begin(d, b, &t);
	if (r == 0)
		r = draw(d, &t);
	end(&t);
	return r;
}
