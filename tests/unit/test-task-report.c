/* Reports on supervision as text and page, iCalendar, Taskwarrior's JSON both ways. */
#include <locale.h>
#include <sys/mman.h>

#include "../../lib/office/task_report.h"
#include "../../lib/office/warrior.h"
#include "supervision.h"

/* --- an autumn's work: four matters of three units -------------------------------------------- */

static void at(struct state *s, const char *now, const char *fields)
{
	begin(s, now);
	TAKEN(task_event, fields);
	commit(s);
}

/* Finished, late, near its day with an extension asked for, classified and silent, not assigned. */
static void autumn(struct state *s)
{
	begin(s, "2026-09-01 09:00");
	TAKEN(task,
	      "title=供水管网改造|source=decision|basis=市委常委会会议纪要〔2026〕3号|lead=U1|"
	      "co_units=U2|due_on=2026-10-30|grade=major");
	TAKEN(task_event, "number=T2026-0001|action=assign");
	TAKEN(task,
	      "title=老旧小区加装电梯, 第一批; 二〇二六年度为民办实事项目清单所列五十台|source=instruction|"
	      "lead=U2|co_units=U3|due_on=2026-11-20|kind=民生、建设");
	TAKEN(task_event, "number=T2026-0002|action=assign");
	commit(s);
	begin(s, "2026-09-10 09:00");
	TAKEN(task,
	      "title=河道清淤 <一期>|source=decision|basis=市委常委会会议纪要〔2026〕3号|lead=U1|"
	      "due_on=2026-12-04");
	TAKEN(task_event, "number=T2026-0003|action=assign");
	TAKEN(task,
	      "title=不可外传之事|text=亦不可|secrecy=secret|lead=U3|due_on=2026-12-31|basis=密件");
	TAKEN(task_event, "number=T2026-0004|action=assign");
	TAKEN(task, "title=校园周边整治|source=complaint|lead=U2");
	TAKEN(instruction, "leader=P1|given_on=2026-09-02|text=请抓紧办理。|about=加装电梯情况|"
			   "records=T2026-0002");
	TAKEN(instruction, "leader=P2|given_on=2026-09-09|text=绝不外露|records=T2026-0004");
	commit(s);
	at(s, "2026-10-20 09:00",
	   "number=T2026-0001|action=report|unit=U1|percent=100|text=已完工");
	at(s, "2026-10-21 09:00", "number=T2026-0001|action=report|unit=U2|percent=90");
	at(s, "2026-10-21 10:00", "number=T2026-0001|action=return|unit=U2|reason=缺验收单");
	at(s, "2026-10-28 09:00", "number=T2026-0001|action=report|unit=U2|percent=100|text=补齐");
	begin(s, "2026-10-29 09:00");
	TAKEN(task_event, "number=T2026-0001|action=finish|unit=U1");
	TAKEN(task_event, "number=T2026-0001|action=finish|unit=U2");
	TAKEN(task_event, "number=T2026-0001|action=verify");
	TAKEN(task_event, "number=T2026-0001|action=close");
	commit(s);
	at(s, "2026-11-02 09:00",
	   "number=T2026-0002|action=report|unit=U2|percent=40|text=进场\n两台");
	at(s, "2026-11-16 09:00", "number=T2026-0003|action=report|unit=U1|percent=60");
	at(s, "2026-11-25 09:00", "number=T2026-0002|action=urge|unit=U3|level=1");
	at(s, "2026-11-26 09:00",
	   "number=T2026-0003|action=extend-request|unit=U1|due_on=2026-12-11|reason=雨");
	at(s, "2026-11-26 10:00", "number=T2026-0003|action=extend-approve|unit=U1");
	at(s, "2026-11-27 09:00",
	   "number=T2026-0003|action=extend-request|unit=U1|due_on=2026-12-14|reason=雨");
	at(s, "2026-11-27 10:00", "number=T2026-0003|action=extend-approve|unit=U1");
	at(s, "2026-12-01 09:00",
	   "number=T2026-0003|action=extend-request|unit=U1|due_on=2026-12-18|reason=雪");
}

