/* leave_read.c - see leave_read.h: a book of persons, kinds of leave and leaves, each table read once. */
#include <stdlib.h>

#include "leave_read.h"
#include "slot.h"

#define AT(m) offsetof(struct od_book_kind, m)
static const struct od_field kind_fields[] = {
	{ "code", OD_TEXT, AT(code), 0, "" },
	{ "name", OD_TEXT, AT(name), 0, "" },
	{ "workdays", OD_BOOL, AT(workdays), 0, "" },
	{ "annual", OD_BOOL, AT(annual), 0, "" },
	{ "private", OD_BOOL, AT(private_), 0, "" },
	{ "sort", OD_INT, AT(sort), 0, "" },
	{ "valid_from", OD_DATE, AT(valid_from), 0, "" },
	{ NULL },
};
#undef AT
static const struct od_rec_type kind_type = { "leave_kind", sizeof(struct od_book_kind),
					      kind_fields, "" };

/* --- tables ---------------------------------------------------------------------------------------- */

static int read_kinds(struct od_book *b, struct od_err *err)
{
	static const char sql[] =
		"SELECT code, name, counts = 'workdays' AS workdays, annual, private, sort, "
		"valid_from FROM leave_kind_row ORDER BY code, valid_from";
	struct od_iter *it = od_query(b->db, sql, &kind_type, OD_NOVALS, err);
	int r = it ? 1 : -1;

	while (r > 0) {
		struct od_book_kind *grown = reallocarray(b->kind, b->kinds + 1, sizeof(*grown));

		if (!grown) {
			r = od_fail_nomem(err);
			break;
		}
		b->kind = grown;
		od_rec_init(&kind_type, &grown[b->kinds]);
		r = od_iter_next(it, &grown[b->kinds], err);
		b->kinds += r > 0;
	}
	od_iter_free(it);
	return r;
}

/* The office began to keep its ledger on a day (setting owed_from): see od_slots_find(). */
static void read_ledger(struct od_book *b)
{
	static const struct od_when none = { { 0 }, NULL };
	const char *text = od_setting(b->db, "owed_from", od_instant_date(b->now), NULL);
	struct od_err err = OD_ERR_INIT;
	od_date day;

	b->ledger.sec = INT64_MIN;
	if (text && od_date_parse(text, &none, &day, &err) == 0)
		b->ledger.sec = od_date_start(day).sec + 1;
}

static int read_duties(struct od_book *b, struct od_err *err)
{
	struct od_slots *s = calloc(1, sizeof(*s));
	int64_t any = 0;

	b->slots = s;
	if (!s)
		return od_fail_nomem(err);
	s->db = b->db;
	s->q.since.sec = INT64_MIN / 2;
	s->q.until.sec = INT64_MAX / 2;
	s->q.now = b->now;
	s->hours = od_hours_load(b->db, err);
	if (!s->hours || od_slots_obligors(s, err) < 0 || od_slots_duties(s, err) < 0 ||
	    od_query_int(b->db, "SELECT 1 FROM answer LIMIT 1", &any, OD_NOVALS, err) < 0)
		return -1;
	s->answers = any;
	return 0;
}

int od_book_open(struct od_book *b, struct od_db *db, od_instant now, struct od_err *err)
{
	b->db = db;
	b->now = now;
	read_ledger(b);
	return read_duties(b, err) < 0 ? -1 : read_kinds(b, err);
}

static void clear(struct od_book_leave *l)
{
	free(l->person);
	free(l->kind);
	free(l->place);
	free(l->stand_in);
	free(l->phone);
}

void od_book_free(struct od_book *b)
{
	for (size_t i = 0; i < b->kinds; i++)
		od_rec_clear(&kind_type, &b->kind[i]);
	for (size_t i = 0; i < b->leaves; i++)
		clear(&b->leave[i]);
	free(b->kind);
	free(b->leave);
	od_slots_free(b->slots);
	memset(b, 0, sizeof(*b));
}

/* --- what holds on a day ------------------------------------------------------------------------------- */

size_t od_book_persons(const struct od_book *b, const struct od_person **rows)
{
	*rows = b->slots->person;
	return b->slots->persons;
}

/* Does row a suit the day better than row b of the same code? */
static bool suits(od_date a, od_date b, od_date on)
{
	if ((a.days <= on.days) != (b.days <= on.days))
		return a.days <= on.days;
	return a.days <= on.days ? a.days > b.days : a.days < b.days;
}

const struct od_person *od_book_person(const struct od_book *b, const char *code, od_date on)
{
	struct obligor *const *who = b->slots->person_by_code;
	size_t low = 0, high = b->slots->persons;
	const struct od_person *best = NULL;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(who[mid]->code, code) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < b->slots->persons && !strcmp(who[low]->code, code); low++)
		if (!best || suits(who[low]->from, best->valid_from, on))
			best = who[low]->person;
	return best;
}

