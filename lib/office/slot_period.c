/* slot_period.c - slots of a rhythm: a period, the day in it, who owes it then, the reports that meet it. */
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

/* --- the reports that meet them ------------------------------------------------------------------------- */

struct meet { /* a report that may meet a slot */
	const char *unit, *leaders;
	od_instant occurred_at, received_at;
	int64_t number;
	bool returned;
};

/* Of one unit: all of it stands in report_met. */
#define OF_UNIT(when)                                                                  \
	"SELECT r.occurred_at, r.received_at, r.number, r.status FROM report r WHERE " \
	"r.category = ?1 AND r.unit = ?2 AND r." when " >= ?3 AND r." when " < ?4"
/* Of all units, with the leaders they name: by unit, so that report_met serves any window. */
#define OF_LEADERS(when)                                                                          \
	"SELECT r.occurred_at, r.received_at, r.number, r.status, u.code, r.leaders FROM unit u " \
	"CROSS JOIN report r WHERE r.category = ?1 AND r.unit = u.code AND r." when " >= ?2 "     \
	"AND r." when " < ?3"
static const char unit_occurred[] = OF_UNIT("occurred_at"),
		  unit_received[] = OF_UNIT("received_at"),
		  leaders_occurred[] = OF_LEADERS("occurred_at"),
		  leaders_received[] = OF_LEADERS("received_at");

struct came {
	uint32_t id; /* of the obligor */
	bool returned;
	int64_t at; /* what is compared with the window */
	od_instant received;
	int64_t number;
};

struct cames {
	struct came *came;
	size_t n, room;
	const struct od_slots *s;
	const struct od_duty *d;
	uint32_t id;                /* units: whose they are */
	const struct obligor **who; /* persons, by name */
	size_t whos;
};