static od_instant instant(struct state *s, const char *text)
{
	od_instant t;

	OK(od_instant_parse(text, &no_when, &t, &s->err));
	return t;
}

static struct od_tasks *all(struct state *s)
{
	struct od_task_query q = OD_TASK_QUERY_INIT;
	struct od_tasks *t;

	q.now = instant(s, "2026-12-04 18:00");
	q.closed = q.by_number = true;
	t = od_tasks_find(s->db, &q, &s->err);
	if (!t)
		fail_msg("%s", s->err.msg);
	return t;
}

static char *report(struct state *s, int kind, bool page)
{
	const od_instant now = instant(s, "2026-12-04 18:00");
	const od_date from = od_ymd(2026, 9, 1), to = od_ymd(2026, 12, 4);
	struct od_task_stats *stats =
		od_task_stats_new(s->db, NULL, from, to, now, OD_TASK_BY_UNIT, &s->err);
	struct od_tasks *t = all(s);
	struct od_buf b = OD_BUF_INIT;

	assert_non_null(stats);
	OK((page ? od_task_report_html : od_task_report_text)(s->db, t, stats, kind, from, to, now,
							      &b, &s->err));
	od_tasks_free(t);
	od_task_stats_free(stats);
	return b.s;
}

static void no_secret(const char *text)
{
	has_not(text, "不可外传");
	has_not(text, "亦不可");
	has_not(text, "密件");
	has_not(text, "绝不外露");
}

static const char tables[] =
	"Closed matters: 1\n"
	"Matter                 Lead unit  Due         Percent  Light  Closed\n"
	"────────────────────────────────────────────────────────────────────────\n"
	"T2026-0001 供水管网改  甲局       2026-10-30     100%  grey   2026-10-29\n"
	"造\n\n";
static const char under_way[] =
	"Matters under way: 2\n"
	"Matter                 Lead unit  Due         Percent  Light   Days left\n"
	"────────────────────────────────────────────────────────────────────────\n"
	"T2026-0003 河道清淤 <  甲局       2026-12-14      60%  yellow          6\n"
	"一期>\n"
	"T2026-0004 (secret)    丙局       2026-12-31           yellow         19\n\n";
static const char overdue[] =
	"Overdue matters: 1\n"
	"Matter                  Lead unit  Due         Percent  Light  Days over\n"
	"────────────────────────────────────────────────────────────────────────\n"
	"T2026-0002 老旧小区加   乙局       2026-11-20      40%  red           10\n"
	"装电梯, 第一批; 二〇二\n"
	"六年度为民办实事项目清\n"
	"单所列五十台\n\n";
static const char problems[] = "3. What is wrong\n\n"
			       "(1) Overdue, by unit: 2\n"
			       " 1. 乙局: 1 (T2026-0002 working days over: 10)\n"
			       " 2. 丙局: 1 (T2026-0002 working days over: 10)\n\n"
			       "(2) Silent: 3\n"
			       " 1. 乙局: 1 (T2026-0002 nothing reported since its due day)\n"
			       " 2. 丙局: 2 (T2026-0002 not signed for, urges: 1; T2026-0004 not\n"
			       "    signed for)\n\n"
			       "(3) Feedback that did not come in time\n"
			       " 1. 丙局: owed 1, came in time 0\n\n"
			       "(4) Returned to be redone: 1\n"
			       " 1. 乙局: 1 (T2026-0001 returns: 1)\n\n"
			       "(5) Extended more than once: 1\n"
			       " 1. 甲局: 1 (T2026-0003 extensions: 2, now due 2026-12-14)\n\n";
