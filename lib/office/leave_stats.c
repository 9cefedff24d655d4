/* leave_stats.c - leaves counted by unit, person, kind or month: how many, how long, with what notice,
 * back in time. */
#include <stdlib.h>

#include "leave_read.h"

#define AT(m) offsetof(struct od_leave_count, m)
static const struct od_field fields[] = {
	{ "code", OD_TEXT, AT(code), 0, N_("Code") },
	{ "name", OD_TEXT, AT(name), OD_TABLE, N_("Name") },
	{ "leaves", OD_INT, AT(leaves), OD_TABLE, N_("Leaves") },
	{ "short_notice", OD_INT, AT(short_notice), OD_TABLE, N_("Short notice") },
	{ "late", OD_INT, AT(late), OD_TABLE, N_("Asked for afterwards") },
	{ "extended", OD_INT, AT(extended), OD_TABLE, N_("Extensions") },
	{ "overdue", OD_INT, AT(overdue), OD_TABLE, N_("Return overdue") },
	{ "open", OD_INT, AT(open), OD_TABLE, N_("Not returned") },
	{ "days", OD_TEXT, AT(days), OD_TABLE, N_("Days") },
	{ "workdays", OD_TEXT, AT(workdays), OD_TABLE, N_("Working days") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_leave_count_type = { "leave_count", sizeof(struct od_leave_count),
						 fields, N_("leave statistics") };

struct tally {
	char *key;     /* code, or a month; NULL: no unit */
	int64_t place; /* in the office's order */
	struct od_leave_count c;
	int64_t days, workdays; /* halves */
};

struct flags { /* of a leave of the book, by number */
	int64_t number;
	bool short_notice, overdue;
};

struct stats {
	struct od_book book;
	const struct od_calendar *calendar;
	od_date from, to;
	int by;
	struct flags *flags;
	struct tally *tally;
	size_t n, room, last;
	char **unit; /* codes in the office's order */
	size_t units;
};

/* --- what the duties say ---------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	const struct flags *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static struct flags *flags_of(const struct stats *s, int64_t number)
{
	const struct flags key = { .number = number };

	return s->book.leaves ? bsearch(&key, s->flags, s->book.leaves, sizeof(key), by_number)
			      : NULL;
}

static void take_slot(const struct stats *s, const struct od_slot *slot, bool departure)
{
	const char *ref = strrchr(slot->slot, '/');
	struct od_err none = OD_ERR_INIT;
	struct flags *f = NULL;
	int64_t number;

	if (ref && od_number_parse('L', ref + 1, &number, &none) == 0)
		f = flags_of(s, number);
	if (f && departure)
		f->short_notice = true;
	else if (f)
		f->overdue = true;
}

/* From when to when the duties of these leaves are due. */
static void window(const struct stats *s, struct od_slot_query *q)
{
	int32_t first = s->from.days, last = s->to.days;

	for (size_t i = 0; i < s->book.leaves; i++) {
		const struct od_book_leave *l = &s->book.leave[i];

		first = l->from_day.days < first ? l->from_day.days : first;
		last = l->to_day.days > last ? l->to_day.days : last;
	}
	q->since = od_date_start((od_date){ first - 100 });
	q->until = od_date_start((od_date){ last + 100 });
}

struct duty {
	char *code;
	bool departure;
};
struct duties {
	struct duty of[32]; /* an office has three or four */
	size_t n;
};

static int keep_duty(void *ctx, const char *const *text, struct od_err *err)
{
	struct duties *d = ctx;

	if (d->n == OD_COUNT(d->of))
		return 0;
	d->of[d->n].departure = !strcmp(text[1], "departure");
	d->of[d->n].code = strdup(text[0]);
	return d->of[d->n++].code ? 0 : od_fail_nomem(err);
}

static int read_slots(struct stats *s, const struct duty *d, struct od_err *err)
{
	struct od_slot_query q = {
		.now = s->book.now,
		.duty = d->code,
		.states = 1u << OD_SLOT_LATE | 1u << OD_SLOT_LEFT_OUT | 1u << OD_SLOT_UNREPORTED,
	};
	const struct od_slot *slot = NULL;
	struct od_slots *slots;
	size_t n;

	window(s, &q);
	slots = od_slots_find(s->book.db, &q, err);
	if (!slots)
		return -1;
	n = od_slots_rows(slots, &slot);
	for (size_t i = 0; i < n; i++)
		take_slot(s, &slot[i], d->departure);
	od_slots_free(slots);
	return 0;
}

static int read_flags(struct stats *s, struct od_err *err)
{
	static const char sql[] = "SELECT DISTINCT code, anchor FROM duty_row "
				  "WHERE anchor = 'departure' OR anchor = 'return'";
	struct duties duties = { .n = 0 };
	int r;

	s->flags = calloc(s->book.leaves + 1, sizeof(*s->flags));
	if (!s->flags)
		return od_fail_nomem(err);
	for (size_t i = 0; i < s->book.leaves; i++)
		s->flags[i].number = s->book.leave[i].number;
	qsort(s->flags, s->book.leaves, sizeof(*s->flags), by_number);
	r = od_query_each(s->book.db, sql, OD_NOVALS, keep_duty, &duties, err);
	for (size_t i = 0; i < duties.n; i++) {
		if (r == 0)
			r = read_slots(s, &duties.of[i], err);
		free(duties.of[i].code);
	}
	return r;
}

/* --- lines ------------------------------------------------------------------------------------------- */

static int keep_unit(void *ctx, const char *const *text, struct od_err *err)
{
	struct stats *s = ctx;
	char **grown = reallocarray(s->unit, s->units + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	s->unit = grown;
	grown[s->units] = strdup(text[0]);
	return grown[s->units++] ? 0 : od_fail_nomem(err);
}

static int64_t place_of(const struct stats *s, const char *key)
{
	const struct od_book_kind *k;
	size_t i = 0;

	if (!key)
		return INT64_MAX;
	switch (s->by) {
	case OD_LEAVE_BY_UNIT:
		while (i < s->units && strcmp(s->unit[i], key))
			i++;
		return (int64_t)i;
	case OD_LEAVE_BY_KIND:
		k = od_book_kind(&s->book, key, s->to);
		return k && k->sort != OD_NOINT ? k->sort : INT64_MAX;
	}
	return 0;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static struct tally *tally_of(struct stats *s, const char *key, struct od_err *err)
{
	struct tally *t;

	if (s->last < s->n && same(s->tally[s->last].key, key))
		return &s->tally[s->last];
	for (s->last = 0; s->last < s->n; s->last++)
		if (same(s->tally[s->last].key, key))
			return &s->tally[s->last];
	if (s->n == s->room) {
		size_t room = s->room ? 2 * s->room : 64;

		t = reallocarray(s->tally, room, sizeof(*t));
		if (!t) {
			od_fail_nomem(err);
			return NULL;
		}
		s->tally = t;
		s->room = room;
	}
	t = &s->tally[s->n];
	memset(t, 0, sizeof(*t));
	t->place = place_of(s, key);
	t->key = key ? strdup(key) : NULL;
	if (key && !t->key) {
		od_fail_nomem(err);
		return NULL;
	}
	s->n++;
	return t;
}

static const char *key_of(const struct stats *s, const struct od_book_leave *l)
{
	const struct od_person *p;

	switch (s->by) {
	case OD_LEAVE_BY_PERSON:
		return l->person;
	case OD_LEAVE_BY_KIND:
		return l->kind;
	}
	p = od_book_person(&s->book, l->person, l->from_day);
	return p ? p->unit : NULL;
}

static od_date part_date(int64_t part)
{
	return (od_date){ (int32_t)(part >= 0 ? part / 3 : (part - 2) / 3) };
}

/* What a leave counts but for its days.  A chain of extensions is one leave. */
static void count(const struct stats *s, const struct od_book_leave *l, struct od_leave_count *c)
{
	const struct flags *f = flags_of(s, l->number);
	bool out = l->status == OD_LEAVE_APPROVED || l->status == OD_LEAVE_AWAY;

	c->leaves += l->parent == OD_NOINT || !flags_of(s, l->parent);
	c->extended += l->parent != OD_NOINT;
	c->late += l->late;
	c->short_notice += f->short_notice;
	c->overdue += f->overdue;
	c->open += out && od_part_start(l->span.from).sec <= s->book.now.sec;
}

static void count_days(const struct stats *s, struct od_span span, struct tally *t)
{
	t->days += od_span_halves(s->calendar, span, false);
	t->workdays += od_span_halves(s->calendar, span, true);
}

/* Days go to the month that they are of, all else to that in which the leave begins. */
static int add_months(struct stats *s, const struct od_book_leave *l, struct od_span span,
		      struct od_err *err)
{
	for (bool first = true; span.from <= span.to; first = false) {
		struct od_span part = span;
		int year, month, day;
		struct tally *t;
		char key[32];

		od_date_split(part_date(span.from), &year, &month, &day);
		snprintf(key, sizeof(key), "%04d-%02d", year, month);
		span.from = od_part_at(month == 12 ? od_ymd(year + 1, 1, 1)
						   : od_ymd(year, month + 1, 1),
				       OD_PART_MORNING);
		if (part.to >= span.from)
			part.to = span.from - 1;
		t = tally_of(s, key, err);
		if (!t)
			return -1;
		if (first)
			count(s, l, &t->c);
		count_days(s, part, t);
	}
	return 0;
}

static int add(struct stats *s, const struct od_book_leave *l, struct tally *total,
	       struct od_err *err)
{
	int64_t first = od_part_at(s->from, OD_PART_MORNING),
		last = od_part_at(s->to, OD_PART_EVENING);
	struct od_span span = { l->span.from > first ? l->span.from : first,
				l->span.to < last ? l->span.to : last };
	struct tally *t;

	count(s, l, &total->c);
	count_days(s, span, total);
	if (s->by == OD_LEAVE_BY_MONTH)
		return add_months(s, l, span, err);
	t = tally_of(s, key_of(s, l), err);
	if (!t)
		return -1;
	count(s, l, &t->c);
	count_days(s, span, t);
	return 0;
}

/* --- telling ------------------------------------------------------------------------------------------ */

static int by_person(const struct stats *s, const struct tally *a, const struct tally *b)
{
	const struct od_person *x = od_book_person(&s->book, a->key, s->to),
			       *y = od_book_person(&s->book, b->key, s->to);

	if (!x || !y)
		return strcmp(a->key, b->key);
	return od_book_order(x, y);
}

static int by_place(const void *a, const void *b, void *ctx)
{
	const struct stats *s = ctx;
	const struct tally *x = a, *y = b;

	if (s->by == OD_LEAVE_BY_PERSON)
		return by_person(s, x, y);
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->key && y->key ? strcmp(x->key, y->key) : !x->key - !y->key;
}

/* Borrowed, or in buf. */
static const char *name_of(const struct stats *s, const struct tally *t, char buf[static 32],
			   struct od_err *err)
{
	const struct od_person *p;
	const struct od_book_kind *k;
	const char *name = NULL;

	if (!t->key)
		return _("no unit");
	switch (s->by) {
	case OD_LEAVE_BY_UNIT:
		name = od_name_memo(s->book.db, OD_NAMED_UNIT, t->key, s->to, NULL, err);
		break;
	case OD_LEAVE_BY_PERSON:
		p = od_book_person(&s->book, t->key, s->to);
		name = p ? p->name : NULL;
		break;
	case OD_LEAVE_BY_KIND:
		k = od_book_kind(&s->book, t->key, s->to);
		name = k ? k->name : NULL;
		break;
	case OD_LEAVE_BY_MONTH:
		/* Translators: year and month. */
		snprintf(buf, 32, _("%1$d-%2$02d"), (int)strtol(t->key, NULL, 10),
			 (int)strtol(t->key + 5, NULL, 10));
		return buf;
	}
	return name || err->code ? name : t->key;
}

static int tell(const struct stats *s, struct tally *t, bool total, od_leave_count_fn *fn,
		void *ctx, struct od_err *err)
{
	char buf[32];
	const char *name = total ? _("Total") : name_of(s, t, buf, err);
	int r = -1;

	if (!name)
		return -1;
	t->c.code = t->key;
	t->c.name = (char *)(uintptr_t)name; /* records own their texts; this one is lent */
	t->c.days = od_halves_str(t->days);
	t->c.workdays = od_halves_str(t->workdays);
	if (!t->c.days || !t->c.workdays)
		od_fail_nomem(err);
	else
		r = fn(ctx, &t->c, total, err) < 0 ? -1 : 0;
	free(t->c.days);
	free(t->c.workdays);
	return r;
}

static int tell_all(struct stats *s, od_leave_count_fn *fn, void *ctx, struct od_err *err)
{
	struct tally total = { .key = NULL };
	int r = 0;

	for (size_t i = 0; r == 0 && i < s->book.leaves; i++)
		r = add(s, &s->book.leave[i], &total, err);
	if (s->n)
		qsort_r(s->tally, s->n, sizeof(*s->tally), by_place, s);
	for (size_t i = 0; r == 0 && i < s->n; i++)
		r = tell(s, &s->tally[i], false, fn, ctx, err);
	return r == 0 ? tell(s, &total, true, fn, ctx, err) : -1;
}

/* --- beginning ------------------------------------------------------------------------------------------- */

static int read_all(struct stats *s, struct od_err *err)
{
	static const char sql[] =
		"SELECT code FROM unit_row GROUP BY code ORDER BY min(sort) IS NULL, min(sort), code";

	if (od_book_between(&s->book, s->from, s->to, err) < 0 || read_flags(s, err) < 0)
		return -1;
	if (s->by != OD_LEAVE_BY_UNIT)
		return 0;
	return od_query_each(s->book.db, sql, OD_NOVALS, keep_unit, s, err);
}

int od_leave_stats(struct od_db *db, od_date from, od_date to, od_instant now, int by,
		   od_leave_count_fn *fn, void *ctx, struct od_err *err)
{
	struct stats s = { .from = from, .to = to, .by = by };
	struct od_calendar *calendar;
	bool begun;
	int r = -1;

	if (od_snapshot_begin(db, &begun, err) < 0)
		return -1;
	calendar = od_calendar_load(db, err);
	s.calendar = calendar;
	if (calendar && od_book_open(&s.book, db, now, err) == 0 && read_all(&s, err) == 0)
		r = tell_all(&s, fn, ctx, err);
	od_snapshot_end(db, begun);
	for (size_t i = 0; i < s.n; i++)
		free(s.tally[i].key);
	for (size_t i = 0; i < s.units; i++)
		free(s.unit[i]);
	free(s.unit);
	free(s.tally);
	free(s.flags);
	od_calendar_free(calendar);
	od_book_free(&s.book);
	return r;
}
