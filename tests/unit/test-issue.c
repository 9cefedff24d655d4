/* test-issue.c - what is held against the database once more when a draft is issued, numbers, names of issues, credit,
 * copies; what a dump may say of them. */
#include "issues.h"

/* --- what changed since the draft was read --------------------------------------------------------------- */

static void test_two_drafts_read_before_either_is_issued(void **state)
{
	struct state *s = *state;
	struct od_draft_file *a, *b;
	struct od_issue i;

	begin(s, "2026-12-04 18:00");
	a = read_draft(s, DRAFT("daily", "2026-12-04",
				ITEM("work", "R2026-0001", "一") ITEM("work", "R2026-0003", "二")));
	b = read_draft(s,
		       DRAFT("daily", "2026-12-04",
			     ITEM("first", "R2026-0002", "三") ITEM("work", "R2026-0003", "四")));
	od_rec_init(&od_issue_type, &i);
	OK(od_issue_put(s->db, a, &i, &s->err));
	commit(s);
	assert_string_equal(i.issue, "daily/2026-1");
	assert_int_equal(i.items, 2);
	begin(s, "2026-12-04 18:01");
	REFUSED(OD_EDATA,
		"line 5: R2026-0003 is in daily/2026-1 already; leave it out, or withdraw that issue",
		od_issue_put(s->db, b, &i, &s->err));
	od_rollback(s->db);
	assert_int_equal(count(s, "SELECT count(*) FROM issue_item"), 2);
	/* Withdrawn, it is free, also for a draft that was read before. */
	begin(s, "2026-12-04 18:02");
	OK(od_issue_withdraw(s->db, "daily/2026-1", "有误", &s->err));
	OK(od_issue_put(s->db, b, &i, &s->err));
	commit(s);
	assert_string_equal(i.issue, "daily/2026-2");
	assert_int_equal(i.total, 2);
	od_rec_clear(&od_issue_type, &i);
	od_draft_free(a);
	od_draft_free(b);
}