static const char next[] =
	"4. What is next\n\n"
	"(1) Due within 10 working days: 1\n"
	"Due         Matter                      Unit  Percent  Days left\n"
	"────────────────────────────────────────────────────────────────\n"
	"2026-12-14  T2026-0003 河道清淤 <一期>  甲局      60%          6\n\n"
	"(2) To be urged: 3\n"
	" 1. 乙局: 1 (T2026-0002 not urged yet)\n"
	" 2. 丙局: 2 (T2026-0002 urges: 1, last on 2026-11-25; T2026-0004 not\n"
	"    urged yet)\n\n"
	"(3) Extensions to be decided: 1\n"
	" 1. 甲局: 1 (T2026-0003 until 2026-12-18)\n\n"
	"(4) To be assigned\n"
	" 1. T2026-0005 校园周边整治\n\n"
	"                                                          示例市委办公室\n"
	"                                                              2026-12-04\n";
static const char charts[] = "# done  = green  ~ yellow  ! red\n"
			     "甲局  #~  2\n"
			     "乙局  #!  2\n"
			     "丙局  ~!  2\n";
static const char burning[] = "2026-09-04  ==  2\n"
			      "2026-09-11  =====  5\n";
static const char burnt[] = "2026-10-23  =====  5\n"
			    "2026-10-30  ====  4\n"
			    "2026-11-06  ====  4\n"
			    "2026-11-13  ====  4\n"
			    "2026-11-20  ====  4\n"
			    "2026-11-27  !===  4 (red 1)\n"
			    "2026-12-04  !===  4 (red 1)\n";

static void test_special(void **state)
{
	struct state *s = *state;
	char *text;

	autumn(s);
	text = report(s, OD_TASK_SPECIAL, false);
	has(text, "                     Special report on supervision\n"
		  "                       (2026-09-01 to 2026-12-04)\n\n"
		  "1. What was assigned, and on whose instruction\n"
		  "Matters in this report: 5; ");
	has(text, " 1. Basis: 市委常委会会议纪要〔2026〕3号 (T2026-0001, T2026-0003)\n"
		  " 2. 沈望川 2026-09-02 (I2026-0001) on '加装电梯情况': 请抓紧办理。\n"
		  " 3. I2026-0002 (classified; see the paper copy)\n");
	has(text, "As of 2026-12-04 18:00: finished 1, under way 2 (green 0, yellow 2),\n"
		  "overdue 1, not assigned yet 1.\n");
	has(text, tables);
	has(text, under_way);
	has(text, overdue);
	has(text, problems);
	has(text, next);
	has(text, charts);
	has(text, burning);
	has(text, burnt);
	has_not(text, "Ranking");
	no_secret(text);
	free(text);
}

/* --- who is silent ---------------------------------------------------------------------------- */

/* A matter that U1 leads, assigned, what was done to it then, and what the report of Friday says of it. */
static const struct {
	const char *fields, *assigned, *then, *when, *told;
} silent_rows[] = {
	{ "feedback=week|due_on=2026-12-31", "2026-11-02 09:00", "sign", "2026-11-03 09:00",
	  "T2026-0001 no progress report, owed on 2026-11-27" },
	{ "feedback=week|due_on=2026-12-31", "2026-11-02 09:00", "report|percent=10",
	  "2026-11-20 09:00", "T2026-0001 no progress report, owed on 2026-11-27" },
	{ "feedback=week|due_on=2026-12-31", "2026-11-02 09:00", "report|percent=10",
	  "2026-11-25 09:00", NULL },
	{ "feedback=month|due_on=2026-12-31", "2026-10-08 09:00", "report|percent=10",
	  "2026-10-30 09:00", "T2026-0001 no progress report, owed on 2026-11-30" },
	{ "feedback=month|due_on=2026-12-31", "2026-10-08 09:00", "report|percent=10",
	  "2026-11-05 09:00", NULL },
	{ "feedback=quarter|due_on=2026-12-31", "2026-09-08 09:00", "sign", "2026-09-09 09:00",
	  "T2026-0001 no progress report, owed on 2026-09-30" },
	{ "feedback=quarter|due_on=2026-12-31", "2026-10-08 09:00", "sign", "2026-10-09 09:00",
	  NULL },
	{ "feedback=week|due_on=2026-12-31", "2026-11-30 09:00", "sign", "2026-11-30 10:00", NULL },
	{ "feedback=week|due_on=2026-12-31", "2026-11-02 09:00",
	  "extend-request|due_on=2027-01-10|reason=雨", "2026-11-03 10:00", NULL },
	/* No rhythm: nothing is owed but by the due day, and before it when time runs out. */
	{ "due_on=2027-06-30", "2026-11-02 09:00", "sign", "2026-11-03 09:00", NULL },
	{ "due_on=2026-12-07", "2026-11-02 09:00", "sign", "2026-11-03 09:00",
	  "T2026-0001 nothing reported" },
	{ "due_on=2026-11-20", "2026-11-02 09:00", "report|percent=10", "2026-11-05 09:00",
	  "T2026-0001 nothing reported since its due day" },
	{ "due_on=2026-11-20", "2026-11-02 09:00", "report|percent=10", "2026-12-02 09:00", NULL },
	/* Not signed for, longer than the setting allows. */
	{ "due_on=2026-12-31", "2026-12-03 17:00", NULL, NULL, "T2026-0001 not signed for" },
	{ "due_on=2026-12-31", "2026-12-03 19:00", NULL, NULL, NULL },
};

