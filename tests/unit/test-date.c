/* test-date.c - every form a date or an instant may be written in, forms that must be refused,
 * and the way back from what is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "../../lib/base/base.h"

/* All of it happens on Wednesday 2026-12-02, 10:20:30 in the office; the Thursday after is off,
 * the Saturday is worked. */
struct fixture {
	struct od_when when;
	struct od_calendar *calendar;
};

static od_instant office(int year, int month, int day, int hour, int minute, int second)
{
	od_instant t = od_date_start(od_ymd(year, month, day));

	t.sec += hour * 3600 + minute * 60 + second;
	return t;
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->calendar = od_calendar_new();
	assert_non_null(f->calendar);
	assert_int_equal(od_calendar_add(f->calendar, od_ymd(2026, 12, 3), true), 0);
	assert_int_equal(od_calendar_add(f->calendar, od_ymd(2026, 12, 5), false), 0);
	f->when = (struct od_when){ office(2026, 12, 2, 10, 20, 30), f->calendar };
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	od_calendar_free(f->calendar);
	free(f);
	return 0;
}

struct form {
	const char *text, *means;
};

static const struct form dates[] = {
	{ "2026-12-05", "2026-12-05" },
	{ "2026-12-5", "2026-12-05" },
	{ "2026-1-5", "2026-01-05" },
	{ "2026/12/5", "2026-12-05" },
	{ "2026/12/05", "2026-12-05" },
	{ "2026.12.5", "2026-12-05" },
	{ "2026.1.05", "2026-01-05" },
	{ "20261205", "2026-12-05" },
	{ "2026年12月5日", "2026-12-05" },
	{ "2026年1月05日", "2026-01-05" },
	{ "12月5日", "2026-12-05" },
	{ "1月5日", "2027-01-05" },
	{ "12-05", "2026-12-05" },
	{ "1-5", "2027-01-05" },
	{ "11-30", "2026-11-30" },
	{ "今天", "2026-12-02" },
	{ "明天", "2026-12-03" },
	{ "后天", "2026-12-04" },
	{ "昨天", "2026-12-01" },
	{ "前天", "2026-11-30" },
	{ "today", "2026-12-02" },
	{ "tomorrow", "2026-12-03" },
	{ "yesterday", "2026-12-01" },
	{ "Today", "2026-12-02" },
	{ "+3d", "2026-12-05" },
	{ "+0d", "2026-12-02" },
	{ "-3d", "2026-11-29" },
	{ "-2D", "2026-11-30" },
	{ "+36525d", "2126-12-03" },
	{ "+0w", "2026-12-02" },
	{ "+1w", "2026-12-04" },
	{ "+3w", "2026-12-07" },
	{ "周一", "2026-11-30" },
	{ "周二", "2026-12-01" },
	{ "周三", "2026-12-02" },
	{ "周四", "2026-12-03" },
	{ "周五", "2026-12-04" },
	{ "周六", "2026-12-05" },
	{ "周日", "2026-12-06" },
	{ "周天", "2026-12-06" },
	{ "星期五", "2026-12-04" },
	{ "星期日", "2026-12-06" },
	{ "星期天", "2026-12-06" },
	{ "上周五", "2026-11-27" },
	{ "下周一", "2026-12-07" },
	{ "上周日", "2026-11-29" },
	{ "下星期日", "2026-12-13" },
	{ "monday", "2026-11-30" },
	{ "tuesday", "2026-12-01" },
	{ "wednesday", "2026-12-02" },
	{ "thursday", "2026-12-03" },
	{ "friday", "2026-12-04" },
	{ "Saturday", "2026-12-05" },
	{ "sunday", "2026-12-06" },
	{ "next monday", "2026-12-07" },
	{ "last friday", "2026-11-27" },
	{ "Next Monday", "2026-12-07" },
	/* as typed under a Chinese input method, or copied with blanks around it */
	{ "２０２６－１２－０５", "2026-12-05" },
	{ "２０２６年１２月５日", "2026-12-05" },
	{ "２０２６／１２／５", "2026-12-05" },
	{ "＋３ｄ", "2026-12-05" },
	{ "  2026-12-05\t\r\n", "2026-12-05" },
	{ "\u3000今天\u3000", "2026-12-02" },
	{ "\u00A02026-12-05\u00A0", "2026-12-05" },
	/* the edges */
	{ "1900-01-01", "1900-01-01" },
	{ "2199-12-31", "2199-12-31" },
	{ "2024-02-29", "2024-02-29" },
	{ "2000-02-29", "2000-02-29" },
};