static void test_a_report_returned_meanwhile(void **state)
{
	struct state *s = *state;
	struct od_draft_file *d;
	struct od_handling h = { .number = od_number(2026, 1),
				 .action = OD_RETURN,
				 .reason = (char *)(uintptr_t) "补正" };
	struct od_issue i;

	begin(s, "2026-12-04 18:00");
	d = read_draft(s, DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	OK(od_handle(s->db, &h, &s->err));
	free(h.actor);
	od_rec_init(&od_issue_type, &i);
	REFUSED(OD_EDATA,
		"line 4: R2026-0001 is returned for mending: only what was received or accepted is issued; "
		"accept it by report-handle, or leave it out",
		od_issue_put(s->db, d, &i, &s->err));
	od_rollback(s->db);
	od_rec_clear(&od_issue_type, &i);
	od_draft_free(d);
}

static void test_a_column_that_is_no_more(void **state)
{
	struct state *s = *state;
	struct od_draft_file *d;
	struct od_issue i;

	begin(s, "2026-12-04 18:00");
	d = read_draft(s, DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	OK(od_run(s->db, "UPDATE bulletin_column SET categories = 'other、workers'", OD_NOVALS,
		  &s->err));
	od_rec_init(&od_issue_type, &i);
	REFUSED(OD_EDATA,
		"line 4: R2026-0001 is of category '工作动态', which no column of any publication takes; "
		"put the number right, or leave it out",
		od_issue_put(s->db, d, &i, &s->err));
	od_rollback(s->db);
	od_rec_clear(&od_issue_type, &i);
	od_draft_free(d);
}

static void test_a_publication_that_may_hold_less_secrecy_meanwhile(void **state)
{
	struct state *s = *state;
	struct od_draft_file *d;
	struct od_issue i;

	begin(s, "2026-12-04 18:00");
	d = read_draft(s, DRAFT("secret", "2026-12-04", ITEM("work", "R2026-0004", "一")));
	OK(load_text(s, "publication:\n- { code: secret, name: 内部通报, form: digest, "
			"valid_from: 2026-12-04 }\n"));
	od_rec_init(&od_issue_type, &i);
	REFUSED(OD_EDATA, "line 4: R2026-0004 is secret, which '内部通报' may not hold",
		od_issue_put(s->db, d, &i, &s->err));
	od_rollback(s->db);
	od_rec_clear(&od_issue_type, &i);
	od_draft_free(d);
}

/* --- what is frozen ------------------------------------------------------------------------------------ */

static void test_front_and_back_are_frozen(void **state)
{
	struct state *s = *state;
	struct od_issue i;

	issue(s, "2026-12-04 18:00",
	      DRAFT("secret", "2026-12-04",
		    ITEM("work", "R2026-0001", "一") ITEM("work", "R2026-0004", "二")));
	begin(s, "2026-12-05 09:00");
	OK(load_text(s, "setting:\n- { name: office_name, value: 别处, valid_from: 2026-12-05 }\n"
			"unit:\n- { code: U2, name: 示例市新局, kind: department, "
			"valid_from: 2026-12-05 }\n"
			"publication:\n- { code: secret, name: 新名, form: digest, "
			"valid_from: 2026-12-05 }\n"));
	commit(s);
	od_rec_init(&od_issue_type, &i);
	OK(od_issue_get(s->db, "secret/2026-8", &i, &s->err));
	assert_int_equal(i.total, 8); /* goes on from serial_before, in the year of valid_from */
	assert_string_equal(i.masthead, "机 要 专 报");
	assert_string_equal(i.office, "示例市委办公室");
	assert_int_equal(i.secrecy, OD_SECRECY_SECRET);
	assert_string_equal(i.term, "1年");
	assert_string_equal(i.report_to, "省委办公厅，沈望川");
	assert_null(i.send_to);
	assert_string_equal(i.issue_to, "示例市乙局");
	assert_int_equal(i.copies, 4);
	assert_string_equal(i.actor, "tester");
	od_rec_clear(&od_issue_type, &i);
	assert_int_equal(count(s, "SELECT count(*) FROM copy WHERE record = 'secret/2026-8' AND "
				  "copy = 2 AND recipient = 'P1' AND recipient_name = '沈望川'"),
			 1);
	assert_int_equal(count(s, "SELECT count(*) FROM copy WHERE recipient_name = '示例市乙局'"),
			 2);
}

/* Without anything secret in it, it carries no mark. */
static void test_secrecy_is_that_of_its_items(void **state)
{
	struct state *s = *state;
	struct od_issue i;

	issue(s, "2026-12-04 18:00",
	      DRAFT("secret", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	od_rec_init(&od_issue_type, &i);
	OK(od_issue_get(s->db, "secret/2026-8", &i, &s->err));
	assert_int_equal(i.secrecy, OD_SECRECY_NONE);
	assert_null(i.term);
	od_rec_clear(&od_issue_type, &i);
}

static void test_credit_of_merged_reports(void **state)
{
	struct state *s = *state;
	struct od_adoption a = { 0 };
	struct od_iter *it;

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04",
		    "- { column: work, reports: [R2026-0001, R2026-0003, R2026-0002], "
		    "weights: [1, 3, 2], title: 合并, text: 正文。 }\n"));
	it = od_adoption_find(s->db, "daily/2026-1", NULL, OD_NOINT, OD_NODATE, OD_NODATE, &s->err);
	assert_non_null(it);
	od_rec_init(&od_adoption_type, &a);
	for (int64_t weight = 3; weight > 0; weight--) {
		assert_int_equal(od_iter_next(it, &a, &s->err), 1);
		assert_int_equal(a.weight, weight);
		assert_string_equal(a.unit_name, weight == 3 ? "示例市乙局" : "示例市甲局");
		assert_string_equal(a.title, "合并");
		assert_int_equal(a.date.days, day("2026-12-04").days);
	}
	assert_int_equal(od_iter_next(it, &a, &s->err), 0);
	od_iter_free(it);
	it = od_adoption_find(s->db, NULL, "U2", od_number(2026, 3), day("2026-12-01"),
			      day("2026-12-31"), &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &a, &s->err), 1);
	assert_string_equal(a.original, "乙一");
	assert_int_equal(od_iter_next(it, &a, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_adoption_type, &a);
	/* A unit is named once as the source. */
	assert_int_equal(count(s, "SELECT count(*) FROM issue_item WHERE source = '甲局、乙局'"),
			 1);
}

/* --- names -------------------------------------------------------------------------------------------------- */

static void is_issue(struct state *s, const char *text, const char *want)
{
	char *got = NULL;

	if (od_issue_resolve(s->db, text, day("2026-12-20"), &got, &s->err) < 0)
		fail_msg("'%s': %s", text, s->err.msg);
	assert_string_equal(got, want);
	free(got);
}

static void test_names_of_issues(void **state)
{
	static const char *const second[] = {
		"daily/2026-2",
		"daily 2026-2",
		"daily 2",
		"daily/2",
		"每日汇报 2",
		"每日汇报第2期",
		"《每日汇报》第2期",
		"每日汇报 2026年第2期",
		" daily 2 ",
		"每日汇报2026年第2期",
		"每日汇报　2026年第 2 期",
	};
	struct state *s = *state;
	char *got;

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	issue(s, "2026-12-05 18:00",
	      DRAFT("daily", "2026-12-05", ITEM("work", "R2026-0002", "一")));
	issue(s, "2026-12-31 18:00",
	      DRAFT("daily", "2027-01-01", ITEM("work", "R2026-0003", "一")));
	for (size_t k = 0; k < OD_COUNT(second); k++)
		is_issue(s, second[k], "daily/2026-2");
	is_issue(s, "daily", "daily/2027-1");
	is_issue(s, "每日汇报 2027年第1期", "daily/2027-1");
	is_issue(s, "daily 1", "daily/2026-1");
	REFUSED(OD_ENOENT, "no issue daily/2026-3; 'bulletin-build list daily' lists them",
		od_issue_resolve(s->db, "daily 3", day("2026-12-20"), &got, &s->err));
	REFUSED(OD_ENOENT, "'secret' has no issue yet",
		od_issue_resolve(s->db, "机要专报", day("2026-12-20"), &got, &s->err));
	for (size_t k = 0; k < 6; k++) {
		static const char *const none[] = { "dai",         "daily2",         "daily x",
						    "daily/2026-", "daily 2026-2-3", "" };

		s->err = (struct od_err)OD_ERR_INIT;
		assert_int_equal(od_issue_resolve(s->db, none[k], day("2026-12-20"), &got, &s->err),
				 -1);
		assert_int_equal(s->err.code, OD_EUSAGE);
	}
	s->err = (struct od_err)OD_ERR_INIT;
}

static void test_publications_by_code_and_name(void **state)
{
	struct state *s = *state;
	struct od_publication p;

	od_rec_init(&od_publication_type, &p);
	OK(od_publication_get(s->db, "《每日汇报》", day("2026-12-04"), &p, &s->err));
	assert_string_equal(p.code, "daily");
	OK(od_publication_get(s->db, "secret", day("2026-12-04"), &p, &s->err));
	assert_string_equal(p.name, "机要专报");
	REFUSED(OD_EUSAGE, "no publication 'secret'; there are: daily 每日汇报, page 每日情况汇总",
		od_publication_get(s->db, "secret", day("2025-12-04"), &p, &s->err));
	od_rec_clear(&od_publication_type, &p);
}

/* --- numbers -------------------------------------------------------------------------------------------------- */

/* A dump may bring the counters of more publications and years than are kept at hand. */
static void test_counters_of_many_publications(void **state)
{
	struct state *s = *state;
	struct od_counter c;
	int64_t number;
	enum od_change change;

	begin(s, "2026-12-04 18:00");
	for (int k = 0; k < 200; k++) {
		char series[32];

		snprintf(series, sizeof(series), "issue:p%d", k % 50);
		c = (struct od_counter){ series, 2020 + k / 50, k + 1 };
		OK(od_load(s->db, &od_counter_type, &c, &change, &s->err));
		memset(series, 'x', sizeof(series) - 1); /* what was read last is overwritten */
	}
	OK(od_number_next_of(s->db, "issue:p49", 2021, &number, &s->err));
	assert_true(number == od_number(2021, 101));
	commit(s);
	assert_int_equal(count(s, "SELECT count(*) FROM counter WHERE series LIKE 'issue:p%'"),
			 200);
	assert_int_equal(
		count(s, "SELECT last FROM counter WHERE series = 'issue:p49' AND year = 2021"),
		101);
	assert_int_equal(
		count(s, "SELECT last FROM counter WHERE series = 'issue:p0' AND year = 2020"), 1);
}

static void test_a_number_is_not_used_up_by_a_failure(void **state)
{
	struct state *s = *state;
	struct od_draft_file *d;
	struct od_issue i;

	begin(s, "2026-12-04 18:00");
	d = read_draft(s, DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	od_rec_init(&od_issue_type, &i);
	OK(od_issue_put(s->db, d, &i, &s->err));
	od_rollback(s->db);
	begin(s, "2026-12-04 18:01");
	OK(od_issue_put(s->db, d, &i, &s->err));
	commit(s);
	assert_string_equal(i.issue, "daily/2026-1");
	assert_int_equal(i.total, 1);
	od_rec_clear(&od_issue_type, &i);
	od_draft_free(d);
}

/* --- what an issue holds stays -------------------------------------------------------------------------------- */

/* A report that is printed is not taken from under its issue; it is free with that. */
static void test_a_printed_report_is_not_returned(void **state)
{
	static const int actions[] = { OD_RETURN, OD_REJECT, OD_WITHDRAW, OD_DUPLICATE_OF };
	struct state *s = *state;
	struct od_handling h = { .number = od_number(2026, 1),
				 .reason = (char *)(uintptr_t) "补正",
				 .target = (char *)(uintptr_t) "R2026-0003" };

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	for (size_t i = 0; i < OD_COUNT(actions); i++) {
		begin(s, "2026-12-05 09:00");
		h.action = actions[i];
		REFUSED(OD_EDATA,
			"R2026-0001 is printed in daily/2026-1/1: withdraw that issue first, or correct "
			"it (bulletin-build withdraw, bulletin-build correct)",
			od_handle(s->db, &h, &s->err));
		od_rollback(s->db);
	}
	begin(s, "2026-12-05 09:01");
	OK(od_issue_withdraw(s->db, "daily/2026-1", "有误", &s->err));
	h.action = OD_RETURN;
	OK(od_handle(s->db, &h, &s->err));
	commit(s);
	free(h.actor);
}

static void test_no_issue_of_an_office_without_a_name(void **state)
{
	struct state *s = *state;
	struct od_draft_file *d;
	struct od_issue i;

	begin(s, "2026-12-04 18:00");
	OK(od_run(s->db, "DELETE FROM setting WHERE name = 'office_name'", OD_NOVALS, &s->err));
	d = read_draft(s, DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	od_rec_init(&od_issue_type, &i);
	REFUSED(OD_ESCHEMA,
		"the regime has no 'office_name', which an issue prints; load that setting with "
		"'office-db load'",
		od_issue_put(s->db, d, &i, &s->err));
	od_rollback(s->db);
	od_rec_clear(&od_issue_type, &i);
	od_draft_free(d);
}

/* Of a unit by its reports, or in a few days by the issues: the same. */
static void test_adopted_of_a_unit(void **state)
{
	struct state *s = *state;
	const od_date spans[][2] = { { OD_NODATE, OD_NODATE },
				     { day("2026-12-04"), OD_NODATE },
				     { day("2026-12-04"), day("2026-12-06") },
				     { day("2026-01-01"), day("2026-12-06") } };

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04",
		    ITEM("work", "R2026-0002, R2026-0003", "一") ITEM("work", "R2026-0001", "二")));
	issue(s, "2026-12-07 18:00",
	      DRAFT("secret", "2026-12-07", ITEM("work", "R2026-0001", "一")));
	issue(s, "2026-12-08 18:00",
	      DRAFT("secret", "2026-12-08", ITEM("work", "R2026-0002", "一")));
	begin(s, "2026-12-09 09:00");
	OK(od_issue_withdraw(s->db, "secret/2026-9", "有误", &s->err));
	commit(s);
	for (size_t i = 0; i < OD_COUNT(spans); i++) {
		struct od_iter *it = od_adoption_find(s->db, NULL, "U1", OD_NOINT, spans[i][0],
						      spans[i][1], &s->err);
		struct od_buf got = OD_BUF_INIT;
		struct od_adoption a;

		assert_non_null(it);
		od_rec_init(&od_adoption_type, &a);
		while (od_iter_next(it, &a, &s->err) > 0)
			od_buf_printf(&got, "%s/%lld %s; ", a.issue, (long long)a.item, a.original);
		assert_int_equal(s->err.code, OD_OK);
		assert_string_equal(got.s, i < 2 ? "daily/2026-1/1 甲二; daily/2026-1/2 甲一; "
						   "secret/2026-8/1 甲一; "
						 : "daily/2026-1/1 甲二; daily/2026-1/2 甲一; ");
		od_rec_clear(&od_adoption_type, &a);
		od_iter_free(it);
		od_buf_free(&got);
	}
}

/* --- what a dump says --------------------------------------------------------------------------------------- */

static void test_loading_what_does_not_hold_together(void **state)
{
	static const struct {
		const char *text, *message;
	} bad[] = {
		{ "issue:\n- { issue: daily/2026-1, publication: daily }\n",
		  "an issue is loaded with its name, numbers, date, masthead, office, time and actor; "
		  "make new ones by bulletin-build issue" },
		{ "issue:\n- { issue: daily/2026-3, publication: daily, year: 2026, serial: 3, total: 2, "
		  "date: 2026-12-04, masthead: 每日汇报, office: 办, at: 2026-12-04T18:00:00+08:00, "
		  "actor: a }\n",
		  "total: 2 issues in all are fewer than 3 in a year" },
		{ "issue_item:\n- { issue: daily/2026-9, item: 1, title: 一 }\n",
		  "issue: there is no issue 'daily/2026-9'" },
		{ "adoption:\n- { issue: daily/2026-1, item: 2, report: R2026-0002, weight: 1 }\n",
		  "issue: there is no item 2 in daily/2026-1: it has 1" },
		{ "adoption:\n- { issue: daily/2026-1, item: 1, report: R2026-0099, weight: 1 }\n",
		  "report: there is no R2026-0099" },
		{ "adoption:\n- { issue: daily/2026-1, item: 1, report: R2026-0002, weight: 0 }\n",
		  "weight: 0 is not 1 or more" },
		{ "correction:\n- { number: K2026-0001, issue: daily/2026-9, text: 对, "
		  "at: 2026-12-04T18:00:00+08:00, actor: a }\n",
		  "issue: there is no issue 'daily/2026-9'" },
		{ "copy:\n- { record: daily/2026-1, copy: 0, recipient: U1, recipient_name: 甲 }\n",
		  "a copy is loaded with its number and its recipient's name" },
		{ "publication:\n- { code: x, name: 某, term: 1年 }\n",
		  "term: there is none without a secrecy" },
		{ "publication:\n- { code: x, name: 某, serial_before: 9, total_before: 8, "
		  "valid_from: 2026-01-01 }\n",
		  "serial_before: there cannot be more issues in a year than in all, which "
		  "total_before says" },
		{ "distribution:\n- { publication: daily, recipient: 某, copies: 0 }\n",
		  "copies: 1 to 100000" },
	};
	struct state *s = *state;

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	begin(s, "2026-12-05 09:00");
	for (size_t k = 0; k < OD_COUNT(bad); k++)
		REFUSED(OD_EDATA, bad[k].message, load_text(s, bad[k].text));
	od_rollback(s->db);
}

static void test_publications_that_have_no_issues(void **state)
{
	struct state *s = *state;
	struct od_draft_file *d;
	struct od_issue i;

	begin(s, "2026-12-04 18:00");
	d = read_draft(s, DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	OK(load_text(s, "publication:\n- { code: daily, name: 每日汇报, form: roundup, "
			"valid_from: 2026-12-01 }\n"));
	od_rec_init(&od_issue_type, &i);
	REFUSED(OD_EDATA, "'每日汇报' is made each time from what is on file; it has no issues",
		od_issue_put(s->db, d, &i, &s->err));
	od_rollback(s->db);
	od_draft_free(d);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup_issues, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_two_drafts_read_before_either_is_issued),
		TEST(test_a_report_returned_meanwhile),
		TEST(test_a_column_that_is_no_more),
		TEST(test_a_publication_that_may_hold_less_secrecy_meanwhile),
		TEST(test_front_and_back_are_frozen),
		TEST(test_secrecy_is_that_of_its_items),
		TEST(test_credit_of_merged_reports),
		TEST(test_names_of_issues),
		TEST(test_publications_by_code_and_name),
		TEST(test_counters_of_many_publications),
		TEST(test_a_number_is_not_used_up_by_a_failure),
		TEST(test_a_printed_report_is_not_returned),
		TEST(test_no_issue_of_an_office_without_a_name),
		TEST(test_adopted_of_a_unit),
		TEST(test_loading_what_does_not_hold_together),
		TEST(test_publications_that_have_no_issues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
