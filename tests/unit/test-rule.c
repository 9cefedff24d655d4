/* test-rule.c - time limits and days of periods: the words, their reckoning, the office's clock. */
#include <time.h>

#include "../../lib/store/db.h"
#include "common.h"

#ifndef SRCDIR
#define SRCDIR "."
#endif

static const struct od_act act = { "tester", NULL, "test-rule", { 1796378400 } }; /* 2026-12-04 */

/* --- what the tests are made of ---------------------------------------------------------- */

/* Rows of the delivered calendar are "  - { date: 2026-01-01, off: yes, name: 元旦 }". */
static void each_holiday(void (*fn)(void *ctx, od_date d, bool off, char *name), void *ctx)
{
	FILE *in = fopen(SRCDIR "/share/calendar/china.yaml", "r");
	int year, month, day;
	char line[256], off[4], name[64];

	assert_non_null(in);
	while (fgets(line, sizeof(line), in))
		if (sscanf(line, " - { date: %4d-%2d-%2d, off: %3[a-z], name: %63[^ }]", &year,
			   &month, &day, off, name) == 5)
			fn(ctx, od_ymd(year, month, day), off[0] == 'y', name);
	fclose(in);
}

static void add_day(void *ctx, od_date d, bool off, char *name)
{
	(void)name;
	assert_int_equal(od_calendar_add(ctx, d, off), 0);
}

static struct od_calendar *calendar(void)
{
	struct od_calendar *c = od_calendar_new();

	assert_non_null(c);
	each_holiday(add_day, c);
	return c;
}

static void must(struct state *s, int r)
{
	if (r < 0)
		fail_msg("%s", s->err.msg);
}

static void load_day(void *ctx, od_date d, bool off, char *name)
{
	struct state *s = ctx;
	struct od_holiday h = { d, off, name };
	enum od_change change;

	must(s, od_load(s->db, &od_holiday_type, &h, &change, &s->err));
}

static void load_holidays(struct state *s)
{
	must(s, od_begin(s->db, &act, &s->err));
	each_holiday(load_day, s);
	must(s, od_commit(s->db, &s->err));
}

static od_date day(const char *s)
{
	struct od_err err = OD_ERR_INIT;
	od_date d;

	if (od_date_parse(s, NULL, &d, &err) < 0)
		fail_msg("%s", err.msg);
	return d;
}

static od_instant instant(const char *s)
{
	struct od_err err = OD_ERR_INIT;
	od_instant t;

	if (od_instant_parse(s, NULL, &t, &err) < 0)
		fail_msg("%s", err.msg);
	return t;
}

static void set(struct state *s, const char *name, const char *value, const char *from,
		const char *to)
{
	struct od_setting v = { strdup(name), strdup(value), day(from), to ? day(to) : OD_NODATE };
	enum od_change change;

	must(s, od_begin(s->db, &act, &s->err));
	must(s, od_load(s->db, &od_setting_type, &v, &change, &s->err));
	must(s, od_commit(s->db, &s->err));
	free(v.name);
	free(v.value);
}

static struct od_hours *hours(struct state *s)
{
	struct od_hours *h = od_hours_load(s->db, &s->err);

	if (!h)
		fail_msg("%s", s->err.msg);
	return h;
}

/* --- the words for a day of a period ----------------------------------------------------- */

static void test_on_is_read(void **state)
{
	static const struct {
		const char *s;
		int rhythm;
		struct od_on on;
	} rows[] = {
		{ "5", OD_RHYTHM_WEEK, { false, 0, 5 } },
		{ "friday", OD_RHYTHM_WEEK, { false, 0, 5 } },
		{ "Friday", OD_RHYTHM_WEEK, { false, 0, 5 } },
		{ "周五", OD_RHYTHM_WEEK, { false, 0, 5 } },
		{ "星期日", OD_RHYTHM_WEEK, { false, 0, 7 } },
		{ "周天", OD_RHYTHM_WEEK, { false, 0, 7 } },
		{ "last", OD_RHYTHM_WEEK, { false, 0, -1 } },
		{ "workday 5", OD_RHYTHM_WEEK, { true, 0, 5 } },
		{ "最后一个工作日", OD_RHYTHM_WEEK, { true, 0, -1 } },
		{ "5", OD_RHYTHM_MONTH, { false, 0, 5 } },
		{ " ２５ ", OD_RHYTHM_MONTH, { false, 0, 25 } },
		{ "25日", OD_RHYTHM_MONTH, { false, 0, 25 } },
		{ "31", OD_RHYTHM_MONTH, { false, 0, 31 } },
		{ "-1", OD_RHYTHM_MONTH, { false, 0, -1 } },
		{ "-31", OD_RHYTHM_MONTH, { false, 0, -31 } },
		{ "末日", OD_RHYTHM_MONTH, { false, 0, -1 } },
		{ "最后一天", OD_RHYTHM_MONTH, { false, 0, -1 } },
		{ "倒数第2天", OD_RHYTHM_MONTH, { false, 0, -2 } },
		{ "workday 3", OD_RHYTHM_MONTH, { true, 0, 3 } },
		{ "workday 23", OD_RHYTHM_MONTH, { true, 0, 23 } },
		{ "workday -2", OD_RHYTHM_MONTH, { true, 0, -2 } },
		{ "last workday", OD_RHYTHM_MONTH, { true, 0, -1 } },
		{ "第3个工作日", OD_RHYTHM_MONTH, { true, 0, 3 } },
		{ "第三个工作日", OD_RHYTHM_MONTH, { true, 0, 3 } },
		{ "倒数第2个工作日", OD_RHYTHM_MONTH, { true, 0, -2 } },
		{ "2/15", OD_RHYTHM_QUARTER, { false, 2, 15 } },
		{ "第2个月15日", OD_RHYTHM_QUARTER, { false, 2, 15 } },
		{ "3/last", OD_RHYTHM_QUARTER, { false, 3, -1 } },
		{ "末月最后一个工作日", OD_RHYTHM_QUARTER, { true, 3, -1 } },
		{ "1/workday 5", OD_RHYTHM_QUARTER, { true, 1, 5 } },
		{ "last", OD_RHYTHM_QUARTER, { false, 0, -1 } },    /* month 0: the period's last */
		{ "workday 5", OD_RHYTHM_QUARTER, { true, 1, 5 } }, /* from its first day */
		{ "6/30", OD_RHYTHM_HALF_YEAR, { false, 6, 30 } },
		{ "01-31", OD_RHYTHM_YEAR, { false, 1, 31 } },
		{ "1/31", OD_RHYTHM_YEAR, { false, 1, 31 } },
		{ "1月31日", OD_RHYTHM_YEAR, { false, 1, 31 } },
		{ "02-29", OD_RHYTHM_YEAR, { false, 2, 29 } },
		{ "12-31", OD_RHYTHM_YEAR, { false, 12, 31 } },
		{ "-1", OD_RHYTHM_YEAR, { false, 0, -1 } },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_err err = OD_ERR_INIT;
		struct od_on on;

		if (od_on_parse(rows[i].s, rows[i].rhythm, &on, &err) < 0)
			fail_msg("%s: %s", rows[i].s, err.msg);
		if (on.workday != rows[i].on.workday || on.month != rows[i].on.month ||
		    on.day != rows[i].on.day)
			fail_msg("%s gave %d %d %d", rows[i].s, on.workday, on.month, on.day);
	}
}

