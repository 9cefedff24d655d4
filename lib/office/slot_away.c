/* slot_away.c - who is on leave on every working day that a schedule would be about owes none: the leave
 * excuses the slot. */
#include <stdlib.h>

#include "leave.h"
#include "slot.h"

struct gone { /* a leave that touches the slots' days */
	int64_t number;
	char *person;
	od_date from_day;
	int from_part;
	od_date to_day;
	int to_part, status;
	od_instant returned_at;
	struct od_span lasts;
};
#define AT(m) offsetof(struct gone, m)
static const struct od_field fields[] = {
	{ "number", OD_INT, AT(number), 0, NULL, NULL },
	{ "person", OD_TEXT, AT(person), 0, NULL, NULL },
	{ "from_day", OD_DATE, AT(from_day), 0, NULL, NULL },
	{ "from_part", OD_ENUM, AT(from_part), 0, NULL, NULL, od_parts },
	{ "to_day", OD_DATE, AT(to_day), 0, NULL, NULL },
	{ "to_part", OD_ENUM, AT(to_part), 0, NULL, NULL, od_to_parts },
	{ "status", OD_ENUM, AT(status), 0, NULL, NULL, od_leave_statuses },
	{ "returned_at", OD_INSTANT, AT(returned_at), 0, NULL, NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type gone_type = { "gone", sizeof(struct gone), fields, NULL };

/* Of who is past the end of his leave nothing is excused: he should be back. */
static struct od_span span_of(const struct gone *g)
{
	struct od_span span = { od_part_at(g->from_day, g->from_part),
				od_part_at(g->to_day, OD_PART_EVENING - g->to_part) };

	if (g->status == OD_LEAVE_RETURNED && od_part_of(g->returned_at) <= span.to)
		span.to = od_part_of(g->returned_at) - 1;
	return span;
}

/* One person's leaves. */
struct gones {
	const struct gone *gone;
	size_t n;
};

/* They stand by person. */
static struct gones leaves_of(const char *person, const struct gone *gone, size_t n)
{
	size_t low = 0, high = n;
	struct gones found;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(gone[mid].person, person) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	found = (struct gones){ gone + low, 0 };
	while (low + found.n < n && !strcmp(gone[low + found.n].person, person))
		found.n++;
	return found;
}

/* The leave that holds a part of a day, or NULL. */
static const struct gone *away_at(struct gones g, int64_t part)
{
	for (size_t i = 0; i < g.n; i++)
		if (part >= g.gone[i].lasts.from && part <= g.gone[i].lasts.to)
			return &g.gone[i];
	return NULL;
}

/* The first of the leaves that hold every working morning and afternoon of the slot's days, or NULL. */
static const struct gone *covered(const struct od_slots *s, const struct owed *o, struct gones g)
{
	const struct od_calendar *c = od_hours_calendar(s->hours);
	const struct gone *first = NULL;

	for (od_date d = o->from; d.days <= o->to.days; d.days++) {
		if (!od_is_workday(c, d))
			continue;
		for (int part = OD_PART_MORNING; part <= OD_PART_AFTERNOON; part++) {
			const struct gone *by = away_at(g, od_part_at(d, part));

			if (!by)
				return NULL;
			if (!first)
				first = by;
		}
	}
	return first;
}

static int excuse(struct od_slots *s, struct owed *o, struct gones g, struct od_err *err)
{
	const struct gone *by = o->excused || !g.n ? NULL : covered(s, o, g);
	char number[32], reason[96];

	if (!by)
		return 0;
	o->excused = true;
	snprintf(reason, sizeof(reason), _("on leave, %s"), od_number_str('L', by->number, number));
	o->reason = od_slots_text(s, reason, strlen(reason), err);
	return o->reason ? 0 : -1;
}

/* Read once for all duties: what a slot is about lies within a year of when it is due. */
struct od_aways {
	struct gone *gone;
	size_t n;
};

void od_slots_free_aways(struct od_aways *all)
{
	if (all)
		od_recs_free(&gone_type, all->gone, all->n);
	free(all);
}

static int by_person(const void *a, const void *b)
{
	const struct gone *x = a, *y = b;
	int order = strcmp(x->person, y->person);

	if (order)
		return order;
	if (x->from_day.days != y->from_day.days)
		return x->from_day.days < y->from_day.days ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static int read_gone(struct od_slots *s, struct od_aways *all, struct od_err *err)
{
	static const char sql[] =
		"SELECT l.number, l.person, l.from_day, l.from_part, l.to_day, l.to_part, l.status, "
		"l.returned_at FROM leave l WHERE l.to_day >= ?1 AND l.from_day <= ?2 "
		"AND l.status <> 'requested' AND l.status <> 'refused' AND l.status <> 'cancelled'";
	struct od_iter *it = od_query(s->db, sql, &gone_type,
				      OD_VALS(od_v(od_day_around(s->q.since, -366)),
					      od_v(od_day_around(s->q.until, 366))),
				      err);

	if (od_iter_all(it, &all->gone, &all->n, err) < 0)
		return -1;
	for (size_t i = 0; i < all->n; i++)
		all->gone[i].lasts = span_of(&all->gone[i]);
	if (all->n)
		qsort(all->gone, all->n, sizeof(*all->gone), by_person);
	return 0;
}

int od_slots_away(struct od_slots *s, size_t first, struct od_err *err)
{
	struct gones g = { NULL, 0 };

	if (!s->aways) {
		s->aways = calloc(1, sizeof(*s->aways));
		if (!s->aways)
			return od_fail_nomem(err);
		if (read_gone(s, s->aways, err) < 0)
			return -1;
	}
	for (size_t i = first; s->aways->n && i < s->n; i++) {
		if (i == first || s->owed[i].who->id != s->owed[i - 1].who->id)
			g = leaves_of(s->owed[i].who->code, s->aways->gone, s->aways->n);
		if (excuse(s, &s->owed[i], g, err) < 0)
			return -1;
	}
	return 0;
}
