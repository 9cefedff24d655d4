/* verify.c - the file, its references, the journal's chain, and each record against the journal: taken back
 * from its present row through every change, it must be what its creation's digest says, and nothing
 * that was created may be missing. */
#include <stdlib.h>

#include "office.h"

/* --- each record against its journal --------------------------------------------------------------------- */

struct proof {
	const struct od_kind *k;
	void *rec; /* walked back from the present row to its creation */
	uint8_t digest[OD_SM3_SIZE];
	bool created, broken;
};

/* One journal row, newest first: take the change back; at the creation compare the digests. */
static int walk_back(void *ctx, const char *const *text, struct od_err *err)
{
	struct proof *p = ctx;
	struct od_err why = OD_ERR_INIT;
	char hex[2 * OD_SM3_SIZE + 1];

	if (p->created) /* what was before that was another life of the number: undone, loaded anew */
		return 0;
	if (!strcmp(text[0], "create")) {
		p->created = true;
		od_rec_digest(p->k->type, p->rec, p->digest);
		od_hex(p->digest, OD_SM3_SIZE, hex);
		p->broken = !text[2] || strcmp(hex, text[2]) != 0;
		return 0;
	}
	if (!text[1] || od_rec_undiff(p->k->type, p->rec, text[1], &why) == 0)
		return 0;
	if (why.code != OD_EDATA) {
		*err = why;
		return -1;
	}
	p->created = p->broken = true; /* what it was before cannot be told any more */
	return 0;
}

static int prove(struct od_db *db, const struct od_kind *k, void *rec, struct od_verify *v,
		 struct od_err *err)
{
	static const char sql[] = "SELECT action, change, lower(hex(digest)) FROM journal "
				  "WHERE record = ?1 ORDER BY seq DESC";
	struct proof p = { .k = k, .rec = rec };
	struct od_buf name = OD_BUF_INIT;
	int r;

	if (k->dated)
		od_dated_name(k->type, rec, &name);
	else
		k->name(rec, &name);
	r = od_query_each(db, sql, OD_VALS(od_v(name.s)), walk_back, &p, err);
	if (r == 0 && !p.created)
		od_verify_tell(v, _("%s is not in the journal"), name.s);
	else if (r == 0 && p.broken)
		od_verify_tell(v, _("%s is not what the journal says it is"), name.s);
	od_buf_free(&name);
	return r;
}

/* What was done stands in the journal by its digest, under the number of the record it was done to. */
static int prove_deed(struct od_db *db, const struct od_kind *k, const void *rec,
		      struct od_verify *v, struct od_err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM journal WHERE record IN (?1, ?2) AND digest = ?3";
	uint8_t digest[OD_SM3_SIZE];
	struct od_buf name = OD_BUF_INIT;
	char buf[32];
	int64_t n = 0;
	int r;

	od_rec_digest(k->type, rec, digest);
	k->name(rec, &name);
	r = od_query_int(db, sql, &n,
			 OD_VALS(od_v(od_field_str(&k->type->fields[0], rec, buf)), od_v(name.s),
				 od_v_blob(digest, sizeof(digest))),
			 err);
	if (r > 0 && !n)
		od_verify_tell(v, _("%s is not what the journal says it is"), name.s);
	od_buf_free(&name);
	return r < 0 ? -1 : 0;
}

/* --- nothing that the journal has is missing ----------------------------------------------------------- */

struct present { /* names of the rows that are there, sorted when all are gathered */
	char **name;
	size_t n;
	struct od_verify *v;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_present(struct present *p, const struct od_kind *k, const void *rec,
		       struct od_err *err)
{
	char **grown = reallocarray(p->name, p->n + 1, sizeof(*grown));
	struct od_buf name = OD_BUF_INIT;

	if (!grown)
		return od_fail_nomem(err);
	p->name = grown;
	if (k->dated)
		od_dated_name(k->type, rec, &name);
	else
		k->name(rec, &name);
	grown[p->n++] = name.s;
	return name.failed ? od_fail_nomem(err) : 0;
}

static int tell_missing(void *ctx, const char *const *text, struct od_err *err)
{
	struct present *p = ctx;

	(void)err;
	if (!bsearch(&text[0], p->name, p->n, sizeof(*p->name), by_name))
		od_verify_tell(p->v, _("%s is in the journal but not in the database"), text[0]);
	return 0;
}

static int each_row(struct od_db *db, const struct od_kind *k,
		    int (*fn)(struct od_db *, const struct od_kind *, void *, void *,
			      struct od_err *),
		    void *ctx, struct od_err *err)
{
	void *rec = calloc(1, k->type->size);
	struct od_iter *it = od_dump(db, k->type, err);
	int r = rec && it ? 1 : -1;

	if (!rec)
		od_fail_nomem(err);
	else
		od_rec_init(k->type, rec);
	while (r > 0 && (r = od_iter_next(it, rec, err)) > 0)
		if (fn(db, k, rec, ctx, err) < 0)
			r = -1;
	if (rec)
		od_rec_clear(k->type, rec);
	free(rec);
	od_iter_free(it);
	return r;
}

static int gather_one(struct od_db *db, const struct od_kind *k, void *rec, void *ctx,
		      struct od_err *err)
{
	(void)db;
	return add_present(ctx, k, rec, err);
}

/* Which ones they are: looked for only when the counts differ. */
static int name_missing(struct od_db *db, const struct od_kind *k, struct od_verify *v,
			struct od_err *err)
{
	static const char sql[] =
		"SELECT record FROM journal WHERE type = ?1 AND action IN ('create', 'delete') "
		"GROUP BY record HAVING sum(CASE action WHEN 'create' THEN 1 ELSE -1 END) > 0";
	struct present p = { .v = v };
	int r = each_row(db, k, gather_one, &p, err);

