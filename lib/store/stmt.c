/* stmt.c - statements kept by the address of their SQL, bound values, rows into records. */
#include <stdlib.h>

#include "late.h"

struct od_iter {
	struct od_db *db;
	sqlite3_stmt *st;
	bool own; /* the kept statement was being read: this one is ours to finalize */
	const struct od_rec_type *type;
	od_derive_fn *derive; /* or NULL */
};

struct od_val od_v_int(int64_t i)
{
	return (struct od_val){ .kind = OD_V_INT, .i = i };
}

struct od_val od_v_opt(int64_t i)
{
	return i == OD_NOINT ? (struct od_val){ .kind = OD_V_NULL } : od_v_int(i);
}

struct od_val od_v_text(const char *s)
{
	return (struct od_val){ .kind = s ? OD_V_TEXT : OD_V_NULL, .s = s };
}

struct od_val od_v_date(od_date d)
{
	struct od_val v = { .kind = OD_V_TEXT };

	if (!od_date_is(d))
		return (struct od_val){ .kind = OD_V_NULL };
	od_date_str(d, v.buf);
	return v;
}

struct od_val od_v_instant(od_instant t)
{
	return od_instant_is(t) ? od_v_int(t.sec) : (struct od_val){ .kind = OD_V_NULL };
}

struct od_val od_v_blob(const void *p, size_t n)
{
	return (struct od_val){ .kind = p ? OD_V_BLOB : OD_V_NULL, .s = p, .n = n };
}

/* life: SQLITE_STATIC where the values outlive the step, SQLITE_TRANSIENT where rows are fetched later. */
static int bind(sqlite3_stmt *st, int i, const struct od_val *v, sqlite3_destructor_type life)
{
	switch (v->kind) {
	case OD_V_NULL:
		return sqlite3_bind_null(st, i);
	case OD_V_INT:
		return sqlite3_bind_int64(st, i, v->i);
	case OD_V_BLOB:
		return sqlite3_bind_blob(st, i, v->s, v->n, life);
	case OD_V_TEXT:
		break;
	}
	return sqlite3_bind_text(st, i, v->s ? v->s : v->buf, v->n ? (int)v->n : -1, life);
}

static sqlite3_stmt **slot(struct od_db *db, const char *sql)
{
	size_t i = ((uintptr_t)sql >> 3) * 0x9e3779b1u;

	for (size_t n = 0; n < OD_STMTS; n++, i++) {
		i %= OD_STMTS;
		if (!db->cache[i].sql)
			db->cache[i].sql = sql;
		if (db->cache[i].sql == sql)
			return &db->cache[i].st;
	}
	return NULL;
}

static int prepare(struct od_db *db, const char *sql, unsigned int flags, sqlite3_stmt **st,
		   struct od_err *err)
{
	if (sqlite3_prepare_v3(db->sq, sql, -1, flags, st, NULL) != SQLITE_OK)
		return od_fail_db(db, err);
	return 0;
}

static int bind_all(struct od_db *db, sqlite3_stmt *st, int first, const struct od_val *v, size_t n,
		    sqlite3_destructor_type life, struct od_err *err)
{
	if ((size_t)sqlite3_bind_parameter_count(st) != first - 1 + n)
		return od_fail(err, OD_EBUG, "%zu values for: %s", first - 1 + n, sqlite3_sql(st));
	for (size_t i = 0; i < n; i++)
		if (bind(st, first + i, &v[i], life) != SQLITE_OK)
			return od_fail_db(db, err);
	return 0;
}

/* The kept statement for sql, reset, nothing bound. */
static sqlite3_stmt *kept(struct od_db *db, const char *sql, struct od_err *err)
{
	sqlite3_stmt **st = slot(db, sql);

	if (!st) {
		od_fail(err, OD_EBUG, "more than %d statements", OD_STMTS);
		return NULL;
	}
	if (od_late_wait(db, err) < 0)
		return NULL;
	if (!*st && prepare(db, sql, SQLITE_PREPARE_PERSISTENT, st, err) < 0)
		return NULL;
	return *st;
}

