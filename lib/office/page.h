/* page.h - pages for the intranet: one file that needs no other and prints on A4. */
#ifndef OD_PAGE_H
#define OD_PAGE_H

#include "office.h"

struct od_page {
	const char *office, *title, *day, *sum; /* of the masthead */
	const char *style;                      /* added to the common one */
};

/* open, the text escaped, close */
void od_element(struct od_buf *b, const char *open, const char *text, const char *close);
/* Up to the masthead, whose <header> is left open. */
void od_page_begin(struct od_buf *b, const struct od_page *p);
void od_page_end(struct od_buf *b, const char *office);

#endif