const char *od_book_unit(const struct od_book *b, const char *code, od_date on, struct od_err *err)
{
	const struct od_unit *u = od_slots_unit_on(b->slots, code, on);

	return u ? u->name : od_name_memo(b->db, OD_NAMED_UNIT, code, on, NULL, err);
}

const struct od_book_kind *od_book_kind(const struct od_book *b, const char *code, od_date on)
{
	const struct od_book_kind *best = NULL;

	for (size_t i = 0; i < b->kinds; i++)
		if (!strcmp(b->kind[i].code, code) &&
		    (!best || suits(b->kind[i].valid_from, best->valid_from, on)))
			best = &b->kind[i];
	return best;
}

int od_book_order(const struct od_person *a, const struct od_person *b)
{
	if (a->sort != b->sort) { /* who has no place comes last */
		if (a->sort == OD_NOINT || b->sort == OD_NOINT)
			return a->sort == OD_NOINT ? 1 : -1;
		return a->sort < b->sort ? -1 : 1;
	}
	return strcmp(a->code, b->code);
}

/* --- leaves ----------------------------------------------------------------------------------------------- */

/* clang-format off */
#define LEAVE                                                                                      \
	"SELECT number, person, kind, from_day, from_part, to_day, to_part, reach, place, "        \
	"stand_in, phone, parent, late, status, returned_at FROM leave "
#define STOOD "(status = 'approved' OR status = 'away' OR status = 'returned' OR status = 'extended')"
/* Who has not come back; who came back since; who goes on in an extension.  Each has its index. */
static const char sql_between[] =
	LEAVE "WHERE (status = 'approved' OR status = 'away') AND from_day <= ?2 UNION ALL "
	LEAVE "WHERE status = 'returned' AND returned_at >= ?3 AND from_day <= ?2 UNION ALL "
	LEAVE "WHERE status = 'extended' AND to_day >= ?1 AND from_day <= ?2";
#define TAKEN                                                                                      \
	"(status = 'requested' OR " STOOD ") AND from_day <= ?2 AND (to_day >= ?1 OR "             \
	"status = 'approved' OR status = 'away' OR returned_at >= ?3 OR "                          \
	"kind IN (SELECT k.code FROM leave_kind_row k WHERE k.annual = 1)) "
static const char sql_taken[] = LEAVE "WHERE " TAKEN "ORDER BY person, from_day, number";
static const char sql_taken_by[] = LEAVE "WHERE person = ?4 AND " TAKEN "ORDER BY from_day, number";
static const char sql_one[] = LEAVE "WHERE number = ?1";
static const char sql_next[] = LEAVE "WHERE parent = ?1 AND " STOOD;
/* clang-format on */

enum {
	NUMBER,
	PERSON,
	KIND,
	FROM_DAY,
	FROM_PART,
	TO_DAY,
	TO_PART,
	REACH,
	PLACE,
	STAND_IN,
	PHONE,
	PARENT,
	LATE,
	STATUS,
	RETURNED_AT
};

/* As it was written by this program: YYYY-MM-DD, a word of the table. */
static od_date day_of(const char *s)
{
	int n[3] = { 0, 0, 0 };

	for (int i = 0; *s && i < 3; s++)
		if (*s == '-')
			i++;
		else
			n[i] = n[i] * 10 + (*s - '0');
	return od_ymd(n[0], n[1], n[2]);
}

static int word_of(const struct od_word *words, const char *s)
{
	int i = 0;

	while (words[i].word && strcmp(words[i].word, s))
		i++;
	return words[i].word ? i : 0;
}

static int put(char **to, const char *text, struct od_err *err)
{
	*to = text ? strdup(text) : NULL;
	return !text || *to ? 0 : od_fail_nomem(err);
}

static int fill(struct od_book_leave *l, const struct od_cols *c, struct od_err *err)
{
	memset(l, 0, sizeof(*l));
	l->number = od_col_int(c, NUMBER);
	l->from_day = day_of(od_col_text(c, FROM_DAY));
	l->from_part = word_of(od_parts, od_col_text(c, FROM_PART));
	l->to_day = day_of(od_col_text(c, TO_DAY));
	l->to_part = word_of(od_to_parts, od_col_text(c, TO_PART));
	l->reach = word_of(od_reaches, od_col_text(c, REACH));
	l->parent = od_col_int(c, PARENT);
	l->late = od_col_int(c, LATE) != 0;
	l->status = word_of(od_leave_statuses, od_col_text(c, STATUS));
	l->returned_at.sec = od_col_int(c, RETURNED_AT);
	if (put(&l->person, od_col_text(c, PERSON), err) < 0 ||
	    put(&l->kind, od_col_text(c, KIND), err) < 0 ||
	    put(&l->place, od_col_text(c, PLACE), err) < 0 ||
	    put(&l->stand_in, od_col_text(c, STAND_IN), err) < 0)
		return -1;
	return put(&l->phone, od_col_text(c, PHONE), err);
}

