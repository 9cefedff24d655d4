/* selftest.c - every sample of every rule: what must hit hits, marks and mends as said; what
 * must miss misses. */
#include "sample.h"

struct test {
	const struct od_rules *r;
	const struct od_sample_row *row;
	void (*problem)(void *ctx, const char *text);
	void *ctx;
	struct od_err *err;
};

static int tell(const struct test *t, const char *what, const char *text)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	od_buf_printf(&b, "%s:%u: %s: %s: '%s'", t->row->file, t->row->line,
		      t->r->rule[t->row->rule]->id, what, text);
	if (b.failed)
		return od_fail_nomem(t->err);
	t->problem(t->ctx, b.s);
	return 0;
}

/* The sample's lines as the fixes make them. */
static void mend(const struct od_sample_doc *sd, const struct od_finding *f, size_t n,
		 struct od_buf *b)
{
	for (size_t i = sd->first; i < sd->first + sd->n; i++) {
		const struct od_line *l = &sd->doc->line[i];
		size_t at = 0;

		od_buf_puts(b, i > sd->first ? "\n" : "");
		for (size_t k = 0; k < n; k++) {
			if (f[k].at_line != i || !f[k].fix || f[k].from < at)
				continue;
			od_buf_add(b, l->text + at, f[k].from - at);
			od_buf_puts(b, f[k].fix);
			at = f[k].to;
		}
		od_buf_add(b, l->text + at, l->n - at);
	}
}

/* "role|text" lines as their texts; the end of the last line is not counted. */
static void plain(const char *s, struct od_buf *b)
{
	size_t all = od_chomp(s, strlen(s));

	for (size_t at = 0, n; at < all; at += n + 1) {
		OD_CLEANUP(od_buf_freep) struct od_buf line = OD_BUF_INIT;

		n = strcspn(s + at, "\n");
		n = n < all - at ? n : all - at;
		od_buf_add(&line, s + at, n);
		od_buf_puts(b, b->n ? "\n" : "");
		od_buf_puts(b, line.s ? od_sample_text(line.s) : "");
	}
}

static int fixed(const struct test *t, const struct od_sample_doc *sd, const struct od_finding *f,
		 size_t n)
{
	OD_CLEANUP(od_buf_freep) struct od_buf got = OD_BUF_INIT;
	OD_CLEANUP(od_buf_freep) struct od_buf want = OD_BUF_INIT;

	mend(sd, f, n, &got);
	plain(t->row->sample.fixed, &want);
	if (got.failed || want.failed)
		return od_fail_nomem(t->err);
	got.n = got.s ? od_chomp(got.s, got.n) : 0;
	if (got.n == want.n && (!got.n || !memcmp(got.s, want.s, got.n)))
		return 0;
	return tell(t, _("its fix makes something else of the sample"), got.s ? got.s : "");
}

static int hit(const struct test *t, const struct od_sample_doc *sd, const struct od_checked *c)
{
	const struct od_rule_sample *s = &t->row->sample;
	const struct od_finding *f;
	size_t n = od_checked_findings(c, &f), k;

	for (k = 0; k < n; k++)
		if (!s->finding || (f[k].text && !strcmp(f[k].text, s->finding)))
			break;
	if (n == 0 && c->skips)
		return tell(t, c->skipped[0].reason, s->hit);
	if (n == 0)
		return tell(t, _("the sample must hit and does not"), s->hit);
	if (k == n)
		return tell(t, _("the sample hits, but marks something else"),
			    f[0].text ? f[0].text : "");
	return s->fixed ? fixed(t, sd, f, n) : 0;
}

static int check(const struct test *t, const struct od_sample_doc *sd)
{
	struct od_check_opts o = {
		.only = t->r->rule[t->row->rule]->id,
		.low = true,
		.genre = sd->genre,
		.as_of = sd->as_of,
		.today = sd->today,
		.issuer = sd->issuer,
		.organ = sd->organ,
		.organs = sd->organs,
	};
	struct od_checked *c = od_check(t->r, sd->doc, &o, t->err);
	const struct od_finding *f;
	int r = 0;

	if (!c)
		return -1;
	if (t->row->sample.hit)
		r = hit(t, sd, c);
	else if (od_checked_findings(c, &f))
		r = tell(t, _("the sample must miss and is hit"),
			 f[0].text ? f[0].text : t->row->sample.miss);
	od_checked_free(c);
	return r;
}

static int one(const struct test *t)
{
	const struct od_rule_sample *s = &t->row->sample;
	const struct od_rule_ready *ready = &t->r->ready[t->row->rule];
	struct od_err why = OD_ERR_INIT;
	struct od_sample_doc sd;
	int r;

	if (ready->off)
		return 0;
	if (od_sample_doc(ready, s->hit ? s->hit : s->miss, &sd, &why) < 0)
		return tell(t, why.msg, s->hit ? s->hit : s->miss);
	r = check(t, &sd);
	od_sample_clear(&sd);
	return r;
}

int od_rules_self_test(const struct od_rules *r, void (*problem)(void *ctx, const char *text),
		       void *ctx, size_t *samples, struct od_err *err)
{
	struct test t = { .r = r, .problem = problem, .ctx = ctx, .err = err };

	struct od_rules *w = (struct od_rules *)(uintptr_t)r;
	int read;

	pthread_mutex_lock(&w->lock);
	read = od_rules_sampled(w, err);
	pthread_mutex_unlock(&w->lock);
	if (read < 0)
		return -1;
	*samples = r->samples;
	for (size_t i = 0; i < r->samples; i++) {
		t.row = &r->sample[i];
		if (one(&t) < 0)
			return -1;
	}
	return 0;
}
