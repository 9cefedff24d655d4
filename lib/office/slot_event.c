/* slot_event.c - slots of events: emergencies by their chains of reports, single reports that carry their
 * own time, as a plan does, and matters that the office learned of otherwise.  Those of leaves: slot_leave.c. */
#include <stdlib.h>

#include "slot.h"

struct told { /* a report of an event */
	int64_t number, event;
	char *unit, *leaders;
	int stage, form, grade;
	od_instant occurred_at, learned_at, received_at, superior_at;
	bool returned;
};
#define AT(m) offsetof(struct told, m)
static const struct od_field told_fields[] = {
	{ "number", OD_INT, AT(number), 0, NULL, NULL },
	{ "event", OD_INT, AT(event), 0, NULL, NULL },
	{ "unit", OD_TEXT, AT(unit), 0, NULL, NULL },
	{ "leaders", OD_LIST, AT(leaders), 0, NULL, NULL },
	{ "stage", OD_ENUM, AT(stage), 0, NULL, NULL, od_stages },
	{ "form", OD_ENUM, AT(form), 0, NULL, NULL, od_forms },
	{ "grade", OD_ENUM, AT(grade), 0, NULL, NULL, od_grades },
	{ "occurred_at", OD_INSTANT, AT(occurred_at), 0, NULL, NULL },
	{ "learned_at", OD_INSTANT, AT(learned_at), 0, NULL, NULL },
	{ "received_at", OD_INSTANT, AT(received_at), 0, NULL, NULL },
	{ "superior_at", OD_INSTANT, AT(superior_at), 0, NULL, NULL },
	{ "returned", OD_BOOL, AT(returned), 0, NULL, NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type told_type = { "told", sizeof(struct told), told_fields, NULL };

/* What one unit told of one event, as far as one duty asks. */
struct chain {
	const struct duty_row *d;
	uint32_t place;
	const char *unit;
	int64_t event, number; /* number: of the first report */
	int grade;
	od_instant occurred, learned, received;
	od_instant met, superior; /* first arrival of what meets it */
	int64_t met_by, returned_by, superior_by;
	int64_t count;
};

static void chain_begin(struct chain *c, const struct told *t)
{
	*c = (struct chain){
		.d = c->d,
		.place = c->place,
		.unit = t->unit,
		.event = t->event,
		.number = t->number,
		.occurred = t->occurred_at,
		.learned = OD_NOINSTANT,
		.received = t->received_at,
		.met = OD_NOINSTANT,
		.superior = OD_NOINSTANT,
		.met_by = OD_NOINT,
		.returned_by = OD_NOINT,
		.superior_by = OD_NOINT,
	};
}

/* A telephone duty is met by a written report too. */
static bool meets(const struct od_duty *d, const struct told *t)
{
	if (d->stage && d->stage != t->stage)
		return false;
	return d->form != OD_FORM_WRITTEN || t->form == OD_FORM_WRITTEN;
}

static void chain_add(struct chain *c, const struct told *t)
{
	if (!c->grade)
		c->grade = t->grade;
	if (od_instant_is(t->learned_at) &&
	    (!od_instant_is(c->learned) || t->learned_at.sec < c->learned.sec))
		c->learned = t->learned_at;
	if (od_instant_is(t->superior_at) &&
	    (!od_instant_is(c->superior) || t->superior_at.sec < c->superior.sec)) {
		c->superior = t->superior_at;
		c->superior_by = t->number;
	}
	if (!meets(&c->d->d, t))
		return;
	if (t->returned) {
		c->returned_by = t->number;
		return;
	}
	c->count++;
	if (!od_instant_is(c->met)) { /* they come by arrival */
		c->met = t->received_at;
		c->met_by = t->number;
	}
}

static od_instant anchor_of(const struct chain *c)
{
	switch (c->d->d.anchor) {
	case OD_ANCHOR_RECEIVED:
		return c->received;
	case OD_ANCHOR_LEARNED:
		return od_instant_is(c->learned) ? c->learned : c->occurred;
	default:
		return c->occurred;
	}
}

static bool of_grade(const struct od_duty *d, int grade)
{
	/* without a grade it is at least an ordinary one */
	return !d->grades ||
	       od_list_has(d->grades, od_grades[grade ? grade : OD_GRADE_ORDINARY].word);
}

/* The row of the same one that holds on a day, or NULL. */
static const struct obligor *row_on(const struct od_slots *s, const struct obligor *who, od_date on)
{
	if (od_holds(who->from, who->to, on))
		return who;
	return who->unit ? od_slots_unit_who(s, who->code, on)
			 : od_slots_person_who(s, who->code, on);
}

int od_slots_owe(struct od_slots *s, const struct duty_row *d, uint32_t place,
		 const struct obligor *who, od_instant anchor, struct owed **o, struct od_err *err)
{
	const struct od_override *own = who ? od_slots_own(d, who, od_instant_date(anchor)) : NULL;
	struct od_due rule;
	od_instant due;
	int64_t grace;

	*o = NULL;
	if (!who || (own && own->exempt))
		return 0;
	if (od_due_parse(own && own->due ? own->due : d->d.due, &rule, err) < 0)
		return -1;
	due = od_due_reckon(s->hours, &rule, anchor, NULL);
	if (!od_slots_due(s, due) || !od_holds(d->d.valid_from, d->d.valid_to, od_due_day(due)))
		return 0;
	who = row_on(s, who, od_due_day(due));
	if (!who || !od_slots_owes(s, &d->d, who, od_due_day(due)))
		return 0;
	*o = od_slots_add(s, err);
	if (!*o)
		return -1;
	grace = own && own->grace != OD_NOINT ? own->grace : d->d.grace;
	(*o)->duty = &d->d;
	(*o)->duty_place = place;
	(*o)->own = own;
	(*o)->who = who;
	(*o)->anchor = anchor;
	(*o)->due = due;
	(*o)->day = od_instant_date(anchor);
	(*o)->grace = grace == OD_NOINT ? 0 : 60 * grace;
	return 0;
}

static int chain_end(struct od_slots *s, struct chain *c, struct od_err *err)
{
	const struct od_duty *d = &c->d->d;
	struct owed *o;

	if (!c->unit || !of_grade(d, c->grade))
		return 0;
	if (od_slots_owe(s, c->d, c->place,
			 od_slots_unit_who(s, c->unit, od_instant_date(anchor_of(c))), anchor_of(c),
			 &o, err) < 0)
		return -1;
	if (!o)
		return 0;
	o->letter = c->event == OD_NOINT ? 'R' : 'E';
	o->ref = c->event == OD_NOINT ? c->number : c->event;
	o->event = c->event;
	if (d->form == OD_FORM_SUPERIOR) {
		o->count = od_instant_is(c->superior);
		o->received = c->superior;
		o->number = c->superior_by;
		return 0;
	}
	o->count = c->count;
	o->received = c->met;
	o->number = c->met_by;
	if (c->met_by == OD_NOINT && c->returned_by != OD_NOINT) {
		o->number = c->returned_by;
		o->returned = true;
	}
	return 0;
}

/* Each report without an event is one by itself. */
static bool goes_on(const struct chain *c, const struct told *t)
{
	return c->unit && t->event != OD_NOINT && t->event == c->event && !strcmp(t->unit, c->unit);
}

/* An event is looked for around the window: a year, and as far as any rule reaches. */
static int32_t reach_of_all(const struct od_slots *s)
{
	int32_t most = 366;

	for (size_t i = 0; i < s->duties; i++) {
		int32_t reach = od_slots_reach(&s->duty[i]) + 31;

		if (s->duty[i].d.rhythm == OD_RHYTHM_EVENT && reach > most)
			most = reach;
	}
	return most;
}

static od_instant far(od_instant t, int64_t days)
{
	if (t.sec <= INT64_MIN / 2 || t.sec >= INT64_MAX / 2)
		return t;
	return (od_instant){ t.sec + days * 86400 };
}

/* The reports of one category, read for the first duty that asks for them. */
struct od_tolds {
	struct od_tolds *before;
	char category[64];
	struct told *told;
	size_t n;
};

void od_slots_free_tolds(struct od_tolds *all)
{
	while (all) {
		struct od_tolds *before = all->before;

		od_recs_free(&told_type, all->told, all->n);
		free(all);
		all = before;
	}
}

/* The unit asked for; NULL: any, also where persons owe what another unit may report. */
static const char *only_unit(const struct od_slots *s, const char *category)
{
	for (size_t i = 0; i < s->duties; i++) {
		const struct od_duty *d = &s->duty[i].d;

		if (d->rhythm == OD_RHYTHM_EVENT && d->owed_by != OD_OWED_BY_UNIT &&
		    od_list_has(d->categories, category))
			return NULL;
	}
	return s->q.unit;
}

static const struct od_tolds *tolds_of(struct od_slots *s, const char *category, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] =
		"SELECT r.number, r.event, u.code AS unit, r.leaders, r.stage, r.form, r.grade, r.occurred_at, "
		"r.learned_at, r.received_at, r.superior_at, r.status = 'returned' AS returned "
		"FROM unit u CROSS JOIN report r WHERE r.category = ?1 AND r.unit = u.code "
		"AND r.occurred_at >= ?2 AND r.occurred_at < ?3 AND (?4 IS NULL OR u.code = ?4) "
		"AND r.status <> 'withdrawn' AND r.status <> 'duplicate' "
		"ORDER BY u.code, r.event, r.received_at, r.number";
	/* clang-format on */
	struct od_tolds *all = s->tolds;
	int64_t reach = reach_of_all(s);

	while (all && strcmp(all->category, category))
		all = all->before;
	if (all)
		return all;
	all = calloc(1, sizeof(*all));
	if (!all) {
		od_fail_nomem(err);
		return NULL;
	}
	all->before = s->tolds;
	s->tolds = all;
	snprintf(all->category, sizeof(all->category), "%s", category);
	if (od_iter_all(od_query(s->db, sql, &told_type,
				 OD_VALS(od_v(category), od_v(far(s->q.since, -reach)),
					 od_v(far(s->q.until, reach)),
					 od_v(only_unit(s, category))),
				 err),
			&all->told, &all->n, err) < 0)
		return NULL;
	return all;
}

static int make_chains(struct od_slots *s, struct chain *c, const struct od_tolds *tolds,
		       struct od_err *err)
{
	for (size_t i = 0; i < tolds->n; i++) {
		const struct told *t = &tolds->told[i];

		if (!goes_on(c, t)) {
			if (chain_end(s, c, err) < 0)
				return -1;
			chain_begin(c, t);
		}
		chain_add(c, t);
	}
	return chain_end(s, c, err);
}

/* The person of that name on a day; where several bear it, the one whose unit reports. */
static const struct obligor *person_named(const struct od_slots *s, const char *name,
					  const char *unit, od_date on)
{
	const struct obligor *found = NULL, *of_unit = NULL;
	size_t n = 0;

	for (size_t i = s->units; i < s->whos; i++) {
		const struct obligor *who = &s->who[i];

		if (strcmp(who->person->name, name) || !od_holds(who->from, who->to, on))
			continue;
		found = who;
		n++;
		if (who->person->unit && !strcmp(who->person->unit, unit))
			of_unit = who;
	}
	return n == 1 ? found : of_unit;
}

/* Each person that a report names owes it in time. */
static int owe_persons(struct od_slots *s, const struct duty_row *d, uint32_t place,
		       const struct told *t, struct od_err *err)
{
	od_instant anchor = d->d.anchor == OD_ANCHOR_RECEIVED ? t->received_at
			    : d->d.anchor == OD_ANCHOR_LEARNED && od_instant_is(t->learned_at)
				    ? t->learned_at
				    : t->occurred_at;
	const char *list = t->leaders;
	size_t n;

	for (const char *one = od_list_next(&list, &n); one; one = od_list_next(&list, &n)) {
		struct owed *o;
		char name[128];

		snprintf(name, sizeof(name), "%.*s", (int)n, one);
		if (od_slots_owe(s, d, place,
				 person_named(s, name, t->unit, od_instant_date(anchor)), anchor,
				 &o, err) < 0)
			return -1;
		if (!o)
			continue;
		o->letter = 'R';
		o->ref = o->number = t->number;
		o->returned = t->returned;
		o->count = !t->returned;
		if (!t->returned)
			o->received = t->received_at;
	}
	return 0;
}

static int all_persons(struct od_slots *s, const struct duty_row *d, uint32_t place,
		       const struct od_tolds *tolds, struct od_err *err)
{
	for (size_t i = 0; i < tolds->n; i++)
		if (owe_persons(s, d, place, &tolds->told[i], err) < 0)
			return -1;
	return 0;
}

int od_slots_events(struct od_slots *s, const struct duty_row *d, uint32_t place,
		    struct od_err *err)
{
	const char *list = d->d.categories;
	size_t n, first = s->n;

	for (const char *one = od_list_next(&list, &n); one; one = od_list_next(&list, &n)) {
		struct chain c = { .d = d, .place = place };
		const struct od_tolds *tolds;
		char code[64];

		snprintf(code, sizeof(code), "%.*s", (int)n, one);
		tolds = tolds_of(s, code, err);
		if (!tolds ||
		    (d->d.owed_by == OD_OWED_BY_UNIT ? make_chains(s, &c, tolds, err)
						     : all_persons(s, d, place, tolds, err)) < 0)
			return -1;
	}
	return od_slots_settle(s, first, err);
}

/* --- omissions ------------------------------------------------------------------------------------------ */

/* The duty that should have brought it: the first of its category that the unit owes then. */
static int owe_omission(struct od_slots *s, const struct od_omission *m, struct od_err *err)
{
	for (size_t i = 0; i < s->duties; i++) {
		const struct duty_row *d = &s->duty[i];
		const struct obligor *who =
			od_slots_unit_who(s, m->unit, od_instant_date(m->occurred_at));
		struct owed *o = NULL;

		if (!who || !od_list_has(d->d.categories, m->category) ||
		    d->d.owed_by != OD_OWED_BY_UNIT ||
		    !od_holds(d->d.valid_from, d->d.valid_to, od_instant_date(m->occurred_at)))
			continue;
		if ((s->q.duty && strcmp(s->q.duty, d->d.code)) ||
		    !od_slots_owes(s, &d->d, who, od_instant_date(m->occurred_at)))
			continue;
		o = od_slots_add(s, err);
		if (!o)
			return -1;
		o->duty = &d->d;
		o->duty_place = (uint32_t)i;
		o->who = who;
		o->anchor = m->occurred_at;
		o->due = m->learned_at;
		o->day = od_instant_date(m->occurred_at);
		o->letter = 'O';
		o->ref = m->number;
		o->omitted = true;
		o->reason = od_slots_text(s, m->title, strlen(m->title), err);
		return o->reason ? 0 : -1;
	}
	return 0;
}

int od_slots_omissions(struct od_slots *s, struct od_err *err)
{
	struct od_iter *it = od_omission_find(s->db, s->q.unit, s->q.since, s->q.until, err);
	struct od_omission m = { 0 };
	int r = it ? 1 : -1;

	od_rec_init(&od_omission_type, &m);
	while (r > 0 && (r = od_iter_next(it, &m, err)) > 0) {
		if (s->q.category && strcmp(s->q.category, m.category))
			continue;
		if (owe_omission(s, &m, err) < 0)
			r = -1;
	}
	od_rec_clear(&od_omission_type, &m);
	od_iter_free(it);
	return r;
}
