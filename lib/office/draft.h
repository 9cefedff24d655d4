/* draft.h - private to office/: what draft*.c share. */
#ifndef OD_DRAFT_H
#define OD_DRAFT_H

#include "../base/simhash.h"
#include "bulletin.h"
#include "report.h"

/* --- near duplicates (draft_near.c) ---------------------------------------------------------------- */

/* The sketches of what was received in some days. */
struct od_sketch {
	int64_t number;
	uint64_t bits;
};
struct od_sketches;
struct od_sketches *od_sketches_load(struct od_db *db, od_instant since, struct od_err *err);
void od_sketches_free(struct od_sketches *s);
/* For each of n sketches, call fn with its place among them for each one that differs from it by OD_NEAR_BITS or
 * less, in no order; fn < 0 ends it with -1. */
typedef int od_sketch_fn(void *ctx, size_t who, const struct od_sketch *near, int bits,
			 struct od_err *err);
int od_sketches_near(const struct od_sketches *s, const uint64_t *bits, size_t n, od_sketch_fn *fn,
		     void *ctx, struct od_err *err) OD_MUST_CHECK;
/* The item of an issue, not withdrawn, that a report went into: of one publication, or NULL: of any, the newest;
 * "daily/2026-341/3", yours.  1, 0 none, -1. */
int od_adopted_in(struct od_db *db, int64_t report, const char *publication, char **item,
		  struct od_err *err) OD_MUST_CHECK;

/* --- columns (draft.c) ------------------------------------------------------------------------------- */

struct od_draft_columns {
	struct od_column *column;
	size_t n;
};
int od_draft_columns_load(struct od_db *db, const char *publication, od_date on,
			  struct od_draft_columns *c, struct od_err *err) OD_MUST_CHECK;
void od_draft_columns_free(struct od_draft_columns *c);
/* "remark 领导要论, activity ..." */
void od_draft_columns_list(const struct od_draft_columns *c, struct od_buf *b);
/* A publication that is drafted: not one that is made each time anew. */
int od_draft_publication(struct od_db *db, const char *text, od_date on, struct od_publication *p,
			 struct od_err *err) OD_MUST_CHECK;
/* The last issue of a publication, withdrawn since, that held a report; yours.  1, 0 none, -1. */
int od_draft_taken_back(struct od_db *db, int64_t report, const char *publication, char **issue,
			struct od_err *err) OD_MUST_CHECK;
/* Was a report accepted, or did it come back mended, since then?  1, 0, -1. */
int od_draft_handled(struct od_db *db, int64_t report, od_instant since,
		     struct od_err *err) OD_MUST_CHECK;
/* Does a column take reports of a category: 2 of this publication, 1 of another one alone, 0 none: it is not printed
 * anywhere (leave, personal matters); -1. */
int od_draft_printable(struct od_db *db, const char *category, const char *publication, od_date on,
		       struct od_err *err) OD_MUST_CHECK;
/* Its name on that day, or the code. */
const char *od_draft_category(struct od_db *db, const char *category, od_date on);
/* Blanks and line ends behind a text go: that is how a block of YAML is read. */
void od_draft_tidy(char *text);

/* --- the order of an issue (draft_order.c) -------------------------------------------------------------- */

struct od_candidate {
	int64_t number;
	char *unit, *category, *title, *text, *leaders;
	od_instant occurred_at, received_at;
	int secrecy, urgency;
	bool accepted, before; /* before: it was on file when the last issue was made */
	char *used;            /* the item of this publication that it went into */
	char *taken_back;      /* else the issue of it that did hold it, withdrawn since */
	int64_t leader, place; /* in protocol order; of the unit */
	size_t column;
};
/* By column; within one urgent first, then leaders in protocol order, units in the office's, numbers. */
int od_candidates_sort(struct od_db *db, struct od_candidate *c, size_t n,
		       struct od_err *err) OD_MUST_CHECK;

/* --- a draft as YAML (draft_write.c) ----------------------------------------------------------------------- */

/* "name: text", plain or in quotes, and the end of the line. */
void od_draft_put(struct od_buf *b, const char *indent, const char *name, const char *text);
/* The same, as a block of lines where it can stand so. */
void od_draft_put_block(struct od_buf *b, const char *indent, const char *name, const char *text);
/* Text within a comment: on one line, whatever it is. */
void od_draft_put_comment(struct od_buf *b, const char *text);

/* --- where things stand in a file (draft_place.c) ------------------------------------------------------------ */

struct od_places { /* the file as read, as UTF-8 */
	struct od_buf text;
	size_t *line; /* where each begins; one more at the end */
	size_t lines;
};
int od_places_read(struct od_places *p, int fd, const char *name, struct od_err *err) OD_MUST_CHECK;
void od_places_free(struct od_places *p);
/* The line of a field in the record that begins at from and ends before to (0: at the end); 0: it is not there. */
unsigned int od_places_field(const struct od_places *p, const struct od_rec_type *type,
			     unsigned int from, unsigned int to, const char *field);
/* Is nothing said behind the colon on that line? */
bool od_places_blank(const struct od_places *p, unsigned int line);
/* Does a comment follow what stands behind its colon without quotes? */
bool od_places_comment(const struct od_places *p, unsigned int line);
/* Which line each line of a text comes from, looked for from a line on: line[] gets one for each. */
void od_places_match(const struct od_places *p, unsigned int from, unsigned int to,
		     const char *text, unsigned int *line);
/* The line of a "draft:" or "item:" that no "- " follows; 0: there is none. */
unsigned int od_places_unlisted(const struct od_places *p);
/* Tell each line on which a hand slipped in a way that YAML's own words do not explain; how many. */
typedef void od_slip_fn(void *ctx, unsigned int line, const char *text);
int od_places_slips(const struct od_places *p, const char *name, od_slip_fn *fn, void *ctx);

#endif
