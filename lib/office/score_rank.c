/* score_rank.c - what was reckoned as records: lines of accounts, months, and units, persons or classes in their
 * order. */
#include <stdlib.h>

#include "score_rank.h"

#define AT(m) offsetof(struct od_score_line, m)
static const struct od_field line_fields[] = {
	{ "unit", OD_TEXT, AT(unit), OD_DERIVED, N_("Unit code"), NULL },
	{ "unit_name", OD_TEXT, AT(unit_name), OD_DERIVED, N_("Unit"), NULL },
	{ "day", OD_DATE, AT(day), OD_DERIVED | OD_TABLE, N_("Day"), NULL },
	{ "rule", OD_TEXT, AT(rule), OD_DERIVED, N_("Rule code"), NULL },
	{ "rule_name", OD_TEXT, AT(rule_name), OD_DERIVED | OD_TABLE, N_("Rule"), NULL },
	{ "measure", OD_TEXT, AT(measure), OD_DERIVED, N_("Of what"), NULL },
	{ "points", OD_TEXT, AT(points), OD_DERIVED | OD_TABLE, N_("Points"), NULL },
	{ "how", OD_TEXT, AT(how), OD_DERIVED | OD_TABLE, N_("How"), NULL },
	{ "record", OD_TEXT, AT(record), OD_DERIVED | OD_TABLE, N_("Record"), NULL },
	{ "title", OD_TEXT, AT(title), OD_DERIVED | OD_TABLE, N_("Title"), NULL },
	{ "person", OD_TEXT, AT(person), OD_DERIVED, N_("Author"), NULL },
	{ "basis", OD_TEXT, AT(basis), OD_DERIVED | OD_TABLE, N_("Basis"), NULL },
	{ NULL },
};
#undef AT
const struct od_rec_type od_score_line_type = { "score_line", sizeof(struct od_score_line),
						line_fields, N_("line of a score") };

#define AT(m) offsetof(struct od_score, m)
static const struct od_field score_fields[] = {
	{ "class", OD_TEXT, AT(class_), OD_DERIVED, N_("Class code"), NULL },
	{ "class_name", OD_TEXT, AT(class_name), OD_DERIVED | OD_TABLE, N_("Class"), NULL },
	{ "place", OD_INT, AT(place), OD_DERIVED | OD_TABLE, N_("Standing"), NULL },
	{ "code", OD_TEXT, AT(code), OD_DERIVED, N_("Code"), NULL },
	{ "name", OD_TEXT, AT(name), OD_DERIVED | OD_TABLE, N_("Name"), NULL },
	{ "points", OD_TEXT, AT(points), OD_DERIVED | OD_TABLE, N_("Points"), NULL },
	{ "submitted", OD_INT, AT(submitted), OD_DERIVED | OD_TABLE, N_("Submitted"), NULL },
	{ "adopted", OD_INT, AT(adopted), OD_DERIVED | OD_TABLE, N_("Adopted"), NULL },
	{ "adoption_rate", OD_TEXT, AT(adoption_rate), OD_DERIVED | OD_TABLE, N_("Adoption rate"),
	  NULL },
	{ "upward", OD_INT, AT(upward), OD_DERIVED | OD_TABLE, N_("Sent up"), NULL },
	{ "upward_adopted", OD_INT, AT(upward_adopted), OD_DERIVED | OD_TABLE, N_("Adopted above"),
	  NULL },
	{ "instructed", OD_INT, AT(instructed), OD_DERIVED | OD_TABLE, N_("Instructed"), NULL },
	{ "commissioned", OD_INT, AT(commissioned), OD_DERIVED | OD_TABLE, N_("Commissioned"),
	  NULL },
	{ "no_shows", OD_INT, AT(no_shows), OD_DERIVED | OD_TABLE, N_("Missed"), NULL },
	{ "late", OD_INT, AT(late), OD_DERIVED | OD_TABLE, N_("Came late"), NULL },
	{ "left_out", OD_INT, AT(left_out), OD_DERIVED | OD_TABLE, N_("Left out"), NULL },
	{ "unreported", OD_INT, AT(unreported), OD_DERIVED | OD_TABLE, N_("Unreported"), NULL },
	{ "errors", OD_INT, AT(errors), OD_DERIVED | OD_TABLE, N_("Errors"), NULL },
	{ "passed", OD_TEXT, AT(passed), OD_DERIVED, N_("Passed"), NULL },
	{ "of", OD_INT, AT(of), OD_DERIVED, N_("Of how many"), NULL },
	{ NULL },
};
#undef AT
const struct od_rec_type od_score_type = { "score", sizeof(struct od_score), score_fields,
					   N_("score") };

