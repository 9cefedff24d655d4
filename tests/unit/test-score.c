/* test-score.c - what each kind of score rule makes of what happened, reckoned by hand; that accounts add up, months to
 * years, and last year is judged by last year's rules. */
#include "score.h"

/* --- points and shares ------------------------------------------------------------------------------ */

static void test_points(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: daily, name: 采用, kind: points, measure: adopted, publications: [daily], points: '2' }\n"
	      "  - { code: study, name: 专报, kind: points, measure: adopted, publications: [study], points: '10' }\n"
	      "  - { code: sent, name: 报, kind: points, measure: submitted, categories: [work], points: '0.5' }\n");
	report(s, 1, "U1", "2026-03-01", "甲");
	report(s, 2, "U1", "2026-03-02", "甲");
	issue(s, "daily", 1, "2026-03-03", "1 2");
	issue(s, "study", 1, "2026-03-03", "1");
	account(s, "2026-01-01", "2026-12-31", "U1",
		"03-01 sent 0.5 (0.5) R2026-0001\n"
		"03-03 daily 2 (2) daily/2026-1/1\n"
		"03-03 daily 2 (2) daily/2026-1/2\n"
		"03-03 study 10 (10) study/2026-1/1\n"
		"= 14.5");
	account(s, "2026-01-01", "2026-12-31", "U2", "= 0");
}

/* A merged item of three units: thirds that add up to the whole; by weight; halves; each the whole. */
static void test_shares(void **state)
{
	static const char *const want[][3] = {
		{ "= 3.334", "= 3.333", "= 3.333" },
		{ "= 5.714", "= 2.857", "= 1.429" },
		{ "= 5", "= 5", "= 5" },
		{ "= 10", "= 10", "= 10" },
		{ "= 5.714", "= 2.857", "= 1.429" }, /* a rule that says nothing: the editor's weights */
	};
	static const char *const share[] = { ", share: equal", ", share: weight", ", share: half",
					     ", share: full", "" };
	static const char *const unit[] = { "U1", "U2", "U3" };
	struct state *s = *state;

	for (int64_t n = 1; n <= 3; n++)
		report(s, n, unit[n - 1], "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1*4+2*2+3");
	for (size_t i = 0; i < 5; i++) {
		char yaml[256];
		struct od_scores *x;
		const struct od_score *row;

		snprintf(
			yaml, sizeof(yaml),
			"score_rule:\n  - { code: a, name: a, kind: points, measure: adopted, points: '10'%s }\n",
			share[i]);
		rules(s, yaml);
		x = scores(s, "2026-01-01", "2026-12-31", OD_SCORE_BY_UNIT);
		for (size_t k = 0; k < od_scores_rows(x, &row); k++)
			for (size_t u = 0; u < 3; u++)
				if (!strcmp(row[k].code, unit[u]))
					assert_string_equal(row[k].points, want[i][u] + 2);
		od_scores_free(x);
	}
}

/* A unit with two reports in one item gets both parts; merged items may count otherwise than whole ones. */
static void test_merged(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: alone, name: a, kind: points, measure: adopted, points: '5', merged: alone }\n"
	      "  - { code: merged, name: b, kind: points, measure: adopted, points: '1', merged: merged }\n");
	for (int64_t n = 1; n <= 4; n++)
		report(s, n, n == 3 ? "U2" : "U1", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1+2+3 4");
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-03 alone 5 (5) daily/2026-1/2\n"
		"03-03 merged 0.334 (1 × 1/3) daily/2026-1/1\n"
		"03-03 merged 0.333 (1 × 1/3) daily/2026-1/1\n"
		"= 5.667");
	account(s, "2026-03-01", "2026-03-31", "U2",
		"03-03 merged 0.333 (1 × 1/3) daily/2026-1/1\n"
		"= 0.333");
}

/* The whole, or the half, is a unit's once an item, of however many of its reports it was made; its parts add up. */
static void test_once(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: full, name: a, kind: points, measure: adopted, points: '5', share: full }\n"
	      "  - { code: half, name: b, kind: points, measure: adopted, points: '3', share: half }\n"
	      "  - { code: part, name: c, kind: points, measure: adopted, points: '8' }\n");
	for (int64_t n = 1; n <= 4; n++)
		report(s, n, n == 2 ? "U2" : "U1", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1*2+2+3 4");
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-03 full 5 (5) daily/2026-1/1\n"
		"03-03 full 5 (5) daily/2026-1/2\n"
		"03-03 half 1.5 (3 × 1/2) daily/2026-1/1\n"
		"03-03 half 3 (3) daily/2026-1/2\n"
		"03-03 part 4 (8 × 1/2) daily/2026-1/1\n"
		"03-03 part 2 (8 × 1/4) daily/2026-1/1\n"
		"03-03 part 8 (8) daily/2026-1/2\n"
		"= 28.5");
	account(s, "2026-03-01", "2026-03-31", "U2",
		"03-03 full 5 (5) daily/2026-1/1\n"
		"03-03 half 1.5 (3 × 1/2) daily/2026-1/1\n"
		"03-03 part 2 (8 × 1/4) daily/2026-1/1\n"
		"= 8.5");
}

