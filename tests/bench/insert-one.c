/* insert-one DB SQL NUMBER - floor for filing one report: opens, inserts a row, commits, closes.
 * SQL inserts one row; ?1 in it is NUMBER. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static int fail(sqlite3 *db)
{
	fprintf(stderr, "insert-one: %s\n", sqlite3_errmsg(db));
	return 1;
}

int main(int argc, char **argv)
{
	sqlite3_stmt *st;
	sqlite3 *db;

	if (argc != 4)
		return 64;
	if (sqlite3_open(argv[1], &db) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA synchronous = FULL; BEGIN IMMEDIATE", NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(db, argv[2], -1, &st, NULL) != SQLITE_OK)
		return fail(db);
	sqlite3_bind_int64(st, 1, strtoll(argv[3], NULL, 10));
	if (sqlite3_step(st) != SQLITE_DONE)
		return fail(db);
	sqlite3_finalize(st);
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return fail(db);
	return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
