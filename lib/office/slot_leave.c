/* slot_leave.c - slots of the leave log: the notice before somebody departs, which the request meets, and
 * the registering of the return (销假); and when a single leave's return is due. */
#include <stdlib.h>

#include "leave.h"
#include "slot.h"

struct gone { /* a leave, as far as slots ask */
	int64_t number;
	char *person;
	od_date from_day;
	int from_part;
	od_date to_day;
	od_instant requested_at, returned_at;
};
#define AT(m) offsetof(struct gone, m)
static const struct od_field gone_fields[] = {
	{ "number", OD_INT, AT(number), 0, NULL, NULL },
	{ "person", OD_TEXT, AT(person), 0, NULL, NULL },
	{ "from_day", OD_DATE, AT(from_day), 0, NULL, NULL },
	{ "from_part", OD_ENUM, AT(from_part), 0, NULL, NULL, od_parts },
	{ "to_day", OD_DATE, AT(to_day), 0, NULL, NULL },
	{ "requested_at", OD_INSTANT, AT(requested_at), 0, NULL, NULL },
	{ "returned_at", OD_INSTANT, AT(returned_at), 0, NULL, NULL },
	{ NULL },
};
#undef AT
static const struct od_rec_type gone_type = { "gone", sizeof(struct gone), gone_fields, NULL };

/* The leaves that duties of one anchor ask for, read for the first of them. */
struct od_gones {
	struct od_gones *before;
	int anchor;
	struct gone *gone;
	size_t n;
};

void od_slots_free_gones(struct od_gones *all)
{
	while (all) {
		struct od_gones *before = all->before;

		od_recs_free(&gone_type, all->gone, all->n);
		free(all);
		all = before;
	}
}

/* --- which leaves --------------------------------------------------------------------------------- */

/* clang-format off */
#define GONE                                                                                      \
	"SELECT l.number, l.person, l.from_day, l.from_part, l.to_day, l.requested_at, "          \
	"l.returned_at FROM leave l WHERE "
#define OF " AND (?3 IS NULL OR l.person = ?3)"
/* An extension owes no notice: who asks for it is away already. */
#define DEPARTS "l.parent IS NULL AND l.status <> 'refused' AND l.status <> 'cancelled'"
/* What was extended is returned from in its extension. */
#define RETURNS "(l.status = 'approved' OR l.status = 'away' OR l.status = 'returned')"
/* Days from ?1 to ?2; or the one that is asked for by name. */
static const char sql_departures[] = GONE "l.to_day >= ?1 AND l.from_day <= ?2 AND " DEPARTS OF,
		  sql_departure[] = GONE "l.number = ?1 AND " DEPARTS,
		  sql_returns[] = GONE "l.to_day >= ?1 AND l.to_day <= ?2 AND " RETURNS OF,
		  sql_return[] = GONE "l.number = ?1 AND " RETURNS;
/* Those who are out, of whom there are few at any time: their index holds nobody else. */
static const char sql_out[] =
	GONE "l.from_day <= ?2 AND (l.status = 'approved' OR l.status = 'away')" OF;
/* clang-format on */

/* A slot whose matter is done is never one of these. */
static bool only_silent(const struct od_slots *s)
{
	const unsigned int silent =
		1u << OD_SLOT_OPEN | 1u << OD_SLOT_LEFT_OUT | 1u << OD_SLOT_UNREPORTED;

	return s->q.states && !(s->q.states & ~silent);
}

/* The day of an instant, so many days on, within the years that dates may have. */
od_date od_day_around(od_instant t, int32_t days)
{
	const od_date first = od_ymd(1900, 1, 1), last = od_ymd(2199, 12, 31);
	od_date d;

	if (t.sec <= od_date_start(first).sec + 86400LL * (days < 0 ? -days : 0))
		return first;
	if (t.sec >= od_date_start(last).sec - 86400LL * (days > 0 ? days : 0))
		return last;
	d = od_instant_date(t);
	return (od_date){ d.days + days };
}

/* As far as a rule of this anchor reaches. */
static int32_t reach_of(const struct od_slots *s, int anchor)
{
	int32_t most = 0;

	for (size_t i = 0; i < s->duties; i++) {
		const struct duty_row *d = &s->duty[i];
		int32_t reach = od_slots_reach(d);

		if (od_duty_of_leave(&d->d) && d->d.anchor == anchor && reach > most)
			most = reach;
	}
	return most + 1;
}

/* The number of the leave whose slot is asked for by name, or OD_NOINT. */
static int64_t number_asked(const struct od_slots *s)
{
	const char *ref = s->q.slot ? strrchr(s->q.slot, '/') : NULL;
	struct od_err none = OD_ERR_INIT;
	int64_t number;

	return ref && od_number_parse('L', ref + 1, &number, &none) == 0 ? number : OD_NOINT;
}

static struct od_iter *find_gones(struct od_slots *s, int anchor, struct od_err *err)
{
	bool returns = anchor == OD_ANCHOR_RETURN;
	int64_t number = number_asked(s);
	int32_t reach = reach_of(s, anchor);
	const char *sql = returns ? sql_return : sql_departure;

	if (number != OD_NOINT)
		return od_query(s->db, sql, &gone_type, OD_VALS(od_v(number)), err);
	sql = !returns ? sql_departures : only_silent(s) ? sql_out : sql_returns;
	return od_query(s->db, sql, &gone_type,
			OD_VALS(od_v(od_day_around(s->q.since, -reach)),
				od_v(od_day_around(s->q.until, reach)), od_v(s->q.person)),
			err);
}