static void test_deductions(void **state)
{
	struct state *s = *state;

	rules(s, "score_rule:\n"
		 "  - { code: err, name: a, kind: points, measure: error, points: '-2' }\n"
		 "  - { code: hid, name: b, kind: points, measure: concealed, points: '-20' }\n"
		 "  - { code: own, name: c, kind: points, measure: mark }\n"
		 "  - { code: ask, name: d, kind: points, measure: commissioned, points: '2' }\n"
		 "  - { code: not, name: e, kind: points, measure: no-show, points: '-1' }\n");
	report(s, 1, "U1", "2026-03-02", NULL);
	report(s, 2, "U1", "2026-03-20", NULL);
	commission(s, 1, "U1", "2026-03-10", 1);
	commission(s, 2, "U1", "2026-03-11", 2); /* late: neither */
	commission(s, 3, "U1", "2026-03-12", 0);
	begin(s, "2026-03-31 18:00");
	for (int kind = OD_FOR_ERROR; kind <= OD_FOR_DEDUCTION; kind++) {
		struct od_score_mark m;

		memset(&m, 0, sizeof(m));
		od_rec_init(&od_score_mark_type, &m);
		m.unit = strdup("甲局");
		m.kind = kind;
		m.reason = strdup("某事");
		m.points = kind >= OD_FOR_BONUS ? strdup("1.5") : NULL;
		OK(od_score_mark_add(s->db, &m, &s->err));
		assert_string_equal(m.unit, "U1");
		od_rec_clear(&od_score_mark_type, &m);
	}
	commit(s);
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-10 ask 2 (2) Q2026-0001\n"
		"03-12 not -1 (-1) Q2026-0003\n"
		"03-31 err -2 (-2) M2026-0001\n"
		"03-31 hid -20 (-20) M2026-0002\n"
		"03-31 own 1.5 (1.5) M2026-0003\n"
		"03-31 own -1.5 (-1.5) M2026-0004\n"
		"= -21");
}

/* A slot that is late or was left out costs on the day when it was due; only of categories that a rule names. */
static void test_slots(void **state)
{
	struct state *s = *state;

	rules(s,
	      "duty:\n"
	      "  - { code: weekly, name: 周报, desk: ducha, categories: [work], units: [U1], rhythm: week, on: friday, "
	      "due: '17:30', valid_from: 2026-03-01, valid_to: 2026-03-20 }\n"
	      "score_rule:\n"
	      "  - { code: l, name: a, kind: points, measure: late, points: '-1' }\n"
	      "  - { code: o, name: b, kind: points, measure: left-out, points: '-2', categories: [work] }\n"
	      "  - { code: i, name: c, kind: points, measure: left-out, points: '-50', categories: [idea] }\n");
	report(s, 1, "U1", "2026-03-06", NULL); /* in time; 13 March: none; 20 March: */
	RUN("INSERT INTO report (number, unit, category, title, occurred_at, secrecy, urgency, status, undated, desk, "
	    "received_at, content_key) VALUES (?1, 'U1', 'work', '迟', ?2, 'none', 'none', 'received', 0, 'ducha', ?2 "
	    "+ 43200, 9)",
	    od_v(R(9)), od_v(od_date_start(day("2026-03-20")).sec + 8 * 3600));
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-13 o -2 (-2) weekly/U1/2026-03-13\n"
		"03-20 l -1 (-1) weekly/U1/2026-03-20\n"
		"= -3");
}

/* What is no information is not submitted. */
static void test_categories(void **state)
{
	struct state *s = *state;

	rules(s, "setting:\n"
		 "  - { name: score_categories, value: idea, valid_from: 2020-01-01 }\n"
		 "score_rule:\n"
		 "  - { code: a, name: a, kind: points, measure: submitted, points: '1' }\n");
	report(s, 1, "U1", "2026-03-06", NULL); /* work */
	report(s, 2, "U1", "2026-03-07", NULL);
	account(s, "2026-03-01", "2026-03-31", "U1", "03-07 a 1 (1) R2026-0002\n= 1");
}