sqlite3_stmt *od_stmt(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		      struct od_err *err)
{
	sqlite3_stmt *st = kept(db, sql, err);

	if (!st)
		return NULL;
	if (sqlite3_stmt_busy(st)) {
		od_fail(err, OD_EBUG, "still being read: %s", sql);
		return NULL;
	}
	return bind_all(db, st, 1, v, n, SQLITE_STATIC, err) < 0 ? NULL : st;
}

/* Run to the end, keep nothing.  The step's error is told before the reset hides it. */
static int step_done(struct od_db *db, sqlite3_stmt *st, struct od_err *err)
{
	int rc = sqlite3_step(st) == SQLITE_DONE ? 0 : od_fail_db(db, err);

	sqlite3_reset(st);
	return rc;
}

int od_run(struct od_db *db, const char *sql, const struct od_val *v, size_t n, struct od_err *err)
{
	sqlite3_stmt *st = od_stmt(db, sql, v, n, err);

	return st ? step_done(db, st, err) : -1;
}

int od_stmt_run(struct od_db *db, sqlite3_stmt *st, const struct od_val *v, size_t n,
		struct od_err *err)
{
	return bind_all(db, st, 1, v, n, SQLITE_STATIC, err) < 0 ? -1 : step_done(db, st, err);
}

int od_run_late(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		struct od_err *err)
{
	struct od_behind *behind = od_late_behind(db);
	sqlite3_stmt **st = slot(db, sql);

	if (!behind)
		return od_run(db, sql, v, n, err);
	if ((!st || !*st) && !kept(db, sql, err))
		return -1;
	return od_behind_add(behind, *st, v, n, err);
}

static struct od_val value_of(const struct od_field *f, const void *rec)
{
	const void *m = od_member(f, rec);

	switch (f->type) {
	case OD_TEXT:
	case OD_LIST:
		return od_v_text(*(char *const *)m);
	case OD_ENUM:
		return od_v_text(f->words[*(const int *)m].word);
	case OD_BOOL:
		return od_v_int(*(const bool *)m);
	case OD_INT:
	case OD_NUMBER:
		return od_v_opt(*(const int64_t *)m);
	case OD_INSTANT:
		return od_v_instant(*(const od_instant *)m);
	case OD_DATE:
		return od_v_date(*(const od_date *)m);
	}
	return od_v_text(NULL);
}

int od_run_rec(struct od_db *db, const char *sql, const struct od_rec_type *type, const void *rec,
	       const struct od_val *v, size_t n, struct od_err *err)
{
	struct od_val all[OD_FIELDS_MAX + 8];
	size_t k = 0;

	for (const struct od_field *f = type->fields; f->name; f++)
		if (!(f->flags & OD_NOT_STORED))
			all[k++] = value_of(f, rec);
	if (k + n > OD_COUNT(all))
		return od_fail(err, OD_EBUG, "%zu values for: %s", k + n, sql);
	for (size_t i = 0; i < n; i++)
		all[k++] = v[i];
	return od_run_late(db, sql, all, k, err);
}

static int take_column(sqlite3_stmt *st, int i, const struct od_field *f, void *rec,
		       struct od_err *err)
{
	static const struct od_when none = { { 0 }, NULL };
	bool null = sqlite3_column_type(st, i) == SQLITE_NULL;
	const char *text;
	void *m = od_member(f, rec);

	if (null)
		return 0; /* the record was cleared */
	switch (f->type) {
	case OD_INT:
	case OD_NUMBER:
		*(int64_t *)m = sqlite3_column_int64(st, i);
		return 0;
	case OD_INSTANT:
		((od_instant *)m)->sec = sqlite3_column_int64(st, i);
		return 0;
	case OD_BOOL:
		*(bool *)m = sqlite3_column_int64(st, i) != 0;
		return 0;
	case OD_TEXT:
	case OD_LIST:
		text = (const char *)sqlite3_column_text(st, i);
		*(char **)m = text ? strdup(text) : NULL;
		return *(char **)m ? 0 : od_fail_nomem(err);
	case OD_DATE:
	case OD_ENUM:
		return od_field_set(f, rec, (const char *)sqlite3_column_text(st, i), &none, err);
	}
	return od_fail(err, OD_EBUG, "field '%s' has no type", f->name);
}

