/* test-upward.c - what is sent to higher offices and what becomes of it, the office's rank, names of issues and
 * items, and what units are told of it all. */
#include "upward.h"

/* "" if it was added, "as W..." if it was on file, else why not. */
static const char *add(struct state *s, const char *fields)
{
	static char said[32];
	struct od_upward u;
	int r;

	s->err = (struct od_err)OD_ERR_INIT;
	od_rec_init(&od_upward_type, &u);
	fill(&od_upward_type, &u, fields);
	r = od_upward_add(s->db, &u, &s->err);
	if (r > 0)
		snprintf(said, sizeof(said), "as W%lld", (long long)(u.number % OD_SERIALS));
	od_rec_clear(&od_upward_type, &u);
	if (r < 0)
		assert_int_equal(s->err.code, OD_EDATA);
	return r < 0 ? s->err.msg : r > 0 ? said : "";
}

static void test_add(void **state)
{
	static const struct {
		const char *fields, *said;
	} cases[] = {
		{ "office=省委办公厅|item=daily/2026-1/1", "" },
		{ "office=省委办公厅|item=daily/2026-01/01", "as W1" },
		{ "office=省委办公厅|item=daily/2026-1/1|title=另一个题目", "" },
		{ "office=中办|level=central|item=advice/2026-1", "" },
		{ "office=中办|level=central|reports=R2026-0005、r2026-7|external_id=X-1", "" },
		{ "office=别处|reports=R2026-0001|external_id=X-1", "as W4" },
		{ "office=省委办公厅|reports=R2026-0005", "" },
		{ "office=省委办公厅|reports=R2026-0005|external_id=X-2", "as W5" },
		{ "office=省委办公厅|item=daily/2026-1/2|reports=R2026-0003", "" },
		{ "office=省委办公厅|item=daily/2026-1/2|reports=R2026-0004",
		  "reports: daily/2026-1/2 was not made of R2026-0004" },
		{ "item=daily/2026-1/1", "say where it was sent: office is missing" },
		{ "office=省委办公厅", "say what was sent: an item (daily/2026-341/3) or reports "
				       "(R2026-0123)" },
		{ "office=省委办公厅|item=daily/2026-1",
		  "item: daily/2026-1 has 2 items; say which, such as daily/2026-1/1" },
		{ "office=省委办公厅|item=daily/2026-1/3",
		  "item: daily/2026-1 has no item 3: it has 2" },
		{ "office=省委办公厅|item=daily/2026-9/3", "item: there is no issue daily/2026-9" },
		{ "office=省委办公厅|item=R2026-0001",
		  "item: R2026-0001 is no item such as daily/2026-341/3" },
		{ "office=省委办公厅|reports=R2026-0099", "reports: there is no R2026-0099" },
		{ "office=省委办公厅|reports=R2026-0005、R2026-5",
		  "reports: R2026-0005 stands twice" },
		{ "office=省委办公厅|reports=R2026-0006",
		  "reports: R2026-0006 is rejected: only what was received or accepted is sent upward" },
		{ "office=省委办公厅|item=daily/2026-1/2|sent_on=2026-09-05",
		  "sent_on: 2026-09-05 is still to come" },
		{ "office=省委办公厅|item=daily/2026-1/2|adopted_on=2026-09-05",
		  "adopted_on: 2026-09-05 is still to come" },
		{ "office=省委办公厅|item=daily/2026-1/2|adopted_in=要情",
		  "adopted_on is missing" },
		{ "office=省委办公厅|item=daily/2026-1/2|sent_on=2026-09-03|adopted_on=2026-09-02",
		  "adopted_on: 2026-09-02 is before it was sent on 2026-09-03" },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	handle(s, 6, OD_REJECT, "不用", NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(add(s, cases[i].fields), cases[i].said);
	commit(s);
	/* Reports behind an item have its weights; a title that is not given is the item's or the first report's. */
	assert_rows("SELECT (o.upward % 1000) || '/' || (o.report % 1000) || '/' || o.weight "
		    "FROM upward_on o ORDER BY o.upward, o.report",
		    "1/1/2 1/2/1 2/1/2 2/2/1 3/4/1 4/5/1 4/7/1 5/5/1 6/3/1");
	assert_rows("SELECT title || '/' || coalesce(item, '-') || '/' || sent_on FROM upward "
		    "ORDER BY number",
		    "两局联动抓供水/daily/2026-1/1/2026-09-04 另一个题目/daily/2026-1/1/2026-09-04 "
		    "关于供水的建议/advice/2026-1/1/2026-09-04 管网改造/-/2026-09-04 "
		    "管网改造/-/2026-09-04 丙局改进服务/daily/2026-1/2/2026-09-04");
}

static int teardown_upward(void **state)
{
	struct state *s = *state;

	s->err = (struct od_err)OD_ERR_INIT;
	return teardown(state);
}

static void test_withdrawn_issue(void **state)
{
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	OK(od_issue_withdraw(s->db, "daily/2026-1", "有误", &s->err));
	assert_string_equal(add(s, "office=省委办公厅|item=daily/2026-1/1"),
			    "item: daily/2026-1 was withdrawn");
	commit(s);
}

/* What is known to be adopted when it is registered; what is told later; what was told wrong. */
static void test_results(void **state)
{
	static const struct {
		int64_t serial;
		int status;
		const char *on, *in, *said;
	} cases[] = {
		{ 1, OD_UPWARD_ADOPTED, "2026-09-03", "要情", "" },
		{ 1, OD_UPWARD_ADOPTED, "2026-09-04", "《要情》", "" },
		{ 2, OD_UPWARD_DECLINED, NULL, NULL, "" },
		{ 2, OD_UPWARD_ADOPTED, NULL, "要情", "" },
		{ 3, OD_UPWARD_DECLINED, NULL, NULL, "" },
		{ 1, OD_UPWARD_ADOPTED, "2026-09-01", "要情",
		  "W2026-0001: adopted_on: 2026-09-01 is before it was sent on 2026-09-02" },
		{ 1, OD_UPWARD_ADOPTED, "2026-09-05", "要情",
		  "W2026-0001: adopted_on: 2026-09-05 is still to come" },
		{ 9, OD_UPWARD_DECLINED, NULL, NULL, "nothing was sent upward as W2026-0009" },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	assert_string_equal(add(s, "office=省委办公厅|item=daily/2026-1/1|sent_on=2026-09-02"), "");
	assert_string_equal(add(s, "office=省委办公厅|item=daily/2026-1/2"), "");
	assert_string_equal(add(s, "office=省委办公厅|item=advice/2026-1|adopted_on=2026-09-03|"
				   "adopted_in=要情"),
			    "");
	assert_rows("SELECT status || '/' || sent_on || '/' || adopted_on FROM upward "
		    "ORDER BY number DESC LIMIT 1",
		    "adopted/2026-09-03/2026-09-03");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		od_date on = OD_NODATE;
		int r;

		if (cases[i].on)
			OK(od_date_parse(cases[i].on, &no_when, &on, &s->err));
		s->err = (struct od_err)OD_ERR_INIT;
		r = od_upward_result(s->db, od_number(2026, cases[i].serial), cases[i].status, on,
				     cases[i].in, &s->err);
		assert_string_equal(r < 0 ? s->err.msg : "", cases[i].said);
	}
	assert_int_equal(s->err.code, OD_ENOENT);
	commit(s);
	assert_rows("SELECT status || '/' || coalesce(adopted_on, '-') || '/' || "
		    "coalesce(adopted_in, '-') FROM upward ORDER BY number",
		    "adopted/2026-09-04/《要情》 adopted/2026-09-04/要情 declined/-/-");
}

static void test_ranks(void **state)
{
	static const struct {
		const char *fields, *said;
	} cases[] = {
		{ "month=2026-08-17|place=3|of=17|points=96.5", "" },
		{ "month=2026-08-01|place=2|of=17|points=97", "" }, /* counted once more */
		{ "level=central|month=2026-08-01|place=20", "" },
		{ "place=3", "month is missing" },
		{ "month=2026-08-01", "place is 1 or more" },
		{ "month=2026-08-01|place=0", "place is 1 or more" },
		{ "month=2026-08-01|place=18|of=17", "place 18 of 17: there are not so many" },
		{ "month=2026-10-01|place=1", "month: 2026-10-01 is still to come" },
		{ "month=2026-08-01|place=1|points=很多",
		  "points: '很多' is no number such as 96.5" },
		{ "month=2026-08-01|place=1|points=1.", "points: '1.' is no number such as 96.5" },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct od_peer_rank k;
		int r;

		od_rec_init(&od_peer_rank_type, &k);
		fill(&od_peer_rank_type, &k, cases[i].fields);
		r = od_peer_rank_put(s->db, &k, &s->err);
		assert_string_equal(r < 0 ? s->err.msg : "", cases[i].said);
		od_rec_clear(&od_peer_rank_type, &k);
	}
	commit(s);
	assert_rows("SELECT level || '/' || month || '/' || place || '/' || coalesce(points, '-') "
		    "FROM peer_rank ORDER BY level",
		    "central/2026-08-01/20/- province/2026-08-01/2/97");
}

/* An issue or an item that is named must be there, and is kept by its permanent name. */
static void test_names(void **state)
{
	static const struct {
		const char *record, *said;
	} cases[] = {
		{ "daily/2026-1", "" },
		{ "daily/2026-001/2", "" },
		{ "W2026-0001", "" },
		{ "roundup/2026-09-03/3", "" }, /* no issue: kept as it is */
		{ "daily/2026-2", "there is no issue daily/2026-2" },
		{ "daily/2026-1/3", "daily/2026-1 has no item 3: it has 2" },
		{ "weekly/2026-1/1", "there is no issue weekly/2026-1" },
		{ "Q2026-0001", "there is no Q2026-0001" },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	assert_string_equal(add(s, "office=省委办公厅|item=daily/2026-1/1"), "");
	TAKEN(instruction, "leader=P1|text=抓紧办理。");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int r = od_instruction_link(s->db, od_number(2026, 1), cases[i].record, &s->err);

		assert_string_equal(r < 0 ? s->err.msg : "", cases[i].said);
	}
	commit(s);
	assert_rows("SELECT record FROM instruction_on ORDER BY record",
		    "W2026-0001 daily/2026-1 daily/2026-1/2 roundup/2026-09-03/3");
}

/* --- what units are told ----------------------------------------------------------------------------- */

static char *feedback(struct state *s, const char *unit, int *r)
{
	struct od_buf b = OD_BUF_INIT;
	od_instant now;

	OK(od_instant_parse("2026-09-04 18:00", &no_when, &now, &s->err));
	*r = od_feedback_text(s->db, unit, od_ymd(2026, 9, 1), od_ymd(2026, 9, 4), now, &b,
			      &s->err);
	OK(*r);
	return b.s;
}

static void test_feedback(void **state)
{
	static const char want[] =
		"                      What became of your reports\n"
		"                       (2026-09-01 to 2026-09-04)\n"
		"\n"
		"示例市甲局:\n"
		"What became of the information that you reported in these days is told\n"
		"below.\n"
		"\n"
		"1. In all\n"
		"    reported 5, adopted 2 (40.0 %), sent upward 2, adopted above 1,\n"
		"    instructed on 2, returned 1, rejected 1, besides duplicates 1.\n"
		"\n"
		"2. Adopted items: 2\n"
		" 1. '情况与建议' 2026 no. 1 (09-03): 关于供水的建议 (R2026-0004); your\n"
		"    title: '供水建议'.\n"
		" 2. '每日汇报' 2026 no. 1 (09-03): 两局联动抓供水 (R2026-0001); your\n"
		"    title: '甲局抓供水'; made of 2 reports together, credit 2/3.\n"
		"\n"
		"3. Sent to higher offices: 2\n"
		" 1. to 省委办公厅 (09-04): 两局联动抓供水 (W2026-0001); adopted 09-04\n"
		"    in '要情'; credit 2/3.\n"
		" 2. to 中办 (09-04): 关于供水的建议 (W2026-0002); no answer yet.\n"
		"\n"
		"4. Leaders' instructions: 2\n"
		" 1. chief of the city, 09-04, on 两局联动抓供水 (I2026-0001): '很好，\n"
		"    请推广。'.\n"
		" 2. city leader, 09-04, on [highly secret] (I2026-0002).\n"
		"\n"
		"5. Returned for mending: 1\n"
		" 1. [highly secret] (R2026-0006); on 09-04; by 信息处, telephone\n"
		"    0000-54321.\n"
		"\n"
		"6. Not used: 1\n"
		" 1. 管网改造 (R2026-0005); on 09-04; because: 已报过; by 信息处,\n"
		"    telephone 0000-54321.\n"
		"\n"
		"7. Duplicates: 1\n"
		" 1. 水价听证 (R2026-0007); on 09-04; says what R2026-0002 ('乙局抓供水\n"
		"    ') says; by 信息处, telephone 0000-54321.\n"
		"\n"
		"Please mend what was returned and report it again soon, and answer\n"
		"what was commissioned.\n"
		"Thank you for supporting the information work of the Party committee;\n"
		"please go on reporting what matters, early and accurately.\n"
		"Ask: 信息处, telephone 0000-54321.\n"
		"\n"
		"                                                          示例市委办公室\n"
		"                                                              2026-09-04\n";
	struct state *s = *state;
	char *text;
	int r;

	begin(s, "2026-09-04 09:00");
	assert_string_equal(add(s, "office=省委办公厅|item=daily/2026-1/1|adopted_on=2026-09-04|"
				   "adopted_in=《要情》"),
			    "");
	assert_string_equal(add(s, "office=中办|level=central|item=advice/2026-1"), "");
	TAKEN(instruction, "leader=P1|text=很好，请推广。|records=R2026-0001、daily/2026-1/1");
	/* On an open one too: what was written speaks of both. */
	TAKEN(instruction, "leader=P2|text=不许外传。|records=R2026-0005、R2026-0006");
	TAKEN(instruction, "leader=P2|text=别人的。|records=R2026-0003");
	handle(s, 5, OD_REJECT, "已报过。", NULL);
	handle(s, 6, OD_RETURN, "缺数据", NULL);
	handle(s, 7, OD_DUPLICATE_OF, NULL, "R2026-0002");
	commit(s);
	text = feedback(s, "U1", &r);
	assert_int_equal(r, 0);
	assert_string_equal(text, want);
	has_not(text, "机密的事");
	has_not(text, "外传");
	has_not(text, "缺数据");
	free(text);
}

/* A unit that reported nothing; one whose issue was withdrawn; what waits. */
static void test_feedback_little(void **state)
{
	struct state *s = *state;
	char *text;
	int r;

	text = feedback(s, "SW", &r);
	assert_int_equal(r, 1);
	has(text, "reported 0, adopted 0.\n\nThank you");
	free(text);
	begin(s, "2026-09-04 09:00");
	OK(od_issue_withdraw(s->db, "daily/2026-1", "有误", &s->err));
	handle(s, 3, OD_ACCEPT, NULL, NULL);
	commit(s);
	text = feedback(s, "U3", &r);
	has(text, "reported 1, adopted 0 (0.0 %), waiting 1.\n\n2. Adopted items withdrawn: 1\n"
		  " 1. '每日汇报' 2026 no. 1 (09-03): 丙局改进服务 (R2026-0003); the\n"
		  "    issue was withdrawn, the item does not count as adopted.\n\n3. Waiting: 1\n"
		  " 1. 丙局改进服务 (R2026-0003); received 09-02, taken for editing.\n");
	free(text);
	r = od_feedback_text(s->db, "U9", od_ymd(2026, 9, 1), od_ymd(2026, 9, 4), (od_instant){ 0 },
			     &(struct od_buf)OD_BUF_INIT, &s->err);
	assert_int_equal(r, -1);
	assert_string_equal(s->err.msg, "no unit 'U9'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_add, setup_upward, teardown_upward),
		cmocka_unit_test_setup_teardown(test_withdrawn_issue, setup_upward,
						teardown_upward),
		cmocka_unit_test_setup_teardown(test_results, setup_upward, teardown_upward),
		cmocka_unit_test_setup_teardown(test_ranks, setup_upward, teardown_upward),
		cmocka_unit_test_setup_teardown(test_names, setup_upward, teardown_upward),
		cmocka_unit_test_setup_teardown(test_feedback, setup_upward, teardown_upward),
		cmocka_unit_test_setup_teardown(test_feedback_little, setup_upward,
						teardown_upward),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
