/* front.c - 报头: what stands over the red rule on the first page (GB/T 9704-2012, 7.2, as bulletins have it). */
#include "pdf.h"

#define MARK_TOP   MM(35) /* 7.2.4: from the upper edge of the text area to that of the masthead */
#define MARK_SIZE  62.0   /* at most */
#define MARK_WIDE  0.82   /* of the text's width that a short masthead is spread over, at most */
#define MARK_GAP   0.45   /* of its size, between its characters, at most */
#define MARK_DOWN  PITCH  /* from its lower edge to the line below it */
#define RULE_DOWN  MM(4)  /* 7.2.7: the red rule under the line before it */
#define RULE_THICK 2.0
#define RED        0.86, 0.05, 0.05

static int corner(struct pdf *d)
{
	const struct {
		int role;
		const char *s;
	} line[] = { { OD_PDF_BODY, d->p->copy_no },
		     { OD_PDF_HEAD, d->p->secrecy },
		     { OD_PDF_HEAD, d->p->urgency } };
	int row = 0;

	for (size_t i = 0; i < OD_COUNT(line); i++) {
		if (!line[i].s)
			continue;
		if (pdf_say(d, line[i].role, SIZE, line[i].s, LEFT,
			    TOP + row++ * PITCH + ASCENT * SIZE, 'l') < 0)
			return -1;
	}
	return 0;
}

/* The upper and lower edge of what is black of a text, in its size from the base line. */
static void ink(const struct pdf_text *t, double *top, double *bottom)
{
	*top = *bottom = 0;
	for (size_t i = 0; i < t->n; i++) {
		double high, low;

		if (!t->c[i].g.face)
			continue;
		pdf_ink(&t->c[i].g, &high, &low);
		high += t->c[i].g.face->drop;
		low += t->c[i].g.face->drop;
		if (high < *top)
			*top = high;
		if (low > *bottom)
			*bottom = low;
	}
}

/* As large as the width allows; a short one is spread.  *y becomes its lower edge. */
static int masthead(struct pdf *d, double *y)
{
	struct pdf_text t;
	double size = MARK_SIZE, gap = 0, width, top, bottom;
	int status;

	*y = MARK_TOP;
	if (!d->p->masthead || !d->p->masthead[0])
		return 0;
	if (pdf_text_make(&d->fonts, OD_PDF_TITLE, 1, 1, d->p->masthead, &t, d->err) < 0)
		return -1;
	width = pdf_text_width(&t, 0, t.n);
	if (width * size > WIDTH)
		size = WIDTH / width;
	else if (t.n > 1)
		gap = (WIDTH * MARK_WIDE - width * size) / (t.n - 1);
	gap = gap < 0 ? 0 : gap > size * MARK_GAP ? size * MARK_GAP : gap;
	for (size_t i = 0; i < t.n; i++)
		t.c[i].width *= size;
	t.size = size;
	ink(&t, &top, &bottom);
	cairo_set_source_rgb(d->cr, RED);
	status = pdf_show(d, &t, 0, t.n, LEFT + (WIDTH - width * size - gap * (t.n - 1)) / 2,
			  TOP + *y - top * size, gap);
	cairo_set_source_rgb(d->cr, 0, 0, 0);
	*y += (bottom - top) * size;
	pdf_text_free(&t);
	return status;
}

/* 第341期（总第1234期） */
static int serial(struct pdf *d, double *y)
{
	OD_CLEANUP(od_buf_free) struct od_buf b = OD_BUF_INIT;

	if (!d->p->serial && !d->p->total)
		return 0;
	od_buf_puts(&b, d->p->serial);
	if (d->p->total)
		od_buf_printf(&b, d->p->serial ? "（%s）" : "%s", d->p->total);
	if (b.failed)
		return od_fail_nomem(d->err);
	*y += d->p->masthead ? MARK_DOWN : SIZE;
	if (pdf_say(d, OD_PDF_BODY, SIZE, b.s, LEFT + WIDTH / 2, TOP + *y + ASCENT * SIZE, 'c') < 0)
		return -1;
	*y += SIZE;
	return 0;
}

static int office(struct pdf *d, double *y)
{
	if (!d->p->office && !d->p->date)
		return 0;
	*y += d->p->masthead && !d->p->serial && !d->p->total ? MARK_DOWN : SIZE * 7 / 8;
	if (d->p->office && pdf_say(d, OD_PDF_BODY, SIZE, d->p->office, LEFT + CELL,
				    TOP + *y + ASCENT * SIZE, 'l') < 0)
		return -1;
	if (d->p->date && pdf_say(d, OD_PDF_BODY, SIZE, d->p->date, LEFT + WIDTH - CELL,
				  TOP + *y + ASCENT * SIZE, 'r') < 0)
		return -1;
	*y += SIZE;
	return 0;
}

/* A paper without any of it begins at the top of the page. */
int pdf_front(struct pdf *d)
{
	const struct od_paper *p = d->p;
	double y;

	if (!p->masthead && !p->serial && !p->total && !p->office && !p->date && !p->copy_no &&
	    !p->secrecy && !p->urgency)
		return 0;
	if (corner(d) < 0 || masthead(d, &y) < 0 || serial(d, &y) < 0 || office(d, &y) < 0)
		return -1;
	y += RULE_DOWN;
	cairo_set_source_rgb(d->cr, RED);
	pdf_rule(d, LEFT, TOP + y + RULE_THICK / 2, WIDTH, RULE_THICK);
	cairo_set_source_rgb(d->cr, 0, 0, 0);
	d->y = y + RULE_THICK + SIZE / 2;
	pdf_to_row(d, pdf_row(d));
	return 0;
}
