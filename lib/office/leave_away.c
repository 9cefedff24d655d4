/* leave_away.c - who is away on a day or some days, and who should be back and is not. */
#include <stdlib.h>

#include "leave_calendar.h"

#define AT(m) offsetof(struct od_away, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_TABLE, N_("Number"), NULL, NULL, 'L' },
	{ "person", OD_TEXT, AT(person), 0, N_("Person") },
	{ "person_name", OD_TEXT, AT(person_name), OD_TABLE, N_("Full name") },
	{ "post", OD_TEXT, AT(post), OD_TABLE, N_("Post") },
	{ "unit", OD_TEXT, AT(unit), 0, N_("Unit code") },
	{ "unit_name", OD_TEXT, AT(unit_name), 0, N_("Unit") },
	{ "kind", OD_TEXT, AT(kind), 0, N_("Kind code") },
	{ "kind_name", OD_TEXT, AT(kind_name), OD_TABLE, N_("Kind of leave") },
	{ "from_day", OD_DATE, AT(from_day), OD_TABLE, N_("From") },
	{ "from_part", OD_ENUM, AT(from_part), OD_TABLE, N_("From part"), NULL, od_parts },
	{ "to_day", OD_DATE, AT(to_day), OD_TABLE, N_("To") },
	{ "to_part", OD_ENUM, AT(to_part), OD_TABLE, N_("To part"), NULL, od_to_parts },
	{ "reach", OD_ENUM, AT(reach), 0, N_("How far"), NULL, od_reaches },
	{ "place", OD_TEXT, AT(place), OD_TABLE, N_("Place") },
	{ "stand_in", OD_TEXT, AT(stand_in), 0, N_("Stand-in's code") },
	{ "stand_in_name", OD_TEXT, AT(stand_in_name), OD_TABLE, N_("Stand-in") },
	{ "stand_in_post", OD_TEXT, AT(stand_in_post), 0, N_("Stand-in's post") },
	{ "phone", OD_TEXT, AT(phone), 0, N_("Telephone while away") },
	{ "status", OD_ENUM, AT(status), 0, N_("Status"), NULL, od_leave_statuses },
	{ "due_at", OD_INSTANT, AT(due_at), 0, N_("Return due") },
	{ "overdue", OD_INT, AT(overdue), 0, N_("Overdue, min") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_away_type = { "away", sizeof(struct od_away), fields, N_("absence") };

#define BORROW(s) ((char *)(uintptr_t)(s)) /* records own their texts; these are the book's */

/* --- absences ---------------------------------------------------------------------------------------- */

struct place {                       /* of a leave in the order that absences are told in */
	const struct od_person *who; /* of the first day asked for */
	int64_t from, number;
	size_t at; /* in the book */
	bool told;
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = 0;

	if (x->who != y->who)
		order = !x->who || !y->who ? (x->who ? -1 : 1) : od_book_order(x->who, y->who);
	if (order)
		return order;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static od_date later(od_date a, od_date b)
{
	return a.days > b.days ? a : b;
}

/* Where the chain that holds place i goes on among the places, or SIZE_MAX. */
static size_t goes_on(const struct place *p, size_t n, size_t i, const struct od_book *b,
		      int64_t number)
{
	for (size_t k = i + 1; k < n && p[k].who == p[i].who; k++)
		if (b->leave[p[k].at].parent == number)
			return k;
	return SIZE_MAX;
}

/* The last leave of the chain from place i on, and its first: both as places in the book. */
static int whole(struct od_book *b, struct place *p, size_t n, size_t i, size_t *root, size_t *last,
		 struct od_err *err)
{
	int r = 1;

	*root = *last = p[i].at;
	while (r > 0 && b->leave[*last].status == OD_LEAVE_EXTENDED) {
		int64_t number = b->leave[*last].number;
		size_t k = goes_on(p, n, i, b, number);

		if (k != SIZE_MAX) {
			p[k].told = true;
			*last = p[k].at;
			continue;
		}
		r = od_book_next(b, number, err);
		if (r > 0)
			*last = b->leaves - 1;
	}
	while (r >= 0 && b->leave[*root].parent != OD_NOINT) {
		r = od_book_one(b, b->leave[*root].parent, err);
		if (r <= 0)
			break;
		*root = b->leaves - 1;
	}
	return r < 0 ? -1 : 0;
}

static void fill_end(struct od_away *a, const struct od_book_leave *last)
{
	int64_t end = last->span.to;

	a->to_day = last->to_day;
	a->to_part = last->to_part;
	if (last->status != OD_LEAVE_RETURNED)
		return;
	a->to_day.days = (int32_t)(end >= 0 ? end / 3 : (end - 2) / 3);
	a->to_part = OD_PART_EVENING - (int)(end - od_part_at(a->to_day, 0));
}

static int fill_names(const struct od_book *b, struct od_absence *x, od_date on, struct od_err *err)
{
	const struct od_person *in = x->a.stand_in ? od_book_person(b, x->a.stand_in, on) : NULL;
	const char *unit;

	x->a.person_name = x->who ? x->who->name : x->a.person;
	x->a.stand_in_name = in ? in->name : x->a.stand_in;
	x->a.stand_in_post = in ? in->post : NULL;
	x->a.post = x->who ? x->who->post : NULL;
	x->a.unit = x->who ? x->who->unit : NULL;
	if (!x->a.unit)
		return 0;
	unit = od_book_unit(b, x->a.unit, on, err);
	if (!unit && err->code)
		return -1;
	x->a.unit_name = strdup(unit ? unit : x->a.unit); /* it may be of the memo */
	return x->a.unit_name ? 0 : od_fail_nomem(err);
}

/* What is said of it is what holds on the first of the days asked for. */
static int fill(const struct od_book *b, size_t first, size_t root, size_t last, od_date on,
		struct od_absence *x, struct od_err *err)
{
	const struct od_book_leave *f = &b->leave[first], *r = &b->leave[root],
				   *l = &b->leave[last];
	const struct od_book_kind *kind = od_book_kind(b, f->kind, f->from_day);

	od_rec_init(&od_away_type, &x->a);
	x->root = r->number;
	x->span = (struct od_span){ r->span.from, l->span.to };
	x->private_ = kind && kind->private_;
	x->who = od_book_person(b, f->person, on);
	x->a.number = l->number;
	x->a.person = f->person;
	x->a.kind = x->private_ ? NULL : f->kind;
	x->a.kind_name = x->private_ ? BORROW(_("leave")) : kind ? kind->name : f->kind;
	x->a.from_day = r->from_day;
	x->a.from_part = r->from_part;
	fill_end(&x->a, l);
	x->a.reach = f->reach;
	x->a.place = x->private_ ? NULL : f->place;
	x->a.stand_in = f->stand_in;
	x->a.phone = f->phone;
	x->a.status = l->status;
	x->a.due_at = l->due_at;
	x->a.overdue = l->overdue;
	return fill_names(b, x, on, err);
}

static int put_in_order(const struct od_book *b, od_date on, struct place **places,
			struct od_err *err)
{
	struct place *p = calloc(b->leaves + 1, sizeof(*p));

	*places = p;
	if (!p)
		return od_fail_nomem(err);
	for (size_t i = 0; i < b->leaves; i++) {
		const struct od_book_leave *l = &b->leave[i];

		p[i] = (struct place){
			.who = od_book_person(b, l->person, on),
			.from = l->span.from,
			.number = l->number,
			.at = i,
		};
	}
	qsort(p, b->leaves, sizeof(*p), by_place);
	return 0;
}

static int gather(struct od_absences *all, od_date from, const char *unit, struct od_err *err)
{
	struct od_book *b = &all->book;
	struct place *p = NULL;
	size_t n = b->leaves, root, last;
	int r = put_in_order(b, from, &p, err);

	all->row = r == 0 ? calloc(n + 1, sizeof(*all->row)) : NULL;
	if (r == 0 && !all->row)
		r = od_fail_nomem(err);
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct od_absence *x = &all->row[all->n];
		size_t first = p[i].at;

		if (p[i].told)
			continue;
		r = whole(b, p, n, i, &root, &last, err);
		if (r < 0)
			break;
		r = fill(b, first, root, last, later(from, b->leave[first].from_day), x, err);
		if (!unit || (x->a.unit && !strcmp(x->a.unit, unit)))
			all->n++;
		else
			free(x->a.unit_name);
	}
	free(p);
	return r;
}

/* In one look at the database. */
static int read_all(struct od_absences *all, od_date from, od_date to, const char *unit,
		    struct od_err *err)
{
	if (od_book_between(&all->book, from, to, err) < 0)
		return -1;
	return gather(all, from, unit, err);
}

int od_absences_read(struct od_db *db, od_date from, od_date to, od_instant now, const char *unit,
		     struct od_absences *out, struct od_err *err)
{
	bool begun;
	int r = od_snapshot_begin(db, &begun, err);

	if (r < 0)
		return -1;
	r = od_book_open(&out->book, db, now, err);
	if (r == 0)
		r = read_all(out, from, to, unit, err);
	od_snapshot_end(db, begun);
	return r;
}

void od_absences_free(struct od_absences *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->row[i].a.unit_name);
	free(all->row);
	od_book_free(&all->book);
	memset(all, 0, sizeof(*all));
}

