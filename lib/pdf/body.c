/* body.c - the text: titles, headings of two levels, paragraphs, sources, notes in a frame. */
#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>

#include "pdf.h"

#define TITLE_SIZE 22.0 /* 2号 */
#define INDENT     (2 * CELL)

/* So many rows are needed; else the next page. */
static int need(struct pdf *d, int rows)
{
	return pdf_row(d) + rows > ROWS && d->y > 0 ? pdf_next_page(d) : 0;
}

/* In the PDF's outline: titles and columns, under them the items. */
static void outline(struct pdf *d, const char *s, bool item)
{
	OD_CLEANUP(od_buf_free) struct od_buf at = OD_BUF_INIT;
	int id;

	od_buf_printf(&at, "page=%d pos=[%d %d]", d->page, (int)LEFT, (int)(TOP + d->y));
	if (at.failed)
		return;
	id = cairo_pdf_surface_add_outline(d->surface, item ? d->outlined : CAIRO_PDF_OUTLINE_ROOT,
					   s, at.s, item ? 0 : CAIRO_PDF_OUTLINE_FLAG_OPEN);
	if (!item)
		d->outlined = id;
}

/* One row of the grid a line. */
static int set_rows(struct pdf *d, const struct pdf_text *t, const struct pdf_lines *l,
		    double indent)
{
	for (size_t i = 0; i < l->n; i++) {
		double x = l->line[i].first ? indent : 0;

		if (need(d, 1) < 0 || pdf_show_line(d, t, &l->line[i], LEFT + x, d->y) < 0)
			return -1;
		d->tail = x + l->line[i].width;
		pdf_to_row(d, pdf_row(d) + 1);
	}
	return 0;
}

static int paragraph(struct pdf *d, int role, double indent, const char *s)
{
	struct pdf_text t;
	struct pdf_lines l = { 0 };
	int r = pdf_text_set(d, role, SIZE, s, &t);

	if (r == 0)
		r = pdf_break(&t, WIDTH - indent, WIDTH, &l, d->err);
	if (r == 0)
		r = set_rows(d, &t, &l, indent);
	pdf_lines_free(&l);
	pdf_text_free(&t);
	return r;
}

static int rows_of(struct pdf *d, int role, const char *s)
{
	struct pdf_text t;
	struct pdf_lines l = { 0 };
	int r = pdf_text_set(d, role, SIZE, s, &t);

	if (r == 0)
		r = pdf_break(&t, WIDTH - INDENT, WIDTH, &l, d->err);
	if (r == 0)
		r = (int)l.n;
	pdf_lines_free(&l);
	pdf_text_free(&t);
	return r;
}

/* The rows that a table begins with; the last row of a page is only as high as its characters. */
static int table_rows(struct pdf *d, const struct od_paper_block *b)
{
	double height;

	if (pdf_table_least(d, b, &height) < 0)
		return -1;
	return height > 0 ? (int)ceil((height + PITCH - SIZE) / PITCH) : 0;
}

static bool is_empty(const struct od_paper_block *b)
{
	return b->kind != OD_PAPER_TABLE && (!b->text || !b->text[0]);
}

/* The rows that a heading needs on its page: its own, those of headings after it, and the first of what follows. */
static int heading_rows(struct pdf *d, size_t i)
{
	int rows = 0, r;

	for (; i < d->p->blocks; i++) {
		const struct od_paper_block *b = &d->p->block[i];
		bool head = b->kind == OD_PAPER_HEAD || b->kind == OD_PAPER_SUBHEAD;

		if (is_empty(b))
			continue;
		r = b->kind == OD_PAPER_TABLE  ? table_rows(d, b)
		    : b->kind == OD_PAPER_NOTE ? 3
		    : !head                    ? 1
			    : rows_of(d, b->kind == OD_PAPER_HEAD ? OD_PDF_HEAD : OD_PDF_SUBHEAD,
				      b->text);
		if (r < 0)
			return -1;
		rows += r;
		if (!head)
			break;
	}
	return rows;
}

