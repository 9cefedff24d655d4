/* journal.c - the append-only record of every change, chained by SM3. */
#include <stdarg.h>
#include <stdlib.h>

#include "late.h"

#define AT(m) offsetof(struct od_journal_row, m)
static const struct od_field fields[] = {
	{ "seq", OD_INT, AT(seq), OD_TABLE, N_("No.") },
	{ "at", OD_INSTANT, AT(at), OD_TABLE, N_("When") },
	{ "actor", OD_TEXT, AT(actor), OD_TABLE, N_("Who") },
	{ "acting_for", OD_TEXT, AT(acting_for), 0, N_("On behalf of") },
	{ "command", OD_TEXT, AT(command), OD_TABLE, N_("Command") },
	{ "action", OD_TEXT, AT(action), OD_TABLE, N_("Action") },
	{ "type", OD_TEXT, AT(type), 0, N_("Type") },
	{ "record", OD_TEXT, AT(record), OD_TABLE, N_("Record") },
	{ "change", OD_TEXT, AT(change), OD_TABLE | OD_LONG, N_("Before and after") },
	{ "digest", OD_TEXT, AT(digest), 0, N_("Digest") },
	{ "hash", OD_TEXT, AT(hash), 0, N_("Chain hash") },
	{ NULL },
};
#undef AT
const struct od_rec_type od_journal_type = { "journal", sizeof(struct od_journal_row), fields,
					     N_("journal row") };

/* What a row's hash is taken over, the hash before it first. */
struct link {
	int64_t seq, at;
	const char *actor, *acting_for, *command, *action, *type, *record, *change;
	const uint8_t *digest;
};

static void hash_row(const uint8_t before[OD_SM3_SIZE], const struct link *l,
		     uint8_t out[OD_SM3_SIZE])
{
	struct od_sm3 h;

	od_sm3_init(&h);
	od_sm3_add(&h, before, OD_SM3_SIZE);
	od_sm3_add_int(&h, l->seq);
	od_sm3_add_int(&h, l->at);
	od_sm3_add_text(&h, l->actor);
	od_sm3_add_text(&h, l->acting_for);
	od_sm3_add_text(&h, l->command);
	od_sm3_add_text(&h, l->action);
	od_sm3_add_text(&h, l->type);
	od_sm3_add_text(&h, l->record);
	od_sm3_add_text(&h, l->change);
	if (l->digest)
		od_sm3_add(&h, l->digest, OD_SM3_SIZE);
	od_sm3_end(&h, out);
}

