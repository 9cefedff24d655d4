/* task_step.c - what was done to matters, step by step: read, told to the units, and what was at an instant. */
#include <stdlib.h>

#include "task_list.h"

/* --- what they tell of units ----------------------------------------------------------------------------------- */

static void later(od_instant *t, od_instant at)
{
	if (!od_instant_is(*t) || at.sec > t->sec)
		*t = at;
}

/* What an event tells of its unit, as od_task_unit_derive() has it by SQL. */
static void tell_unit(struct od_task_unit *u, const struct od_task_step *s)
{
	switch (s->action) {
	case OD_TASK_DO_URGE:
		u->urges++;
		later(&u->urged_at, s->at);
		return;
	case OD_TASK_DO_EXTEND_REQUEST:
		u->asked_until = s->due;
		return;
	case OD_TASK_DO_EXTEND_APPROVE:
	case OD_TASK_DO_EXTEND_REFUSE:
		u->asked_until = OD_NODATE;
		return;
	case OD_TASK_DO_REPORT:
		later(&u->reported_at, s->at);
		break; /* which proves receipt, signed for or not */
	case OD_TASK_DO_SIGN:
		break;
	case OD_TASK_DO_FINISH:
		later(&u->finished_at, s->at);
		return;
	default:
		return;
	}
	if (!od_instant_is(u->signed_at) || s->at.sec < u->signed_at.sec)
		u->signed_at = s->at;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

/* A row of task_event that may count; UNDO: percent is the step it takes back. */
struct read_step {
	struct od_task_step s;
	int64_t no;
	uint32_t matter;
};

struct reading {
	struct od_tasks *t;
	size_t hint;
	struct read_step *step;
	size_t n, room;
	bool in_order; /* so far each matter's rows came together, by number */
};

/* Those that lists need; statistics need those that change a state too. */
static bool is_wanted(int action, bool all)
{
	static const unsigned char kind[] = {
		[OD_TASK_DO_SIGN] = 1,           [OD_TASK_DO_REPORT] = 1,
		[OD_TASK_DO_URGE] = 1,           [OD_TASK_DO_EXTEND_REQUEST] = 1,
		[OD_TASK_DO_EXTEND_APPROVE] = 1, [OD_TASK_DO_EXTEND_REFUSE] = 1,
		[OD_TASK_DO_FINISH] = 1,         [OD_TASK_DO_UNDO] = 1,
		[OD_TASK_DO_ASSIGN] = 2,         [OD_TASK_DO_RETURN] = 2,
		[OD_TASK_DO_VERIFY] = 2,         [OD_TASK_DO_CLOSE] = 2,
		[OD_TASK_DO_REOPEN] = 2,         [OD_TASK_DO_FILE] = 2,
		[OD_TASK_DO_CANCEL] = 2,
	};

	if (action < 0 || (size_t)action >= OD_COUNT(kind))
		return false;
	return kind[action] == 1 || (all && kind[action]);
}

static int part_of(const struct od_tasks *t, const struct od_matter *m, const char *unit)
{
	for (size_t i = 0; unit && i < m->units; i++)
		if (!strcmp(t->unit[m->unit + i].unit, unit))
			return (int)i;
	return -1;
}

static int take_step(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct reading *r = ctx;
	struct od_tasks *t = r->t;
	struct od_matter *m = od_tasks_at(t, od_col_int(c, 0), &r->hint);
	struct read_step *to;
	const char *unit;
	int action;

	if (!m)
		return 0;
	if (od_col_word(c, 1, od_task_actions, &action, err) < 0)
		return -1;
	if (!is_wanted(action, t->keep))
		return 0;
	to = od_tasks_grow(r->step, r->n, &r->room, sizeof(*to), err);
	if (!to)
		return -1;
	r->step = to;
	to += r->n;
	unit = od_col_text(c, 2);
	*to = (struct read_step){ .s = { .action = action,
					 .part = part_of(t, m, unit),
					 .at = { od_col_int(c, 5) },
					 .percent = od_col_int(c, 3) },
				  .no = od_col_int(c, 6),
				  .matter = (uint32_t)(m - t->matter) };
	if (action == OD_TASK_DO_UNDO)
		to->s.percent = od_col_int(c, 7);
	else if (unit && to->s.part < 0)
		return 0; /* of a unit that is none of the matter's any more */
	r->in_order &= !r->n || to[-1].matter <= to->matter;
	if (!m->steps++)
		m->step = r->n;
	r->n++;
	return od_col_date(c, 4, &to->s.due, err);
}

/* By number; they nearly always are already. */
static void order_steps(struct read_step *s, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct read_step one = s[i];
		size_t k = i;

		for (; k > 0 && s[k - 1].no > one.no; k--)
			s[k] = s[k - 1];
		s[k] = one;
	}
}

static bool is_undone(const struct read_step *s, size_t n, int64_t no)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].s.action == OD_TASK_DO_UNDO && s[i].s.percent == no)
			return true;
	return false;
}

/* What counts of a matter's steps is told to its units, and kept if it shall be. */
static void settle(struct od_tasks *t, struct od_matter *m, struct read_step *s, size_t n)
{
	if (!n) {
		m->step = t->steps;
		return;
	}
	order_steps(s, n);
	m->step = t->steps;
	for (size_t i = 0; i < n; i++) {
		if (s[i].s.action == OD_TASK_DO_UNDO || is_undone(s, n, s[i].no))
			continue;
		for (size_t k = 0; k < m->units; k++)
			if (s[i].s.part < 0 || (size_t)s[i].s.part == k)
				tell_unit(&t->unit[m->unit + k], &s[i].s);
		if (t->keep)
			t->step[t->steps++] = s[i].s;
	}
	m->steps = t->steps - m->step;
}

