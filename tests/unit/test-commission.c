/* test-commission.c - commissions: who is asked, which answers count, what is late, missed, excused, and the letter. */
#include "upward.h"

/* It fails again and again on purpose: a stale cause must not be taken for the next one's. */
static void fresh(struct state *s)
{
	s->err = (struct od_err)OD_ERR_INIT;
}

static int teardown_fresh(void **state)
{
	fresh(*state);
	return teardown(state);
}

static const char *add(struct state *s, const char *fields)
{
	struct od_commission c;
	int r;

	fresh(s);
	od_rec_init(&od_commission_type, &c);
	fill(&od_commission_type, &c, fields);
	r = od_commission_add(s->db, &c, &s->err);
	od_rec_clear(&od_commission_type, &c);
	if (r < 0)
		assert_int_equal(s->err.code, OD_EDATA);
	return r < 0 ? s->err.msg : "";
}

static const char *answer(struct state *s, int64_t commission, int64_t report)
{
	fresh(s);
	return od_commission_answer(s->db, od_number(2026, commission), od_number(2026, report),
				    &s->err) < 0
		       ? s->err.msg
		       : "";
}

static const char *excuse(struct state *s, int64_t commission, const char *unit, const char *reason)
{
	fresh(s);
	return od_commission_excuse(s->db, od_number(2026, commission), unit, reason, &s->err) < 0
		       ? s->err.msg
		       : "";
}

/* "U1 answered R1, U2 missed": how it stands with each unit at a moment. */
static const char *stands(struct state *s, const char *at)
{
	static char said[256];
	struct od_commission_unit u;
	struct od_iter *it;
	od_instant now;
	size_t n = 0;
	int r;

	fresh(s);
	OK(od_instant_parse(at, &no_when, &now, &s->err));
	it = od_commission_units(s->db, od_number(2026, 1), NULL, -1, OD_NODATE, OD_NODATE, now,
				 &s->err);
	assert_non_null(it);
	od_rec_init(&od_commission_unit_type, &u);
	*said = '\0';
	while ((r = od_iter_next(it, &u, &s->err)) > 0)
		n += snprintf(said + n, sizeof(said) - n, "%s%s %s", n ? ", " : "", u.unit,
			      od_commission_states[u.state].word);
	OK(r);
	od_rec_clear(&od_commission_unit_type, &u);
	od_iter_free(it);
	return said;
}

static void test_add(void **state)
{
	static const struct {
		const char *fields, *said;
	} cases[] = {
		{ "topic=供水|units=U1、乙局|due_at=2026-09-10 17:30", "" },
		{ "topic=供水|units=U1|due_at=2026-09-10 17:30|publication=每日汇报|level=province",
		  "" },
		{ "units=U1|due_at=2026-09-10 17:30", "say what about: topic is missing" },
		{ "topic=供水|units=U1", "say by when: due_at is missing" },
		{ "topic=供水|due_at=2026-09-10 17:30", "say who is asked: units is missing" },
		{ "topic=供水|units=U1、甲局|due_at=2026-09-10 17:30",
		  "units: '甲局' is named twice" },
		{ "topic=供水|units=U1|due_at=2026-09-04 09:00",
		  "due_at: 2026-09-04 09:00 is past" },
		{ "topic=供水|units=U1|due_at=2026-09-10 17:30|asked_at=2026-09-05 09:00",
		  "asked_at: 2026-09-05 09:00 is still to come" },
		{ "topic=供水|units=丁局|due_at=2026-09-10 17:30", NULL },
		{ "topic=供水|units=U1|due_at=2026-09-10 17:30|publication=日报",
		  "there is no publication '日报'" },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *said = add(s, cases[i].fields);

		if (cases[i].said)
			assert_string_equal(said, cases[i].said);
		else
			has(said, "units: no unit '丁局'");
	}
	commit(s);
	assert_rows("SELECT (number % 1000) || '/' || coalesce(publication, '-') || '/' || level "
		    "FROM commission ORDER BY number",
		    "1/-/office 2/daily/province");
	assert_rows("SELECT (number % 1000) || '/' || unit FROM commission_unit "
		    "ORDER BY number, unit",
		    "1/U1 1/U2 2/U1");
}

