/* score_fit.c - rules that look at a span as a whole: quotas and rates; and of what a report was given, only the
 * highest. */
#include <stdlib.h>

#include "score.h"

/* --- counting ----------------------------------------------------------------------------------------- */

/* The first event of a measure on a day or later. */
static size_t event_from(const struct od_scores *s, int measure, od_date day)
{
	size_t low = 0, high = s->events[measure];

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->event[measure][mid].day.days < day.days)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int64_t *od_score_count(const struct od_scores *s, const struct score_rule *r, int measure,
			struct score_span span, struct od_err *err)
{
	int64_t *count = calloc(s->units + 1, sizeof(*count));
	const struct score_event *e = s->event[measure];

	if (!count) {
		od_fail_nomem(err);
		return NULL;
	}
	for (size_t i = event_from(s, measure, span.from);
	     i < s->events[measure] && e[i].day.days <= span.to.days; i++)
		count[e[i].unit] += od_score_fits(s, r, &e[i]) && !od_score_again(s, &e[i], false);
	return count;
}

/* Quotas and rates are told in the span of days in which they end, once it is over, by the rule of that day. */
static bool ends_here(const struct od_scores *s, const struct score_rule *r, struct score_span span)
{
	return span.to.days <= s->q.to.days && span.to.days <= s->today.days &&
	       od_score_holds(r, span.to);
}

static bool there(const struct score_unit *u, od_date day)
{
	return u->since.days <= day.days && (!od_date_is(u->until) || u->until.days >= day.days);
}

/* --- quotas --------------------------------------------------------------------------------------------- */

/* What so many come to, and why.  Who was not there from the first day has nothing to miss. */
static int64_t quota_points(const struct score_rule *r, int64_t n, bool whole, struct od_buf *how)
{
	int64_t missing = r->r.need - n, got;
	char points[32], each[32];

	od_points_str(r->points, points);
	if (missing <= 0) {
		od_buf_printf(how, "%s%s", _("; "), points);
		if (missing < 0 && r->r.over)
			od_buf_printf(how, " + %lld × %s", (long long)-missing,
				      od_points_str(r->more, each));
		return r->points - missing * r->more;
	}
	if (!r->r.short_ || !whole) {
		od_buf_printf(how, "%s%s", _("; "),
			      whole ? _("not reached") : _("not there from the first day"));
		return 0;
	}
	got = r->points - missing * r->less;
	od_buf_printf(how, "%s%s%s%lld × %s", _("; "), r->r.points ? points : "",
		      r->r.points ? " - " : "-", (long long)missing, od_points_str(r->less, each));
	if (r->r.points && got < 0) {
		od_buf_puts(how, _(", not under 0"));
		return 0;
	}
	return got;
}

static int quota_of(struct od_scores *s, const struct score_rule *r, struct score_span span,
		    uint32_t unit, int64_t n, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT, name = OD_BUF_INIT;
	struct score_line *l = od_score_line(s, r, unit, span.to, err);

	if (!l)
		return -1;
	l->before = span.to.days < s->q.from.days;
	od_score_span_name(r->r.per, span, &name);
	/* Translators: when, what was done, how often, of how many (2026-11: submitted 8 of 10). */
	od_buf_printf(&how, _("%1$s: %2$s %3$lld of %4$lld"), name.s ? name.s : "",
		      _(od_score_measures[r->r.measure].label), (long long)n, (long long)r->r.need);
	l->milli = l->left = quota_points(r, n, s->unit[unit].since.days <= span.from.days, &how);
	return od_score_how(s, l, &how, err);
}

static int quota_span(struct od_scores *s, const struct score_rule *r, struct score_span span,
		      struct od_err *err)
{
	int64_t *count;
	int done = 0;

	if (!ends_here(s, r, span))
		return 0;
	count = od_score_count(s, r, r->r.measure, span, err);
	if (!count)
		return -1;
	for (uint32_t u = 0; u < s->units && done == 0; u++)
		if (there(&s->unit[u], span.to) && od_score_concerns(s, r, u, span.to))
			done = quota_of(s, r, span, u, count[u], err);
	free(count);
	return done;
}

