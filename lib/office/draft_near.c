/* draft_near.c - what says nearly the same as a report.
 *
 * Sketches that differ in few bits are suspected (od_simhash(), kept in report_sketch where the search index is kept),
 * and the texts themselves are looked at last.  To find them without comparing all with all, a sketch is cut into
 * bands: of two that differ in 14 bits or fewer, one of five bands differs in two or fewer.  So each band has its
 * sketches in order of that band's bits, and is asked for every number that is two bits or fewer away: 92 short runs
 * of neighbours in memory.  Band by band, for all who ask, because one band fits into a processor's cache. */
#include <stdlib.h>

#include "draft.h"

#define BANDS     5
#define BAND_BITS 13 /* the last has 12 */
#define BAND_KEYS (1 << BAND_BITS)
#define BAND_OFF  (OD_NEAR_BITS / BANDS)
_Static_assert(BAND_OFF == 2, "for_neighbours() tries bands that differ in two bits or fewer");
#define INDEX_FROM \
	64 /* lookups before the bands are made: one alone is quicker by looking at all */

struct band {
	uint32_t first[BAND_KEYS + 1];
	uint64_t *bits;
	uint32_t *which; /* of .all */
};
struct od_sketches {
	struct od_sketch *all;
	size_t n, room;
};

static inline unsigned int bits_of(uint64_t x)
{
	x -= x >> 1 & OD_BYTES(0x55);
	x = (x & OD_BYTES(0x33)) + (x >> 2 & OD_BYTES(0x33));
	x = (x + (x >> 4)) & OD_BYTES(0x0f);
	return (unsigned int)(x * OD_BYTES(1) >> 56);
}

static inline unsigned int key_of(uint64_t bits, int band)
{
	return (unsigned int)(bits >> (band * BAND_BITS)) & (BAND_KEYS - 1);
}

/* --- reading them ----------------------------------------------------------------------------------- */

