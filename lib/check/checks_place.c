/* checks_place.c - where lines stand: indents, alignment, new pages, the pitch of lines. */
#include <limits.h>
#include <stdlib.h>

#include "layout.h"

static int known(int twips)
{
	return twips == INT_MIN ? 0 : twips;
}

/* Twips of one character of the line. */
static int char_width(const struct od_line *l)
{
	struct od_look look;

	od_look_at(l, 0, l->n, &look);
	return (look.size ? look.size : 32) * 10;
}

/* --- indents ---------------------------------------------------------------------------------------------------------- */

/* How far in the first line of a paragraph begins, white space counted, in hundredths of a character. */
static int indent_of(const struct od_line *l)
{
	int width = char_width(l), spaces;

	/* wide spaces of three bytes, or narrow ones, two to a character */
	spaces = l->skipped % 3 == 0 ? (int)(l->skipped / 3 * 100) : (int)(l->skipped * 50);
	return (known(l->first_indent) + known(l->left_indent)) * 100 / width + spaces;
}

/* chars=2: the first line begins two characters in; chars=0: at the margin. */
int od_check_indent(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	int chars = (int)od_param_int(r, "chars", 2) * 100;
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t n = od_chomp(l->text, l->n);
		int is;

		if (!od_lays_out(c, i) || l->align == OD_ALIGN_CENTRE || l->align == OD_ALIGN_RIGHT)
			continue;
		/* a line of the text that is no sentence may be anything */
		if (l->role == OD_LINE_BODY && (!od_is_stopped(l->text, n) || n < 60))
			continue;
		if (l->place == OD_IN_TEXT_BOX || l->skipped % 3)
			continue;
		is = indent_of(l);
		if (is >= chars - 40 && is <= chars + (chars ? 60 : 40))
			continue;
		od_tally_add(&t, i, 0, 0, "%s%d.%d字", is < 0 ? "-" : "", abs(is) / 100,
			     abs(is) % 100 / 10);
	}
	return od_tally_tell(c, r, &t, err);
}

/* Indents made of spaces. */
int od_check_spaces(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t n = od_chomp(l->text, l->n);

		if (od_lays_out(c, i) && l->skipped >= 2 && n > 60 && od_is_stopped(l->text, n))
			od_tally_add(&t, i, 0, 0, "%zu个",
				     l->skipped % 3 ? l->skipped : l->skipped / 3);
	}
	return od_tally_tell(c, r, &t, err);
}

/* --- alignment ----------------------------------------------------------------------------------------------------------- */

/* is=centre, is=left.  Lines that spaces or indents push to their place are left alone. */
int od_check_align(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t n;
	const char *is = od_param_text(r, "is", &n);
	bool centre = is && n == 6;
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	for (size_t i = 0; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];

		if (!od_lays_out(c, i) || l->place == OD_IN_TEXT_BOX || l->table)
			continue;
		if (centre && l->align != OD_ALIGN_CENTRE && !l->skipped && indent_of(l) < 250 &&
		    known(l->right_indent) < 400)
			od_tally_add(&t, i, 0, l->n, "%s",
				     l->align == OD_ALIGN_RIGHT ? "居右" : "居左");
		else if (!centre && (l->align == OD_ALIGN_CENTRE || l->align == OD_ALIGN_RIGHT))
			od_tally_add(&t, i, 0, l->n, "%s",
				     l->align == OD_ALIGN_RIGHT ? "居右" : "居中");
	}
	return od_tally_tell(c, r, &t, err);
}

/* The date below the text: at the left, or (far) right at the margin. */
int od_check_date_right(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	size_t i = od_line_of(c, OD_LINE_DATE, SIZE_MAX);
	const struct od_line *l = i == SIZE_MAX ? NULL : &c->doc->line[i];
	bool far = od_param_int(r, "far", 0) > 0;

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	/* a date under the title is another thing */
	if (!l || !od_sees(c, i) || l->place != OD_IN_BODY || l->table ||
	    od_line_of(c, OD_LINE_BODY, SIZE_MAX) > i)
		return 0;
	if (far)
		return l->align == OD_ALIGN_RIGHT && known(l->right_indent) < 200 &&
				       !od_ends(l->text, l->n, "　")
			       ? od_found(c, r, i, 0, l->n, NULL, NULL, err)
			       : 0;
	if (l->align == OD_ALIGN_RIGHT || l->align == OD_ALIGN_CENTRE || indent_of(l) > 600)
		return 0;
	return od_found(c, r, i, 0, l->n, NULL, NULL, err);
}