static int set_points(struct od_scores *s, int64_t milli, char **points, struct od_err *err)
{
	const char *text;
	char buf[32];

	if (od_score_text(s, od_points_str(milli, buf), &text, err) < 0)
		return -1;
	*points = od_ranked_own(text);
	return 0;
}

/* --- lines --------------------------------------------------------------------------------------------- */

static int by_account(const void *a, const void *b)
{
	const struct score_line *x = *(const struct score_line *const *)a,
				*y = *(const struct score_line *const *)b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->day.days != y->day.days)
		return x->day.days < y->day.days ? -1 : 1;
	return x < y ? -1 : x > y; /* as they were reckoned */
}

static int tell_line(struct od_scores *s, const struct score_line *l, struct od_score_line *to,
		     struct od_err *err)
{
	const struct score_event *e = l->event;
	const struct score_unit *u = &s->unit[l->unit];

	*to = (struct od_score_line){
		.unit = od_ranked_own(u->code),
		.unit_name = od_ranked_own(u->name),
		.rule = l->rule->r.code,
		.rule_name = l->rule->r.name,
		.measure = od_ranked_own(
			l->rule->r.measure ? od_score_measures[l->rule->r.measure].word : NULL),
		.day = l->day,
		.record = od_ranked_own(l->record),
		.title = od_ranked_own(e ? e->title : NULL),
		.person = od_ranked_own(e ? e->author : NULL),
		.how = od_ranked_own(l->how),
		.basis = l->rule->r.basis,
		.milli = l->milli,
	};
	if (!to->record && e && e->report != OD_NOINT) {
		const char *text;
		char name[32];

		if (od_score_text(s, od_number_str('R', e->report, name), &text, err) < 0)
			return -1;
		to->record = od_ranked_own(text);
	}
	return set_points(s, l->milli, &to->points, err);
}

int od_score_tell(struct od_scores *s, struct od_err *err)
{
	const struct score_line **line = calloc(s->lines + 1, sizeof(const struct score_line *));
	size_t n = 0, unit = 0;
	int done = 0;

	s->told = calloc(s->lines + 1, sizeof(*s->told));
	s->told_from = calloc(s->units + 1, sizeof(*s->told_from));
	if (!line || !s->told || !s->told_from)
		done = od_fail_nomem(err);
	for (size_t i = 0; done == 0 && i < s->lines; i++)
		if (!s->line[i].before)
			line[n++] = &s->line[i];
	if (done == 0)
		qsort(line, n, sizeof(const struct score_line *), by_account);
	for (size_t i = 0; done == 0 && i < n; i++) {
		while (unit <= line[i]->unit)
			s->told_from[unit++] = i;
		done = tell_line(s, line[i], &s->told[i], err);
	}
	while (done == 0 && unit <= s->units)
		s->told_from[unit++] = n;
	free(line);
	return done;
}

bool od_score_shown(const struct od_scores *s, uint32_t unit)
{
	const struct score_unit *u = &s->unit[unit];

	return (!s->q.unit || !strcmp(s->q.unit, u->code)) &&
	       (!s->q.class_ || !strcmp(s->q.class_, u->class_) ||
		!strcmp(s->q.class_, u->class_name));
}

/* --- months ----------------------------------------------------------------------------------------------- */

static size_t month_of(const struct od_scores *s, od_date day)
{
	int y0, m0, y, m, d;

	od_date_split(s->q.from, &y0, &m0, &d);
	od_date_split(day, &y, &m, &d);
	return (size_t)((y - y0) * 12 + (m - m0));
}

int od_score_trend(struct od_scores *s, struct od_err *err)
{
	struct od_score_month *all;
	size_t n = month_of(s, s->q.to) + 1;
	uint32_t unit;

	s->months = n;
	s->month = all = calloc((s->units + 1) * n, sizeof(*s->month));
	if (!all)
		return od_fail_nomem(err);
	for (size_t i = 0; i < (s->units + 1) * n; i++) {
		int y, m, d;

		od_date_split(s->q.from, &y, &m, &d);
		m += (int)(i % n) - 1;
		all[i].month = od_ymd(y + m / 12, m % 12 + 1, 1);
		all[i].unit = i < n ? NULL : od_ranked_own(s->unit[i / n - 1].code);
	}
	for (size_t i = 0; i < s->told_from[s->units]; i++) {
		size_t month = month_of(s, s->told[i].day);

		unit = od_score_unit(s, s->told[i].unit);
		if (od_score_shown(s, unit))
			all[month].milli += s->told[i].milli;
		all[(unit + 1) * n + month].milli += s->told[i].milli;
	}
	for (size_t i = 0; i < s->events[OD_OF_ADOPTED]; i++) {
		const struct score_event *e = &s->event[OD_OF_ADOPTED][i];

		if (e->day.days < s->q.from.days)
			continue;
		if (od_score_shown(s, e->unit))
			all[month_of(s, e->day)].adopted++;
		all[(e->unit + 1) * n + month_of(s, e->day)].adopted++;
	}
	return 0;
}

