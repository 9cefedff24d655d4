/* test-calendar.c - working days over the calendar that is delivered, and rows in any order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "../../lib/base/base.h"

#ifndef SRCDIR
#define SRCDIR "."
#endif

static const char calendar_file[] = SRCDIR "/share/calendar/china.yaml";

/* Its rows are "  - { date: 2026-01-01, off: yes, name: 元旦 }". */
static int load(void **state)
{
	struct od_calendar *c = od_calendar_new();
	FILE *in = fopen(calendar_file, "r");
	int year, month, day, rows = 0;
	char line[256], off[4];

	assert_non_null(c);
	if (!in)
		fail_msg("cannot open %s", calendar_file);
	while (fgets(line, sizeof(line), in)) {
		if (sscanf(line, " - { date: %4d-%2d-%2d, off: %3[a-z],", &year, &month, &day,
			   off) != 4)
			continue;
		assert_int_equal(od_calendar_add(c, od_ymd(year, month, day), off[0] == 'y'), 0);
		rows++;
	}
	fclose(in);
	assert_true(rows > 600);
	*state = c;
	return 0;
}

static int unload(void **state)
{
	od_calendar_free(*state);
	return 0;
}

static void test_workdays_of_years(void **state)
{
	static const struct {
		int year, workdays;
	} rows[] = { { 2024, 251 }, { 2025, 248 }, { 2026, 248 } };

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		od_date d = od_ymd(rows[i].year, 1, 1), end = od_ymd(rows[i].year + 1, 1, 1);
		int n = 0;

		for (; d.days < end.days; d.days++)
			n += od_is_workday(*state, d);
		assert_int_equal(n, rows[i].workdays);
	}
}

static void test_days(void **state)
{
	static const struct {
		int year, month, day;
		bool works;
	} rows[] = {
		{ 2026, 2, 14, true }, /* Saturday before 春节 */
		{ 2026, 2, 15, false },  { 2026, 2, 23, false },
		{ 2026, 2, 24, true },   { 2026, 2, 28, true }, /* Saturday after it */
		{ 2026, 10, 7, false },  { 2026, 10, 8, true },
		{ 2026, 10, 10, true },                         /* Saturday */
		{ 2026, 10, 11, false }, { 2026, 9, 20, true }, /* Sunday */
		{ 2026, 9, 25, false },                         /* 中秋, a Friday */
		{ 2018, 12, 29, true },                         /* announced with 2019 */
		{ 2018, 12, 31, false }, { 2020, 2, 3, true },  /* 春节 made longer */
		{ 2026, 12, 5, false },                         /* any Saturday */
		{ 2026, 12, 7, true },                          /* any Monday */
	};

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		od_date d = od_ymd(rows[i].year, rows[i].month, rows[i].day);

		if (od_is_workday(*state, d) != rows[i].works)
			fail_msg("%04d-%02d-%02d", rows[i].year, rows[i].month, rows[i].day);
	}
}

static void test_counting(void **state)
{
	static const struct {
		int from[3], n, to[3];
	} rows[] = {
		/* over 春节 2026: off from the 15th to the 23rd */
		{ { 2026, 2, 13 }, 1, { 2026, 2, 14 } },
		{ { 2026, 2, 13 }, 2, { 2026, 2, 24 } },
		{ { 2026, 2, 14 }, 1, { 2026, 2, 24 } },
		{ { 2026, 2, 17 }, 1, { 2026, 2, 24 } },
		{ { 2026, 2, 14 }, 5, { 2026, 2, 28 } },
		{ { 2026, 2, 14 }, 6, { 2026, 3, 2 } },
		{ { 2026, 2, 24 }, -1, { 2026, 2, 14 } },
		{ { 2026, 3, 2 }, -6, { 2026, 2, 14 } },
		{ { 2026, 2, 17 }, -1, { 2026, 2, 14 } },
		/* n 0: the day itself, or the next that is worked */
		{ { 2026, 2, 14 }, 0, { 2026, 2, 14 } },
		{ { 2026, 2, 15 }, 0, { 2026, 2, 24 } },
		{ { 2026, 12, 5 }, 0, { 2026, 12, 7 } },
		{ { 2026, 12, 4 }, 3, { 2026, 12, 9 } },
		{ { 2025, 12, 31 }, 1, { 2026, 1, 4 } },
		{ { 2025, 12, 31 }, 248, { 2026, 12, 31 } },
	};

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		const int *from = rows[i].from, *to = rows[i].to;
		od_date d = od_workday_add(*state, od_ymd(from[0], from[1], from[2]), rows[i].n);
		char buf[16];

		if (d.days != od_ymd(to[0], to[1], to[2]).days)
			fail_msg("%d-%d-%d %+d gave %s", from[0], from[1], from[2], rows[i].n,
				 od_date_str(d, buf));
	}
}

