/* score_reckon.c - what rules make of what happened: which events a rule looks at, points, and what multiplies them. */
#include <stdlib.h>

#include "score.h"

/* --- which ------------------------------------------------------------------------------------------ */

static bool has_any(const char *wanted, const char *list)
{
	size_t n;

	for (const char *s = od_list_next(&list, &n); s; s = od_list_next(&list, &n)) {
		char one[64];

		snprintf(one, sizeof(one), "%.*s", (int)n, s);
		if (od_list_has(wanted, one))
			return true;
	}
	return false;
}

static bool has_part(const char *wanted, const char *text)
{
	size_t n;

	for (const char *s = od_list_next(&wanted, &n); text && s; s = od_list_next(&wanted, &n))
		if (memmem(text, strlen(text), s, n))
			return true;
	return false;
}

static bool has_word(const char *wanted, const struct od_word *words, int place)
{
	return !wanted || (place >= 0 && od_list_has(wanted, words[place].word));
}

bool od_score_fits(const struct od_scores *s, const struct score_rule *r,
		   const struct score_event *e)
{
	const struct od_score_rule *w = &r->r;
	const struct od_word *levels =
		e->measure == OD_OF_COMMISSIONED || e->measure == OD_OF_NO_SHOW
			? od_commission_levels
			: od_upward_levels;

	(void)s;
	if (w->publications && (!e->publication || !od_list_has(w->publications, e->publication)))
		return false;
	if (w->categories && (!e->categories || !has_any(w->categories, e->categories)))
		return false;
	if (w->offices && !has_part(w->offices, e->office) && !has_part(w->offices, e->printed_in))
		return false;
	if ((w->merged == OD_MERGED_ALONE && e->of > 1) ||
	    (w->merged == OD_MERGED_ONLY && e->of == 1))
		return false;
	return has_word(w->levels, levels, e->level) &&
	       has_word(w->leaders, od_leader_levels, e->leader) &&
	       has_word(w->grades, od_grades, e->grade);
}

/* The class that a unit was in on a day; NULL: none of its own. */
static const char *class_on(const struct od_scores *s, uint32_t unit, od_date day)
{
	size_t low = 0, high = s->n_classes;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->classes[mid].unit < unit)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < s->n_classes && s->classes[low].unit == unit; low++)
		if (s->classes[low].from.days <= day.days &&
		    (!od_date_is(s->classes[low].to) || s->classes[low].to.days >= day.days))
			return s->classes[low].word;
	return NULL;
}

/* A unit without a class of its own is of its kind's, by any word for it. */
static bool of_class(const char *classes, const struct score_unit *u, const char *own)
{
	const struct od_word *kind = &od_field_find(&od_unit_type, "kind")->words[u->kind];
	const char *alias = kind->aliases;

	if (own)
		return od_list_has(classes, own);
	if (od_list_has(classes, kind->word))
		return true;
	while (alias && *alias) {
		size_t n = strcspn(alias, " ");
		char one[64];

		snprintf(one, sizeof(one), "%.*s", (int)n, alias);
		if (od_list_has(classes, one))
			return true;
		alias += n + (alias[n] == ' ');
	}
	return false;
}

bool od_score_concerns(const struct od_scores *s, const struct score_rule *r, uint32_t unit,
		       od_date day)
{
	const struct score_unit *u = &s->unit[unit];

	if (r->r.units && !od_list_has(r->r.units, u->code))
		return false;
	return !r->r.classes || of_class(r->r.classes, u, class_on(s, unit, day));
}

/* --- lines ---------------------------------------------------------------------------------------------- */

struct score_line *od_score_line(struct od_scores *s, const struct score_rule *r, uint32_t unit,
				 od_date day, struct od_err *err)
{
	struct score_line *l;

	if (s->lines == s->line_room) {
		size_t room = s->line_room ? 2 * s->line_room : 1024;
		struct score_line *grown = reallocarray(s->line, room, sizeof(*grown));

		if (!grown) {
			od_fail_nomem(err);
			return NULL;
		}
		s->line = grown;
		s->line_room = room;
	}
	l = &s->line[s->lines];
	*l = (struct score_line){
		.rule = r, .unit = unit, .day = day, .root = (uint32_t)s->lines, .taken = OD_NODATE
	};
	s->lines++;
	return l;
}

int od_score_how(struct od_scores *s, struct score_line *l, struct od_buf *how, struct od_err *err)
{
	if (how->failed)
		return od_fail_nomem(err);
	return od_score_text(s, how->s, &l->how, err);
}

/* --- points ------------------------------------------------------------------------------------------------ */

static int64_t weight_of_all(const struct od_scores *s, const struct score_event *e)
{
	int64_t all = 0;

	for (uint32_t i = 0; i < e->of; i++)
		all += s->weight[e->weights + i];
	return all;
}