static int count_urge(void *ctx, const struct od_task_event *e, struct od_err *err)
{
	(void)e;
	(void)err;
	++*(int *)ctx;
	return 0;
}

/* The report says so of whom urging would urge. */
static void test_silent(void **state)
{
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(silent_rows); i++) {
		struct od_task_query q = OD_TASK_QUERY_INIT;
		char fields[256], want[256];
		int urged = 0;
		char *text;

		if (i) {
			teardown(state);
			setup(state);
			s = *state;
		}
		begin(s, silent_rows[i].assigned);
		snprintf(fields, sizeof(fields), "title=事|lead=U1|%s", silent_rows[i].fields);
		TAKEN(task, fields);
		TAKEN(task_event, "number=T2026-0001|action=assign");
		commit(s);
		snprintf(fields, sizeof(fields), "number=T2026-0001|unit=U1|action=%s",
			 silent_rows[i].then ? silent_rows[i].then : "");
		if (silent_rows[i].then)
			at(s, silent_rows[i].when, fields);
		if (silent_rows[i].then && !strncmp(silent_rows[i].then, "extend", 6))
			at(s, silent_rows[i].when, "number=T2026-0001|unit=U1|action=sign");
		text = report(s, OD_TASK_SPECIAL, false);
		snprintf(want, sizeof(want), " 1. 甲局: 1 (%s)\n",
			 silent_rows[i].told ? silent_rows[i].told : "");
		if (silent_rows[i].told ? !strstr(text, want) || !strstr(text, "Silent: 1\n")
					: strstr(text, "Silent:") != NULL)
			fail_msg("row %zu, not as wanted: %s\n%s", i, want, text);
		free(text);
		begin(s, "2026-12-04 18:00");
		q.now = s->act.now;
		OK(od_task_urge(s->db, &q, 0, false, count_urge, &urged, &s->err));
		od_rollback(s->db);
		assert_int_equal(urged, silent_rows[i].told != NULL);
	}
}

/* To the units: with their ranking, without what leaders wrote. */
static void test_circular(void **state)
{
	struct state *s = *state;
	char *text;

	autumn(s);
	text = report(s, OD_TASK_CIRCULAR, false);
	has(text, "Circular on supervision\n");
	has(text, "       1  甲局    2 ");
	has(text, "       2  乙局    2 ");
	has(text, "       3  丙局    2 ");
	has(text, " 2. 沈望川 2026-09-02 (I2026-0001) on '加装电梯情况'\n");
	no_secret(text);
	free(text);
}

static size_t times(const char *text, const char *part)
{
	size_t n = 0;

	for (const char *p = strstr(text, part); p; p = strstr(p + 1, part))
		n++;
	return n;
}