/* Each matter's together. */
static int gather(struct od_tasks *t, struct reading *r, struct od_err *err)
{
	struct read_step *all = malloc((r->n + 1) * sizeof(*all));
	size_t at = 0;

	if (!all)
		return od_fail_nomem(err);
	for (size_t i = 0; i < t->matters; i++) {
		t->matter[i].step = at;
		at += t->matter[i].steps;
		t->matter[i].steps = 0;
	}
	for (size_t i = 0; i < r->n; i++) {
		struct od_matter *m = &t->matter[r->step[i].matter];

		all[m->step + m->steps++] = r->step[i];
	}
	free(r->step);
	r->step = all;
	return 0;
}

#define SELECT_STEPS \
	"SELECT number, action, unit, percent, due_on, happened_at, step, undoes FROM task_event "

int od_steps_read(struct od_tasks *t, struct od_err *err)
{
	static const char sql_told[] =
		SELECT_STEPS "WHERE action <> 'assign' AND action <> 'register' "
			     "AND action <> 'verify' AND action <> 'close'";
	static const char sql_run[] = SELECT_STEPS "WHERE number BETWEEN ?1 AND ?2";
	struct reading r = { .t = t, .in_order = true };
	int rc =
		od_tasks_rows_of(t, t->keep ? SELECT_STEPS : sql_told, sql_run, take_step, &r, err);

	if (rc == 0 && !r.in_order)
		rc = gather(t, &r, err);
	if (rc == 0 && t->keep) {
		t->step = malloc((r.n + 1) * sizeof(*t->step));
		rc = t->step ? 0 : od_fail_nomem(err);
	}
	for (size_t i = 0; rc == 0 && i < t->matters; i++)
		settle(t, &t->matter[i], r.step + t->matter[i].step, t->matter[i].steps);
	free(r.step);
	return rc;
}

/* --- what was at an instant ----------------------------------------------------------------------------------- */

/* The day a part was first given: an extension has moved it since, or it is what stands there. */
static od_date first_due(const struct od_tasks *t, const struct od_matter *m, size_t part)
{
	const struct od_task_unit *u = &t->unit[m->unit + part];
	od_date given = OD_NODATE;
	bool moved = false;

	for (size_t i = 0; i < m->steps; i++) {
		const struct od_task_step *s = &t->step[m->step + i];

		if (s->part >= 0 && (size_t)s->part != part)
			continue;
		moved |= s->action == OD_TASK_DO_EXTEND_APPROVE || s->action == OD_TASK_DO_REOPEN;
		if (s->action == OD_TASK_DO_ASSIGN && od_date_is(s->due))
			given = s->due;
	}
	if (!moved)
		return u->due_on;
	if (od_date_is(given))
		return given;
	return od_date_is(m->t.due_on) ? m->t.due_on : u->due_on;
}

void od_part_begin(const struct od_tasks *t, const struct od_matter *m, size_t part,
		   struct od_part_then *p)
{
	*p = (struct od_part_then){ .state = OD_TU_ASSIGNED,
				    .due = first_due(t, m, part),
				    .percent = OD_NOINT,
				    .finished = OD_NOINSTANT,
				    .verified = OD_NOINSTANT };
}

static void back(struct od_part_then *p)
{
	p->state = OD_TU_RETURNED;
	p->finished = OD_NOINSTANT;
	p->verified = OD_NOINSTANT;
}

void od_part_step(struct od_part_then *p, size_t part, const struct od_task_step *s)
{
	if (s->part >= 0 && (size_t)s->part != part)
		return;
	switch (s->action) {
	case OD_TASK_DO_SIGN:
		p->state = OD_TU_SIGNED;
		break;
	case OD_TASK_DO_REPORT:
		p->state = OD_TU_REPORTED;
		break;
	case OD_TASK_DO_EXTEND_APPROVE:
		p->extended = true;
		if (od_date_is(s->due))
			p->due = s->due;
		break;
	case OD_TASK_DO_RETURN:
		p->returned = true;
		back(p);
		break;
	case OD_TASK_DO_REOPEN:
		if (p->state == OD_TU_VERIFIED)
			back(p);
		if (od_date_is(s->due))
			p->due = s->due;
		break;
	case OD_TASK_DO_FINISH:
		p->state = OD_TU_FINISHED;
		p->finished = s->at;
		break;
	case OD_TASK_DO_VERIFY:
		p->state = OD_TU_VERIFIED;
		p->verified = s->at;
		break;
	default:
		return;
	}
	if (s->percent != OD_NOINT)
		p->percent = s->percent;
}

void od_status_step(int *status, od_instant *closed, const struct od_task_step *s)
{
	if (s->part >= 0 && s->action != OD_TASK_DO_ASSIGN)
		return; /* what follows from it for a unit */
	switch (s->action) {
	case OD_TASK_DO_ASSIGN:
		*status = OD_TASK_ASSIGNED;
		break;
	case OD_TASK_DO_CLOSE:
		*status = OD_TASK_CLOSED;
		*closed = s->at;
		break;
	case OD_TASK_DO_REOPEN:
		*status = OD_TASK_ASSIGNED;
		*closed = OD_NOINSTANT;
		break;
	case OD_TASK_DO_FILE:
		*status = OD_TASK_FILED;
		break;
	case OD_TASK_DO_CANCEL:
		*status = OD_TASK_CANCELLED;
		break;
	default:
		break;
	}
}