/* States follow from report, excuse and time; what a report becomes changes them. */
static void test_states(void **state)
{
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	/* what is printed is neither returned nor withdrawn */
	OK(od_issue_withdraw(s->db, "daily/2026-1", "有误", &s->err));
	OK(od_issue_withdraw(s->db, "advice/2026-1", "有误", &s->err));
	assert_string_equal(add(s, "topic=供水|units=U1、U2、U3|due_at=2026-09-10 17:30"), "");
	assert_string_equal(answer(s, 1, 1), "");
	assert_string_equal(answer(s, 1, 1), "");
	assert_string_equal(excuse(s, 1, "丙局", "机构改革"), "");
	commit(s);
	assert_string_equal(stands(s, "2026-09-10 17:30"), "U1 answered, U2 open, U3 excused");
	assert_string_equal(stands(s, "2026-09-10 17:31"), "U1 answered, U2 missed, U3 excused");

	begin(s, "2026-09-11 09:00");
	submit(s, "unit=U2|category=work|title=乙局迟来的稿");
	assert_string_equal(answer(s, 1, 9), "");
	handle(s, 1, OD_RETURN, "缺数据", NULL); /* it comes again: still an answer */
	commit(s);
	assert_string_equal(stands(s, "2026-09-11 10:00"), "U1 answered, U2 late, U3 excused");

	/* What was withdrawn, rejected or says what another says is none any more. */
	begin(s, "2026-09-11 11:00");
	handle(s, 1, OD_WITHDRAW, "重写", NULL);
	handle(s, 9, OD_REJECT, "不用", NULL);
	commit(s);
	assert_string_equal(stands(s, "2026-09-11 12:00"), "U1 missed, U2 missed, U3 excused");

	/* Another takes its place. */
	begin(s, "2026-09-11 13:00");
	assert_string_equal(answer(s, 1, 4), "");
	handle(s, 4, OD_DUPLICATE_OF, NULL, "R2026-0002");
	assert_string_equal(answer(s, 1, 5), "");
	assert_string_equal(answer(s, 1, 3), ""); /* although it was excused */
	commit(s);
	assert_string_equal(stands(s, "2026-09-11 14:00"), "U1 answered, U2 missed, U3 answered");
	assert_rows(
		"SELECT unit || '/' || coalesce(report % 1000, 0) || '/' || coalesce(excuse, '-') "
		"FROM commission_unit ORDER BY unit",
		"U1/5/- U2/9/- U3/3/机构改革");
}

static void test_refusals(void **state)
{
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	assert_string_equal(add(s, "topic=供水|units=U1、U2|due_at=2026-09-10 17:30"), "");
	handle(s, 5, OD_REJECT, "不用", NULL);
	assert_string_equal(answer(s, 1, 3), "R2026-0003: Q2026-0001 was not asked of 示例市丙局");
	assert_string_equal(answer(s, 1, 99), "no report R2026-0099");
	assert_int_equal(s->err.code, OD_ENOENT);
	assert_string_equal(answer(s, 2, 1), "R2026-0001: no commission Q2026-0002");
	assert_int_equal(s->err.code, OD_ENOENT);
	assert_string_equal(
		answer(s, 1, 5),
		"R2026-0005 is no answer: it was withdrawn, rejected or says what another "
		"says");
	assert_string_equal(answer(s, 1, 1), "");
	assert_string_equal(answer(s, 1, 4),
			    "Q2026-0001 was answered by this unit with R2026-0001 already");
	assert_string_equal(excuse(s, 1, "U1", "忙"),
			    "Q2026-0001 was answered by this unit with R2026-0001 already");
	assert_string_equal(excuse(s, 1, "U3", "忙"), "Q2026-0001 was not asked of 示例市丙局");
	assert_string_equal(excuse(s, 1, "U2", ""), "say why the unit is excused");
	assert_string_equal(excuse(s, 9, "U2", "忙"), "no commission Q2026-0009");
	commit(s);
}

