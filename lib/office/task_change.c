/* task_change.c - changing what a matter says, and who has a part in it. */
#include <stdlib.h>

#include "task.h"

/* --- what is given -------------------------------------------------------------------------------------- */

/* The members that a person may change. */
static bool changeable(const struct od_field *f)
{
	return !(f->flags & (OD_READONLY | OD_NOT_STORED));
}

/* Is it said?  An enum's first word stands for its absence. */
static bool is_given(const struct od_field *f, const struct od_task *t)
{
	char buf[32];

	if (f->type == OD_ENUM)
		return *(const int *)od_member(f, t) != 0;
	return od_field_str(f, t, buf) != NULL;
}

/* Empty text takes away what was there. */
static int set_given(struct od_task *now, const struct od_task *t, bool whole, struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };
	char buf[32];

	for (const struct od_field *f = od_task_type.fields; f->name; f++) {
		const char *text;

		if (!changeable(f) || (!whole && !is_given(f, t)))
			continue;
		text = od_field_str(f, t, buf);
		if (od_field_set(f, now, od_blank(text) ? NULL : text, &none, err) < 0)
			return od_fail_at(err, "%s", f->name);
	}
	return 0;
}

/* --- units --------------------------------------------------------------------------------------------- */

static int cannot_drop(const struct od_task_unit *u, struct od_err *err)
{
	char name[32];

	return od_fail(
		err, OD_EDATA,
		_("%s/%s has been assigned its part and cannot be taken off; undo that, or let "
		  "it finish"),
		od_number_str('T', u->number, name), u->unit);
}

/* What a unit that is there becomes: OD_TASK_LEAD, OD_TASK_CO, -1: taken off. */
static int role_wanted(const struct od_task *want, const struct od_task_unit *u)
{
	bool lead = want->lead && !strcmp(want->lead, u->unit);

	if (lead)
		return OD_TASK_LEAD;
	if (want->co_units && od_list_has(want->co_units, u->unit))
		return OD_TASK_CO;
	if (u->role == OD_TASK_LEAD && !want->lead)
		return OD_TASK_LEAD;
	if (u->role == OD_TASK_CO && !want->co_units)
		return OD_TASK_CO;
	/* Who led until now goes on assisting, once the part has been assigned. */
	if (u->role == OD_TASK_LEAD && od_task_place(u) != OD_TU_NAMED && !want->co_units)
		return OD_TASK_CO;
	return -1;
}

typedef int change_fn(struct od_task_work *w, const struct od_task_event *e,
		      const struct od_task_unit *before, const struct od_task_unit *after,
		      struct od_err *err);

static int write_one(struct od_task_work *w, const struct od_task_event *e,
		     const struct od_task_unit *before, const struct od_task_unit *after,
		     struct od_err *err)
{
	return od_task_step_of(w, e, OD_NODATE, before, after, err) < 0 ? -1 : 1;
}

static int count_one(struct od_task_work *w, const struct od_task_event *e,
		     const struct od_task_unit *before, const struct od_task_unit *after,
		     struct od_err *err)
{
	(void)w, (void)e;
	if (!after && od_task_place(before) != OD_TU_NAMED)
		return cannot_drop(before, err);
	return 1;
}

static int change_present(struct od_task_work *w, const struct od_task *want,
			  const struct od_task_event *e, change_fn *fn, struct od_err *err)
{
	int n = 0;

	for (size_t i = 0; i < w->units; i++) {
		const struct od_task_unit *u = &w->unit[i];
		struct od_task_unit after = *u;
		int role = role_wanted(want, u), r = 0;

		after.role = role;
		if (role != u->role)
			r = fn(w, e, u, role < 0 ? NULL : &after, err);
		if (r < 0)
			return -1;
		n += r;
	}
	return n;
}

static int change_new(struct od_task_work *w, const struct od_task_event *e, const char *code,
		      size_t size, int role, change_fn *fn, struct od_err *err)
{
	struct od_task_unit u = { 0 };
	int r = 0;

	od_rec_init(&od_task_unit_type, &u);
	u.number = w->now.number;
	u.role = role;
	u.unit = strndup(code, size);
	if (!u.unit)
		r = od_fail_nomem(err);
	else if (!od_task_work_unit(w, u.unit))
		r = fn(w, e, NULL, &u, err);
	od_rec_clear(&od_task_unit_type, &u);
	return r;
}

/* fn is called for each unit whose part comes, goes or changes its role; returns how many they are, or -1. */
static int change_units(struct od_task_work *w, const struct od_task *want,
			const struct od_task_event *e, change_fn *fn, struct od_err *err)
{
	const char *rest = want->co_units;
	int n = change_present(w, want, e, fn, err), r;
	size_t size;

	if (n < 0)
		return -1;
	if (!od_blank(want->lead)) {
		r = change_new(w, e, want->lead, strlen(want->lead), OD_TASK_LEAD, fn, err);
		if (r < 0)
			return -1;
		n += r;
	}
	for (const char *s = od_list_next(&rest, &size); s; s = od_list_next(&rest, &size)) {
		r = change_new(w, e, s, size, OD_TASK_CO, fn, err);
		if (r < 0)
			return -1;
		n += r;
	}
	return n;
}