/* --- times --------------------------------------------------------------------------------------------- */

/* 转报省 ×2, 转报国办 ×5: of the item that was sent, not of what else was made of the report. */
static void test_times(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: adopted, points: '3' }\n"
	      "  - { code: x2, name: b, kind: times, measure: upward-sent, levels: [province], points: '2', of: [a] }\n"
	      "  - { code: x5, name: c, kind: times, measure: upward-sent, levels: [central], points: '5', of: [a] }\n");
	report(s, 1, "U1", "2026-03-01", NULL);
	report(s, 2, "U2", "2026-03-01", NULL);
	report(s, 3, "U3", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1+2 3");
	issue(s, "study", 1, "2026-03-04", "1");
	upward(s, 1, "province", "daily/2026-1/1", 0, "2026-04-05", NULL);
	upward(s, 2, "central", NULL, 3, "2026-04-06", NULL);
	account(s, "2026-01-01", "2026-12-31", "U1",
		"03-03 a 1.5 (3 × 1/2) daily/2026-1/1\n"
		"03-04 a 3 (3) study/2026-1/1\n"
		"04-05 x2 1.5 (1.5 counts 2 times) W2026-0001\n"
		"= 6");
	account(s, "2026-01-01", "2026-12-31", "U3",
		"03-03 a 3 (3) daily/2026-1/2\n"
		"04-06 x5 12 (3 counts 5 times) W2026-0002\n"
		"= 15");
	/* The month in which both were there. */
	account(s, "2026-04-01", "2026-04-30", "U3",
		"04-06 x5 12 (3 counts 5 times) W2026-0002\n= 12");
	account(s, "2026-03-01", "2026-03-31", "U3", "03-03 a 3 (3) daily/2026-1/2\n= 3");
}

/* 省市领导批示 原分加2倍, 国务院 加3倍; each instruction once for a report, however it is linked. */
static void test_plus_times(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: adopted, points: '5' }\n"
	      "  - { code: p2, name: b, kind: plus-times, measure: instructed, leaders: [province, city, "
	      "city-chief], points: '2' }\n"
	      "  - { code: p3, name: c, kind: plus-times, measure: instructed, leaders: [central], points: '3' }\n");
	for (int64_t n = 1; n <= 3; n++)
		report(s, n, n == 3 ? "U2" : "U1", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1 2 3");
	issue(s, "study", 1, "2026-03-03", "2");
	instruct(s, 1, "city", "2026-03-05", "daily/2026-1/1 R2026-0001");
	instruct(s, 2, "central", "2026-03-06", "study/2026-1"); /* all of it is one item */
	instruct(s, 3, "city", "2026-03-07", "daily/2026-1");    /* nobody's in particular */
	instruct(s, 4, "office", "2026-03-07", "daily/2026-1/3");
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-03 a 5 (5) daily/2026-1/1\n"
		"03-03 a 5 (5) daily/2026-1/2\n"
		"03-03 a 5 (5) study/2026-1/1\n"
		"03-05 p2 10 (5, and 2 times that) I2026-0001\n"
		"03-06 p3 15 (5, and 3 times that) I2026-0002\n"
		"= 40");
	account(s, "2026-03-01", "2026-03-31", "U2", "03-03 a 5 (5) daily/2026-1/3\n= 5");
}

/* --- quotas and rates --------------------------------------------------------------------------------------- */