/* Counts and windows go by the due day; a day's last minute is its own. */
static void test_find(void **state)
{
	struct state *s = *state;
	struct od_commission c;
	struct od_iter *it;
	od_instant now;

	begin(s, "2026-09-04 09:00");
	assert_string_equal(add(s, "topic=甲|units=U1、U2、U3|due_at=2026-09-10 17:30"), "");
	assert_string_equal(add(s, "topic=乙|units=U1|due_at=2026-09-11"), ""); /* midnight */
	assert_string_equal(add(s, "topic=丙|units=U1|due_at=2026-09-11 08:00"), "");
	assert_string_equal(answer(s, 1, 1), "");
	assert_string_equal(excuse(s, 1, "U2", "忙"), "");
	commit(s);
	OK(od_instant_parse("2026-09-20 09:00", &no_when, &now, &s->err));
	od_rec_init(&od_commission_type, &c);
	it = od_commission_find(s->db, OD_NOINT, od_ymd(2026, 9, 10), od_ymd(2026, 9, 10), now,
				&s->err);
	assert_int_equal(od_iter_next(it, &c, &s->err), 1);
	assert_string_equal(c.topic, "甲");
	assert_string_equal(c.units, "U1、U2、U3");
	assert_int_equal(c.answered, 1);
	assert_int_equal(c.missed, 1);
	assert_int_equal(od_iter_next(it, &c, &s->err), 1);
	assert_string_equal(c.topic, "乙");
	assert_int_equal(od_iter_next(it, &c, &s->err), 0);
	od_iter_free(it);
	OK(od_instant_parse("2026-09-09 09:00", &no_when, &now, &s->err));
	it = od_commission_find(s->db, od_number(2026, 1), OD_NODATE, OD_NODATE, now, &s->err);
	assert_int_equal(od_iter_next(it, &c, &s->err), 1);
	assert_int_equal(c.missed, 0);
	od_iter_free(it);
	od_rec_clear(&od_commission_type, &c);
}

static void test_letter(void **state)
{
	static const char want[] =
		"                         Request for an article\n"
		"                                                              Q2026-0001\n"
		"示例市甲局:\n"
		"\n"
		"As the Party committee's office of the province asks, you are asked to\n"
		"write on the topic '供水保障'.\n"
		"\n"
		"1. What is wanted\n"
		"    一、现状。\n"
		"    二、问题。\n"
		"\n"
		"2. Time and form\n"
		"    1. Report it by 2026-09-10 17:30; what comes later does not count\n"
		"    as an answer.\n"
		"    2. Report it as usual and write on it the number Q2026-0001.\n"
		"    3. Who cannot keep to the time states the reason before it ends;\n"
		"    what does not come without one counts as not answered.\n"
		"    4. It is meant for '每日汇报'; keep to its style.\n"
		"\n"
		"Ask: 信息处, telephone 0000-54321.\n"
		"\n"
		"                                                          示例市委办公室\n"
		"                                                              2026-09-04\n";
	struct od_buf b = OD_BUF_INIT;
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	assert_string_equal(add(s, "topic=供水保障|units=U1|due_at=2026-09-10 17:30|level=province|"
				   "publication=daily|text=一、现状。\n二、问题。"),
			    "");
	commit(s);
	OK(od_commission_letter(s->db, od_number(2026, 1), "U1", &b, &s->err));
	assert_string_equal(b.s, want);
	assert_int_equal(od_commission_letter(s->db, od_number(2026, 1), "U2", &b, &s->err), -1);
	assert_string_equal(s->err.msg, "Q2026-0001 was not asked of U2");
	fresh(s);
	assert_int_equal(od_commission_letter(s->db, od_number(2026, 2), "U1", &b, &s->err), -1);
	assert_string_equal(s->err.msg, "no commission Q2026-0002");
	od_buf_free(&b);
}

