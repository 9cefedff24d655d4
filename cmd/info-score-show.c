/* info-score-show.c - see cli.h: the ranking, an account explained, the circular, charts. */
#include <langinfo.h>
#include <string.h>

#include "info-score.h"

/* --- which days ------------------------------------------------------------------------------------- */

/* s without the first of the words that it begins with. */
static const char *after(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (!strncmp(s, *words, strlen(*words)))
			return s + strlen(*words);
	return s;
}

/* "2026-11", "11", 2026年11月, 11月: *year stays where it is not said. */
static int year_and(const char *option, const char *text, int most, int *year, int *n,
		    struct od_err *err)
{
	static const char *const between[] = { "-", "年第", "年", NULL }, *const behind[] = {
		"月份", "月", "季度", NULL
	};
	const char *begin = strncmp(text, "第", strlen("第")) ? text : text + strlen("第"), *next;
	char *end;
	long first = strtol(begin, &end, 10), second = first;

	next = after(end, between);
	if (end != begin && next != end) {
		begin = next;
		second = strtol(begin, &end, 10);
	} else {
		first = *year;
	}
	if (*after(end, behind) || end == begin || second < 1 || second > most || first < 1900 ||
	    first > 2199)
		return od_fail(err, OD_EUSAGE,
			       _("--%1$s: '%2$s' is none; write %3$d-%4$d, or %4$d"), option, text,
			       *year, most);
	*year = (int)first;
	*n = (int)second;
	return 0;
}

static void months(int year, int first, int n, od_date *from, od_date *to)
{
	*from = od_ymd(year, first, 1);
	*to = (od_date){ od_ymd(year + (first + n - 1) / 12, (first + n - 1) % 12 + 1, 1).days -
			 1 };
}

static int year_of(const char *text, int *year, struct od_err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*end || end == text || n < 1900 || n > 2199)
		return od_fail(err, OD_EUSAGE, _("--%1$s: '%2$s' is none; write %3$d"), "year",
			       text, *year);
	*year = (int)n;
	return 0;
}

/* The month, quarter or year that is asked for; where the year is not said, it is this one. */
static int said_days(const struct cli_score *a, int year, od_date *from, od_date *to,
		     struct od_err *err)
{
	int n;

	if (a->month) {
		if (year_and("month", a->month, 12, &year, &n, err) < 0)
			return -1;
		months(year, n, 1, from, to);
	} else if (a->quarter) {
		if (year_and("quarter", a->quarter, 4, &year, &n, err) < 0)
			return -1;
		months(year, 3 * n - 2, 3, from, to);
	} else if (a->year) {
		if (year_of(a->year, &year, err) < 0)
			return -1;
		months(year, 1, 12, from, to);
	}
	return 0;
}

int cli_score_days(struct cli_score *a, struct od_db *db, od_date *from, od_date *to,
		   struct od_err *err)
{
	od_date today = od_instant_date(a->cli->now);
	int year, month, day;
	char buf[32];

	od_date_split(today, &year, &month, &day);
	*from = od_ymd(year, 1, 1);
	*to = today;
	if (said_days(a, year, from, to, err) < 0)
		return -1;
	/* In January 12月 is last year's. */
	if (from->days > today.days && said_days(a, year - 1, from, to, err) < 0)
		return -1;
	if ((a->from && cli_date(a->cli, db, a->from, from, err) < 0) ||
	    (a->to && cli_date(a->cli, db, a->to, to, err) < 0))
		return -1;
	if (from->days > today.days)
		return od_fail(err, OD_EUSAGE,
			       _("the days asked for begin on %s: that is still to come"),
			       od_date_str(*from, buf));
	return 0;
}

/* --- records -------------------------------------------------------------------------------------------- */

static int print_rows(struct cli_score *a, const struct od_rec_type *type, const void *rows,
		      size_t n, struct od_err *err)
{
	OD_CLEANUP(od_out_freep) struct od_out *out = NULL;

	a->cli->out.width = cli_columns();
	out = od_out_new(stdout, type, &a->cli->out, err);
	if (!out)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (od_out_add(out, (const char *)rows + i * type->size, err) < 0)
			return -1;
	return od_out_end(out, err);
}

/* Nothing gives points: all of them have none, which is no ranking. */
static int warn_no_rules(struct od_db *db, od_date from, od_date to, struct od_err *err)
{
	OD_CLEANUP(od_iter_freep) struct od_iter *it = od_score_rule_find(db, from, to, err);
	struct od_score_rule r = { 0 };
	int got;

	od_rec_init(&od_score_rule_type, &r);
	got = it ? od_iter_next(it, &r, err) : -1;
	od_rec_clear(&od_score_rule_type, &r);
	if (got == 0)
		cli_warn(_("there are no score rules for these days; load some (score_rule)"));
	return got < 0 ? -1 : 0;
}

/* --- an account -------------------------------------------------------------------------------------------- */

