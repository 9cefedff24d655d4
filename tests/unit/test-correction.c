/* test-correction.c - corrections: printed once, in the next issue, with their secrecy; what is refused. */
#include "issues.h"

static void correct(struct state *s, const char *issue_name, int64_t item, const char *text)
{
	struct od_correction c;

	od_rec_init(&od_correction_type, &c);
	c.issue = strdup(issue_name);
	c.item = item;
	c.text = strdup(text);
	OK(od_correction_add(s->db, &c, &s->err));
	od_rec_clear(&od_correction_type, &c);
}

static void test_corrections_are_printed_once(void **state)
{
	struct state *s = *state;
	struct od_correction c = { 0 };
	struct od_iter *it;

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	begin(s, "2026-12-05 09:00");
	correct(s, "daily/2026-1", 1, "一应为二");
	correct(s, "daily/2026-1", OD_NOINT, "日期有误");
	commit(s);
	/* another publication does not print them */
	issue(s, "2026-12-05 10:00",
	      DRAFT("secret", "2026-12-05", ITEM("work", "R2026-0002", "一")));
	issue(s, "2026-12-05 18:00",
	      DRAFT("daily", "2026-12-05", ITEM("work", "R2026-0002", "一")));
	issue(s, "2026-12-06 18:00",
	      DRAFT("daily", "2026-12-06", ITEM("work", "R2026-0003", "一")));
	it = od_correction_printed_in(s->db, "daily/2026-2", &s->err);
	assert_non_null(it);
	od_rec_init(&od_correction_type, &c);
	assert_int_equal(od_iter_next(it, &c, &s->err), 1);
	assert_string_equal(c.text, "一应为二");
	assert_int_equal(od_iter_next(it, &c, &s->err), 1);
	assert_true(c.item == OD_NOINT);
	assert_int_equal(od_iter_next(it, &c, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_correction_type, &c);
	assert_int_equal(
		count(s, "SELECT count(*) FROM correction WHERE printed_in <> 'daily/2026-2'"), 0);
}

/* Of the only correction. */
static const char *printed_in(struct state *s)
{
	static char name[64];
	struct od_iter *it = od_correction_find(s->db, NULL, &s->err);
	struct od_correction c;

	assert_non_null(it);
	od_rec_init(&od_correction_type, &c);
	assert_int_equal(od_iter_next(it, &c, &s->err), 1);
	snprintf(name, sizeof(name), "%s", c.printed_in ? c.printed_in : "");
	od_iter_free(it);
	od_rec_clear(&od_correction_type, &c);
	return *name ? name : NULL;
}

static int corrections_in(struct state *s, const char *issue_name)
{
	struct od_iter *it = od_correction_printed_in(s->db, issue_name, &s->err);
	struct od_correction c;
	int n = 0;

	assert_non_null(it);
	od_rec_init(&od_correction_type, &c);
	while (od_iter_next(it, &c, &s->err) > 0)
		n++;
	od_iter_free(it);
	od_rec_clear(&od_correction_type, &c);
	return n;
}

/* An issue that was withdrawn printed nothing: its corrections go into the next. */
static void test_corrections_of_a_withdrawn_issue_are_due_again(void **state)
{
	struct state *s = *state;

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	begin(s, "2026-12-05 09:00");
	correct(s, "daily/2026-1", 1, "一应为二");
	commit(s);
	issue(s, "2026-12-05 18:00",
	      DRAFT("daily", "2026-12-05", ITEM("work", "R2026-0002", "一")));
	begin(s, "2026-12-05 19:00");
	OK(od_issue_withdraw(s->db, "daily/2026-2", "有误", &s->err));
	commit(s);
	assert_null(printed_in(s));
	issue(s, "2026-12-06 18:00",
	      DRAFT("daily", "2026-12-06", ITEM("work", "R2026-0003", "一")));
	assert_string_equal(printed_in(s), "daily/2026-3");
	/* each of them keeps what it printed */
	assert_int_equal(corrections_in(s, "daily/2026-2"), 1);
	assert_int_equal(corrections_in(s, "daily/2026-3"), 1);
	issue(s, "2026-12-07 18:00",
	      DRAFT("daily", "2026-12-07", ITEM("work", "R2026-0002", "一")));
	assert_int_equal(corrections_in(s, "daily/2026-4"), 0);
}

/* Who corrects what is secret says it again: the issue that carries it is as secret. */
static void test_a_correction_brings_its_secrecy(void **state)
{
	struct state *s = *state;

	issue(s, "2026-12-04 18:00",
	      DRAFT("secret", "2026-12-04",
		    ITEM("work", "R2026-0004", "一") ITEM("work", "R2026-0001", "二")));
	begin(s, "2026-12-05 09:00");
	correct(s, "secret/2026-8", 2, "二应为三");
	commit(s);
	issue(s, "2026-12-05 18:00",
	      DRAFT("secret", "2026-12-05", ITEM("work", "R2026-0002", "一")));
	begin(s, "2026-12-06 09:00");
	correct(s, "secret/2026-8", 1, "一应为二");
	commit(s);
	issue(s, "2026-12-06 18:00",
	      DRAFT("secret", "2026-12-06", ITEM("work", "R2026-0003", "一")));
	assert_int_equal(count(s, "SELECT count(*) FROM issue WHERE issue = 'secret/2026-9' AND "
				  "secrecy = 'none' AND term IS NULL"),
			 1);
	assert_int_equal(count(s, "SELECT count(*) FROM issue WHERE issue = 'secret/2026-10' AND "
				  "secrecy = 'secret' AND term = '1年'"),
			 1);
}

/* Whatever is taken can be read back from a dump; the same is not taken twice. */
static void test_corrections_that_are_refused(void **state)
{
	struct state *s = *state;
	struct od_correction c = { .issue = (char *)(uintptr_t) "daily/2026-1", .item = 1 };

	issue(s, "2026-12-04 18:00",
	      DRAFT("daily", "2026-12-04", ITEM("work", "R2026-0001", "一")));
	begin(s, "2026-12-05 09:00");
	c.text = (char *)(uintptr_t) "甲\n乙";
	REFUSED(OD_EDATA, "text: a line break does not belong here",
		od_correction_add(s->db, &c, &s->err));
	od_rollback(s->db);
	free(c.actor);
	c.actor = NULL;
	begin(s, "2026-12-05 09:00");
	correct(s, "daily/2026-1", 1, "甲");
	c.text = (char *)(uintptr_t) "甲";
	REFUSED(OD_EDATA, "the same is on file as K2026-0001 already",
		od_correction_add(s->db, &c, &s->err));
	REFUSED(OD_EDATA, "reason: a line break does not belong here",
		od_issue_withdraw(s->db, "daily/2026-1", "甲\n乙", &s->err));
	od_rollback(s->db);
	free(c.actor);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup_issues, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_corrections_are_printed_once),
		TEST(test_corrections_of_a_withdrawn_issue_are_due_again),
		TEST(test_a_correction_brings_its_secrecy),
		TEST(test_corrections_that_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
