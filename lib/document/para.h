/* para.h - private to document/: a paragraph or table row on its way to lines; docx and odt share it. */
#ifndef OD_PARA_H
#define OD_PARA_H

#include "doc.h"

/* What all unfinished paragraphs together may hold. */
#define OD_PARA_BYTES_MAX (6 * 1024 * 1024)
#define OD_PARA_RUNS_MAX  60000
#define OD_PARA_ROW_MAX   20000 /* paragraphs in unfinished table rows */

struct od_para_pool {
	size_t bytes, runs, pieces;
};
/* A line break stands in the text as \n, a page break as \f. */
struct od_para {
	struct od_para_pool *pool;
	struct od_buf text;
	struct od_run *run;
	size_t runs, room, next; /* next: the first run of the next line */
	bool raw;                /* white space at both ends stays: a table row */
};

/* Text in one face; face->from and .to do not matter, .at and .paragraph do. */
int od_para_add(struct od_para *p, const char *s, size_t n, const struct od_run *face,
		struct od_err *err) OD_MUST_CHECK;
void od_para_reset(struct od_para *p);
void od_para_free(struct od_para *p);
/* Bytes from..to as lines like `like`: one, or more where there are breaks.  number is put before the first
 * (NULL or empty: none) in the face of number_run.  *page_break: the next line stands on a new page. */
int od_para_lines(struct od_doc *d, struct od_para *p, size_t from, size_t to,
		  const struct od_line *like, const struct od_buf *number,
		  const struct od_run *number_run, bool *page_break,
		  struct od_err *err) OD_MUST_CHECK;

/* A table row: its paragraphs, cell by cell. */
struct od_para_piece {
	size_t to; /* where it ends in the row's text */
	struct od_line like;
};
struct od_para_row {
	struct od_para all;
	struct od_para_piece *piece;
	size_t pieces, room;
	int table, row, cells;
	bool gone; /* deleted by a tracked change */
};
void od_para_row_start(struct od_para_row *r, struct od_para_pool *pool, int table, int row);
int od_para_row_cell(struct od_para_row *r, struct od_err *err) OD_MUST_CHECK;
/* A paragraph of the cell; p is emptied.  number as above. */
int od_para_row_add(struct od_para_row *r, struct od_para *p, const struct od_line *like,
		    const struct od_buf *number, const struct od_run *number_run,
		    struct od_err *err) OD_MUST_CHECK;
/* The row as a line; one of a single cell as a line a paragraph. */
int od_para_row_end(struct od_doc *d, struct od_para_row *r, bool *page_break,
		    struct od_err *err) OD_MUST_CHECK;
void od_para_row_free(struct od_para_row *r);

#endif