static void test_quota(void **state)
{
	struct state *s = *state;

	rules(s,
	      "unit:\n"
	      "  - { code: U9, name: 新局, kind: department, valid_from: 2026-03-10 }\n"
	      "score_rule:\n"
	      "  - { code: q, name: a, kind: quota, measure: submitted, per: month, need: 3, points: '6', short: '2.5', "
	      "units: [U1, U9] }\n"
	      "  - { code: more, name: b, kind: quota, measure: submitted, per: month, need: 2, points: '1', over: '1', "
	      "units: [U2] }\n"
	      "  - { code: less, name: c, kind: quota, measure: adopted, per: quarter, need: 1, short: '2', units: "
	      "[U3] }\n"
	      "  - { code: base, name: d, kind: quota, measure: submitted, per: quarter, need: 0, points: '6', units: "
	      "[SW] }\n");
	report(s, 1, "U1", "2026-03-31", NULL);
	report(s, 2, "U1", "2026-03-01", NULL);
	report(s, 3, "U2", "2026-03-01", NULL);
	report(s, 4, "U2", "2026-03-02", NULL);
	report(s, 5, "U2", "2026-03-03", NULL);
	report(s, 6, "U2", "2026-04-01", NULL);
	account(s, "2026-03-01", "2026-04-30", "U1",
		"03-31 q 3.5 (2026-03: reports submitted 2 of 3; 6 - 1 × 2.5)\n"
		"04-30 q 0 (2026-04: reports submitted 0 of 3; 6 - 3 × 2.5, not under 0)\n"
		"= 3.5");
	account(s, "2026-03-01", "2026-04-30", "U9",
		"03-31 q 0 (2026-03: reports submitted 0 of 3; not there from the first day)\n"
		"04-30 q 0 (2026-04: reports submitted 0 of 3; 6 - 3 × 2.5, not under 0)\n"
		"= 0");
	account(s, "2026-03-01", "2026-04-30", "U2",
		"03-31 more 2 (2026-03: reports submitted 3 of 2; 1 + 1 × 1)\n"
		"04-30 more 0 (2026-04: reports submitted 1 of 2; not reached)\n"
		"= 2");
	account(s, "2026-01-01", "2026-04-30", "U3",
		"03-31 less -2 (2026 Q1: items adopted 0 of 1; -1 × 2)\n= -2");
	account(s, "2026-01-01", "2026-06-30", "SW",
		"03-31 base 6 (2026 Q1: reports submitted 0 of 0; 6)\n"
		"06-30 base 6 (2026 Q2: reports submitted 0 of 0; 6)\n"
		"= 12");
	/* A month that is not over is not judged; one whose first half is not asked for is, and as a whole. */
	account(s, "2026-03-15", "2026-04-29", "U1",
		"03-31 q 3.5 (2026-03: reports submitted 2 of 3; 6 - 1 × 2.5)\n= 3.5");
}

static void test_weeks(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: q, name: a, kind: quota, measure: submitted, per: week, need: 2, points: '1', over: '1', "
	      "units: [U1] }\n"
	      "  - { code: z, name: b, kind: zero, measure: error, per: week, of: [q], units: [U1] }\n");
	report(s, 1, "U1", "2026-03-30", NULL); /* Monday */
	report(s, 2, "U1", "2026-03-31", NULL);
	report(s, 3, "U1", "2026-04-05", NULL); /* Sunday */
	report(s, 4, "U1", "2026-04-06", NULL);
	report(s, 5, "U1", "2026-04-07", NULL);
	RUN("INSERT INTO score_mark (number, unit, kind, day, reason, at, actor) VALUES (?1, 'U1', 'error', "
	    "'2026-04-08', '-', 0, '-')",
	    od_v(R(1)));
	account(s, "2026-04-01", "2026-04-12", "U1",
		"04-05 q 2 (week of 2026-03-30: reports submitted 3 of 2; 1 + 1 × 1)\n"
		"04-12 q 1 (week of 2026-04-06: reports submitted 2 of 2; 1)\n"
		"04-12 z -1 (week of 2026-04-06: mistake 1 times; 1 is taken back)\n"
		"= 2");
}

static void test_rate(void **state)
{
	struct state *s = *state;

	rules(s, "score_rule:\n"
		 "  - { code: r, name: a, kind: rate, per: quarter, need: 30, points: '-1' }\n");
	for (int64_t n = 1; n <= 7; n++)
		report(s, n, n <= 4 ? "U1" : "U2", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1 5");
	issue(s, "study", 1, "2026-03-03", "1"); /* the same report */
	account(s, "2026-01-01", "2026-03-31", "U1",
		"03-31 r -1 (2026 Q1: 1 of 4 adopted, 25.0%, under 30%)\n"
		"= -1");
	account(s, "2026-01-01", "2026-03-31", "U2", "= 0");
	account(s, "2026-01-01", "2026-03-31", "U3", "= 0"); /* submitted nothing */
}

/* --- best, zero, cap, floor, pass ----------------------------------------------------------------------------- */

/* 不重复计分: only the highest of what one report got stands; what multiplies goes with what it multiplies. */
static void test_best(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: adopted, publications: [daily], points: '3' }\n"
	      "  - { code: b, name: b, kind: points, measure: adopted, publications: [study], points: '10' }\n"
	      "  - { code: x, name: c, kind: times, measure: upward-sent, points: '5', of: [a] }\n"
	      "  - { code: top, name: d, kind: best, of: [a, b, x] }\n");
	report(s, 1, "U1", "2026-03-01", NULL);
	report(s, 2, "U1", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1 2");
	issue(s, "study", 1, "2026-04-03", "1");
	issue(s, "study", 2, "2026-04-04", "2");
	upward(s, 1, "central", "daily/2026-1/2", 0, "2026-03-05", NULL);
	account(s, "2026-03-01", "2026-04-30", "U1",
		"03-03 a 3 (3) daily/2026-1/1\n"
		"03-03 a 3 (3) daily/2026-1/2\n"
		"03-05 x 12 (3 counts 5 times) W2026-0001\n"
		"04-03 b 10 (10) study/2026-1/1\n"
		"04-03 top -3 (only the highest stands, 10; 3 is taken back) daily/2026-1/1\n"
		"04-04 b 10 (10) study/2026-2/1\n"
		"04-04 top -10 (only the highest stands, 15; 10 is taken back) study/2026-2/1\n"
		"= 25");
	account(s, "2026-04-01", "2026-04-30", "U1",
		"04-03 b 10 (10) study/2026-1/1\n"
		"04-03 top -3 (only the highest stands, 10; 3 is taken back) daily/2026-1/1\n"
		"04-04 b 10 (10) study/2026-2/1\n"
		"04-04 top -10 (only the highest stands, 15; 10 is taken back) study/2026-2/1\n"
		"= 7");
}