static const char *const refused_dates[] = {
	"",
	" ",
	"2026",
	"2026-12",
	"2026-12-",
	"2026-12-05x",
	"2026-12-05-",
	"2026-12-005",
	"2026-012-05",
	"02026-12-05",
	"2026-12/05",
	"2026.12-05",
	"26-12-05",
	"2026-12-05 14:30",
	"2026-12-05T14:30:00+08:00",
	"2026-02-29",
	"2026-02-30",
	"1900-02-29",
	"2100-02-29",
	"2026-04-31",
	"2026-13-01",
	"2026-00-10",
	"2026-12-00",
	"1899-12-31",
	"2200-01-01",
	"0000-01-01",
	"9999-12-31",
	"2026120",
	"202612055",
	"20261305",
	"20260230",
	"2026年12月",
	"2026年12月5",
	"2026年13月5日",
	"2026年12月5日日",
	"年12月5日",
	"12月5",
	"12月32日",
	"13月1日",
	"0月1日",
	"12月0日",
	"2月30日",
	"2月29日", /* not in 2025, 2026 or 2027 */
	"12-32",
	"13-01",
	"12/05",
	"12.05",
	"12",
	"5日",
	"99999999999999999999",
	"2026-99999999999-1",
	"+3",
	"3d",
	"+d",
	"+ 3d",
	"++3d",
	"+3days",
	"+-3d",
	"-3w",
	"+3m",
	"+999999d",
	"-999999d",
	"+999999w",
	"+99999999999999999999d",
	"now",
	"现在",
	"yesterdy",
	"todays",
	"to day",
	"今日",
	"今天天",
	"周",
	"周八",
	"周五五",
	"上上周五",
	"下周",
	"本周五",
	"fri",
	"fridays",
	"next",
	"nextmonday",
	"next next monday",
	"next today",
	"monday next",
	"二〇二六年十二月五日",
	"14:30",
	"2026-12-05\x80",
	"\xB2\xDD", /* GB18030 */
	"2026 年 12 月 5 日",
	"2026--12-05",
	"-2026-12-05",
	"0x7EA-12-05",
	"2026-１２-05-",
	"这是一段写错了地方的话，比哪一种日期的写法都要长得多，因此读也不必读完就可以知道它不是日期",
};