static int add_came(struct cames *all, const struct meet *m, uint32_t id, struct od_err *err)
{
	if (all->n == all->room) {
		size_t room = all->room ? 2 * all->room : 1024;
		struct came *grown = reallocarray(all->came, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		all->came = grown;
		all->room = room;
	}
	all->came[all->n++] = (struct came){
		.id = id,
		.returned = m->returned,
		.at = all->d->counted_by == OD_BY_OCCURRED ? m->occurred_at.sec
							   : m->received_at.sec,
		.received = m->received_at,
		.number = m->number,
	};
	return 0;
}

/* --- persons: by the names of leaders ---------------------------------------------------------------- */

static int by_person(const void *a, const void *b)
{
	return strcmp((*(const struct obligor *const *)a)->person->name,
		      (*(const struct obligor *const *)b)->person->name);
}

static bool named(const struct cames *all, size_t i, const char *name)
{
	return i < all->whos && !strcmp(all->who[i]->person->name, name);
}

/* The first of that name, or the place where it would stand. */
static size_t find_name(const struct cames *all, const char *name)
{
	size_t low = 0, high = all->whos;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(all->who[mid]->person->name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A person of that name, then: on the day that counts; where several bear it, the one whose unit
 * reports. */
static const struct obligor *person_of(const struct cames *all, const struct meet *m,
				       const char *name, bool then)
{
	od_date on = od_instant_date(all->d->counted_by == OD_BY_OCCURRED ? m->occurred_at
									  : m->received_at);
	const struct obligor *one = NULL, *own = NULL;
	bool several = false;

	for (size_t i = find_name(all, name); named(all, i, name); i++) {
		const struct obligor *who = all->who[i];

		if (then && !od_holds(who->from, who->to, on))
			continue;
		several |= one && one->id != who->id;
		one = who;
		if (who->person->unit && !strcmp(who->person->unit, m->unit))
			own = who;
	}
	return several ? own : one;
}

static int add_person(struct cames *all, const struct meet *m, const char *name, struct od_err *err)
{
	const struct obligor *who = person_of(all, m, name, true);

	if (!who)
		who = person_of(all, m, name, false);
	return who ? add_came(all, m, who->id, err) : 0;
}

static int add_leaders(struct cames *all, const struct meet *m, struct od_err *err)
{
	const char *list = m->leaders;
	size_t n;

	for (const char *one = od_list_next(&list, &n); one; one = od_list_next(&list, &n)) {
		char name[128];

		snprintf(name, sizeof(name), "%.*s", (int)n, one);
		if (add_person(all, m, name, err) < 0)
			return -1;
	}
	return 0;
}

static int sort_persons(struct cames *all, struct od_err *err)
{
	const struct od_slots *s = all->s;

	all->whos = s->persons;
	all->who = calloc(all->whos + 1, sizeof(*all->who));
	if (!all->who)
		return od_fail_nomem(err);
	for (size_t i = 0; i < all->whos; i++)
		all->who[i] = &s->who[s->units + i];
	qsort(all->who, all->whos, sizeof(*all->who), by_person);
	return 0;
}

/* --- reading them --------------------------------------------------------------------------------------- */

/* What was withdrawn, or repeats another report, meets nothing. */
static int take_meet(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct cames *all = ctx;
	const char *status = od_col_text(c, 3);
	struct meet m;

	if (*status == 'w' || *status == 'd') /* withdrawn, duplicate: for a great many rows */
		return 0;
	m = (struct meet){
		.occurred_at = { od_col_int(c, 0) },
		.received_at = { od_col_int(c, 1) },
		.number = od_col_int(c, 2),
		.returned = !strcmp(status, "returned"),
	};
	if (!all->who)
		return add_came(all, &m, all->id, err);
	m.unit = od_col_text(c, 4);
	m.leaders = od_col_text(c, 5);
	return add_leaders(all, &m, err);
}

static int by_id(const void *a, const void *b)
{
	const struct came *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->received.sec != y->received.sec) /* as they stand in the index */
		return x->received.sec < y->received.sec ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Of all categories of the duty, about or received from one day to another; unit NULL: of leaders. */
static int read_all(struct cames *all, const char *unit, od_date first, od_date last,
		    struct od_err *err)
{
	bool received = all->d->counted_by == OD_BY_RECEIVED;
	od_instant from = od_date_start(first), to = od_date_start((od_date){ last.days + 1 });
	const char *list = all->d->categories;
	size_t n;

	all->n = 0;
	for (const char *one = od_list_next(&list, &n); one; one = od_list_next(&list, &n)) {
		char category[64];
		const char *code = category;
		int r;

		snprintf(category, sizeof(category), "%.*s", (int)n, one);
		r = unit ? od_query_cols(all->s->db, received ? unit_received : unit_occurred,
					 OD_VALS(od_v(code), od_v(unit), od_v(from), od_v(to)),
					 take_meet, all, err)
			 : od_query_cols(all->s->db, received ? leaders_received : leaders_occurred,
					 OD_VALS(od_v(code), od_v(from), od_v(to)), take_meet, all,
					 err);
		if (r < 0)
			return -1;
	}
	for (size_t i = 1; i < all->n; i++) {
		if (by_id(&all->came[i - 1], &all->came[i]) <= 0)
			continue;
		qsort(all->came, all->n, sizeof(*all->came), by_id);
		break;
	}
	return 0;
}

/* --- together ---------------------------------------------------------------------------------------------- */

static size_t first_came(const struct cames *all, uint32_t id, int64_t at)
{
	struct came want = { .id = id, .at = at, .received = { INT64_MIN }, .number = INT64_MIN };
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (by_id(&all->came[mid], &want) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int by_received(const void *a, const void *b)
{
	const struct came *x = *(const struct came *const *)a, *y = *(const struct came *const *)b;

	if (x->received.sec != y->received.sec)
		return x->received.sec < y->received.sec ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* The quota-th to arrive meets it; short of that nothing did. */
static int meet_quota(struct owed *o, const struct came *first, size_t n, struct od_err *err)
{
	const struct came **good = calloc(n + 1, sizeof(*good));
	const struct came *returned = NULL;

	if (!good)
		return od_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		if (!first[i].returned)
			good[o->count++] = &first[i];
		else
			returned = &first[i];
	}
	qsort(good, (size_t)o->count, sizeof(*good), by_received);
	if (o->count >= o->quota) {
		o->received = good[o->quota - 1]->received;
		o->number = good[o->quota - 1]->number;
	} else if (returned) {
		o->returned = true;
		o->number = returned->number;
	}
	free(good);
	return 0;
}

static int meet(struct cames *all, struct owed *o, struct od_err *err)
{
	int64_t end = od_date_start((od_date){ o->to.days + 1 }).sec;
	size_t i = first_came(all, o->who->id, od_date_start(o->from).sec), n = 0;
	const struct came *best = NULL;

	if (!all->n)
		return 0;
	while (i + n < all->n && all->came[i + n].id == o->who->id && all->came[i + n].at < end)
		n++;
	if (o->quota > 1)
		return meet_quota(o, &all->came[i], n, err);
	for (const struct came *c = &all->came[i]; c < &all->came[i + n]; c++) {
		o->count += !c->returned;
		o->returned |= c->returned;
		if (!best || best->returned > c->returned ||
		    (best->returned == c->returned && c->received.sec < best->received.sec))
			best = c;
	}
	if (!best)
		return 0;
	o->number = best->number;
	o->returned = best->returned;
	if (!best->returned)
		o->received = best->received;
	return 0;
}

/* Persons' reports are read at once: which of them a report is about is told by its leaders. */
static int read_persons(struct cames *all, const struct spans *spans, struct od_err *err)
{
	od_date from = { INT32_MAX }, to = { INT32_MIN };

	for (size_t i = 0; i < spans->n; i++) {
		if (spans->span[i].from.days < from.days)
			from = spans->span[i].from;
		if (spans->span[i].to.days > to.days)
			to = spans->span[i].to;
	}
	if (!spans->n)
		return 0;
	if (sort_persons(all, err) < 0)
		return -1;
	return read_all(all, NULL, from, to, err);
}

/* Do enough reports meet it, whenever they came?  A unit may have filed thousands: as few are read as tell. */
static int satisfied(const struct cames *all, const struct owed *o, bool *enough,
		     struct od_err *err)
{
	/* Of those counted by when they came, most occurred in the same period: where these are enough,
	 * the index finds them; else all are read. */
#define GOOD(and_received)                                                                    \
	"SELECT count(*) FROM (SELECT 1 FROM report r WHERE r.category = ?1 AND r.unit = ?2 " \
	"AND r.occurred_at >= ?3 AND r.occurred_at < ?4" and_received " AND (r.status = "     \
	"'received' OR r.status = 'accepted' OR r.status = 'rejected') LIMIT ?5) AS good"
	static const char by_occurred[] = GOOD(""),
			  by_received[] = GOOD(" AND r.received_at >= ?3 AND r.received_at < ?4");
	const char *list = all->d->categories;
	int64_t left = o->quota;
	size_t n;

	for (const char *one = od_list_next(&list, &n); one && left > 0;
	     one = od_list_next(&list, &n)) {
		char category[64];
		int64_t good = 0;

		snprintf(category, sizeof(category), "%.*s", (int)n, one);
		if (od_query_int(
			    all->s->db,
			    all->d->counted_by == OD_BY_RECEIVED ? by_received : by_occurred, &good,
			    OD_VALS(od_v((const char *)category), od_v(o->who->code),
				    od_v(od_date_start(o->from)),
				    od_v(od_date_start((od_date){ o->to.days + 1 })), od_v(left)),
			    err) < 0)
			return -1;
		left -= good;
	}
	*enough = left <= 0;
	return 0;
}

/* Where only the silent are asked for, a quota that is filled is looked at no further: met and late
 * alike go. */
static int meet_silent(struct cames *all, struct owed *o, struct od_err *err)
{
	bool enough;

	if (satisfied(all, o, &enough, err) < 0)
		return -1;
	if (enough) {
		o->received = o->due;
		return 0;
	}
	if (read_all(all, o->who->code, o->from, o->to, err) < 0)
		return -1;
	return meet(all, o, err);
}

static bool only_silent(const struct od_slots *s)
{
	/* what was excused may have come late */
	return s->q.states &&
	       !(s->q.states & (1u << OD_SLOT_MET | 1u << OD_SLOT_LATE | 1u << OD_SLOT_EXCUSED));
}

/* The slots of one obligor, met and settled. */
static int owe_all(struct od_slots *s, const struct duty_row *d, uint32_t place,
		   const struct obligor *who, const struct spans *spans, struct cames *all,
		   struct od_err *err)
{
	bool quota = d->d.quota != OD_NOINT && d->d.quota > 1 && who->unit && only_silent(s);
	size_t first = s->n;

	for (size_t i = 0; i < spans->n; i++)
		if (owe(s, d, place, who, &spans->span[i], err) < 0)
			return -1;
	if (first == s->n)
		return 0;
	all->id = who->id;
	if (who->unit && !quota &&
	    read_all(all, who->code, s->owed[first].from, s->owed[s->n - 1].to, err) < 0)
		return -1;
	for (size_t i = first; i < s->n; i++)
		if ((quota ? meet_silent : meet)(all, &s->owed[i], err) < 0)
			return -1;
	return od_slots_settle(s, first, err);
}

int od_slots_periods(struct od_slots *s, const struct duty_row *d, uint32_t place,
		     struct od_err *err)
{
	struct spans spans = { NULL, 0, 0 };
	struct cames all = { .s = s, .d = &d->d };
	int r = list_spans(s, d, &spans, err);

	if (r == 0 && d->d.owed_by != OD_OWED_BY_UNIT)
		r = read_persons(&all, &spans, err);
	for (size_t i = 0; r == 0 && i < s->whos; i++)
		if (!!s->who[i].person == (d->d.owed_by != OD_OWED_BY_UNIT) &&
		    od_slots_asked(s, &s->who[i]))
			r = owe_all(s, d, place, &s->who[i], &spans, &all, err);
	free(spans.span);
	free(all.who);
	free(all.came);
	return r;
}
