/* dated.c - rows that hold from a day to a day, whatever they are about. */
#include <stdlib.h>

#include "office.h"

static const od_date since_ever = { -7397 }; /* 1949-10-01: no day was given */

static const struct od_field *field(const struct od_dated *d, const char *name)
{
	return od_field_find(d->type, name);
}

static od_date *date_of(const struct od_dated *d, const char *name, const void *rec)
{
	return od_member(field(d, name), rec);
}

static struct od_val value(const struct od_field *f, const void *rec)
{
	if (f->type == OD_INT)
		return od_v(*(const int64_t *)od_member(f, rec));
	if (f->type == OD_ENUM)
		return od_v(f->words[*(const int *)od_member(f, rec)].word);
	return od_v(*(char *const *)od_member(f, rec));
}

/* The values of the key fields; returns how many. */
static size_t key_values(const struct od_dated *d, const void *rec, struct od_val v[4])
{
	size_t n = 0;

	for (const struct od_field *f = d->type->fields; f->name; f++)
		if (f->flags & OD_KEY)
			v[n++] = value(f, rec);
	return n;
}

void od_dated_name(const struct od_rec_type *type, const void *rec, struct od_buf *b)
{
	char buf[32], before = ':';

	od_buf_puts(b, type->name);
	for (const struct od_field *f = type->fields; f->name; f++) {
		if (!(f->flags & OD_KEY) && strcmp(f->name, "valid_from"))
			continue;
		od_buf_putc(b, before);
		od_buf_puts(b, od_field_str(f, rec, buf));
		before = '/';
	}
}

/* Of words, the first is what a row that says nothing has. */
static bool given(const struct od_rec_type *type, const void *rec, const char *name)
{
	const struct od_field *f = od_field_find(type, name);
	char buf[32];

	if (f->type == OD_ENUM)
		return *(const int *)od_member(f, rec) != 0;
	return od_field_str(f, rec, buf) != NULL;
}

const char *od_misused(const struct od_rec_type *type, const void *rec, int kind,
		       const struct od_use *uses, size_t n, bool *there)
{
	for (size_t i = 0; i < n; i++) {
		*there = given(type, rec, uses[i].field);
		if (*there ? !(uses[i].reads & 1u << kind) : uses[i].needs & 1u << kind)
			return uses[i].field;
	}
	return NULL;
}

/* --- the rows of one thing, in memory ----------------------------------------------------------- */

struct rows {
	const struct od_rec_type *type;
	char *rec;
	size_t n;
};

static void *row(const struct rows *r, size_t i)
{
	return r->rec + i * r->type->size;
}

static void rows_free(struct rows *r)
{
	for (size_t i = 0; i < r->n; i++)
		od_rec_clear(r->type, row(r, i));
	free(r->rec);
}

static int rows_read(struct od_db *db, const struct od_dated *d, const void *rec, struct rows *r,
		     struct od_err *err)
{
	struct od_val v[4];
	size_t n = key_values(d, rec, v);
	struct od_iter *it = od_query(db, d->of_key, d->type, v, n, err);
	int got = it ? 1 : -1;

	*r = (struct rows){ .type = d->type };
	while (got > 0) {
		char *grown = reallocarray(r->rec, r->n + 1, d->type->size);

		if (!grown) {
			got = od_fail_nomem(err);
			break;
		}
		r->rec = grown;
		od_rec_init(d->type, row(r, r->n));
		got = od_iter_next(it, row(r, r->n), err);
		r->n += got > 0;
	}
	od_iter_free(it);
	if (got < 0)
		rows_free(r);
	return got;
}

/* --- putting ---------------------------------------------------------------------------------------- */

static int refuse_overlap(const struct od_dated *d, const void *other, struct od_err *err)
{
	char from[16], to[16] = "...";

	if (od_date_is(*date_of(d, "valid_to", other)))
		od_date_str(*date_of(d, "valid_to", other), to);
	return od_fail(
		err, OD_EDATA,
		_("overlaps the row valid from %s to %s; give a valid_from after it, or end it "
		  "first"),
		od_date_str(*date_of(d, "valid_from", other), from), to);
}