static void test_page(void **state)
{
	struct state *s = *state;
	char *page;

	autumn(s);
	page = report(s, OD_TASK_CIRCULAR, true);
	no_secret(page);
	has(page, "T2026-0003 河道清淤 &#60;一期&#62;");
	has_not(page, "<一期>");
	has_not(page, "src=");
	has(page, "<title id=\"units-1-t\">");
	has(page, "<desc id=\"burn-d\">");
	has(page, "fill=\"url(#units-1-2)\"");
	has(page, "<td class=\"light red\">");
	assert_int_equal(times(page, "<svg "), 2);
	assert_int_equal(times(page, "<section>"), 4);
	assert_int_equal(times(page, "<section>"), times(page, "</section>"));
	assert_int_equal(times(page, "<ol>"), times(page, "</ol>"));
	assert_int_equal(times(page, "<tr>"), times(page, "</tr>"));
	free(page);
}

/* Nothing at all is no failure. */
static void test_empty(void **state)
{
	struct state *s = *state;
	char *text = report(s, OD_TASK_SPECIAL, false), *page = report(s, OD_TASK_CIRCULAR, true);

	has(text, "Nothing is overdue, silent, returned or extended more than once.");
	has(text, "Nothing is due soon, nobody is to be urged.");
	has_not(page, "<svg ");
	free(text);
	free(page);
}

struct burnt {
	struct od_report_of *r;
	size_t n;
};

static int same_day(void *ctx, const struct od_burn *b, struct od_err *err)
{
	struct burnt *k = ctx;

	(void)err;
	for (size_t i = 0; i < k->r->burns; i++) {
		if (k->r->burn[i].day.days != b->day.days)
			continue;
		assert_int_equal(k->r->burn[i].open, b->open);
		assert_int_equal(k->r->burn[i].red, b->red);
		k->n++;
	}
	return 0;
}

/* Of all matters, the picture is that of od_task_burn(). */
static void test_burn(void **state)
{
	struct state *s = *state;
	const od_date from = od_ymd(2026, 9, 1), to = od_ymd(2026, 12, 4);
	struct od_report_of r = { .db = s->db, .from = from, .to = to };
	struct burnt k = { &r, 0 };

	autumn(s);
	r.now = instant(s, "2026-12-04 18:00");
	r.t = all(s);
	OK(od_report_gather(&r, &s->err));
	OK(od_task_burn(s->db, from, to, 1, same_day, &k, &s->err));
	assert_int_equal(k.n, r.burns);
	assert_int_equal(k.n, 14);
	od_report_free(&r);
	od_tasks_free((struct od_tasks *)(uintptr_t)r.t);
}

/* --- iCalendar -------------------------------------------------------------------------------- */

static const char calendar[] =
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//officedb//task-track//EN\r\n"
	"CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
	"BEGIN:VEVENT\r\nUID:T2026-0002@task.officedb\r\nDTSTAMP:20261204T100000Z\r\n"
	"DTSTART;VALUE=DATE:20261120\r\nDTEND;VALUE=DATE:20261121\r\nSEQUENCE:4\r\n"
	"SUMMARY:[red light] 老旧小区加装电梯\\, 第一批\\; 二〇二六年\r\n"
	" 度为民办实事项目清单所列五十台 (示例市乙局)\r\n";
static const char alarm_of[] =
	"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n"
	"DESCRIPTION:Due tomorrow: T2026-0004 (secret)\r\nEND:VALARM\r\nEND:VEVENT\r\n"
	"END:VCALENDAR\r\n";

static void test_ics(void **state)
{
	struct state *s = *state;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct od_tasks *t;

	autumn(s);
	t = all(s);
	OK(od_tasks_ics(t, instant(s, "2026-12-04 18:00"), &b, &s->err));
	od_tasks_free(t);
	no_secret(b.s);
	/* Closed ones and those without a day are not in it. */
	assert_int_equal(times(b.s, "BEGIN:VEVENT"), 3);
	for (const char *l = b.s; *l; l += strcspn(l, "\n") + 1) {
		size_t n = strcspn(l, "\r\n");

		assert_true(n <= 75);
		assert_int_equal(od_utf8_bad(l, n), n);
		assert_memory_equal(l + n, "\r\n", 2);
	}
	assert_memory_equal(b.s, calendar, sizeof(calendar) - 1);
	has(b.s, alarm_of);
}

