/* test-task-light.c - lights of units' parts at their edges, urgency and its explanation, filters, and what the
 * statistics of a few matters must be, reckoned by hand. */
#include <fcntl.h>

#include "common.h"

#include "../../lib/office/task_list.h"

#ifndef SRCDIR
#define SRCDIR "."
#endif

#define OK(call)                                               \
	do {                                                   \
		if ((call) < 0)                                \
			fail_msg("%s: %s", #call, s->err.msg); \
	} while (0)

/* In the middle of 2026: "12-04" is a day of that year. */
static const struct od_when when = { { 1782979200 }, NULL };

static od_date day(const char *text)
{
	struct od_err err = OD_ERR_INIT;
	od_date d = OD_NODATE;

	if (text && od_date_parse(text, &when, &d, &err) < 0)
		fail_msg("%s", err.msg);
	return d;
}

static od_instant instant(const char *text)
{
	struct od_err err = OD_ERR_INIT;
	od_instant t = OD_NOINSTANT;

	if (text && od_instant_parse(text, &when, &t, &err) < 0)
		fail_msg("%s", err.msg);
	return t;
}

/* --- lights ---------------------------------------------------------------------------------------- */

/* 2026: off 15-23 February, 25-27 September, 1-7 October; worked Saturday 14 and 28 February, Sunday 20
 * September, Saturday 10 October. */
static const struct light_row {
	const char *what, *assigned, *due;
	int state;
	int64_t percent; /* -1: none */
	const char *finished, *today, *want;
} lights[] = {
	{ "due today", "09-01", "10-09", OD_TU_REPORTED, 95, NULL, "10-09", "yellow 0" },
	{ "due yesterday", "09-01", "10-09", OD_TU_REPORTED, 95, NULL, "10-10", "red -1" },
	{ "due yesterday, a Friday: no working day has passed", "11-02", "12-04", OD_TU_SIGNED, 99,
	  NULL, "12-05", "red -1" },
	{ "due on Friday, now Monday", "11-02", "12-04", OD_TU_SIGNED, 99, NULL, "12-07",
	  "red -1" },
	{ "due on Friday, now Tuesday", "11-02", "12-04", OD_TU_SIGNED, 99, NULL, "12-08",
	  "red -2" },
	{ "three working days ahead, over the National Day", "09-29", "10-10", OD_TU_SIGNED, -1,
	  NULL, "09-30", "yellow 3" },
	{ "four, the worked Saturday among them", "09-29", "10-12", OD_TU_SIGNED, -1, NULL, "09-30",
	  "green 4" },
	{ "on a holiday itself", "09-29", "10-12", OD_TU_SIGNED, -1, NULL, "10-03", "green 4" },
	{ "the eve of the Spring Festival, a worked Saturday", "02-12", "02-24", OD_TU_SIGNED, -1,
	  NULL, "02-14", "yellow 1" },
	{ "over the Spring Festival, another worked Saturday", "02-12", "03-02", OD_TU_SIGNED, -1,
	  NULL, "02-14", "green 6" },
	{ "due on a holiday: the working day before it is the last", "09-21", "10-03", OD_TU_SIGNED,
	  99, NULL, "09-30", "yellow 0" },
	{ "and past when it is over", "09-21", "10-03", OD_TU_SIGNED, 99, NULL, "10-04", "red -1" },
	{ "due before a holiday, now after it", "09-21", "09-30", OD_TU_SIGNED, 99, NULL, "10-08",
	  "red -1" },
	{ "so many of the days have gone", "11-02", "11-13", OD_TU_SIGNED, -1, NULL, "11-04",
	  "green 7" },
	{ "from the third day on the pace counts", "11-02", "11-13", OD_TU_SIGNED, -1, NULL,
	  "11-05", "yellow 6" },
	{ "33% of the time, 13% done", "11-02", "11-13", OD_TU_REPORTED, 13, NULL, "11-05",
	  "yellow 6" },
	{ "33% of the time, 14% done", "11-02", "11-13", OD_TU_REPORTED, 14, NULL, "11-05",
	  "green 6" },
	{ "just the margin behind", "11-02", "11-16", OD_TU_REPORTED, 20, NULL, "11-06",
	  "green 6" },
	{ "one more", "11-02", "11-16", OD_TU_REPORTED, 19, NULL, "11-06", "yellow 6" },
	{ "returned, in time", "11-02", "11-16", OD_TU_RETURNED, 80, NULL, "11-06", "green 6" },
	{ "returned, past its day", "11-02", "11-05", OD_TU_RETURNED, 80, NULL, "11-06", "red -1" },
	{ "finished on its last day, waits", "11-02", "11-05", OD_TU_FINISHED, 100, "11-05 23:59",
	  "11-20", "green -" },
	{ "finished as the next began", "11-02", "11-05", OD_TU_FINISHED, 100, "11-06 00:00",
	  "11-06", "red -" },
	{ "not assigned yet", NULL, "11-05", OD_TU_ASSIGNED, -1, NULL, "11-20", "grey -" },
	{ "verified, long past", "11-02", "11-05", OD_TU_VERIFIED, 100, "11-09 09:00", "11-20",
	  "grey -" },
	{ "no due day", "11-02", NULL, OD_TU_SIGNED, -1, NULL, "12-20", "green -" },
	{ "assigned on the due day", "11-05", "11-05", OD_TU_ASSIGNED, -1, NULL, "11-05",
	  "yellow 0" },
	{ "assigned when it was past", "11-09", "11-05", OD_TU_ASSIGNED, -1, NULL, "11-09",
	  "red -2" },
};

static void load_calendar(struct state *s);

static void rule_of(struct state *s, const char *today, struct od_light_rule *r)
{
	struct od_calendar *c = od_calendar_load(s->db, &s->err);

	assert_non_null(c);
	od_light_rule_load(s->db, day(today), r);
	OK(od_workdays_make(&r->days, c, day("2026-01-01"), day("2026-12-31"), &s->err));
	od_calendar_free(c);
}

static struct od_task_unit unit_of(const struct light_row *row)
{
	struct od_task_unit u;

	od_rec_init(&od_task_unit_type, &u);
	u.state = row->state;
	u.assigned_at = instant(row->assigned);
	u.due_on = day(row->due);
	u.percent = row->percent < 0 ? OD_NOINT : row->percent;
	u.finished_at = instant(row->finished);
	return u;
}

static const char *said(const struct od_light_of *l, char buf[32])
{
	if (l->days_left == OD_NOINT)
		snprintf(buf, 32, "%s -", od_lights[l->light].word);
	else
		snprintf(buf, 32, "%s %lld", od_lights[l->light].word, (long long)l->days_left);
	return buf;
}

static void test_lights(void **state)
{
	struct state *s = *state;
	char buf[32];

	load_calendar(s);
	for (size_t i = 0; i < OD_COUNT(lights); i++) {
		struct od_task_unit u = unit_of(&lights[i]);
		struct od_light_rule r;
		struct od_light_of l, asked, over;

		rule_of(s, lights[i].today, &r);
		od_light_unit(&r, OD_TASK_ASSIGNED, &u, &l);
		if (strcmp(said(&l, buf), lights[i].want) != 0)
			fail_msg("%s: %s, not %s", lights[i].what, buf, lights[i].want);
		/* A request alone moves nothing. */
		u.asked_until = day("12-31");
		od_light_unit(&r, OD_TASK_ASSIGNED, &u, &asked);
		assert_string_equal(said(&asked, buf), lights[i].want);
		/* When the matter is over nothing shines. */
		od_light_unit(&r, OD_TASK_CLOSED, &u, &over);
		assert_string_equal(said(&over, buf), "grey -");
		od_workdays_free(&r.days);
	}
}

/* --- an office with a few matters ---------------------------------------------------------------------- */

/* clang-format off */
#define UNIT(n, code, role, rest) \
	"  - { number: T2026-000" #n ", unit: " code ", role: " role ", " rest " }\n"
#define DONE(n, step, action, rest)                                       \
	"  - { number: T2026-000" #n ", step: " #step ", action: " action \
	", at: 2026-12-04, actor: clerk, " rest " }\n"
#define TASK(n, title, rest)                                               \
	"  - { number: T2026-000" #n ", title: " title ", opened_at: 2026-10-12 09:00, version: 3, " rest \
	" }\n"

static const char office[] =
	"unit:\n"
	"  - { code: U1, name: 甲局, kind: department, sort: 3, valid_from: 2020-01-01 }\n"
	"  - { code: U2, name: 乙局, kind: department, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: U2, name: 乙委, kind: department, sort: 2, valid_from: 2026-11-15 }\n"
	"  - { code: U3, name: 丙县, kind: county, sort: 1, valid_from: 2020-01-01 }\n"
	"task_group:\n"
	"  - { number: G2026-0001, name: 供水专项组, at: 2026-10-01, actor: clerk }\n"
	"task:\n"
	TASK(1, "老旧管网改造", "source: decision, due_on: 2026-11-30, status: assigned")
	TASK(2, "重点企业用工", "source: instruction, grade: major, due_on: 2026-12-09, status: assigned")
	TASK(3, "冬季供水", "source: campaign, group: G2026-0001, due_on: 2026-12-31, status: assigned")
	TASK(4, "道路修复", "source: decision, text: 供水管线迁改后恢复路面, due_on: 2026-12-02, status: assigned")
	TASK(5, "新立事项", "source: assigned, due_on: 2026-12-08, status: registered")
	TASK(6, "办结事项", "source: decision, due_on: 2026-10-30, status: closed")
	TASK(7, "撤销事项", "source: other, due_on: 2026-10-30, status: cancelled")
	TASK(8, "信访积案", "source: complaint, leaders: 李书记、张市长, due_on: 2026-12-20, status: assigned")
	"task_unit:\n"
	UNIT(1, "U1", "lead", "state: signed, due_on: 2026-11-30, assigned_at: 2026-11-02 09:00")
	UNIT(2, "U2", "lead", "state: assigned, due_on: 2026-12-09, assigned_at: 2026-12-01 09:00")
	UNIT(3, "U3", "co", "state: signed, due_on: 2026-12-10, assigned_at: 2026-11-30 09:00")
	UNIT(3, "U1", "lead", "state: reported, percent: 90, due_on: 2026-12-31, assigned_at: 2026-11-30 09:00")
	UNIT(4, "U3", "lead", "state: finished, percent: 100, due_on: 2026-12-02, assigned_at: 2026-11-02 09:00")
	UNIT(5, "U2", "lead", "state: assigned")
	UNIT(6, "U1", "lead", "state: verified, percent: 100, due_on: 2026-10-30, assigned_at: 2026-10-12 10:00")
	UNIT(7, "U1", "lead", "state: assigned, due_on: 2026-10-30, assigned_at: 2026-10-12 10:00")
	UNIT(8, "U2", "lead", "state: returned, percent: 80, due_on: 2026-12-20, assigned_at: 2026-11-02 09:00")
	"task_event:\n"
	DONE(1, 1, "sign", "unit: U1, happened_at: 2026-11-03 09:00")
	DONE(1, 2, "urge", "unit: U1, level: 1, happened_at: 2026-12-01 09:00")
	DONE(1, 3, "urge", "unit: U1, level: 2, happened_at: 2026-12-02 09:00")
	DONE(1, 4, "undo", "unit: U1, undoes: 3, happened_at: 2026-12-02 09:01")
	DONE(3, 1, "report", "unit: U1, percent: 90, happened_at: 2026-12-03 09:00")
	DONE(3, 2, "sign", "unit: U3, happened_at: 2026-12-01 09:00")
	DONE(4, 1, "sign", "unit: U3, happened_at: 2026-11-03 09:00")
	DONE(4, 2, "finish", "unit: U3, happened_at: 2026-12-02 17:00")
	DONE(6, 1, "finish", "unit: U1, happened_at: 2026-10-28 09:00")
	DONE(6, 2, "verify", "unit: U1, happened_at: 2026-11-02 09:00")
	DONE(6, 3, "close", "happened_at: 2026-11-03 09:00")
	DONE(7, 1, "cancel", "reason: 重复, happened_at: 2026-10-20 09:00")
	DONE(8, 1, "report", "unit: U2, percent: 80, happened_at: 2026-11-20 09:00")
	DONE(8, 2, "extend-request", "unit: U2, due_on: 2027-01-20, reason: 协调, happened_at: 2026-11-21 09:00")
	DONE(8, 3, "return", "unit: U2, reason: 不实, happened_at: 2026-11-25 09:00")
	"instruction:\n"
	"  - { number: I2026-0001, leader: 王市长, level: city-chief, serial: 1, given_on: 2026-11-30, at: 2026-12-01, "
	"actor: clerk, records: [T2026-0002] }\n"
	"  - { number: I2026-0002, leader: 赵主任, level: office, serial: 1, given_on: 2026-11-30, at: 2026-12-01, "
	"actor: clerk, records: [T2026-0002] }\n";

/* clang-format on */

static void load_file(struct state *s, const char *path)
{
	union {
		struct od_task task;
		struct od_report report;
		struct od_duty duty;
	} rec = { 0 };
	int fd = open(path, O_RDONLY), r;
	struct od_reader *in =
		od_reader_new(fd, path, od_load_types, &when, OD_KEEP_READONLY, &s->err);

	assert_non_null(in);
	while ((r = od_reader_next(in, &rec, &s->err)) == OD_ROW) {
		enum od_change change;

		OK(od_load(s->db, od_reader_type(in), &rec, &change, &s->err));
	}
	if (r != OD_END)
		fail_msg("%s", s->err.msg);
	od_rec_clear(od_reader_type(in), &rec);
	od_reader_free(in);
	close(fd);
}

static void load_calendar(struct state *s)
{
	s->act = (struct od_act){ "tester", NULL, "test", instant("2026-01-01") };
	OK(od_begin(s->db, &s->act, &s->err));
	load_file(s, SRCDIR "/share/calendar/china.yaml");
	OK(od_commit(s->db, &s->err));
}

static void load_office(struct state *s)
{
	char path[96];
	FILE *f;

	load_calendar(s);
	snprintf(path, sizeof(path), "%s/in", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(office, f);
	fclose(f);
	s->act.now = instant("2026-12-04 18:00");
	OK(od_begin(s->db, &s->act, &s->err));
	load_file(s, path);
	OK(od_commit(s->db, &s->err));
}

static struct od_tasks *find(struct state *s, const char *filter, struct od_buf *keep, bool explain)
{
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct od_calendar *c = od_calendar_load(s->db, &s->err);
	const struct od_when then = { instant("2026-12-04 18:00"), c };
	struct od_tasks *t;

	q.now = then.now;
	q.explain = explain;
	OK(od_task_filter(s->db, filter, &then, &q, keep, &s->err));
	t = od_tasks_find(s->db, &q, &s->err);
	if (!t)
		fail_msg("%s", s->err.msg);
	od_calendar_free(c);
	return t;
}

/* "2 1 3": serials, in the order of the rows. */
static const char *serials(const struct od_tasks *t, char buf[64])
{
	const struct od_task *row;
	size_t n = od_tasks_rows(t, &row), k = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < n; i++)
		k += (size_t)snprintf(buf + k, 64 - k, "%s%lld", i ? " " : "",
				      (long long)(row[i].number % OD_SERIALS));
	return buf;
}

static void test_rows(void **state)
{
	static const struct {
		const char *number, *light;
		int64_t left, percent;
		const char *urgency, *lead_name, *co;
	} want[] = {
		{ "T2026-0002", "yellow", 3, OD_NOINT, "13.6", "乙委", NULL },
		{ "T2026-0001", "red", -4, OD_NOINT, "12.8", "甲局", NULL },
		{ "T2026-0003", "yellow", 4, 90, "7.8", "甲局", "U3" },
		{ "T2026-0005", "grey", 2, OD_NOINT, "7.4", "乙委", NULL },
		{ "T2026-0008", "green", 10, 80, "3.0", "乙局", NULL },
		{ "T2026-0004", "green", OD_NOINT, 100, "2.0", "丙县", NULL },
	};
	struct state *s = *state;
	struct od_buf keep = OD_BUF_INIT;
	const struct od_task_unit *u;
	const struct od_task *row;
	struct od_tasks *t;
	char buf[32];

	load_office(s);
	t = find(s, "", &keep, false);
	assert_int_equal(od_tasks_rows(t, &row), OD_COUNT(want));
	for (size_t i = 0; i < OD_COUNT(want); i++) {
		assert_string_equal(od_number_str('T', row[i].number, buf), want[i].number);
		assert_string_equal(od_lights[row[i].light].word, want[i].light);
		assert_int_equal(row[i].days_left, want[i].left);
		assert_int_equal(row[i].percent, want[i].percent);
		assert_string_equal(row[i].urgency, want[i].urgency);
		assert_string_equal(row[i].lead_name, want[i].lead_name);
		if (want[i].co)
			assert_string_equal(row[i].co_units, want[i].co);
		else
			assert_null(row[i].co_units);
		assert_null(row[i].why);
	}
	assert_string_equal(row[0].instructions, "I2026-0001、I2026-0002");
	/* The urge that was taken back does not count. */
	assert_int_equal(od_tasks_units(t, 1, &u), 1);
	assert_int_equal(u->urges, 1);
	assert_true(u->urged_at.sec == instant("2026-12-01 09:00").sec);
	/* Lead first, whatever the codes. */
	assert_int_equal(od_tasks_units(t, 2, &u), 2);
	assert_string_equal(u[0].unit, "U1");
	assert_string_equal(u[1].unit, "U3");
	assert_int_equal(u[1].light, OD_LIGHT_YELLOW);
	assert_true(u[0].signed_at.sec == instant("2026-12-03 09:00").sec); /* by reporting */
	od_tasks_free(t);
	od_buf_free(&keep);
}

static void test_why(void **state)
{
	static const struct {
		const char *filter, *want;
	} table[] = {
		{ "text=重点企业",
		  "乙委: yellow light: due 2026-12-09, 3 working days left (2 days off not counted; yellow "
		  "from 3 on)\nurgency 13.6\n  +5.6  3 working days left; from 10 on, 0.8 for each less\n"
		  "  +4.0  a major matter\n  +3.0  on the instruction of a chief leader\n"
		  "  +1.0  a unit has not signed for it" },
		{ "text=老旧",
		  "甲局: red light: due 2026-11-30, 4 working days ago (0 days off not counted)\n"
		  "urgency 12.8\n  +12.0  past its due day\n  +0.8  4 working days late, 0.2 each, at most "
		  "6" },
		{ "text=冬季",
		  "甲局: green light: due 2026-12-31, 19 working days left (8 days off not counted; yellow "
		  "from 3 on)\n丙县: yellow light: due 2026-12-10; 4 of 8 working days have gone (50%), 0% is "
		  "done: more than 20 behind\nurgency 7.8\n  +4.8  4 working days left; from 10 on, 0.8 for "
		  "each less\n  +3.0  behind the pace of its time" },
		{ "text=信访",
		  "乙局: green light: due 2026-12-20, 10 working days left (6 days off not counted; yellow "
		  "from 3 on); asks for an extension until 2027-01-20, not decided\nurgency 3.0\n"
		  "  +2.0  returned to be redone\n  +1.0  an extension waits to be decided" },
		{ "text=道路",
		  "丙县: green light: finished in time; waits to be verified\nurgency 2.0\n"
		  "  +2.0  finished, waits to be verified" },
		{ "text=办结事项 closed=yes", "甲局: grey light: the matter is over\nurgency 0.0" },
	};
	struct state *s = *state;

	load_office(s);
	for (size_t i = 0; i < OD_COUNT(table); i++) {
		struct od_buf keep = OD_BUF_INIT;
		struct od_tasks *t = find(s, table[i].filter, &keep, true);
		const struct od_task *row;

		assert_int_equal(od_tasks_rows(t, &row), 1);
		assert_string_equal(row->why, table[i].want);
		od_tasks_free(t);
		od_buf_free(&keep);
	}
}

/* --- filters ------------------------------------------------------------------------------------------------ */

static void test_filters(void **state)
{
	static const struct {
		const char *line, *want;
	} table[] = {
		{ "", "2 1 3 5 8 4" },
		{ "closed=yes", "2 1 3 5 8 4 6 7" },
		{ "closed=是", "2 1 3 5 8 4 6 7" },
		{ "light=red", "1" },
		{ "light=red,yellow", "2 1 3" },
		{ "灯=红、黄", "2 1 3" },
		{ "light=红灯，绿灯", "1 8 4" },
		{ "unit=U3", "3 4" },
		{ "unit=丙县", "3 4" },
		{ "lead=U3", "4" },
		{ "牵头=甲局", "1 3" },
		{ "unit=乙局", "2 5 8" }, /* a name of any time */
		{ "due=..+3w", "2 1 5 4" },
		{ "due=+4w", "3" }, /* the assisting unit's day */
		{ "due=2026-12-05..", "2 3 5 8" },
		{ "due=12-08..12-09", "2 5" },
		{ "期限=..昨天", "1 4" },
		{ "due=10-30 closed=yes", "6 7" },
		{ "source=decision", "1 4" },
		{ "source=决策部署", "1 4" },
		{ "来源=批示", "2" },
		{ "leader=张市长", "8" },
		{ "leader=张市", "" },
		{ "leader=王市长", "2" }, /* whose instruction it is */
		{ "group=G2026-0001", "3" },
		{ "group=供水专项组", "3" },
		{ "text=供水", "3 4" },
		{ "state=returned,finished", "8 4" },
		{ "办理状态=退回重办", "8" },
		{ "status=registered", "5" },
		{ "status=办结,撤销", "6 7" },
		{ "grade=major", "2" },
		{ "grade=重大", "2" },
		{ "opened=2026-10-12", "2 1 3 5 8 4" },
		{ "opened=..2026-10-11", "" },
		{ "instruction=I2026-0002", "2" },
		{ "limit=2", "2 1" },
		{ "top=3", "2 1 3" },
		{ "light=yellow  unit=U1　source=campaign\t", "3" },
		{ "text=\"管线迁改\"", "4" },
		{ "text='没有 这个'", "" },
	};
	struct state *s = *state;
	char buf[64];

	load_office(s);
	for (size_t i = 0; i < OD_COUNT(table); i++) {
		struct od_buf keep = OD_BUF_INIT;
		struct od_tasks *t = find(s, table[i].line, &keep, false);

		if (strcmp(serials(t, buf), table[i].want) != 0)
			fail_msg("%s: '%s', not '%s'", table[i].line, buf, table[i].want);
		od_tasks_free(t);
		od_buf_free(&keep);
	}
}

/* A view's line and then the options': texts of both stand in one buffer, which moves. */
static void test_two_lines(void **state)
{
	struct state *s = *state;
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct od_buf keep = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;
	char text[3000] = "text=";

	load_office(s);
	memset(text + 5, 'x', sizeof(text) - 6);
	text[sizeof(text) - 1] = '\0';
	OK(od_task_filter(s->db, "unit=U1 leader=张市长", &when, &q, &keep, &s->err));
	OK(od_task_filter(s->db, text, &when, &q, &keep, &s->err));
	assert_string_equal(q.unit, "U1");
	assert_string_equal(q.leader, "张市长");
	assert_int_equal(strlen(q.text), sizeof(text) - 6);
	OK(od_task_filter(s->db, "unit=U2", &when, &q, &keep, &s->err));
	assert_string_equal(q.unit, "U2");
	assert_int_equal(od_task_filter(s->db, "unit=U3 colour=1", &when, &q, &keep, &err), -1);
	od_buf_free(&keep);
}

static void test_bad_filters(void **state)
{
	static const struct {
		const char *line, *want;
	} table[] = {
		{ "colour=red",
		  "filter: 'colour' is no word of a filter; there are: unit, lead, light, due, source, leader, "
		  "group, text, state, status, grade, opened, closed, parent, instruction, batch, top" },
		{ "red", "filter: 'red' is not written as NAME=VALUE" },
		{ "light=", "filter: 'light' has no value" },
		{ "text=\"开口", "filter: the quotation mark at '\"开口' is not closed" },
		{ "due=..",
		  "filter: due: '..' is no day and no range; write DAY, FROM..TO, FROM.. or ..TO" },
		{ "due=12-09..12-08", "filter: due: 2026-12-09 comes after 2026-12-08" },
		{ "limit=0", "filter: top: '0' is no number above 0" },
		{ "group=没有的组",
		  "filter: group: no special group '没有的组'; give its number (G2026-0001) or its whole "
		  "name" },
	};
	struct state *s = *state;

	load_office(s);
	for (size_t i = 0; i < OD_COUNT(table); i++) {
		struct od_task_query q = OD_TASK_QUERY_INIT;
		struct od_buf keep = OD_BUF_INIT;
		struct od_err err = OD_ERR_INIT;

		assert_int_equal(od_task_filter(s->db, table[i].line, &when, &q, &keep, &err), -1);
		assert_string_equal(err.msg, table[i].want);
		od_buf_free(&keep);
	}
}

/* --- statistics, burn-down -------------------------------------------------------------------------------------- */

static const struct od_task_count *row_of(const struct od_task_stats *t, const char *code)
{
	const struct od_task_count *row, *total;
	size_t n = od_task_stats_rows(t, &row, &total);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(row[i].code, code))
			return &row[i];
	fail_msg("no row %s", code);
	return NULL;
}

