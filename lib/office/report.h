/* report.h - private to office/: what report*.c, event*.c, tray.c and memo.c share about reports. */
#ifndef OD_REPORT_H
#define OD_REPORT_H

#include "office.h"

static inline bool od_given(const char *text)
{
	return text && *text;
}

/* The category whose reports are chained into events. */
#define OD_EMERGENCY "emergency"

/* A report as it is read: the columns of its type. */
/* clang-format off */
#define OD_REPORT_FIELDS                                                                                     \
	"SELECT r.number, r.unit, NULL AS unit_name, r.category, NULL AS category_name, r.title, r.body, r.occurred_at, " \
	"r.place, r.leaders, r.author, r.phone, r.signer, r.secrecy, r.urgency, r.external_id, "  \
	"r.status, r.undated, r.desk, NULL AS desk_name, r.received_at, r.batch, r.ends_at, "     \
	"r.accompanying, r.event, r.stage, r.form, r.grade, r.learned_at, r.dead, r.injured, "    \
	"r.missing, r.measures, r.superior_at, r.taken_by, r.told, NULL AS copy_to "
/* clang-format on */
#define OD_REPORT_COLUMNS OD_REPORT_FIELDS "FROM report r "
/* Names are those valid on the day it occurred. */
int od_report_derive(struct od_db *db, void *rec, struct od_err *err) OD_MUST_CHECK;
extern const struct od_word od_report_statuses[];

/* The report of a number: 1, 0 none, -1. */
int od_report_read(struct od_db *db, int64_t number, struct od_report *r,
		   struct od_err *err) OD_MUST_CHECK;
/* The report of a number, which must be there: 1, -1. */
int od_report_get(struct od_db *db, int64_t number, struct od_report *r,
		  struct od_err *err) OD_MUST_CHECK;
/* Reports of other events that occurred in [from, to], withdrawn ones and duplicates left out. */
struct od_iter *od_report_near(struct od_db *db, od_instant from, od_instant to, int64_t event,
			       struct od_err *err);
/* What a desk has before it: received and returned reports. */
struct od_iter *od_report_waiting(struct od_db *db, const char *desk, struct od_err *err);

/* --- events at filing (event.c) ------------------------------------------------------------------- */

/* What an emergency's report may say, and that others say none of it; an absent stage is filled in. */
int od_event_check(struct od_report *r, struct od_err *err) OD_MUST_CHECK;
/* The event it names is there; a first report of none that is known here begins one. */
int od_event_enter(struct od_db *db, struct od_report *r, struct od_err *err) OD_MUST_CHECK;
/* While indexes are put off: what od_event_enter() asks for later. */
int od_event_late(struct od_db *db, const struct od_report *r, struct od_err *err) OD_MUST_CHECK;

/* --- copies (memo.c) --------------------------------------------------------------------------------- */

/* Name of a unit's contact secretary on a day, or of the cover while there is one; NULL: it has none (or
 * err->code).  Borrowed until the next transaction. */
const char *od_copy_memo(struct od_db *db, const char *unit, od_date on, struct od_err *err);

#endif
