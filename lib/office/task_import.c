/* task_import.c - matters as another office printed them: numbers in them are that office's.  Those of matters in the
 * same file become the numbers they are given here; others would name something else, and are refused. */
#include <stdlib.h>

#include "task_list.h"

struct pair {
	int64_t theirs, ours;
};
struct od_task_numbers {
	struct pair *pair; /* by theirs */
	size_t n, room;
};

struct od_task_numbers *od_task_numbers_new(struct od_err *err)
{
	struct od_task_numbers *m = calloc(1, sizeof(*m));

	if (!m)
		od_fail_nomem(err);
	return m;
}

void od_task_numbers_free(struct od_task_numbers *m)
{
	if (m)
		free(m->pair);
	free(m);
}

void od_task_numbers_clear(struct od_task_numbers *m)
{
	m->n = 0;
}

/* Where theirs stands, or is to stand. */
static size_t place_of(const struct od_task_numbers *m, int64_t theirs)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->pair[mid].theirs < theirs)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool is_at(const struct od_task_numbers *m, size_t at, int64_t theirs)
{
	return at < m->n && m->pair[at].theirs == theirs;
}

static int keep(struct od_task_numbers *m, int64_t theirs, int64_t ours, struct od_err *err)
{
	size_t at = place_of(m, theirs);
	struct pair *grown;

	if (is_at(m, at, theirs)) {
		m->pair[at].ours = ours;
		return 0;
	}
	grown = od_tasks_grow(m->pair, m->n, &m->room, sizeof(*grown), err);
	if (!grown)
		return -1;
	m->pair = grown;
	memmove(&grown[at + 1], &grown[at], (m->n - at) * sizeof(*grown));
	grown[at] = (struct pair){ theirs, ours };
	m->n++;
	return 0;
}

static int map_parent(const struct od_task_numbers *m, struct od_task *t, struct od_err *err)
{
	size_t at = place_of(m, t->parent);
	char number[32];

	if (t->parent == OD_NOINT)
		return 0;
	if (!is_at(m, at, t->parent))
		return od_fail(
			err, OD_EDATA,
			_("parent: %s is a number of the office that printed this record, and "
			  "stands nowhere before it in the file; import the whole before its "
			  "parts, as 'task-track export' prints them, or take the record's own "
			  "number out if a matter of this office is meant"),
			od_number_str('T', t->parent, number));
	t->parent = m->pair[at].ours;
	return 0;
}

static int refuse_theirs(const char *field, char letter, int64_t n, struct od_err *err)
{
	char number[32];

	if (n == OD_NOINT)
		return 0;
	return od_fail(err, OD_EDATA,
		       _("%s: %s is a number of the office that printed this record; leave it out, "
			 "or take the record's own number out if it is one of this office"),
		       field, od_number_str(letter, n, number));
}

/* What is on file already stays as it is, whatever its numbers mean. */
static int is_known(struct od_db *db, const struct od_task *t, struct od_err *err)
{
	static const char sql[] = "SELECT number FROM task WHERE external_id = ?1";
	int64_t number;

	if (od_blank(t->external_id))
		return 0;
	return od_query_int(db, sql, &number, OD_VALS(od_v(t->external_id)), err);
}

int od_task_import(struct od_db *db, struct od_task *t, int64_t theirs, struct od_task_numbers *m,
		   enum od_duplicate dup, enum od_taken *taken, struct od_err *err)
{
	int known = theirs == OD_NOINT ? 1 : is_known(db, t, err);

	if (known < 0)
		return -1;
	if (!known &&
	    (map_parent(m, t, err) < 0 || refuse_theirs("group", 'G', t->group, err) < 0 ||
	     refuse_theirs("report", 'R', t->report, err) < 0))
		return -1;
	if (od_task_add(db, t, dup, taken, err) < 0)
		return -1;
	return theirs == OD_NOINT ? 0 : keep(m, theirs, t->number, err);
}
