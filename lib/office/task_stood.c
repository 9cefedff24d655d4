/* task_stood.c - how a matter and its units' parts stood at an instant, and what feedback they owed in a period:
 * worked out from the steps that were taken by then. */
#include "task_list.h"

bool od_came_due(const struct od_task_span *c, const struct od_thing *g)
{
	return od_date_is(g->due) && g->due.days <= c->to.days &&
	       (g->due.days < c->running.days || od_date_is(g->ended));
}

/* --- feedback: what was owed, what came ---------------------------------------------------------------------- */

static bool is_word(const struct od_task_step *s, size_t part)
{
	return (size_t)s->part == part &&
	       (s->action == OD_TASK_DO_REPORT || s->action == OD_TASK_DO_FINISH);
}

/* Did the part report from one day to another, both included? */
static bool came(const struct od_task_span *c, const struct od_matter *m, size_t part, od_date from,
		 od_date to)
{
	for (size_t i = 0; i < m->steps; i++) {
		const struct od_task_step *s = &c->t->step[m->step + i];
		int32_t day = od_instant_date(s->at).days;

		if (is_word(s, part) && s->at.sec <= c->end.sec && day >= from.days &&
		    day <= to.days)
			return true;
	}
	return false;
}

/* Was the part being worked at when a day ended? */
static bool at_work(const struct od_task_span *c, const struct od_matter *m, size_t part,
		    od_date day)
{
	int64_t until = od_date_start((od_date){ day.days + 1 }).sec;
	int status = OD_TASK_ASSIGNED;
	struct od_part_then p;
	od_instant closed;

	od_part_begin(c->t, m, part, &p);
	for (size_t i = 0; i < m->steps; i++) {
		const struct od_task_step *s = &c->t->step[m->step + i];

		if (s->at.sec >= until)
			continue;
		od_part_step(&p, part, s);
		od_status_step(&status, &closed, s);
	}
	return status == OD_TASK_ASSIGNED && p.state < OD_TU_FINISHED;
}

static od_date month_after(od_date d, int months)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	month += months;
	return od_ymd(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
}

/* The period of a rhythm that holds d: from, and the next one's beginning. */
static void period_of(int feedback, od_date d, od_date *from, od_date *next)
{
	int year, month, day;

	od_date_split(d, &year, &month, &day);
	if (feedback == OD_FEEDBACK_WEEK) {
		from->days = d.days - (od_weekday(d) - 1);
		next->days = from->days + 7;
		return;
	}
	if (feedback == OD_FEEDBACK_QUARTER)
		month = (month - 1) / 3 * 3 + 1;
	*from = od_ymd(year, month, 1);
	*next = month_after(*from, feedback == OD_FEEDBACK_QUARTER ? 3 : 1);
}

/* The last working day of [from, next); OD_NODATE: it has none. */
static od_date last_workday(const struct od_task_span *c, od_date from, od_date next)
{
	for (int32_t d = next.days - 1; d >= from.days; d--)
		if (od_workdays_is(&c->t->rule.days, (od_date){ d }))
			return (od_date){ d };
	return OD_NODATE;
}

/* By a rhythm: the periods whose last working day, in the statistics' period, passed while it was at work.  The
 * one that was running when it was assigned counts if that day was still to come. */
static void by_rhythm(const struct od_task_span *c, const struct od_matter *m, struct od_thing *g)
{
	od_date from, next, first = g->assigned.days > c->from.days ? g->assigned : c->from;

	for (period_of(m->t.feedback, first, &from, &next);
	     from.days <= c->to.days && from.days < c->running.days;
	     period_of(m->t.feedback, next, &from, &next)) {
		od_date last = last_workday(c, from, next);

		if (!od_date_is(last) || last.days <= g->assigned.days ||
		    last.days < c->from.days || last.days > c->to.days ||
		    last.days >= c->running.days || !at_work(c, m, g->part, last))
			continue;
		g->asked++;
		g->answered += came(c, m, g->part, from, last);
	}
}

/* Without one: once, by the due day. */
static void by_due(const struct od_task_span *c, const struct od_matter *m, struct od_thing *g)
{
	if (!od_came_due(c, g) || g->due.days < c->from.days)
		return;
	g->asked = 1;
	g->answered = came(c, m, g->part, g->assigned, g->due);
}

/* --- a part, a matter, as they stood ---------------------------------------------------------------------------- */

/* How a matter stood at the end. */
struct stood {
	int status;
	od_date closed;
	bool last; /* nothing was done since */
};

