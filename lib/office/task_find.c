/* task_find.c - matters as of an instant: lit, filtered, sorted. */
#include <stdlib.h>

#include "task_list.h"

/* --- filters that need the units ------------------------------------------------------------------------ */

static bool due_in(const struct od_task_query *q, od_date due)
{
	return od_date_is(due) && (!od_date_is(q->due_from) || due.days >= q->due_from.days) &&
	       (!od_date_is(q->due_to) || due.days <= q->due_to.days);
}

/* Of an open matter the days of the units that are not done count, of another all. */
static bool due_wanted(const struct od_tasks *t, const struct od_matter *m)
{
	const struct od_task_unit *u = t->unit + m->unit;

	if (!od_date_is(t->q.due_from) && !od_date_is(t->q.due_to))
		return true;
	if (m->t.status == OD_TASK_REGISTERED || !m->units)
		return due_in(&t->q, m->t.due_on);
	for (size_t i = 0; i < m->units; i++) {
		if (m->t.status == OD_TASK_ASSIGNED && u[i].state == OD_TU_VERIFIED)
			continue;
		if (due_in(&t->q, u[i].due_on))
			return true;
	}
	return false;
}

static bool state_wanted(const struct od_tasks *t, const struct od_matter *m)
{
	for (size_t i = 0; i < m->units; i++)
		if (od_instant_is(t->unit[m->unit + i].assigned_at) &&
		    t->q.states & 1U << t->unit[m->unit + i].state)
			return true;
	return !t->q.states;
}

static bool wanted(const struct od_tasks *t, const struct od_matter *m)
{
	const struct od_task_query *q = &t->q;

	if (q->lights && !(q->lights & 1U << m->t.light))
		return false;
	if (q->instruction != OD_NOINT && !m->asked_instruction)
		return false;
	if (q->leader && !m->asked_leader &&
	    (!m->t.leaders || !od_list_has(m->t.leaders, q->leader)))
		return false;
	return state_wanted(t, m) && due_wanted(t, m);
}

/* --- rows --------------------------------------------------------------------------------------------------- */

static void light(struct od_tasks *t, struct od_matter *m)
{
	struct od_task_unit *u = t->unit + m->unit;
	struct od_urgency g;

	for (size_t i = 0; i < m->units; i++) {
		struct od_light_of l;

		od_light_unit(&t->rule, m->t.status, &u[i], &l);
		u[i].light = l.light;
		u[i].days_left = l.days_left;
	}
	od_light_task(&t->rule, &m->t, u, m->units);
	od_urgency_of(&t->rule, &m->t, u, m->units, m->leader_level, &g);
	m->urgency = g.tenths;
}

#define URGENCIES 512 /* tenths: more than there can be */

/* The most urgent first, equals by number: there are few values, each gets its place in the order. */
static int sort(const struct od_matter **order, size_t n, struct od_err *err)
{
	const struct od_matter **was = malloc((n + 1) * sizeof(*was));
	size_t from[URGENCIES + 1] = { 0 };

	if (!was)
		return od_fail_nomem(err);
	memcpy(was, order, n * sizeof(*was));
	for (size_t i = 0; i < n; i++)
		from[URGENCIES - 1 - was[i]->urgency + 1]++;
	for (size_t i = 0; i < URGENCIES; i++)
		from[i + 1] += from[i];
	for (size_t i = 0; i < n; i++)
		order[from[URGENCIES - 1 - was[i]->urgency]++] = was[i];
	free(was);
	return 0;
}

static int explain(struct od_tasks *t, const struct od_matter *m, struct od_task *row,
		   struct od_err *err)
{
	const struct od_task_unit *u = t->unit + m->unit;
	struct od_buf why OD_CLEANUP(od_buf_freep) = OD_BUF_INIT;
	struct od_urgency g;

	od_urgency_of(&t->rule, &m->t, u, m->units, m->leader_level, &g);
	od_task_why(&t->rule, &m->t, u, m->units, &g, &why);
	if (why.failed)
		return od_fail_nomem(err);
	row->why = od_tasks_text(t, why.s, why.n, err);
	return row->why ? 0 : -1;
}

/* said: urgencies as text, each written once. */
static int fill(struct od_tasks *t, const struct od_matter *m, size_t at, char **said,
		struct od_err *err)
{
	struct od_task *row = &t->row[at];
	char buf[16];

	*row = m->t;
	t->first[at] = m->unit;
	t->count[at] = m->units;
	if (!said[m->urgency]) {
		od_urgency_str(m->urgency, buf);
		said[m->urgency] = od_tasks_text(t, buf, strlen(buf), err);
	}
	row->urgency = said[m->urgency];
	if (!row->urgency)
		return -1;
	return t->q.explain ? explain(t, m, row, err) : 0;
}

static int fill_all(struct od_tasks *t, const struct od_matter **order, size_t n,
		    struct od_err *err)
{
	char *said[URGENCIES] = { NULL };

	t->row = malloc((n + 1) * sizeof(*t->row));
	t->first = malloc((n + 1) * sizeof(*t->first));
	t->count = malloc((n + 1) * sizeof(*t->count));
	if (!t->row || !t->first || !t->count)
		return od_fail_nomem(err);
	for (size_t i = 0; i < n; i++)
		if (fill(t, order[i], i, said, err) < 0)
			return -1;
	t->rows = n;
	return 0;
}

static int make_rows(struct od_tasks *t, struct od_err *err)
{
	const struct od_matter **order = malloc((t->matters + 1) * sizeof(*order));
	size_t n = 0;
	int r = 0;

	if (!order)
		return od_fail_nomem(err);
	for (size_t i = 0; i < t->matters; i++) {
		light(t, &t->matter[i]);
		if (wanted(t, &t->matter[i]))
			order[n++] = &t->matter[i];
	}
	if (!t->q.by_number)
		r = sort(order, n, err);
	if (t->q.limit > 0 && n > (size_t)t->q.limit)
		n = (size_t)t->q.limit;
	if (r == 0)
		r = fill_all(t, order, n, err);
	free(order);
	return r;
}

/* --- asking ----------------------------------------------------------------------------------------------------- */

struct od_tasks *od_tasks_find(struct od_db *db, const struct od_task_query *q, struct od_err *err)
{
	struct od_tasks *t = calloc(1, sizeof(*t));
	bool begun;
	int r;

	if (!t) {
		od_fail_nomem(err);
		return NULL;
	}
	t->db = db;
	t->q = *q;
	r = od_snapshot_begin(db, &begun, err);
	if (r == 0) {
		r = od_tasks_load(t, err);
		od_snapshot_end(db, begun);
	}
	if (r == 0 && make_rows(t, err) == 0)
		return t;
	od_tasks_free(t);
	return NULL;
}

size_t od_tasks_rows(const struct od_tasks *t, const struct od_task **rows)
{
	*rows = t->row;
	return t->rows;
}

size_t od_tasks_units(const struct od_tasks *t, size_t i, const struct od_task_unit **units)
{
	*units = t->unit + t->first[i];
	return t->count[i];
}
