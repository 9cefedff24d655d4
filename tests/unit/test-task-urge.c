/* test-task-urge.c - who is urged and how strongly; the notices of supervision, a matter's timeline and tree. */
#include "supervision.h"

/* --- urging ------------------------------------------------------------------------------------------------- */

struct urged {
	struct od_db *db;
	struct od_buf who, notice; /* "U1/2 " */
};

static int take_urge(void *ctx, const struct od_task_event *e, struct od_err *err)
{
	struct urged *u = ctx;

	od_buf_printf(&u->who, "%s%s/%lld", u->who.n ? " " : "", e->unit, (long long)e->level);
	return od_task_urge_notice(u->db, e, &u->notice, err);
}

/* Who is urged now, "U1/1 U3/1", or the error; rolled back with keep false. */
static void urged(struct state *s, const char *now, const char *view, int level, bool again,
		  const char *want)
{
	struct urged u = { .db = s->db };
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct od_buf texts = OD_BUF_INIT;
	struct od_when when;
	int r;

	s->err = (struct od_err)OD_ERR_INIT;
	begin(s, now);
	when = (struct od_when){ s->act.now, NULL };
	q.now = s->act.now;
	if (view)
		OK(od_task_filter(s->db, view, &when, &q, &texts, &s->err));
	q.by_number = true;
	r = od_task_urge(s->db, &q, level, again, take_urge, &u, &s->err);
	assert_string_equal(r < 0 ? s->err.msg : u.who.s ? u.who.s : "", want);
	if (r < 0)
		od_rollback(s->db);
	else
		commit(s);
	od_buf_free(&u.who);
	od_buf_free(&u.notice);
	od_buf_free(&texts);
}

static void step(struct state *s, const char *now, const char *fields)
{
	char all[256];

	snprintf(all, sizeof(all), "number=T2026-0001|%s", fields);
	begin(s, now);
	TAKEN(task_event, all);
	commit(s);
}

/* Who has not signed after a day; once a day; a level higher each time, three at most. */
static void test_urge_escalates(void **state)
{
	struct state *s = *state;

	assigned(s, "");
	urged(s, "2026-09-02 08:59", NULL, 0, false, "");
	step(s, "2026-09-02 09:00", "action=report|unit=U2|percent=40");
	urged(s, "2026-09-02 09:00", NULL, 0, false, "U1/1 U3/1");
	urged(s, "2026-09-02 15:00", NULL, 0, false, "");
	urged(s, "2026-09-02 15:00", "unit=U3", 0, true, "U3/2");
	urged(s, "2026-09-03 09:00", NULL, 0, false, "U1/2 U3/3");
	urged(s, "2026-09-04 09:00", NULL, 0, false, "U1/3 U3/3");
	urged(s, "2026-09-07 09:00", NULL, 1, false, "U1/1 U3/1");
	step(s, "2026-09-07 10:00", "action=sign|unit=U1");
	urged(s, "2026-09-08 09:00", NULL, 0, false, "U3/2");
	urged(s, "2026-09-08 09:00", NULL, 4, true, "level: 4 is not from 1 to 3");
}

/* In quiet hours nobody is urged but on purpose. */
static void test_urge_quiet(void **state)
{
	struct state *s = *state;

	assigned(s, "");
	urged(s, "2026-09-02 21:00", NULL, 0, false,
	      "it is quiet hours (21:00-08:00): print notices, wait, or urge again on purpose");
	urged(s, "2026-09-02 21:00", NULL, 0, true, "U1/1 U2/1 U3/1");
}

/* Signed and under way: silent when it grows near, not when it has reported; past due all who have not
 * finished, but for who waits for an answer to a request. */
static void test_urge_due(void **state)
{
	struct state *s = *state;

	assigned(s, "");
	step(s, "2026-09-01 10:00", "action=sign");
	step(s, "2026-09-14 10:00", "action=report|unit=U1|percent=95");
	urged(s, "2026-09-03 09:00", NULL, 0, false, "");
	urged(s, "2026-09-15 09:00", NULL, 0, false, "U2/1 U3/1"); /* three working days left */
	urged(s, "2026-09-16 09:00", "unit=U2", 0, false, "U2/2");
	step(s, "2026-09-17 10:00", "action=finish|unit=U2");
	step(s, "2026-09-17 11:00", "action=extend-request|unit=U3|due_on=2026-10-09|reason=改线");
	urged(s, "2026-09-18 09:00", NULL, 0, false, "");
	urged(s, "2026-09-19 09:00", NULL, 0, false, "U1/1");
	step(s, "2026-09-21 10:00", "action=report|unit=U1|percent=97");
	step(s, "2026-09-21 11:00", "action=extend-refuse|unit=U3|reason=不同意");
	urged(s, "2026-09-21 15:00", NULL, 0, false, "U3/2");
	urged(s, "2026-09-22 15:00", "light=red", 0, false, "U3/3");
	urged(s, "2026-09-23 15:00", "light=green", 0, false, "");
}