static int heading(struct pdf *d, size_t i)
{
	const struct od_paper_block *b = &d->p->block[i];
	bool item = b->kind == OD_PAPER_SUBHEAD;
	int rows = heading_rows(d, i);

	if (rows < 0 || need(d, rows) < 0)
		return -1;
	outline(d, b->text, item);
	return paragraph(d, item ? OD_PDF_SUBHEAD : OD_PDF_HEAD, INDENT, b->text);
}

/* 7.3.1: two rows under the rule (one, where text stands before it), one before the text; in the middle. */
static int title(struct pdf *d, const struct od_paper_block *b)
{
	struct pdf_text t;
	struct pdf_lines l = { 0 };
	int above = d->y == 0 ? 0 : d->tail > 0 ? 1 : 2;
	int r = pdf_text_set(d, OD_PDF_TITLE, TITLE_SIZE, b->text, &t);

	if (r == 0)
		r = pdf_break_title(&t, WIDTH - 2 * CELL, &l, d->err);
	if (r == 0)
		r = need(d, above + (int)l.n + 3);
	if (r == 0) {
		pdf_to_row(d, pdf_row(d) + (d->y > 0 ? above : 0));
		outline(d, b->text, false);
	}
	for (size_t i = 0; r == 0 && i < l.n; i++) {
		r = pdf_show_line(d, &t, &l.line[i], LEFT + (WIDTH - l.line[i].width) / 2,
				  d->y - (TITLE_SIZE - SIZE) / 2);
		pdf_to_row(d, pdf_row(d) + 1);
	}
	pdf_to_row(d, pdf_row(d) + 1);
	d->tail = 0;
	pdf_lines_free(&l);
	pdf_text_free(&t);
	return r;
}

/* A source stands in brackets; what else stands at the right is who signs, and the date. */
static bool signs(const struct od_paper_block *b)
{
	static const char *const brackets[] = { "（", "〔", "(", "[" };

	if (b->kind != OD_PAPER_SOURCE || is_empty(b))
		return false;
	for (size_t i = 0; i < OD_COUNT(brackets); i++)
		if (strncmp(b->text, brackets[i], strlen(brackets[i])) == 0)
			return false;
	return true;
}

static int width_of(struct pdf *d, const char *s, double *width)
{
	struct pdf_text t;

	if (pdf_text_set(d, OD_PDF_BODY, SIZE, s, &t) < 0)
		return -1;
	*width = pdf_text_width(&t, 0, t.n);
	pdf_text_free(&t);
	return 0;
}

/* 7.3.5.2: who signs stands two characters from the right, the date, the last of what signs, begins two right of the
 * name; if it is the longer of the two, it is the one that stands two from the right. */
static int sign_right(struct pdf *d, size_t i, double *right)
{
	const struct od_paper_block *b = &d->p->block[i];
	bool more = i + 1 < d->p->blocks && signs(b + 1);
	bool date = i > 0 && signs(b - 1) && !more;
	bool named = more && !(i + 2 < d->p->blocks && signs(b + 2));
	double name, day;

	*right = INDENT;
	if (!date && !named)
		return 0;
	if (width_of(d, date ? b[-1].text : b->text, &name) < 0 ||
	    width_of(d, date ? b->text : b[1].text, &day) < 0)
		return -1;
	if (name > WIDTH - INDENT || day > WIDTH - 2 * INDENT)
		return 0;
	if (day > name)
		*right = date ? INDENT : 2 * INDENT + day - name;
	else
		*right = date ? name - day : INDENT;
	return 0;
}

/* One row below the text; who signs and the date are not parted. */
static int signature_row(struct pdf *d, size_t i)
{
	const struct od_paper_block *b = &d->p->block[i];
	int rows = 0;

	if (i > 0 && signs(b - 1))
		return need(d, 1);
	while (i + rows < d->p->blocks && signs(b + rows))
		rows++;
	if (need(d, rows + 1) < 0)
		return -1;
	if (d->y > 0)
		pdf_to_row(d, pdf_row(d) + 1);
	return 0;
}