static void test_on_that_can_be_no_day(void **state)
{
	static const struct {
		const char *s;
		int rhythm;
	} rows[] = {
		{ "0", OD_RHYTHM_WEEK },
		{ "8", OD_RHYTHM_WEEK },
		{ "workday 6", OD_RHYTHM_WEEK },
		{ "workday 0", OD_RHYTHM_WEEK },
		{ "2/1", OD_RHYTHM_WEEK },
		{ "周八", OD_RHYTHM_WEEK },
		{ "周", OD_RHYTHM_WEEK },
		{ "fridays", OD_RHYTHM_WEEK },
		{ "0", OD_RHYTHM_MONTH },
		{ "32", OD_RHYTHM_MONTH },
		{ "-32", OD_RHYTHM_MONTH },
		{ "workday 24", OD_RHYTHM_MONTH },
		{ "workday", OD_RHYTHM_MONTH },
		{ "friday", OD_RHYTHM_MONTH },
		{ "周五", OD_RHYTHM_MONTH },
		{ "01-31", OD_RHYTHM_MONTH },
		{ "4294967301", OD_RHYTHM_MONTH },
		{ "workday -4294967295", OD_RHYTHM_MONTH },
		{ "", OD_RHYTHM_MONTH },
		{ " ", OD_RHYTHM_MONTH },
		{ "5 6", OD_RHYTHM_MONTH },
		{ "--5", OD_RHYTHM_MONTH },
		{ "倒数3", OD_RHYTHM_MONTH },
		{ "倒数第三", OD_RHYTHM_MONTH },
		{ "4/1", OD_RHYTHM_QUARTER },
		{ "0/1", OD_RHYTHM_QUARTER },
		{ "2/32", OD_RHYTHM_QUARTER },
		{ "2/", OD_RHYTHM_QUARTER },
		{ "2-15", OD_RHYTHM_QUARTER },
		{ "7/1", OD_RHYTHM_HALF_YEAR },
		{ "13-01", OD_RHYTHM_YEAR },
		{ "00-01", OD_RHYTHM_YEAR },
		{ "02-30", OD_RHYTHM_YEAR },
		{ "04-31", OD_RHYTHM_YEAR },
		{ "99999999999-1", OD_RHYTHM_YEAR },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_err err = OD_ERR_INIT;
		struct od_on on;

		if (od_on_parse(rows[i].s, rows[i].rhythm, &on, &err) == 0)
			fail_msg("'%s' gave %d %d %d", rows[i].s, on.workday, on.month, on.day);
		assert_int_equal(err.code, OD_EDATA);
	}
}

static void test_on_says_what_is_accepted(void **state)
{
	struct od_err err = OD_ERR_INIT, none = OD_ERR_INIT;
	struct od_on on;

	(void)state;
	assert_int_equal(od_on_parse("32", OD_RHYTHM_MONTH, &on, &err), -1);
	assert_string_equal(err.msg, "'32' can be no day of a month; write 1 to 31, last, -1 (from "
				     "the end), workday 1 to 23 or workday -1");
	assert_int_equal(od_on_parse("5", OD_RHYTHM_DAY, &on, &none), -1);
	assert_string_equal(none.msg, "'5': only a week, month, quarter, half-year or year has a "
				      "day to choose; leave it out");
	assert_int_equal(od_on_parse("5", OD_RHYTHM_EVENT, &on, &none), -1);
	assert_int_equal(od_on_parse("5", OD_RHYTHM_WORKDAY, &on, &none), -1);
}

/* --- the words for a time limit ---------------------------------------------------------- */