static const struct form instants[] = {
	{ "2026-12-05", "2026-12-05T00:00:00+08:00" },
	{ "12月5日", "2026-12-05T00:00:00+08:00" },
	{ "今天", "2026-12-02T00:00:00+08:00" },
	{ "14:30", "2026-12-02T14:30:00+08:00" },
	{ " 9：05 ", "2026-12-02T09:05:00+08:00" },
	{ "00:00", "2026-12-02T00:00:00+08:00" },
	{ "23:59:59", "2026-12-02T23:59:59+08:00" },
	{ "16时20分", "2026-12-02T16:20:00+08:00" },
	{ "9点半", "2026-12-02T09:30:00+08:00" },
	{ "上午10点", "2026-12-02T10:00:00+08:00" },
	{ "下午2点", "2026-12-02T14:00:00+08:00" },
	{ "晚上8:15", "2026-12-02T20:15:00+08:00" },
	{ "now", "2026-12-02T10:20:30+08:00" },
	{ " NOW ", "2026-12-02T10:20:30+08:00" },
	{ "现在", "2026-12-02T10:20:30+08:00" },
	{ "2026-12-05 14:30", "2026-12-05T14:30:00+08:00" },
	{ "2026-12-05  9:30", "2026-12-05T09:30:00+08:00" },
	{ "2026-12-05 14:30:05", "2026-12-05T14:30:05+08:00" },
	{ "2026-12-05 00:00", "2026-12-05T00:00:00+08:00" },
	{ "2026-12-05 23:59:59", "2026-12-05T23:59:59+08:00" },
	{ "2026/12/5 14:30", "2026-12-05T14:30:00+08:00" },
	{ "20261205 14:30", "2026-12-05T14:30:00+08:00" },
	{ "12-05 14:30", "2026-12-05T14:30:00+08:00" },
	{ "2026年12月5日14时30分", "2026-12-05T14:30:00+08:00" },
	{ "2026年12月5日 14时5分", "2026-12-05T14:05:00+08:00" },
	{ "2026年12月5日14:30", "2026-12-05T14:30:00+08:00" },
	{ "2026年12月5日下午2点30分", "2026-12-05T14:30:00+08:00" },
	{ "2026-12-05 14点30", "2026-12-05T14:30:00+08:00" },
	{ "12月5日上午9时05", "2026-12-05T09:05:00+08:00" },
	{ "12月5日14点", "2026-12-05T14:00:00+08:00" },
	{ "12月5日9点半", "2026-12-05T09:30:00+08:00" },
	{ "12月5日上午9时30分", "2026-12-05T09:30:00+08:00" },
	{ "12月5日上午0点", "2026-12-05T00:00:00+08:00" },
	{ "12月5日下午2点", "2026-12-05T14:00:00+08:00" },
	{ "12月5日下午12点半", "2026-12-05T12:30:00+08:00" },
	{ "12月5日下午14:30", "2026-12-05T14:30:00+08:00" },
	{ "12月5日晚上8点", "2026-12-05T20:00:00+08:00" },
	{ "12月5日晚上11点半", "2026-12-05T23:30:00+08:00" },
	{ "12月5日晚上20:15", "2026-12-05T20:15:00+08:00" },
	{ "2026-12-05下午2:30", "2026-12-05T14:30:00+08:00" },
	{ "明天下午2点", "2026-12-03T14:00:00+08:00" },
	{ "tomorrow 14:30", "2026-12-03T14:30:00+08:00" },
	{ "下周一 9:30", "2026-12-07T09:30:00+08:00" },
	{ "next monday 9:30", "2026-12-07T09:30:00+08:00" },
	{ "+3w 17:00", "2026-12-07T17:00:00+08:00" },
	{ "2026-12-05T14:30", "2026-12-05T14:30:00+08:00" },
	{ "2026-12-05T14:30:00+08:00", "2026-12-05T14:30:00+08:00" },
	{ "2026-12-05t14:30:00+08:00", "2026-12-05T14:30:00+08:00" },
	{ "2026-12-05T14:30+08:00", "2026-12-05T14:30:00+08:00" },
	{ "2026-12-05T14:30:05Z", "2026-12-05T22:30:05+08:00" },
	{ "2026-12-05T16:00:00Z", "2026-12-06T00:00:00+08:00" },
	{ "2026-12-05T14:30:00-00:00", "2026-12-05T22:30:00+08:00" },
	{ "2026-12-05T14:30:00+05:30", "2026-12-05T17:00:00+08:00" },
	{ "2026-12-05T14:30:00-03:30", "2026-12-06T02:00:00+08:00" },
	{ "2026-01-01T00:00:00+09:00", "2025-12-31T23:00:00+08:00" },
	{ "２０２６－１２－０５　１４：３０", "2026-12-05T14:30:00+08:00" },
	{ "2026年12月5日14：30", "2026-12-05T14:30:00+08:00" },
	{ "2026-12-05\u00A014:30", "2026-12-05T14:30:00+08:00" },
	{ "1900-01-01 00:00", "1900-01-01T00:00:00+08:00" },
	{ "2199-12-31T15:59:59Z", "2199-12-31T23:59:59+08:00" },
};

