/* db.h - private to store/: the handle, and the only place that includes SQLite. */
#ifndef OD_DB_H
#define OD_DB_H

#include <sqlite3.h>

#include "store.h"

#define OD_SCHEMA_VERSION 5
#define OD_APPLICATION_ID 0x4f444231 /* "ODB1" */
/* 2 MB, SQLite's default, costs 40 % of an import; pages are taken as they are used. */
#define OD_CACHE_SIZE "PRAGMA cache_size = -65536"
#define OD_STMTS      256 /* a power of two; slots of the statement cache */
#define OD_SERIES     64 /* series and years whose last numbers are kept at hand in a transaction */

struct od_db {
	sqlite3 *sq;
	char *path;
	enum od_mode mode;
	bool network;
	int queue; /* fd of the writers' queue, -1: not in it */
	struct {
		const char *sql;
		sqlite3_stmt *st;
	} cache[OD_STMTS];

	/* The transaction, from od_begin() to its end. */
	const struct od_act *act;
	int64_t tx;                /* which one it is */
	int64_t act_id;            /* 0: not written yet */
	int64_t seq;               /* of the journal's last row, -1: not read yet */
	uint8_t hash[OD_SM3_SIZE]; /* of that row */
	struct od_series {
		char *series; /* a copy */
		int64_t year, last;
	} counter[OD_SERIES];

	struct od_late_state *late; /* or NULL */

	void *attic;
	void (*attic_free)(void *);
	char *scratch;
	size_t scratch_room;
};

extern const char od_schema_sql[]; /* share/schema.sql */

/* What SQLite said last, as one of our errors; -1. */
int od_fail_db(struct od_db *db, struct od_err *err);
int od_exec(struct od_db *db, const char *script, struct od_err *err) OD_MUST_CHECK;
sqlite3_stmt *od_stmt(struct od_db *db, const char *sql, const struct od_val *v, size_t n,
		      struct od_err *err);
/* Open and harden, without looking at what is in it. */
struct od_db *od_open_raw(const char *path, int flags, int wait_ms, struct od_err *err);
int od_check_schema(struct od_db *db, struct od_err *err) OD_MUST_CHECK;
int od_pragma(struct od_db *db, const char *sql, int64_t *out, struct od_err *err) OD_MUST_CHECK;
int od_sync_dir(const char *path, struct od_err *err) OD_MUST_CHECK;
int od_copy(sqlite3 *from, const char *target, struct od_err *err) OD_MUST_CHECK;
/* 1: it is our turn; 0: somebody else's, and we do not wait. */
int od_queue_enter(struct od_db *db, bool wait, struct od_err *err) OD_MUST_CHECK;
void od_queue_leave(struct od_db *db);

void od_late_forget(struct od_db *db);

/* A step brings the schema from version to - 1 to version to. */
struct od_step {
	int to;
	const char *sql;
};
/* Inside BEGIN IMMEDIATE, with the version read again under it. */
int od_migrate_steps(struct od_db *db, const struct od_step *steps, size_t n, int to, int *from,
		     struct od_err *err) OD_MUST_CHECK;

#endif