static void test_stats(void **state)
{
	struct state *s = *state;
	const struct od_task_count *u1, *row, *total;
	struct od_task_stats *t;

	load_office(s);
	t = od_task_stats_new(s->db, NULL, day("11-01"), day("12-31"), instant("2026-12-04 18:00"),
			      OD_TASK_BY_UNIT, &s->err);
	assert_non_null(t);
	/* T1: past due and silent; T3: under way; T6: finished in time, verified in the period; T7 is cancelled. */
	u1 = row_of(t, "U1");
	assert_string_equal(u1->name, "甲局");
	assert_int_equal(u1->all, 3);
	assert_int_equal(u1->open, 2);
	assert_int_equal(u1->closed, 1);
	assert_int_equal(u1->due, 2);
	assert_int_equal(u1->on_time, 1);
	assert_int_equal(u1->asked, 1);
	assert_int_equal(u1->answered, 0);
	assert_int_equal(u1->red, 1);
	assert_string_equal(u1->close_rate, "50.0%");
	assert_string_equal(u1->on_time_rate, "50.0%");
	assert_string_equal(u1->feedback_rate, "0.0%");
	assert_string_equal(u1->mean_days, "15.0");
	/* In the office's order; the total is the sum. */
	assert_int_equal(od_task_stats_rows(t, &row, &total), 3);
	assert_string_equal(row[0].code, "U3");
	assert_string_equal(row[1].code, "U2");
	assert_int_equal(total->all, row[0].all + row[1].all + row[2].all);
	assert_int_equal(total->all, 7);
	od_task_stats_free(t);
	/* By then T1 was not late, T6 not verified. */
	t = od_task_stats_new(s->db, NULL, day("10-01"), day("10-31"), instant("2026-12-04 18:00"),
			      OD_TASK_BY_SOURCE, &s->err);
	assert_non_null(t);
	assert_int_equal(od_task_stats_rows(t, &row, &total), 1);
	assert_string_equal(row[0].code, "decision");
	assert_int_equal(row[0].all, 1);
	assert_int_equal(row[0].open, 1);
	assert_int_equal(row[0].closed, 0);
	assert_int_equal(row[0].on_time, 1); /* reported finished in time, not verified yet */
	assert_string_equal(row[0].close_rate, "0.0%");
	assert_null(row[0].mean_days);
	od_task_stats_free(t);
}