static const char *const refused_instants[] = {
	"",
	"14",
	"1430",
	"14:3",
	"24:00",
	"25:00",
	"14:30Z",
	"14:30+08:00",
	"T14:30",
	"14:30 今天",
	"下午",
	"上午10",
	"上午12点",
	"2:30pm",
	"2026-12-05 24:00",
	"2026-12-05 25:00",
	"2026-12-05 14:60",
	"2026-12-05 14:30:60",
	"2026-12-05 14:3",
	"2026-12-05 14",
	"2026-12-05 1430",
	"2026-12-05 14:30:5",
	"2026-12-05 14:30:",
	"2026-12-05 14:",
	"2026-12-05 014:30",
	"2026-12-05 14:030",
	"2026-12-05 14:30 pm",
	"2026-12-05 2:30pm",
	"2026-12-05 14:30:05.5",
	"2026-12-05T14:30:05.123Z",
	"2026-12-05T14:30:05,5",
	"2026-12-05 14:30Z",
	"2026-12-05 14:30:00+08:00",
	"2026-12-05T",
	"2026-12-05TZ",
	"2026-12-05 T14:30",
	"2026-12-05T14",
	"2026-12-05T下午2点",
	"2026-12-05T14:30+0800",
	"2026-12-05T14:30+08",
	"2026-12-05T14:30+8:00",
	"2026-12-05T14:30+24:00",
	"2026-12-05T14:30+08:60",
	"2026-12-05T14:30ZZ",
	"2026-12-05T14:30 Z",
	"2026-12-0514:30",
	"20261205143000",
	"2026-02-30 14:30",
	"2026-12-05 14点3",
	"2026-12-05 14时60分",
	"2026-12-05 25点",
	"2026-12-05 14点半分",
	"2026-12-05 14点30分半",
	"2026-12-05 2点整",
	"2026-12-05 半",
	"2026-12-05 上午",
	"2026-12-05 上午12点", /* noon or midnight? */
	"2026-12-05 上午14:30",
	"2026-12-05 下午0点",
	"2026-12-05 下午24点",
	"2026-12-05 晚上12点", /* of which day? */
	"2026-12-05 晚上1点",
	"2026-12-05 晚上14点",
	"2026-12-05 下午下午2点",
	"2026-12-05 十四点",
	"2026-12-05 99999999999:00",
	"2199-12-31T23:59:59-08:00",
	"1900-01-01T00:00:00+09:00",
	"now 14:30",
	"now+1d",
	"现在现在",
	"yesterdy 14:30",
};

static void test_dates_read(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < OD_COUNT(dates); i++) {
		struct od_err err = OD_ERR_INIT;
		od_date d;
		char buf[16];

		if (od_date_parse(dates[i].text, &f->when, &d, &err) != 0)
			fail_msg("'%s' refused: %s", dates[i].text, err.msg);
		if (strcmp(od_date_str(d, buf), dates[i].means) != 0)
			fail_msg("'%s' read as %s", dates[i].text, buf);
	}
}

static void test_dates_refused(void **state)
{
	const struct fixture *f = *state;

	assert_true(OD_COUNT(refused_dates) >= 40);
	for (size_t i = 0; i < OD_COUNT(refused_dates); i++) {
		struct od_err err = OD_ERR_INIT;
		od_date d = { 4711 };
		char buf[16];

		if (od_date_parse(refused_dates[i], &f->when, &d, &err) == 0)
			fail_msg("'%s' read as %s", refused_dates[i], od_date_str(d, buf));
		assert_int_equal(err.code, OD_EDATA);
		assert_int_equal(d.days, 4711); /* untouched */
		assert_int_equal(od_utf8_bad(err.msg, strlen(err.msg)), strlen(err.msg));
		assert_true(strlen(err.msg) < 250);
	}
}

