/* layout.h - private to the checks of layout: what a line looks like as a whole. */
#ifndef OD_LAYOUT_H
#define OD_LAYOUT_H

#include "facts.h"

#define OD_MM(twips) ((twips) / 56.6929)

/* What most Chinese characters of a stretch are set in; NULL or 0: not known of most of them. */
struct od_look {
	const char *east;
	int size; /* half points */
	bool bold;
	size_t from, to;
};
void od_look_at(const struct od_line *l, size_t from, size_t to, struct od_look *out);
/* The heading at the front of a line of level 1 to 4, up to its 。 and without it; 0: the line is a paragraph
 * with a number. */
size_t od_heading_end(const struct od_line *l);
/* Does a face's name hold one of the words, whatever their case? */
bool od_is_face(const char *face, const char *words, size_t n);
/* A document that the standard is for: of a legal kind, or of some kind with a number or a mark. */
bool od_is_official(const struct od_checking *c);
int od_not_official(struct od_checking *c, const struct od_rule *r,
		    struct od_err *err) OD_MUST_CHECK;
/* 注：… and its ①②③ right below a table, which are set as the table is. */
bool od_is_table_note(const struct od_checking *c, size_t i);
/* Ought this line be judged: seen by the rule, on the page proper, of the kind that is asked for? */
bool od_lays_out(const struct od_checking *c, size_t i);
/* One finding of a kind: the first place, and how many there are. */
struct od_tally {
	size_t line, from, to, n;
	char what[160];
};
void od_tally_add(struct od_tally *t, size_t line, size_t from, size_t to, const char *fmt, ...)
	OD_PRINTF(5, 6);
int od_tally_tell(struct od_checking *c, const struct od_rule *r, const struct od_tally *t,
		  struct od_err *err) OD_MUST_CHECK;

/* checks_place.c */
od_check_fn od_check_indent, od_check_align, od_check_new_page, od_check_date_right, od_check_pitch,
	od_check_lines, od_check_spaces;
/* checks_page.c */
od_check_fn od_check_paper, od_check_margin, od_check_area, od_check_grid_chars,
	od_check_page_numbers, od_check_page_number_form, od_check_page_sides, od_check_left_over;

#endif