static int take_row(sqlite3_stmt *st, const struct od_rec_type *type, void *rec, struct od_err *err)
{
	int i = 0;

	for (const struct od_field *f = type->fields; f->name; f++)
		if (take_column(st, i++, f, rec, err) < 0)
			return -1;
	return 1;
}

static int check_columns(sqlite3_stmt *st, const struct od_rec_type *type, struct od_err *err)
{
	int n = sqlite3_column_count(st), i;

	for (i = 0; type->fields[i].name; i++)
		if (i >= n || strcmp(sqlite3_column_name(st, i), type->fields[i].name))
			return od_fail(err, OD_EBUG, "column %d of the %s query is not '%s'", i + 1,
				       type->name, type->fields[i].name);
	if (i != n)
		return od_fail(err, OD_EBUG, "the %s query has %d columns", type->name, n);
	return 0;
}

struct od_iter *od_query(struct od_db *db, const char *sql, const struct od_rec_type *type,
			 const struct od_val *v, size_t n, struct od_err *err)
{
	struct od_iter *it = calloc(1, sizeof(*it));

	if (!it) {
		od_fail_nomem(err);
		return NULL;
	}
	*it = (struct od_iter){ .db = db, .type = type, .st = kept(db, sql, err) };
	if (!it->st)
		goto fail;
	if (sqlite3_stmt_busy(it->st)) {
		it->own = true;
		if (prepare(db, sql, 0, &it->st, err) < 0)
			goto fail;
	}
	if (bind_all(db, it->st, 1, v, n, SQLITE_TRANSIENT, err) < 0 ||
	    check_columns(it->st, type, err) < 0)
		goto fail;
	return it;
fail:
	od_iter_free(it);
	return NULL;
}

struct od_iter *od_query_derive(struct od_db *db, const char *sql, const struct od_rec_type *type,
				od_derive_fn *derive, const struct od_val *v, size_t n,
				struct od_err *err)
{
	struct od_iter *it = od_query(db, sql, type, v, n, err);

	if (it)
		it->derive = derive;
	return it;
}

int od_iter_next(struct od_iter *it, void *rec, struct od_err *err)
{
	od_rec_clear(it->type, rec);
	if (od_late_wait(it->db, err) < 0)
		return -1;
	switch (sqlite3_step(it->st)) {
	case SQLITE_ROW:
		if (take_row(it->st, it->type, rec, err) < 0 ||
		    (it->derive && it->derive(it->db, rec, err) < 0))
			return -1;
		return 1;
	case SQLITE_DONE:
		sqlite3_reset(it->st);
		return 0;
	default:
		return od_fail_db(it->db, err);
	}
}

void od_iter_free(struct od_iter *it)
{
	if (!it)
		return;
	if (it->own)
		sqlite3_finalize(it->st);
	else if (it->st)
		sqlite3_reset(it->st);
	free(it);
}

int od_iter_all(struct od_iter *it, void *rows, size_t *n, struct od_err *err)
{
	const struct od_rec_type *type = it ? it->type : NULL;
	size_t room = 0;
	char *all = NULL;
	int r = it ? 1 : -1;

	*n = 0;
	while (r > 0) {
		if (*n == room) {
			char *grown = reallocarray(all, room ? 2 * room : 64, type->size);

			if (!grown) {
				r = od_fail_nomem(err);
				break;
			}
			all = grown;
			room = room ? 2 * room : 64;
		}
		od_rec_init(type, all + *n * type->size);
		r = od_iter_next(it, all + *n * type->size, err);
		*n += r > 0;
	}
	od_iter_free(it);
	*(void **)rows = all;
	return r;
}