/* best of points works before what multiplies. */
static void test_best_then_times(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: adopted, publications: [daily], points: '3' }\n"
	      "  - { code: b, name: b, kind: points, measure: adopted, publications: [study], points: '10' }\n"
	      "  - { code: p, name: c, kind: plus-times, measure: instructed, points: '2', of: [a, b] }\n"
	      "  - { code: top, name: d, kind: best, of: [a, b] }\n");
	report(s, 1, "U1", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1");
	issue(s, "study", 1, "2026-03-04", "1");
	instruct(s, 1, "city", "2026-03-05", "R2026-0001");
	account(s, "2026-03-01", "2026-04-30", "U1",
		"03-03 a 3 (3) daily/2026-1/1\n"
		"03-04 b 10 (10) study/2026-1/1\n"
		"03-04 top -3 (only the highest stands, 10; 3 is taken back) daily/2026-1/1\n"
		"03-05 p 20 (10, and 2 times that) I2026-0001\n"
		"= 30");
}

/* An instruction of before the better adoption counted in its month, and goes with what it multiplied. */
static void test_times_then_best(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: adopted, publications: [daily], points: '3' }\n"
	      "  - { code: b, name: b, kind: points, measure: adopted, publications: [study], points: '10' }\n"
	      "  - { code: p, name: c, kind: plus-times, measure: instructed, points: '2', of: [a, b] }\n"
	      "  - { code: top, name: d, kind: best, of: [a, b] }\n");
	report(s, 1, "U1", "2026-03-01", NULL);
	issue(s, "daily", 1, "2026-03-03", "1");
	instruct(s, 1, "city", "2026-03-05", "daily/2026-1/1");
	issue(s, "study", 1, "2026-04-04", "1");
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-03 a 3 (3) daily/2026-1/1\n"
		"03-05 p 6 (3, and 2 times that) I2026-0001\n"
		"= 9");
	account(s, "2026-04-01", "2026-04-30", "U1",
		"04-04 b 10 (10) study/2026-1/1\n"
		"04-04 top -3 (only the highest stands, 10; 3 is taken back) daily/2026-1/1\n"
		"04-04 p -6 (what it multiplied was taken back) I2026-0001\n"
		"= 1");
	account(s, "2026-03-01", "2026-04-30", "U1",
		"03-03 a 3 (3) daily/2026-1/1\n"
		"03-05 p 6 (3, and 2 times that) I2026-0001\n"
		"04-04 b 10 (10) study/2026-1/1\n"
		"04-04 top -3 (only the highest stands, 10; 3 is taken back) daily/2026-1/1\n"
		"04-04 p -6 (what it multiplied was taken back) I2026-0001\n"
		"= 10");
}