/* What a dump brings must hold together. */
static void test_load(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "commission:\n  - { number: Q2026-0007, topic: 甲, asked_at: 2026-09-01 09:00, due_at: "
		  "2026-09-02 09:00, level: office, at: 2026-09-01 09:00, actor: a }\n"
		  "commission_unit:\n  - { number: Q2026-0007, unit: U1, report: R2026-0001 }\n",
		  "" },
		{ "commission:\n  - { topic: 甲, asked_at: 2026-09-01 09:00, due_at: 2026-09-02 09:00, "
		  "at: 2026-09-01 09:00, actor: a }\n",
		  "a commission is loaded with its number, times and actor; record new ones by "
		  "bulletin-build commission" },
		{ "commission:\n  - { number: Q2026-0007, topic: 乙, asked_at: 2026-09-01 09:00, due_at: "
		  "2026-09-02 09:00, level: office, at: 2026-09-01 09:00, actor: a }\n",
		  "Q2026-0007 is on file with other content" },
		{ "commission:\n  - { number: Q2026-0008, topic: 乙, asked_at: 2026-09-01 09:00, due_at: "
		  "2026-09-01 08:00, at: 2026-09-01 09:00, actor: a }\n",
		  "due_at: 2026-09-01 08:00 is not after it was asked, 2026-09-01 09:00" },
		{ "commission_unit:\n  - { number: Q2026-0009, unit: U1 }\n",
		  "there is no Q2026-0009" },
		{ "commission_unit:\n  - { number: Q2026-0007, unit: U9 }\n", "no unit 'U9'" },
		{ "commission_unit:\n  - { number: Q2026-0007, unit: U2, report: R2026-0099 }\n",
		  "there is no R2026-0099" },
		{ "upward:\n  - { number: W2026-0003, office: 省委办公厅, title: 甲, sent_on: 2026-09-01, "
		  "item: daily/2026-7/1, at: 2026-09-01 09:00, actor: a }\n"
		  "upward_on:\n  - { upward: W2026-0003, report: R2026-0001, weight: 2 }\n",
		  "" },
		{ "upward:\n  - { office: 省委办公厅, title: 甲, sent_on: 2026-09-01 }\n",
		  "what was sent upward is loaded with its number, office, title, date, time and actor; "
		  "record new ones by bulletin-build upward" },
		{ "upward:\n  - { number: W2026-0004, office: 省委办公厅, title: 甲, sent_on: 2026-09-01, "
		  "adopted_in: 要情, at: 2026-09-01 09:00, actor: a }\n",
		  "adopted_on and adopted_in are of what was adopted" },
		{ "upward_on:\n  - { upward: W2026-0009, report: R2026-0001 }\n",
		  "there is no W2026-0009" },
		{ "upward_on:\n  - { upward: W2026-0003, report: R2026-0002, weight: 0 }\n",
		  "weight: 0 is not 1 or more" },
		{ "peer_rank:\n  - { month: 2026-08-01, place: 1 }\n",
		  "a rank is loaded with its time and actor; record new ones by bulletin-build upward" },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fresh(s);
		assert_string_equal(load_text(s, cases[i].text) < 0 ? s->err.msg : "",
				    cases[i].said);
	}
	/* Numbers that came with a dump are not given again. */
	assert_string_equal(add(s, "topic=供水|units=U1|due_at=2026-09-10 17:30"), "");
	commit(s);
	assert_rows("SELECT number % 1000 FROM commission ORDER BY number", "7 8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_add, setup_upward, teardown_fresh),
		cmocka_unit_test_setup_teardown(test_states, setup_upward, teardown_fresh),
		cmocka_unit_test_setup_teardown(test_refusals, setup_upward, teardown_fresh),
		cmocka_unit_test_setup_teardown(test_find, setup_upward, teardown_fresh),
		cmocka_unit_test_setup_teardown(test_letter, setup_upward, teardown_fresh),
		cmocka_unit_test_setup_teardown(test_load, setup_upward, teardown_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