static const struct od_gones *gones_of(struct od_slots *s, int anchor, struct od_err *err)
{
	struct od_gones *all = s->gones;

	while (all && all->anchor != anchor)
		all = all->before;
	if (all)
		return all;
	all = calloc(1, sizeof(*all));
	if (!all) {
		od_fail_nomem(err);
		return NULL;
	}
	all->before = s->gones;
	all->anchor = anchor;
	s->gones = all;
	return od_iter_all(find_gones(s, anchor, err), &all->gone, &all->n, err) < 0 ? NULL : all;
}

/* --- their slots ----------------------------------------------------------------------------------- */

/* Notice counts from the part of the day in which the leave begins, a return from its last day. */
static od_instant anchor_of(const struct od_duty *d, od_date from_day, int from_part,
			    od_date to_day)
{
	return d->anchor == OD_ANCHOR_RETURN ? od_date_start(to_day)
					     : od_part_start(od_part_at(from_day, from_part));
}

static int owe_leave(struct od_slots *s, const struct duty_row *d, uint32_t place,
		     const struct gone *g, struct od_err *err)
{
	od_instant anchor = anchor_of(&d->d, g->from_day, g->from_part, g->to_day),
		   came = d->d.anchor == OD_ANCHOR_RETURN ? g->returned_at : g->requested_at;
	struct owed *o;

	/* Who has not gone yet owes no return. */
	if (d->d.anchor == OD_ANCHOR_RETURN && !od_instant_is(came) &&
	    od_part_start(od_part_at(g->from_day, g->from_part)).sec > s->q.now.sec)
		return 0;
	if (od_slots_owe(s, d, place, od_slots_person_who(s, g->person, od_instant_date(anchor)),
			 anchor, &o, err) < 0)
		return -1;
	if (!o)
		return 0;
	o->letter = 'L';
	o->ref = g->number;
	o->received = came;
	o->count = od_instant_is(came);
	return 0;
}

int od_slots_leaves(struct od_slots *s, const struct duty_row *d, uint32_t place,
		    struct od_err *err)
{
	const struct od_gones *all;
	size_t first = s->n;

	if (d->d.anchor == OD_ANCHOR_DEPARTURE && only_silent(s))
		return 0; /* a leave that is on file was asked for */
	all = gones_of(s, d->d.anchor, err);
	if (!all)
		return -1;
	for (size_t i = 0; i < all->n; i++)
		if (owe_leave(s, d, place, &all->gone[i], err) < 0)
			return -1;
	return od_slots_settle(s, first, err);
}

/* --- when one leave's return is due ------------------------------------------------------------------ */

static void free_prepared(void *slots)
{
	od_slots_free(slots);
}

/* Hours, duties and who may owe, for as long as what is remembered holds. */
static struct od_slots *prepared(struct od_db *db, struct od_err *err)
{
	void **place = od_memo_place(db, free_prepared, err);
	struct od_slots *s;

	if (!place || *place)
		return place ? *place : NULL;
	s = calloc(1, sizeof(*s));
	if (!s) {
		od_fail_nomem(err);
		return NULL;
	}
	s->db = db;
	s->q.since.sec = INT64_MIN / 2;
	s->q.until.sec = INT64_MAX / 2;
	s->hours = od_hours_load(db, err);
	if (!s->hours || od_slots_obligors(s, err) < 0 || od_slots_duties(s, err) < 0) {
		od_slots_free(s);
		return NULL;
	}
	*place = s;
	return s;
}

/* Where two duties ask for it, the earlier time is the one to keep. */
static int earliest(struct od_slots *s, const struct od_leave *l, int anchor, od_instant *due,
		    struct od_err *err)
{
	for (size_t i = 0; i < s->duties; i++) {
		const struct duty_row *d = &s->duty[i];
		od_instant from;
		struct owed *o;

		if (!od_duty_of_leave(&d->d) || d->d.anchor != anchor)
			continue;
		from = anchor_of(&d->d, l->from_day, l->from_part, l->to_day);
		s->n = 0;
		if (od_slots_owe(s, d, i, od_slots_person_who(s, l->person, od_instant_date(from)),
				 from, &o, err) < 0)
			return -1;
		if (o && (!od_instant_is(*due) || o->due.sec < due->sec))
			*due = o->due;
	}
	return 0;
}

int od_leave_due(struct od_db *db, const struct od_leave *l, od_instant *due, struct od_err *err)
{
	struct od_slots *s;

	*due = OD_NOINSTANT;
	if (l->status == OD_LEAVE_EXTENDED || l->status == OD_LEAVE_REFUSED ||
	    l->status == OD_LEAVE_CANCELLED || !l->person || !od_date_is(l->to_day) ||
	    !od_date_is(l->from_day))
		return 0;
	s = prepared(db, err);
	return s ? earliest(s, l, OD_ANCHOR_RETURN, due, err) : -1;
}

int od_leave_notice(struct od_db *db, const struct od_leave *l, od_instant *due, struct od_err *err)
{
	struct od_slots *s;

	*due = OD_NOINSTANT;
	if (!l->person || !od_date_is(l->from_day))
		return 0;
	s = prepared(db, err);
	return s ? earliest(s, l, OD_ANCHOR_DEPARTURE, due, err) : -1;
}