static void test_instants_read(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < OD_COUNT(instants); i++) {
		struct od_err err = OD_ERR_INIT;
		od_instant t;
		char buf[32];

		if (od_instant_parse(instants[i].text, &f->when, &t, &err) != 0)
			fail_msg("'%s' refused: %s", instants[i].text, err.msg);
		if (strcmp(od_instant_str(t, buf), instants[i].means) != 0)
			fail_msg("'%s' read as %s", instants[i].text, buf);
	}
}

static void test_instants_refused(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < OD_COUNT(refused_instants); i++) {
		struct od_err err = OD_ERR_INIT;
		od_instant t = { 4711 };
		char buf[32];

		if (od_instant_parse(refused_instants[i], &f->when, &t, &err) == 0)
			fail_msg("'%s' read as %s", refused_instants[i], od_instant_str(t, buf));
		assert_int_equal(err.code, OD_EDATA);
		assert_int_equal(t.sec, 4711);
		assert_int_equal(od_utf8_bad(err.msg, strlen(err.msg)), strlen(err.msg));
	}
}

/* What is wrong is said where it is known, and what to write instead. */
static void test_messages(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "2026-02-30", "'2026-02-30' is not a day: February 2026 has 28" },
		{ "2024-02-30", "'2024-02-30' is not a day: February 2024 has 29" },
		{ "12月32日", "'12月32日' is not a day: December has 31" },
		{ "2026-13-01", "'2026-13-01' is not a day: months are 1 to 12" },
		{ "1899-12-31", "'1899-12-31' is outside the years 1900 to 2199" },
		{ "2月29日", "'2月29日' is not a day of 2025, 2026 or 2027; write the year too" },
		{ "yesterdy", "'yesterdy' is not a date; write 2026-12-05, 12月5日, 今天, +3d, "
			      "周五 or next monday" },
		{ "  yesterdy\n", "'yesterdy' is not a date; write 2026-12-05, 12月5日, 今天, +3d, "
				  "周五 or next monday" },
		{ "a\nb\x80", "'a?b?' is not a date; write 2026-12-05, 12月5日, 今天, +3d, "
			      "周五 or next monday" },
	};
	static const char fraction[] = "'2026-12-05T14:30:05.5Z': fractions of a second are not "
				       "kept; write 14:30:05";
	const struct fixture *f = *state;
	struct od_err err;
	od_instant t;
	od_date d;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		assert_int_equal(od_date_parse(rows[i].text, &f->when, &d, &err), -1);
		assert_string_equal(err.msg, rows[i].says);
	}
	assert_int_equal(od_instant_parse("2026-12-05T14:30:05.5Z", &f->when, &t, &err), -1);
	assert_string_equal(err.msg, fraction);
}

static void test_year_that_is_nearest(void **state)
{
	static const struct {
		int now[3];
		const char *text, *means;
	} rows[] = {
		{ { 2026, 12, 2 }, "6月5日", "2026-06-05" }, /* 180 days ago, 185 to come */
		{ { 2026, 12, 2 }, "6月2日", "2027-06-02" }, /* 183 ago, 182 to come */
		{ { 2026, 1, 3 }, "12月31日", "2025-12-31" },
		{ { 2026, 12, 31 }, "1-1", "2027-01-01" },
		{ { 2026, 1, 1 }, "1-1", "2026-01-01" },
		{ { 2027, 12, 2 }, "2月29日", "2028-02-29" },
		{ { 2028, 7, 1 }, "2-29", "2028-02-29" },
		{ { 2029, 1, 5 }, "2-29", "2028-02-29" },
		{ { 2028, 3, 1 }, "8月31日", "2028-08-31" }, /* 183 both ways: this year's */
		{ { 1900, 1, 2 }, "12-31", "1900-12-31" },   /* 1899 is not to be had */
		{ { 2199, 12, 30 }, "1-1", "2199-01-01" },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		const int *now = rows[i].now;
		struct od_when when = { od_date_start(od_ymd(now[0], now[1], now[2])), NULL };
		struct od_err err = OD_ERR_INIT;
		od_date d;
		char buf[16];

		if (od_date_parse(rows[i].text, &when, &d, &err) != 0)
			fail_msg("'%s' refused: %s", rows[i].text, err.msg);
		if (strcmp(od_date_str(d, buf), rows[i].means) != 0)
			fail_msg("'%s' read as %s", rows[i].text, buf);
	}
}

