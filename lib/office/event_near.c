/* event_near.c - other events that may be the same one: near in time, alike in their words. */
#include <stdlib.h>

#include "report.h"

#define NEAR_HOURS "24" /* where the regime says nothing */
#define LIKE       30   /* percent of pairs in common from which texts are alike */
#define PLACE_LIKE 50   /* and what one place within the other counts at least */
#define COUNTY     3    /* characters of the name of a county */

#define AT(m) offsetof(struct od_suspect, m)
static const struct od_field suspect_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_TABLE, N_("Number"), "报告号", NULL, 'R' },
	{ "event", OD_NUMBER, AT(event), OD_TABLE, N_("Event"), "事件 事件号", NULL, 'E' },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_TABLE, N_("Unit"), "单位名称" },
	{ "title", OD_TEXT, AT(title), OD_TABLE, N_("Title"), "标题" },
	{ "place", OD_TEXT, AT(place), OD_TABLE, N_("Place"), "地点" },
	{ "occurred_at", OD_INSTANT, AT(occurred_at), OD_TABLE, N_("Occurred"), "发生时间" },
	{ "likeness", OD_INT, AT(likeness), OD_TABLE, N_("Likeness, %"), "相似度" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_suspect_type = { "suspect", sizeof(struct od_suspect), suspect_fields,
					     N_("suspected duplicate") };

struct pairs { /* of characters that stand together, each once, in order */
	uint64_t *pair;
	size_t n, room;
};

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Letters and digits of any script; not marks and spaces. */
static bool is_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	return c >= 0x3400 && !(c >= 0xff00 && c <= 0xff0f) && !(c >= 0xff1a && c <= 0xff20);
}

static int add_pairs(struct pairs *p, const char *text, struct od_err *err)
{
	uint32_t before = 0;
	size_t bytes;

	for (const char *s = text ? text : ""; *s; s += bytes) {
		uint32_t c = od_utf8_get(s, &bytes);

		c = is_word(c) ? c : 0;
		if (before && c) {
			if (p->n == p->room) {
				uint64_t *grown =
					reallocarray(p->pair, p->room + 64, sizeof(*grown));

				if (!grown)
					return od_fail_nomem(err);
				p->pair = grown;
				p->room += 64;
			}
			p->pair[p->n++] = (uint64_t)before << 32 | c;
		}
		before = c;
	}
	return 0;
}

static int pairs_of(const struct od_report *r, struct pairs *p, struct od_err *err)
{
	size_t kept = 0;

	*p = (struct pairs){ NULL };
	if (add_pairs(p, r->title, err) < 0 || add_pairs(p, r->place, err) < 0) {
		free(p->pair);
		return -1;
	}
	if (p->n)
		qsort(p->pair, p->n, sizeof(*p->pair), by_value);
	for (size_t i = 0; i < p->n; i++)
		if (!kept || p->pair[kept - 1] != p->pair[i])
			p->pair[kept++] = p->pair[i];
	p->n = kept;
	return 0;
}

/* How much of the shorter the other has too, in percent. */
static int64_t share(const struct pairs *a, const struct pairs *b)
{
	size_t i = 0, k = 0, both = 0;

	while (i < a->n && k < b->n) {
		both += a->pair[i] == b->pair[k];
		if (a->pair[i] < b->pair[k])
			i++;
		else if (a->pair[i] > b->pair[k])
			k++;
		else {
			i++;
			k++;
		}
	}
	return both ? (int64_t)(100 * both / (a->n < b->n ? a->n : b->n)) : 0;
}

/* One place is part of the other; the name of a county alone (示东区) tells no place. */
static bool within(const char *place, const char *other)
{
	return od_given(place) && od_given(other) && od_utf8_len(place) > COUNTY &&
	       od_utf8_len(other) > COUNTY && (strstr(place, other) || strstr(other, place));
}

struct suspects {
	struct od_suspect *row;
	size_t n;
};