/* Its part of what a merged item is worth: rounded, and the first gets what is over or short. */
static int64_t part(const struct od_scores *s, const struct score_event *e, int share,
		    int64_t points)
{
	int64_t rest = points, all;

	switch (e->of > 1 ? share : OD_SHARE_FULL) {
	case OD_SHARE_HALF:
		return od_score_half_up(points, 2);
	case OD_SHARE_EQUAL:
		if (e->nth)
			return od_score_half_up(points, e->of);
		return points - od_score_half_up(points, e->of) * (e->of - 1);
	case OD_SHARE_WEIGHT:
		all = weight_of_all(s, e);
		if (e->nth)
			return od_score_half_up(points * e->weight, all);
		for (uint32_t i = 1; i < e->of; i++)
			rest -= od_score_half_up(points * s->weight[e->weights + i], all);
		return rest;
	}
	return points;
}

static void lowest(int64_t *part, int64_t *whole)
{
	int64_t x = *part, y = *whole;

	while (y) {
		int64_t rest = x % y;

		x = y;
		y = rest;
	}
	*part /= x;
	*whole /= x;
}

static void say_part(const struct od_scores *s, const struct score_event *e, int share,
		     int64_t points, struct od_buf *b)
{
	int64_t part = e->weight, whole;
	char buf[32];

	od_buf_puts(b, od_points_str(points, buf));
	switch (e->of > 1 ? share : OD_SHARE_FULL) {
	case OD_SHARE_HALF:
		od_buf_puts(b, " × 1/2");
		break;
	case OD_SHARE_EQUAL:
		od_buf_printf(b, " × 1/%u", e->of);
		break;
	case OD_SHARE_WEIGHT:
		whole = weight_of_all(s, e);
		lowest(&part, &whole);
		od_buf_printf(b, " × %lld/%lld", (long long)part, (long long)whole);
		break;
	}
}

static int give(struct od_scores *s, const struct score_rule *r, const struct score_event *e,
		struct od_buf *how, struct od_err *err)
{
	int64_t points = e->measure == OD_OF_MARK && !r->r.points ? e->mark : r->points;
	struct score_line *l = od_score_line(s, r, e->unit, e->day, err);

	if (!l)
		return -1;
	l->event = e;
	l->record = e->record;
	l->milli = l->left = part(s, e, r->r.share, points);
	l->before = e->day.days < s->q.from.days;
	od_buf_reset(how);
	say_part(s, e, r->r.share, points, how);
	return od_score_how(s, l, how, err);
}

/* A whole or a half is given to a unit for an item, not for each of its reports in it: was it given already? */
static bool given_already(const struct od_scores *s, const struct score_rule *r,
			  const struct score_event *e)
{
	const struct score_event *first = s->event[e->measure];

	if (e->of == 1 || (r->r.share != OD_SHARE_FULL && r->r.share != OD_SHARE_HALF))
		return false;
	for (const struct score_event *x = e; x > first && x[-1].of > 1; x--) {
		if (x[-1].weights != e->weights) /* another item */
			break;
		if (x[-1].unit == e->unit && od_score_fits(s, r, &x[-1]))
			return true;
	}
	return false;
}

static int give_points(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT;
	const struct score_event *e = s->event[r->r.measure];

	for (size_t i = 0; i < s->events[r->r.measure]; i++)
		if (od_score_holds(r, e[i].day) && od_score_concerns(s, r, e[i].unit, e[i].day) &&
		    od_score_fits(s, r, &e[i]) && !given_already(s, r, &e[i]) &&
		    give(s, r, &e[i], &how, err) < 0)
			return -1;
	return 0;
}

/* --- times -------------------------------------------------------------------------------------------------- */

/* Lines of points by their report, to find what an item was given. */
struct found {
	int64_t report;
	uint32_t line;
};

static int by_report(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->report != y->report)
		return x->report < y->report ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static int find_lines(const struct od_scores *s, const struct score_rule *r, struct found **found,
		      size_t *n, struct od_err *err)
{
	*n = 0;
	*found = calloc(s->lines ? s->lines : 1, sizeof(**found));
	if (!*found)
		return od_fail_nomem(err);
	for (size_t i = 0; i < s->lines; i++) {
		const struct score_line *l = &s->line[i];

		if (l->rule->r.kind == OD_SCORE_POINTS && l->event &&
		    l->event->report != OD_NOINT && od_score_of(r, l->rule))
			(*found)[(*n)++] = (struct found){ l->event->report, (uint32_t)i };
	}
	if (*n)
		qsort(*found, *n, sizeof(**found), by_report);
	return 0;
}

/* What an issue's item got counts for what became of that item, not for what else was made of the report; but an item
 * printed again elsewhere multiplies whatever the report got, and what became of an item whose issue was withdrawn
 * goes on to count for the report. */