/* --- new pages -------------------------------------------------------------------------------------------------------------- */

/* An attachment begins on a page of its own. */
int od_check_new_page(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	struct od_tally t = { 0 };

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	for (size_t i = 1; i < c->doc->lines; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t k = i, blanks = 0;
		bool broken = l->page_break;

		if (!od_lays_out(c, i) || l->table || l->place != OD_IN_BODY)
			continue;
		while (k > 0 && !broken &&
		       (!c->doc->line[k - 1].n || c->doc->line[k - 1].role == OD_LINE_PAGE_NO)) {
			k--;
			broken = c->doc->line[k].page_break;
			blanks++;
		}
		/* with many blank lines it may have been pushed there */
		if (!broken && k > 0 && blanks <= 2 && c->doc->line[k - 1].place == OD_IN_BODY)
			od_tally_add(&t, i, 0, l->n, "%s", "");
	}
	return od_tally_tell(c, r, &t, err);
}

/* --- lines ------------------------------------------------------------------------------------------------------------------- */

/* The pitch of most lines of the text in twips; 0: the font's, or not known.  *line: the first of them. */
static int body_pitch(const struct od_checking *c, bool *exact, size_t *line)
{
	const struct od_line *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < c->doc->lines && i < 400; i++) {
		const struct od_line *l = &c->doc->line[i];
		size_t n = 0;

		if (l->role != OD_LINE_BODY || l->n < 60 || !od_is_main(c, i) || l->table ||
		    od_is_table_note(c, i))
			continue;
		for (size_t k = i; k < c->doc->lines && k < 400; k++) {
			const struct od_line *o = &c->doc->line[k];

			n += o->role == OD_LINE_BODY && o->n >= 60 && !o->table &&
			     o->pitch == l->pitch && o->pitch_exact == l->pitch_exact;
		}
		if (n > most) {
			most = n;
			best = l;
			*line = i;
		}
	}
	*exact = best && best->pitch_exact && !best->pitch_least;
	return best ? known(best->pitch) : 0;
}

/* Neither a fixed pitch nor a grid: 22 lines a page are left to chance. */
int od_check_pitch(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	bool exact;
	size_t line = SIZE_MAX;
	int pitch = body_pitch(c, &exact, &line);
	char what[40];

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (line == SIZE_MAX || exact || c->doc->page.grid_lines)
		return 0;
	if (pitch)
		snprintf(what, sizeof(what), "%d.%02d倍行距", pitch / 240, pitch % 240 * 100 / 240);
	else
		snprintf(what, sizeof(what), "单倍行距");
	return od_found(c, r, line, 0, 0, what, NULL, err);
}

int od_check_lines(struct od_checking *c, const struct od_rule *r, struct od_err *err)
{
	const struct od_page_setup *p = &c->doc->page;
	int least = (int)od_param_int(r, "least", 21), most = (int)od_param_int(r, "most", 23);
	bool exact;
	size_t line = SIZE_MAX;
	int pitch = body_pitch(c, &exact, &line), lines;
	char what[40];

	if (!od_is_official(c))
		return od_not_official(c, r, err);
	if (line == SIZE_MAX || p->height <= p->top + p->bottom || !p->top)
		return 0;
	if (exact && pitch > 0)
		lines = (p->height - p->top - p->bottom + 20) / pitch;
	else if (p->grid_lines && (!pitch || pitch == 240))
		lines = p->grid_lines;
	else
		return 0;
	if (lines >= least && lines <= most)
		return 0;
	snprintf(what, sizeof(what), "%d", lines);
	return od_found(c, r, line, 0, 0, what, NULL, err);
}
