/* db.c - the SQLite handle: opening, hardening, creating, what its errors mean. */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "late.h"

#ifndef CIFS_SUPER_MAGIC
#define CIFS_SUPER_MAGIC 0xFF534D42
#endif
#ifndef SMB2_SUPER_MAGIC
#define SMB2_SUPER_MAGIC 0xFE534D42
#endif
#define FUSE_MAGIC 0x65735546

int od_fail_db(struct od_db *db, struct od_err *err)
{
	static const struct {
		int rc;
		enum od_code code;
		const char *text;
	} known[] = {
		{ SQLITE_BUSY, OD_EBUSY, N_("the database is busy; try again") },
		{ SQLITE_LOCKED, OD_EBUSY, N_("the database is busy; try again") },
		{ SQLITE_FULL, OD_EIO,
		  N_("no space is left for the database; nothing was changed") },
		{ SQLITE_READONLY, OD_EPERM, N_("the database may not be written") },
		{ SQLITE_PERM, OD_EPERM, N_("the database may not be written") },
		{ SQLITE_NOTADB, OD_ESCHEMA, N_("the file is not a database") },
		{ SQLITE_CORRUPT, OD_ESCHEMA,
		  N_("the database is damaged; restore it from a backup") },
		{ SQLITE_CANTOPEN, OD_EPERM,
		  N_("the database, or its log beside it, cannot be opened") },
		{ SQLITE_NOMEM, OD_ENOMEM, N_("out of memory") },
	};
	int rc = sqlite3_errcode(db->sq) & 0xff;

	for (size_t i = 0; i < OD_COUNT(known); i++)
		if (known[i].rc == rc)
			return od_fail(err, known[i].code, "%s: %s", db->path, _(known[i].text));
	if (rc == SQLITE_CONSTRAINT)
		return od_fail(err, OD_EDATA, _("the record is refused: %s"),
			       sqlite3_errmsg(db->sq));
	return od_fail(err, OD_EIO, "%s: %s", db->path, sqlite3_errmsg(db->sq));
}

int od_exec(struct od_db *db, const char *script, struct od_err *err)
{
	if (od_late_wait(db, err) < 0)
		return -1;
	if (sqlite3_exec(db->sq, script, NULL, NULL, NULL) != SQLITE_OK)
		return od_fail_db(db, err);
	return 0;
}

int od_pragma(struct od_db *db, const char *sql, int64_t *out, struct od_err *err)
{
	return od_query_int(db, sql, out, OD_NOVALS, err) < 0 ? -1 : 0;
}

/* SQLite's locks and its shared memory cannot be trusted on these. */
static bool on_network(const char *path)
{
	static const unsigned int magics[] = { NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC,
					       SMB2_SUPER_MAGIC, FUSE_MAGIC };
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return false;
	for (size_t i = 0; i < OD_COUNT(magics); i++)
		if ((unsigned int)fs.f_type == magics[i])
			return true;
	return false;
}

