/* slot_meet.c - the reports that meet slots of a rhythm: a unit's own, and those that name a person. */
#include <stdlib.h>

#include "slot.h"

struct came {
	uint32_t id; /* of the obligor */
	bool returned;
	int64_t at; /* what is compared with the slot's days */
	od_instant received;
	int64_t number;
};

/* By obligor and when they came. */
struct cames {
	struct came *came;
	size_t n, room;
};

/* The reports of all units, by the persons they name; read for the first duty that asks. */
struct od_nameds {
	struct od_nameds *before;
	const char *categories;
	int counted_by;
	od_date from, to;
	struct cames cames;
};

struct od_meets { /* of one duty */
	struct od_slots *s;
	const struct od_duty *d;
	char (*category)[64];
	size_t categories;
	size_t filled;             /* the category that filled the last quota */
	struct cames own;          /* of the unit at hand */
	const struct cames *cames; /* .own, or those of persons */
};

/* Where they are read to. */
struct reading {
	struct cames *to;
	bool received;              /* counted by it */
	uint32_t id;                /* units: whose they are */
	const struct obligor **who; /* persons, by name; else NULL */
	size_t whos;
};

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

static od_instant when(const struct reading *in, const struct meet *m)
{
	return in->received ? m->received_at : m->occurred_at;
}