void od_recs_free(const struct od_rec_type *type, void *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		od_rec_clear(type, (char *)rows + i * type->size);
	free(rows);
}

int od_query_one(struct od_db *db, const char *sql, const struct od_rec_type *type, void *rec,
		 const struct od_val *v, size_t n, struct od_err *err)
{
	struct od_iter *it = od_query(db, sql, type, v, n, err);
	int r = it ? od_iter_next(it, rec, err) : -1;

	od_iter_free(it);
	return r;
}

/* 1; 0: there is none; -1. */
static int first_row(struct od_db *db, sqlite3_stmt *st, struct od_err *err)
{
	int rc = sqlite3_step(st);

	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : od_fail_db(db, err);
}

int od_query_int(struct od_db *db, const char *sql, int64_t *out, const struct od_val *v, size_t n,
		 struct od_err *err)
{
	sqlite3_stmt *st = od_stmt(db, sql, v, n, err);
	int r;

	if (!st)
		return -1;
	r = first_row(db, st, err);
	if (r > 0 && sqlite3_column_type(st, 0) == SQLITE_NULL)
		r = 0;
	if (r > 0)
		*out = sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return r;
}

int od_query_text(struct od_db *db, const char *sql, char **out, const struct od_val *v, size_t n,
		  struct od_err *err)
{
	sqlite3_stmt *st = od_stmt(db, sql, v, n, err);
	const char *text;
	int r;

	*out = NULL;
	if (!st)
		return -1;
	r = first_row(db, st, err);
	if (r > 0) {
		text = (const char *)sqlite3_column_text(st, 0);
		*out = text ? strdup(text) : NULL;
		r = !text ? 0 : *out ? 1 : od_fail_nomem(err);
	}
	sqlite3_reset(st);
	return r;
}

int od_query_each(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		  od_row_fn *fn, void *ctx, struct od_err *err)
{
	sqlite3_stmt *st = od_stmt(db, sql, v, n, err);
	const char *text[16];
	int rc, r = 0, cols;

	if (!st)
		return -1;
	cols = sqlite3_column_count(st);
	if (cols > (int)OD_COUNT(text))
		return od_fail(err, OD_EBUG, "%d columns: %s", cols, sql);
	while (r == 0 && (rc = sqlite3_step(st)) != SQLITE_DONE) {
		if (rc != SQLITE_ROW) {
			r = od_fail_db(db, err);
			break;
		}
		for (int i = 0; i < cols; i++)
			text[i] = (const char *)sqlite3_column_text(st, i);
		r = fn(ctx, text, err) < 0 || od_late_wait(db, err) < 0 ? -1 : 0;
	}
	sqlite3_reset(st);
	return r;
}

/* struct od_cols is never defined: it is the statement, which only store/ may know. */
int64_t od_col_int(const struct od_cols *c, int i)
{
	sqlite3_stmt *st = (sqlite3_stmt *)(uintptr_t)c;

	return sqlite3_column_type(st, i) == SQLITE_NULL ? OD_NOINT : sqlite3_column_int64(st, i);
}

const char *od_col_text(const struct od_cols *c, int i)
{
	return (const char *)sqlite3_column_text((sqlite3_stmt *)(uintptr_t)c, i);
}

int od_query_cols(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		  od_cols_fn *fn, void *ctx, struct od_err *err)
{
	sqlite3_stmt *st = od_stmt(db, sql, v, n, err);
	int rc = SQLITE_ERROR, r = st ? 0 : -1;

	while (r == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW)
		r = fn(ctx, (const struct od_cols *)st, err) < 0 || od_late_wait(db, err) < 0 ? -1
											      : 0;
	if (r == 0 && rc != SQLITE_DONE)
		r = od_fail_db(db, err);
	if (st)
		sqlite3_reset(st);
	return r < 0 ? -1 : 0;
}
