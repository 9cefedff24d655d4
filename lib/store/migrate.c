/* migrate.c - new files, and older files brought to the present schema. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"
#include "migrate.h"

/* Append only. */
static const struct od_step steps[] = {
	{ 2, od_to_2 },
	{ 3, od_to_3 },
	{ 4, od_to_4 },
	{ 5, od_to_5 },
};

static int set_version(struct od_db *db, int version, struct od_err *err)
{
	char sql[80];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", version);
	return od_exec(db, sql, err);
}

static int run_steps(struct od_db *db, const struct od_step *s, size_t n, int to, int *from,
		     struct od_err *err)
{
	int64_t have;

	/* Read again now that the write lock is ours: another process may have done the work
	 * while we waited. */
	if (od_pragma(db, "PRAGMA user_version", &have, err) < 0)
		return -1;
	*from = have;
	for (size_t i = 0; i < n; i++)
		if (s[i].to > have && s[i].to <= to && od_exec(db, s[i].sql, err) < 0)
			return -1;
	return have < to ? set_version(db, to, err) : 0;
}

int od_migrate_steps(struct od_db *db, const struct od_step *s, size_t n, int to, int *from,
		     struct od_err *err)
{
	int r;

	if (od_queue_enter(db, true, err) < 0)
		return -1;
	r = od_exec(db, "BEGIN IMMEDIATE", err);
	if (r == 0)
		r = run_steps(db, s, n, to, from, err);
	if (r == 0)
		r = od_exec(db, "COMMIT", err);
	if (r < 0)
		od_rollback(db);
	od_queue_leave(db);
	return r;
}

static int copy_before(struct od_db *db, int version, struct od_err *err)
{
	char *name;
	int r;

	if (asprintf(&name, "%s.v%d.bak", db->path, version) < 0)
		return od_fail_nomem(err);
	unlink(name); /* from a try that did not finish */
	r = od_copy(db->sq, name, err);
	free(name);
	return r;
}

int od_migrate(const char *path, int wait_ms, int *from, struct od_err *err)
{
	struct od_db *db = od_open_raw(path, SQLITE_OPEN_READWRITE, wait_ms, err);
	int64_t app, version;
	int r = -1;

	if (!db)
		return -1;
	if (od_pragma(db, "PRAGMA application_id", &app, err) < 0 ||
	    od_pragma(db, "PRAGMA user_version", &version, err) < 0)
		goto out;
	*from = version;
	if (app != OD_APPLICATION_ID || version >= OD_SCHEMA_VERSION)
		r = od_check_schema(db, err);
	else if (copy_before(db, version, err) == 0)
		r = od_migrate_steps(db, steps, OD_COUNT(steps), OD_SCHEMA_VERSION, from, err);
out:
	od_close(db);
	return r;
}

static int fill(struct od_db *db, struct od_err *err)
{
	char app[80];

	snprintf(app, sizeof(app), "PRAGMA application_id = %d", OD_APPLICATION_ID);
	/* On a network file system the rollback journal is the only safe mode. */
	if (od_exec(db, db->network ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL",
		    err) < 0)
		return -1;
	if (od_exec(db, "BEGIN IMMEDIATE", err) < 0 || od_exec(db, app, err) < 0 ||
	    od_exec(db, od_schema_sql, err) < 0 || set_version(db, OD_SCHEMA_VERSION, err) < 0)
		return -1;
	return od_exec(db, "COMMIT", err);
}

int od_create(const char *path, struct od_err *err)
{
	struct od_db *db;
	char *tmp;
	int fd, r = -1;

	if (access(path, F_OK) == 0)
		return od_fail(err, OD_ECREATE, _("'%s' exists already; nothing was changed"),
			       path);
	if (asprintf(&tmp, "%s.XXXXXX", path) < 0)
		return od_fail_nomem(err);
	fd = mkstemp(tmp);
	if (fd < 0) {
		od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), path, strerror(errno));
		free(tmp);
		return -1;
	}
	/* Colleagues of the same group share the office's file. */
	if (fchmod(fd, 0660) < 0)
		od_fail(err, OD_ECREATE, "%s: %s", tmp, strerror(errno));
	close(fd);
	db = od_open_raw(tmp, SQLITE_OPEN_READWRITE, 0, err);
	if (db)
		r = fill(db, err);
	od_close(db);
	/* link(2), unlike rename(2), never replaces what came in between. */
	if (r == 0 && link(tmp, path) != 0)
		r = od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), path, strerror(errno));
	if (r == 0)
		r = od_sync_dir(path, err);
	unlink(tmp);
	free(tmp);
	return r;
}
