/* store.h - floor 2 for floor 3, inside lib/ only: statements, numbers, journalling, search.
 * SQLite itself is visible in db.h alone, to store/. */
#ifndef OD_STORE_H
#define OD_STORE_H

#include "../record/record.h"

/* --- statements (stmt.c) ---------------------------------------------------------------- */

/* One bound value; od_v() picks the kind from the C type.  NULL text binds NULL, and so do
 * OD_NODATE and OD_NOINSTANT; od_v_opt() binds OD_NOINT as NULL. */
struct od_val {
	enum { OD_V_NULL, OD_V_INT, OD_V_TEXT, OD_V_BLOB } kind;
	int64_t i;
	const char *s;
	size_t n;
	char buf[16];
};
struct od_val od_v_int(int64_t i);
struct od_val od_v_opt(int64_t i);
struct od_val od_v_text(const char *s);
struct od_val od_v_date(od_date d);
struct od_val od_v_instant(od_instant t);
struct od_val od_v_blob(const void *p, size_t n);
#define od_v(x) \
	_Generic((x),                                                                              \
		 od_date: od_v_date,                                                               \
		 od_instant: od_v_instant,                                                         \
		 char *: od_v_text,                                                                \
		 const char *: od_v_text,                                                          \
		 default: od_v_int)(x)

#define OD_VALS(...)                      \
	(struct od_val[]){ __VA_ARGS__ }, \
		sizeof((struct od_val[]){ __VA_ARGS__ }) / sizeof(struct od_val)
#define OD_NOVALS NULL, 0

/* SQL is always a constant string: prepared statements are kept by its address. */
int od_run(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
	   struct od_err *err) OD_MUST_CHECK;
/* Bind every stored field of a record in the table's order as ?1, ?2 ..., then v. */
int od_run_rec(struct od_db *db, const char *sql, const struct od_rec_type *type, const void *rec,
	       const struct od_val *v, size_t n, struct od_err *err) OD_MUST_CHECK;
/* The columns of sql must be the type's fields, by name and in order. */
struct od_iter *od_query(struct od_db *db, const char *sql, const struct od_rec_type *type,
			 const struct od_val *v, size_t n, struct od_err *err);
/* The same; derive then fills what SQL gives as NULL (DERIVED fields).  Freed with the iterator. */
typedef int od_derive_fn(struct od_db *db, void *rec, struct od_err *err);
struct od_iter *od_query_derive(struct od_db *db, const char *sql, const struct od_rec_type *type,
				od_derive_fn *derive, const struct od_val *v, size_t n,
				struct od_err *err);
/* Every row of a query into an array of its records, *rows, which od_recs_free() frees, after a failure too;
 * frees the iterator (NULL: -1). */
int od_iter_all(struct od_iter *it, void *rows, size_t *n, struct od_err *err) OD_MUST_CHECK;
void od_recs_free(const struct od_rec_type *type, void *rows, size_t n);
/* The one row of a query into rec (initialised; cleared first): 1, 0 none, -1. */
int od_query_one(struct od_db *db, const char *sql, const struct od_rec_type *type, void *rec,
		 const struct od_val *v, size_t n, struct od_err *err) OD_MUST_CHECK;
/* First column of the first row: 1, 0 no row (or NULL), -1. */
int od_query_int(struct od_db *db, const char *sql, int64_t *out, const struct od_val *v, size_t n,
		 struct od_err *err) OD_MUST_CHECK;
int od_query_text(struct od_db *db, const char *sql, char **out, const struct od_val *v, size_t n,
		  struct od_err *err) OD_MUST_CHECK;