/* --- Taskwarrior ------------------------------------------------------------------------------ */

static const char second[] =
	"{\"uuid\":\"65d70034-c071-57b7-8b4f-b9252f135db9\",\"description\":\"老旧小区加装电梯, 第一批; "
	"二〇二六年度为民办实事项目清单所列五十台\",\"status\":\"pending\","
	"\"entry\":\"20260901T010000Z\",\"modified\":\"20261125T010000Z\","
	"\"due\":\"20261120T155959Z\",\"project\":\"示例市乙局\",\"priority\":\"H\","
	"\"tags\":[\"instruction\",\"red\",\"民生\",\"建设\"],"
	"\"annotations\":[{\"entry\":\"20261102T010000Z\","
	"\"description\":\"乙局 report progress, 40%: 进场 两台\"}],"
	"\"officedb_number\":\"T2026-0002\",\"officedb_lead\":\"U2\",\"officedb_units\":\"U3\","
	"\"officedb_percent\":\"40\"},\n";

static char *exported(struct state *s)
{
	struct od_buf b = OD_BUF_INIT;
	struct od_tasks *t = all(s);

	OK(od_warrior_write(t, &b, &s->err));
	od_tasks_free(t);
	return b.s;
}

static void test_write(void **state)
{
	struct state *s = *state;
	char *text;

	autumn(s);
	begin(s, "2026-12-01 10:00");
	TAKEN(task, "title=子事项|lead=U3|due_on=2026-12-30|parent=T2026-0004");
	commit(s);
	text = exported(s);
	no_secret(text);
	has(text, "\"status\":\"completed\",\"entry\":\"20260901T010000Z\","
		  "\"modified\":\"20261029T010000Z\",\"end\":\"20261029T010000Z\"");
	has(text, "\"description\":\"T2026-0004 (");
	/* The whole waits for its part. */
	has(text, "\"depends\":[\"6564f859-ba8c-503c-9a9a-1490c83474d6\"]");
	has(text, second);
	free(text);
}

struct taken {
	struct state *s;
	struct od_buf told;
	bool file;
};

static int take(void *ctx, struct od_task *t, od_instant ended, const char *where,
		struct od_err *err)
{
	struct taken *k = ctx;
	enum od_taken taken = OD_TAKEN;
	char buf[32];

	if (!t) {
		od_buf_printf(&k->told, "%s!\n", err->msg);
		return 0;
	}
	if (k->file && od_warrior_add(k->s->db, t, ended, OD_DUP_SKIP, &taken, err) < 0)
		return -1;
	od_buf_printf(&k->told, "%s%s", strrchr(where, ':') + 1, taken == OD_TAKEN ? "" : " known");
	for (const struct od_field *f = od_task_type.fields; f->name; f++) {
		const char *text = od_field_str(f, t, buf);

		if (text && (f->type != OD_ENUM || *(int *)((char *)t + f->offset)))
			od_buf_printf(&k->told, "|%s=%s", f->name, text);
	}
	od_buf_putc(&k->told, '\n');
	return 0;
}

/* What is read, and the error in the end. */
static char *reads(struct state *s, const char *json, bool file)
{
	struct taken k = { s, OD_BUF_INIT, file };
	int fd = memfd_create("json", MFD_CLOEXEC), r;

	assert_true(fd >= 0 && write(fd, json, strlen(json)) == (ssize_t)strlen(json) &&
		    lseek(fd, 0, SEEK_SET) == 0);
	s->err = (struct od_err)OD_ERR_INIT;
	r = od_warrior_read(fd, "a.json", instant(s, "2026-12-04 18:00"), take, &k, &s->err);
	if (r < 0)
		od_buf_printf(&k.told, "%s", s->err.msg);
	close(fd);
	return k.told.s ? k.told.s : strdup("");
}

