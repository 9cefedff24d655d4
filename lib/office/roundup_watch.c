/* roundup_watch.c - what the roundup says beside its columns: who is away, whose return is overdue, what was
 * due on the day and came late or not at all, commissions without an answer. */
#include <stdlib.h>

#include "layout.h"
#include "roundup.h"

/* --- the sections --------------------------------------------------------------------------------- */

static const struct {
	const char *code, *title;
} watches[] = {
	[OD_WATCH_AWAY] = { "away", N_("Away") },
	[OD_WATCH_OVERDUE] = { "overdue", N_("Returns overdue") },
	[OD_WATCH_MISSED] = { "missed", N_("Late or not reported") },
	[OD_WATCH_MATTERS] = { "matters", N_("Supervised matters due or overdue") },
};

static int copy(char **to, const char *text, struct od_err *err)
{
	if (!text)
		return 0;
	*to = strdup(text);
	return *to ? 0 : od_fail_nomem(err);
}

/* Begins a section of its own; its items come next. */
static struct od_section *add_section(struct od_roundup *r, enum od_watch watch, struct od_err *err)
{
	struct od_section *grown = reallocarray(r->section, r->sections + 1, sizeof(*grown)), *s;

	if (!grown) {
		od_fail_nomem(err);
		return NULL;
	}
	r->section = grown;
	s = &grown[r->sections++];
	*s = (struct od_section){ .first = r->items, .watch = watch, .away = r->aways };
	od_rec_init(&od_column_type, &s->column);
	if (copy(&s->column.code, watches[watch].code, err) < 0 ||
	    copy(&s->column.title, _(watches[watch].title), err) < 0)
		return NULL;
	return s;
}

/* Records do not change with the language: the section's code says what it is. */
static struct od_item *add_item(struct od_roundup *r, struct od_err *err)
{
	struct od_item *grown = reallocarray(r->item, r->items + 1, sizeof(*grown)), *it;
	struct od_section *s = &r->section[r->sections - 1];

	if (!grown) {
		od_fail_nomem(err);
		return NULL;
	}
	r->item = grown;
	it = &grown[r->items++];
	od_rec_init(&od_item_type, it);
	it->place_in = (int64_t)++s->n;
	return copy(&it->section, s->column.code, err) < 0 ? NULL : it;
}

static int put_unit(struct od_db *db, struct od_item *it, const char *unit, od_date on,
		    struct od_err *err)
{
	const char *brief = NULL,
		   *name = unit ? od_name_memo(db, OD_NAMED_UNIT, unit, on, &brief, err) : NULL;

	if (unit && !name && err->code)
		return -1;
	if (copy(&it->unit, unit, err) < 0 || copy(&it->unit_name, name, err) < 0)
		return -1;
	return copy(&it->unit_short, brief, err);
}

/* --- who is away ------------------------------------------------------------------------------------- */

struct watching {
	struct od_db *db;
	struct od_roundup *r;
	bool planned; /* only what was to last until the day or longer */
};

