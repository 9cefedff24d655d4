/* test-score-refused.c - score rules and marks that do not hold together, and what is no number of points. */
#include "score.h"

static void test_refused_rules(void **state)
{
	static const struct {
		const char *rule, *refused;
	} cases[] = {
		{ "kind: points, measure: adopted", "points: kind 'points' needs it" },
		{ "kind: points, points: '1'", "measure: kind 'points' needs it" },
		{ "kind: points, measure: adopted, points: 很多",
		  "points: '很多' is no number of points; write 10, -2 or 2.5, with at most three places" },
		{ "kind: points, measure: adopted, points: '1.2345'",
		  "points: '1.2345' is no number of points; write 10, -2 or 2.5, with at most three places" },
		{ "kind: points, measure: submitted, points: '1', publications: [daily]",
		  "publications: what is counted as 'submitted' has none; leave it out" },
		{ "kind: points, measure: late, points: '-1', share: full",
		  "share: what is counted as 'late' has none; leave it out" },
		{ "kind: points, measure: upward-sent, points: '1', levels: [mars]",
		  "levels: no 'mars'; there are: province, central, city" },
		{ "kind: points, measure: instructed, points: '1', leaders: [me]",
		  "leaders: no 'me'; there are: other, central, province, city-chief, city, office" },
		{ "kind: quota, measure: submitted, need: 3, points: '1'",
		  "per: kind 'quota' needs it" },
		{ "kind: quota, measure: submitted, need: 3, per: month",
		  "a quota gives points, or takes them: points, short or over is needed" },
		{ "kind: quota, measure: submitted, need: 3, per: month, short: '-1'",
		  "short: -1 is less than 0" },
		{ "kind: rate, need: 130, per: month, points: '-1'",
		  "need: 130 is more than 100 per cent" },
		{ "kind: quota, measure: submitted, need: 9223372036854775807, per: week, short: '1000000'",
		  "need: 9223372036854775807 is more than 1000000" },
		{ "kind: best, points: '1'",
		  "points: kind 'best' does not look at it; leave it out" },
		{ "kind: cap, per: month, points: '1', measure: late",
		  "measure: kind 'cap' does not look at it; leave it out" },
	};
	struct state *s = *state;

	begin(s, "2026-12-04 18:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char yaml[300];

		snprintf(yaml, sizeof(yaml), "score_rule:\n  - { code: a, name: a, %s }\n",
			 cases[i].rule);
		s->err = (struct od_err)OD_ERR_INIT;
		assert_int_equal(load_text(s, yaml), -1);
		assert_string_equal(s->err.msg, cases[i].refused);
	}
	s->err = (struct od_err)OD_ERR_INIT;
	commit(s);
}

static void test_refused_marks(void **state)
{
	static const struct {
		const char *fields, *refused;
	} cases[] = {
		{ "unit=U1|kind=error|reason=错字|points=2",
		  "points: what 'error' costs, the score rules say; leave it out" },
		{ "unit=U1|kind=bonus|reason=好", "points: a bonus or deduction says how many" },
		{ "unit=U1|kind=bonus|reason=好|points=-2",
		  "points: -2 is not more than 0; the kind says which way it goes" },
		{ "unit=U1|kind=error", "reason is missing" },
		{ "unit=U1|kind=error|reason=错字|report=R2026-0077",
		  "report: there is no R2026-0077" },
		{ "unit=U2|kind=error|reason=错字|report=R2026-0001",
		  "report: R2026-0001 is of 'U1', not of 'U2'" },
		{ "unit=U1|kind=error|reason=错字|day=2027-01-01",
		  "day: 2027-01-01 is still to come" },
		{ "kind=error|reason=错字", "unit is missing" },
	};
	struct state *s = *state;

	report(s, 1, "U1", "2026-03-01", NULL);
	begin(s, "2026-12-04 18:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct od_score_mark m;

		memset(&m, 0, sizeof(m));
		od_rec_init(&od_score_mark_type, &m);
		fill(&od_score_mark_type, &m, cases[i].fields);
		s->err = (struct od_err)OD_ERR_INIT;
		assert_int_equal(od_score_mark_add(s->db, &m, &s->err), -1);
		assert_string_equal(s->err.msg, cases[i].refused);
		od_rec_clear(&od_score_mark_type, &m);
	}
	s->err = (struct od_err)OD_ERR_INIT;
	commit(s);
}

static void test_decimals(void **state)
{
	static const char *const same[] = { "0", "1", "-1", "2.5", "-0.001", "1000000", "0.333" };
	static const char *const bad[] = { "",   "-",       ".5",  "1.",     "1.2.3", "1e3",
					   " 1", "1000001", "--1", "0.0001", "１" };
	struct od_err err = OD_ERR_INIT;
	int64_t milli;
	char buf[32];

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		assert_int_equal(od_points_parse(same[i], &milli, &err), 0);
		assert_string_equal(od_points_str(milli, buf), same[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(od_points_parse(bad[i], &milli, &err), -1);
	assert_int_equal(od_points_parse("+2.50", &milli, &err), 0);
	assert_string_equal(od_points_str(milli, buf), "2.5");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_score, teardown_score)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_refused_rules),
		TEST(test_refused_marks),
		cmocka_unit_test(test_decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
