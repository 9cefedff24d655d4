/* late.h - private to store/: rows of a table that is filled from nothing are written by a second thread.
 *
 * From od_late_begin() to od_late_end() SQLite may be busy there.  Whoever enters it otherwise calls
 * od_late_wait() first: then all rows handed over so far are written, and it is the caller's alone. */
#ifndef OD_LATE_H
#define OD_LATE_H

#include "db.h"

struct od_behind;
struct od_behind *od_behind_new(struct od_db *db, struct od_err *err);
/* Run st with these values, in turn; the values are copied.  A failure may be told by a later call. */
int od_behind_add(struct od_behind *b, sqlite3_stmt *st, const struct od_val *v, size_t n,
		  struct od_err *err) OD_MUST_CHECK;
int od_behind_wait(struct od_behind *b, struct od_err *err) OD_MUST_CHECK;
/* What was not written yet is dropped. */
void od_behind_free(struct od_behind *b);

/* NULL: nothing is filled, rows are written at once. */
struct od_behind *od_late_behind(const struct od_db *db);
int od_late_wait(struct od_db *db, struct od_err *err) OD_MUST_CHECK;
/* search_mark as it was when the filling began: false where nothing is filled. */
bool od_late_mark(const struct od_db *db, int64_t *mark);

/* Bind, run once, reset; and by the second thread, if there is one (stmt.c). */
int od_stmt_run(struct od_db *db, sqlite3_stmt *st, const struct od_val *v, size_t n,
		struct od_err *err) OD_MUST_CHECK;
int od_run_late(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		struct od_err *err) OD_MUST_CHECK;

#endif
