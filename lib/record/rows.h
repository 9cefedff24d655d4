/* rows.h - what the three formats share when they hand a row to the reader. */
#ifndef OD_ROWS_H
#define OD_ROWS_H

#include "record.h"

/* Names that only a rejects file has.  No format gives them, so that they take no place in a row. */
#define OD_REASON_NAME "reject_reason"
#define OD_RAW_NAME    "reject_raw"

/* A row gathered from texts that do not last: they are copied, and the pointers set at the end. */
struct od_gather {
	struct od_row *row;
	struct od_buf text;
	size_t at[OD_FIELDS_MAX]; /* of the cell's text in .text; the name's pointer likewise */
	size_t name_at[OD_FIELDS_MAX];
};

void od_gather_begin(struct od_gather *g, struct od_row *row, unsigned int line);
/* A cell, absent until text is added.  false: the row has OD_FIELDS_MAX already. */
bool od_gather_cell(struct od_gather *g, const char *name, size_t n, unsigned int line);
/* More text for the last cell. */
void od_gather_text(struct od_gather *g, const char *s, size_t n);
/* Was a cell of this name added? */
bool od_gather_has(const struct od_gather *g, const char *name, size_t n);
/* Set the row's pointers.  -1: no memory. */
int od_gather_end(struct od_gather *g, struct od_err *err) OD_MUST_CHECK;
void od_gather_free(struct od_gather *g);

/* Is this name one that only a rejects file has? */
bool od_reject_name(const char *name);
/* s as well-formed UTF-8 without NUL: U+FFFD for each byte that is not. */
void od_mend(struct od_buf *b, const char *s, size_t n);
/* The same, of at most max bytes of s, with a mark where it was cut. */
void od_mend_cut(struct od_buf *b, const char *s, size_t n, size_t max);

#endif