/* The week is Monday to Sunday, also when today is one of the two. */
static void test_week_at_its_ends(void **state)
{
	static const struct {
		int today;
		const char *text, *means;
	} rows[] = {
		{ 30, "周一", "2026-11-30" },   { 30, "周日", "2026-12-06" },
		{ 30, "上周日", "2026-11-29" }, { 30, "下周一", "2026-12-07" },
		{ 36, "周一", "2026-11-30" },   { 36, "周日", "2026-12-06" },
		{ 36, "下周一", "2026-12-07" }, { 36, "last sunday", "2026-11-29" },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		od_date today = { od_ymd(2026, 11, 30).days + rows[i].today - 30 };
		struct od_when when = { od_date_start(today), NULL };
		struct od_err err = OD_ERR_INIT;
		od_date d;
		char buf[16];

		assert_int_equal(od_date_parse(rows[i].text, &when, &d, &err), 0);
		assert_string_equal(od_date_str(d, buf), rows[i].means);
	}
}

static void test_without_today_or_calendar(void **state)
{
	static const char *const relative[] = { "今天",    "+3d",   "+3w",        "周五",
						"12月5日", "12-05", "next monday" };
	const struct fixture *f = *state;
	struct od_when no_calendar = { f->when.now, NULL }, no_now = { OD_NOINSTANT, NULL };
	struct od_err err;
	od_instant t;
	od_date d;

	assert_int_equal(od_date_parse("+3w", &no_calendar, &d, &err), -1);
	assert_non_null(strstr(err.msg, "working days"));
	for (size_t i = 0; i < OD_COUNT(relative); i++) {
		assert_int_equal(od_date_parse(relative[i], NULL, &d, &err), -1);
		assert_int_equal(od_date_parse(relative[i], &no_now, &d, &err), -1);
	}
	assert_int_equal(od_instant_parse("now", NULL, &t, &err), -1);
	assert_int_equal(od_instant_parse("14:30", NULL, &t, &err), -1);
	assert_int_equal(od_instant_parse("14:30", &no_now, &t, &err), -1);
	assert_int_equal(od_instant_parse("now", &no_now, &t, &err), -1);
	assert_int_equal(od_date_parse("2026-12-05", NULL, &d, &err), 0);
	assert_int_equal(od_instant_parse("2026-12-05T14:30:00+08:00", NULL, &t, &err), 0);
}

/* Every day of the three centuries: in order, its weekday after the day before's, and back. */
static void test_all_days(void **state)
{
	int32_t want = od_ymd(1900, 1, 1).days;
	int weekday = 1; /* 1900-01-01 was a Monday */
	struct od_err err;

	(void)state;
	assert_int_equal(od_ymd(1970, 1, 1).days, 0);
	assert_int_equal(od_ymd(2000, 3, 1).days, 11017);
	for (; want <= od_ymd(2199, 12, 31).days; want++) {
		int year, month, day;
		od_date d = { want }, back;
		char buf[16];

		od_date_split(d, &year, &month, &day);
		assert_int_equal(od_ymd(year, month, day).days, want);
		assert_int_equal(od_weekday(d), weekday);
		assert_int_equal(od_date_parse(od_date_str(d, buf), NULL, &back, &err), 0);
		assert_int_equal(back.days, want);
		weekday = weekday % 7 + 1;
	}
}

static void test_no_such_day(void **state)
{
	static const int rows[][3] = { { 2026, 2, 29 }, { 2026, 0, 1 },  { 2026, 13, 1 },
				       { 2026, 1, 0 },  { 2026, 1, 32 }, { 2026, -1, -1 },
				       { 0, 1, 1 },     { 10000, 1, 1 }, { INT32_MIN, 1, 1 } };

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++)
		assert_false(od_date_is(od_ymd(rows[i][0], rows[i][1], rows[i][2])));
}