#define READS(json, want)                           \
	do {                                        \
		char *got_ = reads(s, json, false); \
		assert_string_equal(got_, want);    \
		free(got_);                         \
	} while (0)

/* As "task export" of Taskwarrior 2.6.2 prints it. */
static const char foreign[] =
	"[\n"
	"{\"id\":1,\"description\":\"修路 \\\"x\\\"\",\"due\":\"20261217T160000Z\","
	"\"entry\":\"20261123T144151Z\",\"modified\":\"20261123T144151Z\",\"estimate\":2.5,"
	"\"priority\":\"H\",\"project\":\"甲局\",\"status\":\"pending\","
	"\"uuid\":\"65f43a3b-7c7a-4194-93d6-262de591e8d9\",\"annotations\":["
	"{\"entry\":\"20261123T144151Z\",\"description\":\"去看过\"},"
	"{\"entry\":\"20261124T144151Z\",\"description\":\"又去\"}],"
	"\"tags\":[\"complaint\",\"民生\",\"red\",\"a\"],\"urgency\":19},\n"
	"{\"id\":0,\"description\":\"旧事\",\"end\":\"20261123T144151Z\","
	"\"entry\":\"20261123T144151Z\",\"status\":\"completed\","
	"\"uuid\":\"914da5f8-0da4-40b1-a76c-3df4318ae429\"},\n"
	"{\"id\":3,\"description\":\"模板\",\"status\":\"recurring\",\"recur\":\"weekly\"},\n"
	"{\"id\":4,\"description\":\"等\",\"status\":\"waiting\",\"wait\":\"20261210T000000Z\","
	"\"project\":\"小事.家里\"}\n]\n";

static void test_read(void **state)
{
	struct state *s = *state;

	READS(foreign,
	      "2|title=修路 \"x\"|text=2026-11-23 去看过\n2026-11-24 又去|source=complaint|basis=甲局|"
	      "kind=民生、a|grade=major|due_on=2026-12-18|"
	      "external_id=taskwarrior:65f43a3b-7c7a-4194-93d6-262de591e8d9|"
	      "opened_at=2026-11-23T22:41:51+08:00|unfinished=no\n"
	      "3|title=旧事|external_id=taskwarrior:914da5f8-0da4-40b1-a76c-3df4318ae429|"
	      "opened_at=2026-11-23T22:41:51+08:00|status=closed|unfinished=no\n"
	      "5|title=等|basis=小事.家里|unfinished=no\n");
	READS("{\"description\":\"一\"}\n\n{\"description\":\"二\",\n\"due\":\"20261204T155959Z\"}\n",
	      "1|title=一|unfinished=no\n3|title=二|due_on=2026-12-04|unfinished=no\n");
	READS("", "");
	READS(" [ ] \n", "");
}

static void test_read_bad(void **state)
{
	struct state *s = *state;

	/* One that is wrong does not stop the others. */
	READS("[{\"description\":\"一\"},\n{\"title\":\"二\"},\n{\"description\":\"三\"}]",
	      "1|title=一|unfinished=no\na.json:2: 'description' is missing!\n"
	      "3|title=三|unfinished=no\n");
	READS("[{\"description\":\"一\",\"due\":\"20261304T000000Z\"}]",
	      "a.json:1: 'due': '20261304T000000Z' is no instant as Taskwarrior writes it, "
	      "20261204T100000Z!\n");
	READS("{\"description\":5}", "a.json:1: 'description' is no text!\n");
	READS("{\"description\":\"一\",\"uuid\":\"x\"}", "a.json:1: 'uuid': 'x' is none!\n");
	READS("{\"description\":\"一\",\"tags\":\"x\"}", "a.json:1: 'tags' is no list of texts!\n");
	READS("{\"description\":\"一\",\"status\":\"done\"}",
	      "a.json:1: 'status': 'done'; it is pending, waiting, completed, deleted or "
	      "recurring!\n");
	READS("{\"description\":\"一\",}",
	      "a.json:1: column 20: string or '}' expected near '}'!\n");
	/* The array itself is broken: nothing more can be read. */
	READS("[{\"description\":\"一\"}\n{\"description\":\"二\"}]",
	      "1|title=一|unfinished=no\na.json:2: a comma is missing between two tasks");
	READS("[{\"description\":\"一\"},\n", "1|title=一|unfinished=no\n"
					      "a.json:2: the array does not end: ] is missing");
	READS("[{\"description\":\"一", "a.json:1: the file ends inside a task");
	READS("[]\n[]", "a.json:2: something follows the array");
	READS("ID Age Description\n",
	      "a.json:1: no task; 'task export' writes an array of objects, or one a line");
}

