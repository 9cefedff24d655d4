/* behind.c - rows that a second thread writes while the first reads and hashes what comes next.
 *
 * Rows are copied, each with its statement and values, into a parcel; a full one is handed over, and
 * parcels are written in order.  SQLite's handle is never used by both at once: the first thread
 * comes near it only after od_behind_wait().  Few rows are written by the first thread, when waited for,
 * and no second one is ever started. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "late.h"

enum {
	PARCELS = 4,
	PARCEL_FULL = 256 * 1024,
	PARCEL_KEPT = 4 * PARCEL_FULL, /* what had to grow beyond is given back */
	VALUES = OD_FIELDS_MAX + 8,
};

/* In a parcel: a row's head, then its values, each with its text or bytes behind it and a NUL. */
struct head {
	sqlite3_stmt *st;
	size_t values;
};
struct value {
	int64_t i; /* or how many bytes */
	int64_t kind;
};

struct od_behind {
	struct od_db *db;
	struct od_buf parcel[PARCELS];
	bool started;
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	/* Counts of parcels; parcel[filled % PARCELS] is the first thread's. */
	uint64_t filled, written;
	bool stop, failed;
	struct od_err err;
};

struct od_behind *od_behind_new(struct od_db *db, struct od_err *err)
{
	struct od_behind *b = calloc(1, sizeof(*b));

	if (!b) {
		od_fail_nomem(err);
		return NULL;
	}
	b->db = db;
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->changed, NULL);
	return b;
}

/* --- writing, in either thread ------------------------------------------------------------------ */

static const char *take(const char *p, void *to, size_t n)
{
	memcpy(to, p, n);
	return p + n;
}

/* The values' bytes stay where they are: the parcel outlives the step. */
static const char *write_row(struct od_db *db, const char *p, struct od_err *err)
{
	struct od_val v[VALUES];
	struct head h;

	p = take(p, &h, sizeof(h));
	for (size_t i = 0; i < h.values; i++) {
		struct value own;

		p = take(p, &own, sizeof(own));
		v[i].kind = own.kind;
		v[i].i = own.i;
		if (own.kind != OD_V_TEXT && own.kind != OD_V_BLOB)
			continue;
		v[i].s = p;
		v[i].n = (size_t)own.i;
		p += own.i + 1;
	}
	return od_stmt_run(db, h.st, v, h.values, err) < 0 ? NULL : p;
}

static int write_parcel(struct od_db *db, struct od_buf *parcel, struct od_err *err)
{
	size_t left = parcel->n;

	for (const char *p = parcel->s, *next; left; left -= (size_t)(next - p), p = next) {
		next = write_row(db, p, err);
		if (!next)
			break;
	}
	if (parcel->room > PARCEL_KEPT)
		od_buf_free(parcel);
	od_buf_reset(parcel);
	return left ? -1 : 0;
}

/* --- the second thread -------------------------------------------------------------------------- */

static void *work(void *ctx)
{
	struct od_behind *b = ctx;

	pthread_mutex_lock(&b->lock);
	while (!b->stop) {
		struct od_err err = OD_ERR_INIT;
		int r;

		if (b->written == b->filled) {
			pthread_cond_wait(&b->changed, &b->lock);
			continue;
		}
		pthread_mutex_unlock(&b->lock);
		r = write_parcel(b->db, &b->parcel[b->written % PARCELS], &err);
		pthread_mutex_lock(&b->lock);
		if (r < 0) {
			b->err = err;
			b->failed = b->stop = true;
		}
		b->written++;
		pthread_cond_signal(&b->changed);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

/* Signals are the first thread's. */
static bool start(struct od_behind *b)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	b->started = pthread_create(&b->thread, NULL, work, b) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return b->started;
}

/* --- the first ---------------------------------------------------------------------------------- */

/* Not the fault of the row that happens to be told it. */
static int tell(const struct od_behind *b, struct od_err *err)
{
	*err = b->err;
	if (err->code == OD_EDATA)
		err->code = OD_EBUG;
	return -1;
}

/* Written by this thread: there is no other. */
static int write_here(struct od_behind *b, struct od_err *err)
{
	struct od_buf *parcel = &b->parcel[b->filled % PARCELS];

	b->failed = write_parcel(b->db, parcel, &b->err) < 0;
	return b->failed ? tell(b, err) : 0;
}

/* Give away what was filled; wait till no more than left parcels are unwritten. */
static int hand_over(struct od_behind *b, uint64_t left, struct od_err *err)
{
	int r;

	pthread_mutex_lock(&b->lock);
	b->filled += b->parcel[b->filled % PARCELS].n > 0;
	pthread_cond_signal(&b->changed);
	while (!b->failed && b->filled - b->written > left)
		pthread_cond_wait(&b->changed, &b->lock);
	r = b->failed ? tell(b, err) : 0;
	pthread_mutex_unlock(&b->lock);
	return r;
}

static void put(struct od_buf *parcel, const struct od_val *v)
{
	const char *s = v->s ? v->s : v->buf;
	struct value own = { v->i, v->kind };

	if (v->kind == OD_V_TEXT)
		own.i = (int64_t)strlen(s);
	else if (v->kind == OD_V_BLOB)
		own.i = (int64_t)v->n;
	od_buf_add(parcel, (const char *)&own, sizeof(own));
	if (v->kind != OD_V_TEXT && v->kind != OD_V_BLOB)
		return;
	od_buf_add(parcel, s, (size_t)own.i);
	od_buf_putc(parcel, '\0');
}

int od_behind_add(struct od_behind *b, sqlite3_stmt *st, const struct od_val *v, size_t n,
		  struct od_err *err)
{
	struct od_buf *parcel = &b->parcel[b->filled % PARCELS];
	struct head h = { st, n };

	if (!b->started && b->failed)
		return tell(b, err);
	if (n > VALUES)
		return od_fail(err, OD_EBUG, "%zu values for: %s", n, sqlite3_sql(st));
	od_buf_add(parcel, (const char *)&h, sizeof(h));
	for (size_t i = 0; i < n; i++)
		put(parcel, &v[i]);
	if (parcel->failed)
		return od_fail_nomem(err);
	if (parcel->n < PARCEL_FULL)
		return 0;
	if (!b->started && !start(b))
		return write_here(b, err);
	return hand_over(b, PARCELS - 1, err);
}

int od_behind_wait(struct od_behind *b, struct od_err *err)
{
	if (b->started)
		return hand_over(b, 0, err);
	return b->failed ? tell(b, err) : write_here(b, err);
}

void od_behind_free(struct od_behind *b)
{
	if (!b)
		return;
	if (b->started) {
		pthread_mutex_lock(&b->lock);
		b->stop = true;
		pthread_cond_signal(&b->changed);
		pthread_mutex_unlock(&b->lock);
		pthread_join(b->thread, NULL);
	}
	for (size_t i = 0; i < PARCELS; i++)
		od_buf_free(&b->parcel[i]);
	pthread_cond_destroy(&b->changed);
	pthread_mutex_destroy(&b->lock);
	free(b);
}