/* Accounts of parts of a year add up to the year's. */
static void test_bounds_by_the_month(void **state)
{
	struct state *s = *state;

	rules(s, "score_rule:\n"
		 "  - { code: a, name: a, kind: points, measure: submitted, points: '4' }\n"
		 "  - { code: year, name: b, kind: cap, of: [a, e], per: year, points: '10' }\n"
		 "  - { code: e, name: c, kind: points, measure: error, points: '-5' }\n");
	for (int64_t n = 1; n <= 3; n++)
		report(s, n, "U1", "2026-03-01", NULL);
	report(s, 4, "U1", "2026-04-01", NULL);
	RUN("INSERT INTO score_mark (number, unit, kind, day, reason, at, actor) VALUES (?1, 'U1', 'error', "
	    "'2026-05-08', '-', 0, '-')",
	    od_v(R(1)));
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-01 a 4 (4) R2026-0001\n"
		"03-01 a 4 (4) R2026-0002\n"
		"03-01 a 4 (4) R2026-0003\n"
		"03-31 year -2 (year 2026: 12, at most 10)\n"
		"= 10");
	account(s, "2026-04-01", "2026-04-30", "U1",
		"04-01 a 4 (4) R2026-0004\n"
		"04-30 year -4 (year 2026: 16, at most 10; -2 of it stood before)\n"
		"= 0");
	account(s, "2026-05-01", "2026-05-31", "U1",
		"05-08 e -5 (-5) M2026-0001\n"
		"05-31 year 5 (year 2026: 11, at most 10; -6 of it stood before)\n"
		"= 0");
	account(s, "2026-01-01", "2026-12-31", "U1",
		"03-01 a 4 (4) R2026-0001\n"
		"03-01 a 4 (4) R2026-0002\n"
		"03-01 a 4 (4) R2026-0003\n"
		"04-01 a 4 (4) R2026-0004\n"
		"05-08 e -5 (-5) M2026-0001\n"
		"12-31 year -1 (year 2026: 11, at most 10)\n"
		"= 10");
}

static void test_bounds(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: submitted, points: '4' }\n"
	      "  - { code: cap, name: b, kind: cap, of: [a], per: month, points: '10', sort: 1 }\n"
	      "  - { code: year, name: b, kind: cap, of: [a], per: year, points: '13', sort: 2 }\n"
	      "  - { code: e, name: c, kind: points, measure: error, points: '-5' }\n"
	      "  - { code: low, name: d, kind: floor, of: [e], per: quarter, points: '-2' }\n"
	      "  - { code: ok, name: e, kind: pass, per: quarter, points: '11' }\n");
	for (int64_t n = 1; n <= 3; n++)
		report(s, n, "U1", "2026-03-01", NULL);
	report(s, 4, "U1", "2026-04-01", NULL);
	RUN("INSERT INTO score_mark (number, unit, kind, day, reason, at, actor) VALUES (?1, 'U1', 'error', "
	    "'2026-03-08', '-', 0, '-')",
	    od_v(R(1)));
	account(s, "2026-01-01", "2026-12-31", "U1",
		"03-01 a 4 (4) R2026-0001\n"
		"03-01 a 4 (4) R2026-0002\n"
		"03-01 a 4 (4) R2026-0003\n"
		"03-08 e -5 (-5) M2026-0001\n"
		"03-31 cap -2 (2026-03: 12, at most 10)\n"
		"03-31 low 3 (2026 Q1: -5, at least -2)\n"
		"04-01 a 4 (4) R2026-0004\n"
		"12-31 year -1 (year 2026: 14, at most 13)\n"
		"= 11");
}

/* 2次以上未完成约稿, 全年零分; those of before the days asked for count, too. */
static void test_zero(void **state)
{
	struct state *s = *state;

	rules(s, "score_rule:\n"
		 "  - { code: a, name: a, kind: points, measure: submitted, points: '4' }\n"
		 "  - { code: z, name: b, kind: zero, measure: no-show, per: year, need: 2 }\n");
	report(s, 1, "U1", "2026-03-01", NULL);
	report(s, 2, "U2", "2026-03-01", NULL);
	commission(s, 1, "U1", "2026-01-12", 0);
	commission(s, 2, "U1", "2026-02-12", 0);
	commission(s, 3, "U2", "2026-02-12", 0);
	account(s, "2026-03-01", "2026-03-31", "U1",
		"03-01 a 4 (4) R2026-0001\n"
		"03-31 z -4 (year 2026: commission missed 2 times; 4 is taken back)\n"
		"= 0");
	account(s, "2026-03-01", "2026-03-31", "U2", "03-01 a 4 (4) R2026-0002\n= 4");
}

static void test_passed(void **state)
{
	struct state *s = *state;
	struct od_scores *x;
	const struct od_score *row;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: submitted, points: '6' }\n"
	      "  - { code: ok, name: b, kind: pass, per: quarter, points: '6', units: [U1, U2] }\n");
	report(s, 1, "U1", "2026-03-01", NULL);
	x = scores(s, "2026-01-01", "2026-03-31", OD_SCORE_BY_UNIT);
	for (size_t i = 0; i < od_scores_rows(x, &row); i++) {
		if (!strcmp(row[i].code, "U1"))
			assert_string_equal(row[i].passed, "yes");
		else if (!strcmp(row[i].code, "U2"))
			assert_string_equal(row[i].passed, "no");
		else
			assert_null(row[i].passed);
	}
	od_scores_free(x);
}

/* --- dated rules, months and years ------------------------------------------------------------------------------- */

