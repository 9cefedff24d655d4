/* task_do.c - what is done to a matter and to its units' parts. */
#include <stdlib.h>

#include "task.h"

/* --- what is done to a unit's part ------------------------------------------------------------------------ */

static int say_progress(struct od_task_work *w, struct od_task_event *e, struct od_task_unit *u,
			struct od_err *err)
{
	char name[32];

	if (e->action == OD_TASK_DO_FINISH && e->percent == OD_NOINT)
		e->percent = 100;
	if (e->percent == OD_NOINT)
		return 0;
	if (u->percent != OD_NOINT && e->percent < u->percent && od_blank(e->reason))
		return od_fail(
			err, OD_EDATA,
			_("%s/%s: percent would go down from %lld to %lld; say why (reason)"),
			od_number_str('T', w->now.number, name), u->unit, (long long)u->percent,
			(long long)e->percent);
	u->percent = e->percent;
	return 0;
}

static int check_later(struct od_task_event *e, const struct od_task_unit *u, struct od_err *err)
{
	char asked[16], present[16];

	if (e->due_on.days > u->due_on.days)
		return 0;
	return od_fail(err, OD_EDATA, _("due_on: %s is not later than %s, the unit's due day now"),
		       od_date_str(e->due_on, asked), od_date_str(u->due_on, present));
}

/* A request moves nothing: whoever asks is as late as before until it is approved. */
static int extend(struct od_task_work *w, struct od_task_event *e, struct od_task_unit *u,
		  struct od_err *err)
{
	char name[32], day[16];
	od_date asked;

	if (od_task_asked(w->db, u->number, u->unit, &asked, err) < 0)
		return -1;
	od_number_str('T', u->number, name);
	if (e->action == OD_TASK_DO_EXTEND_REQUEST) {
		if (od_date_is(asked))
			return od_fail(
				err, OD_EDATA,
				_("%s/%s: an extension until %s is asked for already; approve "
				  "or refuse it first"),
				name, u->unit, od_date_str(asked, day));
		if (!od_date_is(e->due_on))
			return od_fail(err, OD_EDATA, _("due_on: say until which day"));
		return check_later(e, u, err);
	}
	if (!od_date_is(asked))
		return od_fail(err, OD_EDATA, _("%s/%s: no extension was asked for"), name,
			       u->unit);
	if (e->action == OD_TASK_DO_EXTEND_REFUSE)
		return 0;
	if (!od_date_is(e->due_on))
		e->due_on = asked;
	if (check_later(e, u, err) < 0)
		return -1;
	u->due_on = e->due_on;
	return 0;
}

static int urge(struct od_task_work *w, struct od_task_event *e, struct od_task_unit *u,
		struct od_err *err)
{
	(void)w, (void)u, (void)err;
	if (e->level == OD_NOINT)
		e->level = 1;
	return 0;
}

/* What an action does besides what its rule says; e and u are the unit's own copies. */
typedef int unit_fn(struct od_task_work *w, struct od_task_event *e, struct od_task_unit *u,
		    struct od_err *err);
static unit_fn *const unit_fns[OD_TASK_DO_UNDO + 1] = {
	[OD_TASK_DO_REPORT] = say_progress,   [OD_TASK_DO_FINISH] = say_progress,
	[OD_TASK_DO_EXTEND_REQUEST] = extend, [OD_TASK_DO_EXTEND_APPROVE] = extend,
	[OD_TASK_DO_EXTEND_REFUSE] = extend,  [OD_TASK_DO_URGE] = urge,
};

static int check_since(const struct od_task_event *e, od_instant since, struct od_err *err)
{
	char at[32], begin[32];

	if (od_instant_date(e->happened_at).days >= od_instant_date(since).days)
		return 0;
	return od_fail(err, OD_EDATA, _("happened_at: %s is before it began, on %s"),
		       od_instant_str_short(e->happened_at, at),
		       od_instant_str_short(since, begin));
}

/* e names the unit. */
static int do_unit(struct od_task_work *w, struct od_task_event *e,
		   const struct od_task_unit *before, struct od_err *err)
{
	const struct od_task_rule *rule = od_task_rule(e->action);
	struct od_task_unit after = *before;

	if (check_since(e, before->assigned_at, err) < 0)
		return -1;
	if (unit_fns[e->action] && unit_fns[e->action](w, e, &after, err) < 0)
		return -1;
	if (rule->state != OD_TASK_STAYS)
		after.state = rule->state;
	return od_task_step(w, e, before, &after, err);
}

static int do_unit_too(struct od_task_work *w, const struct od_task_event *e,
		       const struct od_task_unit *before, struct od_err *err)
{
	struct od_task_event one = { 0 };
	int r;

	od_rec_init(&od_task_event_type, &one);
	r = od_rec_copy(&od_task_event_type, &one, e, err);
	if (r == 0)
		r = od_replace_text(&one.unit, before->unit, err);
	if (r == 0)
		r = do_unit(w, &one, before, err);
	od_rec_clear(&od_task_event_type, &one);
	return r;
}

