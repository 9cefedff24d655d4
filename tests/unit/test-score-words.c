/* test-score-words.c - the figures of a circular in sentences: none, one and many of each. */
#include "common.h"
#include "../../lib/office/score_words.h"

#define SAYS(call, text)                                   \
	do {                                               \
		struct od_buf b = OD_BUF_INIT;             \
		call;                                      \
		assert_false(b.failed);                    \
		assert_string_equal(b.n ? b.s : "", text); \
		od_buf_free(&b);                           \
	} while (0)

static void test_reports(void **state)
{
	(void)state;
	SAYS(od_score_say_reports(&b, 0, 0), "Units submitted no report. ");
	SAYS(od_score_say_reports(&b, 0, 1),
	     "Units submitted no report; 1 that had come before was adopted. ");
	SAYS(od_score_say_reports(&b, 0, 2),
	     "Units submitted no report; 2 that had come before were adopted. ");
	SAYS(od_score_say_reports(&b, 1, 0), "Units submitted 1 report; none was adopted. ");
	SAYS(od_score_say_reports(&b, 1, 1),
	     "Units submitted 1 report; 1 was adopted, a rate of 100.0%. ");
	SAYS(od_score_say_reports(&b, 1, 2),
	     "Units submitted 1 report; 2 were adopted, with those that had come before. ");
	SAYS(od_score_say_reports(&b, 3, 0), "Units submitted 3 reports; none was adopted. ");
	SAYS(od_score_say_reports(&b, 3, 1),
	     "Units submitted 3 reports; 1 was adopted, a rate of 33.3%. ");
	SAYS(od_score_say_reports(&b, 3, 2),
	     "Units submitted 3 reports; 2 were adopted, a rate of 66.7%. ");
	SAYS(od_score_say_reports(&b, 3, 3),
	     "Units submitted 3 reports; 3 were adopted, a rate of 100.0%. ");
	SAYS(od_score_say_reports(&b, 3, 4),
	     "Units submitted 3 reports; 4 were adopted, with those that had come before. ");
}

static void test_upward(void **state)
{
	(void)state;
	SAYS(od_score_say_upward(&b, 0, 0), "");
	SAYS(od_score_say_upward(&b, 1, 0),
	     "Sent to higher offices: 1; none was adopted there yet. ");
	SAYS(od_score_say_upward(&b, 0, 1),
	     "Adopted by higher offices of what was sent before: 1. ");
	SAYS(od_score_say_upward(&b, 1, 1), "Sent to higher offices: 1, adopted there: 1. ");
	SAYS(od_score_say_upward(&b, 5, 2), "Sent to higher offices: 5, adopted there: 2. ");
}

static void test_instructed(void **state)
{
	(void)state;
	SAYS(od_score_say_instructed(&b, 0, false), "");
	SAYS(od_score_say_instructed(&b, 0, true), "");
	SAYS(od_score_say_instructed(&b, 1, true), "Leaders wrote instructions on them: 1. ");
	SAYS(od_score_say_instructed(&b, 1, false),
	     "Leaders wrote instructions on what had come before: 1. ");
}

static void test_commissions(void **state)
{
	(void)state;
	SAYS(od_score_say_commissions(&b, 0, 0), "");
	SAYS(od_score_say_commissions(&b, 1, 0), "Answered in time: 1; none was left unanswered.");
	SAYS(od_score_say_commissions(&b, 0, 1), "Not answered: 1; none was answered in time.");
	SAYS(od_score_say_commissions(&b, 1, 1), "Answered in time: 1; not answered: 1.");
	SAYS(od_score_say_commissions(&b, 4, 2), "Answered in time: 4; not answered: 2.");
}

/* Every kind there or not. */
static void test_wrong(void **state)
{
	static const char *const cases[16] = {
		"Nothing was late, left out or in error.",
		"Counted: late 1. None: left out, unreported, errors.",
		"Counted: left out 2. None: late, unreported, errors.",
		"Counted: late 1, left out 2. None: unreported, errors.",
		"Counted: unreported 3. None: late, left out, errors.",
		"Counted: late 1, unreported 3. None: left out, errors.",
		"Counted: left out 2, unreported 3. None: late, errors.",
		"Counted: late 1, left out 2, unreported 3. None: errors.",
		"Counted: errors 4. None: late, left out, unreported.",
		"Counted: late 1, errors 4. None: left out, unreported.",
		"Counted: left out 2, errors 4. None: late, unreported.",
		"Counted: late 1, left out 2, errors 4. None: unreported.",
		"Counted: unreported 3, errors 4. None: late, left out.",
		"Counted: late 1, unreported 3, errors 4. None: left out.",
		"Counted: left out 2, unreported 3, errors 4. None: late.",
		"Counted: late 1, left out 2, unreported 3, errors 4.",
	};

	(void)state;
	for (int i = 0; i < 16; i++) {
		const struct od_score all = { .late = i & 1 ? 1 : 0,
					      .left_out = i & 2 ? 2 : 0,
					      .unreported = i & 4 ? 3 : 0,
					      .errors = i & 8 ? 4 : 0 };

		SAYS(od_score_say_wrong(&b, &all), cases[i]);
	}
}

static void test_counts(void **state)
{
	(void)state;
	SAYS(od_score_say_publication(&b, "每日汇报", 1), "每日汇报 1 item");
	SAYS(od_score_say_publication(&b, "每日汇报", 2), "每日汇报 2 items");
	SAYS(od_score_say_times(&b, "甲局", 1), "甲局 (1 time)");
	SAYS(od_score_say_times(&b, "甲局", 2), "甲局 (2 times)");
	SAYS(od_score_say_class(&b, "1", "区县", 1), "(1) 区县, 1 unit");
	SAYS(od_score_say_class(&b, "11", "区县", 6), "(11) 区县, 6 units");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reports),    cmocka_unit_test(test_upward),
		cmocka_unit_test(test_instructed), cmocka_unit_test(test_commissions),
		cmocka_unit_test(test_wrong),      cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