int od_score_quota(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	return od_score_each_span(s, r, quota_span, err);
}

/* --- rates ------------------------------------------------------------------------------------------------ */

static int by_unit_report(const void *a, const void *b)
{
	const struct score_event *x = *(const struct score_event *const *)a,
				 *y = *(const struct score_event *const *)b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return x->report < y->report ? -1 : x->report > y->report;
}

/* How many different reports of each unit were adopted; r NULL: whatever they are. */
int64_t *od_score_reports(const struct od_scores *s, const struct score_rule *r,
			  struct score_span span, struct od_err *err)
{
	const struct score_event *e = s->event[OD_OF_ADOPTED], **one;
	size_t all = s->events[OD_OF_ADOPTED], n = 0;
	int64_t *count = calloc(s->units + 1, sizeof(*count));

	one = calloc(all + 1, sizeof(const struct score_event *));
	if (!count || !one) {
		od_fail_nomem(err);
		free(count);
		free(one);
		return NULL;
	}
	for (size_t i = event_from(s, OD_OF_ADOPTED, span.from);
	     i < all && e[i].day.days <= span.to.days; i++)
		if (!r || od_score_fits(s, r, &e[i]))
			one[n++] = &e[i];
	qsort(one, n, sizeof(const struct score_event *), by_unit_report);
	for (size_t i = 0; i < n; i++)
		if (!i || by_unit_report(&one[i - 1], &one[i]))
			count[one[i]->unit]++;
	free(one);
	return count;
}

static int rate_of(struct od_scores *s, const struct score_rule *r, struct score_span span,
		   uint32_t unit, int64_t adopted, int64_t submitted, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT, name = OD_BUF_INIT;
	struct score_line *l = od_score_line(s, r, unit, span.to, err);
	int64_t mille = od_score_half_up(adopted * 1000, submitted);

	if (!l)
		return -1;
	l->before = span.to.days < s->q.from.days;
	od_score_span_name(r->r.per, span, &name);
	/* Translators: when, adopted, submitted, the rate with one place, the rate that is asked for. */
	od_buf_printf(&how, _("%1$s: %2$lld of %3$lld adopted, %4$lld.%5$lld%%, under %6$lld%%"),
		      name.s ? name.s : "", (long long)adopted, (long long)submitted,
		      (long long)mille / 10, (long long)mille % 10, (long long)r->r.need);
	l->milli = l->left = r->points;
	return od_score_how(s, l, &how, err);
}

/* Who submitted nothing has no rate. */
static int rate_span(struct od_scores *s, const struct score_rule *r, struct score_span span,
		     struct od_err *err)
{
	int64_t *submitted, *adopted;
	struct score_rule all = *r;
	int done = 0;

	if (!ends_here(s, r, span))
		return 0;
	all.r.publications = NULL; /* what is submitted is not for one of them yet */
	submitted = od_score_count(s, &all, OD_OF_SUBMITTED, span, err);
	adopted = submitted ? od_score_reports(s, r, span, err) : NULL;
	for (uint32_t u = 0; adopted && u < s->units && done == 0; u++)
		if (submitted[u] && adopted[u] * 100 < r->r.need * submitted[u] &&
		    od_score_concerns(s, r, u, span.to))
			done = rate_of(s, r, span, u, adopted[u], submitted[u], err);
	if (!adopted)
		done = -1;
	free(submitted);
	free(adopted);
	return done;
}

int od_score_rate(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	return od_score_each_span(s, r, rate_span, err);
}

/* --- only the highest ----------------------------------------------------------------------------------------- */

/* What one report was given for one thing: a line, and those that multiply it. */
struct gift {
	uint32_t unit;
	int64_t report;
	od_date day;
	uint32_t root;
	int64_t sum;
};

static int by_root(const void *a, const void *b)
{
	const struct gift *x = a, *y = b;

	if (x->root != y->root)
		return x->root < y->root ? -1 : 1;
	return 0;
}

