/* page.c - pages: glyphs in their cells, rules, the page number, the notice over everything. */
#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>

#include "pdf.h"

/* Glyphs of one face, and the text they stand for: what a search or a copy out of the PDF finds. */
struct run {
	cairo_glyph_t *glyph;
	cairo_text_cluster_t *cluster;
	int n;
	const char *s;
	int bytes;
	struct pdf_face *face;
};

/* Readers guess the size of a Type 3 font by the width of its first glyph, and take half an em for usual: the glyph
 * 0 is that, and blank. */
static void first_of_few(struct pdf *d, const struct run *r)
{
	cairo_text_cluster_t cluster = { 0, 1 };
	cairo_glyph_t blank = r->glyph[0];

	blank.index = 0;
	cairo_show_text_glyphs(d->cr, "", 0, &blank, 1, &cluster, 1, 0);
}

/* Cairo loads a glyph for its box and once more for its outline; both at once, if the outline is asked for first. */
static void load(struct pdf *d, const struct run *r)
{
	for (int i = 0; i < r->n; i++) {
		bool *loaded = &r->face->loaded[r->glyph[i].index];

		if (!*loaded)
			cairo_glyph_path(d->cr, &r->glyph[i], 1);
		*loaded = true;
	}
	cairo_new_path(d->cr);
}

static void show_run(struct pdf *d, double size, const struct run *r)
{
	bool few = r->n > 0 && r->face->few && !r->face->whole;

	if (r->n == 0)
		return;
	cairo_set_font_face(d->cr, few ? r->face->few : r->face->face);
	cairo_set_font_size(d->cr, size);
	if (few)
		first_of_few(d, r);
	else
		load(d, r);
	cairo_show_text_glyphs(d->cr, r->s, r->bytes, r->glyph, r->n, r->cluster, r->n, 0);
}

int pdf_show(struct pdf *d, const struct pdf_text *t, size_t from, size_t to, double x, double y,
	     double gap)
{
	struct run r = { 0 };

	r.glyph = cairo_glyph_allocate(to - from + 1);
	r.cluster = cairo_text_cluster_allocate(to - from + 1);
	for (size_t i = from; r.glyph && r.cluster && i < to; i++) {
		const struct pdf_char *c = &t->c[i];

		if (i > from && gap != 0 && pdf_may_stretch(t, i))
			x += gap;
		if (!c->g.face || c->g.face != r.face) {
			show_run(d, t->size, &r);
			r.n = r.bytes = 0;
			r.s = t->s + c->at;
			r.face = c->g.face;
		}
		if (r.face) {
			r.glyph[r.n] = (cairo_glyph_t){ c->g.index,
							x + (c->width - c->g.advance * t->size) / 2,
							y + r.face->drop * t->size };
			r.cluster[r.n++] = (cairo_text_cluster_t){ c->bytes, 1 };
			r.bytes += c->bytes;
		}
		x += c->width;
	}
	show_run(d, t->size, &r);
	to = !r.glyph || !r.cluster;
	cairo_glyph_free(r.glyph);
	cairo_text_cluster_free(r.cluster);
	return to ? od_fail_nomem(d->err) : 0;
}

int pdf_show_line(struct pdf *d, const struct pdf_text *t, const struct pdf_line *l, double x,
		  double y)
{
	size_t to = l->hang > 0 ? l->to - 1 : l->to;

	y += TOP + ASCENT * t->size;
	if (pdf_show(d, t, l->from, to, x, y, l->gap) < 0)
		return -1;
	return l->hang > 0 ? pdf_show(d, t, to, l->to, x + l->hang, y, 0) : 0;
}

int pdf_say(struct pdf *d, int role, double size, const char *s, double x, double y, char align)
{
	struct pdf_text t;
	double width;
	int status;

	if (pdf_text_set(d, role, size, s, &t) < 0)
		return -1;
	width = pdf_text_width(&t, 0, t.n);
	x -= align == 'r' ? width : align == 'c' ? width / 2 : 0;
	status = pdf_show(d, &t, 0, t.n, x, y, 0);
	pdf_text_free(&t);
	return status;
}

void pdf_rule(struct pdf *d, double x, double y, double w, double thick)
{
	cairo_set_line_width(d->cr, thick);
	cairo_move_to(d->cr, x, y);
	cairo_line_to(d->cr, x + w, y);
	cairo_stroke(d->cr);
}

int pdf_row(const struct pdf *d)
{
	return ceil(d->y / PITCH - 0.01);
}

void pdf_to_row(struct pdf *d, int row)
{
	d->y = row * PITCH;
}

/* 7.5: — 1 —, the upper edge of the dashes 7 mm below the text; odd pages right, even ones left, one character in. */
int pdf_page_number(struct pdf *d)
{
	char s[32];
	struct pdf_text t;
	double top, bottom, width, x, y = TOP + HEIGHT + MM(7);
	int status;

	snprintf(s, sizeof(s), "— %d —", d->page);
	if (pdf_text_make(&d->fonts, OD_PDF_NUMERALS, SMALL, SMALL, s, &t, d->err) < 0)
		return -1;
	pdf_ink(&t.c[0].g, &top, &bottom);
	width = pdf_text_width(&t, 0, t.n);
	x = !d->duplex         ? LEFT + (WIDTH - width) / 2
	    : d->page % 2 == 1 ? LEFT + WIDTH - SMALL - width
			       : LEFT + SMALL;
	status = pdf_show(d, &t, 0, t.n, x, y - (top + t.c[0].g.face->drop) * SMALL, 0);
	pdf_text_free(&t);
	return status;
}

/* 已撤回: red, in a frame, in the head of every page. */
int pdf_notice(struct pdf *d)
{
	struct pdf_text t;
	double width, x, y = MM(14);
	int status;

	if (!d->p->notice)
		return 0;
	if (pdf_text_make(&d->fonts, OD_PDF_HEAD, 22, 22, d->p->notice, &t, d->err) < 0)
		return -1;
	width = pdf_text_width(&t, 0, t.n);
	x = LEFT + WIDTH - width - 8;
	cairo_set_source_rgb(d->cr, 0.86, 0, 0);
	cairo_set_line_width(d->cr, 1.5);
	cairo_rectangle(d->cr, x - 8, y - 6, width + 16, 34);
	cairo_stroke(d->cr);
	status = pdf_show(d, &t, 0, t.n, x, y + ASCENT * 22, 0);
	cairo_set_source_rgb(d->cr, 0, 0, 0);
	pdf_text_free(&t);
	return status;
}

int pdf_next_page(struct pdf *d)
{
	if (pdf_page_number(d) < 0)
		return -1;
	cairo_surface_show_page(d->surface);
	d->page++;
	d->y = 0;
	return pdf_notice(d);
}
