/* score_after.c - rules that look at what others gave in a span: zero, cap, floor, pass.  What they take back is a line
 * of its own, so that the lines of an account always add up to it. */
#include <stdlib.h>

#include "score.h"

static bool inside(const struct score_line *l, struct score_span span)
{
	return !l->before && l->day.days >= span.from.days && l->day.days <= span.to.days;
}

/* Lines that a rule looks at in a span: by unit, then as they came. */
struct looked {
	struct at {
		uint32_t unit, line;
		int32_t day;
	} * at;
	size_t n;
	struct score_span span;
};

static int by_unit(const void *a, const void *b)
{
	const struct at *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static int look(const struct od_scores *s, const struct score_rule *r, struct score_span span,
		struct looked *k, struct od_err *err)
{
	*k = (struct looked){ .span = span };
	k->at = calloc(s->lines + 1, sizeof(*k->at));
	if (!k->at)
		return od_fail_nomem(err);
	for (uint32_t i = 0; i < s->lines; i++) {
		const struct score_line *l = &s->line[i];

		if (inside(l, span) && od_score_of(r, l->rule))
			k->at[k->n++] = (struct at){ l->unit, i, l->day.days };
	}
	qsort(k->at, k->n, sizeof(*k->at), by_unit);
	return 0;
}

/* The lines of one unit and, as the result, behind the last of them; *sum: what is left of them. */
static size_t of_unit(const struct od_scores *s, const struct looked *k, uint32_t unit,
		      size_t first, int64_t *sum)
{
	size_t end = first;

	*sum = 0;
	for (; end < k->n && k->at[end].unit == unit; end++)
		*sum += s->line[k->at[end].line].left;
	return end;
}

static od_date last_day(const struct od_scores *s, struct score_span span)
{
	return span.to.days < s->q.to.days ? span.to : s->q.to;
}

/* One unit's part of them. */
struct part {
	const struct score_rule *rule;
	struct score_span span;
	const struct at *at;
	size_t n;
	uint32_t unit;
	int64_t sum, times;
};

/* Of what is left of its lines, so much goes: what came last goes first; all: every one. */
static void take_from(struct od_scores *s, const struct part *p, int64_t much, bool all)
{
	for (size_t i = p->n; i-- > 0;) {
		struct score_line *l = &s->line[p->at[i].line];
		int64_t goes = l->left > much ? much : l->left > 0 ? l->left : 0;

		l->left -= all ? l->left : goes;
		much -= goes;
	}
}

static int put(struct od_scores *s, const struct part *p, int64_t milli, struct od_buf *how,
	       struct od_err *err)
{
	struct score_line *l = od_score_line(s, p->rule, p->unit, last_day(s, p->span), err);

	if (!l)
		return -1;
	l->milli = milli;
	l->left = milli > 0 ? milli : 0; /* what is taken back is gone from the others' */
	return od_score_how(s, l, how, err);
}

/* --- zero --------------------------------------------------------------------------------------------- */

static int zero(struct od_scores *s, const struct part *p, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT, name = OD_BUF_INIT;
	const struct od_score_rule *r = &p->rule->r;
	char points[32];

	if (p->times < (r->need == OD_NOINT ? 1 : r->need) || p->sum <= 0)
		return 0;
	od_score_span_name(r->per, p->span, &name);
	/* Translators: when, what happened, how often, points. */
	od_buf_printf(&how, _("%1$s: %2$s %3$lld times; %4$s is taken back"), name.s ? name.s : "",
		      _(od_score_measures[r->measure].label), (long long)p->times,
		      od_points_str(p->sum, points));
	take_from(s, p, p->sum, true);
	return put(s, p, -p->sum, &how, err);
}

/* --- cap, floor ------------------------------------------------------------------------------------------ */

static int bound(struct od_scores *s, const struct part *p, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT, name = OD_BUF_INIT;
	bool cap = p->rule->r.kind == OD_SCORE_CAP;
	int64_t limit = p->rule->points;
	char was[32], points[32];

	if (cap ? p->sum <= limit : p->sum >= limit)
		return 0;
	od_score_span_name(p->rule->r.per, p->span, &name);
	od_points_str(p->sum, was);
	od_points_str(limit, points);
	if (cap)
		/* Translators: when, points, the most that count. */
		od_buf_printf(&how, _("%1$s: %2$s, at most %3$s"), name.s ? name.s : "", was,
			      points);
	else
		od_buf_printf(&how, _("%1$s: %2$s, at least %3$s"), name.s ? name.s : "", was,
			      points);
	if (cap)
		take_from(s, p, p->sum - limit, false);
	return put(s, p, limit - p->sum, &how, err);
}

/* --- pass -------------------------------------------------------------------------------------------------- */

/* A span that is not over is judged when it has been reached; one that began before is not judged here. */
static void judge(struct od_scores *s, const struct part *p)
{
	bool over = p->span.to.days <= s->q.to.days && p->span.to.days <= s->today.days;
	struct score_unit *u = &s->unit[p->unit];

	if (p->span.from.days < s->q.from.days || (!over && p->sum < p->rule->points))
		return;
	u->judged = true;
	u->failed |= p->sum < p->rule->points;
}

/* --- each unit ------------------------------------------------------------------------------------------------ */

static int one(struct od_scores *s, const struct part *p, struct od_err *err)
{
	switch (p->rule->r.kind) {
	case OD_SCORE_ZERO:
		return zero(s, p, err);
	case OD_SCORE_PASS:
		judge(s, p);
		return 0;
	}
	return bound(s, p, err);
}

static bool was_there(const struct score_unit *u, struct score_span span)
{
	return u->since.days <= span.to.days &&
	       (!od_date_is(u->until) || u->until.days >= span.from.days);
}

static int each_unit(struct od_scores *s, const struct score_rule *r, const struct looked *k,
		     const int64_t *times, struct od_err *err)
{
	struct score_span so_far = { k->span.from, last_day(s, k->span) };
	size_t first = 0;

	for (uint32_t u = 0; u < s->units; u++) {
		struct part p = { .rule = r, .span = k->span, .unit = u, .at = k->at + first };
		size_t end = of_unit(s, k, u, first, &p.sum);

		p.n = end - first;
		p.times = times ? times[u] : 0;
		first = end;
		if (was_there(&s->unit[u], so_far) && od_score_concerns(s, r, u) &&
		    one(s, &p, err) < 0)
			return -1;
	}
	return 0;
}

static int after_span(struct od_scores *s, const struct score_rule *r, struct score_span span,
		      struct od_err *err)
{
	struct score_span so_far = { span.from, last_day(s, span) };
	int64_t *times = NULL;
	struct looked k;
	int done;

	if (!od_score_holds(r, so_far.to))
		return 0;
	done = look(s, r, span, &k, err);
	if (done == 0 && r->r.kind == OD_SCORE_ZERO) {
		times = od_score_count(s, r, r->r.measure, so_far, err);
		done = times ? 0 : -1;
	}
	if (done == 0)
		done = each_unit(s, r, &k, times, err);
	free(k.at);
	free(times);
	return done;
}

int od_score_after(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	return od_score_each_span(s, r, after_span, err);
}
