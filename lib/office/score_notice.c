/* score_notice.c - what the circular asks beside the scores it tells: how secret a thing is of which it would print the
 * title, what leaders wrote on issues as a whole, and how the period before was. */
#include <stdlib.h>

#include "score.h"

/* --- secrecy -------------------------------------------------------------------------------------- */

/* clang-format off */
#define RANK(x) \
	"CASE " x " WHEN 'top-secret' THEN 3 WHEN 'highly-secret' THEN 2 WHEN 'secret' THEN 1 ELSE 0 END"
/* An item is as secret as the reports that it was made of, or more. */
static const char of_item[] =
	"SELECT coalesce(max(k), 0) FROM (SELECT " RANK("x.secrecy") " AS k FROM issue_item x "
	"WHERE x.issue = ?1 AND x.item = ?2 UNION ALL SELECT " RANK("r.secrecy") " FROM adoption a "
	"JOIN report r ON r.number = a.report WHERE a.issue = ?1 AND a.item = ?2) AS every";
static const char of_upward[] =
	"SELECT coalesce(max(" RANK("r.secrecy") "), 0) FROM upward_on o JOIN report r "
	"ON r.number = o.report WHERE o.upward = ?1";
static const char of_instruction[] =
	"SELECT coalesce(max(" RANK("i.secrecy") "), 0) FROM instruction i WHERE i.number = ?1";
static const char of_report[] =
	"SELECT coalesce(max(" RANK("r.secrecy") "), 0) FROM report r WHERE r.number = ?1";
/* clang-format on */

static int at_least(int64_t *rank, int found, const int64_t *n)
{
	if (found >= 0 && *n > *rank)
		*rank = *n;
	return found < 0 ? -1 : 0;
}

static int item_secrecy(const struct od_scores *s, const char *item, int64_t *rank,
			struct od_err *err)
{
	const char *slash = item ? strrchr(item, '/') : NULL;
	char issue[128];
	int64_t n = 0;

	if (!slash)
		return 0;
	snprintf(issue, sizeof(issue), "%.*s", (int)(slash - item), item);
	return at_least(rank,
			od_query_int(s->db, of_item, &n,
				     OD_VALS(od_v((const char *)issue),
					     od_v((int64_t)strtoll(slash + 1, NULL, 10))),
				     err),
			&n);
}

static int paper_secrecy(const struct od_scores *s, const char *record, int64_t *rank,
			 struct od_err *err)
{
	int64_t number, n = 0;

	if (*record != 'W' && *record != 'I')
		return 0;
	if (od_number_parse(*record, record, &number, err) < 0)
		return -1;
	return at_least(rank,
			od_query_int(s->db, *record == 'W' ? of_upward : of_instruction, &n,
				     OD_VALS(od_v(number)), err),
			&n);
}