static bool same_item(const struct score_event *e, const struct score_event *base)
{
	return e->measure == OD_OF_ADOPTED || e->withdrawn || !e->item || !base->item ||
	       !strcmp(e->item, base->item);
}

/* However often it happened - two offices took it, two leaders wrote on it -, a rule multiplies once. */
static bool multiplied_already(const struct od_scores *s, const struct score_rule *r, uint32_t base)
{
	const struct score_rule *by = s->line[base].by;

	return by && !strcmp(by->r.code, r->r.code);
}

static struct score_line *multiplied(struct od_scores *s, const struct score_rule *r,
				     const struct score_event *e, uint32_t base, od_date day,
				     struct od_err *err)
{
	struct score_line *l = od_score_line(s, r, e->unit, day, err);

	if (!l)
		return NULL;
	l->event = e;
	l->record = e->record ? e->record : s->line[base].record;
	l->root = base;
	l->before = day.days < s->q.from.days;
	return l;
}

/* What was multiplied before best took the base back goes with it, on that day. */
static int take_back(struct od_scores *s, const struct score_rule *r, const struct score_event *e,
		     uint32_t base, int64_t milli, struct od_buf *how, struct od_err *err)
{
	struct score_line *l = multiplied(s, r, e, base, s->line[base].taken, err);

	if (!l)
		return -1;
	l->milli = -milli;
	od_buf_reset(how);
	od_buf_puts(how, _("what it multiplied was taken back"));
	return od_score_how(s, l, how, err);
}

static int multiply(struct od_scores *s, const struct score_rule *r, const struct score_event *e,
		    uint32_t base, struct od_buf *how, struct od_err *err)
{
	bool plus = r->r.kind == OD_SCORE_PLUS_TIMES, taken = od_date_is(s->line[base].taken);
	od_date day = s->line[base].day.days > e->day.days ? s->line[base].day : e->day;
	int64_t of = taken && s->line[base].taken.days > day.days ? s->line[base].milli
								  : s->line[base].left;
	int64_t milli = od_score_half_up(of * (r->points - (plus ? 0 : 1000)), 1000);
	struct score_line *l;
	char was[32], times[32];

	if (!of || multiplied_already(s, r, base))
		return 0;
	s->line[base].by = r;
	l = multiplied(s, r, e, base, day, err);
	if (!l)
		return -1;
	l->milli = milli;
	l->left = taken ? 0 : milli;
	od_buf_reset(how);
	od_points_str(of, was);
	od_points_str(r->points, times);
	if (plus)
		/* Translators: points, how many times. */
		od_buf_printf(how, _("%1$s, and %2$s times that"), was, times);
	else
		od_buf_printf(how, _("%1$s counts %2$s times"), was, times);
	if (od_score_how(s, l, how, err) < 0)
		return -1;
	return taken ? take_back(s, r, e, base, milli, how, err) : 0;
}

static int multiply_found(struct od_scores *s, const struct score_rule *r,
			  const struct found *found, size_t n, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf how = OD_BUF_INIT;

	for (size_t i = 0; i < s->events[r->r.measure]; i++) {
		const struct score_event *e = &s->event[r->r.measure][i];
		size_t low = 0, high = n;

		if (e->report == OD_NOINT || !od_score_holds(r, e->day) ||
		    !od_score_concerns(s, r, e->unit, e->day) || !od_score_fits(s, r, e))
			continue;
		while (low < high) {
			size_t mid = low + (high - low) / 2;

			if (found[mid].report < e->report)
				low = mid + 1;
			else
				high = mid;
		}
		for (; low < n && found[low].report == e->report; low++)
			if (same_item(e, s->line[found[low].line].event) &&
			    multiply(s, r, e, found[low].line, &how, err) < 0)
				return -1;
	}
	return 0;
}

static int give_times(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	struct found *found = NULL;
	size_t n;
	int done = find_lines(s, r, &found, &n, err);

	if (done == 0)
		done = multiply_found(s, r, found, n, err);
	free(found);
	return done;
}

/* --- in their order ------------------------------------------------------------------------------------------- */

static int work(struct od_scores *s, const struct score_rule *r, struct od_err *err)
{
	switch (r->r.kind) {
	case OD_SCORE_POINTS:
		return give_points(s, r, err);
	case OD_SCORE_TIMES:
	case OD_SCORE_PLUS_TIMES:
		return give_times(s, r, err);
	case OD_SCORE_QUOTA:
		return od_score_quota(s, r, err);
	case OD_SCORE_RATE:
		return od_score_rate(s, r, err);
	case OD_SCORE_BEST:
		return od_score_best(s, r, err);
	}
	return od_score_after(s, r, err);
}

int od_score_reckon(struct od_scores *s, struct od_err *err)
{
	for (size_t i = 0; i < s->rules; i++)
		if (work(s, &s->rule[i], err) < 0)
			return -1;
	return 0;
}
