/* backup.c - copies made by SQLite's backup, checked whole before they get their name. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/stat.h>
#include <stdlib.h>
#include <unistd.h>

#include "db.h"

int od_sync_dir(const char *path, struct od_err *err)
{
	char *copy = strdup(path);
	int fd, r = 0;

	if (!copy)
		return od_fail_nomem(err);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		r = od_fail(err, OD_EIO, "%s: %s", copy, strerror(errno));
	if (fd >= 0)
		close(fd);
	free(copy);
	return r;
}

/* Is the file at path a whole, sound database? */
static int check(const char *path, struct od_err *err)
{
	struct od_db *db = od_open_raw(path, SQLITE_OPEN_READWRITE, 0, err);
	char *said = NULL;
	int r = -1;

	if (!db)
		return -1;
	/* The copy is one file: no log beside it. */
	if (od_exec(db, "PRAGMA journal_mode = DELETE", err) == 0 &&
	    od_query_text(db, "PRAGMA integrity_check(1)", &said, OD_NOVALS, err) >= 0)
		r = said && !strcmp(said, "ok")
			    ? 0
			    : od_fail(err, OD_ESCHEMA, _("the copy does not pass its check: %s"),
				      said ? said : "?");
	free(said);
	od_close(db);
	return r;
}

static int copy_pages(sqlite3 *from, sqlite3 *to, const char *target, struct od_err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int rc;

	if (!b)
		return od_fail(err, OD_EIO, "%s: %s", target, sqlite3_errmsg(to));
	/* All in one step: one reading transaction, which writers neither wait for nor restart. */
	do {
		rc = sqlite3_backup_step(b, -1);
		if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
			sqlite3_sleep(20);
	} while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
	sqlite3_backup_finish(b);
	if (rc == SQLITE_DONE)
		return 0;
	return od_fail(err, rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT ? OD_ESCHEMA : OD_EIO,
		       "%s: %s", target, sqlite3_errstr(rc));
}

static int copy_to(sqlite3 *from, const char *tmp, const char *target, struct od_err *err)
{
	sqlite3 *to = NULL;
	int r;

	if (sqlite3_open_v2(tmp, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
		r = copy_pages(from, to, target, err);
	else
		r = od_fail(err, OD_EIO, "%s: %s", tmp, sqlite3_errmsg(to));
	sqlite3_close(to);
	return r == 0 ? check(tmp, err) : r;
}

static int sync_file(const char *path, struct od_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), r = 0;

	if (fd < 0 || fsync(fd) != 0)
		r = od_fail(err, OD_EIO, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return r;
}

int od_copy(sqlite3 *from, const char *target, struct od_err *err)
{
	char *tmp;
	int fd, r;

	if (access(target, F_OK) == 0)
		return od_fail(err, OD_ECREATE, _("'%s' exists already; nothing was changed"),
			       target);
	if (asprintf(&tmp, "%s.XXXXXX", target) < 0)
		return od_fail_nomem(err);
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0) {
		r = od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), target, strerror(errno));
		free(tmp);
		return r;
	}
	fchmod(fd, 0660);
	close(fd);
	r = copy_to(from, tmp, target, err);
	if (r == 0)
		r = sync_file(tmp, err);
	if (r == 0 && link(tmp, target) != 0)
		r = od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), target, strerror(errno));
	if (r == 0)
		r = od_sync_dir(target, err);
	unlink(tmp);
	free(tmp);
	return r;
}

int od_backup(struct od_db *db, const char *target, struct od_err *err)
{
	return od_copy(db->sq, target, err);
}

int od_restore(const char *backup, const char *path, struct od_err *err)
{
	struct od_db *from, *db;
	int r = -1;

	if (access(backup, R_OK) != 0)
		return od_fail(err, errno == ENOENT ? OD_ENOENT : OD_EPERM,
			       _("cannot open '%s': %s"), backup, strerror(errno));
	from = od_open_raw(backup, SQLITE_OPEN_READONLY, 0, err);

	if (from && od_check_schema(from, err) == 0)
		r = od_copy(from->sq, path, err);
	od_close(from);
	if (r < 0 && err->code == OD_ESCHEMA && !strstr(err->msg, backup))
		return od_fail_at(err, "%s", backup); /* which pages are bad decides who finds it */
	if (r < 0)
		return -1;
	db = od_open_raw(path, SQLITE_OPEN_READWRITE, 0, err);
	if (db)
		r = od_exec(db,
			    db->network ? "PRAGMA journal_mode = DELETE"
					: "PRAGMA journal_mode = WAL",
			    err);
	od_close(db);
	return db ? r : -1;
}
