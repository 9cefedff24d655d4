/* task_urge.c - urging units that are silent (催办): each part of a matter once a day, one level higher each time. */
#include <stdlib.h>

#include "task.h"

struct urging {
	struct od_db *db;
	const struct od_task_query *q;
	int64_t level; /* 0: the next one of each */
	bool again;
	od_task_urge_fn *fn;
	void *ctx;
	od_date today;
	int64_t grace; /* seconds in which nobody is silent yet: setting task_urge_hours */
	struct od_calendar *calendar;
};

/* --- who is silent ------------------------------------------------------------------------------------ */

/* The last day, before today, on which this rhythm wanted a report: the last working day of a week, month or
 * quarter.  from: where that period begins. */
static od_date last_feedback(const struct urging *u, int feedback, od_date *from)
{
	static const int rhythms[] = {
		[OD_FEEDBACK_WEEK] = OD_RHYTHM_WEEK,
		[OD_FEEDBACK_MONTH] = OD_RHYTHM_MONTH,
		[OD_FEEDBACK_QUARTER] = OD_RHYTHM_QUARTER,
	};
	const struct od_on last = { .workday = true, .day = -1 };
	struct od_period p = { .from = u->today };

	/* A week of holidays has no working day at all. */
	for (int back = 0; back < 4; back++) {
		od_date d = back ? (od_date){ p.from.days - 1 } : u->today;

		od_period_of(u->calendar, rhythms[feedback], &last, OD_SHIFT_NONE, d, &p);
		if (od_date_is(p.on) && p.on.days < u->today.days) {
			*from = p.from;
			return p.on;
		}
	}
	return OD_NODATE;
}

static od_instant later(od_instant a, od_instant b)
{
	return !od_instant_is(b) || (od_instant_is(a) && a.sec > b.sec) ? a : b;
}

static bool before(od_instant word, od_date day)
{
	return !od_instant_is(word) || od_instant_date(word).days < day.days;
}

/* Nothing since the rhythm's last day wanted something. */
static bool missed_rhythm(const struct urging *u, const struct od_task *t,
			  const struct od_task_unit *part, od_instant word)
{
	od_date from, on;

	if (t->feedback == OD_FEEDBACK_NONE)
		return false;
	on = last_feedback(u, t->feedback, &from);
	return od_date_is(on) && on.days > od_instant_date(part->assigned_at).days &&
	       before(word, from);
}

static bool missed_due(const struct urging *u, const struct od_task_unit *part, od_instant word)
{
	return od_date_is(part->due_on) && part->due_on.days < u->today.days &&
	       before(word, (od_date){ part->due_on.days + 1 });
}

/* When it was last returned, by itself or with the whole matter. */
static int returned_at(struct od_db *db, const struct od_task_unit *part, od_instant *at,
		       struct od_err *err)
{
	static const char sql[] =
		"SELECT max(e.at) FROM task_event e WHERE e.number = ?1 "
		"AND (e.unit = ?2 OR e.unit IS NULL) AND e.action IN ('return', 'reopen') "
		"AND " OD_TASK_STANDS("e");

	return od_query_int(db, sql, &at->sec, OD_VALS(od_v(part->number), od_v(part->unit)), err) <
			       0
		       ? -1
		       : 0;
}

/* A unit that asked for an extension is not silent: it waits for the office's word. */
static int is_silent(const struct urging *u, const struct od_task *t,
		     const struct od_task_unit *part, bool *silent, struct od_err *err)
{
	od_instant now = od_db_act(u->db)->now, word = later(part->reported_at, part->finished_at),
		   since = part->assigned_at;
	bool named =
		u->q->number != OD_NOINT; /* this matter is meant: time and light are not asked */

	switch (part->state) {
	case OD_TU_RETURNED:
		if (returned_at(u->db, part, &since, err) < 0)
			return -1;
		__attribute__((fallthrough));
	case OD_TU_ASSIGNED:
		*silent = named || now.sec - since.sec >= u->grace || missed_due(u, part, word);
		return 0;
	case OD_TU_SIGNED:
		*silent = named || missed_rhythm(u, t, part, word) || missed_due(u, part, word) ||
			  (t->feedback == OD_FEEDBACK_NONE && !od_instant_is(word) &&
			   part->light != OD_LIGHT_GREEN &&
			   now.sec - later(part->signed_at, part->assigned_at).sec >= u->grace);
		break;
	case OD_TU_REPORTED:
		*silent = missed_rhythm(u, t, part, word) || missed_due(u, part, word);
		break;
	default:
		*silent = false;
	}
	*silent &= !od_date_is(part->asked_until);
	return 0;
}