/* At the right: on the paragraph's last line if it has room, else on one of its own. */
static int source(struct pdf *d, size_t i)
{
	const struct od_paper_block *b = &d->p->block[i];
	bool sign = signs(b);
	struct pdf_text t;
	double width, x, right = 0;
	int r = sign ? sign_right(d, i, &right) : 0;

	if (r == 0)
		r = pdf_text_set(d, OD_PDF_BODY, SIZE, b->text, &t);
	if (r < 0)
		return -1;
	width = pdf_text_width(&t, 0, t.n) + right;
	if (width > WIDTH) {
		pdf_text_free(&t);
		return paragraph(d, OD_PDF_BODY, INDENT, b->text);
	}
	if (sign)
		r = signature_row(d, i);
	else if (d->tail > 0 && d->y > 0 && d->tail + CELL + width <= WIDTH)
		pdf_to_row(d, pdf_row(d) - 1);
	else
		r = need(d, 1);
	x = LEFT + WIDTH - width;
	if (r == 0)
		r = pdf_show(d, &t, 0, t.n, x, TOP + d->y + ASCENT * SIZE, 0);
	pdf_to_row(d, pdf_row(d) + 1);
	d->tail = 0;
	pdf_text_free(&t);
	return r;
}

/* So many lines of a note in a frame, from row .y: half a row above and below them is the frame's. */
static int framed(struct pdf *d, const struct pdf_text *t, const struct pdf_line *line, int n)
{
	double top = TOP + d->y + PITCH * 0.15, bottom = TOP + d->y + PITCH * (n - 0.15) + SIZE;

	for (int i = 0; i < n; i++)
		if (pdf_show_line(d, t, &line[i], LEFT + CELL + (line[i].first ? INDENT : 0),
				  d->y + PITCH * (i + 0.5)) < 0)
			return -1;
	cairo_set_line_width(d->cr, 0.7);
	cairo_rectangle(d->cr, LEFT, top, WIDTH, bottom - top);
	cairo_stroke(d->cr);
	pdf_to_row(d, pdf_row(d) + n + 1);
	return 0;
}

static int note(struct pdf *d, const struct od_paper_block *b)
{
	struct pdf_text t;
	struct pdf_lines l = { 0 };
	double width = WIDTH - 2 * CELL;
	int r = pdf_text_set(d, OD_PDF_SUBHEAD, SIZE, b->text, &t);

	if (r == 0)
		r = pdf_break(&t, width - INDENT, width, &l, d->err);
	for (size_t i = 0; r == 0 && i < l.n;) {
		int n = (int)(l.n - i), room;

		r = need(d, n < 3 ? n + 1 : 3);
		room = ROWS - pdf_row(d) - 1;
		n = n > room ? room : n;
		if (r == 0)
			r = framed(d, &t, &l.line[i], n);
		i += n;
	}
	d->tail = 0;
	pdf_lines_free(&l);
	pdf_text_free(&t);
	return r;
}

static int block(struct pdf *d, size_t i)
{
	const struct od_paper_block *b = &d->p->block[i];

	if (b->kind == OD_PAPER_TABLE) {
		d->tail = 0;
		return pdf_table(d, b);
	}
	if (is_empty(b))
		return 0;
	switch (b->kind) {
	case OD_PAPER_TITLE:
		return title(d, b);
	case OD_PAPER_HEAD:
	case OD_PAPER_SUBHEAD:
		return heading(d, i);
	case OD_PAPER_SOURCE:
		return source(d, i);
	case OD_PAPER_NOTE:
		return note(d, b);
	default:
		return paragraph(d, OD_PDF_BODY, b->kind == OD_PAPER_ADDRESSEE ? 0 : INDENT,
				 b->text);
	}
}

int pdf_body(struct pdf *d)
{
	for (size_t i = 0; i < d->p->blocks; i++)
		if (block(d, i) < 0)
			return -1;
	return 0;
}