static void test_due_is_read(void **state)
{
	enum { HALF_PAST_FIVE = (17 * 60 + 30) * 60 };
	static const struct {
		const char *s;
		struct od_due due;
	} rows[] = {
		{ "17:30", { OD_DUE_NOW, 0, OD_AT_CLOCK, HALF_PAST_FIVE } },
		{ "１７：３０", { OD_DUE_NOW, 0, OD_AT_CLOCK, HALF_PAST_FIVE } },
		{ "17:30前", { OD_DUE_NOW, 0, OD_AT_CLOCK, HALF_PAST_FIVE } },
		{ "17时30分前", { OD_DUE_NOW, 0, OD_AT_CLOCK, HALF_PAST_FIVE } },
		{ "下午5点半", { OD_DUE_NOW, 0, OD_AT_CLOCK, HALF_PAST_FIVE } },
		{ "00:00", { OD_DUE_NOW, 0, OD_AT_CLOCK, 0 } },
		{ "24:00", { OD_DUE_NOW, 0, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "end-of-work", { OD_DUE_NOW, 0, OD_AT_WORK_END, 0 } },
		{ "下班前", { OD_DUE_NOW, 0, OD_AT_WORK_END, 0 } },
		{ "start-of-work", { OD_DUE_NOW, 0, OD_AT_WORK_START, 0 } },
		{ "上班前", { OD_DUE_NOW, 0, OD_AT_WORK_START, 0 } },
		{ "+30m", { OD_DUE_MINUTES, 30, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "30分钟内", { OD_DUE_MINUTES, 30, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "+2h", { OD_DUE_MINUTES, 120, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "2小时", { OD_DUE_MINUTES, 120, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "-2h", { OD_DUE_MINUTES, -120, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "+30d", { OD_DUE_DAYS, 30, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "30日内", { OD_DUE_DAYS, 30, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "提前3天", { OD_DUE_DAYS, -3, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "+0d", { OD_DUE_DAYS, 0, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "+3w", { OD_DUE_WORKDAYS, 3, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "三个工作日内", { OD_DUE_WORKDAYS, 3, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "3个工作日前", { OD_DUE_WORKDAYS, -3, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "-2w", { OD_DUE_WORKDAYS, -2, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "+1d 09:00", { OD_DUE_DAYS, 1, OD_AT_CLOCK, 9 * 3600 } },
		{ "次日9:00前", { OD_DUE_DAYS, 1, OD_AT_CLOCK, 9 * 3600 } },
		{ "次日上班前", { OD_DUE_DAYS, 1, OD_AT_WORK_START, 0 } },
		{ "当天24:00", { OD_DUE_DAYS, 0, OD_AT_MIDNIGHT_AFTER, 0 } },
		{ "下一个工作日下班前", { OD_DUE_WORKDAYS, 1, OD_AT_WORK_END, 0 } },
		{ "-3w end-of-work", { OD_DUE_WORKDAYS, -3, OD_AT_WORK_END, 0 } },
		{ "提前3个工作日下班前", { OD_DUE_WORKDAYS, -3, OD_AT_WORK_END, 0 } },
		{ "+3660d", { OD_DUE_DAYS, 3660, OD_AT_MIDNIGHT_AFTER, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_err err = OD_ERR_INIT;
		const struct od_due *want = &rows[i].due;
		struct od_due due;

		if (od_due_parse(rows[i].s, &due, &err) < 0)
			fail_msg("%s: %s", rows[i].s, err.msg);
		if (due.unit != want->unit || due.n != want->n || due.at != want->at ||
		    due.clock != want->clock)
			fail_msg("%s gave %d %d %d %d", rows[i].s, due.unit, (int)due.n, due.at,
				 due.clock);
	}
}

static void test_due_is_refused(void **state)
{
	static const char *const rows[] = {
		"",
		" ",
		"soon",
		"25:00",
		"24:01",
		"17:60",
		"17",
		"+",
		"+d",
		"+3",
		"3d",
		"+3x",
		"+3days",
		"+-3d",
		"+3 d",
		"+30m 09:00",
		"+2h下班前",
		"+3d +1d",
		"+3661d",
		"-3661w",
		"+99999999999d",
		"+4294967297w",
		"+18446744073709551617m",
		"+3d 25:00",
		"2026-12-04",
		"now",
		"提前",
		"3个",
		"下班前 17:30",
		"前",
		"17:30:",
		"end-of-work 1",
	};
	struct od_err err = OD_ERR_INIT;
	struct od_due due;

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		err = (struct od_err)OD_ERR_INIT;
		if (od_due_parse(rows[i], &due, &err) == 0)
			fail_msg("'%s' gave %d %d %d %d", rows[i], due.unit, (int)due.n, due.at,
				 due.clock);
		assert_int_equal(err.code, OD_EDATA);
	}
	err = (struct od_err)OD_ERR_INIT;
	assert_int_equal(od_due_parse("+3661d", &due, &err), -1);
	assert_string_equal(err.msg, "'+3661d' is too far; a time limit is at most 3660 days");
	err = (struct od_err)OD_ERR_INIT;
	assert_int_equal(od_due_parse("+30m 09:00", &due, &err), -1);
	assert_string_equal(err.msg, "'+30m 09:00': minutes and hours run by the clock and take no "
				     "time of day; write +30m, or +1d 09:00");
}

static void test_span(void **state)
{
	static const struct {
		const char *s;
		int unit;
		int64_t n;
	} rows[] = { { "+30m", OD_DUE_MINUTES, 30 },      { "+2h", OD_DUE_MINUTES, 120 },
		     { "+3d", OD_DUE_DAYS, 3 },           { "+2w", OD_DUE_WORKDAYS, 2 },
		     { "2个工作日", OD_DUE_WORKDAYS, 2 }, { "+0d", OD_DUE_DAYS, 0 } };
	static const char *const bad[] = { "-3d",     "-0d",    "+3d 09:00", "17:30", "end-of-work",
					   "提前3天", "+4000d", "",          "3d" };
	struct od_err err = OD_ERR_INIT;
	struct od_due due;

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		if (od_span_parse(rows[i].s, &due, &err) < 0)
			fail_msg("%s: %s", rows[i].s, err.msg);
		assert_int_equal(due.unit, rows[i].unit);
		assert_int_equal(due.n, rows[i].n);
	}
	for (size_t i = 0; i < OD_COUNT(bad); i++)
		if (od_span_parse(bad[i], &due, &err) == 0)
			fail_msg("'%s' is a span", bad[i]);
}

/* --- periods ----------------------------------------------------------------------------- */

static void test_periods(void **state)
{
	static const struct {
		int rhythm;
		const char *on; /* NULL: the last day */
		int shift;
		const char *d, *from, *to, *due; /* due NULL: no such day */
	} rows[] = {
		{ OD_RHYTHM_DAY, NULL, 0, "2026-12-06", "2026-12-06", "2026-12-06", "2026-12-06" },
		{ OD_RHYTHM_DAY, NULL, OD_SHIFT_NEXT, "2026-12-06", "2026-12-06", "2026-12-06",
		  "2026-12-06" },
		{ OD_RHYTHM_WORKDAY, NULL, 0, "2026-12-04", "2026-12-04", "2026-12-04",
		  "2026-12-04" },
		{ OD_RHYTHM_WORKDAY, NULL, 0, "2026-12-05", "2026-12-05", "2026-12-05", NULL },
		{ OD_RHYTHM_WORKDAY, NULL, 0, "2026-02-14", "2026-02-14", "2026-02-14",
		  "2026-02-14" }, /* a Saturday that is worked */
		{ OD_RHYTHM_WORKDAY, NULL, 0, "2026-10-01", "2026-10-01", "2026-10-01", NULL },

		{ OD_RHYTHM_WEEK, "friday", 0, "2026-11-30", "2026-11-30", "2026-12-06",
		  "2026-12-04" },
		{ OD_RHYTHM_WEEK, "friday", 0, "2026-12-06", "2026-11-30", "2026-12-06",
		  "2026-12-04" },
		{ OD_RHYTHM_WEEK, NULL, 0, "2026-12-02", "2026-11-30", "2026-12-06", "2026-12-06" },
		{ OD_RHYTHM_WEEK, "friday", 0, "2027-01-01", "2026-12-28", "2027-01-03",
		  "2027-01-01" },
		/* Friday 2026-02-20 is in 春节 */
		{ OD_RHYTHM_WEEK, "friday", OD_SHIFT_NEXT, "2026-02-18", "2026-02-16", "2026-02-22",
		  "2026-02-24" },
		{ OD_RHYTHM_WEEK, "friday", OD_SHIFT_PREVIOUS, "2026-02-18", "2026-02-16",
		  "2026-02-22", "2026-02-14" },
		/* a whole week off; a week with a worked Saturday */
		{ OD_RHYTHM_WEEK, "workday 1", 0, "2026-02-18", "2026-02-16", "2026-02-22", NULL },
		{ OD_RHYTHM_WEEK, "workday -1", 0, "2026-02-12", "2026-02-09", "2026-02-15",
		  "2026-02-14" },
		{ OD_RHYTHM_WEEK, "workday -1", 0, "2026-12-02", "2026-11-30", "2026-12-06",
		  "2026-12-04" },
		{ OD_RHYTHM_WEEK, "workday 3", 0, "2026-10-08", "2026-10-05", "2026-10-11",
		  "2026-10-10" },
		{ OD_RHYTHM_WEEK, "workday 4", 0, "2026-10-08", "2026-10-05", "2026-10-11", NULL },

		{ OD_RHYTHM_MONTH, "5", 0, "2026-12-31", "2026-12-01", "2026-12-31", "2026-12-05" },
		{ OD_RHYTHM_MONTH, "5", OD_SHIFT_NEXT, "2026-12-31", "2026-12-01", "2026-12-31",
		  "2026-12-07" },
		{ OD_RHYTHM_MONTH, "5", OD_SHIFT_PREVIOUS, "2026-12-31", "2026-12-01", "2026-12-31",
		  "2026-12-04" },
		{ OD_RHYTHM_MONTH, NULL, 0, "2026-02-10", "2026-02-01", "2026-02-28",
		  "2026-02-28" },
		{ OD_RHYTHM_MONTH, "31", 0, "2026-04-01", "2026-04-01", "2026-04-30",
		  "2026-04-30" },
		{ OD_RHYTHM_MONTH, "30", 0, "2026-02-01", "2026-02-01", "2026-02-28",
		  "2026-02-28" },
		{ OD_RHYTHM_MONTH, "29", 0, "2028-02-01", "2028-02-01", "2028-02-29",
		  "2028-02-29" },
		{ OD_RHYTHM_MONTH, "-31", 0, "2026-02-10", "2026-02-01", "2026-02-28",
		  "2026-02-01" },
		/* the last day shifts out of its month: Saturday 2026-01-31 */
		{ OD_RHYTHM_MONTH, "last", OD_SHIFT_NEXT, "2026-01-15", "2026-01-01", "2026-01-31",
		  "2026-02-02" },
		{ OD_RHYTHM_MONTH, "last", OD_SHIFT_PREVIOUS, "2026-01-15", "2026-01-01",
		  "2026-01-31", "2026-01-30" },
		/* Saturday 2026-02-28 is worked: no shift */
		{ OD_RHYTHM_MONTH, "last", OD_SHIFT_NEXT, "2026-02-01", "2026-02-01", "2026-02-28",
		  "2026-02-28" },
		{ OD_RHYTHM_MONTH, "workday 1", 0, "2026-01-31", "2026-01-01", "2026-01-31",
		  "2026-01-04" }, /* a worked Sunday after 元旦 */
		{ OD_RHYTHM_MONTH, "workday 1", 0, "2026-05-31", "2026-05-01", "2026-05-31",
		  "2026-05-06" },
		{ OD_RHYTHM_MONTH, "workday 1", 0, "2026-10-31", "2026-10-01", "2026-10-31",
		  "2026-10-08" },
		{ OD_RHYTHM_MONTH, "workday -1", 0, "2026-02-01", "2026-02-01", "2026-02-28",
		  "2026-02-28" },
		{ OD_RHYTHM_MONTH, "workday -1", 0, "2026-01-01", "2026-01-01", "2026-01-31",
		  "2026-01-30" },
		{ OD_RHYTHM_MONTH, "workday 16", 0, "2026-02-01", "2026-02-01", "2026-02-28",
		  "2026-02-28" },
		{ OD_RHYTHM_MONTH, "workday 17", 0, "2026-02-01", "2026-02-01", "2026-02-28",
		  NULL },

		{ OD_RHYTHM_QUARTER, "2/15", 0, "2026-12-31", "2026-10-01", "2026-12-31",
		  "2026-11-15" },
		{ OD_RHYTHM_QUARTER, "2/15", OD_SHIFT_NEXT, "2026-10-01", "2026-10-01",
		  "2026-12-31", "2026-11-16" },
		{ OD_RHYTHM_QUARTER, "2/31", 0, "2026-01-01", "2026-01-01", "2026-03-31",
		  "2026-02-28" },
		{ OD_RHYTHM_QUARTER, NULL, 0, "2026-02-28", "2026-01-01", "2026-03-31",
		  "2026-03-31" },
		{ OD_RHYTHM_QUARTER, "workday 1", 0, "2026-12-31", "2026-10-01", "2026-12-31",
		  "2026-10-08" },
		{ OD_RHYTHM_QUARTER, "workday -1", 0, "2026-07-01", "2026-07-01", "2026-09-30",
		  "2026-09-30" },
		{ OD_RHYTHM_HALF_YEAR, "1/10", 0, "2026-06-30", "2026-01-01", "2026-06-30",
		  "2026-01-10" },
		{ OD_RHYTHM_HALF_YEAR, "1/10", 0, "2026-07-01", "2026-07-01", "2026-12-31",
		  "2026-07-10" },
		{ OD_RHYTHM_HALF_YEAR, "last", 0, "2026-07-01", "2026-07-01", "2026-12-31",
		  "2026-12-31" },
		{ OD_RHYTHM_YEAR, "01-31", OD_SHIFT_PREVIOUS, "2026-12-31", "2026-01-01",
		  "2026-12-31", "2026-01-30" },
		{ OD_RHYTHM_YEAR, "02-29", 0, "2026-06-01", "2026-01-01", "2026-12-31",
		  "2026-02-28" },
		{ OD_RHYTHM_YEAR, "02-29", 0, "2028-06-01", "2028-01-01", "2028-12-31",
		  "2028-02-29" },
		{ OD_RHYTHM_YEAR, "12-31", 0, "2026-01-01", "2026-01-01", "2026-12-31",
		  "2026-12-31" },
		{ OD_RHYTHM_YEAR, "workday 1", 0, "2026-12-31", "2026-01-01", "2026-12-31",
		  "2026-01-04" },
		{ OD_RHYTHM_YEAR, NULL, 0, "2026-06-01", "2026-01-01", "2026-12-31", "2026-12-31" },
		{ OD_RHYTHM_EVENT, NULL, 0, "2026-12-06", "2026-12-06", "2026-12-06",
		  "2026-12-06" },
	};
	struct od_calendar *c = calendar();

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_err err = OD_ERR_INIT;
		struct od_period p;
		struct od_on on;
		char from[16], to[16], due[16];

		if (rows[i].on && od_on_parse(rows[i].on, rows[i].rhythm, &on, &err) < 0)
			fail_msg("%s: %s", rows[i].on, err.msg);
		od_period_of(c, rows[i].rhythm, rows[i].on ? &on : NULL, rows[i].shift,
			     day(rows[i].d), &p);
		if (strcmp(od_date_str(p.from, from), rows[i].from) ||
		    strcmp(od_date_str(p.to, to), rows[i].to) ||
		    strcmp(od_date_str(p.on, due), rows[i].due ? rows[i].due : ""))
			fail_msg("row %zu (%s, %s) gave %s %s %s", i, rows[i].on, rows[i].d, from,
				 to, due);
	}
	od_calendar_free(c);
}

/* Every day lies in one period, periods follow each other without a gap, and their day agrees with
 * whichever of their days one asks by. */
static void test_periods_tile_the_years(void **state)
{
	static const int rhythms[] = { OD_RHYTHM_WORKDAY, OD_RHYTHM_DAY,     OD_RHYTHM_WEEK,
				       OD_RHYTHM_MONTH,   OD_RHYTHM_QUARTER, OD_RHYTHM_HALF_YEAR,
				       OD_RHYTHM_YEAR };
	struct od_calendar *c = calendar();

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rhythms); i++) {
		od_date d = od_ymd(2024, 1, 1), end = od_ymd(2029, 1, 1);
		struct od_period last, p;

		od_period_of(c, rhythms[i], NULL, OD_SHIFT_NEXT, d, &last);
		for (; d.days < end.days; d.days++) {
			od_period_of(c, rhythms[i], NULL, OD_SHIFT_NEXT, d, &p);
			assert_true(p.from.days <= d.days && d.days <= p.to.days);
			if (d.days > last.to.days)
				assert_int_equal(p.from.days, last.to.days + 1);
			else
				assert_memory_equal(&p, &last, sizeof(p));
			last = p;
		}
	}
	od_calendar_free(c);
}

/* --- the office's clock ------------------------------------------------------------------ */

static void assert_hours(const struct od_hours *h, const char *d, int start, int end)
{
	int from = -1, to = -1;

	assert_int_equal(od_hours_of(h, day(d), &from, &to), start >= 0);
	if (start < 0)
		return;
	assert_int_equal(from, start * 60);
	assert_int_equal(to, end * 60);
}

static void test_hours_by_day(void **state)
{
	struct state *s = *state;
	struct od_hours *h;

	set(s, "work_am", "8:30-12:00", "2024-01-01", NULL);
	set(s, "work_pm", "14:30-18:00", "2024-06-01", "2024-09-30"); /* summer */
	set(s, "work_pm", "14:00-17:30", "2024-10-01", NULL);
	set(s, "work_pm", "-", "2026-12-31", "2026-12-31"); /* a half day */
	set(s, "work_pm", "14:00-17:30", "2027-01-01", NULL);
	set(s, "work_am", "-", "2027-03-01", "2027-03-02");
	set(s, "work_pm", "-", "2027-03-02", "2027-03-02");
	h = hours(s);
	assert_hours(h, "2023-12-31", 9 * 60, 17 * 60 + 30); /* nothing set: the usual ones */
	assert_hours(h, "2024-01-01", 8 * 60 + 30, 17 * 60 + 30);
	assert_hours(h, "2024-05-31", 8 * 60 + 30, 17 * 60 + 30);
	assert_hours(h, "2024-06-01", 8 * 60 + 30, 18 * 60);
	assert_hours(h, "2024-09-30", 8 * 60 + 30, 18 * 60);
	assert_hours(h, "2024-10-01", 8 * 60 + 30, 17 * 60 + 30);
	assert_hours(h, "2026-12-30", 8 * 60 + 30, 17 * 60 + 30);
	assert_hours(h, "2026-12-31", 8 * 60 + 30, 12 * 60);
	assert_hours(h, "2027-01-01", 8 * 60 + 30, 17 * 60 + 30);
	assert_hours(h, "2027-03-01", 14 * 60, 17 * 60 + 30);
	assert_hours(h, "2027-03-02", -1, -1);
	assert_hours(h, "2027-03-03", 9 * 60, 17 * 60 + 30); /* both ended: the usual ones */
	od_hours_free(h);
	od_hours_free(NULL);
}

static void test_hours_without_settings(void **state)
{
	struct od_hours *h = hours(*state);

	assert_hours(h, "2026-12-04", 9 * 60, 17 * 60 + 30);
	assert_int_equal(od_work_seconds(h, instant("2026-12-04"), instant("2026-12-05")),
			 7 * 3600);
	assert_true(od_is_workday(od_hours_calendar(h), day("2026-12-04")));
	od_hours_free(h);
}

static void test_hours_malformed(void **state)
{
	static const char *const bad[] = { "9-12",          "09:00",       "12:00-09:00",
					   "09:00-09:00",   "09:00-24:01", "09:60-12:00",
					   "09:00-12:00 x", "none" };
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(bad); i++) {
		set(s, "work_pm", bad[i], "2026-01-01", NULL);
		s->err = (struct od_err)OD_ERR_INIT;
		assert_null(od_hours_load(s->db, &s->err));
		assert_int_equal(s->err.code, OD_ESCHEMA);
		assert_non_null(strstr(s->err.msg, "setting work_pm from 2026-01-01: '"));
	}
	set(s, "work_pm", "11:30-17:30", "2026-01-01", NULL);
	s->err = (struct od_err)OD_ERR_INIT;
	assert_null(od_hours_load(s->db, &s->err));
	assert_int_equal(s->err.code, OD_ESCHEMA);
	assert_string_equal(s->err.msg,
			    "settings work_am and work_pm on 2026-01-01: the afternoon "
			    "begins before the morning ends; set both for the same days");
}

static void test_work_seconds(void **state)
{
	static const struct {
		const char *from, *to;
		int64_t want;
	} rows[] = {
		{ "2026-12-04 09:00", "2026-12-04 12:00", 3 * 3600 },
		{ "2026-12-04 08:00", "2026-12-04 20:00", 7 * 3600 },
		{ "2026-12-04 12:00", "2026-12-04 13:30", 0 },
		{ "2026-12-04 17:30", "2026-12-04 17:30:01", 0 },
		{ "2026-12-04 17:29:59", "2026-12-04 17:30:01", 1 },
		{ "2026-12-04 17:30", "2026-12-07 09:00:01", 1 }, /* over a weekend */
		{ "2026-12-04 17:00", "2026-12-07 09:30", 3600 },
		{ "2026-12-05", "2026-12-07", 0 },
		{ "2026-02-13 17:30", "2026-02-14 10:00", 3600 }, /* a worked Saturday */
		{ "2026-02-14 17:30", "2026-02-24 09:00", 0 },    /* 春节 */
		{ "2026-02-14", "2026-03-03", 7 * 7 * 3600 },
		{ "2026-12-30 17:30", "2026-12-31 17:30", 3 * 3600 }, /* a half day */
		{ "2026-01-01", "2027-01-01", 247 * 7 * 3600 + 3 * 3600 },
		{ "2026-12-04 12:00", "2026-12-04 12:00", 0 },
		{ "2026-12-07", "2026-12-04", 0 },
	};
	struct state *s = *state;
	struct od_hours *h;

	load_holidays(s);
	set(s, "work_am", "09:00-12:00", "2024-01-01", NULL);
	set(s, "work_pm", "13:30-17:30", "2024-01-01", NULL);
	set(s, "work_pm", "-", "2026-12-31", "2026-12-31");
	set(s, "work_pm", "13:30-17:30", "2027-01-01", NULL);
	h = hours(s);
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		int64_t got = od_work_seconds(h, instant(rows[i].from), instant(rows[i].to));

		if (got != rows[i].want)
			fail_msg("%s to %s gave %d", rows[i].from, rows[i].to, (int)got);
	}
	assert_int_equal(od_work_seconds(h, OD_NOINSTANT, instant("1900-01-01")), 0);
	assert_int_equal(od_work_seconds(h, instant("2199-12-31"), (od_instant){ INT64_MAX }),
			 7 * 3600);
	od_hours_free(h);
}

/* The same counted the slow way: minute by minute. */
static int64_t minutes_worked(const struct od_calendar *c, int64_t from, int64_t to)
{
	int64_t n = 0;

	for (int64_t t = from; t < to; t += 60) {
		od_date d = od_instant_date((od_instant){ t });
		int minute = (int)(t - od_date_start(d).sec) / 60;
		bool summer = d.days >= day("2026-06-01").days && d.days <= day("2026-09-30").days;
		int pm = summer ? 14 * 60 + 30 : 13 * 60 + 30;

		if (!od_is_workday(c, d))
			continue;
		n += (minute >= 9 * 60 && minute < 12 * 60) || (minute >= pm && minute < pm + 240);
	}
	return n;
}

static void test_work_seconds_against_counting(void **state)
{
	struct state *s = *state;
	struct od_hours *h;
	int64_t first = instant("2025-01-01").sec;

	load_holidays(s);
	set(s, "work_pm", "14:30-18:30", "2026-06-01", "2026-09-30");
	set(s, "work_pm", "13:30-17:30", "2026-10-01", NULL);
	h = hours(s);
	srandom(20260601);
	for (int i = 0; i < 200; i++) {
		int64_t from = first + random() % (3 * 365 * 1440) * 60;
		int64_t to = from + random() % (90 * 1440) * 60;
		int64_t want = minutes_worked(od_hours_calendar(h), from, to) * 60;

		assert_int_equal(od_work_seconds(h, (od_instant){ from }, (od_instant){ to }),
				 want);
	}
	od_hours_free(h);
}

/* --- reckoning --------------------------------------------------------------------------- */

/* The usual hours, but 12-29 without a morning, 12-30 without any, 12-31 without an afternoon. */
static struct od_hours *december(struct state *s)
{
	load_holidays(s);
	set(s, "work_am", "09:00-12:00", "2024-01-01", NULL);
	set(s, "work_pm", "13:30-17:30", "2024-01-01", NULL);
	set(s, "work_am", "-", "2026-12-29", "2026-12-30");
	set(s, "work_am", "09:00-12:00", "2026-12-31", NULL);
	set(s, "work_pm", "-", "2026-12-30", "2026-12-31");
	set(s, "work_pm", "13:30-17:30", "2027-01-01", NULL);
	return hours(s);
}

static void test_due_is_reckoned(void **state)
{
	static const struct {
		const char *due, *anchor, *at, *why;
	} rows[] = {
		{ "17:30", "2026-12-04", "2026-12-04 17:30", "due 2026-12-04 17:30" },
		{ "24:00", "2026-12-04", "2026-12-05", "due 2026-12-04 24:00" },
		{ "end-of-work", "2026-12-04", "2026-12-04 17:30",
		  "due 2026-12-04 17:30 (end of work)" },
		{ "start-of-work", "2026-12-04 16:00", "2026-12-04 09:00",
		  "due 2026-12-04 09:00 (start of work)" },
		{ "end-of-work", "2026-12-06", "2026-12-06 17:30",
		  "due 2026-12-06 17:30 (end of work; a day off, by its usual hours)" },
		{ "end-of-work", "2026-12-31", "2026-12-31 12:00",
		  "due 2026-12-31 12:00 (end of work; no hours in the afternoon)" },
		{ "end-of-work", "2026-12-30", "2026-12-31",
		  "due 2026-12-30 24:00 (no working hours that day)" },
		{ "start-of-work", "2026-12-30", "2026-12-30",
		  "due 2026-12-30 00:00 (no working hours that day)" },
		{ "start-of-work", "2026-12-29", "2026-12-29 13:30",
		  "due 2026-12-29 13:30 (start of work; no hours in the morning)" },

		{ "+30m", "2026-12-31 23:45:10", "2027-01-01 00:15:10",
		  "2026-12-31 23:45:10 + 30 minutes; due 2027-01-01 00:15:10" },
		{ "+1h", "2026-12-04 14:05", "2026-12-04 15:05",
		  "2026-12-04 14:05 + 1 hour; due 2026-12-04 15:05" },
		{ "-90m", "2026-12-04 00:30", "2026-12-03 23:00",
		  "2026-12-04 00:30 - 90 minutes; due 2026-12-03 23:00" },

		/* over 春节, days off count as any */
		{ "+30d", "2026-02-01 10:00", "2026-03-04",
		  "2026-02-01 + 30 days; due 2026-03-03 24:00" },
		{ "+1d", "2028-02-28", "2028-03-01", "2028-02-28 + 1 day; due 2028-02-29 24:00" },
		{ "+1d", "2027-02-28", "2027-03-02", "2027-02-28 + 1 day; due 2027-03-01 24:00" },
		{ "+1d 09:00", "2026-12-31 22:00", "2027-01-01 09:00",
		  "2026-12-31 + 1 day; due 2027-01-01 09:00" },
		{ "-3d", "2026-03-01", "2026-02-27", "2026-03-01 - 3 days; due 2026-02-26 24:00" },
		{ "+0d", "2026-12-06 08:00", "2026-12-07",
		  "2026-12-06 + 0 days; due 2026-12-06 24:00" },

		{ "+3w", "2026-12-04 10:00", "2026-12-10",
		  "2026-12-04 + 3 working days: 12-07, 12-08, 12-09 counted; 12-05, 12-06 skipped "
		  "(weekend); due 2026-12-09 24:00" },
		/* Friday before a worked Saturday, before 春节 */
		{ "+1w", "2026-02-13 18:00", "2026-02-15",
		  "2026-02-13 + 1 working day: 02-14 counted (working weekends: 02-14); "
		  "due 2026-02-14 24:00" },
		{ "+2w end-of-work", "2026-02-13", "2026-02-24 17:30",
		  "2026-02-13 + 2 working days: 02-14, 02-24 counted (working weekends: 02-14); "
		  "02-15 to 02-23 skipped (春节); due 2026-02-24 17:30 (end of work)" },
		{ "+1w", "2026-09-30", "2026-10-09",
		  "2026-09-30 + 1 working day: 10-08 counted; 10-01 to 10-07 skipped (国庆节); "
		  "due 2026-10-08 24:00" },
		{ "+2w", "2026-04-03", "2026-04-09",
		  "2026-04-03 + 2 working days: 04-07, 04-08 counted; 04-04, 04-05, 04-06 skipped "
		  "(清明节); due 2026-04-08 24:00" },
		{ "-2w", "2026-12-08", "2026-12-05",
		  "2026-12-08 - 2 working days: 12-07, 12-04 counted; 12-06, 12-05 skipped "
		  "(weekend); due 2026-12-04 24:00" },
		{ "-3w end-of-work", "2026-12-09 15:00", "2026-12-04 17:30",
		  "2026-12-09 - 3 working days: 12-08, 12-07, 12-04 counted; 12-06, 12-05 skipped "
		  "(weekend); due 2026-12-04 17:30 (end of work)" },
		{ "+0w", "2026-12-04", "2026-12-05",
		  "2026-12-04 + 0 working days; due 2026-12-04 24:00" },
		{ "+0w", "2026-12-05", "2026-12-08",
		  "2026-12-05 + 0 working days; 12-05, 12-06 skipped (weekend); due 2026-12-07 "
		  "24:00" },
		{ "+20w", "2026-10-12", "2026-11-10",
		  "2026-10-12 + 20 working days: 10-13 to 10-16, 10-19 to 10-23, 10-26 to 10-30, "
		  "11-02 to 11-06, 11-09 counted; 10-17, 10-18, 10-24, 10-25, 10-31, 11-01, 11-07, "
		  "11-08 skipped (weekend); due 2026-11-09 24:00" },
		{ "+60w", "2026-10-12", "2027-01-05",
		  "2026-10-12 + 60 working days: 60 days counted; 24 days skipped (weekend); "
		  "due 2027-01-04 24:00; provisional: holidays are published up to 2026" },
		{ "+1w", "2026-12-31", "2027-01-02",
		  "2026-12-31 + 1 working day: 2027-01-01 counted; due 2027-01-01 24:00; "
		  "provisional: holidays are published up to 2026" },
	};
	struct state *s = *state;
	struct od_hours *h = december(s);

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_buf why = OD_BUF_INIT;
		struct od_due due;
		od_instant at;
		char buf[32];

		must(s, od_due_parse(rows[i].due, &due, &s->err));
		at = od_due_reckon(h, &due, instant(rows[i].anchor), &why);
		if (at.sec != instant(rows[i].at).sec)
			fail_msg("%s after %s gave %s", rows[i].due, rows[i].anchor,
				 od_instant_str(at, buf));
		assert_string_equal(why.s, rows[i].why);
		assert_int_equal(od_due_reckon(h, &due, instant(rows[i].anchor), NULL).sec, at.sec);
		od_buf_free(&why);
	}
	od_hours_free(h);
}

static void test_reckoning_without_holidays(void **state)
{
	struct state *s = *state;
	struct od_hours *h = hours(s);
	struct od_buf why = OD_BUF_INIT;
	struct od_due due;

	must(s, od_due_parse("+1w", &due, &s->err));
	assert_int_equal(od_due_reckon(h, &due, instant("2026-09-30"), &why).sec,
			 instant("2026-10-02").sec);
	assert_string_equal(why.s,
			    "2026-09-30 + 1 working day: 10-01 counted; due 2026-10-01 24:00; "
			    "provisional: the calendar has no holidays");
	od_buf_free(&why);
	od_hours_free(h);
}

static void test_reckoning_past_the_years(void **state)
{
	static const char *const past[] = { "+1d", "+1w", "+24h", "24:00", "+3660d", "+1d 09:00" };
	struct state *s = *state;
	struct od_hours *h = hours(s);
	struct od_due due;

	for (size_t i = 0; i < OD_COUNT(past); i++) {
		must(s, od_due_parse(past[i], &due, &s->err));
		if (od_instant_is(od_due_reckon(h, &due, instant("2199-12-31 12:00"), NULL)))
			fail_msg("%s is an instant", past[i]);
	}
	must(s, od_due_parse("-1w", &due, &s->err));
	assert_false(od_instant_is(od_due_reckon(h, &due, instant("1900-01-01"), NULL)));
	assert_false(od_instant_is(od_due_reckon(h, &due, OD_NOINSTANT, NULL)));
	must(s, od_due_parse("end-of-work", &due, &s->err));
	assert_true(od_instant_is(od_due_reckon(h, &due, instant("2199-12-31"), NULL)));
	od_hours_free(h);
}

/* One slot in some thousands is late by months; each is reckoned whenever a list is asked for. */
static void test_a_year_costs_little(void **state)
{
	enum { ROUNDS = 10000 };
	struct state *s = *state;
	struct timespec before, after;
	od_instant from = instant("2025-12-31 10:00");
	struct od_hours *h;
	int64_t sum = 0, ns;

	load_holidays(s);
	h = hours(s);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	for (int i = 0; i < ROUNDS; i++)
		sum += od_work_seconds(h, from, (od_instant){ from.sec + 31536000 + i });
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	ns = (after.tv_sec - before.tv_sec) * INT64_C(1000000000) + after.tv_nsec - before.tv_nsec;
	assert_true(sum > 0);
	if (ns / ROUNDS > 20000)
		fail_msg("%d ns a year", (int)(ns / ROUNDS));
	od_hours_free(h);
}

int main(void)
{
#define WITH_DB(t) cmocka_unit_test_setup_teardown(t, setup_db, teardown_db)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_on_is_read),
		cmocka_unit_test(test_on_that_can_be_no_day),
		cmocka_unit_test(test_on_says_what_is_accepted),
		cmocka_unit_test(test_due_is_read),
		cmocka_unit_test(test_due_is_refused),
		cmocka_unit_test(test_span),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_periods_tile_the_years),
		WITH_DB(test_hours_by_day),
		WITH_DB(test_hours_without_settings),
		WITH_DB(test_hours_malformed),
		WITH_DB(test_work_seconds),
		WITH_DB(test_work_seconds_against_counting),
		WITH_DB(test_due_is_reckoned),
		WITH_DB(test_reckoning_without_holidays),
		WITH_DB(test_reckoning_past_the_years),
		WITH_DB(test_a_year_costs_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