static void test_last_year(void **state)
{
	struct state *s = *state;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: submitted, points: '1', valid_from: 2025-01-01 }\n"
	      "  - { code: a, name: a, kind: points, measure: submitted, points: '3', valid_from: 2026-01-01 }\n"
	      "  - { code: q, name: b, kind: quota, measure: submitted, per: year, need: 1, points: '10', valid_from: "
	      "2025-01-01, valid_to: 2025-12-31 }\n");
	report(s, 1, "U1", "2025-12-31", NULL);
	report(s, 2, "U1", "2026-01-01", NULL);
	account(s, "2025-01-01", "2025-12-31", "U1",
		"12-31 a 1 (1) R2026-0001\n"
		"12-31 q 10 (year 2025: reports submitted 1 of 1; 10)\n"
		"= 11");
	account(s, "2025-12-31", "2026-12-31", "U1",
		"12-31 a 1 (1) R2026-0001\n"
		"12-31 q 10 (year 2025: reports submitted 1 of 1; 10)\n"
		"01-01 a 3 (3) R2026-0002\n"
		"= 14");
}

static int64_t points_of(struct state *s, const char *from, const char *to, const char *unit)
{
	struct od_scores *x = scores(s, from, to, OD_SCORE_BY_UNIT);
	const struct od_score *row;
	int64_t milli = INT64_MIN;

	for (size_t i = 0; i < od_scores_rows(x, &row); i++)
		if (!strcmp(row[i].code, unit))
			milli = row[i].milli;
	od_scores_free(x);
	return milli;
}

/* Months add up to the year, whatever multiplies what of which month. */
static void test_months_add_up(void **state)
{
	static const int last[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	struct state *s = *state;
	struct od_scores *x;
	const struct od_score_month *month;
	int64_t sum = 0;

	rules(s,
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: adopted, publications: [daily], points: '3' }\n"
	      "  - { code: b, name: b, kind: points, measure: adopted, publications: [study], points: '10' }\n"
	      "  - { code: x, name: c, kind: times, measure: upward-sent, points: '2.5' }\n"
	      "  - { code: p, name: d, kind: plus-times, measure: instructed, points: '2' }\n"
	      "  - { code: q, name: e, kind: quota, measure: submitted, per: week, need: 1, points: '1', over: '1' }\n");
	for (int64_t n = 1; n <= 6; n++)
		report(s, n, "U1", n < 3 ? "2026-02-28" : "2026-05-31", NULL);
	issue(s, "daily", 1, "2026-02-28", "1 2 3+4");
	issue(s, "study", 1, "2026-04-30", "1");
	upward(s, 1, "province", NULL, 1, "2026-03-31", NULL);
	upward(s, 2, "province", "daily/2026-1/3", 0, "2026-01-31",
	       NULL); /* before it was printed */
	instruct(s, 1, "city", "2026-06-30", "R2026-0001 daily/2026-1/2");
	x = scores(s, "2026-01-01", "2026-12-31", OD_SCORE_BY_UNIT);
	assert_int_equal(od_scores_months(x, "U1", &month), 12);
	for (int m = 1; m <= 12; m++) {
		char from[16], to[16];
		int64_t one;

		snprintf(from, sizeof(from), "2026-%02d-01", m);
		snprintf(to, sizeof(to), "2026-%02d-%02d", m, last[m - 1]);
		one = points_of(s, from, to, "U1");
		assert_int_equal(month[m - 1].milli, one);
		sum += one;
	}
	assert_int_equal(month[1].adopted, 4);
	od_scores_free(x);
	assert_int_equal(sum, points_of(s, "2026-01-01", "2026-12-31", "U1"));
	assert_true(sum > 0);
}

/* --- places ---------------------------------------------------------------------------------------------------------- */

static char *ranking(struct state *s, int by)
{
	struct od_scores *x = scores(s, "2026-01-01", "2026-12-31", by);
	struct od_buf b = OD_BUF_INIT;
	const struct od_score *r;
	size_t n = od_scores_rows(x, &r);

	for (size_t i = 0; i < n; i++)
		od_buf_printf(&b, "%s %lld/%lld %s %s %s\n",
			      r[i].class_name ? r[i].class_name : "-", (long long)r[i].place,
			      (long long)r[i].of, r[i].name, r[i].points,
			      r[i].adoption_rate ? r[i].adoption_rate : "-");
	od_scores_free(x);
	return b.s;
}