int od_score_secrecy(const struct od_scores *s, const struct score_event *e, size_t n,
		     int64_t *rank, struct od_err *err)
{
	*rank = 0;
	if (item_secrecy(s, e->item, rank, err) < 0 || paper_secrecy(s, e->record, rank, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int64_t own = 0;

		if (at_least(rank,
			     od_query_int(s->db, of_report, &own, OD_VALS(od_v(e[i].report)), err),
			     &own) < 0)
			return -1;
	}
	return 0;
}

/* --- on issues as a whole ------------------------------------------------------------------------- */

struct whole {
	const struct od_scores *s;
	od_score_whole_fn *fn;
	void *ctx;
	int64_t last, n;
};

/* Did it count for a unit, by what else it is on? */
static bool has_event(const struct od_scores *s, int64_t number)
{
	const struct score_event *e = s->event[OD_OF_INSTRUCTED];
	char name[32];

	od_number_str('I', number, name);
	for (size_t i = 0; i < s->events[OD_OF_INSTRUCTED]; i++)
		if (!strcmp(e[i].record, name))
			return true;
	return false;
}

static int take_whole(void *ctx, const struct od_cols *c, struct od_err *err)
{
	struct whole *w = ctx;
	int64_t number = od_col_int(c, 0);

	if (number == w->last || has_event(w->s, number))
		return 0;
	w->last = number;
	w->n++;
	return w->fn ? w->fn(w->ctx, od_col_text(c, 3), od_score_day(od_col_text(c, 1)),
			     od_score_place(od_leader_levels, od_col_text(c, 2)), err)
		     : 0;
}

int64_t od_score_whole(const struct od_scores *s, od_score_whole_fn *fn, void *ctx,
		       struct od_err *err)
{
	static const char sql[] =
		"SELECT i.number, i.given_on, i.level, coalesce(i.document, o.record) "
		"FROM instruction i JOIN instruction_on o ON o.instruction = i.number "
		"JOIN issue x ON x.issue = o.record WHERE i.given_on >= ?1 AND i.given_on <= ?2 "
		"AND (SELECT count(*) FROM issue_item t WHERE t.issue = x.issue) > 1 "
		"ORDER BY i.given_on, i.number, o.record";
	struct whole w = { .s = s, .fn = fn, .ctx = ctx, .last = OD_NOINT };

	if (s->q.class_ || s->q.unit)
		return 0;
	return od_query_cols(s->db, sql, OD_VALS(od_v(s->q.from), od_v(s->q.to)), take_whole, &w,
			     err) < 0
		       ? -1
		       : w.n;
}

/* --- the period before ------------------------------------------------------------------------------ */

/* Different reports, as the circular's first sentence counts them. */
static void add_up(const struct od_scores *s, int64_t *reports, int64_t *milli)
{
	for (uint32_t i = 0; i < s->units; i++)
		if (od_score_shown(s, i))
			*reports += s->unit[i].reports;
	for (size_t i = 0; i < s->rows; i++)
		*milli += s->row[i].milli;
}

static void say_points(struct od_buf *b, int64_t milli)
{
	char points[32];

	od_points_str(milli < 0 ? -milli : milli, points);
	if (milli > 0)
		od_buf_printf(b, _("%s points more"), points);
	else if (milli < 0)
		od_buf_printf(b, _("%s points fewer"), points);
	else
		od_buf_puts(b, _("the same"));
}

static void say_items(struct od_buf *b, int64_t n)
{
	if (n > 0)
		od_buf_printf(b, _("%lld more"), (long long)n);
	else if (n < 0)
		od_buf_printf(b, _("%lld fewer"), (long long)-n);
	else
		od_buf_puts(b, _("the same"));
}

/* Which of month, quarter and year the days are; OD_PER_NONE: none of them. */
static int whole_span(const struct od_scores *s)
{
	for (int per = OD_PER_MONTH; per <= OD_PER_YEAR; per++) {
		struct score_span span = od_score_span(per, s->q.from);

		if (span.from.days == s->q.from.days && span.to.days == s->q.to.days)
			return per;
	}
	return OD_PER_NONE;
}

static int say_before(const struct od_scores *s, int per, const struct od_scores *before,
		      struct od_buf *b, struct od_err *err)
{
	OD_CLEANUP(od_buf_freep)
	struct od_buf name = OD_BUF_INIT, items = OD_BUF_INIT, points = OD_BUF_INIT;
	int64_t reports[2] = { 0 }, milli[2] = { 0 }, submitted = 0;

	add_up(s, &reports[0], &milli[0]);
	add_up(before, &reports[1], &milli[1]);
	for (size_t i = 0; i < before->rows; i++)
		submitted += before->row[i].submitted;
	if (!submitted && !reports[1] && !milli[1])
		return 0; /* nothing was done with this program yet */
	od_score_span_name(per, (struct score_span){ before->q.from, before->q.to }, &name);
	say_items(&items, reports[0] - reports[1]);
	say_points(&points, milli[0] - milli[1]);
	if (name.failed || items.failed || points.failed)
		return od_fail_nomem(err);
	/* Translators: a month, quarter or year; how many more, points more. */
	od_buf_printf(b, _("Against %1$s: items adopted, %2$s; points of all, %3$s. "), name.s,
		      items.s, points.s);
	return 0;
}

int od_score_before(struct od_db *db, const struct od_scores *s, struct od_buf *b,
		    struct od_err *err)
{
	int per = whole_span(s), done;
	struct od_score_query q = s->q;
	struct od_scores *before;
	struct score_span span;

	/* A part of a month says nothing beside a whole one. */
	if (per == OD_PER_NONE || s->q.to.days > s->today.days)
		return 0;
	span = od_score_span(per, (od_date){ s->q.from.days - 1 });
	q.from = span.from;
	q.to = span.to;
	before = od_scores_new(db, &q, err);
	if (!before)
		return -1;
	done = say_before(s, per, before, b, err);
	od_scores_free(before);
	return done;
}
