/* imprint.c - 版记: at the foot of the last page, its last rule on the lower edge of the text (7.4). */
#include "pdf.h"

#define THICK MM(0.35)
#define THIN  MM(0.25)

struct imprint {
	double size; /* 4号; smaller only where it would not fit a page */
	double y;    /* below TOP */
	bool draw;   /* else it is only measured */
	int bands;
};

static double line_height(const struct imprint *m)
{
	return m->size * 1.75;
}

/* A rule over each band; the first is thick. */
static void band(struct pdf *d, struct imprint *m)
{
	if (m->draw)
		pdf_rule(d, LEFT, TOP + m->y, WIDTH, m->bands == 0 ? THICK : THIN);
	m->bands++;
}

static double text_y(const struct imprint *m)
{
	return m->y + (line_height(m) - m->size) / 2;
}

/* 报：... ; what does not fit goes on under its first character. */
static int send(struct pdf *d, struct imprint *m, const struct od_paper_send *s)
{
	OD_CLEANUP(od_buf_free) struct od_buf label = OD_BUF_INIT;
	struct pdf_text a = { 0 }, t = { 0 };
	struct pdf_lines l = { 0 };
	double cell = m->size * CELL / SIZE, in, width;
	int r;

	od_buf_printf(&label, "%s：", s->label ? s->label : "");
	if (label.failed)
		return od_fail_nomem(d->err);
	r = pdf_text_set(d, OD_PDF_BODY, m->size, label.s, &a);
	if (r == 0)
		r = pdf_text_set(d, OD_PDF_BODY, m->size, s->text ? s->text : "", &t);
	in = cell + pdf_text_width(&a, 0, a.n);
	width = WIDTH - in - cell;
	if (r == 0)
		r = pdf_break(&t, width, width, &l, d->err);
	if (r == 0 && m->draw)
		r = pdf_show(d, &a, 0, a.n, LEFT + cell, TOP + text_y(m) + ASCENT * m->size, 0);
	for (size_t i = 0; r == 0 && i < l.n; i++, m->y += line_height(m))
		if (m->draw)
			r = pdf_show_line(d, &t, &l.line[i], LEFT + in, text_y(m));
	if (l.n == 0)
		m->y += line_height(m);
	pdf_lines_free(&l);
	pdf_text_free(&t);
	pdf_text_free(&a);
	return r;
}

/* Text of any length, in lines over the whole width. */
static int lines(struct pdf *d, struct imprint *m, const char *s)
{
	struct pdf_text t;
	struct pdf_lines l = { 0 };
	double cell = m->size * CELL / SIZE, width = WIDTH - 2 * cell;
	int r = pdf_text_set(d, OD_PDF_BODY, m->size, s, &t);

	if (r == 0)
		r = pdf_break(&t, width, width, &l, d->err);
	for (size_t i = 0; r == 0 && i < l.n; i++, m->y += line_height(m))
		if (m->draw)
			r = pdf_show_line(d, &t, &l.line[i], LEFT + cell, text_y(m));
	pdf_lines_free(&l);
	pdf_text_free(&t);
	return r;
}

static int prose(struct pdf *d, struct imprint *m, const char *s)
{
	if (!s)
		return 0;
	band(d, m);
	return lines(d, m, s);
}

static int width_of(struct pdf *d, const struct imprint *m, const char *s, double *width)
{
	struct pdf_text t;

	*width = 0;
	if (!s)
		return 0;
	if (pdf_text_set(d, OD_PDF_BODY, m->size, s, &t) < 0)
		return -1;
	*width = pdf_text_width(&t, 0, t.n);
	pdf_text_free(&t);
	return 0;
}

/* Where the middle of the second of three is: the line's if it has room there, else between the others.  Negative:
 * they need a line each. */
static double middle_of(const struct imprint *m, const double w[3])
{
	double cell = m->size * CELL / SIZE, left = cell + w[0], right = WIDTH - cell - w[2];
	double gaps = cell * ((w[0] > 0 && w[1] + w[2] > 0) + (w[1] > 0 && w[2] > 0));

	if (w[0] + w[1] + w[2] + gaps > WIDTH - 2 * cell)
		return -1;
	if (left + cell <= (WIDTH - w[1]) / 2 && (WIDTH + w[1]) / 2 + cell <= right)
		return WIDTH / 2;
	return (left + right) / 2;
}

/* One line: what is at the left, in the middle, at the right; each may be absent. */
static int row(struct pdf *d, struct imprint *m, const char *left, const char *middle,
	       const char *right)
{
	const char *const s[] = { left, middle, right };
	double cell = m->size * CELL / SIZE, at, w[3];

	if (!left && !middle && !right)
		return 0;
	band(d, m);
	for (size_t i = 0; i < OD_COUNT(s); i++)
		if (width_of(d, m, s[i], &w[i]) < 0)
			return -1;
	at = middle_of(m, w);
	for (size_t i = 0; i < OD_COUNT(s); i++) {
		const double x[] = { cell, at, WIDTH - cell };

		if (!s[i])
			continue;
		if (at < 0 ? lines(d, m, s[i]) < 0
			   : m->draw && pdf_say(d, OD_PDF_BODY, m->size, s[i], LEFT + x[i],
						TOP + text_y(m) + ASCENT * m->size, "lcr"[i]) < 0)
			return -1;
	}
	m->y += at < 0 ? 0 : line_height(m);
	return 0;
}

static int people(struct pdf *d, struct imprint *m)
{
	const char *s[3] = { NULL };
	const char *const given[] = { d->p->signer, d->p->editor, d->p->phone };
	size_t n = 0;

	for (size_t i = 0; i < OD_COUNT(given); i++)
		if (given[i])
			s[n++] = given[i];
	return n == 2 ? row(d, m, s[0], NULL, s[1]) : row(d, m, s[0], s[1], s[2]);
}

static int all(struct pdf *d, struct imprint *m)
{
	const struct od_paper *p = d->p;

	m->bands = 0;
	if (p->sends > 0)
		band(d, m);
	for (size_t i = 0; i < p->sends; i++)
		if (send(d, m, &p->send[i]) < 0)
			return -1;
	if (people(d, m) < 0 || prose(d, m, p->footer) < 0 ||
	    row(d, m, p->printed_by, NULL, p->printed_on) < 0 ||
	    row(d, m, NULL, NULL, p->copies) < 0)
		return -1;
	if (m->draw)
		pdf_rule(d, LEFT, TOP + HEIGHT, WIDTH, THICK);
	return 0;
}

/* On the last page if there is room, else on one of its own: that has a number too, for no blank page stands before
 * it (7.5). */
int pdf_imprint(struct pdf *d)
{
	struct imprint m = { .size = SMALL };

	for (; m.size > 6; m.size -= 1) {
		m.y = 0;
		if (all(d, &m) < 0)
			return -1;
		if (m.y <= HEIGHT)
			break;
	}
	if (m.bands == 0)
		return pdf_page_number(d);
	if (m.y + d->y - (PITCH - SIZE) + SIZE / 2 > HEIGHT && pdf_next_page(d) < 0)
		return -1;
	m.y = HEIGHT - m.y;
	m.draw = true;
	if (all(d, &m) < 0)
		return -1;
	return pdf_page_number(d);
}
