/* leave.h - private to leave*.c, slot_leave.c, roundup and schedule: leaves as half days. */
#ifndef OD_LEAVE_H
#define OD_LEAVE_H

#include "office.h"

/* Parts of days counted through: morning 0, afternoon 1, evening 2 of day 0, then 3 ...; both ends are in. */
struct od_span {
	int64_t from, to;
};
static inline int64_t od_part_at(od_date d, int part)
{
	return (int64_t)d.days * 3 + part;
}
static inline struct od_span od_leave_span(const struct od_leave *l)
{
	return (struct od_span){ od_part_at(l->from_day, l->from_part),
				 od_part_at(l->to_day, OD_PART_EVENING - l->to_part) };
}
static inline bool od_spans_meet(struct od_span a, struct od_span b)
{
	return a.from <= b.to && b.from <= a.to;
}
/* The part of the day that an instant falls in: until 12:00, until 18:00, after. */
int64_t od_part_of(od_instant t);
/* When a part begins and when a span is over: 0:00, 12:00, 18:00, 24:00. */
od_instant od_part_start(int64_t part);
od_instant od_span_end(struct od_span s);
/* Half working days in a span, evenings and days off counting nothing; halves in calendar days. */
int64_t od_span_halves(const struct od_calendar *c, struct od_span s, bool workdays);
/* "3", "2.5"; yours. */
char *od_halves_str(int64_t halves);

/* --- leave.c ---------------------------------------------------------------------------------- */

/* The leave of a number: 1, 0 none, -1.  get: it must be there (OD_ENOENT). */
int od_leave_read(struct od_db *db, int64_t number, struct od_leave *l,
		  struct od_err *err) OD_MUST_CHECK;
int od_leave_get(struct od_db *db, int64_t number, struct od_leave *l,
		 struct od_err *err) OD_MUST_CHECK;
/* What a person is away for in a span: requested (if asked), approved, away, and what was returned or
 * extended as far as it lasted; except: a number that is passed over, and its parent and children. */
typedef int od_leave_fn(void *ctx, const struct od_leave *l, struct od_span span,
			struct od_err *err);
