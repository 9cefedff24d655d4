/* tx.c - transactions of writing: the queue, the act that is journalled, numbers. */
#include <stdlib.h>

#include "db.h"

static void forget_counters(struct od_db *db)
{
	for (size_t i = 0; i < OD_SERIES; i++)
		free(db->counter[i].series);
	memset(db->counter, 0, sizeof(db->counter));
}

static void forget(struct od_db *db)
{
	db->act = NULL;
	db->act_id = 0;
	db->seq = -1;
	forget_counters(db);
	od_late_forget(db);
	od_queue_leave(db);
}

/* 1: begun; 0: somebody else writes and we do not wait. */
static int begin(struct od_db *db, const struct od_act *act, bool wait, struct od_err *err)
{
	int turn;

	if (db->act)
		return od_fail(err, OD_EBUG, "a transaction within a transaction");
	if (db->mode == OD_READ)
		return od_fail(err, OD_EBUG, "the database was opened for reading");
	turn = od_queue_enter(db, wait, err);
	if (turn <= 0)
		return turn;
	if (od_run(db, "BEGIN IMMEDIATE", OD_NOVALS, err) < 0) {
		od_queue_leave(db);
		return -1;
	}
	db->act = act;
	db->tx++;
	db->seq = -1;
	return 1;
}

int od_begin(struct od_db *db, const struct od_act *act, struct od_err *err)
{
	return begin(db, act, true, err) < 0 ? -1 : 0;
}

int od_begin_idle(struct od_db *db, bool wait, struct od_err *err)
{
	static const struct od_act nobody = { "", NULL, "", { 0 } };

	return begin(db, &nobody, wait, err);
}

static int write_counters(struct od_db *db, struct od_err *err)
{
	for (size_t i = 0; i < OD_SERIES && db->counter[i].series; i++) {
		const struct od_series *c = &db->counter[i];

		if (od_run(db,
			   "INSERT INTO counter (series, year, last) VALUES (?1, ?2, ?3) "
			   "ON CONFLICT (series, year) DO UPDATE SET last = excluded.last",
			   OD_VALS(od_v(c->series), od_v(c->year), od_v(c->last)), err) < 0)
			return -1;
	}
	return 0;
}

int od_commit(struct od_db *db, struct od_err *err)
{
	if (od_need_tx(db, err) < 0)
		return -1;
	if (od_late_end(db, err) < 0 || write_counters(db, err) < 0 ||
	    od_run(db, "COMMIT", OD_NOVALS, err) < 0) {
		od_rollback(db);
		return -1;
	}
	forget(db);
	return 0;
}

void od_rollback(struct od_db *db)
{
	if (!db || !db->sq)
		return;
	od_late_forget(db);
	if (!sqlite3_get_autocommit(db->sq))
		sqlite3_exec(db->sq, "ROLLBACK", NULL, NULL, NULL);
	forget(db);
}

const struct od_act *od_db_act(const struct od_db *db)
{
	return db->act;
}

int64_t od_db_tx(const struct od_db *db)
{
	return db->tx;
}

int od_need_tx(struct od_db *db, struct od_err *err)
{
	return db->act ? 0 : od_fail(err, OD_EBUG, "this needs a transaction");
}

static struct od_series *counter(struct od_db *db, const char *series, int64_t year,
				 struct od_err *err)
{
	struct od_series *c = db->counter, *end = c + OD_SERIES;

	while (c < end && c->series && (strcmp(c->series, series) || c->year != year))
		c++;
	if (c == end) { /* a dump with the issues of many publications and years */
		if (write_counters(db, err) < 0)
			return NULL;
		forget_counters(db);
		c = db->counter;
	}
	if (c->series)
		return c;
	c->last = 0;
	if (od_query_int(db, "SELECT last FROM counter WHERE series = ?1 AND year = ?2", &c->last,
			 OD_VALS(od_v(series), od_v(year)), err) < 0)
		return NULL;
	c->series = strdup(series);
	if (!c->series) {
		od_fail_nomem(err);
		return NULL;
	}
	c->year = year;
	return c;
}

int od_number_next_of(struct od_db *db, const char *series, int year, int64_t *number,
		      struct od_err *err)
{
	struct od_series *c;

	if (od_need_tx(db, err) < 0)
		return -1;
	c = counter(db, series, year, err);
	if (!c)
		return -1;
	if (c->last + 1 >= OD_SERIALS)
		return od_fail(err, OD_EDATA, _("the numbers of %d are used up"), year);
	*number = od_number(year, ++c->last);
	return 0;
}

int od_number_next(struct od_db *db, const char *series, int64_t *number, struct od_err *err)
{
	int year, month, day;

	if (od_need_tx(db, err) < 0)
		return -1;
	od_date_split(od_instant_date(db->act->now), &year, &month, &day);
	return od_number_next_of(db, series, year, number, err);
}

int od_number_taken(struct od_db *db, const char *series, int64_t number, struct od_err *err)
{
	struct od_series *c = counter(db, series, number / OD_SERIALS, err);

	if (!c)
		return -1;
	if (number % OD_SERIALS > c->last)
		c->last = number % OD_SERIALS;
	return 0;
}

int od_snapshot_begin(struct od_db *db, bool *begun, struct od_err *err)
{
	*begun = sqlite3_get_autocommit(db->sq) && od_run(db, "BEGIN", OD_NOVALS, err) == 0;
	return *begun || !sqlite3_get_autocommit(db->sq) ? 0 : -1;
}

void od_snapshot_end(struct od_db *db, bool begun)
{
	if (begun)
		sqlite3_exec(db->sq, "COMMIT", NULL, NULL, NULL);
}