static void suspects_free(struct suspects *s)
{
	for (size_t i = 0; i < s->n; i++)
		od_rec_clear(&od_suspect_type, &s->row[i]);
	free(s->row);
}

static char *copy(const char *text)
{
	return strdup(text ? text : "");
}

/* The best of each event stays. */
static int suspect(struct suspects *s, const struct od_report *r, int64_t likeness,
		   struct od_err *err)
{
	struct od_suspect *grown, *t = s->row;

	while (t < s->row + s->n && t->event != r->event)
		t++;
	if (t < s->row + s->n && t->likeness >= likeness)
		return 0;
	if (t == s->row + s->n) {
		grown = reallocarray(s->row, s->n + 1, sizeof(*grown));
		if (!grown)
			return od_fail_nomem(err);
		s->row = grown;
		t = &grown[s->n++];
		od_rec_init(&od_suspect_type, t);
	}
	od_rec_clear(&od_suspect_type, t);
	t->number = r->number;
	t->event = r->event;
	t->occurred_at = r->occurred_at;
	t->likeness = likeness;
	t->unit_name = copy(r->unit_name ? r->unit_name : r->unit);
	t->title = copy(r->title);
	t->place = r->place ? copy(r->place) : NULL;
	return t->unit_name && t->title && (t->place || !r->place) ? 0 : od_fail_nomem(err);
}

static int compare(struct suspects *s, const struct od_report *mine, const struct pairs *my_pairs,
		   const struct od_report *r, struct od_err *err)
{
	struct pairs theirs;
	int64_t likeness;

	if (pairs_of(r, &theirs, err) < 0)
		return -1;
	likeness = share(my_pairs, &theirs);
	free(theirs.pair);
	if (within(mine->place, r->place))
		likeness = PLACE_LIKE + likeness * (100 - PLACE_LIKE) / 100;
	return likeness >= LIKE ? suspect(s, r, likeness, err) : 0;
}

static int by_likeness(const void *a, const void *b)
{
	const struct od_suspect *x = a, *y = b;

	if (x->likeness != y->likeness)
		return x->likeness < y->likeness ? 1 : -1;
	return x->number < y->number ? -1 : 1;
}

static int find_suspects(struct od_db *db, const struct od_report *mine, struct suspects *s,
			 struct od_err *err)
{
	const char *hours =
		od_setting(db, "event_near_hours", od_instant_date(mine->received_at), NEAR_HOURS);
	int64_t sec = 3600 * strtoll(hours, NULL, 10);
	struct pairs pairs;
	struct od_report r;
	struct od_iter *it;
	int got;

	if (pairs_of(mine, &pairs, err) < 0)
		return -1;
	it = od_report_near(db, (od_instant){ mine->occurred_at.sec - sec },
			    (od_instant){ mine->occurred_at.sec + sec }, mine->event, err);
	got = it ? 1 : -1;
	od_rec_init(&od_report_type, &r);
	while (got > 0 && (got = od_iter_next(it, &r, err)) > 0)
		if (compare(s, mine, &pairs, &r, err) < 0)
			got = -1;
	od_rec_clear(&od_report_type, &r);
	od_iter_free(it);
	free(pairs.pair);
	if (s->n)
		qsort(s->row, s->n, sizeof(*s->row), by_likeness);
	return got;
}

int od_event_suspects(struct od_db *db, int64_t report, od_suspect_fn *fn, void *ctx,
		      struct od_err *err)
{
	struct suspects s = { NULL, 0 };
	struct od_report mine;
	int r;

	od_rec_init(&od_report_type, &mine);
	r = od_report_get(db, report, &mine, err);
	if (r > 0 && mine.event != OD_NOINT)
		r = find_suspects(db, &mine, &s, err);
	for (size_t i = 0; r >= 0 && i < s.n; i++)
		r = fn(ctx, &s.row[i], err);
	od_rec_clear(&od_report_type, &mine);
	suspects_free(&s);
	return r < 0 ? -1 : 0;
}
