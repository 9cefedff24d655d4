/* layout.h - private to office/: lines, paragraphs and cells of text, by display width. */
#ifndef OD_LAYOUT_H
#define OD_LAYOUT_H

#include "office.h"

#define OD_NOTICE_WIDTH 72 /* of a notice that goes out on paper */

void od_spaces(struct od_buf *b, int n); /* none if n is less */
void od_rule(struct od_buf *b, int width);
/* s at one side of so many cells; what is wider goes over. */
void od_left(struct od_buf *b, int width, const char *s);
void od_right(struct od_buf *b, int width, const char *s);
/* A line of its own. */
void od_centred(struct od_buf *b, int width, const char *s);
void od_right_line(struct od_buf *b, int width, const char *s);
/* s in lines of width, the first behind lead, the others behind as many spaces. */
void od_paragraph(struct od_buf *b, int width, const char *lead, const char *s);
/* The same of what was put together: text is freed, and b fails if it failed. */
void od_paragraph_of(struct od_buf *b, int width, const char *lead, struct od_buf *text);
/* A paragraph of what a unit wrote: without its empty lines, nor U+3000 at the end of a line. */
void od_prose(struct od_buf *b, int width, const char *lead, const char *s);

/* "2026年12月4日", in the language in force. */
const char *od_day_words(od_date d, char buf[static 64]);
/* Who signs and when, at the right, a line each. */
void od_signed(struct od_buf *b, int width, const char *office, od_date on);

/* "2026-12-04 17:30"; midnight ends the day before: "2026-12-04 24:00", not "12-05 00:00". */
const char *od_due_str(od_instant t, char buf[static 32]);

/* A table of a paper, row by row (grid.c): begin with {0} and its heads. */
struct od_grid {
	char **cell;
	size_t n, columns;
	bool failed; /* told by od_grid_put() */
};
void od_grid_add(struct od_grid *g, const char *text);
/* What was put together, which is freed. */
void od_grid_add_of(struct od_grid *g, struct od_buf *text);
void od_grid_heads(struct od_grid *g, const char *const *head, size_t n);
/* Into the paper, and freed; nothing where nothing stands under the heads. */
int od_grid_put(struct od_paper *p, struct od_grid *g, const char *align,
		struct od_err *err) OD_MUST_CHECK;

#endif