/* --- counting ----------------------------------------------------------------------------------------------- */

const struct score_counted od_score_counted[OD_COUNTED] = {
	{ OD_OF_SUBMITTED, offsetof(struct od_score, submitted) },
	{ OD_OF_ADOPTED, offsetof(struct od_score, adopted) },
	{ OD_OF_UPWARD_SENT, offsetof(struct od_score, upward) },
	{ OD_OF_UPWARD_ADOPTED, offsetof(struct od_score, upward_adopted) },
	{ OD_OF_INSTRUCTED, offsetof(struct od_score, instructed) },
	{ OD_OF_COMMISSIONED, offsetof(struct od_score, commissioned) },
	{ OD_OF_NO_SHOW, offsetof(struct od_score, no_shows) },
	{ OD_OF_LATE, offsetof(struct od_score, late) },
	{ OD_OF_LEFT_OUT, offsetof(struct od_score, left_out) },
	{ OD_OF_UNREPORTED, offsetof(struct od_score, unreported) },
	{ OD_OF_CONCEALED, offsetof(struct od_score, errors) },
	{ OD_OF_ERROR, offsetof(struct od_score, errors) },
};

static int set_rate(struct od_scores *s, struct od_score *c, int64_t reports, struct od_err *err)
{
	int64_t mille = c->submitted ? od_score_half_up(reports * 1000, c->submitted) : 0;
	const char *text;
	char buf[32];

	/* Over 100 per cent, of what had come before: a rate would say nothing. */
	if (!c->submitted || reports > c->submitted)
		return 0;
	snprintf(buf, sizeof(buf), "%lld.%lld%%", (long long)mille / 10, (long long)mille % 10);
	if (od_score_text(s, buf, &text, err) < 0)
		return -1;
	c->adoption_rate = od_ranked_own(text);
	return 0;
}

bool od_score_again(const struct od_scores *s, const struct score_event *e, bool author)
{
	const unsigned int papers =
		1u << OD_OF_UPWARD_SENT | 1u << OD_OF_UPWARD_ADOPTED | 1u << OD_OF_INSTRUCTED;
	const struct score_event *first = s->event[e->measure];

	if (!(papers & 1u << e->measure))
		return false;
	for (const struct score_event *x = e; x > first && !strcmp(x[-1].record, e->record); x--)
		if (x[-1].unit == e->unit &&
		    (!author || (x[-1].author && !strcmp(x[-1].author, e->author))))
			return true;
	return false;
}

static int count_units(struct od_scores *s, struct od_err *err)
{
	int64_t *reports =
		od_score_reports(s, NULL, (struct score_span){ s->q.from, s->q.to }, err);

	if (!reports)
		return -1;
	for (size_t i = 0; i < OD_COUNTED; i++)
		for (size_t k = 0; k < s->events[od_score_counted[i].measure]; k++) {
			const struct score_event *e = &s->event[od_score_counted[i].measure][k];

			if (e->day.days >= s->q.from.days && !od_score_again(s, e, false))
				++*od_ranked_member(&s->unit[e->unit].count, i);
		}
	for (size_t u = 0; u < s->units; u++)
		s->unit[u].reports = reports[u];
	free(reports);
	return 0;
}

/* --- in order ------------------------------------------------------------------------------------------------ */

static int by_class(const struct ranked *x, const struct ranked *y)
{
	if (x->class_sort != y->class_sort)
		return x->class_sort < y->class_sort ? -1 : 1;
	return strcmp(x->class_, y->class_);
}

static int by_place(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int d = by_class(x, y);

	if (d)
		return d;
	if (x->row.milli != y->row.milli)
		return x->row.milli > y->row.milli ? -1 : 1;
	if (x->sort != y->sort)
		return x->sort < y->sort ? -1 : 1;
	d = strcmp(x->row.code, y->row.code);
	return d ? d : strcmp(x->row.name, y->row.name);
}

static void place(struct ranked *r, size_t n)
{
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && !by_class(&r[i], &r[end]);)
			end++;
		for (size_t k = i; k < end; k++) {
			bool same = k > i && r[k].row.milli == r[k - 1].row.milli;

			r[k].row.place = same ? r[k - 1].row.place : (int64_t)(k - i) + 1;
			r[k].row.of = (int64_t)(end - i);
		}
	}
}