static int no_such_unit(const struct od_task_work *w, const char *unit, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf there = OD_BUF_INIT;
	char name[32];

	for (size_t i = 0; i < w->units; i++)
		od_buf_printf(&there, "%s%s", i ? OD_LIST_SEP : "", w->unit[i].unit);
	return od_fail(err, OD_EDATA, _("%s: '%s' has no part in it; who has: %s"),
		       od_number_str('T', w->now.number, name), unit, there.s ? there.s : "-");
}

/* Extensions are decided where one was asked for, asked for where none is. */
static int may(struct od_task_work *w, const struct od_task_event *e, const struct od_task_unit *u,
	       struct od_err *err)
{
	od_date asked;

	if (!od_task_unit_may(u, e->action))
		return 0;
	if (unit_fns[e->action] != extend)
		return 1;
	if (od_task_asked(w->db, u->number, u->unit, &asked, err) < 0)
		return -1;
	return od_date_is(asked) == (e->action != OD_TASK_DO_EXTEND_REQUEST);
}

/* A unit, or all that may: if none may, the first one's refusal says why. */
static int do_units(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	const struct od_task_unit *u;
	bool any = false;

	if (e->unit) {
		u = od_task_work_unit(w, e->unit);
		if (!u)
			return no_such_unit(w, e->unit, err);
		if (od_task_check_unit(u, e->action, err) < 0)
			return -1;
		return do_unit(w, e, u, err);
	}
	for (size_t i = 0; i < w->units; i++) {
		int r = may(w, e, &w->unit[i], err);

		if (r < 0 || (r && do_unit_too(w, e, &w->unit[i], err) < 0))
			return -1;
		any |= r;
	}
	if (any)
		return 0;
	if (!w->units)
		return no_such_unit(w, "-", err);
	if (od_task_check_unit(&w->unit[0], e->action, err) < 0)
		return -1;
	return do_unit_too(w, e, &w->unit[0], err); /* which tells what else is in the way */
}

/* --- what is done to the matter ---------------------------------------------------------------------------- */

int od_task_parent_open(struct od_task_work *w, struct od_err *err)
{
	char name[32], parent[32];
	int64_t open;
	int r;

	if (w->now.parent == OD_NOINT)
		return 0;
	r = od_query_int(w->db,
			 "SELECT number FROM task WHERE number = ?1 AND status IN ('registered', "
			 "'assigned')",
			 &open, OD_VALS(od_v(w->now.parent)), err);
	if (r != 0)
		return r < 0 ? -1 : 0;
	return od_fail(err, OD_EDATA, _("%s is part of %s, which is not open; reopen that first"),
		       od_number_str('T', w->now.number, name),
		       od_number_str('T', w->now.parent, parent));
}

static int add_number(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;
	char buf[32];

	(void)err;
	od_buf_printf(b, "%s%s", b->n ? OD_LIST_SEP : "",
		      od_number_str('T', strtoll(text[0], NULL, 10), buf));
	return 0;
}

static int open_children(struct od_task_work *w, struct od_buf *b, struct od_err *err)
{
	return od_query_each(
		w->db,
		"SELECT number FROM task WHERE parent = ?1 AND status IN ('registered', "
		"'assigned') ORDER BY number LIMIT 10",
		OD_VALS(od_v(w->now.number)), add_number, b, err);
}

int od_task_children_closed(struct od_task_work *w, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char name[32];

	if (open_children(w, &b, err) < 0)
		return -1;
	if (!b.n)
		return 0;
	return od_fail(err, OD_EDATA,
		       _("%s has parts that are open: %s; close or cancel them first"),
		       od_number_str('T', w->now.number, name), b.s);
}

/* Who has not finished: units with their states, and parts that are open. */
static int gather_unfinished(struct od_task_work *w, struct od_buf *b, struct od_err *err)
{
	for (size_t i = 0; i < w->units; i++) {
		const struct od_task_unit *u = &w->unit[i];

		if (od_task_place(u) == OD_TU_VERIFIED)
			continue;
		od_buf_printf(b, _("%s%s (%s)"), b->n ? OD_LIST_SEP : "", u->unit,
			      od_task_place(u) == OD_TU_NAMED ? _("named, not assigned yet")
							      : _(od_unit_states[u->state].label));
	}
	return open_children(w, b, err);
}

static int do_close(struct od_task_work *w, struct od_task_event *e, bool anyway,
		    struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char name[32];

	if (gather_unfinished(w, &b, err) < 0)
		return -1;
	if (anyway && od_blank(e->reason))
		return od_fail(err, OD_EDATA, _("a reason is needed to close it unfinished"));
	if (b.n && !anyway)
		return od_fail(err, OD_EDATA,
			       _("%s cannot be closed: not finished are %s; let them finish and be "
				 "verified, or close it unfinished and say why"),
			       od_number_str('T', w->now.number, name), b.s);
	w->now.status = OD_TASK_CLOSED;
	w->now.unfinished = b.n > 0;
	return od_task_step(w, e, NULL, NULL, err);
}