static int harden(struct od_db *db, int wait_ms, struct od_err *err)
{
	sqlite3 *sq = db->sq;

	sqlite3_extended_result_codes(sq, 1);
	sqlite3_busy_timeout(sq, wait_ms);
	sqlite3_db_config(sq, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(sq, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(sq, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(sq, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(sq, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (od_exec(db, "PRAGMA synchronous = FULL", err) < 0)
		return -1;
	/* Who only reads passes over most pages once: memory used again is cheaper than new. */
	return od_exec(db, db->mode == OD_READ ? "PRAGMA cache_size = -8192" : OD_CACHE_SIZE, err);
}

struct od_db *od_open_raw(const char *path, int flags, int wait_ms, struct od_err *err)
{
	struct od_db *db = calloc(1, sizeof(*db));
	struct stat st;

	if (db)
		db->path = strdup(path);
	if (!db || !db->path) {
		od_fail_nomem(err);
		goto fail;
	}
	db->queue = -1;
	db->mode = flags & SQLITE_OPEN_READONLY ? OD_READ : OD_WRITE;
	if (stat(path, &st) != 0 && errno != ENOENT) {
		od_fail(err, OD_EPERM, _("cannot open database '%s': %s"), path, strerror(errno));
		goto fail;
	}
	if (access(path, F_OK) == 0 && access(path, R_OK) != 0) {
		od_fail(err, OD_EPERM, _("cannot open database '%s': %s"), path, strerror(errno));
		goto fail;
	}
	if (access(path, F_OK) != 0) {
		od_fail(err, OD_ESCHEMA,
			_("cannot open database '%s': %s; make one with "
			  "'office-db init --db=%s'"),
			path, strerror(errno), path);
		goto fail;
	}
	if (sqlite3_open_v2(path, &db->sq, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		od_fail(err, OD_ESCHEMA, _("cannot open database '%s': %s"), path,
			sqlite3_errmsg(db->sq));
		goto fail;
	}
	db->network = on_network(path);
	if (harden(db, wait_ms, err) < 0)
		goto fail;
	return db;
fail:
	od_close(db);
	return NULL;
}

int od_check_schema(struct od_db *db, struct od_err *err)
{
	int64_t app, version;

	if (od_pragma(db, "PRAGMA application_id", &app, err) < 0 ||
	    od_pragma(db, "PRAGMA user_version", &version, err) < 0)
		return -1;
	if (app != OD_APPLICATION_ID)
		return od_fail(err, OD_ESCHEMA, _("'%s' is not an officedb database"), db->path);
	if (version > OD_SCHEMA_VERSION)
		return od_fail(
			err, OD_ESCHEMA,
			_("database '%s' has schema %d, this program knows up to %d; use the "
			  "program that made it, or a newer one"),
			db->path, (int)version, OD_SCHEMA_VERSION);
	if (version < OD_SCHEMA_VERSION)
		return od_fail(err, OD_ESCHEMA,
			       _("database '%s' has schema %d, this program needs %d; run "
				 "'office-db migrate --db=%s'"),
			       db->path, (int)version, OD_SCHEMA_VERSION, db->path);
	return 0;
}

struct od_db *od_open(const char *path, enum od_mode mode, int wait_ms, struct od_err *err)
{
	int flags = mode == OD_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	struct od_db *db = od_open_raw(path, flags, wait_ms, err);

	if (db && od_check_schema(db, err) < 0) {
		od_close(db);
		return NULL;
	}
	if (db && mode == OD_WRITE && sqlite3_db_readonly(db->sq, "main") == 1) {
		od_fail(err, OD_EPERM, _("%s: the database may not be written"), path);
		od_close(db);
		return NULL;
	}
	return db;
}

void od_close(struct od_db *db)
{
	if (!db)
		return;
	od_rollback(db);
	for (size_t i = 0; i < OD_STMTS; i++)
		sqlite3_finalize(db->cache[i].st);
	if (db->attic)
		db->attic_free(db->attic);
	sqlite3_close(db->sq);
	od_queue_leave(db);
	free(db->scratch);
	free(db->path);
	free(db);
}

bool od_db_on_network(const struct od_db *db)
{
	return db->network;
}

int od_schema_version(void)
{
	return OD_SCHEMA_VERSION;
}

void **od_db_attic(struct od_db *db, void (*free_fn)(void *))
{
	db->attic_free = free_fn;
	return &db->attic;
}

char *od_db_scratch(struct od_db *db, size_t n, struct od_err *err)
{
	if (n > db->scratch_room) {
		char *s = realloc(db->scratch, n);

		if (!s) {
			od_fail_nomem(err);
			return NULL;
		}
		db->scratch = s;
		db->scratch_room = n;
	}
	return db->scratch;
}

/* --- the writers' queue --------------------------------------------------------------------- */

/* flock(2) serves who waits in turn; SQLite's own busy handler starves some and refuses others
 * when many write. */
int od_queue_enter(struct od_db *db, bool wait, struct od_err *err)
{
	char *name;

	if (db->queue >= 0)
		return 1;
	if (asprintf(&name, "%s-queue", db->path) < 0)
		return od_fail_nomem(err);
	db->queue = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	if (db->queue < 0) {
		od_fail(err, errno == EACCES || errno == EROFS ? OD_EPERM : OD_EIO,
			_("cannot queue for writing at '%s': %s"), name, strerror(errno));
		free(name);
		return -1;
	}
	free(name);
	/* As the database: colleagues of the group queue here too, whatever this one's umask. */
	if (fchmod(db->queue, 0660) != 0 && errno != EPERM)
		return od_fail(err, OD_EIO, "%s-queue: %s", db->path, strerror(errno));
	if (flock(db->queue, wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0)
		return 1;
	if (!wait && errno == EWOULDBLOCK) {
		od_queue_leave(db);
		return 0;
	}
	if (errno == EINTR)
		od_fail(err, OD_EBUSY, _("%s: the database is busy; try again"), db->path);
	else
		od_fail(err, OD_EIO, _("%s: cannot queue for writing: %s"), db->path,
			strerror(errno));
	od_queue_leave(db);
	return -1;
}

void od_queue_leave(struct od_db *db)
{
	if (db->queue >= 0)
		close(db->queue);
	db->queue = -1;
}