static int keep_away(struct od_roundup *r, const struct od_away *a, struct od_err *err)
{
	struct od_away *grown = reallocarray(r->away, r->aways + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	r->away = grown;
	od_rec_init(&od_away_type, &grown[r->aways]);
	return od_rec_copy(&od_away_type, &grown[r->aways++], a, err);
}

static int take_away(void *ctx, const struct od_away *a, struct od_err *err)
{
	struct watching *w = ctx;
	struct od_item *it;
	char number[32];

	if (w->planned && a->to_day.days < w->r->day.days)
		return 0; /* who should be back is told below */
	if (keep_away(w->r, a, err) < 0)
		return -1;
	it = add_item(w->r, err);
	if (!it || put_unit(w->db, it, a->unit, w->r->day, err) < 0)
		return -1;
	it->occurred_at = od_part_start(od_part_at(a->from_day, a->from_part));
	it->ends_at = od_part_start(od_part_at(a->to_day, OD_PART_EVENING - a->to_part) + 1);
	it->late = a->overdue;
	if (copy(&it->category, "leave", err) < 0 ||
	    copy(&it->title, a->kind ? a->kind_name : NULL, err) < 0 ||
	    copy(&it->leaders, a->person_name, err) < 0 ||
	    copy(&it->place, a->kind ? a->place : NULL, err) < 0 ||
	    copy(&it->stand_in, a->stand_in_name, err) < 0 ||
	    copy(&it->state, od_leave_statuses[a->status].word, err) < 0)
		return -1;
	return copy(&it->ref, od_number_str('L', a->number, number), err);
}

/* --- what is missed ------------------------------------------------------------------------------------ */

struct missed { /* of one unit, duty and state; or a unit's part of a commission */
	const struct od_slot *first;
	const struct od_commission_unit *part; /* then first is NULL */
	size_t unit, seen;                     /* the unit's place in the office's order */
	struct od_buf leaders, ref;
	int64_t late;
};

struct misses {
	struct missed *m;
	size_t n;
	char **unit;
	size_t units;
};

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static int by_unit(const void *a, const void *b)
{
	const struct missed *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return x->seen < y->seen ? -1 : x->seen > y->seen;
}

static struct missed *add_missed(struct misses *all, const char *unit, struct od_err *err)
{
	struct missed *grown = reallocarray(all->m, all->n + 1, sizeof(*grown));
	size_t place = 0;

	if (!grown) {
		od_fail_nomem(err);
		return NULL;
	}
	all->m = grown;
	while (place < all->units && !same(all->unit[place], unit))
		place++;
	grown[all->n] = (struct missed){ .unit = place, .seen = all->n, .late = OD_NOINT };
	return &grown[all->n++];
}

static struct missed *group_of(struct misses *all, const struct od_slot *s, struct od_err *err)
{
	struct missed *m;

	for (size_t i = 0; i < all->n; i++) {
		const struct od_slot *first = all->m[i].first;

		if (first->state == s->state && same(first->duty, s->duty) &&
		    same(first->unit, s->unit))
			return &all->m[i];
	}
	m = add_missed(all, s->unit, err);
	if (m)
		m->first = s;
	return m;
}

static void list_add(struct od_buf *b, const char *text)
{
	if (!text)
		return;
	od_buf_puts(b, b->n ? OD_LIST_SEP : "");
	od_buf_puts(b, text);
}

static int take_missed(struct misses *all, const struct od_slot *s, struct od_err *err)
{
	const char *ref = strrchr(s->slot, '/');
	struct missed *m;

	/* Whose return is overdue has a section already. */
	if (ref && ref[1] == 'L' && !od_instant_is(s->received_at))
		return 0;
	m = group_of(all, s, err);
	if (!m)
		return -1;
	list_add(&m->leaders, s->person_name);
	list_add(&m->ref, s->slot);
	if (s->late != OD_NOINT && (m->late == OD_NOINT || s->late > m->late))
		m->late = s->late;
	return m->leaders.failed || m->ref.failed ? od_fail_nomem(err) : 0;
}

/* The state's word is a commission's, told by the category from a slot's. */
static int put_part(struct od_db *db, struct od_roundup *r, const struct missed *m,
		    struct od_err *err)
{
	const struct od_commission_unit *u = m->part;
	struct od_item *it = add_item(r, err);
	char number[32];

	if (!it || put_unit(db, it, u->unit, r->day, err) < 0)
		return -1;
	it->occurred_at = u->due_at;
	it->late = m->late;
	if (copy(&it->category, OD_WATCH_COMMISSION, err) < 0 ||
	    copy(&it->title, u->topic, err) < 0 ||
	    copy(&it->ref, od_number_str('Q', u->number, number), err) < 0)
		return -1;
	return copy(&it->state, od_commission_states[u->state].word, err);
}

static int put_missed(struct od_db *db, struct od_roundup *r, const struct missed *m,
		      struct od_err *err)
{
	const char *list = m->first->categories;
	size_t n = 0;
	const char *category = od_list_next(&list, &n);
	struct od_item *it = add_item(r, err);

	if (!it || put_unit(db, it, m->first->unit, r->day, err) < 0)
		return -1;
	it->occurred_at = m->first->due_at;
	it->late = m->late;
	it->category = category ? strndup(category, n) : NULL;
	if (category && !it->category)
		return od_fail_nomem(err);
	if (copy(&it->title, m->first->duty_name, err) < 0 ||
	    copy(&it->leaders, m->leaders.s, err) < 0 || copy(&it->ref, m->ref.s, err) < 0)
		return -1;
	return copy(&it->state, od_slot_states[m->first->state].word, err);
}

/* The units of a day in the office's order. */
static int take_unit(void *ctx, const char *const *text, struct od_err *err)
{
	struct misses *all = ctx;
	char **grown = reallocarray(all->unit, all->units + 1, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	all->unit = grown;
	grown[all->units] = strdup(text[0]);
	return grown[all->units++] ? 0 : od_fail_nomem(err);
}

/* Who did not answer, or did so late on the day. */
static int take_parts(struct misses *all, const struct od_commission_unit *u, size_t n, od_date day,
		      od_instant now, struct od_err *err)
{
	for (size_t i = 0; i < n; i++) {
		bool due = od_instant_date((od_instant){ u[i].due_at.sec - 1 }).days == day.days;
		bool missing = u[i].state == OD_COMMISSION_MISSED;
		bool late = u[i].state == OD_COMMISSION_LATE;
		od_instant until = late ? u[i].received_at : now;
		struct missed *m;

		if (!missing && !(late && due))
			continue;
		m = add_missed(all, u[i].unit, err);
		if (!m)
			return -1;
		m->part = &u[i];
		m->late = (until.sec - u[i].due_at.sec) / 60;
	}
	return 0;
}

static int put_all(struct od_db *db, struct od_roundup *r, struct misses *all, struct od_err *err)
{
	if (all->n)
		qsort(all->m, all->n, sizeof(*all->m), by_unit);
	for (size_t i = 0; i < all->n; i++) {
		const struct missed *m = &all->m[i];

		if ((m->part ? put_part(db, r, m, err) : put_missed(db, r, m, err)) < 0)
			return -1;
	}
	return 0;
}

struct owed { /* what was due, of the duties and of commissions */
	struct od_slots *slots;
	struct od_commission_unit *part;
	size_t parts;
};

static int read_missed(struct od_db *db, struct od_roundup *r, const struct owed *o, od_instant now,
		       struct misses *all, struct od_err *err)
{
	/* clang-format off */
	static const char sql[] = "SELECT u.code FROM unit_row u WHERE " OD_VALID("u", "?1")
				  " ORDER BY u.sort NULLS LAST, u.code";
	/* clang-format on */
	const struct od_slot *s;
	size_t n = od_slots_rows(o->slots, &s);

	if (!n && !o->parts)
		return 0;
	if (od_query_each(db, sql, OD_VALS(od_v(r->day)), take_unit, all, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (take_missed(all, &s[i], err) < 0)
			return -1;
	if (take_parts(all, o->part, o->parts, r->day, now, err) < 0)
		return -1;
	return put_all(db, r, all, err);
}

static void misses_free(struct misses *all)
{
	for (size_t i = 0; i < all->n; i++) {
		od_buf_free(&all->m[i].leaders);
		od_buf_free(&all->m[i].ref);
	}
	for (size_t i = 0; i < all->units; i++)
		free(all->unit[i]);
	free(all->unit);
	free(all->m);
}

/* A commission without an answer is told again for as many days as a late report is still taken; of a day gone by
 * only what was due on it. */
static int missed(struct od_db *db, struct od_roundup *r, int64_t back, od_instant now,
		  struct od_err *err)
{
	/* what is due at 24:00 is due on the day that ends */
	const struct od_slot_query q = {
		.since = { od_date_start(r->day).sec + 1 },
		.until = { od_date_start((od_date){ r->day.days + 1 }).sec + 1 },
		.now = now,
		.states = 1u << OD_SLOT_LATE | 1u << OD_SLOT_LEFT_OUT | 1u << OD_SLOT_UNREPORTED,
	};
	bool gone = od_instant_date(now).days > r->day.days;
	/* what fell due after yesterday's roundup is in today's */
	od_date from = { r->day.days - (gone ? 0 : back < 1 ? 1 : (int32_t)back) };
	struct owed o = { .slots = od_slots_find(db, &q, err) };
	struct misses all = { NULL, 0, NULL, 0 };
	int done = o.slots ? 0 : -1;

	if (done == 0)
		done = od_iter_all(od_commission_units(db, OD_NOINT, NULL, -1, from, r->day, now,
						       err),
				   &o.part, &o.parts, err);
	if (done >= 0)
		done = read_missed(db, r, &o, now, &all, err);
	misses_free(&all);
	od_recs_free(&od_commission_unit_type, o.part, o.parts);
	od_slots_free(o.slots);
	return done;
}

/* --- all of it ------------------------------------------------------------------------------------------ */

/* --- supervised matters ----------------------------------------------------------------------------------- */

/* The nearest day of the units that are still at work, else the matter's. */
static od_date due_of(const struct od_tasks *t, size_t i, const struct od_task *row)
{
	const struct od_task_unit *u;
	size_t n = od_tasks_units(t, i, &u);
	od_date due = OD_NODATE;

	for (size_t k = 0; k < n; k++)
		if (u[k].days_left != OD_NOINT && od_date_is(u[k].due_on) &&
		    (!od_date_is(due) || u[k].due_on.days < due.days))
			due = u[k].due_on;
	return od_date_is(due) ? due : row->due_on;
}

/* Of what is classified no more than its number and mark. */
static int add_matter(struct od_db *db, struct od_roundup *r, const struct od_task *t, od_date due,
		      struct od_err *err)
{
	struct od_item *it = add_item(r, err);
	char number[32];

	if (!it || put_unit(db, it, t->lead, r->day, err) < 0)
		return -1;
	it->secrecy = t->secrecy;
	it->ends_at = od_date_is(due) ? od_date_start((od_date){ due.days + 1 }) : OD_NOINSTANT;
	if (copy(&it->title, t->secrecy ? NULL : t->title, err) < 0 ||
	    copy(&it->state, od_lights[t->light].word, err) < 0)
		return -1;
	return copy(&it->ref, od_number_str('T', t->number, number), err);
}

/* Open ones that are past due, or due on the day or the next: as they stand, so of a day gone by nothing. */
static int matters(struct od_db *db, struct od_roundup *r, od_instant now, struct od_err *err)
{
	OD_CLEANUP(od_tasks_freep) struct od_tasks *t = NULL;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	const struct od_task *row;
	size_t n;

	q.now = now;
	q.due_to = (od_date){ r->day.days + 1 };
	t = od_tasks_find(db, &q, err);
	if (!t)
		return -1;
	n = od_tasks_rows(t, &row);
	for (size_t i = 0; i < n; i++)
		if (add_matter(db, r, &row[i], due_of(t, i, &row[i]), err) < 0)
			return -1;
	return 0;
}

int od_roundup_watch(struct od_db *db, struct od_roundup *r, int64_t back, od_instant now,
		     struct od_err *err)
{
	const od_date next = { r->day.days + 1 };
	od_instant end = od_date_start(next);
	struct watching w = { db, r, true };

	if (!add_section(r, OD_WATCH_AWAY, err) ||
	    od_away_each(db, r->day, next, now, NULL, take_away, &w, err) < 0)
		return -1;
	if (od_instant_date(now).days < r->day.days)
		return 0; /* of what is to come nothing is overdue */
	w.planned = false;
	if (!add_section(r, OD_WATCH_OVERDUE, err) ||
	    od_leave_overdue(db, now.sec < end.sec ? now : end, take_away, &w, err) < 0)
		return -1;
	if (!add_section(r, OD_WATCH_MISSED, err) || missed(db, r, back, now, err) < 0)
		return -1;
	if (od_instant_date(now).days > r->day.days)
		return 0;
	return add_section(r, OD_WATCH_MATTERS, err) ? matters(db, r, now, err) : -1;
}
