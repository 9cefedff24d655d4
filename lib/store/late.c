/* late.c - a table that is filled from nothing.
 *
 * Its rows are written by a second thread (behind.c).  That has time to put the first of them into the
 * indexes as well; when there are many, the indexes are dropped inside the transaction and made again, by
 * their own SQL as the schema keeps it, before its commit: sorted at the end they cost half.  A rollback
 * brings them back by itself.  Keys that must be found again are held in memory. */
#include <stdlib.h>

#include "late.h"

enum {
	FIRST_ROOM = 4096, /* a power of two */
	MANY = 131072,     /* rows, with which the indexes still fit the cache */
};

struct od_late_state {
	char **sql; /* of the indexes, to be run again */
	size_t n;
	bool dropped;
	struct slot {
		int64_t key, number; /* number 0: free */
	} * slot;
	size_t room, used;
	struct od_behind *behind;
	int64_t mark; /* of the search index */
};

bool od_late(const struct od_db *db)
{
	return db->late != NULL;
}

struct od_behind *od_late_behind(const struct od_db *db)
{
	return db->late ? db->late->behind : NULL;
}

int od_late_wait(struct od_db *db, struct od_err *err)
{
	return od_late_behind(db) ? od_behind_wait(db->late->behind, err) : 0;
}

bool od_late_mark(const struct od_db *db, int64_t *mark)
{
	if (od_late_behind(db))
		*mark = db->late->mark;
	return od_late_behind(db) != NULL;
}

void od_late_forget(struct od_db *db)
{
	struct od_late_state *l = db->late;

	if (!l)
		return;
	od_behind_free(l->behind);
	for (size_t i = 0; i < l->n; i++)
		free(l->sql[i]);
	free(l->sql);
	free(l->slot);
	free(l);
	db->late = NULL;
}

/* An index's name and SQL. */
static int take_index(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_late_state *l = ctx;
	char **grown = reallocarray(l->sql, l->n + 2, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	l->sql = grown;
	grown[l->n] = strdup(text[1]);
	if (!grown[l->n])
		return od_fail_nomem(err);
	l->n++;
	return 0;
}

/* The name is the second or, after UNIQUE, the third word of the SQL we gave the schema ourselves. */
static int drop_index(struct od_db *db, const char *sql, struct od_err *err)
{
	const char *name = strstr(sql, " INDEX ") + strlen(" INDEX ");
	char drop[128];

	snprintf(drop, sizeof(drop), "DROP INDEX %.*s", (int)strcspn(name, " "), name);
	return od_exec(db, drop, err);
}

static int drop_indexes(struct od_db *db, struct od_err *err)
{
	for (size_t i = 0; i < db->late->n; i++)
		if (drop_index(db, db->late->sql[i], err) < 0)
			return -1;
	db->late->dropped = true;
	return 0;
}

int od_late_begin(struct od_db *db, const char *table, const char *any_row, struct od_err *err)
{
	static const char indexes[] =
		"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 "
		"AND sql IS NOT NULL ORDER BY rowid";
	int64_t row;
	int found = od_need_tx(db, err) < 0 ? -1 : od_query_int(db, any_row, &row, OD_NOVALS, err);

	if (found != 0 || db->late)
		return found < 0 ? -1 : 0;
	db->late = calloc(1, sizeof(*db->late));
	if (db->late)
		db->late->slot = calloc(FIRST_ROOM, sizeof(*db->late->slot));
	if (!db->late || !db->late->slot)
		return od_fail_nomem(err);
	db->late->room = FIRST_ROOM;
	/* Rows are only appended now, and sorting them wants as much again as the cache may have. */
	if (od_query_each(db, indexes, OD_VALS(od_v(table)), take_index, db->late, err) < 0 ||
	    od_exec(db, "PRAGMA cache_size = -24576", err) < 0 ||
	    od_search_mark(db, &db->late->mark, err) < 0)
		return -1;
	db->late->behind = od_behind_new(db, err);
	return db->late->behind ? 1 : -1;
}

int od_late_end(struct od_db *db, struct od_err *err)
{
	if (!db->late)
		return 0;
	if (od_late_wait(db, err) < 0)
		return -1;
	for (size_t i = 0; db->late->dropped && i < db->late->n; i++)
		if (od_exec(db, db->late->sql[i], err) < 0)
			return -1;
	od_late_forget(db);
	return od_exec(db, OD_CACHE_SIZE, err);
}

static struct slot *find(struct slot *slots, size_t room, int64_t key)
{
	size_t i = (uint64_t)key * UINT64_C(0x9e3779b97f4a7c15) >> 20;

	while (slots[i & (room - 1)].number && slots[i & (room - 1)].key != key)
		i++;
	return &slots[i & (room - 1)];
}

int64_t od_late_get(const struct od_db *db, int64_t key)
{
	return find(db->late->slot, db->late->room, key)->number;
}

static int grow(struct od_late_state *l, struct od_err *err)
{
	struct slot *grown = calloc(2 * l->room, sizeof(*grown));

	if (!grown)
		return od_fail_nomem(err);
	for (size_t i = 0; i < l->room; i++)
		if (l->slot[i].number)
			*find(grown, 2 * l->room, l->slot[i].key) = l->slot[i];
	free(l->slot);
	l->slot = grown;
	l->room *= 2;
	return 0;
}

int od_late_put(struct od_db *db, int64_t key, int64_t number, struct od_err *err)
{
	struct od_late_state *l = db->late;

	if (2 * ++l->used > l->room && grow(l, err) < 0)
		return -1;
	if (l->used == MANY && drop_indexes(db, err) < 0)
		return -1;
	*find(l->slot, l->room, key) = (struct slot){ key, number };
	return 0;
}