/* What came back is not silent until a day has passed; a name alone means it whatever the hour. */
static void test_urge_returned(void **state)
{
	struct state *s = *state;

	assigned(s, "");
	step(s, "2026-09-01 10:00", "action=report|percent=50");
	step(s, "2026-09-02 10:00", "action=finish|unit=U1");
	step(s, "2026-09-03 10:00", "action=return|unit=U1|reason=数字不符");
	urged(s, "2026-09-04 09:00", NULL, 0, false, "");
	urged(s, "2026-09-04 10:00", NULL, 0, false, "U1/1");
	step(s, "2026-09-04 16:00", "action=report|unit=U1|text=补报");
	urged(s, "2026-09-07 10:00", NULL, 0, false, "");
}

static void test_urge_by_number(void **state)
{
	struct state *s = *state;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct urged u = { .db = s->db };

	assigned(s, "");
	step(s, "2026-09-01 10:00", "action=report|unit=U2|percent=10");
	begin(s, "2026-09-01 11:00");
	q.now = s->act.now;
	q.number = od_number(2026, 1);
	OK(od_task_urge(s->db, &q, 0, false, take_urge, &u, &s->err));
	commit(s);
	assert_string_equal(u.who.s, "U1/1 U3/1");
	od_buf_free(&u.who);
	od_buf_free(&u.notice);
}

/* A weekly rhythm: the week's last working day has passed and nothing came in that week. */
static void test_urge_rhythm(void **state)
{
	struct state *s = *state;

	assigned(s, "|feedback=week");
	step(s, "2026-09-01 10:00", "action=sign");
	step(s, "2026-09-03 10:00", "action=report|unit=U1|percent=30");
	urged(s, "2026-09-04 18:00", NULL, 0, false, ""); /* Friday is still its day */
	urged(s, "2026-09-05 09:00", NULL, 0, false, "U2/1 U3/1");
	step(s, "2026-09-07 09:00", "action=report|unit=U2|percent=40");
	urged(s, "2026-09-07 10:00", NULL, 0, false, "U3/2");
	urged(s, "2026-09-12 09:00", NULL, 0, false, "U1/1 U3/3");
}

/* An urge that was taken back was none. */
static void test_urge_undone(void **state)
{
	struct state *s = *state;

	assigned(s, "");
	urged(s, "2026-09-02 09:00", "unit=U1", 0, false, "U1/1");
	step(s, "2026-09-02 10:00", "action=undo|reason=发错单位");
	urged(s, "2026-09-02 11:00", "unit=U1", 0, false, "U1/1");
}

/* --- notices, timeline, tree ---------------------------------------------------------------------------------- */

static void test_notices(void **state)
{
	struct state *s = *state;
	struct od_buf b = OD_BUF_INIT;
	struct urged u = { .db = s->db };
	struct od_task_query q = OD_TASK_QUERY_INIT;

	assigned(s, "|text=完成改造|basis=会议纪要〔2026〕1号|feedback=month|source=decision");
	begin(s, "2026-09-01 12:00");
	TAKEN(instruction, "leader=P1|text=抓紧办理|records=T2026-0001");
	TAKEN(instruction, "leader=P2|text=不可见|secrecy=secret|records=T2026-0001");
	commit(s);
	OK(od_task_notice(s->db, od_number(2026, 1), "U1", &b, &s->err));
	has(b.s, "lead unit.  Take charge");
	has(b.s, "示例市甲局:\n");
	has(b.s, "完成改造\n");
	has(b.s, "会议纪要〔2026〕1号\n");
	has(b.s, "沈望川 2026-09-01 (I2026-0001): 抓紧办理\n");
	has(b.s, "I2026-0002 (secret)\n");
	has_not(b.s, "不可见");
	has(b.s, "示例市乙局, 示例市丙局\n");
	has(b.s, "2026-09-18\n");
	has(b.s, "every month");
	has(b.s, "督查室, telephone 0000-12345");
	has(b.s, "示例市委办公室\n");
	od_buf_reset(&b);
	OK(od_task_notice(s->db, od_number(2026, 1), "U2", &b, &s->err));
	has(b.s, "assisting unit.  Support");
	assert_int_equal(od_task_notice(s->db, od_number(2026, 1), "SW", &b, &s->err), -1);
	assert_string_equal(s->err.msg, "T2026-0001 is not with unit 'SW'; it is with: U1, U2, U3");
	s->err = (struct od_err)OD_ERR_INIT;
	begin(s, "2026-09-21 09:00");
	q.now = s->act.now;
	q.unit = "U1";
	OK(od_task_urge(s->db, &q, 2, false, take_urge, &u, &s->err));
	commit(s);
	has(u.notice.s, "(orange: warning)");
	has(u.notice.s, "示例市甲局, attention of the leader in charge, 甲一:");
	has(u.notice.s, "2026-09-18; working days overdue: 1\n");
	has(u.notice.s, "assigned on 2026-09-01, not signed for until now\n");
	has(u.notice.s, "Report by 2026-09-23");
	od_buf_free(&u.who);
	od_buf_free(&u.notice);
	od_buf_free(&b);
}

