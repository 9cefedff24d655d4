/* score_after.c - rules that look at what others gave in a span: zero, cap, floor, pass.  What they take back is a line
 * of its own, so that the lines of an account always add up to it.
 *
 * A span that begins before the days asked for is worked twice: until the day before these, and until their last.  The
 * second line has what the first had not yet, so that the accounts of two months add up to that of both. */
#include <stdlib.h>

#include "score.h"

static bool inside(const struct score_line *l, struct score_span span)
{
	return l->day.days >= span.from.days && l->day.days <= span.to.days;
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

		if (l->rule != r && inside(l, span) && od_score_of(r, l->rule))
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

/* One unit's part of them. */
struct part {
	const struct score_rule *rule;
	struct score_span span;
	const struct at *at;
	size_t n;
	uint32_t unit;
	int64_t sum, times;
	int64_t before; /* what the rule gave or took in the first part of the span */
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
	struct score_line *l = od_score_line(s, p->rule, p->unit, p->span.to, err);
	bool taken = milli < 0 && p->rule->r.kind != OD_SCORE_FLOOR;

	if (!l)
		return -1;
	l->milli = milli;
	l->left = taken ? 0 : milli; /* what is taken back is gone from the others' */
	l->before = p->span.to.days < s->q.from.days;
	return od_score_how(s, l, how, err);
}

static void say_before(const struct part *p, struct od_buf *how)
{
	char points[32];

	if (p->before)
		/* Translators: points, negative if they were taken. */
		od_buf_printf(how, _("; %s of it stood before"), od_points_str(p->before, points));
}

/* --- zero --------------------------------------------------------------------------------------------- */

static int zero(struct od_scores *s, const struct part *p, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT, name = OD_BUF_INIT;
	const struct od_score_rule *r = &p->rule->r;
	int64_t sum = p->sum - p->before, milli;
	char points[32];

	if (p->times < (r->need == OD_NOINT ? 1 : r->need))
		return 0;
	milli = (sum > 0 ? -sum : 0) - p->before;
	if (!milli)
		return 0;
	od_score_span_name(r->per, p->span, &name);
	/* Translators: when, what happened, how often, points. */
	od_buf_printf(&how, _("%1$s: %2$s %3$lld times; %4$s is taken back"), name.s ? name.s : "",
		      _(od_score_measures[r->measure].label), (long long)p->times,
		      od_points_str(sum > 0 ? sum : 0, points));
	say_before(p, &how);
	if (milli < 0)
		take_from(s, p, -milli, true);
	return put(s, p, milli, &how, err);
}

/* --- cap, floor ------------------------------------------------------------------------------------------ */

static int bound(struct od_scores *s, const struct part *p, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT, name = OD_BUF_INIT;
	bool cap = p->rule->r.kind == OD_SCORE_CAP;
	int64_t limit = p->rule->points, sum = p->sum - (cap ? p->before : 0), milli = limit - sum;
	char was[32], points[32];

	milli = (cap ? milli > 0 : milli < 0) ? -p->before : milli - p->before;
	if (!milli)
		return 0;
	od_score_span_name(p->rule->r.per, p->span, &name);
	od_points_str(sum, was);
	od_points_str(limit, points);
	if (cap)
		/* Translators: when, points, the most that count. */
		od_buf_printf(&how, _("%1$s: %2$s, at most %3$s"), name.s ? name.s : "", was,
			      points);
	else
		od_buf_printf(&how, _("%1$s: %2$s, at least %3$s"), name.s ? name.s : "", was,
			      points);
	say_before(p, &how);
	if (cap && milli < 0)
		take_from(s, p, -milli, false);
	return put(s, p, milli, &how, err);
}

/* --- pass -------------------------------------------------------------------------------------------------- */

/* A span that is not over is judged when it has been reached; one that began before is not judged here. */
static void judge(struct od_scores *s, const struct part *p)
{
	od_date end = od_score_span(p->rule->r.per, p->span.from).to;
	bool over = end.days <= s->q.to.days && end.days <= s->today.days;
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

/* What the rule gave or took until day, from line first on: that is, in the part of a span before this one. */
static int64_t *until_now(const struct od_scores *s, const struct score_rule *r, size_t first,
			  struct od_err *err)
{
	int64_t *sum = calloc(s->units + 1, sizeof(*sum));

	if (!sum) {
		od_fail_nomem(err);
		return NULL;
	}
	for (size_t i = first; i < s->lines; i++)
		if (s->line[i].rule == r)
			sum[s->line[i].unit] += s->line[i].milli;
	return sum;
}

/* A unit that ended before is looked at for what happens to its reports all the same. */
static int each_unit(struct od_scores *s, const struct score_rule *r, const struct looked *k,
		     const int64_t *times, const int64_t *before, struct od_err *err)
{
	size_t first = 0;

	for (uint32_t u = 0; u < s->units; u++) {
		struct part p = {
			.rule = r,
			.span = k->span,
			.unit = u,
			.at = k->at + first,
			.times = times ? times[u] : 0,
			.before = before[u],
		};
		size_t end = of_unit(s, k, u, first, &p.sum);

		p.n = end - first;
		first = end;
		if ((was_there(&s->unit[u], k->span) || p.n) &&
		    od_score_concerns(s, r, u, k->span.to) && one(s, &p, err) < 0)
			return -1;
	}
	return 0;
}

/* From the span's first day to one of its days; the lines from first on are of the part before. */
static int after_part(struct od_scores *s, const struct score_rule *r, struct score_span part,
		      size_t first, struct od_err *err)
{
	int64_t *times = NULL, *before = until_now(s, r, first, err);
	struct looked k = { 0 };
	int done = before ? look(s, r, part, &k, err) : -1;

	if (done == 0 && r->r.kind == OD_SCORE_ZERO) {
		times = od_score_count(s, r, r->r.measure, part, err);
		done = times ? 0 : -1;
	}
	if (done == 0)
		done = each_unit(s, r, &k, times, before, err);
	free(k.at);
	free(times);
	free(before);
	return done;
}

static int after_span(struct od_scores *s, const struct score_rule *r, struct score_span span,
		      struct od_err *err)
{
	struct score_span first = { span.from, { s->q.from.days - 1 } };
	size_t lines = s->lines;

	if (span.to.days > s->q.to.days)
		span.to = s->q.to;
	if (!od_score_holds(r, span.to))
		return 0;
	if (r->r.kind != OD_SCORE_PASS && first.from.days <= first.to.days &&
	    first.to.days < span.to.days && after_part(s, r, first, lines, err) < 0)
		return -1;
	return after_part(s, r, span, lines, err);
}

int od_score_after(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	return od_score_each_span(s, r, after_span, err);
}