static int tell_burn(void *ctx, const struct od_burn *b, struct od_err *err)
{
	char d[16];

	(void)err;
	od_buf_printf(ctx, "%s %lld %lld %lld; ", od_date_str(b->day, d), (long long)b->open,
		      (long long)b->red, (long long)b->closed);
	return 0;
}

static void test_burn(void **state)
{
	struct state *s = *state;
	struct od_buf b = OD_BUF_INIT;

	load_office(s);
	OK(od_task_burn(s->db, day("11-02"), day("11-04"), 1, tell_burn, &b, &s->err));
	assert_string_equal(b.s, "2026-11-02 7 0 0; 2026-11-03 6 0 1; 2026-11-04 6 0 0; ");
	od_buf_reset(&b);
	OK(od_task_burn(s->db, day("11-29"), day("12-04"), 4, tell_burn, &b, &s->err));
	assert_string_equal(b.s, "2026-12-02 6 1 0; 2026-12-04 6 1 0; ");
	assert_int_equal(od_task_burn(s->db, day("12-04"), day("12-03"), 1, tell_burn, &b, &s->err),
			 -1);
	od_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lights, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(test_rows, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(test_why, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(test_filters, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(test_two_lines, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(test_bad_filters, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(test_stats, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(test_burn, setup_db, teardown_db),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