/* Is the part one that the query asks for?  The query found the matter; here it is the unit that counts. */
static bool is_asked_for(const struct urging *u, const struct od_task_unit *part)
{
	const struct od_task_query *q = u->q;

	if (!od_instant_is(part->assigned_at))
		return false;
	if (q->unit && strcmp(q->unit, part->unit))
		return false;
	if (q->lead && part->role != OD_TASK_LEAD)
		return false;
	if (q->lights && !(q->lights >> part->light & 1))
		return false;
	return !q->states || q->states >> part->state & 1;
}

/* --- urging one unit ------------------------------------------------------------------------------------ */

/* One more than the last since this part was assigned or the matter was opened again. */
static int next_level(struct od_db *db, const struct od_task_unit *part, int64_t *level,
		      struct od_err *err)
{
	static const char sql[] =
		"SELECT e.level FROM task_event e WHERE e.number = ?1 AND e.unit = ?2 "
		"AND e.action = 'urge' AND " OD_TASK_STANDS(
			"e") " AND e.step > coalesce((SELECT max(b.step) "
			     "FROM task_event b WHERE b.number = ?1 AND (b.action = 'reopen' "
			     "OR b.action = 'assign' AND (b.unit IS NULL OR b.unit = ?2)) "
			     "AND " OD_TASK_STANDS("b") "), 0) ORDER BY e.step DESC LIMIT 1";
	int64_t last = 0;

	if (od_query_int(db, sql, &last, OD_VALS(od_v(part->number), od_v(part->unit)), err) < 0)
		return -1;
	*level = last < 3 ? last + 1 : 3;
	return 0;
}

static int urge_unit(struct urging *u, const struct od_task_unit *part, struct od_err *err)
{
	struct od_task_event e = { 0 };
	int r;

	od_rec_init(&od_task_event_type, &e);
	e.number = part->number;
	e.action = OD_TASK_DO_URGE;
	e.level = u->level;
	r = od_replace_text(&e.unit, part->unit, err);
	if (r == 0 && !e.level)
		r = next_level(u->db, part, &e.level, err);
	if (r == 0)
		r = od_task_do(u->db, &e, OD_NOINT, err);
	if (r == 0 && u->fn)
		r = u->fn(u->ctx, &e, err) < 0 ? -1 : 0;
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

static int urge_matter(struct urging *u, const struct od_task *t, const struct od_task_unit *part,
		       size_t n, struct od_err *err)
{
	for (size_t i = 0; i < n; i++) {
		bool today = od_instant_is(part[i].urged_at) &&
			     od_instant_date(part[i].urged_at).days == u->today.days;
		bool silent = false;

		if (!is_asked_for(u, &part[i]) || (today && !u->again))
			continue;
		if (is_silent(u, t, &part[i], &silent, err) < 0 ||
		    (silent && urge_unit(u, &part[i], err) < 0))
			return -1;
	}
	return 0;
}

/* --- urging ------------------------------------------------------------------------------------------------ */

static int64_t hours(struct od_db *db, od_date on)
{
	long long n = strtoll(od_setting(db, "task_urge_hours", on, "24"), NULL, 10);

	return n >= 0 && n < 100000 ? n : 24;
}

static struct od_tasks *find(const struct urging *u, struct od_err *err)
{
	struct od_task_query q = *u->q;

	q.now = od_db_act(u->db)->now;
	q.statuses = 1u << OD_TASK_ASSIGNED;
	q.closed = q.explain = false;
	return od_tasks_find(u->db, &q, err);
}

int od_task_urge(struct od_db *db, const struct od_task_query *q, int64_t level, bool again,
		 od_task_urge_fn *fn, void *ctx, struct od_err *err)
{
	struct urging u = { db, q, level == OD_NOINT ? 0 : level, again, fn, ctx };
	struct od_calendar *calendar OD_CLEANUP(od_calendar_freep) = NULL;
	struct od_tasks *tasks OD_CLEANUP(od_tasks_freep) = NULL;
	const struct od_task_unit *part;
	const struct od_task *t;
	size_t n;

	if (od_need_tx(db, err) < 0 || (!again && od_quiet_check(db, od_db_act(db)->now, err) < 0))
		return -1;
	if (u.level < 0 || u.level > 3)
		return od_fail(err, OD_EUSAGE, _("level: %lld is not from 1 to 3"),
			       (long long)u.level);
	u.today = od_instant_date(od_db_act(db)->now);
	u.grace = hours(db, u.today) * 3600;
	u.calendar = calendar = od_calendar_load(db, err);
	tasks = calendar ? find(&u, err) : NULL;
	if (!tasks)
		return -1;
	n = od_tasks_rows(tasks, &t);
	for (size_t i = 0; i < n; i++) {
		size_t parts = od_tasks_units(tasks, i, &part);

		if (urge_matter(&u, &t[i], part, parts, err) < 0)
			return -1;
	}
	return 0;
}