static struct stood matter_stood(const struct od_task_span *c, const struct od_matter *m)
{
	od_instant closed = OD_NOINSTANT;
	struct stood s = { OD_TASK_ASSIGNED, OD_NODATE, true };

	for (size_t i = 0; i < m->steps; i++) {
		const struct od_task_step *step = &c->t->step[m->step + i];

		if (step->at.sec <= c->end.sec)
			od_status_step(&s.status, &closed, step);
		else
			s.last = false;
	}
	if (s.last) /* what stands on file holds, whatever was written down of how it came */
		s.status = m->t.status;
	if (s.status == OD_TASK_CLOSED || s.status == OD_TASK_FILED)
		s.closed = od_instant_date(od_instant_is(closed) ? closed : m->t.opened_at);
	return s;
}

/* The unit's record as it was then, for its light; true: it was assigned by then. */
static bool unit_stood(const struct od_task_span *c, const struct od_matter *m,
		       const struct stood *s, size_t part, struct od_task_unit *u,
		       struct od_part_then *p)
{
	*u = c->t->unit[m->unit + part];
	if (!od_instant_is(u->assigned_at) || u->assigned_at.sec > c->end.sec)
		return false;
	od_part_begin(c->t, m, part, p);
	for (size_t i = 0; i < m->steps; i++)
		if (c->t->step[m->step + i].at.sec <= c->end.sec)
			od_part_step(p, part, &c->t->step[m->step + i]);
	if (s->last) {
		p->state = u->state;
		p->due = u->due_on;
		p->percent = u->percent;
	}
	u->state = p->state;
	u->due_on = p->due;
	u->percent = p->percent;
	u->finished_at = p->finished;
	return true;
}

static od_date day_of(od_instant t)
{
	return od_instant_is(t) ? od_instant_date(t) : OD_NODATE;
}

static void part_stood(const struct od_task_span *c, const struct od_matter *m,
		       const struct stood *s, const struct od_task_unit *u,
		       const struct od_part_then *p, struct od_thing *g)
{
	struct od_light_of l;

	g->assigned = od_instant_date(u->assigned_at);
	g->due = p->due;
	g->finished = OD_NODATE;
	g->ended = s->closed;
	g->extended = p->extended;
	g->returned = p->returned;
	g->is_closed = p->state == OD_TU_VERIFIED;
	if (p->state >= OD_TU_FINISHED)
		g->finished = day_of(od_instant_is(p->finished) ? p->finished : p->verified);
	if (g->is_closed && od_instant_is(p->verified))
		g->ended = od_instant_date(p->verified);
	else if (g->is_closed && !od_date_is(g->ended))
		g->ended = g->assigned;
	od_light_unit(&c->t->rule, s->status, u, &l);
	g->light = l.light;
	if (m->t.feedback == OD_FEEDBACK_NONE)
		by_due(c, m, g);
	else
		by_rhythm(c, m, g);
}

/* A matter has its lead unit's due day, and is finished when the last of its units is. */
static void add_part(struct od_thing *whole, const struct od_thing *g, bool first)
{
	if (first) {
		whole->assigned = g->assigned;
		whole->due = g->due;
		whole->finished = g->finished;
	} else if (!od_date_is(g->finished) || !od_date_is(whole->finished)) {
		whole->finished = OD_NODATE;
	} else if (g->finished.days > whole->finished.days) {
		whole->finished = g->finished;
	}
	if (g->assigned.days < whole->assigned.days)
		whole->assigned = g->assigned;
	if (g->light != OD_LIGHT_GREY && g->light > whole->light)
		whole->light = g->light;
	whole->extended |= g->extended;
	whole->returned |= g->returned;
	whole->asked += g->asked;
	whole->answered += g->answered;
}

size_t od_things_of(const struct od_task_span *c, const struct od_matter *m, struct od_thing *part,
		    struct od_thing *whole)
{
	struct stood s = matter_stood(c, m);
	size_t n = 0;

	*whole = (struct od_thing){ .due = OD_NODATE,
				    .finished = OD_NODATE,
				    .ended = s.closed,
				    .is_closed = od_date_is(s.closed),
				    .light = OD_LIGHT_GREEN };
	for (size_t i = 0; s.status != OD_TASK_CANCELLED && i < m->units; i++) {
		struct od_part_then p;
		struct od_task_unit u; /* its texts are the list's */

		if (!unit_stood(c, m, &s, i, &u, &p))
			continue;
		part[n] = (struct od_thing){ .part = i };
		part_stood(c, m, &s, &u, &p, &part[n]);
		add_part(whole, &part[n], n == 0);
		n++;
	}
	return n;
}
