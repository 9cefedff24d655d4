/* grid.c - a table of a paper, put together cell by cell. */
#include <stdlib.h>

#include "layout.h"

void od_grid_add(struct od_grid *g, const char *text)
{
	char **bigger = reallocarray(g->cell, g->n + 1, sizeof(*bigger));
	char *copy = strdup(text ? text : "");

	if (bigger)
		g->cell = bigger;
	if (bigger && copy) {
		g->cell[g->n++] = copy;
		return;
	}
	free(copy);
	g->failed = true;
}

void od_grid_add_of(struct od_grid *g, struct od_buf *text)
{
	g->failed |= text->failed;
	od_grid_add(g, text->failed ? NULL : text->s);
	od_buf_free(text);
}

void od_grid_heads(struct od_grid *g, const char *const *head, size_t n)
{
	g->columns = n;
	for (size_t i = 0; i < n; i++)
		od_grid_add(g, head[i]);
}

int od_grid_put(struct od_paper *p, struct od_grid *g, const char *align, struct od_err *err)
{
	int done = 0;

	if (g->failed)
		done = od_fail_nomem(err);
	else if (g->n > g->columns)
		done = od_paper_table(p, (const char *const *)g->cell, g->n / g->columns,
				      g->columns, align, err);
	for (size_t i = 0; i < g->n; i++)
		free(g->cell[i]);
	free(g->cell);
	return done;
}