static int explain(struct cli_score *a, const struct od_scores *s, const char *unit, od_date from,
		   od_date to, struct od_err *err)
{
	bool people = a->cli->out.format == OD_FMT_TABLE && !a->cli->out.columns;
	const struct od_score_line *line;
	const struct od_score *row;
	size_t rows = od_scores_rows(s, &row), n = od_scores_lines(s, unit, &line);
	char day[16], last[16];

	if (!rows)
		return od_fail(err, OD_ENOENT, _("'%1$s' was not there from %2$s to %3$s"), unit,
			       od_date_str(from, day), od_date_str(to, last));
	if (people)
		/* Translators: unit, days, points, place, of how many, class. */
		printf(_("%1$s, %2$s to %3$s: %4$s points, place %5$lld of %6$lld (%7$s)\n\n"),
		       row->name, od_date_str(from, day), od_date_str(to, last), row->points,
		       (long long)row->place, (long long)row->of, row->class_name);
	if (print_rows(a, &od_score_line_type, line, n, err) < 0)
		return -1;
	if (people)
		printf(_("\n%1$zu lines, together %2$s points\n"), n, row->points);
	if (people && row->passed)
		printf("%s\n", strcmp(row->passed, "yes")
				       ? _("The mark to be reached was missed.")
				       : _("The mark to be reached was reached."));
	return 0;
}

/* --- for people ----------------------------------------------------------------------------------------------- */

static int make_notice(struct cli_score *a, struct od_db *db, const struct od_scores *s,
		       struct od_buf *b, struct od_err *err)
{
	struct od_paper *p = od_scores_paper(db, s, err);
	int done = p ? cli_paper_write(&a->paper, p, b, err) : -1;

	od_paper_free(p);
	return done;
}

/* Does the locale that was set know blocks?  (What is printed is UTF-8 all the same.) */
static bool has_blocks(void)
{
	locale_t set = newlocale(LC_CTYPE_MASK, "", NULL);
	bool utf8 = set && !strcmp(nl_langinfo_l(CODESET, set), "UTF-8");

	if (set)
		freelocale(set);
	return utf8;
}

/* In place of a block, one sign that every terminal has. */
static void plain_signs(struct od_buf *b)
{
	static const struct {
		const char *block;
		char sign;
	} signs[] = { { "▇", '#' }, { "░", '-' } };
	char *to = b->s;

	for (const char *s = b->s; s && *s; s++) {
		*to = *s;
		for (size_t i = 0; i < CLI_COUNT(signs); i++)
			if (!strncmp(s, signs[i].block, strlen(signs[i].block))) {
				*to = signs[i].sign;
				s += strlen(signs[i].block) - 1;
				break;
			}
		to++;
	}
	if (to) {
		*to = '\0';
		b->n = (size_t)(to - b->s);
	}
}

static int make_text(struct cli_score *a, const struct od_scores *s, struct od_buf *b,
		     struct od_err *err)
{
	int columns = cli_columns();

	if (od_scores_chart_text(s, columns ? columns : a->paper.width, b, err) < 0)
		return -1;
	if (!has_blocks())
		plain_signs(b);
	return 0;
}

static int make_page(struct cli_score *a, struct od_db *db, const struct od_scores *s,
		     struct od_buf *b, struct od_err *err)
{
	if (a->notice)
		return make_notice(a, db, s, b, err);
	if (a->paper.form == PAPER_HTML)
		return od_scores_chart_html(db, s, b, err);
	return make_text(a, s, b, err);
}

/* --- all of it --------------------------------------------------------------------------------------------------- */

static int page(struct cli_score *a, struct od_db *db, const struct od_score_query *q,
		struct od_buf *b, struct od_err *err)
{
	struct od_scores *s = od_scores_new(db, q, err);
	int done = s ? make_page(a, db, s, b, err) : -1;

	od_scores_free(s);
	return done == 0 && b->failed ? od_fail_nomem(err) : done;
}

/* In the office's language; what goes wrong is told in that of who runs this. */
static int show_page(struct cli_score *a, struct od_db *db, const struct od_score_query *q,
		     struct od_err *err)
{
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char *mine = cli_office_language(db, a->paper.language, q->to);
	int done = page(a, db, q, &b, err);

	cli_own_language(mine);
	if (done < 0) {
		struct od_err own = OD_ERR_INIT;

		od_buf_reset(&b);
		if (page(a, db, q, &b, &own) < 0)
			*err = own;
		return -1;
	}
	return cli_paper_out(&a->paper, b.s ? b.s : "", b.n, err);
}

static int show(struct cli_score *a, struct od_db *db, const struct od_score_query *q,
		struct od_err *err)
{
	struct od_scores *s = od_scores_new(db, q, err);
	const struct od_score *row;
	int done = s ? 0 : -1;
	size_t n;

	if (done == 0 && a->explain) {
		done = explain(a, s, q->unit, q->from, q->to, err);
	} else if (done == 0) {
		n = od_scores_rows(s, &row);
		if (!n && q->class_)
			done = od_fail(err, OD_ENOENT, _("nobody is of class '%s'"), q->class_);
		else
			done = print_rows(a, &od_score_type, row, n, err);
	}
	od_scores_free(s);
	return done;
}

int cli_score_show(struct cli_score *a, struct od_err *err)
{
	OD_CLEANUP(od_closep) struct od_db *db = cli_open(a->cli, OD_READ, err);
	struct od_score_query q = { .class_ = a->class_, .by = a->by, .now = a->cli->now };
	const char *text = a->explain ? a->explain : a->unit;
	char *unit = NULL;
	int done = -1;

	if (!db || cli_score_days(a, db, &q.from, &q.to, err) < 0 ||
	    (text && od_unit_resolve(db, text, true, &unit, err) < 0))
		return -1;
	q.unit = unit;
	if (a->explain)
		q.by = OD_SCORE_BY_UNIT;
	if (warn_no_rules(db, q.from, q.to, err) == 0)
		done = a->notice || a->chart ? show_page(a, db, &q, err) : show(a, db, &q, err);
	free(unit);
	return done;
}