static int add(struct od_sketches *s, int64_t number, uint64_t bits, struct od_err *err)
{
	if (s->n == s->room) {
		size_t room = s->room ? s->room * 2 : 4096;
		struct od_sketch *grown = reallocarray(s->all, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		s->all = grown;
		s->room = room;
	}
	s->all[s->n++] = (struct od_sketch){ number, bits };
	return 0;
}

static int take_kept(void *ctx, const struct od_cols *c, struct od_err *err)
{
	return add(ctx, od_col_int(c, 0), (uint64_t)od_col_int(c, 1), err);
}

static int take_text(void *ctx, const struct od_cols *c, struct od_err *err)
{
	const char *text[] = { od_col_text(c, 1), od_col_text(c, 2) };

	return add(ctx, od_col_int(c, 0), od_simhash(text, OD_COUNT(text)), err);
}

/* What the search index has not come to yet; then, if any is still missing (the database is older than sketches),
 * what it has passed without one. */
static int add_missing(struct od_db *db, struct od_sketches *s, od_instant since,
		       struct od_err *err)
{
	static const char later[] =
		"SELECT number, title, body FROM report WHERE number > ?2 AND received_at >= ?1";
	static const char number_of[] = "SELECT count(*) FROM report WHERE received_at >= ?1";
	static const char older[] =
		"SELECT number, title, body FROM report r WHERE received_at >= ?1 AND number <= ?2 "
		"AND NOT EXISTS (SELECT 1 FROM report_sketch k WHERE k.received_at = r.received_at "
		"AND k.number = r.number)";
	int64_t mark, all = 0;

	if (od_search_mark(db, &mark, err) < 0 ||
	    od_query_cols(db, later, OD_VALS(od_v(since), od_v(mark)), take_text, s, err) < 0 ||
	    od_query_int(db, number_of, &all, OD_VALS(od_v(since)), err) < 0)
		return -1;
	if ((size_t)all <= s->n)
		return 0;
	return od_query_cols(db, older, OD_VALS(od_v(since), od_v(mark)), take_text, s, err);
}

struct od_sketches *od_sketches_load(struct od_db *db, od_instant since, struct od_err *err)
{
	static const char kept[] =
		"SELECT number, sketch FROM report_sketch WHERE received_at >= ?1";
	struct od_sketches *s = calloc(1, sizeof(*s));

	if (!s) {
		od_fail_nomem(err);
		return NULL;
	}
	if (od_query_cols(db, kept, OD_VALS(od_v(since)), take_kept, s, err) == 0 &&
	    add_missing(db, s, since, err) == 0)
		return s;
	od_sketches_free(s);
	return NULL;
}

void od_sketches_free(struct od_sketches *s)
{
	if (!s)
		return;
	free(s->all);
	free(s);
}

/* --- bands -------------------------------------------------------------------------------------------- */

static struct band *new_band(size_t n)
{
	struct band *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->bits = calloc(n + 1, sizeof(*b->bits));
	b->which = calloc(n + 1, sizeof(*b->which));
	return b;
}

static void free_band(struct band *b)
{
	if (!b)
		return;
	free(b->bits);
	free(b->which);
	free(b);
}

/* Sorted by the band's bits, by counting: first[k + 1] is where the next one of k goes, then where k ends. */
static void fill_band(struct band *b, const struct od_sketches *s, int band)
{
	uint32_t at = 0;

	memset(b->first, 0, sizeof(b->first));
	for (size_t i = 0; i < s->n; i++)
		b->first[key_of(s->all[i].bits, band) + 1]++;
	for (int k = 1; k <= BAND_KEYS; k++) {
		uint32_t n = b->first[k];

		b->first[k] = at;
		at += n;
	}
	for (size_t i = 0; i < s->n; i++) {
		uint32_t *next = &b->first[key_of(s->all[i].bits, band) + 1];

		b->bits[*next] = s->all[i].bits;
		b->which[(*next)++] = (uint32_t)i;
	}
}

struct search {
	const struct od_sketches *s;
	const struct band *b;
	int band;
	uint64_t bits; /* of who asks */
	size_t who;
	od_sketch_fn *fn;
	void *ctx;
};

/* Did an earlier band find it?  Then it was told. */
static bool found_before(uint64_t differ, int band)
{
	for (int i = 0; i < band; i++)
		if (bits_of(key_of(differ, i)) <= BAND_OFF)
			return true;
	return false;
}

static int look_at(const struct search *q, unsigned int key, struct od_err *err)
{
	const struct band *b = q->b;

	for (uint32_t i = b->first[key]; i < b->first[key + 1]; i++) {
		uint64_t differ = b->bits[i] ^ q->bits;
		unsigned int n = bits_of(differ);

		if (n > OD_NEAR_BITS || found_before(differ, q->band))
			continue;
		if (q->fn(q->ctx, q->who, &q->s->all[b->which[i]], (int)n, err) < 0)
			return -1;
	}
	return 0;
}

/* The band's own bits, then each with one of them turned, then two. */
static int for_neighbours(const struct search *q, struct od_err *err)
{
	int width = q->band == BANDS - 1 ? 64 - BAND_BITS * (BANDS - 1) : BAND_BITS;
	unsigned int key = key_of(q->bits, q->band);

	if (look_at(q, key, err) < 0)
		return -1;
	for (int i = 0; i < width; i++) {
		if (look_at(q, key ^ 1u << i, err) < 0)
			return -1;
		for (int k = i + 1; k < width; k++)
			if (look_at(q, key ^ 1u << i ^ 1u << k, err) < 0)
				return -1;
	}
	return 0;
}

static int look_at_all(const struct search *q, struct od_err *err)
{
	for (size_t i = 0; i < q->s->n; i++) {
		unsigned int n = bits_of(q->s->all[i].bits ^ q->bits);

		if (n <= OD_NEAR_BITS && q->fn(q->ctx, q->who, &q->s->all[i], (int)n, err) < 0)
			return -1;
	}
	return 0;
}

int od_sketches_near(const struct od_sketches *s, const uint64_t *bits, size_t n, od_sketch_fn *fn,
		     void *ctx, struct od_err *err)
{
	struct search q = { .s = s, .fn = fn, .ctx = ctx };
	struct band *b = NULL;
	int done = 0;

	if (n >= INDEX_FROM) {
		b = new_band(s->n);
		if (!b || !b->bits || !b->which)
			done = od_fail_nomem(err);
		q.b = b;
	}
	for (q.band = 0; done == 0 && q.band < (b ? BANDS : 1); q.band++) {
		if (b)
			fill_band(b, s, q.band);
		for (q.who = 0; done == 0 && q.who < n; q.who++) {
			q.bits = bits[q.who];
			done = b ? for_neighbours(&q, err) : look_at_all(&q, err);
		}
	}
	free_band(b);
	return done;
}

/* --- for who asks about one report -------------------------------------------------------------------- */

#define AT(m) offsetof(struct od_near, m)
static const struct od_field near_fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY | OD_TABLE, N_("Number"), "报告号", NULL,
	  'R' },
	{ "alike", OD_INT, AT(alike), OD_DERIVED | OD_TABLE, N_("Alike (%)"), "相同" },
	{ "bits", OD_INT, AT(bits), OD_DERIVED, N_("Bits that differ"), "相差" },
	{ "title", OD_TEXT, AT(title), OD_DERIVED | OD_TABLE, N_("Title"), "标题" },
	{ "issue", OD_TEXT, AT(issue), OD_DERIVED | OD_TABLE, N_("Used in"), "已用于" },
	{ NULL },
};
#undef AT
const struct od_rec_type od_near_type = { "near", sizeof(struct od_near), near_fields,
					  N_("near duplicate") };

int od_adopted_in(struct od_db *db, int64_t report, const char *publication, char **item,
		  struct od_err *err)
{
	static const char sql[] =
		"SELECT a.issue || '/' || a.item FROM adoption a JOIN issue i ON i.issue = a.issue "
		"WHERE a.report = ?1 AND (?2 IS NULL OR i.publication = ?2) AND i.status = 'issued' "
		"ORDER BY i.date DESC, i.at DESC LIMIT 1";