static int add_came(struct reading *in, const struct meet *m, uint32_t id, struct od_err *err)
{
	struct cames *all = in->to;

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
		.at = when(in, m).sec,
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

static bool named(const struct reading *in, size_t i, const char *name)
{
	return i < in->whos && !strcmp(in->who[i]->person->name, name);
}

/* The first of that name, or the place where it would stand. */
static size_t find_name(const struct reading *in, const char *name)
{
	size_t low = 0, high = in->whos;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(in->who[mid]->person->name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A person of that name, then: on the day that counts; where several bear it, the one whose unit
 * reports. */
static const struct obligor *person_of(const struct reading *in, const struct meet *m,
				       const char *name, bool then)
{
	od_date on = od_instant_date(when(in, m));
	const struct obligor *one = NULL, *own = NULL;
	bool several = false;

	for (size_t i = find_name(in, name); named(in, i, name); i++) {
		const struct obligor *who = in->who[i];

		if (then && !od_holds(who->from, who->to, on))
			continue;
		several |= one && one->id != who->id;
		one = who;
		if (who->person->unit && !strcmp(who->person->unit, m->unit))
			own = who;
	}
	return several ? own : one;
}

static int add_person(struct reading *in, const struct meet *m, const char *name,
		      struct od_err *err)
{
	const struct obligor *who = person_of(in, m, name, true);

	if (!who)
		who = person_of(in, m, name, false);
	return who ? add_came(in, m, who->id, err) : 0;
}

static int add_leaders(struct reading *in, const struct meet *m, struct od_err *err)
{
	const char *list = m->leaders;
	size_t n;

	for (const char *one = od_list_next(&list, &n); one; one = od_list_next(&list, &n)) {
		char name[128];

		snprintf(name, sizeof(name), "%.*s", (int)n, one);
		if (add_person(in, m, name, err) < 0)
			return -1;
	}
	return 0;
}

static int sort_persons(const struct od_slots *s, struct reading *in, struct od_err *err)
{
	in->whos = s->persons;
	in->who = calloc(in->whos + 1, sizeof(*in->who));
	if (!in->who)
		return od_fail_nomem(err);
	for (size_t i = 0; i < in->whos; i++)
		in->who[i] = &s->who[s->units + i];
	qsort(in->who, in->whos, sizeof(*in->who), by_person);
	return 0;
}

/* --- reading them --------------------------------------------------------------------------------------- */

/* What was withdrawn, or repeats another report, meets nothing. */
static int take_meet(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct reading *in = ctx;
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
	if (!in->who)
		return add_came(in, &m, in->id, err);
	m.unit = od_col_text(c, 4);
	m.leaders = od_col_text(c, 5);
	return add_leaders(in, &m, err);
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
static int read_all(const struct od_meets *m, struct reading *in, const char *unit, od_date first,
		    od_date last, struct od_err *err)
{
	od_instant from = od_date_start(first), to = od_date_start((od_date){ last.days + 1 });
	struct cames *all = in->to;

	in->received = m->d->counted_by == OD_BY_RECEIVED;
	all->n = 0;
	for (size_t i = 0; i < m->categories; i++) {
		const char *code = m->category[i];
		int r = unit ? od_query_cols(m->s->db, in->received ? unit_received : unit_occurred,
					     OD_VALS(od_v(code), od_v(unit), od_v(from), od_v(to)),
					     take_meet, in, err)
			     : od_query_cols(m->s->db,
					     in->received ? leaders_received : leaders_occurred,
					     OD_VALS(od_v(code), od_v(from), od_v(to)), take_meet,
					     in, err);
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

static int read_unit(struct od_meets *m, const struct obligor *who, od_date from, od_date to,
		     struct od_err *err)
{
	struct reading in = { .to = &m->own, .id = who->id };

	return read_all(m, &in, who->code, from, to, err);
}

/* Those that a duty of the same reports has asked for already, or NULL. */
static const struct od_nameds *named_before(const struct od_meets *m, od_date from, od_date to)
{
	const struct od_nameds *all = m->s->named;

	while (all &&
	       (strcmp(all->categories, m->d->categories) || all->counted_by != m->d->counted_by ||
		all->from.days > from.days || all->to.days < to.days))
		all = all->before;
	return all;
}

/* Persons' reports are read at once: which of them a report is about is told by its leaders. */
static int read_named(struct od_meets *m, od_date from, od_date to, struct od_err *err)
{
	const struct od_nameds *known = named_before(m, from, to);
	struct reading in = { NULL };
	struct od_nameds *all;
	int r;

	if (known) {
		m->cames = &known->cames;
		return 0;
	}
	all = calloc(1, sizeof(*all));
	if (!all)
		return od_fail_nomem(err);
	*all = (struct od_nameds){ .before = m->s->named,
				   .categories = m->d->categories,
				   .counted_by = m->d->counted_by,
				   .from = from,
				   .to = to };
	m->s->named = all;
	m->cames = &all->cames;
	in.to = &all->cames;
	r = sort_persons(m->s, &in, err);
	if (r == 0)
		r = read_all(m, &in, NULL, from, to, err);
	free(in.who);
	return r;
}

void od_slots_free_nameds(struct od_nameds *all)
{
	while (all) {
		struct od_nameds *before = all->before;

		free(all->cames.came);
		free(all);
		all = before;
	}
}

/* --- meeting the slots ---------------------------------------------------------------------------------- */

static size_t first_came(const struct cames *all, uint32_t id, int64_t at)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct came *c = &all->came[mid];

		if (c->id < id || (c->id == id && c->at < at))
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

static int meet(const struct cames *all, struct owed *o, struct od_err *err)
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

/* --- quotas ----------------------------------------------------------------------------------------------- */

/* Do enough reports meet it, whenever they came?  A unit may have filed thousands: as few are read as tell,
 * and what filled the last quota is likely to fill this one too. */
static int satisfied(struct od_meets *m, const struct owed *o, bool *enough, struct od_err *err)
{
	/* Of those counted by when they came, most occurred in the same period: where these are enough,
	 * the index finds them; else all are read. */
#define GOOD(and_received)                                                                    \
	"SELECT count(*) FROM (SELECT 1 FROM report r WHERE r.category = ?1 AND r.unit = ?2 " \
	"AND r.occurred_at >= ?3 AND r.occurred_at < ?4" and_received " AND (r.status = "     \
	"'received' OR r.status = 'accepted' OR r.status = 'rejected') LIMIT ?5) AS good"
	static const char by_occurred[] = GOOD(""),
			  by_received[] = GOOD(" AND r.received_at >= ?3 AND r.received_at < ?4");
	const char *sql = m->d->counted_by == OD_BY_RECEIVED ? by_received : by_occurred;
	od_instant from = od_date_start(o->from), to = od_date_start((od_date){ o->to.days + 1 });
	int64_t left = o->quota;

	for (size_t n = 0, i = m->filled; n < m->categories && left > 0; n++, i++) {
		int64_t good = 0;

		i %= m->categories;
		if (od_query_int(m->s->db, sql, &good,
				 OD_VALS(od_v((const char *)m->category[i]), od_v(o->who->code),
					 od_v(from), od_v(to), od_v(left)),
				 err) < 0)
			return -1;
		left -= good;
		if (left <= 0)
			m->filled = i;
	}
	*enough = left <= 0;
	return 0;
}

/* Where only the silent are asked for, a quota that is filled is looked at no further: met and late
 * alike go. */
static int meet_silent(struct od_meets *m, struct owed *o, struct od_err *err)
{
	bool enough;

	if (satisfied(m, o, &enough, err) < 0)
		return -1;
	if (enough) {
		o->received = o->due;
		return 0;
	}
	if (read_unit(m, o->who, o->from, o->to, err) < 0)
		return -1;
	return meet(&m->own, o, err);
}

static bool only_silent(const struct od_slots *s)
{
	/* what was excused may have come late */
	return s->q.states &&
	       !(s->q.states & (1u << OD_SLOT_MET | 1u << OD_SLOT_LATE | 1u << OD_SLOT_EXCUSED));
}

/* --- together ---------------------------------------------------------------------------------------------- */

int od_slots_meet(struct od_meets *m, size_t first, struct od_err *err)
{
	struct od_slots *s = m->s;
	const struct obligor *who = s->owed[first].who;
	bool quota = m->d->quota != OD_NOINT && m->d->quota > 1 && who->unit && only_silent(s);

	if (who->unit && !quota &&
	    read_unit(m, who, s->owed[first].from, s->owed[s->n - 1].to, err) < 0)
		return -1;
	for (size_t i = first; i < s->n; i++)
		if ((quota ? meet_silent(m, &s->owed[i], err) : meet(m->cames, &s->owed[i], err)) <
		    0)
			return -1;
	return 0;
}

static int split_categories(struct od_meets *m, struct od_err *err)
{
	const char *list = m->d->categories;
	size_t n;

	for (const char *one = od_list_next(&list, &n); one; one = od_list_next(&list, &n)) {
		char(*grown)[64] = reallocarray(m->category, m->categories + 1, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		m->category = grown;
		snprintf(grown[m->categories++], sizeof(*grown), "%.*s", (int)n, one);
	}
	return 0;
}

struct od_meets *od_slots_meets(struct od_slots *s, const struct od_duty *d, od_date from,
				od_date to, struct od_err *err)
{
	struct od_meets *m = calloc(1, sizeof(*m));

	if (!m) {
		od_fail_nomem(err);
		return NULL;
	}
	*m = (struct od_meets){ .s = s, .d = d };
	m->cames = &m->own;
	if (split_categories(m, err) == 0 &&
	    (d->owed_by == OD_OWED_BY_UNIT || read_named(m, from, to, err) == 0))
		return m;
	od_slots_free_meets(m);
	return NULL;
}

void od_slots_free_meets(struct od_meets *m)
{
	if (!m)
		return;
	free(m->category);
	free(m->own.came);
	free(m);
}