/* Where the chain stands, read under the write lock. */
static int read_tail(struct od_db *db, struct od_err *err)
{
	sqlite3_stmt *st;
	int rc;

	if (db->seq >= 0)
		return 0;
	st = od_stmt(db, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", OD_NOVALS, err);
	if (!st)
		return -1;
	rc = sqlite3_step(st);
	db->seq = 0;
	memset(db->hash, 0, sizeof(db->hash));
	if (rc == SQLITE_ROW && sqlite3_column_bytes(st, 1) == OD_SM3_SIZE) {
		db->seq = sqlite3_column_int64(st, 0);
		memcpy(db->hash, sqlite3_column_blob(st, 1), OD_SM3_SIZE);
	} else if (rc != SQLITE_DONE) {
		db->seq = -1;
		rc = rc == SQLITE_ROW
			     ? od_fail(err, OD_ESCHEMA, _("%s: the journal's last row is damaged"),
				       db->path)
			     : od_fail_db(db, err);
		sqlite3_reset(st);
		return rc;
	}
	sqlite3_reset(st);
	return 0;
}

int od_act_id(struct od_db *db, int64_t *id, struct od_err *err)
{
	const struct od_act *act = db->act;

	if (od_need_tx(db, err) < 0)
		return -1;
	if (!db->act_id) {
		if (read_tail(db, err) < 0 ||
		    od_run(db,
			   "INSERT INTO act (at, actor, acting_for, command, first) "
			   "VALUES (?1, ?2, ?3, ?4, ?5)",
			   OD_VALS(od_v(act->now), od_v(act->actor), od_v(act->acting_for),
				   od_v(act->command), od_v(db->seq + 1)),
			   err) < 0)
			return -1;
		db->act_id = sqlite3_last_insert_rowid(db->sq);
	}
	*id = db->act_id;
	return 0;
}

int od_journal(struct od_db *db, const char *action, const char *type, const char *record,
	       const char *change, const uint8_t *digest, struct od_err *err)
{
	uint8_t hash[OD_SM3_SIZE];
	struct link l;
	int64_t act;

	if (od_act_id(db, &act, err) < 0 || read_tail(db, err) < 0)
		return -1;
	l = (struct link){ db->seq + 1,
			   db->act->now.sec,
			   db->act->actor,
			   db->act->acting_for,
			   db->act->command,
			   action,
			   type,
			   record,
			   change,
			   digest };
	hash_row(db->hash, &l, hash);
	if (od_run_late(
		    db,
		    "INSERT INTO journal (seq, act, action, type, record, change, digest, hash) "
		    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
		    OD_VALS(od_v(l.seq), od_v(act), od_v(action), od_v(type), od_v(record),
			    od_v(change), od_v_blob(digest, OD_SM3_SIZE),
			    od_v_blob(hash, OD_SM3_SIZE)),
		    err) < 0)
		return -1;
	db->seq = l.seq;
	memcpy(db->hash, hash, sizeof(hash));
	return 0;
}

int od_journal_create(struct od_db *db, const struct od_rec_type *type, const char *record,
		      const void *rec, struct od_err *err)
{
	uint8_t digest[OD_SM3_SIZE];

	od_rec_digest(type, rec, digest);
	return od_journal(db, "create", type->name, record, NULL, digest, err);
}

static int journal_diff(struct od_db *db, const char *action, const struct od_rec_type *type,
			const char *record, const void *before, const void *after,
			struct od_err *err)
{
	struct od_buf diff = OD_BUF_INIT;
	int r = 0;

	if (od_rec_diff(type, before, after, &diff))
		r = diff.failed ? od_fail_nomem(err)
				: od_journal(db, action, type->name, record, diff.s, NULL, err);
	od_buf_free(&diff);
	return r;
}

int od_journal_change(struct od_db *db, const char *action, const struct od_rec_type *type,
		      const char *record, const void *before, const void *after, struct od_err *err)
{
	return journal_diff(db, action, type, record, before, after, err);
}

int od_journal_delete(struct od_db *db, const char *action, const struct od_rec_type *type,
		      const char *record, const void *rec, struct od_err *err)
{
	return journal_diff(db, action, type, record, rec, NULL, err);
}

#define COLUMNS                                                                              \
	"SELECT j.seq, a.at, a.actor, a.acting_for, a.command, j.action, j.type, j.record, " \
	"j.change, CASE WHEN j.digest IS NOT NULL THEN lower(hex(j.digest)) END AS digest, " \
	"lower(hex(j.hash)) AS hash FROM journal j JOIN act a ON a.id = j.act "

struct od_iter *od_journal_find(struct od_db *db, const char *record, int64_t limit,
				struct od_err *err)
{
	static const char of_all[] =
		"SELECT * FROM (" COLUMNS "ORDER BY j.seq DESC LIMIT ?1) ORDER BY seq";
	/* A code stands for all its dated rows: '/' is followed by '0'. */
	static const char of_one[] = "SELECT * FROM (" COLUMNS "WHERE j.record = ?1 "
				     "OR (j.record > ?1 || '/' AND j.record < ?1 || '0') "
				     "ORDER BY j.seq DESC LIMIT ?2) ORDER BY seq";
	int64_t n = limit ? limit : -1;

	if (record)
		return od_query(db, of_one, &od_journal_type, OD_VALS(od_v(record), od_v(n)), err);
	return od_query(db, of_all, &od_journal_type, OD_VALS(od_v(n)), err);
}

/* --- verifying -------------------------------------------------------------------------------- */

void od_verify_tell(struct od_verify *v, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	v->problems++;
	v->problem(v->ctx, text);
}

static const char *column(sqlite3_stmt *st, int i)
{
	return (const char *)sqlite3_column_text(st, i);
}

/* One row of the walk: false at the first that is broken (nothing after it can be proved). */
static bool check_row(sqlite3_stmt *st, int64_t expected, uint8_t before[OD_SM3_SIZE],
		      struct od_verify *v)
{
	uint8_t hash[OD_SM3_SIZE];
	struct link l = { sqlite3_column_int64(st, 0),
			  sqlite3_column_int64(st, 1),
			  column(st, 2),
			  column(st, 3),
			  column(st, 4),
			  column(st, 5),
			  column(st, 6),
			  column(st, 7),
			  column(st, 8),
			  NULL };
	const void *digest = sqlite3_column_blob(st, 9), *kept;

	if (l.seq != expected) {
		od_verify_tell(v, _("journal: row %lld is missing"), (long long)expected);
		return false;
	}
	if (digest && sqlite3_column_bytes(st, 9) == OD_SM3_SIZE)
		l.digest = digest;
	hash_row(before, &l, hash);
	kept = sqlite3_column_blob(st, 10);
	if (!kept || sqlite3_column_bytes(st, 10) != OD_SM3_SIZE ||
	    memcmp(kept, hash, OD_SM3_SIZE) != 0) {
		od_verify_tell(
			v,
			_("journal: row %lld (%s of %s) is not what was written, or one before "
			  "it was changed"),
			(long long)l.seq, l.action, l.record);
		return false;
	}
	memcpy(before, hash, OD_SM3_SIZE);
	return true;
}

int od_journal_verify(struct od_db *db, struct od_verify *v, struct od_err *err)
{
	static const char sql[] =
		"SELECT j.seq, a.at, a.actor, a.acting_for, a.command, j.action, j.type, j.record, "
		"j.change, j.digest, j.hash FROM journal j LEFT JOIN act a ON a.id = j.act "
		"ORDER BY j.seq";
	sqlite3_stmt *st = od_stmt(db, sql, OD_NOVALS, err);
	uint8_t before[OD_SM3_SIZE] = { 0 };
	int rc;

	if (!st)
		return -1;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (!check_row(st, v->journal_rows + 1, before, v))
			break;
		v->journal_rows++;
	}
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		rc = od_fail_db(db, err);
	sqlite3_reset(st);
	return rc < 0 ? -1 : 0;
}

int od_integrity(struct od_db *db, struct od_verify *v, struct od_err *err)
{
	sqlite3_stmt *st = od_stmt(db, "PRAGMA integrity_check(20)", OD_NOVALS, err);
	int rc;

	if (!st)
		return -1;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		if (strcmp(column(st, 0), "ok"))
			od_verify_tell(v, _("database: %s"), column(st, 0));
	sqlite3_reset(st);
	if (rc != SQLITE_DONE)
		od_verify_tell(v, _("database: %s"), sqlite3_errmsg(db->sq));
	st = od_stmt(db, "PRAGMA foreign_key_check", OD_NOVALS, err);
	if (!st)
		return -1;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		od_verify_tell(v, _("a row of %s refers to a row of %s that does not exist"),
			       column(st, 0), column(st, 2));
	if (rc != SQLITE_DONE)
		od_verify_tell(v, _("database: %s"), sqlite3_errmsg(db->sq));
	sqlite3_reset(st);
	return 0;
}
