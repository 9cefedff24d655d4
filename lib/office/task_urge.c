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
	struct od_silence_rule rule;
};

/* --- who is urged ------------------------------------------------------------------------------------ */

/* Where this matter is meant, time and light are not asked. */
static int is_silent(const struct urging *u, const struct od_task *t,
		     const struct od_task_unit *part, bool *silent, struct od_err *err)
{
	bool named = u->q->number != OD_NOINT && part->state <= OD_TU_RETURNED &&
		     part->state != OD_TU_REPORTED;
	od_date owed;
	int why;

	if (named) {
		*silent = part->state != OD_TU_SIGNED || !od_date_is(part->asked_until);
		return 0;
	}
	why = od_task_silence(&u->rule, t, part, &owed, err);
	*silent = why > OD_NOT_SILENT;
	return why < 0 ? -1 : 0;
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
			     od_instant_date(part[i].urged_at).days == u->rule.today.days;
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
	struct od_tasks *tasks OD_CLEANUP(od_tasks_freep) = NULL;
	const struct od_task_unit *part;
	const struct od_task *t;
	size_t n;
	int r;

	if (od_need_tx(db, err) < 0 || (!again && od_quiet_check(db, od_db_act(db)->now, err) < 0))
		return -1;
	if (u.level < 0 || u.level > 3)
		return od_fail(err, OD_EUSAGE, _("level: %lld is not from 1 to 3"),
			       (long long)u.level);
	if (od_silence_rule_load(db, od_db_act(db)->now, &u.rule, err) < 0)
		return -1;
	tasks = find(&u, err);
	r = tasks ? 0 : -1;
	n = tasks ? od_tasks_rows(tasks, &t) : 0;
	for (size_t i = 0; r == 0 && i < n; i++) {
		size_t parts = od_tasks_units(tasks, i, &part);

		r = urge_matter(&u, &t[i], part, parts, err);
	}
	od_silence_rule_free(&u.rule);
	return r;
}
