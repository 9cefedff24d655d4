/* task_burn.c - how many matters were open, and how many of them red, at the end of each day or week.
 *
 * Each matter's steps say on which days it was open and red; the days are counted by where they begin and end, so
 * that two years of them cost no more than one. */
#include <stdlib.h>

#include "task_list.h"

#define AT(m) offsetof(struct od_burn, m)
static const struct od_field fields[] = {
	{ "day", OD_DATE, AT(day), OD_DERIVED | OD_TABLE, N_("Day"), "日期" },
	{ "open", OD_INT, AT(open), OD_DERIVED | OD_TABLE, N_("Open matters"), "在办" },
	{ "red", OD_INT, AT(red), OD_DERIVED | OD_TABLE, N_("Red"), "红灯" },
	{ "closed", OD_INT, AT(closed), OD_DERIVED | OD_TABLE, N_("Closed since"), "办结" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_burn_type = { "burn", sizeof(struct od_burn), fields,
					  N_("open matters by day") };

/* Days, both included, in which the matter at hand was red for one of its units. */
struct span {
	int32_t from, to;
};

struct burning {
	struct od_tasks *t;
	od_date from, to;
	/* By day from .from on: how many more begin than end; how many were closed. */
	int64_t *open, *red, *closed;
	struct span *span;
	size_t n, room;
	int32_t *day; /* on which something was done to what is at hand */
	size_t days, day_room;
};

/* --- days ------------------------------------------------------------------------------------------------------ */

/* One more on the days from..to, so far as they are asked for. */
static void mark(const struct burning *b, int64_t *change, int64_t from, int64_t to)
{
	if (from < b->from.days)
		from = b->from.days;
	if (to > b->to.days)
		to = b->to.days;
	if (from > to)
		return;
	change[from - b->from.days]++;
	change[to + 1 - b->from.days]--;
}

static int add_span(struct burning *b, int64_t from, int64_t to, struct od_err *err)
{
	struct span *grown;

	if (from > to)
		return 0;
	grown = od_tasks_grow(b->span, b->n, &b->room, sizeof(*grown), err);
	if (!grown)
		return -1;
	b->span = grown;
	grown[b->n++] = (struct span){ (int32_t)from, (int32_t)to };
	return 0;
}

static int by_from(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* A day on which several units are red is one red day of the matter. */
static void mark_red(struct burning *b)
{
	int64_t until = INT64_MIN;

	if (b->n)
		qsort(b->span, b->n, sizeof(*b->span), by_from);
	for (size_t i = 0; i < b->n; i++) {
		int64_t from = b->span[i].from > until ? b->span[i].from : until + 1;

		mark(b, b->red, from, b->span[i].to);
		if (b->span[i].to > until)
			until = b->span[i].to;
	}
	b->n = 0;
}

/* --- a matter ---------------------------------------------------------------------------------------------------- */

/* From the end of one day to that of the next on which something was done nothing changes. */
static int red_between(struct burning *b, const struct od_part_then *p, int64_t from, int64_t to,
		       struct od_err *err)
{
	if (!od_date_is(p->due) || p->state == OD_TU_VERIFIED)
		return 0;
	if (p->state == OD_TU_FINISHED)
		return od_instant_is(p->finished) && od_instant_date(p->finished).days > p->due.days
			       ? add_span(b, from, to, err)
			       : 0;
	return add_span(b, from > p->due.days ? from : p->due.days + 1LL, to, err);
}

static int by_day(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int add_day(struct burning *b, int32_t day, struct od_err *err)
{
	int32_t *grown = od_tasks_grow(b->day, b->days, &b->day_room, sizeof(*grown), err);

	if (!grown)
		return -1;
	b->day = grown;
	b->day[b->days++] = day;
	return 0;
}

/* The days on which something was done to a part and to its matter (part -1: to the matter), from the first on,
 * each once, in order: what was written down later may have happened earlier. */
static int days_of(struct burning *b, const struct od_matter *m, int part, od_date first,
		   struct od_err *err)
{
	size_t n = 0;

	b->days = 0;
	if (add_day(b, first.days, err) < 0)
		return -1;
	for (size_t i = 0; i < m->steps; i++) {
		const struct od_task_step *s = &b->t->step[m->step + i];
		int32_t day = od_instant_date(s->at).days;

		if ((s->part < 0 || s->part == part) && day > first.days &&
		    add_day(b, day, err) < 0)
			return -1;
	}
	qsort(b->day, b->days, sizeof(*b->day), by_day);
	for (size_t i = 0; i < b->days; i++)
		if (!n || b->day[n - 1] != b->day[i])
			b->day[n++] = b->day[i];
	b->days = n;
	return 0;
}

/* The day before the next on which something was done, or the last asked for. */
static int64_t until(const struct burning *b, size_t i)
{
	return i + 1 < b->days ? b->day[i + 1] - 1LL : b->to.days;
}

/* The matter's status, and a part, when a day ended. */
static int status_then(const struct burning *b, const struct od_matter *m, int32_t day)
{
	int64_t end = od_date_start((od_date){ day + 1 }).sec;
	int status = OD_TASK_REGISTERED;
	od_instant closed;

	for (size_t i = 0; i < m->steps; i++)
		if (b->t->step[m->step + i].at.sec < end)
			od_status_step(&status, &closed, &b->t->step[m->step + i]);
	return status;
}

static void part_then(const struct burning *b, const struct od_matter *m, size_t part, int32_t day,
		      struct od_part_then *p)
{
	int64_t end = od_date_start((od_date){ day + 1 }).sec;

	od_part_begin(b->t, m, part, p);
	for (size_t i = 0; i < m->steps; i++)
		if (b->t->step[m->step + i].at.sec < end)
			od_part_step(p, part, &b->t->step[m->step + i]);
}

static int part_days(struct burning *b, const struct od_matter *m, size_t part, struct od_err *err)
{
	const struct od_task_unit *u = &b->t->unit[m->unit + part];

	if (!od_instant_is(u->assigned_at))
		return 0;
	if (days_of(b, m, (int)part, od_instant_date(u->assigned_at), err) < 0)
		return -1;
	for (size_t i = 0; i < b->days; i++) {
		struct od_part_then p;

		if (status_then(b, m, b->day[i]) > OD_TASK_ASSIGNED)
			continue;
		part_then(b, m, part, b->day[i], &p);
		if (red_between(b, &p, b->day[i], until(b, i), err) < 0)
			return -1;
	}
	return 0;
}

static int matter_days(struct burning *b, const struct od_matter *m, struct od_err *err)
{
	if (days_of(b, m, -1, od_instant_date(m->t.opened_at), err) < 0)
		return -1;
	for (size_t i = 0; i < b->days; i++)
		if (status_then(b, m, b->day[i]) <= OD_TASK_ASSIGNED)
			mark(b, b->open, b->day[i], until(b, i));
	for (size_t i = 0; i < m->steps; i++) {
		const struct od_task_step *s = &b->t->step[m->step + i];
		int32_t day = od_instant_date(s->at).days;

		if (s->action == OD_TASK_DO_CLOSE && day >= b->from.days && day <= b->to.days)
			b->closed[day - b->from.days]++;
	}
	return 0;
}

/* What stands on file as over, and does not say since when, was never seen open. */
static bool is_known(const struct od_tasks *t, const struct od_matter *m)
{
	int status = OD_TASK_REGISTERED;
	od_instant closed;

	for (size_t i = 0; i < m->steps; i++)
		od_status_step(&status, &closed, &t->step[m->step + i]);
	return (status > OD_TASK_ASSIGNED) == (m->t.status > OD_TASK_ASSIGNED);
}

static int burn(struct burning *b, struct od_err *err)
{
	for (size_t i = 0; i < b->t->matters; i++) {
		const struct od_matter *m = &b->t->matter[i];

		if (!is_known(b->t, m))
			continue;
		if (matter_days(b, m, err) < 0)
			return -1;
		for (size_t k = 0; k < m->units; k++)
			if (part_days(b, m, k, err) < 0)
				return -1;
		mark_red(b);
	}
	return 0;
}

/* --- rows ---------------------------------------------------------------------------------------------------------- */

/* A row every so many days, and one of the last day. */
static int tell(const struct burning *b, int step, od_burn_fn *fn, void *ctx, struct od_err *err)
{
	struct od_burn r = { .open = 0 };
	int64_t n = b->to.days - b->from.days;

	for (int64_t i = 0; i <= n; i++) {
		r.open += b->open[i];
		r.red += b->red[i];
		r.closed += b->closed[i];
		if ((i + 1) % step && i < n)
			continue;
		r.day.days = b->from.days + (int32_t)i;
		if (fn(ctx, &r, err) < 0)
			return -1;
		r.closed = 0;
	}
	return 0;
}

static int load(struct burning *b, struct od_db *db, struct od_err *err)
{
	size_t n = (size_t)(b->to.days - b->from.days) + 2;
	bool begun;
	int r;

	b->open = calloc(3 * n, sizeof(*b->open));
	b->t = calloc(1, sizeof(*b->t));
	if (!b->open || !b->t)
		return od_fail_nomem(err);
	b->red = b->open + n;
	b->closed = b->red + n;
	b->t->db = db;
	b->t->q = (struct od_task_query)OD_TASK_QUERY_INIT;
	b->t->q.now = od_date_start(b->to);
	b->t->q.closed = true;
	b->t->keep = true;
	if (od_snapshot_begin(db, &begun, err) < 0)
		return -1;
	r = od_tasks_load(b->t, err);
	od_snapshot_end(db, begun);
	return r;
}

int od_task_burn(struct od_db *db, od_date from, od_date to, int step_days, od_burn_fn *fn,
		 void *ctx, struct od_err *err)
{
	struct burning b = { .from = from, .to = to };
	char first[16], last[16];
	int r;

	if (step_days < 1)
		return od_fail(err, OD_EUSAGE, _("%d days are no step"), step_days);
	if (!od_date_is(from) || !od_date_is(to) || to.days < from.days)
		return od_fail(err, OD_EUSAGE, _("from %s to %s are no days"),
			       od_date_is(from) ? od_date_str(from, first) : "-",
			       od_date_is(to) ? od_date_str(to, last) : "-");
	r = load(&b, db, err);
	if (r == 0)
		r = burn(&b, err);
	if (r == 0)
		r = tell(&b, step_days, fn, ctx, err);
	od_tasks_free(b.t);
	free(b.open);
	free(b.span);
	free(b.day);
	return r;
}