static int by_gift(const void *a, const void *b)
{
	const struct gift *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->report != y->report)
		return x->report < y->report ? -1 : 1;
	if (x->day.days != y->day.days)
		return x->day.days < y->day.days ? -1 : 1;
	return by_root(a, b);
}

static uint32_t root_of(const struct od_scores *s, const struct score_rule *r, uint32_t line)
{
	uint32_t root = s->line[line].root;

	return od_score_of(r, s->line[root].rule) ? root : line;
}

/* Those of one root together, yours. */
static struct gift *gifts(const struct od_scores *s, const struct score_rule *r, size_t *n,
			  struct od_err *err)
{
	struct gift *g = calloc(s->lines + 1, sizeof(*g));
	size_t kept = 0;

	*n = 0;
	if (!g) {
		od_fail_nomem(err);
		return NULL;
	}
	for (uint32_t i = 0; i < s->lines; i++) {
		const struct score_line *l = &s->line[i];

		if (l->event && l->event->report != OD_NOINT && l->left > 0 &&
		    od_score_of(r, l->rule) && od_score_concerns(s, r, l->unit, l->day) &&
		    od_score_holds(r, l->day))
			g[(*n)++] = (struct gift){ l->unit, l->event->report, l->day,
						   root_of(s, r, i), l->left };
	}
	qsort(g, *n, sizeof(*g), by_root);
	for (size_t i = 0; i < *n; i++) {
		if (kept && g[kept - 1].root == g[i].root) {
			g[kept - 1].sum += g[i].sum;
			if (g[kept - 1].day.days < g[i].day.days)
				g[kept - 1].day = g[i].day;
		} else {
			g[kept++] = g[i];
		}
	}
	*n = kept;
	qsort(g, kept, sizeof(*g), by_gift);
	return g;
}

/* The lower one goes, on the day when both were there. */
static int take_gift(struct od_scores *s, const struct score_rule *r, const struct gift *less,
		     const struct gift *more, od_date day, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT;
	struct score_line *l = od_score_line(s, r, less->unit, day, err);
	char high[32], low[32];

	if (!l)
		return -1;
	l->event = s->line[less->root].event;
	l->record = s->line[less->root].record;
	l->milli = -less->sum;
	l->before = day.days < s->q.from.days;
	od_points_str(more->sum, high);
	od_points_str(less->sum, low);
	/* Translators: points that stand, points that go. */
	od_buf_printf(&how, _("only the highest stands, %1$s; %2$s is taken back"), high, low);
	return od_score_how(s, l, &how, err);
}

static int take_lower(struct od_scores *s, const struct score_rule *r, const struct gift *g,
		      size_t n, od_date *gone, struct od_err *err)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++) {
		size_t less = g[i].sum <= g[best].sum ? i : best, more = less == i ? best : i;

		if (g[i].unit != g[best].unit || g[i].report != g[best].report) {
			best = i;
			continue;
		}
		if (take_gift(s, r, &g[less], &g[more], g[i].day, err) < 0)
			return -1;
		gone[g[less].root] = g[i].day;
		best = more;
	}
	return 0;
}

int od_score_best(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	size_t n, lines = s->lines;
	struct gift *g = gifts(s, r, &n, err);
	od_date *gone = calloc(lines + 1, sizeof(*gone)); /* on which day; OD_NODATE: not */
	int done = 0;

	if (!gone)
		done = od_fail_nomem(err);
	for (uint32_t i = 0; gone && i < lines; i++)
		gone[i] = OD_NODATE;
	if (!g || done < 0 || take_lower(s, r, g, n, gone, err) < 0)
		done = -1;
	for (uint32_t i = 0; done == 0 && i < lines; i++)
		if (od_date_is(gone[root_of(s, r, i)]) && od_score_of(r, s->line[i].rule)) {
			s->line[i].left = 0;
			s->line[i].taken = gone[root_of(s, r, i)];
		}
	free(g);
	free(gone);
	return done;
}