int od_leaves_of(struct od_db *db, const char *person, struct od_span span, bool requested,
		 int64_t except, od_leave_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;
/* How long it lasted, or will: until it was returned; of what is past its end and not returned, until
 * now. */
struct od_span od_leave_lasts(const struct od_leave *l, od_instant now);
/* Fill the derived members (but waits_for) of a leave that may not be on file. */
int od_leave_derive(struct od_db *db, struct od_leave *l, struct od_err *err) OD_MUST_CHECK;
/* The act's instant, or, outside a transaction, the last act's: the library reads no clock. */
od_instant od_leave_now(struct od_db *db, struct od_err *err);
/* Do all codes and numbers that a leave names stand for something? */
int od_leave_references(struct od_db *db, const struct od_leave *l,
			struct od_err *err) OD_MUST_CHECK;
void od_leave_name(const void *rec, struct od_buf *b);
extern const char od_leave_insert[]; /* the stored fields */

/* --- leave_request.c, leave_step.c ---------------------------------------------------------------- */

/* The rules at a phase, each finding told; one that refuses is OD_EDATA.  passed, if not NULL, gets those of
 * force that spoke ("force: a、b"), for the step's reason. */
int od_leave_judge(struct od_db *db, const struct od_leave *l, int phase, od_instant now,
		   const char *force, od_leave_finding_fn *fn, void *ctx, struct od_buf *passed,
		   struct od_err *err) OD_MUST_CHECK;
/* Code of the leave kind, or of the person, that *text means on a day, in its place; NULL stays. */
int od_leave_resolve_kind(struct od_db *db, char **text, od_date on,
			  struct od_err *err) OD_MUST_CHECK;
int od_leave_resolve_person(struct od_db *db, char **text, od_date on,
			    struct od_err *err) OD_MUST_CHECK;
/* From before it began to end, not too far ahead. */
int od_leave_check_span(const struct od_leave *l, struct od_err *err) OD_MUST_CHECK;
/* The live row of the chain that a number belongs to: 1, 0 there is none, -1. */
int od_leave_live(struct od_db *db, int64_t number, int64_t *live,
		  struct od_err *err) OD_MUST_CHECK;
/* What asks for a leave's extension and is not decided: 1 and its number, 0, -1. */
int od_leave_asked(struct od_db *db, int64_t parent, int64_t *child,
		   struct od_err *err) OD_MUST_CHECK;
/* Does the state allow it?  OD_EDATA: the message names what it allows. */
int od_leave_allows(const struct od_leave *l, int action, struct od_err *err) OD_MUST_CHECK;
/* When, who, by whom: filled in and resolved; a reason where the action wants one. */
int od_leave_step_prepare(struct od_db *db, struct od_leave_step *s,
			  struct od_err *err) OD_MUST_CHECK;
/* The rules passed over go behind the step's reason. */
int od_leave_step_passed(struct od_leave_step *s, const struct od_buf *passed,
			 struct od_err *err) OD_MUST_CHECK;
/* The parent of an extension that is no longer approved is live again. */
int od_leave_revive(struct od_db *db, const struct od_leave *l, const struct od_leave_step *s,
		    struct od_err *err) OD_MUST_CHECK;
/* A change's role where approvals before it no longer count. */
#define OD_LEAVE_AGAIN "again"
/* Write down a step, whose number and instants are set; change: the leave's, as JSON, or NULL. */
int od_leave_step_add(struct od_db *db, struct od_leave_step *s, const char *change,
		      struct od_err *err) OD_MUST_CHECK;
/* The same with the leave's new state. */
int od_leave_write(struct od_db *db, const struct od_leave *before, const struct od_leave *after,
		   struct od_leave_step *s, struct od_err *err) OD_MUST_CHECK;

/* --- slot_leave.c ------------------------------------------------------------------------------- */

/* When the return of this leave is to be registered by the duties valid then, and by when it was to be
 * asked for (of a first one: an extension owes no notice).  OD_NOINSTANT: no duty.  What the duties say
 * is remembered with the handle, so that many leaves cost little. */
int od_leave_due(struct od_db *db, const struct od_leave *l, od_instant *due,
		 struct od_err *err) OD_MUST_CHECK;
int od_leave_notice(struct od_db *db, const struct od_leave *l, od_instant *due,
		    struct od_err *err) OD_MUST_CHECK;

/* --- leave_rule.c ------------------------------------------------------------------------------- */

enum od_leave_phase { OD_PHASE_REQUEST, OD_PHASE_APPROVE, OD_PHASE_CHANGE };
/* Every rule that looks at this phase; those in force (list of codes) only warn.  *refused: how many
 * refuse. */
int od_leave_rules(struct od_db *db, const struct od_leave *l, int phase, od_instant now,
		   const char *force, od_leave_finding_fn *fn, void *ctx, int *refused,
		   struct od_err *err) OD_MUST_CHECK;
/* Days that a changed leave's departure may move before it needs a new approval; OD_NOINT: any. */
int od_leave_renotice(struct od_db *db, const struct od_leave *l, int64_t *days, char **rule,
		      struct od_err *err) OD_MUST_CHECK;

/* --- leave_chain.c --------------------------------------------------------------------------------- */

/* Which open link an approval by this person fulfils: role (yours) and whether it is the last.  A link held
 * by who asks, and one that stands before a link held by the same person, is passed over; the stand-in of
 * a holder who is away may act for him.  OD_EPERM: it is another's turn, who is named. */
int od_leave_link_of(struct od_db *db, const struct od_leave *l, const char *by, char **role,
		     bool *last, struct od_err *err) OD_MUST_CHECK;
/* Role and name of who is next; NULL: nobody. */
int od_leave_waits(struct od_db *db, const struct od_leave *l, char **whom, char **person,
		   struct od_err *err) OD_MUST_CHECK;

#endif
