/* leave_rule.h - private to leave_rule*.c and leave_chain.c: one leave before the rules of the regime. */
#ifndef OD_LEAVE_RULE_H
#define OD_LEAVE_RULE_H

#include "leave.h"

/* A person as on a day: the row that holds, else the last before it, else the first. */
struct od_leaver {
	char *code, *name, *unit, *post, *rank;
	int64_t sort;
};
int od_leaver_read(struct od_db *db, const char *code, od_date on, struct od_leaver *p,
		   struct od_err *err) OD_MUST_CHECK; /* 1, 0 nobody, -1 */
void od_leaver_free(struct od_leaver *p);

/* The rows of the regime that hold on a day, by sort. */
struct od_leave_ruleset {
	struct od_leave_rule *rule;
	size_t n;
};

/* What the rules look at: rows and ranks are those of the leave's first day. */
struct od_leave_case {
	struct od_db *db;
	const struct od_leave *l;
	const struct od_calendar *calendar;
	struct od_leaver who;
	struct od_leave_ruleset set;
	struct od_span span, run; /* run: with the leaves that it extends */
	int64_t halves;           /* of run, by the calendar */
};
int od_leave_case_open(struct od_leave_case *c, struct od_db *db, const struct od_leave *l,
		       struct od_err *err) OD_MUST_CHECK; /* free it whatever comes */
void od_leave_case_free(struct od_leave_case *c);
/* Is a rule about this leave: kind, unit, how far, how long; and its ranks, but where it is about two. */
bool od_leave_fits(const struct od_leave_case *c, const struct od_leave_rule *r);
/* Away from the city with no working half day in it. */
bool od_leave_on_rest(const struct od_leave_case *c);
/* The person's partners by the A/B pairs of a day: text[0] the code. */
int od_leave_partners(struct od_db *db, const char *person, od_date on, od_row_fn *fn, void *ctx,
		      struct od_err *err) OD_MUST_CHECK;

/* --- the judging of one leave (leave_rule.c) -------------------------------------------------------- */

struct od_judging {
	struct od_leave_case c;
	int phase;
	od_instant now;
	const char *force;
	od_leave_finding_fn *fn;
	void *ctx;
	int refused;
	bool covered;     /* a duty asks for notice of this leave */
	bool notice_told; /* a row about notice fitted: the first one decides */
};
/* What rule r found.  The text is what, which is freed, and after it the remedy (or NULL). */
int od_leave_tell(struct od_judging *j, const struct od_leave_rule *r, struct od_buf *what,
		  const char *remedy, struct od_err *err) OD_MUST_CHECK;
/* The number that od_leaves_of() passes over for the person's own leave. */
int64_t od_leave_except(const struct od_leave *l);

/* --- words ------------------------------------------------------------------------------------------- */

/* "2026-12-05 to 2026-12-07 morning", "2026-12-05 afternoon". */
void od_span_put(struct od_buf *b, struct od_span s);
static inline od_date od_part_day(int64_t part)
{
	return (od_date){ (int32_t)((part - (part < 0 ? 2 : 0)) / 3) };
}
/* "; free again from 2026-12-09 morning on", after what stands in the way until a part. */
void od_leave_put_free(struct od_buf *b, int64_t until);
/* "范既明 (区长)" */
void od_leaver_put(struct od_buf *b, const struct od_leaver *p);
int od_leave_put_person(struct od_db *db, struct od_buf *b, const char *code, od_date on,
			struct od_err *err) OD_MUST_CHECK;
/* "范既明 (区长) is away 2026-12-05 to 2026-12-08 (L2026-0003, approved; in common: 2026-12-06)" */
int od_leave_put_other(struct od_judging *j, struct od_buf *b, const struct od_leave *other,
		       struct od_span span, struct od_err *err) OD_MUST_CHECK;

/* --- the checks: leave_rule_who.c, leave_rule_when.c --------------------------------------------------- */

typedef int od_leave_check_fn(struct od_judging *j, const struct od_leave_rule *r,
			      struct od_err *err);
od_leave_check_fn od_leave_apart, od_leave_pair_away, od_leave_stand_in, od_leave_overlap,
	od_leave_schedule, od_leave_notice_days, od_leave_blocked, od_leave_weekend, od_leave_run;
/* The notice that the duties anchored at departure ask for; j->covered: one does. */
int od_leave_notice_duty(struct od_judging *j, struct od_err *err) OD_MUST_CHECK;

/* --- leave_holder.c ---------------------------------------------------------------------------------- */

/* Who holds a role: nobody is on file where code is NULL. */
struct od_leave_holder {
	char *code, *name;
	bool passed; /* the role is nobody's by rights: the link falls away */
};
void od_leave_holder_free(struct od_leave_holder *h);
/* role: a word of the chain, or a person's code.  Free h whatever comes. */
int od_leave_holder(struct od_db *db, const struct od_leave_case *c, const char *role, od_date on,
		    struct od_leave_holder *h, struct od_err *err) OD_MUST_CHECK;
/* The day whose holders approve: today. */
int od_leave_holders_day(struct od_db *db, od_date *on, struct od_err *err) OD_MUST_CHECK;
const char *od_leave_role_label(const char *role);
/* What to load where nobody holds it. */
const char *od_leave_role_remedy(const char *role);
/* "秘书长 闻致远", or that nobody is on file. */
int od_leave_put_holder(struct od_db *db, const struct od_leave_case *c, const char *role,
			struct od_buf *b, struct od_err *err) OD_MUST_CHECK;

#endif
