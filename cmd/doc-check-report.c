/* doc-check-report.c - what all ways of printing share: places of findings among their like, rules that did not
 * run. */
#include <string.h>

#include "doc-check.h"

static int by_rule(const void *x, const void *y, void *ctx)
{
	const struct cli_doc *d = ctx;
	size_t a = *(const size_t *)x, b = *(const size_t *)y;
	int by = strcmp(d->finding[a]->rule, d->finding[b]->rule);

	return by ? by : (a > b) - (a < b);
}

struct cli_doc_place *cli_doc_places(const struct cli_doc *d, struct od_err *err)
{
	struct cli_doc_place *place = calloc(d->n + 1, sizeof(*place));
	size_t *order = calloc(d->n + 1, sizeof(*order)), end;

	if (!place || !order) {
		od_fail_nomem(err);
		free(place);
		free(order);
		return NULL;
	}
	for (size_t i = 0; i < d->n; i++)
		order[i] = i;
	qsort_r(order, d->n, sizeof(*order), by_rule, (void *)(uintptr_t)d);
	for (size_t at = 0; at < d->n; at = end) {
		for (end = at; end < d->n; end++)
			if (strcmp(d->finding[order[at]]->rule, d->finding[order[end]]->rule))
				break;
		for (size_t i = at; i < end; i++)
			place[order[i]] = (struct cli_doc_place){ i - at + 1, end - at };
	}
	free(order);
	return place;
}

static int by_id(const void *x, const void *y)
{
	const struct cli_doc_skipped *a = x, *b = y;

	return strcmp(a->rule, b->rule);
}

/* Reasons in the order of their first rule, with the ids of theirs. */
struct cli_doc_skip *cli_doc_skips(struct cli_doc_report *r, size_t *n)
{
	struct cli_doc_skip *all = calloc(r->skips + 1, sizeof(*all));

	*n = 0;
	if (r->skips)
		qsort(r->skip, r->skips, sizeof(*r->skip), by_id);
	for (size_t i = 0; all && i < r->skips; i++) {
		struct cli_doc_skip *s = all;

		while (s < all + *n && strcmp(s->reason, r->skip[i].reason))
			s++;
		if (s == all + *n) {
			*s = (struct cli_doc_skip){ .reason = r->skip[i].reason };
			++*n;
		}
		od_buf_printf(&s->ids, "%s%s", s->n ? " " : "", r->skip[i].rule);
		s->n++;
		if (r->skip[i].documents > s->documents)
			s->documents = r->skip[i].documents;
	}
	return all;
}

void cli_doc_skips_free(struct cli_doc_skip *s, size_t n)
{
	for (size_t i = 0; s && i < n; i++)
		od_buf_free(&s[i].ids);
	free(s);
}

static int note_skip(struct cli_doc_report *r, const struct od_skipped *s, struct od_err *err)
{
	struct cli_doc_skipped *grown;
	size_t i;

	for (i = 0; i < r->skips; i++)
		if (!strcmp(r->skip[i].rule, s->rule) && !strcmp(r->skip[i].reason, s->reason))
			break;
	if (i < r->skips) {
		r->skip[i].documents++;
		return 0;
	}
	grown = reallocarray(r->skip, r->skips + 1, sizeof(*grown));
	if (!grown)
		return od_fail_nomem(err);
	r->skip = grown;
	grown[i] = (struct cli_doc_skipped){ strdup(s->rule), strdup(s->reason), 1 };
	if (!grown[i].rule || !grown[i].reason) {
		free(grown[i].rule);
		free(grown[i].reason);
		return od_fail_nomem(err);
	}
	r->skips++;
	return 0;
}

int cli_doc_note(struct cli_doc_report *r, const struct cli_doc *d, struct od_err *err)
{
	const struct od_skipped *s;
	size_t n = od_checked_skipped(d->checked, &s);

	r->read++;
	r->with += d->n > 0;
	for (size_t i = 0; i < d->n; i++) {
		r->count[d->finding[i]->level]++;
		r->gate[d->finding[i]->gate][d->finding[i]->level]++;
	}
	for (size_t i = 0; i < n; i++)
		if (note_skip(r, &s[i], err) < 0)
			return -1;
	return 0;
}

void cli_doc_report_free(struct cli_doc_report *r)
{
	for (size_t i = 0; i < r->skips; i++) {
		free(r->skip[i].rule);
		free(r->skip[i].reason);
	}
	free(r->skip);
	for (size_t i = 0; i < CLI_COUNT(r->by_gate); i++)
		od_buf_free(&r->by_gate[i]);
	od_buf_free(&r->by_doc);
	od_buf_free(&r->failures);
	od_out_free(r->out);
}