static int journal(struct od_db *db, const struct od_dated *d, const void *before,
		   const void *after, struct od_err *err)
{
	struct od_buf name = OD_BUF_INIT;
	int r;

	od_dated_name(d->type, after, &name);
	if (name.failed)
		r = od_fail_nomem(err);
	else if (before)
		r = od_journal_change(db, "change", d->type, name.s, before, after, err);
	else
		r = od_journal_create(db, d->type, name.s, after, err);
	od_buf_free(&name);
	return r;
}

/* The row before, still open, ends the day before the new one begins. */
static int end_row(struct od_db *db, const struct od_dated *d, const void *open, od_date last,
		   struct od_err *err)
{
	void *ended = calloc(1, d->type->size);
	int r = -1;

	if (!ended)
		return od_fail_nomem(err);
	od_rec_init(d->type, ended);
	if (od_rec_copy(d->type, ended, open, err) < 0)
		goto out;
	*date_of(d, "valid_to", ended) = last;
	if (od_run_rec(db, d->put, d->type, ended, OD_NOVALS, err) == 0)
		r = journal(db, d, open, ended, err);
out:
	od_rec_clear(d->type, ended);
	free(ended);
	return r;
}

/* Where rec stands among the rows that are there: *same is the row of its very day. */
static int fit(struct od_db *db, const struct od_dated *d, const struct rows *r, void *rec,
	       const void **same, struct od_err *err)
{
	od_date from = *date_of(d, "valid_from", rec), *to = date_of(d, "valid_to", rec);
	const void *before = NULL, *after = NULL;

	for (size_t i = 0; i < r->n; i++) {
		od_date at = *date_of(d, "valid_from", row(r, i));

		if (at.days < from.days)
			before = row(r, i);
		else if (at.days == from.days)
			*same = row(r, i);
		else if (!after)
			after = row(r, i);
	}
	if (after && od_date_is(*to) && to->days >= date_of(d, "valid_from", after)->days)
		return refuse_overlap(d, after, err);
	if (after && !od_date_is(*to))
		to->days = date_of(d, "valid_from", after)->days - 1;
	if (before && od_date_is(*date_of(d, "valid_to", before)) &&
	    date_of(d, "valid_to", before)->days >= from.days)
		return refuse_overlap(d, before, err);
	if (before && !od_date_is(*date_of(d, "valid_to", before)))
		return end_row(db, d, before, (od_date){ from.days - 1 }, err);
	return 0;
}

static int write_row(struct od_db *db, const struct od_dated *d, const void *same, const void *rec,
		     enum od_change *change, struct od_err *err)
{
	struct od_val v[4];

	*change = !same ? OD_ADDED : od_rec_same(d->type, same, rec) ? OD_SAME : OD_CHANGED;
	if (*change == OD_SAME)
		return 0;
	key_values(d, rec, v);
	if (d->code && od_run(db, d->code, v, 1, err) < 0)
		return -1;
	if (od_run_rec(db, d->put, d->type, rec, OD_NOVALS, err) < 0)
		return -1;
	return journal(db, d, same, rec, err);
}

int od_dated_put(struct od_db *db, const struct od_dated *d, void *rec, enum od_change *change,
		 struct od_err *err)
{
	od_date *from = date_of(d, "valid_from", rec), *to = date_of(d, "valid_to", rec);
	const void *same = NULL;
	struct rows r;
	int done;

	if (!od_date_is(*from))
		*from = since_ever;
	if (od_date_is(*to) && to->days < from->days)
		return od_fail(err, OD_EDATA, _("valid_to is before valid_from"));
	if (d->check && d->check(rec, err) < 0)
		return -1;
	if (rows_read(db, d, rec, &r, err) < 0)
		return -1;
	done = fit(db, d, &r, rec, &same, err);
	if (done == 0)
		done = write_row(db, d, same, rec, change, err);
	rows_free(&r);
	return done;
}

int od_dated_restore(struct od_db *db, const struct od_dated *d, const void *rec, bool drop,
		     struct od_err *err)
{
	struct od_val v[5];
	size_t n = key_values(d, rec, v);

	if (!drop)
		return od_run_rec(db, d->put, d->type, rec, OD_NOVALS, err);
	v[n++] = od_v(*date_of(d, "valid_from", rec));
	return od_run(db, d->drop, v, n, err);
}