static int close_finished(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	return do_close(w, e, false, err);
}

static int close_anyway(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	return do_close(w, e, true, err);
}

/* Those that had been verified have it back, until the new day if one is given. */
static int reopen(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	if (od_task_parent_open(w, err) < 0)
		return -1;
	w->now.status = OD_TASK_ASSIGNED;
	w->now.unfinished = false;
	if (od_task_step(w, e, NULL, NULL, err) < 0)
		return -1;
	for (size_t i = 0; i < w->units; i++) {
		const struct od_task_unit *before = &w->unit[i];
		struct od_task_unit after = *before;

		if (od_task_place(before) == OD_TU_NAMED)
			continue;
		if (before->state == OD_TU_VERIFIED)
			after.state = OD_TU_RETURNED;
		if (od_date_is(e->due_on))
			after.due_on = e->due_on;
		if (od_rec_same(&od_task_unit_type, before, &after))
			continue;
		if (od_task_step_of(w, e, OD_NODATE, before, &after, err) < 0)
			return -1;
	}
	return 0;
}

static int cancel(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	if (od_task_children_closed(w, err) < 0)
		return -1;
	w->now.status = OD_TASK_CANCELLED;
	return od_task_step(w, e, NULL, NULL, err);
}

/* Nothing but the status its rule leads to, if any. */
static int plain(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	const struct od_task_rule *rule = od_task_rule(e->action);

	if (rule->status != OD_TASK_STAYS)
		w->now.status = rule->status;
	return od_task_step(w, e, NULL, NULL, err);
}

typedef int matter_fn(struct od_task_work *w, struct od_task_event *e, struct od_err *err);
/* Not here: what is done to units' parts. */
static matter_fn *const matter_fns[OD_TASK_DO_UNDO + 1] = {
	[OD_TASK_DO_ASSIGN] = od_task_assign, [OD_TASK_DO_CLOSE] = close_finished,
	[OD_TASK_DO_REOPEN] = reopen,         [OD_TASK_DO_FILE] = plain,
	[OD_TASK_DO_CANCEL] = cancel,         [OD_TASK_DO_CHECKED] = plain,
	[OD_TASK_DO_INSTRUCTED] = plain,      [OD_TASK_DO_UNDO] = od_task_undo,
};

/* --- doing --------------------------------------------------------------------------------------------------- */

static int check_when(struct od_task_work *w, struct od_task_event *e, struct od_err *err)
{
	od_instant now = od_db_act(w->db)->now;
	char buf[32];

	if (!od_instant_is(e->happened_at))
		e->happened_at = now;
	if (e->happened_at.sec > now.sec)
		return od_fail(err, OD_EDATA, _("happened_at: %s is still to come"),
			       od_instant_str_short(e->happened_at, buf));
	return check_since(e, w->now.opened_at, err);
}

static int do_it(struct od_db *db, struct od_task_event *e, int64_t version, matter_fn *fn,
		 struct od_err *err)
{
	struct od_task_work w;
	int64_t first;
	int r;

	if (e->action <= OD_TASK_NO_ACTION || e->action > OD_TASK_DO_UNDO)
		return od_fail(err, OD_EDATA, _("action is missing"));
	if (od_task_rule(e->action)->library)
		return od_fail(err, OD_EDATA, _("'%s' is not done this way"),
			       od_task_actions[e->action].word);
	if (od_blank(e->unit)) {
		free(e->unit);
		e->unit = NULL;
	}
	if (od_task_work_begin(db, e->number, version, &w, err) < 0)
		return -1;
	first = w.steps + 1;
	r = od_task_check_status(&w.now, e->action, err);
	if (r == 0)
		r = od_task_check_event(e, err);
	if (r == 0)
		r = check_when(&w, e, err);
	if (r == 0 && e->unit)
		r = od_task_resolve_unit(db, &e->unit, err);
	if (r == 0)
		r = fn ? fn(&w, e, err) : do_units(&w, e, err);
	e->step = first;
	od_task_work_end(&w);
	return r;
}

int od_task_do(struct od_db *db, struct od_task_event *e, int64_t version, struct od_err *err)
{
	bool known = e->action >= 0 && e->action < (int)OD_COUNT(matter_fns);

	return do_it(db, e, version, known ? matter_fns[e->action] : NULL, err);
}

int od_task_close_unfinished(struct od_db *db, struct od_task_event *e, int64_t version,
			     struct od_err *err)
{
	e->action = OD_TASK_DO_CLOSE;
	return do_it(db, e, version, close_anyway, err);
}