	if (p.n)
		qsort(p.name, p.n, sizeof(*p.name), by_name);
	if (r == 0)
		r = od_query_each(db, sql, OD_VALS(od_v(k->type->name)), tell_missing, &p, err);
	for (size_t i = 0; i < p.n; i++)
		free(p.name[i]);
	free(p.name);
	return r;
}

struct counted { /* deeds of each record, as the journal has them */
	struct od_db *db;
	struct od_verify *v;
	const struct od_deeds *d;
};

/* A record with which not as many things were done as its rows in the journal say. */
static int tell_deeds(void *ctx, const char *const *text, struct od_err *err)
{
	struct counted *c = ctx;
	int64_t number, there = 0, want = strtoll(text[1], NULL, 10);

	if (od_number_parse(c->d->kind->type->fields[0].letter, text[0], &number, err) < 0 ||
	    od_query_int(c->db, c->d->count, &there, OD_VALS(od_v(number)), err) < 0)
		return -1;
	if (there == want)
		return 0;
	if (c->d->kind == &od_handling_kind)
		od_verify_tell(c->v, _("%s: the journal has %lld handlings, the database %lld"),
			       text[0], (long long)want, (long long)there);
	else
		od_verify_tell(c->v, _("%s: the journal has %lld steps, the database %lld"),
			       text[0], (long long)want, (long long)there);
	return 0;
}

/* Every row that is there was proved; so as many as the journal has, less those deleted, are all of
 * them.  Deeds stand in the journal as digests on their records' rows. */
static int prove_none_missing(struct od_db *db, const struct od_kind *k, int64_t there,
			      struct od_verify *v, struct od_err *err)
{
	static const char made[] =
		"SELECT coalesce(sum(CASE action WHEN 'create' THEN 1 WHEN 'delete' THEN -1 ELSE 0 END), 0) "
		"FROM journal WHERE type = ?1";
	/* By record: what its rows say was done, and what was loaded ("handling:R2026-0001/1"). */
	static const char per_record[] =
		"SELECT of, sum(n) FROM (SELECT record AS of, 1 AS n FROM journal "
		"WHERE type = ?1 AND digest IS NOT NULL AND action <> 'create' UNION ALL "
		"SELECT substr(record, length(?2) + 2, instr(record, '/') - length(?2) - 2), "
		"CASE action WHEN 'create' THEN 1 ELSE -1 END FROM journal WHERE type = ?2 "
		"AND action IN ('create', 'delete')) AS each_one GROUP BY of";
	static const char done[] = "SELECT count(*) FROM journal WHERE type = ?1 "
				   "AND digest IS NOT NULL AND action <> 'create'";
	const struct od_deeds *d = od_deeds_are(k);
	int64_t want = 0, deeds = 0;

	if (od_query_int(db, made, &want, OD_VALS(od_v(k->type->name)), err) < 0 ||
	    (d && od_query_int(db, done, &deeds, OD_VALS(od_v(d->of->type->name)), err) < 0))
		return -1;
	want += deeds;
	if (there == want)
		return 0;
	if (d)
		return od_query_each(db, per_record,
				     OD_VALS(od_v(d->of->type->name), od_v(k->type->name)),
				     tell_deeds, &(struct counted){ db, v, d }, err);
	if (there < want)
		return name_missing(db, k, v, err);
	od_verify_tell(v, _("%s: the journal has %lld, the database %lld"), k->type->name,
		       (long long)want, (long long)there);
	return 0;
}

static int prove_one(struct od_db *db, const struct od_kind *k, void *rec, void *ctx,
		     struct od_err *err)
{
	struct od_verify *v = ctx;

	v->records++;
	return od_deeds_are(k) ? prove_deed(db, k, rec, v, err) : prove(db, k, rec, v, err);
}

int od_verify(struct od_db *db, struct od_verify *v, struct od_err *err)
{
	if (od_integrity(db, v, err) < 0 || od_journal_verify(db, v, err) < 0)
		return -1;
	for (size_t i = 0; od_kinds[i]; i++) {
		int64_t before = v->records;

		if (od_kinds[i]->unproved)
			continue;
		if (each_row(db, od_kinds[i], prove_one, v, err) < 0 ||
		    prove_none_missing(db, od_kinds[i], v->records - before, v, err) < 0)
			return -1;
	}
	return 0;
}
