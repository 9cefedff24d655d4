/* ledger.c - slots counted by unit, matter or desk, and ranked. */
#include <stdlib.h>

#include "ledger.h"

#define AT(m) offsetof(struct od_ledger_row, m)
static const struct od_field fields[] = {
	{ "rank", OD_INT, AT(rank), OD_DERIVED | OD_TABLE, N_("Standing"), "名次" },
	{ "code", OD_TEXT, AT(code), OD_DERIVED, N_("Code"), "代码" },
	{ "name", OD_TEXT, AT(name), OD_DERIVED | OD_TABLE, N_("Name"), "名称" },
	{ "owed", OD_INT, AT(owed), OD_DERIVED | OD_TABLE, N_("Owed"), "应报" },
	{ "on_time", OD_INT, AT(on_time), OD_DERIVED | OD_TABLE, N_("On time"), "按时" },
	{ "nil", OD_INT, AT(nil), OD_DERIVED | OD_TABLE, N_("Nil"), "零报告" },
	{ "late", OD_INT, AT(late), OD_DERIVED | OD_TABLE, N_("Came late"), "迟报" },
	{ "left_out", OD_INT, AT(left_out), OD_DERIVED | OD_TABLE, N_("Left out"), "漏报" },
	{ "unreported", OD_INT, AT(unreported), OD_DERIVED | OD_TABLE, N_("Unreported"), "不报" },
	{ "excused", OD_INT, AT(excused), OD_DERIVED | OD_TABLE, N_("Excused"), "准免" },
	{ "open", OD_INT, AT(open), OD_DERIVED | OD_TABLE, N_("Open"), "未到期" },
	{ "rate", OD_TEXT, AT(rate), OD_DERIVED | OD_TABLE, N_("Rate"), "按时率" },
	{ "longest", OD_INT, AT(longest), OD_DERIVED | OD_TABLE, N_("Longest, min"),
	  "最长迟报分钟" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_ledger_type = { "ledger", sizeof(struct od_ledger_row), fields,
					    N_("ledger") };

/* --- counting --------------------------------------------------------------------------------- */

/* A row being counted: code and name are the slots' own until the end. */
struct count {
	struct od_ledger_row r;
	const char *code, *name;
	size_t place; /* whose slot came first stands first among equals */
};

struct counting {
	int by;
	struct count *count; /* by code */
	size_t n, room, last;
};

static void key(const struct od_slot *s, int by, const char **code, const char **name)
{
	static const char none[] = "-";

	*code = by == OD_LEDGER_UNIT ? s->unit : by == OD_LEDGER_DESK ? s->desk : s->duty;
	*name = by == OD_LEDGER_UNIT   ? s->unit_name
		: by == OD_LEDGER_DESK ? s->desk_name
				       : s->duty_name;
	if (!*code) /* a person of no unit */
		*code = none;
	if (!*name)
		*name = *code;
}

static struct count *insert(struct counting *c, size_t at, const char *code, struct od_err *err)
{
	if (c->n == c->room) {
		size_t room = c->room ? 2 * c->room : 64;
		struct count *grown = reallocarray(c->count, room, sizeof(*grown));

		if (!grown) {
			od_fail_nomem(err);
			return NULL;
		}
		c->count = grown;
		c->room = room;
	}
	memmove(c->count + at + 1, c->count + at, (c->n - at) * sizeof(*c->count));
	c->count[at] = (struct count){ .code = code, .place = c->n++ };
	c->count[at].r.longest = OD_NOINT;
	c->count[at].r.rank = OD_NOINT;
	return &c->count[at];
}

/* Slots of one code often follow each other. */
static struct count *find(struct counting *c, const char *code, struct od_err *err)
{
	size_t low = 0, high = c->n;

	if (c->last < c->n && !strcmp(c->count[c->last].code, code))
		return &c->count[c->last];
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(c->count[mid].code, code) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	c->last = low;
	if (low < c->n && !strcmp(c->count[low].code, code))
		return &c->count[low];
	return insert(c, low, code, err);
}

static void add(struct od_ledger_row *r, const struct od_slot *s)
{
	static const size_t at[] = {
		[OD_SLOT_OPEN] = offsetof(struct od_ledger_row, open),
		[OD_SLOT_MET] = offsetof(struct od_ledger_row, on_time),
		[OD_SLOT_LATE] = offsetof(struct od_ledger_row, late),
		[OD_SLOT_LEFT_OUT] = offsetof(struct od_ledger_row, left_out),
		[OD_SLOT_UNREPORTED] = offsetof(struct od_ledger_row, unreported),
		[OD_SLOT_NIL] = offsetof(struct od_ledger_row, nil),
		[OD_SLOT_EXCUSED] = offsetof(struct od_ledger_row, excused),
	};

	r->owed++;
	++*(int64_t *)((char *)r + at[s->state]);
	/* What has not come is not late by anything yet that could be compared. */
	if (s->state == OD_SLOT_LATE && s->late > r->longest)
		r->longest = s->late;
}

static int count_all(struct counting *c, struct od_ledger_row *total, const struct od_slots *slots,
		     struct od_err *err)
{
	const struct od_slot *s;
	size_t n = od_slots_rows(slots, &s);

	for (size_t i = 0; i < n; i++) {
		const char *code, *name;
		struct count *one;

		key(&s[i], c->by, &code, &name);
		one = find(c, code, err);
		if (!one)
			return -1;
		one->name = name; /* slots come by their due: the latest name */
		add(&one->r, &s[i]);
		add(total, &s[i]);
	}
	return 0;
}

/* --- ranking ------------------------------------------------------------------------------------ */

static int64_t was_due(const struct od_ledger_row *r)
{
	return r->owed - r->open - r->excused;
}

static int more(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* The better one first; 0: they share a rank. */
static int compare(const struct od_ledger_row *a, const struct od_ledger_row *b)
{
	int order = more(!was_due(a), !was_due(b));

	if (!order)
		order = more(a->unreported, b->unreported);
	if (!order)
		order = more(a->left_out, b->left_out);
	if (!order)
		order = more(a->late, b->late);
	if (!order)
		order = more((b->on_time + b->nil) * was_due(a),
			     (a->on_time + a->nil) * was_due(b));
	return order;
}

static int in_order(const void *a, const void *b)
{
	const struct count *x = a, *y = b;
	int order = compare(&x->r, &y->r);

	return order ? order : x->place < y->place ? -1 : 1;
}

char *od_ledger_rate(const struct od_ledger_row *r)
{
	int64_t due = was_due(r), good = r->on_time + r->nil, mille;
	char text[32];

	if (!due)
		return NULL;
	mille = (2000 * good + due) / (2 * due);
	if (mille == 1000 && good < due) /* rounded, but not all */
		mille = 999;
	snprintf(text, sizeof(text), "%lld.%lld%%", (long long)mille / 10, (long long)mille % 10);
	return strdup(text);
}

/* The counts become rows with texts of their own. */
static int settle(struct od_ledger *l, struct counting *c, struct od_err *err)
{
	if (c->n)
		qsort(c->count, c->n, sizeof(*c->count), in_order);
	l->row = calloc(c->n + 1, sizeof(*l->row));
	if (!l->row)
		return od_fail_nomem(err);
	for (; l->n < c->n; l->n++) {
		size_t i = l->n;
		struct od_ledger_row *r = &l->row[i];

		*r = c->count[i].r;
		r->code = strdup(c->count[i].code);
		r->name = strdup(c->count[i].name);
		r->rate = od_ledger_rate(r);
		if (was_due(r))
			r->rank = i && !compare(r, &l->row[i - 1]) ? l->row[i - 1].rank
								   : (int64_t)i + 1;
		if (!r->code || !r->name || (was_due(r) && !r->rate)) {
			l->n++;
			return od_fail_nomem(err);
		}
	}
	l->total.name = strdup(_("total"));
	l->total.rate = od_ledger_rate(&l->total);
	if (!l->total.name || (was_due(&l->total) && !l->total.rate))
		return od_fail_nomem(err);
	return 0;
}

struct od_ledger *od_ledger_new(const struct od_slots *slots, int by, struct od_err *err)
{
	struct od_ledger *l = calloc(1, sizeof(*l));
	struct counting c = { .by = by };
	int r;

	if (!l) {
		od_fail_nomem(err);
		return NULL;
	}
	l->by = by;
	od_rec_init(&od_ledger_type, &l->total);
	l->total.owed = l->total.on_time = l->total.late = l->total.left_out = 0;
	l->total.unreported = l->total.nil = l->total.excused = l->total.open = 0;
	r = count_all(&c, &l->total, slots, err);
	if (r == 0)
		r = settle(l, &c, err);
	free(c.count);
	if (r == 0)
		return l;
	od_ledger_free(l);
	return NULL;
}

void od_ledger_free(struct od_ledger *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++)
		od_rec_clear(&od_ledger_type, &l->row[i]);
	od_rec_clear(&od_ledger_type, &l->total);
	free(l->row);
	free(l);
}

size_t od_ledger_rows(const struct od_ledger *l, const struct od_ledger_row **rows,
		      const struct od_ledger_row **total)
{
	*rows = l->row;
	if (total)
		*total = &l->total;
	return l->n;
}
