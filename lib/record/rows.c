/* rows.c - what the three formats share when they hand a row to the reader. */
#include <strings.h>

#include "rows.h"

void od_gather_begin(struct od_gather *g, struct od_row *row, unsigned int line)
{
	g->row = row;
	row->line = line;
	row->type = NULL;
	row->n = 0;
	od_buf_reset(&g->text);
}

/* Texts stand one after the other, each with a NUL behind it. */
static void end_text(struct od_gather *g)
{
	od_buf_putc(&g->text, '\0');
}

bool od_gather_cell(struct od_gather *g, const char *name, size_t n, unsigned int line)
{
	struct od_cell *c = &g->row->cell[g->row->n];

	if (g->row->n == OD_FIELDS_MAX)
		return false;
	end_text(g);
	g->name_at[g->row->n] = g->text.n;
	od_buf_add(&g->text, name, n);
	end_text(g);
	g->at[g->row->n++] = g->text.n;
	*c = (struct od_cell){ .line = line };
	return true;
}

void od_gather_text(struct od_gather *g, const char *s, size_t n)
{
	struct od_cell *c = &g->row->cell[g->row->n - 1];

	od_buf_add(&g->text, s, n);
	c->size += n;
	c->text = ""; /* present; where it stands is set at the end */
}

bool od_gather_has(const struct od_gather *g, const char *name, size_t n)
{
	for (size_t i = 0; !g->text.failed && i < g->row->n; i++) {
		const char *s = g->text.s + g->name_at[i];

		if (g->at[i] - g->name_at[i] - 1 == n && !memcmp(s, name, n))
			return true;
	}
	return false;
}

int od_gather_end(struct od_gather *g, struct od_err *err)
{
	end_text(g);
	if (g->text.failed) {
		g->row->n = 0;
		return od_fail_nomem(err);
	}
	for (size_t i = 0; i < g->row->n; i++) {
		struct od_cell *c = &g->row->cell[i];

		c->name = g->text.s + g->name_at[i];
		if (c->text)
			c->text = g->text.s + g->at[i];
	}
	return 0;
}

void od_gather_free(struct od_gather *g)
{
	od_buf_free(&g->text);
}

bool od_reject_name(const char *name)
{
	if (*name != 'r' && *name != 'R')
		return false;
	return !strcasecmp(name, OD_REASON_NAME) || !strcasecmp(name, OD_RAW_NAME);
}

void od_mend(struct od_buf *b, const char *s, size_t n)
{
	while (n) {
		size_t good = od_utf8_bad(s, n);
		const char *nul = memchr(s, '\0', good);

		if (nul)
			good = (size_t)(nul - s);
		od_buf_add(b, s, good);
		if (good == n)
			return;
		od_buf_puts(b, "\xef\xbf\xbd");
		s += good + 1;
		n -= good + 1;
	}
}

void od_mend_cut(struct od_buf *b, const char *s, size_t n, size_t max)
{
	size_t keep = n > max ? od_utf8_cut(s, n, max) : n;

	od_mend(b, s, keep);
	if (keep < n)
		od_buf_printf(b, _(" … (cut after %zu bytes)"), keep);
}