/* Each row's texts (NULL for NULL), in turn; fn < 0 ends it with -1. */
typedef int od_row_fn(void *ctx, const char *const *text, struct od_err *err);
int od_query_each(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		  od_row_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;
/* Each row's columns as they are, for reading many: texts are borrowed until fn returns. */
struct od_cols;
int64_t od_col_int(const struct od_cols *c, int i); /* NULL: OD_NOINT, which is OD_NOINSTANT too */
const char *od_col_text(const struct od_cols *c, int i);
typedef int od_cols_fn(void *ctx, const struct od_cols *c, struct od_err *err);
int od_query_cols(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		  od_cols_fn *fn, void *ctx, struct od_err *err) OD_MUST_CHECK;

/* --- inside a transaction (tx.c, journal.c) ------------------------------------------------- */

const struct od_act *od_db_act(const struct od_db *db);
/* Counts the transactions of this handle: what is remembered of one is stale in the next. */
int64_t od_db_tx(const struct od_db *db);
/* As od_begin(), for what leaves no trace in the journal; wait: in the queue as others, else 0 is
 * returned at once if somebody writes.  1: begun. */
int od_begin_idle(struct od_db *db, bool wait, struct od_err *err) OD_MUST_CHECK;
int od_need_tx(struct od_db *db, struct od_err *err) OD_MUST_CHECK;
/* What many queries read together is of one moment; inside a transaction it is so already.  Each begin
 * wants its end, which cannot fail. */
int od_snapshot_begin(struct od_db *db, bool *begun, struct od_err *err) OD_MUST_CHECK;
void od_snapshot_end(struct od_db *db, bool begun);
/* The id of this transaction's row in act, written at its first use. */
int od_act_id(struct od_db *db, int64_t *id, struct od_err *err) OD_MUST_CHECK;
/* The next number of a series in the year of the act. */
int od_number_next(struct od_db *db, const char *series, int64_t *number,
		   struct od_err *err) OD_MUST_CHECK;
/* The same in a year that what is numbered says by itself: the date on an issue's masthead. */
int od_number_next_of(struct od_db *db, const char *series, int year, int64_t *number,
		      struct od_err *err) OD_MUST_CHECK;
/* A number given elsewhere (a restored dump) is taken: never give it out again. */
int od_number_taken(struct od_db *db, const char *series, int64_t number,
		    struct od_err *err) OD_MUST_CHECK;
int od_journal(struct od_db *db, const char *action, const char *type, const char *record,
	       const char *change, const uint8_t *digest, struct od_err *err) OD_MUST_CHECK;
/* The creation of a record; the change from before to after (nothing if there is none); its end. */
int od_journal_create(struct od_db *db, const struct od_rec_type *type, const char *record,
		      const void *rec, struct od_err *err) OD_MUST_CHECK;
int od_journal_change(struct od_db *db, const char *action, const struct od_rec_type *type,
		      const char *record, const void *before, const void *after,
		      struct od_err *err) OD_MUST_CHECK;
int od_journal_delete(struct od_db *db, const char *action, const struct od_rec_type *type,
		      const char *record, const void *rec, struct od_err *err) OD_MUST_CHECK;
/* Walk the chain; problem is told of the first broken row. */
/* One more problem, told and counted. */
void od_verify_tell(struct od_verify *v, const char *fmt, ...) OD_PRINTF(2, 3);
int od_journal_verify(struct od_db *db, struct od_verify *v, struct od_err *err) OD_MUST_CHECK;
int od_integrity(struct od_db *db, struct od_verify *v, struct od_err *err) OD_MUST_CHECK;

/* --- indexes built last (late.c) ------------------------------------------------------------------ */

/* While a transaction fills an empty table with many rows, its indexes are put off: sorted at the end
 * they cost half.  1: they are gone until od_late_end(); 0: the table holds rows, nothing was done. */
int od_late_begin(struct od_db *db, const char *table, const char *any_row, struct od_err *err)
	OD_MUST_CHECK; /* any_row: SQL that gives a row if the table has one */
int od_late_end(struct od_db *db, struct od_err *err) OD_MUST_CHECK;
bool od_late(const struct od_db *db);
/* What stands in for a unique index meanwhile: the number remembered under a key; 0: none.  put: the
 * key is new. */
int64_t od_late_get(const struct od_db *db, int64_t key);
int od_late_put(struct od_db *db, int64_t key, int64_t number, struct od_err *err) OD_MUST_CHECK;

/* --- search by pairs of characters (search.c) ------------------------------------------------- */

/* Texts up to OD_SEARCH_TEXTS of one report; NULLs are passed over. */
#define OD_SEARCH_TEXTS 2
int od_search_mark(struct od_db *db, int64_t *mark, struct od_err *err) OD_MUST_CHECK;
int od_search_set_mark(struct od_db *db, int64_t mark, struct od_err *err) OD_MUST_CHECK;
/* Its sketch (od_simhash()) goes with it, under the instant it was received. */
int od_search_index(struct od_db *db, int64_t id, od_instant received_at,
		    const char *const text[OD_SEARCH_TEXTS], struct od_err *err) OD_MUST_CHECK;
int od_search_unindex(struct od_db *db, int64_t id, od_instant received_at,
		      const char *const text[OD_SEARCH_TEXTS], struct od_err *err) OD_MUST_CHECK;
/* The FTS5 query that finds at least every text with these characters; in b. */
void od_search_expr(const char *words, struct od_buf *b);

/* --- what floor 3 keeps with a handle ------------------------------------------------------------ */

/* One pointer, freed by free_fn when the database is closed. */
void **od_db_attic(struct od_db *db, void (*free_fn)(void *));
/* A place for text that is returned borrowed until the next call; at least n bytes. */
char *od_db_scratch(struct od_db *db, size_t n, struct od_err *err);

#endif
