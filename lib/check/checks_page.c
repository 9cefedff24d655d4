/* checks_page.c - the page: paper, margins, grid, page numbers, and what drafting left over. */
#include <stdlib.h>

#include "layout.h"

/* Paper and margins of a sheet that lies (a table) are another matter. */
static bool is_upright(const struct od_checking *c)
{
	const struct od_page_setup *p = &c->doc->page;

	return p->width > 0 && p->height > p->width;
}

static int tell(struct od_checking *c, const struct od_rule *r, const char *what,
		struct od_err *err)
{
	return od_found(c, r, SIZE_MAX, 0, 0, what, NULL, err);
}

int od_check_paper(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const struct od_page_setup *p = &c->doc->page;
	int a = p->width < p->height ? p->width : p->height,
	    b = p->width < p->height ? p->height : p->width;
	char what[60];

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (a <= 0 || (abs(a - 11906) <= 57 && abs(b - 16838) <= 57))
		return 0;
	snprintf(what, sizeof(what), "%.0f×%.0f毫米", OD_MM(p->width), OD_MM(p->height));
	return tell(c, r, what, err);
}

/* side=top|left mm=37 slack=1 (millimetres). */
int od_check_margin(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const struct od_page_setup *p = &c->doc->page;
	size_t n;
	const char *side = od_param_text(r, "side", &n);
	double is = OD_MM(side && n == 3 ? p->top : p->left), off;
	char what[40];

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (!is_upright(c) || p->top <= 0 || p->left <= 0)
		return 0;
	off = is - (double)od_param_int(r, "mm", 0);
	/* 0.06: what is left when centimetres are turned into twips and back */
	if (off <= (double)od_param_int(r, "slack", 1) + 0.06 &&
	    off >= -(double)od_param_int(r, "slack", 1) - 0.06)
		return 0;
	snprintf(what, sizeof(what), "%.1f", is);
	return tell(c, r, what, err);
}

int od_check_area(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const struct od_page_setup *p = &c->doc->page;
	double slack = (double)od_param_int(r, "slack", 1) + 0.06,
	       w = OD_MM(p->width - p->left - p->right), h = OD_MM(p->height - p->top - p->bottom),
	       dw = w - (double)od_param_int(r, "width", 156),
	       dh = h - (double)od_param_int(r, "height", 225);
	char what[60];

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (!is_upright(c) || !p->right || !p->bottom)
		return 0;
	/* paper and margins that are wrong themselves have their own findings */
	if (abs(p->width - 11906) > 57 || abs(p->height - 16838) > 57 || abs(p->top - 2098) > 60 ||
	    abs(p->left - 1588) > 60)
		return 0;
	if (dw <= slack && dw >= -slack && dh <= slack && dh >= -slack)
		return 0;
	snprintf(what, sizeof(what), "%.0f×%.0f毫米", w, h);
	return tell(c, r, what, err);
}

int od_check_grid_chars(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	int n = c->doc->page.grid_chars;
	char what[20];

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (!is_upright(c) || !n ||
	    (n >= od_param_int(r, "least", 27) && n <= od_param_int(r, "most", 29)))
		return 0;
	snprintf(what, sizeof(what), "%d", n);
	return tell(c, r, what, err);
}

/* --- page numbers -------------------------------------------------------------------------------------------------------- */

/* A footer that is a page number: figures with dashes or 第 页 round them.  *number: its figures. */
static bool is_page_number(const struct od_line *l, size_t *number)
{
	bool figures = false;

	if (l->place != OD_IN_FOOTER || !l->n || od_utf8_len(l->text) > 14)
		return false;
	for (size_t i = 0, m; i < l->n; i += m) {
		od_utf8_get(l->text + i, &m);
		if (l->text[i] >= '0' && l->text[i] <= '9') {
			*number = figures ? *number : i;
			figures = true;
		} else if (!od_char_in(l->text + i, " 　-—－–·.．~～第页共,，/\t―─一")) {
			return false;
		}
	}
	return figures;
}

int od_check_page_numbers(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t number, chars = 0;

	/* the first page of a letter has none */
	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (c->doc->page.page_numbers || c->genre == OD_GENRE_LETTER)
		return 0;
	for (size_t i = 0; i < c->doc->lines; i++) {
		if (is_page_number(&c->doc->line[i], &number))
			return 0;
		chars += c->doc->line[i].n / 3;
	}
	/* one page */
	return chars < 500 ? 0 : tell(c, r, NULL, err);
}

static const struct od_run *run_at(const struct od_line *l, size_t at)
{
	for (size_t i = 0; i < l->runs; i++)
		if (l->run[i].from <= at && at < l->run[i].to)
			return &l->run[i];
	return NULL;
}

/* A dash as long as a character on both sides, two short ones too. */
static bool between_dashes(const struct od_line *l, size_t number)
{
	static const char words[] = "—|―|─|––";

	return od_holds_any(l->text, number, words) &&
	       od_holds_any(l->text + number, l->n - number, words);
}

/* what=size: 14 points; what=face faces=...; what=dashes: — 1 —; what=centre. */
int od_check_page_number_form(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n, faces_n = 0, number = 0;
	const char *what = od_param_text(r, "what", &n),
		   *faces = od_param_text(r, "faces", &faces_n);
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (!what)
		return 0;
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		const struct od_run *run;

		if (!is_page_number(l, &number))
			continue;
		run = run_at(l, number);
		if (n == 4 && !memcmp(what, "size", 4) && run && run->size && run->size != 28)
			od_tally_add(&t, i, 0, l->n, "%d%s磅", run->size / 2,
				     run->size % 2 ? ".5" : "");
		else if (n == 4 && !memcmp(what, "face", 4) && run && run->west && faces &&
			 !od_is_face(run->west, faces, faces_n))
			od_tally_add(&t, i, 0, l->n, "%s", run->west);
		else if (n == 6 && !memcmp(what, "dashes", 6) && !between_dashes(l, number))
			od_tally_add(&t, i, 0, l->n, "%.*s", (int)l->n, l->text);
		else if (n == 6 && !memcmp(what, "centre", 6) && l->align == OD_ALIGN_CENTRE)
			od_tally_add(&t, i, 0, l->n, "%s", "居中");
	}
	return od_tally_tell(c, r, &t, err);
}

/* Odd pages at the right, even ones at the left. */
int od_check_page_sides(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t number;

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (!c->doc->page.page_numbers || c->doc->page.even_odd)
		return 0;
	/* in the middle: that is another finding */
	for (size_t i = 0; i < c->doc->lines; i++)
		if (is_page_number(&c->doc->line[i], &number) &&
		    c->doc->line[i].align == OD_ALIGN_CENTRE)
			return 0;
	return tell(c, r, NULL, err);
}

/* --- left over ------------------------------------------------------------------------------------------------------------ */

int od_check_left_over(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n;
	const char *what = od_param_text(r, "what", &n);
	int count = what && n == 8 ? c->doc->comments : c->doc->changes;
	char text[20];

	if (!count)
		return 0;
	snprintf(text, sizeof(text), "%d", count);
	return tell(c, r, text, err);
}
