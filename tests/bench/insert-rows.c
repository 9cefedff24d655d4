/* insert-rows DB FILE - floor for an import: a bare loop over one prepared statement, one
 * transaction, a cache of 64 MB.  FILE holds ready rows of the table report, each column ended by
 * US (0x1f), each row by RS (0x1e); nothing is checked, nothing is parsed. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(sqlite3 *db)
{
	fprintf(stderr, "insert-rows: %s\n", sqlite3_errmsg(db));
	return 1;
}

/* INSERT INTO report VALUES (?,?...), as many as it has columns. */
static sqlite3_stmt *prepare(sqlite3 *db)
{
	char sql[256] = "INSERT INTO report VALUES (?";
	sqlite3_stmt *st;
	int n;

	if (sqlite3_prepare_v2(db, "SELECT * FROM report", -1, &st, NULL) != SQLITE_OK)
		return NULL;
	n = sqlite3_column_count(st);
	sqlite3_finalize(st);
	while (--n > 0 && strlen(sql) + 4 < sizeof(sql))
		memcpy(sql + strlen(sql), ",?", 3);
	memcpy(sql + strlen(sql), ")", 2);
	return sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK ? st : NULL;
}

/* Texts bind as they are; a column's type makes integers of those that are numbers. */
static const char *row(sqlite3_stmt *st, const char *s, const char *end)
{
	for (int i = 1; i <= sqlite3_bind_parameter_count(st); i++) {
		const char *stop = memchr(s, 0x1f, end - s);

		if (!stop)
			return NULL;
		if (stop == s)
			sqlite3_bind_null(st, i);
		else
			sqlite3_bind_text(st, i, s, stop - s, SQLITE_STATIC);
		s = stop + 1;
	}
	return sqlite3_step(st) == SQLITE_DONE && sqlite3_reset(st) == SQLITE_OK ? s + 1 : NULL;
}

int main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[2], O_RDONLY) : -1;
	const char *s, *end;
	sqlite3_stmt *st;
	struct stat file;
	sqlite3 *db;

	if (fd < 0 || fstat(fd, &file) != 0)
		return 64;
	s = mmap(NULL, file.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (s == MAP_FAILED)
		return 1;
	end = s + file.st_size;
	if (sqlite3_open(argv[1], &db) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; BEGIN", NULL,
			 NULL, NULL) != SQLITE_OK)
		return fail(db);
	st = prepare(db);
	if (!st)
		return fail(db);
	while (s && s < end)
		s = row(st, s, end);
	if (!s)
		return fail(db);
	sqlite3_finalize(st);
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return fail(db);
	return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