static int64_t random_second(void)
{
	const int64_t first = od_date_start(od_ymd(1900, 1, 1)).sec;
	const int64_t end = od_date_start(od_ymd(2199, 12, 31)).sec + 24 * 3600;
	uint64_t r = (uint64_t)random() << 31 | (uint64_t)random();

	return first + (int64_t)(r % (uint64_t)(end - first));
}

static void test_instants_there_and_back(void **state)
{
	srandom(20261205);
	(void)state;
	for (int i = 0; i < 100000; i++) {
		od_instant t = { random_second() }, back;
		struct od_err err = OD_ERR_INIT;
		char buf[32];

		if (od_instant_parse(od_instant_str(t, buf), NULL, &back, &err) != 0)
			fail_msg("%s", err.msg);
		assert_int_equal(back.sec, t.sec);
		/* to the minute, also in the form for people */
		assert_int_equal(od_instant_parse(od_instant_str_short(t, buf), NULL, &back, &err),
				 0);
		assert_in_range(t.sec - back.sec, 0, 59);
		assert_int_equal(od_date_start(od_instant_date(t)).sec <= t.sec, true);
		assert_true(t.sec - od_date_start(od_instant_date(t)).sec < 24 * 3600);
	}
}

static void test_printed(void **state)
{
	char buf[40];

	(void)state;
	assert_string_equal(od_date_str_zh(od_ymd(2026, 12, 5), buf), "2026年12月5日");
	assert_string_equal(od_instant_str(office(2026, 12, 5, 0, 0, 0), buf),
			    "2026-12-05T00:00:00+08:00");
	assert_string_equal(od_instant_str_short(office(2026, 12, 5, 0, 0, 0), buf), "2026-12-05");
	assert_string_equal(od_instant_str_short(office(2026, 12, 5, 0, 0, 9), buf),
			    "2026-12-05 00:00");
	assert_string_equal(od_instant_str_short(office(2026, 12, 5, 14, 30, 5), buf),
			    "2026-12-05 14:30");
	assert_string_equal(od_instant_str((od_instant){ -1 }, buf), "1970-01-01T07:59:59+08:00");
}

static void test_absent_and_senseless(void **state)
{
	static const int64_t far[] = { INT64_MIN, INT64_MIN + 1, INT64_MAX };
	char buf[40];

	(void)state;
	for (size_t i = 0; i < OD_COUNT(far); i++) {
		assert_false(od_date_is(od_instant_date((od_instant){ far[i] })));
		assert_string_equal(od_instant_str((od_instant){ far[i] }, buf), "");
		assert_string_equal(od_instant_str_short((od_instant){ far[i] }, buf), "");
	}
	assert_false(od_instant_is(od_date_start(OD_NODATE)));
	assert_string_equal(od_date_str(OD_NODATE, buf), "");
	assert_string_equal(od_date_str_zh(OD_NODATE, buf), "");
	/* out of a damaged file: no matter what, but no harm */
	assert_true(strlen(od_date_str((od_date){ INT32_MAX }, buf)) < 16);
	assert_true(strlen(od_date_str_zh((od_date){ INT32_MIN + 1 }, buf)) < 40);
	assert_in_range(od_weekday((od_date){ INT32_MAX }), 1, 7);
	assert_in_range(od_weekday((od_date){ INT32_MIN + 1 }), 1, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates_read),
		cmocka_unit_test(test_dates_refused),
		cmocka_unit_test(test_instants_read),
		cmocka_unit_test(test_instants_refused),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_year_that_is_nearest),
		cmocka_unit_test(test_week_at_its_ends),
		cmocka_unit_test(test_without_today_or_calendar),
		cmocka_unit_test(test_all_days),
		cmocka_unit_test(test_no_such_day),
		cmocka_unit_test(test_instants_there_and_back),
		cmocka_unit_test(test_printed),
		cmocka_unit_test(test_absent_and_senseless),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
