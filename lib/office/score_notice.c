/* score_notice.c - what the circular asks beside the scores it tells: how secret a thing is of which it would print the
 * title, and how the period before was. */
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

/* --- the period before ------------------------------------------------------------------------------ */

static void add_up(const struct od_scores *s, int64_t *adopted, int64_t *milli)
{
	for (size_t i = 0; i < s->rows; i++) {
		*adopted += s->row[i].adopted;
		*milli += s->row[i].milli;
	}
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
	int64_t adopted[2] = { 0 }, milli[2] = { 0 }, submitted = 0;

	add_up(s, &adopted[0], &milli[0]);
	add_up(before, &adopted[1], &milli[1]);
	for (size_t i = 0; i < before->rows; i++)
		submitted += before->row[i].submitted;
	if (!submitted && !adopted[1] && !milli[1])
		return 0; /* nothing was done with this program yet */
	od_score_span_name(per, (struct score_span){ before->q.from, before->q.to }, &name);
	say_items(&items, adopted[0] - adopted[1]);
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
