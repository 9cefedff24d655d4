/* task_warrior_add.c - matters that came from Taskwarrior, registered; those that were completed there with the steps
 * that a person would have taken, on the days it tells. */
#include <stdlib.h>

#include "warrior.h"

/* Is it the matter that stands here under that number, not one of another office's? */
static int is_ours(struct od_db *db, const struct od_task *t, struct od_err *err)
{
	struct od_task here = { 0 };
	char uuid[OD_WARRIOR_UUID + 1];
	int r;

	if (t->number == OD_NOINT)
		return 0;
	od_rec_init(&od_task_type, &here);
	r = od_task_read(db, t->number, &here, err);
	if (r > 0) {
		od_warrior_uuid(&here, uuid);
		r = !t->external_id || !strcmp(t->external_id + strlen(OD_WARRIOR_ID), uuid);
	}
	od_rec_clear(&od_task_type, &here);
	return r;
}

static int take_lead(struct od_db *db, struct od_task *t, struct od_err *err)
{
	struct od_err why = OD_ERR_INIT;
	char *code;

	if (od_unit_resolve(db, t->basis, false, &code, &why) < 0) {
		if (why.code == OD_ENOENT || why.code == OD_EDATA)
			return 0; /* a project of another kind: what it is called is kept */
		*err = why;
		return -1;
	}
	if (od_blank(t->lead)) {
		free(t->lead);
		t->lead = code;
	} else {
		free(code);
	}
	return od_replace_text(&t->basis, NULL, err);
}

static int settle(struct od_db *db, struct od_task *t, struct od_err *err)
{
	static const char sql[] = "SELECT max(number) FROM task_group WHERE name = ?1";
	int r;

	if (od_blank(t->basis))
		return 0;
	r = od_query_int(db, sql, &t->group, OD_VALS(od_v(t->basis)), err);
	if (r > 0)
		return od_replace_text(&t->basis, NULL, err);
	return r < 0 ? -1 : take_lead(db, t, err);
}

/* --- what was completed ------------------------------------------------------------------------- */

static int check_end(struct od_db *db, const struct od_task *t, od_instant ended,
		     struct od_err *err)
{
	char end[32], entry[32];

	if (!od_instant_is(ended))
		return od_fail(err, OD_EDATA, _("'end' is missing, the day it was completed"));
	od_instant_str_short(ended, end);
	if (ended.sec > od_db_act(db)->now.sec)
		return od_fail(err, OD_EDATA, _("'end': %s is still to come"), end);
	if (!od_instant_is(t->opened_at) ||
	    od_instant_date(ended).days >= od_instant_date(t->opened_at).days)
		return 0;
	return od_fail(err, OD_EDATA, _("'end': %s is before it was entered, on %s"), end,
		       od_instant_str_short(t->opened_at, entry));
}

static int step(struct od_db *db, int64_t number, int action, od_instant at, od_date due,
		struct od_err *err)
{
	struct od_task_event e = { 0 };
	int r;

	od_rec_init(&od_task_event_type, &e);
	e.number = number;
	e.action = action;
	e.happened_at = at;
	e.due_on = due;
	r = od_task_do(db, &e, OD_NOINT, err);
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

/* Assigned on the day it was entered; all that is known of the rest is the day it was done.  Nobody is late who was
 * given no day. */
static int complete(struct od_db *db, struct od_task *t, od_instant ended, struct od_err *err)
{
	static const int then[] = { OD_TASK_DO_SIGN, OD_TASK_DO_FINISH, OD_TASK_DO_VERIFY,
				    OD_TASK_DO_CLOSE };
	od_date entry = od_instant_date(t->opened_at);
	od_date due = od_date_is(t->due_on) ? t->due_on : od_instant_date(ended);

	if (due.days < entry.days)
		due = entry;
	if (step(db, t->number, OD_TASK_DO_ASSIGN, t->opened_at, due, err) < 0)
		return -1;
	for (size_t i = 0; i < OD_COUNT(then); i++)
		if (step(db, t->number, then[i], ended, OD_NODATE, err) < 0)
			return -1;
	t->status = OD_TASK_CLOSED;
	return 0;
}

/* What is over there and on file here: 1, 0, -1. */
static int is_known(struct od_db *db, struct od_task *t, struct od_err *err)
{
	static const char known[] = "SELECT number FROM task WHERE external_id = ?1";

	if (t->status == OD_TASK_REGISTERED || !t->external_id)
		return 0;
	return od_query_int(db, known, &t->number, OD_VALS(od_v(t->external_id)), err);
}

/* A matter that was completed there is closed here through its units: one of none is passed over. */
static int add(struct od_db *db, struct od_task *t, od_instant ended, enum od_duplicate dup,
	       enum od_taken *taken, struct od_err *err)
{
	bool completed = t->status == OD_TASK_CLOSED;

	if (settle(db, t, err) < 0)
		return -1;
	if (completed && od_blank(t->lead) && od_blank(t->co_units))
		return 0;
	if (completed && check_end(db, t, ended, err) < 0)
		return -1;
	if (completed && !od_instant_is(t->opened_at))
		t->opened_at = ended;
	if (od_task_add(db, t, dup, taken, err) < 0)
		return -1;
	return completed && *taken == OD_TAKEN ? complete(db, t, ended, err) : 0;
}

int od_warrior_add(struct od_db *db, struct od_task *t, od_instant ended, enum od_duplicate dup,
		   enum od_taken *taken, struct od_err *err)
{
	char number[32];
	int r;

	if (od_need_tx(db, err) < 0)
		return -1;
	r = is_ours(db, t, err);
	if (r < 0)
		return -1;
	*taken = OD_DUPLICATED;
	if (r > 0 && dup == OD_DUP_ERROR)
		return od_fail(err, OD_EDATA, _("it is on file already as %s"),
			       od_number_str('T', t->number, number));
	if (r > 0)
		return 0;
	t->number = OD_NOINT;
	r = is_known(db, t, err);
	if (r != 0 || t->status == OD_TASK_CANCELLED)
		return r < 0 ? -1 : 0;
	return add(db, t, ended, dup, taken, err);
}