static void test_there_and_back(void **state)
{
	od_date d = od_workday_add(*state, od_ymd(2025, 1, 1), 0);

	for (int n = 1; n <= 300; n++) {
		od_date there = od_workday_add(*state, d, n);

		assert_true(od_is_workday(*state, there));
		assert_int_equal(od_workday_add(*state, there, -n).days, d.days);
	}
}

static void test_far_counts_end(void **state)
{
	assert_false(od_date_is(od_workday_add(*state, od_ymd(2026, 1, 1), INT32_MAX)));
	assert_false(od_date_is(od_workday_add(*state, od_ymd(2026, 1, 1), INT32_MIN)));
	assert_false(od_date_is(od_workday_add(*state, OD_NODATE, 1)));
	assert_false(od_date_is(od_workday_add(*state, OD_NODATE, -1)));
}

static void test_provisional(void **state)
{
	struct od_calendar *empty = od_calendar_new();

	assert_non_null(empty);
	assert_false(od_calendar_provisional(*state, od_ymd(2026, 12, 31)));
	assert_true(od_calendar_provisional(*state, od_ymd(2027, 1, 1)));
	assert_false(od_calendar_provisional(*state, od_ymd(2001, 1, 1)));
	assert_true(od_calendar_provisional(empty, od_ymd(2026, 1, 1)));
	assert_true(od_calendar_provisional(empty, od_ymd(1960, 1, 1)));
	assert_true(od_is_workday(empty, od_ymd(2026, 10, 1))); /* a Thursday */
	assert_false(od_is_workday(empty, od_ymd(2026, 10, 10)));
	assert_int_equal(od_calendar_add(empty, od_ymd(1960, 10, 3), true), 0);
	assert_int_equal(od_calendar_add(empty, od_ymd(1959, 10, 1), true), 0); /* not in order */
	assert_false(od_calendar_provisional(empty, od_ymd(1960, 12, 31)));
	assert_true(od_calendar_provisional(empty, od_ymd(1961, 1, 1)));
	od_calendar_free(empty);
	od_calendar_free(NULL);
}

/* Rows come in whatever order a file has them; the later of two about one day counts. */
static void test_any_order(void **state)
{
	struct od_calendar *c = od_calendar_new();
	bool want[1000], given[1000] = { false };
	const int32_t first = od_ymd(2026, 1, 1).days;

	(void)state;
	assert_non_null(c);
	for (int32_t i = 0; i < 1000; i++)
		want[i] = od_weekday((od_date){ first + i }) <= 5;
	srandom(20260101);
	for (int i = 0; i < 3000; i++) {
		int at = (int)(random() % 1000);
		bool off = random() % 2;

		assert_int_equal(od_calendar_add(c, (od_date){ first + at }, off), 0);
		want[at] = !off;
		given[at] = true;
		assert_int_equal(od_is_workday(c, (od_date){ first + at }), want[at]);
	}
	for (int32_t i = 0; i < 1000; i++)
		assert_int_equal(od_is_workday(c, (od_date){ first + i }), want[i]);
	assert_true(memchr(given, false, sizeof(given)) != NULL); /* both kinds were looked at */
	od_calendar_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_workdays_of_years), cmocka_unit_test(test_days),
		cmocka_unit_test(test_counting),          cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_far_counts_end),    cmocka_unit_test(test_provisional),
		cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
