/* slot_period.c - slots of a rhythm: a period, the day in it, who owes it then.  The reports that meet them:
 * slot_meet.c. */
#include <stdlib.h>

#include "slot.h"

/* One period of a duty's own rule; due and day under it. */
struct span {
	struct od_period p;
	od_date from, to; /* what reports must be about, or be received in */
	od_instant due;
};

struct spans {
	struct span *span;
	size_t n, room;
	od_date from, to; /* of all */
};

static int add_span(struct spans *all, const struct span *one, struct od_err *err)
{
	if (all->n == all->room) {
		size_t room = all->room ? 2 * all->room : 64;
		struct span *grown = reallocarray(all->span, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		all->span = grown;
		all->room = room;
	}
	if (all->n == 0 || one->from.days < all->from.days)
		all->from = one->from;
	if (all->n == 0 || one->to.days > all->to.days)
		all->to = one->to;
	all->span[all->n++] = *one;
	return 0;
}

/* The day's own period, for rhythms of a day: those between one workday and the next belong to it. */
static void day_span(const struct od_calendar *c, const struct od_duty *d, od_date day,
		     struct span *s)
{
	bool work = d->rhythm == OD_RHYTHM_WORKDAY;
	od_date next = work ? od_workday_add(c, day, 1) : (od_date){ day.days + 1 };
	od_date before = work ? od_workday_add(c, day, -1) : (od_date){ day.days - 1 };

	if (!od_date_is(next)) /* past the years that have working days */
		next.days = day.days + 1;
	if (!od_date_is(before))
		before.days = day.days - 1;
	s->p = (struct od_period){ day, day, work && !od_is_workday(c, day) ? OD_NODATE : day };
	switch (d->about) {
	case OD_ABOUT_SAME:
		s->from = day;
		s->to = (od_date){ next.days - 1 };
		return;
	case OD_ABOUT_NEXT:
		s->from = (od_date){ day.days + 1 };
		s->to = next;
		return;
	default:
		s->from = before;
		s->to = (od_date){ day.days - 1 };
	}
}

static void long_span(const struct od_calendar *c, const struct od_duty *d, const struct od_on *on,
		      od_date day, struct span *s)
{
	struct od_period other;

	od_period_of(c, d->rhythm, on, d->shift, day, &s->p);
	other = s->p;
	if (d->about == OD_ABOUT_NEXT)
		od_period_of(c, d->rhythm, on, d->shift, (od_date){ s->p.to.days + 1 }, &other);
	else if (d->about == OD_ABOUT_PREVIOUS)
		od_period_of(c, d->rhythm, on, d->shift, (od_date){ s->p.from.days - 1 }, &other);
	s->from = other.from;
	s->to = other.to;
}

static bool daily(const struct od_duty *d)
{
	return d->rhythm == OD_RHYTHM_WORKDAY || d->rhythm == OD_RHYTHM_DAY;
}

static int parse(const struct od_duty *d, const char *on, const char *due, struct od_on *day,
		 struct od_due *rule, struct od_err *err)
{
	*day = (struct od_on){ .day = -1 };
	if (on && od_on_parse(on, d->rhythm, day, err) < 0)
		return -1;
	return od_due_parse(due, rule, err);
}

/* In working days a time limit goes further than it says; and a day off, or a long holiday of them, may
 * move the day. */
static int32_t reach_of(const char *due)
{
	struct od_err none = OD_ERR_INIT;
	struct od_due rule = { 0 };
	int64_t n;

	if (!due || od_due_parse(due, &rule, &none) < 0)
		return 0;
	n = rule.unit == OD_DUE_MINUTES ? rule.n / (24 * 60) : rule.n;
	return (int32_t)(2 * (n < 0 ? -n : n) + 15);
}

int32_t od_slots_reach(const struct duty_row *d)
{
	int32_t most = reach_of(d->d.due);

	for (size_t i = 0; i < d->n_own; i++) {
		int32_t own = reach_of(d->own[i]->due);

		most = own > most ? own : most;
	}
	return most;
}

/* The periods whose slots may be due within the window, whoever owes them. */
static int list_spans(struct od_slots *s, const struct duty_row *row, struct spans *all,
		      struct od_err *err)
{
	const struct od_calendar *c = od_hours_calendar(s->hours);
	const struct od_duty *d = &row->d;
	od_date day = od_instant_date(s->q.since), last = od_instant_date(s->q.until);
	int32_t reach = od_slots_reach(row);
	struct od_due rule;
	struct od_on on;

	if (parse(d, d->on, d->due, &on, &rule, err) < 0)
		return -1;
	if (!od_date_is(day) || !od_date_is(last)) /* an event's name: of no period */
		return 0;
	day.days -= reach;
	last.days += reach;
	if (day.days < d->valid_from.days - reach)
		day.days = d->valid_from.days - reach;
	if (od_date_is(d->valid_to) && last.days > d->valid_to.days + reach)
		last.days = d->valid_to.days + reach;
	while (day.days <= last.days) {
		struct span one;

		if (daily(d))
			day_span(c, d, day, &one);
		else
			long_span(c, d, &on, day, &one);
		if (od_date_is(one.p.on)) {
			one.due = od_due_reckon(s->hours, &rule, od_date_start(one.p.on), NULL);
			if (add_span(all, &one, err) < 0)
				return -1;
		}
		day.days = one.p.to.days + 1;
	}
	return 0;
}

/* --- who owes them ------------------------------------------------------------------------------------ */

/* When it is due under a unit's own rule. */
static int own_due(struct od_slots *s, const struct od_duty *d, const struct od_override *o,
		   const struct span *span, od_instant *due, struct od_err *err)
{
	struct od_due rule;
	struct od_on on;
	struct span own = *span;

	*due = span->due;
	if (!o || (!o->on && !o->due))
		return 0;
	if (parse(d, o->on ? o->on : d->on, o->due ? o->due : d->due, &on, &rule, err) < 0)
		return od_fail_at(err, "override %s/%s", o->duty, o->unit);
	if (o->on && !daily(d))
		od_period_of(od_hours_calendar(s->hours), d->rhythm, &on, d->shift, span->p.from,
			     &own.p);
	*due = od_date_is(own.p.on) ? od_due_reckon(s->hours, &rule, od_date_start(own.p.on), NULL)
				    : OD_NOINSTANT;
	return 0;
}

static int owe(struct od_slots *s, const struct duty_row *d, uint32_t place,
	       const struct obligor *who, const struct span *span, struct od_err *err)
{
	const struct od_override *own = od_slots_own(d, who, span->p.on);
	od_instant due;
	struct owed *o;
	int64_t grace;

	if (own && own->exempt)
		return 0;
	if (own_due(s, &d->d, own, span, &due, err) < 0)
		return -1;
	if (!od_slots_due(s, due) || !od_holds(d->d.valid_from, d->d.valid_to, od_due_day(due)) ||
	    !od_slots_owes(s, &d->d, who, od_due_day(due)))
		return 0;
	o = od_slots_add(s, err);
	if (!o)
		return -1;
	o->duty = &d->d;
	o->duty_place = place;
	o->own = own;
	o->who = who;
	o->day = span->p.on;
	o->from = span->from;
	o->to = span->to;
	o->due = due;
	o->quota = own && own->quota != OD_NOINT ? own->quota
		   : d->d.quota != OD_NOINT      ? d->d.quota
						 : 1;
	grace = own && own->grace != OD_NOINT ? own->grace : d->d.grace;
	o->grace = grace == OD_NOINT ? 0 : 60 * grace;
	return 0;
}

/* --- together ---------------------------------------------------------------------------------------------- */

/* The slots of one obligor, met and settled. */
static int owe_all(struct od_slots *s, const struct duty_row *d, uint32_t place,
		   const struct obligor *who, const struct spans *spans, struct od_meets *meets,
		   struct od_err *err)
{
	size_t first = s->n;

	for (size_t i = 0; i < spans->n; i++)
		if (owe(s, d, place, who, &spans->span[i], err) < 0)
			return -1;
	if (first == s->n)
		return 0;
	if (od_slots_meet(meets, first, err) < 0)
		return -1;
	return od_slots_settle(s, first, err);
}

int od_slots_periods(struct od_slots *s, const struct duty_row *d, uint32_t place,
		     struct od_err *err)
{
	bool of_persons = d->d.owed_by != OD_OWED_BY_UNIT;
	struct spans spans = { NULL };
	struct od_meets *meets = NULL;
	int r = list_spans(s, d, &spans, err);

	if (r == 0 && spans.n > 0) {
		meets = od_slots_meets(s, &d->d, spans.from, spans.to, err);
		r = meets ? 0 : -1;
	}
	for (size_t i = 0; r == 0 && meets && i < s->whos; i++)
		if (!!s->who[i].person == of_persons && od_slots_asked(s, &s->who[i]))
			r = owe_all(s, d, place, &s->who[i], &spans, meets, err);
	free(spans.span);
	od_slots_free_meets(meets);
	return r;
}