/* When the return is due and how long ago that was, by every duty that asks for it: as od_leave_due() and
 * report-due tell it. */
static int reckon_due(struct od_book *b, struct od_book_leave *l, struct od_err *err)
{
	const struct obligor *who = od_slots_person_who(b->slots, l->person, l->to_day);
	bool out = l->status == OD_LEAVE_APPROVED || l->status == OD_LEAVE_AWAY;

	l->due_at = OD_NOINSTANT;
	l->overdue = OD_NOINT;
	for (size_t i = 0; i < b->slots->duties; i++) {
		const struct duty_row *d = &b->slots->duty[i];
		struct owed *o;

		if (!od_duty_of_leave(&d->d) || d->d.anchor != OD_ANCHOR_RETURN)
			continue;
		b->slots->n = 0;
		if (od_slots_owe(b->slots, d, i, who, od_date_start(l->to_day), &o, err) < 0)
			return -1;
		if (!o)
			continue;
		if (!od_instant_is(l->due_at) || o->due.sec < l->due_at.sec)
			l->due_at = o->due;
		if (!out || o->due.sec >= b->now.sec || o->due.sec < b->ledger.sec)
			continue;
		o->letter = 'L';
		o->ref = l->number;
		o->received = OD_NOINSTANT;
		if (od_slots_settle(b->slots, 0, err) < 0)
			return -1;
		if (o->state == OD_SLOT_LEFT_OUT && o->late > l->overdue)
			l->overdue = o->late;
	}
	return 0;
}

static void reckon_span(const struct od_book *b, struct od_book_leave *l)
{
	struct od_leave whole;

	od_rec_init(&od_leave_type, &whole);
	whole.from_day = l->from_day;
	whole.from_part = l->from_part;
	whole.to_day = l->to_day;
	whole.to_part = l->to_part;
	whole.status = l->status;
	whole.returned_at = l->returned_at;
	whole.due_at = l->due_at;
	l->span = od_leave_lasts(&whole, b->now);
}

/* A refusal of a request owes nothing, nor does what goes on in an extension. */
static int reckon(struct od_book *b, struct od_book_leave *l, struct od_err *err)
{
	l->due_at = OD_NOINSTANT;
	l->overdue = OD_NOINT;
	if (l->status != OD_LEAVE_REQUESTED && l->status != OD_LEAVE_EXTENDED &&
	    reckon_due(b, l, err) < 0)
		return -1;
	reckon_span(b, l);
	return 0;
}

struct adding {
	struct od_book *b;
	struct od_span span; /* what does not meet it is not added */
	int n;
};

static int add_row(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct adding *a = ctx;
	struct od_book *b = a->b;
	struct od_book_leave *l = b->leave;

	if (b->leaves == b->room) {
		size_t room = b->room ? 2 * b->room : 64;

		l = reallocarray(l, room, sizeof(*l));
		if (!l)
			return od_fail_nomem(err);
		b->leave = l;
		b->room = room;
	}
	l = &b->leave[b->leaves];
	if (fill(l, c, err) < 0 || reckon(b, l, err) < 0) {
		clear(l);
		return -1;
	}
	if (od_spans_meet(l->span, a->span)) {
		b->leaves++;
		a->n++;
	} else {
		clear(l);
	}
	return 0;
}

/* How many, or -1. */
static int add(struct od_book *b, const char *sql, const struct od_val *v, size_t n,
	       struct od_span span, struct od_err *err)
{
	struct adding a = { b, span, 0 };

	return od_query_cols(b->db, sql, v, n, add_row, &a, err) < 0 ? -1 : a.n;
}

static struct od_span days(od_date from, od_date to)
{
	return (struct od_span){ od_part_at(from, OD_PART_MORNING),
				 od_part_at(to, OD_PART_EVENING) };
}

static const struct od_span always = { INT64_MIN, INT64_MAX };

int od_book_between(struct od_book *b, od_date from, od_date to, struct od_err *err)
{
	return add(b, sql_between, OD_VALS(od_v(from), od_v(to), od_v(od_date_start(from))),
		   days(from, to), err) < 0
		       ? -1
		       : 0;
}

int od_book_taken(struct od_book *b, const char *person, od_date since, od_date until,
		  struct od_err *err)
{
	const struct od_val v[] = { od_v(since), od_v(until), od_v(od_date_start(since)),
				    od_v(person) };
	int r = person ? add(b, sql_taken_by, v, 4, always, err)
		       : add(b, sql_taken, v, 3, always, err);

	return r < 0 ? -1 : 0;
}

int od_book_next(struct od_book *b, int64_t number, struct od_err *err)
{
	return add(b, sql_next, OD_VALS(od_v(number)), always, err);
}

int od_book_one(struct od_book *b, int64_t number, struct od_err *err)
{
	return add(b, sql_one, OD_VALS(od_v(number)), always, err);
}