int od_away_each(struct od_db *db, od_date from, od_date to, od_instant now, const char *unit,
		 od_away_fn *fn, void *ctx, struct od_err *err)
{
	struct od_absences all = { 0 };
	int r = od_absences_read(db, from, to, now, unit, &all, err);

	for (size_t i = 0; r == 0 && i < all.n; i++)
		r = fn(ctx, &all.row[i].a, err) < 0 ? -1 : 0;
	od_absences_free(&all);
	return r;
}

static int by_lateness(const void *a, const void *b)
{
	const struct od_away *x = &((const struct od_absence *)a)->a,
			     *y = &((const struct od_absence *)b)->a;

	if (x->overdue != y->overdue)
		return x->overdue > y->overdue ? -1 : 1;
	if (x->due_at.sec != y->due_at.sec)
		return x->due_at.sec < y->due_at.sec ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Whoever is past due is away today. */
int od_leave_overdue(struct od_db *db, od_instant now, od_away_fn *fn, void *ctx,
		     struct od_err *err)
{
	od_date today = od_instant_date(now);
	struct od_absences all = { 0 };
	int r = od_absences_read(db, today, today, now, NULL, &all, err);

	if (r == 0)
		qsort(all.row, all.n, sizeof(*all.row), by_lateness);
	for (size_t i = 0; r == 0 && i < all.n && all.row[i].a.overdue != OD_NOINT; i++)
		r = fn(ctx, &all.row[i].a, err) < 0 ? -1 : 0;
	od_absences_free(&all);
	return r;
}