static void test_places(void **state)
{
	struct state *s = *state;
	char *text;

	rules(s,
	      "unit:\n"
	      "  - { code: U0, name: 撤了的局, kind: department, valid_from: 2020-01-01, valid_to: 2025-12-31 }\n"
	      "  - { code: U4, name: 丁县, kind: county, sort: 9, valid_from: 2020-01-01 }\n"
	      "score_class:\n"
	      "  - { unit: U4, class: 一类, sort: 0, valid_from: 2020-01-01 }\n"
	      "  - { unit: U3, class: 一类, sort: 0, valid_from: 2020-01-01 }\n"
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: adopted, points: '2', classes: [一类] }\n"
	      "  - { code: b, name: b, kind: points, measure: adopted, points: '1', classes: [市级部门] }\n");
	report(s, 1, "U1", "2026-03-01", "甲一");
	report(s, 2, "U2", "2026-03-01", "乙一");
	report(s, 3, "U3", "2026-03-01", "丙一");
	report(s, 4, "U3", "2026-03-01", "丙二");
	report(s, 5, "U3", "2026-03-01", "丙一");
	issue(s, "daily", 1, "2026-03-02", "1 2 3+4 5");
	text = ranking(s, OD_SCORE_BY_UNIT);
	assert_string_equal(text, "leading body 1/1 示例市委 0 -\n"
				  "一类 1/2 丙局 4 100.0%\n"
				  "一类 2/2 丁县 0 -\n"
				  "city department 1/2 甲局 1 100.0%\n"
				  "city department 1/2 乙局 1 100.0%\n");
	free(text);
	text = ranking(s, OD_SCORE_BY_PERSON);
	assert_string_equal(text, "一类 1/2 丙一 (丙局) 3 100.0%\n"
				  "一类 2/2 丙二 (丙局) 1 100.0%\n"
				  "city department 1/2 甲一 (甲局) 1 100.0%\n"
				  "city department 1/2 乙一 (乙局) 1 100.0%\n");
	free(text);
	text = ranking(s, OD_SCORE_BY_CLASS);
	assert_string_equal(text, "- 1/3 一类 4 100.0%\n"
				  "- 2/3 city department 2 100.0%\n"
				  "- 3/3 leading body 0 -\n");
	free(text);
}

/* A unit is judged by the class it was in on the day, and told of as long as something happens to its reports. */
static void test_unit_moves_and_ends(void **state)
{
	struct state *s = *state;
	char *text;

	rules(s,
	      "unit:\n"
	      "  - { code: U0, name: 撤了的局, kind: department, valid_from: 2020-01-01, valid_to: 2025-12-31 }\n"
	      "  - { code: U9, name: 早撤的局, kind: department, valid_from: 2020-01-01, valid_to: 2025-12-31 }\n"
	      "score_class:\n"
	      "  - { unit: U1, class: 一类, sort: 0, valid_from: 2020-01-01, valid_to: 2026-03-15 }\n"
	      "  - { unit: U1, class: 二类, sort: 1, valid_from: 2026-03-16 }\n"
	      "score_rule:\n"
	      "  - { code: a, name: a, kind: points, measure: submitted, points: '2', classes: [一类] }\n"
	      "  - { code: b, name: b, kind: points, measure: submitted, points: '5', classes: [二类] }\n"
	      "  - { code: c, name: c, kind: points, measure: adopted, points: '1' }\n");
	report(s, 1, "U1", "2026-03-10", NULL);
	report(s, 2, "U1", "2026-03-20", NULL);
	report(s, 3, "U0", "2025-12-20", NULL);
	issue(s, "daily", 1, "2026-03-02", "3");
	account(s, "2026-03-01", "2026-04-30", "U1",
		"03-10 a 2 (2) R2026-0001\n"
		"03-20 b 5 (5) R2026-0002\n"
		"= 7");
	account(s, "2026-03-01", "2026-04-30", "U0",
		"03-02 c 1 (1) daily/2026-1/1\n"
		"= 1");
	text = ranking(s, OD_SCORE_BY_UNIT);
	assert_non_null(strstr(text, "撤了的局 1"));
	assert_null(strstr(text, "早撤的局"));
	free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_score, teardown_score)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_points),
		TEST(test_shares),
		TEST(test_once),
		TEST(test_merged),
		TEST(test_deductions),
		TEST(test_slots),
		TEST(test_categories),
		TEST(test_times),
		TEST(test_plus_times),
		TEST(test_quota),
		TEST(test_weeks),
		TEST(test_rate),
		TEST(test_best),
		TEST(test_best_then_times),
		TEST(test_times_then_best),
		TEST(test_bounds_by_the_month),
		TEST(test_unit_moves_and_ends),
		TEST(test_bounds),
		TEST(test_zero),
		TEST(test_passed),
		TEST(test_last_year),
		TEST(test_months_add_up),
		TEST(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