/* What is classified stands on no paper that this program prints. */
static void test_classified_notice(void **state)
{
	struct state *s = *state;
	struct od_buf b = OD_BUF_INIT;
	struct urged u = { .db = s->db };
	struct od_task_query q = OD_TASK_QUERY_INIT;

	assigned(s, "|text=不可见的内容|secrecy=secret|basis=密件");
	OK(od_task_notice(s->db, od_number(2026, 1), "U1", &b, &s->err));
	has(b.s, "T2026-0001 (secret)\n");
	has_not(b.s, "供水改造");
	has_not(b.s, "不可见的内容");
	has_not(b.s, "密件");
	begin(s, "2026-09-03 09:00");
	q.now = s->act.now;
	OK(od_task_urge(s->db, &q, 0, false, take_urge, &u, &s->err));
	commit(s);
	has_not(u.notice.s, "供水改造");
	od_buf_free(&u.who);
	od_buf_free(&u.notice);
	od_buf_free(&b);
}

static void test_timeline(void **state)
{
	struct state *s = *state;
	struct od_buf b = OD_BUF_INIT;

	assigned(s, "");
	step(s, "2026-09-02 10:00", "action=sign|unit=U1|by=办公室");
	step(s, "2026-09-03 10:00", "action=report|unit=U1|percent=30|text=开工。");
	begin(s, "2026-09-03 11:00");
	TAKEN(evidence, "record=T2026-0001/6|file=甲.jpg|size=3|digest=" SM3);
	commit(s);
	step(s, "2026-09-03 12:00", "action=undo|reason=误登");
	begin(s, "2026-09-04 09:00");
	TAKEN(site_check, "place=现场|found=停工。|verdict=serious|task=T2026-0001");
	commit(s);
	OK(od_task_timeline(s->db, od_number(2026, 1), &b, &s->err));
	has(b.s, "T2026-0001 供水改造\n");
	has(b.s, "  甲局 (lead unit), signed for, due 2026-09-18\n");
	has(b.s, "  5  2026-09-02 10:00  sign for it, 甲局; by 办公室 [tester]\n");
	has(b.s, "report progress, 甲局, 30%: 开工; file 甲.jpg (3\n");
	has(b.s, "checked on site, unannounced check, serious problems:\n");
	has(b.s, "  C2026-0001 停工 [tester]\n");
	has(b.s, "taken back by step 7 [tester]\n");
	has(b.s, "step 6; reason: 误登 [tester]\n");
	od_buf_reset(&b);
	assert_int_equal(od_task_timeline(s->db, 7, &b, &s->err), -1);
	s->err = (struct od_err)OD_ERR_INIT;
	od_buf_free(&b);
}

static void test_tree(void **state)
{
	struct state *s = *state;
	struct od_buf b = OD_BUF_INIT;

	assigned(s, "");
	begin(s, "2026-09-02 09:00");
	TAKEN(task, "title=分项一|lead=U2|due_on=2026-09-10|parent=T2026-0001");
	TAKEN(task, "title=分项一之一|lead=U3|due_on=2026-09-10|parent=T2026-0002");
	TAKEN(task, "title=分项二|lead=U3|due_on=2026-09-10|parent=T2026-0001");
	commit(s);
	OK(od_task_tree(s->db, od_number(2026, 1), (od_instant){ s->act.now.sec }, 0, &b, &s->err));
	assert_string_equal(
		b.s,
		"T2026-0001 供水改造  [green light] assigned, due 2026-09-18 (12 left)\n"
		"├─ 甲局 (lead unit)  [green light] to be signed for, due 2026-09-18 (12 left)\n"
		"├─ 乙局 (assisting unit)  [green light] to be signed for, due 2026-09-18 (12 left)\n"
		"├─ 丙局 (assisting unit)  [green light] to be signed for, due 2026-09-18 (12 left)\n"
		"├─ T2026-0002 分项一  [grey light] registered, due 2026-09-10 (6 left)\n"
		"│  ├─ 乙局 (lead unit)  [grey light] not assigned yet\n"
		"│  └─ T2026-0003 分项一之一  [grey light] registered, due 2026-09-10 (6 left)\n"
		"│     └─ 丙局 (lead unit)  [grey light] not assigned yet\n"
		"└─ T2026-0004 分项二  [grey light] registered, due 2026-09-10 (6 left)\n"
		"   └─ 丙局 (lead unit)  [grey light] not assigned yet\n");
	od_buf_reset(&b);
	assert_int_equal(od_task_tree(s->db, 7, s->act.now, 0, &b, &s->err), -1);
	s->err = (struct od_err)OD_ERR_INIT;
	od_buf_free(&b);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_urge_escalates), TEST(test_urge_quiet),     TEST(test_urge_due),
		TEST(test_urge_returned),  TEST(test_urge_by_number), TEST(test_urge_rhythm),
		TEST(test_urge_undone),    TEST(test_notices),        TEST(test_classified_notice),
		TEST(test_timeline),       TEST(test_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