	*item = NULL;
	return od_query_text(db, sql, item, OD_VALS(od_v(report), od_v(publication)), err);
}

struct found {
	struct od_db *db;
	int64_t number;
	struct od_pairs pairs;
	struct od_near *near;
	size_t n;
};

static int compare_text(void *ctx, const struct od_cols *c, struct od_err *err)
{
	const char *text[] = { od_col_text(c, 0), od_col_text(c, 1) };
	struct found *f = ctx;
	struct od_near *n = &f->near[f->n];

	n->alike = od_pairs_alike(&f->pairs, text, OD_COUNT(text));
	n->title = strdup(text[0]);
	return n->title ? 0 : od_fail_nomem(err);
}

/* What was taken back or marked as a duplicate already need not be told. */
static int suspect(void *ctx, size_t who, const struct od_sketch *near, int bits,
		   struct od_err *err)
{
	static const char sql[] = "SELECT title, body FROM report WHERE number = ?1 AND status <> "
				  "'withdrawn' AND status <> 'duplicate'";
	struct found *f = ctx;
	struct od_near *grown, *n;

	(void)who;
	if (near->number == f->number)
		return 0;
	grown = reallocarray(f->near, f->n + 1, sizeof(*grown));
	if (!grown)
		return od_fail_nomem(err);
	f->near = grown;
	n = &grown[f->n];
	od_rec_init(&od_near_type, n);
	n->number = near->number;
	n->bits = bits;
	n->alike = 0;
	if (od_query_cols(f->db, sql, OD_VALS(od_v(near->number)), compare_text, f, err) < 0 ||
	    (n->alike >= OD_NEAR_ALIKE &&
	     od_adopted_in(f->db, n->number, NULL, &n->issue, err) < 0)) {
		od_rec_clear(&od_near_type, n);
		return -1;
	}
	if (n->alike >= OD_NEAR_ALIKE)
		f->n++;
	else
		od_rec_clear(&od_near_type, n);
	return 0;
}

static int by_alike(const void *a, const void *b)
{
	const struct od_near *x = a, *y = b;

	if (x->alike != y->alike)
		return x->alike < y->alike ? 1 : -1;
	return x->number < y->number ? 1 : -1;
}

static int find(struct found *f, const struct od_report *r, od_instant since, struct od_err *err)
{
	const char *text[] = { r->title, r->body };
	struct od_sketches *s = od_sketches_load(f->db, since, err);
	uint64_t bits = od_simhash(text, OD_COUNT(text));
	int done = -1;

	if (s && od_pairs_make(&f->pairs, text, OD_COUNT(text)) < 0)
		od_fail_nomem(err);
	else if (s)
		done = od_sketches_near(s, &bits, 1, suspect, f, err);
	if (done == 0 && f->n)
		qsort(f->near, f->n, sizeof(*f->near), by_alike);
	od_pairs_free(&f->pairs);
	od_sketches_free(s);
	return done;
}

/* As rows of an iterator, which only a query gives: they go through one. */
static struct od_iter *as_rows(const struct found *f, struct od_err *err)
{
	static const char sql[] =
		"SELECT value ->> 0 AS number, value ->> 2 AS alike, value ->> 1 AS bits, "
		"value ->> 3 AS title, value ->> 4 AS issue FROM json_each(?1)";
	OD_CLEANUP(od_buf_freep) struct od_buf rows = OD_BUF_INIT;

	od_buf_putc(&rows, '[');
	for (size_t i = 0; i < f->n; i++) {
		const struct od_near *n = &f->near[i];

		od_buf_printf(&rows, "%s[%lld,%lld,%lld,", i ? "," : "", (long long)n->number,
			      (long long)n->bits, (long long)n->alike);
		od_json_quote(&rows, n->title);
		od_buf_putc(&rows, ',');
		if (n->issue)
			od_json_quote(&rows, n->issue);
		else
			od_buf_puts(&rows, "null");
		od_buf_putc(&rows, ']');
	}
	od_buf_putc(&rows, ']');
	if (rows.failed) {
		od_fail_nomem(err);
		return NULL;
	}
	return od_query(f->db, sql, &od_near_type, OD_VALS(od_v(rows.s)), err);
}

struct od_iter *od_near_find(struct od_db *db, int64_t number, od_instant since, struct od_err *err)
{
	struct found f = { .db = db, .number = number };
	struct od_iter *it = NULL;
	struct od_report r;

	od_rec_init(&od_report_type, &r);
	if (od_report_get(db, number, &r, err) > 0 && find(&f, &r, since, err) == 0)
		it = as_rows(&f, err);
	od_recs_free(&od_near_type, f.near, f.n);
	od_rec_clear(&od_report_type, &r);
	return it;
}
