/* draft_order.c - in which order candidates stand in a draft: as in the roundup. */
#include <stdlib.h>

#include "draft.h"

struct ranks { /* of people by name, of units by code, sorted by that */
	struct rank {
		char *name;
		int64_t sort;
	} * rank;
	size_t n, room;
};

static int take_rank(void *ctx, const char *const *text, struct od_err *err)
{
	struct ranks *p = ctx;

	if (p->n == p->room) {
		size_t room = p->room ? p->room * 2 : 256;
		struct rank *grown = reallocarray(p->rank, room, sizeof(*grown));

		if (!grown)
			return od_fail_nomem(err);
		p->rank = grown;
		p->room = room;
	}
	p->rank[p->n] = (struct rank){ strdup(text[0]), strtoll(text[1], NULL, 10) };
	return p->rank[p->n++].name ? 0 : od_fail_nomem(err);
}

static void ranks_free(struct ranks *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->rank[i].name);
	free(p->rank);
}

static int64_t rank_of(const struct ranks *p, const char *name, size_t n)
{
	size_t low = 0, high = p->n;

	while (name && low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strncmp(p->rank[mid].name, name, n);

		if (order == 0 && !p->rank[mid].name[n])
			return p->rank[mid].sort;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return INT64_MAX;
}

static int by_order(const void *a, const void *b)
{
	const struct od_candidate *x = a, *y = b;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	if (x->urgency != y->urgency)
		return x->urgency < y->urgency ? 1 : -1;
	if (x->leader != y->leader)
		return x->leader < y->leader ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

int od_candidates_sort(struct od_db *db, struct od_candidate *c, size_t n, struct od_err *err)
{
	static const char people[] =
		"SELECT name, min(sort) FROM person_row WHERE sort IS NOT NULL "
		"GROUP BY name ORDER BY name";
	static const char units[] = "SELECT code, max(sort) FROM unit_row WHERE sort IS NOT NULL "
				    "GROUP BY code ORDER BY code";
	struct ranks leader = { 0 }, unit = { 0 };
	int r = -1;

	if (od_query_each(db, people, OD_NOVALS, take_rank, &leader, err) < 0 ||
	    od_query_each(db, units, OD_NOVALS, take_rank, &unit, err) < 0)
		goto out;
	for (size_t i = 0; i < n; i++) {
		const char *list = c[i].leaders, *first;
		size_t len = 0;

		first = od_list_next(&list, &len);
		c[i].leader = rank_of(&leader, first, len);
		c[i].place = rank_of(&unit, c[i].unit, strlen(c[i].unit));
	}
	if (n)
		qsort(c, n, sizeof(*c), by_order);
	r = 0;
out:
	ranks_free(&leader);
	ranks_free(&unit);
	return r;
}