/* A project is a special group, a unit, or else a basis; twice is once. */
static void test_register(void **state)
{
	struct state *s = *state;
	static const char json[] =
		"{\"description\":\"一\",\"project\":\"甲局\",\"uuid\":\"65f43a3b-7c7a-4194-93d6-262de591e8d9\"}\n"
		"{\"description\":\"二\",\"project\":\"防汛专班\",\"uuid\":\"75f43a3b-7c7a-4194-93d6-262de591e8d9\"}\n"
		"{\"description\":\"三\",\"project\":\"家里\",\"uuid\":\"85f43a3b-7c7a-4194-93d6-262de591e8d9\"}\n"
		"{\"description\":\"四\",\"status\":\"deleted\",\"uuid\":\"95f43a3b-7c7a-4194-93d6-262de591e8d9\"}\n";
	static const char sql[] =
		"SELECT (number - 202600000000) || ' ' || title || ' ' || coalesce("
		"basis, '-') || ' ' || coalesce(\"group\", '-') || ' ' || coalesce("
		"(SELECT unit FROM task_unit u WHERE u.number = t.number), '-') "
		"FROM task t ORDER BY number";
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	char *told;

	begin(s, "2026-12-04 18:00");
	TAKEN(task_group, "name=防汛专班|head=P2|from_day=2026-01-01");
	told = reads(s, json, true);
	assert_string_equal(s->err.msg, "");
	free(told);
	told = reads(s, json, true);
	assert_int_equal(times(told, " known"), 4);
	free(told);
	commit(s);
	OK(od_query_each(s->db, sql, OD_NOVALS, add_text, &b, &s->err));
	assert_string_equal(b.s, "1 一 - - U1 2 二 - 202600000001 - 3 三 家里 - -");
}

/* What we export is known when it comes back, whatever happened to it there. */
static void test_round_trip(void **state)
{
	struct state *s = *state;
	char *text, *told;

	autumn(s);
	text = exported(s);
	begin(s, "2026-12-04 18:00");
	told = reads(s, text, true);
	assert_string_equal(s->err.msg, "");
	assert_int_equal(times(told, " known"), 5);
	has(told, "5 known|number=T2026-0004|title=T2026-0004 (");
	free(told);
	/* Another office has such a number too: its UUID is not the one of ours. */
	told = reads(s,
		     "{\"description\":\"别处\",\"officedb_number\":\"T2026-0001\","
		     "\"uuid\":\"95f43a3b-7c7a-4194-93d6-262de591e8d9\"}",
		     true);
	has(told, "1|number=T2026-0006|title=别处");
	free(told);
	free(text);
	commit(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_special, setup, teardown),
		cmocka_unit_test_setup_teardown(test_silent, setup, teardown),
		cmocka_unit_test_setup_teardown(test_circular, setup, teardown),
		cmocka_unit_test_setup_teardown(test_page, setup, teardown),
		cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(test_burn, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ics, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_bad, setup, teardown),
		cmocka_unit_test_setup_teardown(test_register, setup, teardown),
		cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("task-report", tests, NULL, NULL);
}
