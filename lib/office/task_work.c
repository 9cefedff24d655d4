/* task_work.c - a matter at work: read with its units, written step by step. */
#include <stdlib.h>

#include "task.h"

/* --- a matter at work ---------------------------------------------------------------------------------- */

/* The loser of two who work on a matter at once is told who was faster. */
static int changed_meanwhile(struct od_db *db, const struct od_task *t, int64_t version,
			     struct od_err *err)
{
	char *who = NULL, name[32];

	if (od_query_text(
		    db, "SELECT actor FROM task_event WHERE number = ?1 ORDER BY step DESC LIMIT 1",
		    &who, OD_VALS(od_v(t->number)), err) < 0)
		return -1;
	od_fail(err, OD_EBUSY,
		_("%s was changed meanwhile (version %lld, now %lld) by %s; look again"),
		od_number_str('T', t->number, name), (long long)version, (long long)t->version,
		who ? who : "-");
	free(who);
	return -1;
}

static int work_read(struct od_task_work *w, int64_t number, int64_t version, struct od_err *err)
{
	char name[32];
	int r = od_task_read(w->db, number, &w->was, err);

	if (r == 0)
		return od_fail(err, OD_ENOENT, _("no matter %s"), od_number_str('T', number, name));
	if (r < 0)
		return -1;
	if (version != OD_NOINT && version != w->was.version)
		return changed_meanwhile(w->db, &w->was, version, err);
	if (od_rec_copy(&od_task_type, &w->now, &w->was, err) < 0 ||
	    od_task_units_read(w->db, number, &w->unit, &w->units, err) < 0)
		return -1;
	w->now.version++;
	return od_query_int(w->db,
			    "SELECT coalesce(max(step), 0) FROM task_event WHERE number = ?1",
			    &w->steps, OD_VALS(od_v(number)), err) < 0
		       ? -1
		       : 0;
}

int od_task_work_begin(struct od_db *db, int64_t number, int64_t version, struct od_task_work *w,
		       struct od_err *err)
{
	*w = (struct od_task_work){ .db = db };
	od_rec_init(&od_task_type, &w->was);
	od_rec_init(&od_task_type, &w->now);
	if (od_need_tx(db, err) == 0 && work_read(w, number, version, err) == 0)
		return 0;
	od_task_work_end(w);
	return -1;
}

void od_task_work_end(struct od_task_work *w)
{
	od_rec_clear(&od_task_type, &w->was);
	od_rec_clear(&od_task_type, &w->now);
	od_task_units_free(w->unit, w->units);
	w->unit = NULL;
	w->units = 0;
}

struct od_task_unit *od_task_work_unit(const struct od_task_work *w, const char *code)
{
	for (size_t i = 0; i < w->units; i++)
		if (!strcmp(w->unit[i].unit, code))
			return &w->unit[i];
	return NULL;
}

/* --- writing a step ------------------------------------------------------------------------------------- */

static int stamp(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	const struct od_act *act = od_db_act(w->db);

	e->number = w->now.number;
	e->step = ++w->steps;
	e->at = act->now;
	if (!od_instant_is(e->happened_at))
		e->happened_at = act->now;
	return od_replace_text(&e->actor, act->actor, err);
}

/* The matter's row and the event's, and one row of the journal for both. */
static int write_matter(struct od_task_work *w, const struct od_task_event *e, struct od_err *err)
{
	const char *action = od_task_actions[e->action].word;
	OD_CLEANUP(od_buf_freep) struct od_buf change = OD_BUF_INIT;
	uint8_t digest[OD_SM3_SIZE];
	char name[32];

	if (!w->stepped && od_rec_diff(&od_task_type, &w->was, &w->now, &change) &&
	    od_run_rec(w->db, od_task_kind.put, &od_task_type, &w->now, OD_NOVALS, err) < 0)
		return -1;
	if (change.failed)
		return od_fail_nomem(err);
	w->stepped = true;
	od_rec_digest(&od_task_event_type, e, digest);
	if (od_task_event_put(w->db, e, err) < 0)
		return -1;
	return od_journal(w->db, action, "task", od_number_str('T', e->number, name), change.s,
			  digest, err);
}

int od_task_step(struct od_task_work *w, struct od_task_event *e, const struct od_task_unit *before,
		 const struct od_task_unit *after, struct od_err *err)
{
	struct od_buf was = OD_BUF_INIT;

	if (stamp(w, e, err) < 0)
		return -1;
	od_task_was(w, before, after, &was);
	if (was.failed) {
		od_buf_free(&was);
		return od_fail_nomem(err);
	}
	free(e->was);
	e->was = was.s;
	if (write_matter(w, e, err) < 0)
		return -1;
	if (!before && !after)
		return 0;
	return od_task_unit_write(w->db, od_task_actions[e->action].word, before, after, err);
}

int od_task_step_of(struct od_task_work *w, const struct od_task_event *e, od_date due_on,
		    const struct od_task_unit *before, const struct od_task_unit *after,
		    struct od_err *err)
{
	struct od_task_event one = { 0 };
	int r;

	od_rec_init(&od_task_event_type, &one);
	r = od_rec_copy(&od_task_event_type, &one, e, err);
	if (r == 0)
		r = od_replace_text(&one.unit, after ? after->unit : before->unit, err);
	if (r == 0 && od_date_is(due_on))
		one.due_on = due_on;
	if (r == 0)
		r = od_task_step(w, &one, before, after, err);
	od_rec_clear(&od_task_event_type, &one);
	return r;
}
