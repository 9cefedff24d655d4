/* draft_read.h - private to draft_read.c, draft_check.c and draft_wording.c: a draft while it is read, and afterwards. */
#ifndef OD_DRAFT_READ_H
#define OD_DRAFT_READ_H

#include "draft.h"

struct od_draft_kept {
	struct od_draft_item item;
	unsigned int line, end; /* end: of the next record, 0: none */
	size_t column;
	bool elsewhere; /* it has a report whose category is of another publication's columns */
};
struct od_draft_file {
	char *name;
	struct od_draft front;
	unsigned int front_line, front_end;
	struct od_draft_item *item;
	unsigned int *line, *end;
	struct od_draft_doubt {
		bool full;      /* it stands where texts are printed */
		bool elsewhere; /* as od_draft_kept */
	} * doubt;
	size_t n;
	struct od_places places;
};

/* Which item of the file a number stands in; kept ones only. */
struct od_draft_number {
	int64_t number;
	size_t item;
};
struct od_draft_reading {
	struct od_db *db;
	struct od_draft_file *d;
	struct od_publication p;
	struct od_draft_columns columns;
	bool known; /* publication and columns are */
	struct od_draft_kept *all;
	size_t n, room;
	struct od_draft_number *number;
	size_t numbers, number_room;
	size_t kept;
	struct od_draft_told { /* told at the end, by line */
		unsigned int line;
		char *text;
	} * told;
	size_t problems, problem_room;
	bool failed; /* no memory for one of them */
};

/* "FILE:LINE: text" to who reads. */
void od_draft_problem(struct od_draft_reading *r, unsigned int line, const char *fmt, ...)
	OD_PRINTF(3, 4);
/* The line of a field of an item. */
unsigned int od_draft_at(const struct od_draft_reading *r, const struct od_draft_kept *k,
			 const char *field);
int od_draft_set(char **text, const char *to, struct od_err *err) OD_MUST_CHECK;
/* Each kept item by itself (draft_check.c); what is wrong is told, -1: it could not be looked at. */
int od_draft_check_item(struct od_draft_reading *r, size_t i, struct od_err *err) OD_MUST_CHECK;
/* Numbers that stand twice. */
void od_draft_check_twice(struct od_draft_reading *r);

#endif
