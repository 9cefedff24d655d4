/* ask.c - what the library says of matters, as JSON Lines, for supervise.py: all of it in one process, with each
 * unit's part, which the command prints matter by matter.
 *
 *   ask list DB "2026-12-04 18:00" MATTERS UNITS     every matter, by number, and their units
 *   ask open DB NOW                                  the open ones, the most urgent first
 *   ask stats DB NOW FROM TO unit|source|group|month
 *   ask burn DB FROM TO DAYS */
#include <stdlib.h>
#include <string.h>

#include "officedb.h"

static int fail(const struct od_err *err)
{
	fprintf(stderr, "ask: %s\n", err->msg);
	return 1;
}

static int print(FILE *f, const struct od_rec_type *type, const char *rows, size_t n,
		 struct od_err *err)
{
	const struct od_out_opts opts = { .format = OD_FMT_JSON };
	struct od_out *o = od_out_new(f, type, &opts, err);
	int r = o ? 0 : -1;

	for (size_t i = 0; r == 0 && i < n; i++)
		r = od_out_add(o, rows + i * type->size, err);
	if (r == 0)
		r = od_out_end(o, err);
	od_out_free(o);
	return r;
}

static int list(struct od_db *db, char **argv, struct od_err *err)
{
	const struct od_when none = { { 0 }, NULL };
	struct od_task_query q = OD_TASK_QUERY_INIT;
	const struct od_task_unit *unit;
	const struct od_task *row;
	FILE *f = fopen(argv[1], "w"), *g = fopen(argv[2], "w");
	struct od_tasks *t = NULL;
	size_t n, units = 0;
	int r = f && g ? od_instant_parse(argv[0], &none, &q.now, err) : -1;

	q.closed = q.by_number = true;
	if (r == 0)
		t = od_tasks_find(db, &q, err);
	r = t ? 0 : -1;
	n = t ? od_tasks_rows(t, &row) : 0;
	if (r == 0)
		r = print(f, &od_task_type, (const char *)row, n, err);
	for (size_t i = 0; r == 0 && i < n; i++) {
		units = od_tasks_units(t, i, &unit);
		r = print(g, &od_task_unit_type, (const char *)unit, units, err);
	}
	od_tasks_free(t);
	return (f && fclose(f)) || (g && fclose(g)) ? -1 : r;
}

static int open_ones(struct od_db *db, char **argv, struct od_err *err)
{
	const struct od_when none = { { 0 }, NULL };
	struct od_task_query q = OD_TASK_QUERY_INIT;
	const struct od_task *row;
	struct od_tasks *t;
	size_t n;
	int r;

	if (od_instant_parse(argv[0], &none, &q.now, err) < 0)
		return -1;
	t = od_tasks_find(db, &q, err);
	if (!t)
		return -1;
	n = od_tasks_rows(t, &row);
	r = print(stdout, &od_task_type, (const char *)row, n, err);
	od_tasks_free(t);
	return r;
}

static int days(char **argv, od_date *from, od_date *to, struct od_err *err)
{
	const struct od_when none = { { 0 }, NULL };

	return od_date_parse(argv[0], &none, from, err) < 0
		       ? -1
		       : od_date_parse(argv[1], &none, to, err);
}

static int stats(struct od_db *db, char **argv, struct od_err *err)
{
	static const char *const words[] = { "unit", "source", "group", "month" };
	const struct od_when none = { { 0 }, NULL };
	const struct od_task_count *row, *total;
	struct od_task_stats *s;
	od_instant now;
	od_date from, to;
	int by = 0, r;
	size_t n;

	if (od_instant_parse(argv[0], &none, &now, err) < 0 || days(argv + 1, &from, &to, err) < 0)
		return -1;
	while (by < 3 && strcmp(words[by], argv[3]) != 0)
		by++;
	s = od_task_stats_new(db, NULL, from, to, now, by, err);
	if (!s)
		return -1;
	n = od_task_stats_rows(s, &row, &total);
	r = print(stdout, &od_task_count_type, (const char *)row, n, err);
	if (r == 0)
		r = print(stdout, &od_task_count_type, (const char *)total, 1, err);
	od_task_stats_free(s);
	return r;
}

static int print_burn(void *ctx, const struct od_burn *b, struct od_err *err)
{
	return print(ctx, &od_burn_type, (const char *)b, 1, err);
}

static int burn(struct od_db *db, char **argv, struct od_err *err)
{
	od_date from, to;

	if (days(argv, &from, &to, err) < 0)
		return -1;
	return od_task_burn(db, from, to, (int)strtol(argv[2], NULL, 10), print_burn, stdout, err);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *word;
		int args;
		int (*fn)(struct od_db *db, char **argv, struct od_err *err);
	} verbs[] = { { "list", 6, list },
		      { "open", 4, open_ones },
		      { "stats", 7, stats },
		      { "burn", 6, burn } };
	struct od_err err = OD_ERR_INIT;
	OD_CLEANUP(od_closep) struct od_db *db = NULL;

	for (size_t i = 0; argc > 2 && i < 4; i++) {
		if (strcmp(verbs[i].word, argv[1]) != 0 || argc != verbs[i].args)
			continue;
		db = od_open(argv[2], OD_READ, 1000, &err);
		return !db || verbs[i].fn(db, argv + 3, &err) < 0 ? fail(&err) : 0;
	}
	fprintf(stderr, "usage: ask list|open|stats|burn DB ...\n");
	return 64;
}
