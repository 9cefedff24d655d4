/* feedback.h - private to office/: what is told to a unit about its items, as gathered. */
#ifndef OD_FEEDBACK_H
#define OD_FEEDBACK_H

#include "bulletin.h"

/* Told to a unit about some days. */
struct od_unit_feedback {
	struct od_db *db;
	const char *unit;
	od_date from, to;
	od_instant since, until, now; /* since <= t < until */
	struct od_buf body;           /* the sections */
	size_t sections, nth;         /* so far; in this section */
	struct od_buf lines;          /* of this section */
	/* as in the ranking (score_events.c): adopted counts a report once an item, reports once in all */
	int64_t submitted, adopted, reports, upward, upward_adopted, instructed, returned, rejected,
		duplicates, waiting, asked, answered, missed, late, left_out, unreported;
};

/* The sections into body, and the counts (feedback_rows.c). */
int od_feedback_gather(struct od_unit_feedback *f, struct od_err *err) OD_MUST_CHECK;

/* Its parts (feedback_rows.c, feedback_owed.c): a line of b and a full stop, the lines as a section under its heading,
 * " (R2026-0123)"; commissions; what was due in those days and came late or not at all. */
int od_feedback_line(struct od_unit_feedback *f, struct od_buf *b, struct od_err *err);
int od_feedback_section(struct od_unit_feedback *f, const char *heading, struct od_err *err);
void od_feedback_number(struct od_buf *b, char letter, int64_t number);
int od_feedback_commissions(struct od_unit_feedback *f, struct od_err *err);
int od_feedback_owed(struct od_unit_feedback *f, struct od_err *err);

#endif
