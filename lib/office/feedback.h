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

#endif