/* --- the matter ------------------------------------------------------------------------------------------ */

/* Whoever has been assigned a part has a due day of its own. */
static int check_due(struct od_task_work *w, const char *reason, struct od_err *err)
{
	bool moved = w->was.due_on.days != w->now.due_on.days;

	if (moved && w->was.status != OD_TASK_REGISTERED)
		return od_fail(
			err, OD_EDATA,
			_("due_on: its units have been assigned; their due days are moved by "
			  "extensions"));
	if ((!moved && w->was.parent == w->now.parent) || !od_blank(reason))
		return 0;
	return od_task_within_parent(w->db, &w->now, w->now.due_on, err);
}

/* A part is registered after the whole: so none can be part of itself, however long the way. */
static int check_parent(struct od_task_work *w, struct od_err *err)
{
	if (w->was.parent == w->now.parent || w->now.parent == OD_NOINT)
		return 0;
	if (w->now.parent >= w->now.number)
		return od_fail(err, OD_EDATA,
			       _("parent: a matter is part of one that was registered before it"));
	return od_task_parent_open(w, err);
}

static int check_external(struct od_task_work *w, struct od_err *err)
{
	int64_t other = 0;
	char name[32];
	int r;

	if (!w->now.external_id)
		return 0;
	r = od_query_int(w->db, "SELECT number FROM task WHERE external_id = ?1 AND number <> ?2",
			 &other, OD_VALS(od_v(w->now.external_id), od_v(w->now.number)), err);
	if (r <= 0)
		return r;
	return od_fail(err, OD_EDATA, _("external_id: %s has it already"),
		       od_number_str('T', other, name));
}

static int check_change(struct od_task_work *w, const char *reason, struct od_err *err)
{
	if (od_task_check_status(&w->was, OD_TASK_DO_CHANGE, err) < 0 ||
	    check_due(w, reason, err) < 0 || check_parent(w, err) < 0)
		return -1;
	return check_external(w, err);
}

static int write_change(struct od_task_work *w, const struct od_task *want, const char *reason,
			struct od_err *err)
{
	struct od_task_event e = { 0 };
	int r = 0;

	od_rec_init(&od_task_event_type, &e);
	e.action = OD_TASK_DO_CHANGE;
	if (!od_blank(reason))
		r = od_replace_text(&e.reason, reason, err);
	if (r == 0)
		r = od_task_step(w, &e, NULL, NULL, err);
	if (r == 0)
		r = change_units(w, want, &e, write_one, err) < 0 ? -1 : 0;
	od_rec_clear(&od_task_event_type, &e);
	return r;
}

/* lead and co_units that are to be, as codes, in w->now: they are members of it that are kept elsewhere. */
static int set_units(struct od_task_work *w, const struct od_task *t, bool whole,
		     struct od_err *err)
{
	const char *lead = t->lead, *co_units = t->co_units;

	if (od_replace_text(&w->now.lead, whole && !lead ? "" : lead, err) < 0)
		return -1;
	return od_replace_text(&w->now.co_units, whole && !co_units ? "" : co_units, err);
}

static int merge(struct od_task_work *w, struct od_task *t, bool whole, const char *reason,
		 bool *changed, struct od_err *err)
{
	int units;

	if (set_given(&w->now, t, whole, err) < 0 || set_units(w, t, whole, err) < 0 ||
	    od_task_check(w->db, &w->now, err) < 0)
		return -1;
	w->now.version = w->was.version;
	units = change_units(w, &w->now, NULL, count_one, err);
	if (units < 0)
		return -1;
	*changed = units || !od_rec_same(&od_task_type, &w->was, &w->now);
	if (!*changed)
		return 0;
	if (check_change(w, reason, err) < 0)
		return -1;
	t->version = ++w->now.version;
	return write_change(w, &w->now, reason, err);
}

int od_task_merge(struct od_db *db, struct od_task *t, bool whole, const char *reason,
		  bool *changed, struct od_err *err)
{
	struct od_task_work w;
	int r;

	*changed = false;
	if (od_task_work_begin(db, t->number, t->version, &w, err) < 0)
		return -1;
	r = merge(&w, t, whole, reason, changed, err);
	od_task_work_end(&w);
	return r;
}

int od_task_change(struct od_db *db, struct od_task *t, const char *reason, struct od_err *err)
{
	bool changed;

	return od_task_merge(db, t, false, reason, &changed, err);
}

int od_task_replace(struct od_db *db, struct od_task *t, const char *reason, struct od_err *err)
{
	bool changed;

	return od_task_merge(db, t, true, reason, &changed, err);
}