static void rank_unit(const struct od_scores *s, size_t u, struct ranked *r)
{
	const struct score_unit *unit = &s->unit[u];

	r->row = unit->count;
	r->row.code = od_ranked_own(unit->code);
	r->row.name = od_ranked_own(unit->name);
	r->row.class_ = od_ranked_own(unit->class_);
	r->row.class_name = od_ranked_own(unit->class_name);
	r->row.passed = od_ranked_own(!unit->judged ? NULL : unit->failed ? "no" : "yes");
	r->class_ = unit->class_;
	r->class_sort = unit->class_sort;
	r->sort = unit->sort;
	r->reports = (size_t)unit->reports;
	for (size_t i = s->told_from[u]; i < s->told_from[u + 1]; i++)
		r->row.milli += s->told[i].milli;
}

static int rank_units(struct od_scores *s, struct ranked **out, size_t *n, struct od_err *err)
{
	struct ranked *r = *out = calloc(s->units + 1, sizeof(*r));

	*n = 0;
	if (!r)
		return od_fail_nomem(err);
	for (size_t u = 0; u < s->units; u++)
		if (!s->unit[u].gone)
			rank_unit(s, u, &r[(*n)++]);
	return 0;
}

void od_ranked_add(struct ranked *to, const struct ranked *r)
{
	for (size_t k = 0; k < OD_COUNTED; k++)
		if (od_score_counted[k].measure != OD_OF_CONCEALED) /* errors has them */
			*od_ranked_member(&to->row, k) +=
				*(const int64_t *)((const char *)&r->row + od_score_counted[k].at);
	to->row.milli += r->row.milli;
	to->reports += r->reports;
}

/* Classes: sums of their units. */
static int rank_classes(struct od_scores *s, struct ranked **out, size_t *n, struct od_err *err)
{
	size_t all, kept = 0;
	struct ranked *r;

	if (rank_units(s, out, &all, err) < 0)
		return -1;
	r = *out;
	qsort(r, all, sizeof(*r), by_place);
	for (size_t i = 0; i < all; i++) {
		if (kept && !by_class(&r[kept - 1], &r[i])) {
			od_ranked_add(&r[kept - 1], &r[i]);
			continue;
		}
		r[kept] = r[i];
		r[kept].row.code = od_ranked_own(r[i].class_);
		r[kept].row.name = r[i].row.class_name;
		r[kept].row.passed = NULL;
		kept++;
	}
	for (size_t i = 0; i < kept; i++) {
		r[i].sort = r[i].class_sort; /* all in one class from here on */
		r[i].class_sort = 0;
		r[i].class_ = "";
		r[i].row.class_ = r[i].row.class_name = NULL;
	}
	*n = kept;
	return 0;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

static bool wanted(const struct od_scores *s, const struct ranked *r)
{
	bool unit = !s->q.unit || s->q.by == OD_SCORE_BY_CLASS || !strcmp(s->q.unit, r->row.code);
	const char *name = r->row.class_name ? r->row.class_name : r->row.name;
	const char *code = *r->class_ ? r->class_ : r->row.code;

	return unit && (!s->q.class_ || !strcmp(s->q.class_, code) || !strcmp(s->q.class_, name));
}

static int put_rows(struct od_scores *s, const struct ranked *r, size_t n, struct od_err *err)
{
	s->row = calloc(n + 1, sizeof(*s->row));
	if (!s->row)
		return od_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		struct od_score *row = &s->row[s->rows];

		if (!wanted(s, &r[i]))
			continue;
		*row = r[i].row;
		if (set_points(s, row->milli, &row->points, err) < 0 ||
		    set_rate(s, row, (int64_t)r[i].reports, err) < 0)
			return -1;
		s->rows++;
	}
	return 0;
}

int od_score_rank(struct od_scores *s, struct od_err *err)
{
	struct ranked *r = NULL;
	size_t n = 0;
	int done;

	if (count_units(s, err) < 0)
		return -1;
	done = s->q.by == OD_SCORE_BY_PERSON  ? od_score_persons(s, &r, &n, err)
	       : s->q.by == OD_SCORE_BY_CLASS ? rank_classes(s, &r, &n, err)
					      : rank_units(s, &r, &n, err);
	if (done == 0 && n) {
		qsort(r, n, sizeof(*r), by_place);
		place(r, n);
	}
	if (done == 0)
		done = put_rows(s, r, n, err);
	free(r);
	return done;
}
