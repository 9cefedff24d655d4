/* test-task.c - supervised matters: what each state allows, due days, extensions, closing, parts, changes. */
#include "task.h"

/* --- registering ------------------------------------------------------------------------------------------ */

static void test_register(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "供水改造", .lead = "甲局", .co_units = "丙局、U2、乙局",
				 .limit = "15个工作日"));
	struct od_task t = get(s, n);

	assert_int_equal(n, od_number(2026, 1));
	assert_string_equal(t.lead, "U1");
	assert_string_equal(t.lead_name, "甲局");
	assert_string_equal(t.co_units, "U2、U3");
	assert_string_equal(t.limit, "15w");
	assert_true(t.opened_at.sec == AT_1800);
	assert_null(t.instructions);
	assert_true(t.percent == OD_NOINT);
	is(s, n, "registered v1 -; U1 lead named; U2 co named; U3 co named");
	events_are(s, n, 1, "1 register");
	od_rec_clear(&od_task_type, &t);
	REFUSED(OD_ENOENT, "no matter T2026-0009",
		od_task_get(s->db, od_number(2026, 9), &t, &s->err));
	od_rec_clear(&od_task_type, &t);
}

/* As a clerk's table has it: the units are read with the matter, though they are kept elsewhere. */
static void test_register_from_a_table(void **state)
{
	static const char table[] = "事项,来源,牵头单位,协办单位,时限,反馈周期,状态,进度\n"
				    "供水改造,批示,甲局,乙局；丙局,15个工作日,每月,办结,80\n";
	static const struct od_rec_type *const types[] = { &od_task_type, NULL };
	struct state *s = *state;
	struct od_when when = { { AT_1800 }, NULL };
	char path[96];
	struct od_task t = { 0 };
	struct od_reader *in;
	enum od_taken taken;
	FILE *f;
	int fd;

	snprintf(path, sizeof(path), "%s/in.csv", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(table, f);
	fclose(f);
	fd = open(path, O_RDONLY);
	in = od_reader_new(fd, path, types, &when, 0, &s->err);
	assert_non_null(in);
	if (od_reader_next(in, &t, &s->err) != OD_ROW)
		fail_msg("%s", s->err.msg);
	OK(od_task_add(s->db, &t, OD_DUP_SKIP, &taken, &s->err));
	assert_int_equal(t.source, OD_SOURCE_INSTRUCTION);
	assert_int_equal(t.feedback, OD_FEEDBACK_MONTH);
	is(s, t.number, "registered v1 -; U1 lead named; U2 co named; U3 co named");
	od_rec_clear(&od_task_type, &t);
	od_reader_free(in);
	close(fd);
}

/* What the library fills in is told to whoever did it. */
static void test_event_is_filled_in(void **state)
{
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_SIGNED, false);
	struct od_task_event e;

	od_rec_init(&od_task_event_type, &e);
	e.number = n;
	e.action = OD_TASK_DO_URGE;
	e.unit = strdup("甲局");
	OK(od_task_do(s->db, &e, OD_NOINT, &s->err));
	assert_string_equal(e.unit, "U1");
	assert_int_equal(e.step, 4);
	assert_int_equal(e.level, 1);
	assert_string_equal(e.actor, "tester");
	assert_true(e.at.sec == AT_1800 && e.happened_at.sec == AT_1800);
	od_rec_clear(&od_task_event_type, &e);
}

static void test_register_refuses(void **state)
{
	struct state *s = *state;

	REFUSED(OD_EDATA, "title is missing", add_try(s, GIVEN(.lead = "U1")));
	REFUSED(OD_EDATA, "unit 'U1' cannot both lead and assist",
		add_try(s, GIVEN(.title = "甲", .lead = "U1", .co_units = "U2、甲局")));
	REFUSED(OD_EDATA, "parent: there is no T2026-0077",
		add_try(s, GIVEN(.title = "甲", .parent = od_number(2026, 77))));
	assert_int_equal(add_try(s, GIVEN(.title = "甲", .lead = "庚局")), -1);
	assert_int_equal(s->err.code, OD_EDATA);
	assert_int_equal(add(s, GIVEN(.title = "甲")), od_number(2026, 1)); /* no number was lost */
}

static void test_limits(void **state)
{
	static const struct {
		const char *given, *kept;
	} rows[] = {
		{ "15w", "15w" }, { "15 个工作日", "15w" }, { "30d", "30d" },  { "30日内", "30d" },
		{ "7天", "7d" },  { "3W", "3w" },           { "w", NULL },     { "0d", NULL },
		{ "-3d", NULL },  { "15", NULL },           { "4000d", NULL }, { "两周", NULL },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		char *limit = strdup(rows[i].given);

		assert_int_equal(od_task_limit_check(&limit, &s->err), rows[i].kept ? 0 : -1);
		if (rows[i].kept)
			assert_string_equal(limit, rows[i].kept);
		free(limit);
	}
	REFUSED(OD_EDATA, "limit: '两周' is not a time such as 15w (working days) or 30d (days)",
		add_try(s, GIVEN(.title = "甲", .limit = "两周")));
}

static void test_duplicates(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "甲", .external_id = "DC-1", .lead = "U1")), again;
	enum od_taken taken;

	OK(add_as(s, GIVEN(.title = "乙", .external_id = "DC-1"), OD_DUP_SKIP, &taken, &again));
	assert_int_equal(taken, OD_DUPLICATED);
	assert_int_equal(again, n);
	is(s, n, "registered v1 -; U1 lead named");
	REFUSED(OD_EDATA, "it is on file already as T2026-0001",
		add_try(s, GIVEN(.title = "乙", .external_id = "DC-1")));
	OK(add_as(s, GIVEN(.title = "甲", .external_id = "DC-1", .lead = "U1"), OD_DUP_UPDATE,
		  &taken, &again));
	assert_int_equal(taken, OD_DUPLICATED); /* nothing differs */
	OK(add_as(s, GIVEN(.title = "乙", .external_id = "DC-1", .lead = "U2", .due_on = 20261231),
		  OD_DUP_UPDATE, &taken, &again));
	assert_int_equal(taken, OD_UPDATED);
	assert_int_equal(again, n);
	is(s, n, "registered v2 2026-12-31; U2 lead named");
	/* Without one, the same title is another matter. */
	assert_int_equal(add(s, GIVEN(.title = "甲", .external_id = "")), n + 1);
	assert_int_equal(add(s, GIVEN(.title = "甲", .external_id = "")), n + 2);
}

/* --- due days ---------------------------------------------------------------------------------------------- */

static void test_due_days(void **state)
{
	static const struct {
		const char *limit;
		int64_t due, asked; /* given; by the event */
		int source, grade;
		const char *want;
	} rows[] = {
		{ NULL, 20261215, 0, 0, 0, "assigned v2 2026-12-15; U1 lead assigned 2026-12-15" },
		{ "5d", 20261215, 0, 0, 0, "assigned v2 2026-12-15; U1 lead assigned 2026-12-15" },
		{ "5d", 0, 0, 0, 0, "assigned v2 2026-12-09; U1 lead assigned 2026-12-09" },
		/* Tuesday to Friday, and the Saturday that is worked; Monday is off. */
		{ "5w", 0, 0, 0, 0, "assigned v2 2026-12-12; U1 lead assigned 2026-12-12" },
		{ "6w", 0, 0, 0, 0, "assigned v2 2026-12-14; U1 lead assigned 2026-12-14" },
		{ "1w", 0, 0, 0, 0, "assigned v2 2026-12-08; U1 lead assigned 2026-12-08" },
		{ "5w", 0, 20261231, 0, 0, "assigned v2 2026-12-31; U1 lead assigned 2026-12-31" },
		{ NULL, 20261215, 20261231, 0, 0,
		  "assigned v2 2026-12-15; U1 lead assigned 2026-12-31" },
		{ NULL, 0, 20261204, 0, 0, "assigned v2 2026-12-04; U1 lead assigned 2026-12-04" },
		{ NULL, 0, 0, OD_SOURCE_INSTRUCTION, OD_TASK_MAJOR,
		  "assigned v2 2026-12-11; U1 lead assigned 2026-12-11" },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		int64_t n = add(s, GIVEN(.title = "甲", .lead = "U1", .limit = rows[i].limit,
					 .source = rows[i].source, .grade = rows[i].grade,
					 .due_on = rows[i].due));

		DO(n, ASSIGN, .due_on = rows[i].asked);
		is(s, n, rows[i].want);
	}
}

static void test_due_days_refused(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "甲", .lead = "U1"));

	NOT("T2026-0001 has no due day and no time limit; give one", n, ASSIGN);
	NOT("T2026-0001: the due day 2026-12-03 is before the day it is assigned, 2026-12-04; give "
	    "another",
	    n, ASSIGN, .due_on = 20261203);
	n = add(s, GIVEN(.title = "乙", .limit = "5w"));
	NOT("T2026-0002 has no unit; say which", n, ASSIGN);
	DO(n, ASSIGN, .unit = "甲局");
	is(s, n, "assigned v2 2026-12-12; U1 lead assigned 2026-12-12");
	DO(n, ASSIGN, .unit = "U2", .due_on = 20261220);
	is(s, n, "assigned v3 2026-12-12; U1 lead assigned 2026-12-12; U2 co assigned 2026-12-20");
	NOT("T2026-0002: all its units have been assigned", n, ASSIGN);
}

/* The regime says otherwise how many days a major instruction has. */
static void test_major_days(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "甲", .lead = "U1", .source = OD_SOURCE_INSTRUCTION,
				 .grade = OD_TASK_MAJOR));

	load_text(s,
		  "setting:\n  - { name: task_major_days, value: '3', valid_from: 2020-01-01 }\n");
	DO(n, ASSIGN);
	is(s, n, "assigned v2 2026-12-07; U1 lead assigned 2026-12-07");
}

/* --- what each state allows -------------------------------------------------------------------------------- */

/* Of each place, by the words of the refusal. */
static const char *const unit_allows[] = {
	[OD_TU_ASSIGNED] =
		"U1 is to be signed for (assigned), which does not allow '%s'; it allows: "
		"sign, report, urge, extend-request, extend-approve, extend-refuse",
	[OD_TU_SIGNED] =
		"U1 is signed for (signed), which does not allow '%s'; it allows: report, urge, "
		"extend-request, extend-approve, extend-refuse, finish",
	[OD_TU_REPORTED] =
		"U1 is reported on (reported), which does not allow '%s'; it allows: report, "
		"urge, extend-request, extend-approve, extend-refuse, return, finish",
	[OD_TU_RETURNED] =
		"U1 is returned to be redone (returned), which does not allow '%s'; it allows: "
		"report, urge, extend-request, extend-approve, extend-refuse",
	[OD_TU_FINISHED] =
		"U1 is reported finished (finished), which does not allow '%s'; it allows: "
		"extend-approve, extend-refuse, return, verify",
	[OD_TU_VERIFIED] = "U1 is verified, which does not allow '%s'; it allows: return",
	[OD_TU_NAMED] =
		"U1 is named, not assigned yet (named), which does not allow '%s'; it allows: "
		"assign",
};

/* Every action of units from every place: where it leads, or -1: refused. */
static const struct {
	int action;
	int to[OD_TU_NAMED + 1];
} unit_rows[] = {
#define A OD_TU_ASSIGNED
#define S OD_TU_SIGNED
#define R OD_TU_REPORTED
#define B OD_TU_RETURNED
#define F OD_TU_FINISHED
#define V OD_TU_VERIFIED
	/*                              from  A   S   R   B   F   V   named */
	{ OD_TASK_DO_ASSIGN, { -1, -1, -1, -1, -1, -1, A } },
	{ OD_TASK_DO_SIGN, { S, -1, -1, -1, -1, -1, -1 } },
	{ OD_TASK_DO_REPORT, { R, R, R, R, -1, -1, -1 } },
	{ OD_TASK_DO_URGE, { A, S, R, B, -1, -1, -1 } },
	{ OD_TASK_DO_EXTEND_REQUEST, { A, S, R, B, -1, -1, -1 } },
	{ OD_TASK_DO_EXTEND_APPROVE, { A, S, R, B, F, -1, -1 } },
	{ OD_TASK_DO_EXTEND_REFUSE, { A, S, R, B, F, -1, -1 } },
	{ OD_TASK_DO_RETURN, { -1, -1, B, -1, B, B, -1 } },
	{ OD_TASK_DO_FINISH, { -1, F, F, -1, -1, -1, -1 } },
	{ OD_TASK_DO_VERIFY, { -1, -1, -1, -1, V, -1, -1 } },
#undef A
#undef S
#undef R
#undef B
#undef F
#undef V
};

static int state_of(struct state *s, int64_t n, const char *unit)
{
	struct od_task_unit *u;
	int place = -1;
	size_t k;

	OK(od_task_units_read(s->db, n, &u, &k, &s->err));
	for (size_t i = 0; i < k; i++)
		if (!strcmp(u[i].unit, unit))
			place = od_task_place(&u[i]);
	od_task_units_free(u, k);
	return place;
}

static void test_units_of_every_state(void **state)
{
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(unit_rows); i++) {
		int action = unit_rows[i].action;
		bool decides =
			action == OD_TASK_DO_EXTEND_APPROVE || action == OD_TASK_DO_EXTEND_REFUSE;
		struct said said = *SAID(.unit = "U1", .reason = "说明", .text = "情况");

		if (action == OD_TASK_DO_EXTEND_REQUEST)
			said.due_on = 20261225;
		for (int place = 0; place <= OD_TU_NAMED; place++) {
			int64_t n = bring(s, place, decides);
			int want = unit_rows[i].to[place], got = do_it(s, n, action, &said);
			char text[512], name[32], format[300];

			if (want >= 0) {
				if (got < 0)
					fail_msg("%s", s->err.msg);
				assert_int_equal(state_of(s, n, "U1"), want);
				continue;
			}
			snprintf(format, sizeof(format), "%s/%s", od_number_str('T', n, name),
				 unit_allows[place]);
			snprintf(text, sizeof(text), "%.*s%s%s",
				 (int)(strstr(format, "%s") - format), format,
				 od_task_actions[action].word, strstr(format, "%s") + 2);
			assert_int_equal(got, -1);
			assert_string_equal(s->err.msg, text);
			assert_int_equal(state_of(s, n, "U1"), place); /* nothing was written */
		}
	}
}

/* A matter of each status, its units verified where it has been assigned. */
static int64_t bring_matter(struct state *s, int status)
{
	int64_t n = add(s, GIVEN(.title = "甲", .lead = "U1", .due_on = 20261215));

	if (status == OD_TASK_CANCELLED)
		DO(n, CANCEL, .reason = "重复");
	if (status == OD_TASK_REGISTERED || status == OD_TASK_CANCELLED)
		return n;
	DO(n, ASSIGN);
	DO(n, SIGN);
	DO(n, FINISH);
	DO(n, VERIFY);
	if (status != OD_TASK_ASSIGNED)
		DO(n, CLOSE);
	if (status == OD_TASK_FILED)
		DO(n, FILE);
	return n;
}

static const char *const matter_allows[] = {
	[OD_TASK_REGISTERED] =
		" is registered, which does not allow '%s'; it allows: assign, cancel, "
		"change, split",
	[OD_TASK_ASSIGNED] =
		" is assigned, which does not allow '%s'; it allows: assign, sign, report, "
		"urge, extend-request, extend-approve, extend-refuse, return, finish, "
		"verify, close, cancel, change, split",
	[OD_TASK_CLOSED] = " is closed, which does not allow '%s'; it allows: reopen, file",
	[OD_TASK_FILED] = " is filed away (filed), which does not allow '%s'; it allows: reopen",
	[OD_TASK_CANCELLED] = " is cancelled, which does not allow '%s'; it allows: nothing more",
};

static int try_matter(struct state *s, int64_t n, int action)
{
	struct od_task t;
	int r;

	if (action == OD_TASK_DO_SPLIT)
		return add_try(s, GIVEN(.title = "分项", .parent = n));
	if (action != OD_TASK_DO_CHANGE)
		return do_it(s, n, action,
			     SAID(.reason = od_task_rule(action)->reason ? "说明" : NULL,
				  .text = "情况"));
	fill(&t, GIVEN(.title = "改题"));
	t.number = n;
	r = od_task_change(s->db, &t, NULL, &s->err);
	od_rec_clear(&od_task_type, &t);
	return r;
}

static void test_matters_of_every_status(void **state)
{
	static const struct {
		int action;
		int to[OD_TASK_CANCELLED + 1];
	} rows[] = {
#define N OD_TASK_REGISTERED
#define A OD_TASK_ASSIGNED
#define C OD_TASK_CLOSED
#define F OD_TASK_FILED
#define X OD_TASK_CANCELLED
		/*                     from  N   A   C   F   X */
		{ OD_TASK_DO_SIGN, { -1, -2, -1, -1, -1 } }, /* -2: refused by the unit's state */
		{ OD_TASK_DO_REPORT, { -1, -2, -1, -1, -1 } },
		{ OD_TASK_DO_VERIFY, { -1, -2, -1, -1, -1 } },
		{ OD_TASK_DO_RETURN, { -1, A, -1, -1, -1 } },
		{ OD_TASK_DO_ASSIGN, { A, -2, -1, -1, -1 } },
		{ OD_TASK_DO_CLOSE, { -1, C, -1, -1, -1 } },
		{ OD_TASK_DO_REOPEN, { -1, -1, A, A, -1 } },
		{ OD_TASK_DO_FILE, { -1, -1, F, -1, -1 } },
		{ OD_TASK_DO_CANCEL, { X, X, -1, -1, -1 } },
		{ OD_TASK_DO_CHANGE, { N, A, -1, -1, -1 } },
		{ OD_TASK_DO_SPLIT, { N, A, -1, -1, -1 } },
		{ OD_TASK_DO_CHECKED, { N, A, C, F, X } },
		{ OD_TASK_DO_INSTRUCTED, { N, A, C, F, X } },
		{ OD_TASK_DO_UNDO, { -2, A, A, C, N } },
#undef N
#undef A
#undef C
#undef F
#undef X
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++)
		for (int status = 0; status <= OD_TASK_CANCELLED; status++) {
			int64_t n = bring_matter(s, status);
			int want = rows[i].to[status], got = try_matter(s, n, rows[i].action);
			struct od_task t = get(s, n);
			const char *allows = matter_allows[status];
			char text[512], name[32];

			if (want >= 0 && got < 0)
				fail_msg("%s", s->err.msg);
			assert_int_equal(got, want < 0 ? -1 : 0);
			assert_int_equal(t.status, want < 0 ? status : want);
			snprintf(text, sizeof(text), "%s%.*s%s%s", od_number_str('T', n, name),
				 (int)(strstr(allows, "%s") - allows), allows,
				 od_task_actions[rows[i].action].word, strstr(allows, "%s") + 2);
			if (want == -1)
				assert_string_equal(s->err.msg, text);
			od_rec_clear(&od_task_type, &t);
		}
}

static void test_who_says_what(void **state)
{
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_ASSIGNED, false);

	NOT("percent says nothing of 'sign'; leave it out", n, SIGN, .percent = "3");
	NOT("due_on says nothing of 'report'; leave it out", n, REPORT, .due_on = 20261209);
	NOT("level says nothing of 'report'; leave it out", n, REPORT, .level = 1);
	NOT("unit says nothing of 'close'; leave it out", n, CLOSE, .unit = "U1");
	NOT("percent: 101 is not from 0 to 100", n, REPORT, .percent = "101");
	NOT("percent: -1 is not from 0 to 100", n, REPORT, .percent = "-1");
	NOT("level: 4 is not from 1 to 3", n, URGE, .level = 4);
	NOT("a report says what was done (text) or how far it is (percent)", n, REPORT,
	    .unit = "U1");
	NOT("a reason is needed for 'cancel'", n, CANCEL);
	NOT("a reason is needed for 'extend-request'", n, EXTEND_REQUEST, .due_on = 20261230);
	NOT("T2026-0001: 'U3' has no part in it; who has: U1、U2", n, SIGN, .unit = "丙局");
	NOT("happened_at: 2026-12-05 18:00 is still to come", n, SIGN, .at = TOMORROW);
	NOT("happened_at: 2026-12-03 18:00 is before it began, on 2026-12-04 18:00", n, SIGN,
	    .at = AT_1800 - DAY);
	NOT("'register' is not done this way", n, REGISTER);
	NOT("'change' is not done this way", n, CHANGE);
	NOT("'split' is not done this way", n, SPLIT);
	NOT("action is missing", n, SIGN - OD_TASK_DO_SIGN);
	REFUSED(OD_ENOENT, "no matter T2026-0099",
		do_it(s, od_number(2026, 99), OD_TASK_DO_SIGN, SAID()));
	DO(n, SIGN, .at = AT_1800 - 60); /* the same day */
	is(s, n, "assigned v3 2026-12-15; U1 lead signed 2026-12-15; U2 co named");
}

/* Without a unit: all that may. */
static void test_all_units(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "甲", .lead = "U2", .co_units = "U1、U3", .limit = "5w"));

	DO(n, ASSIGN);
	is(s, n,
	   "assigned v2 2026-12-12; U2 lead assigned 2026-12-12; U1 co assigned 2026-12-12; "
	   "U3 co assigned 2026-12-12");
	events_are(s, n, 1, "1 register, 2 assign U2, 3 assign U1, 4 assign U3");
	DO(n, SIGN, .unit = "U1");
	DO(n, SIGN);
	events_are(s, n, 5, "5 sign U1, 6 sign U2, 7 sign U3");
	NOT("T2026-0001/U2 is signed for (signed), which does not allow 'sign'; it allows: report, urge, "
	    "extend-request, extend-approve, extend-refuse, finish",
	    n, SIGN);
	is(s, n,
	   "assigned v4 2026-12-12; U2 lead signed 2026-12-12; U1 co signed 2026-12-12; "
	   "U3 co signed 2026-12-12");
}

/* --- progress, extensions ------------------------------------------------------------------------------------- */

static void test_percent(void **state)
{
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_ASSIGNED, false);
	struct od_task t;

	DO(n, REPORT, .unit = "U1", .percent = "40");
	DO(n, REPORT, .unit = "U1", .text = "仍在办");
	is(s, n, "assigned v4 2026-12-15; U1 lead reported 2026-12-15 40%; U2 co named");
	NOT("T2026-0001/U1: percent would go down from 40 to 30; say why (reason)", n, REPORT,
	    .unit = "U1", .percent = "30");
	DO(n, REPORT, .unit = "U1", .percent = "30", .reason = "重新测算");
	DO(n, REPORT, .unit = "U1", .percent = "30");
	is(s, n, "assigned v6 2026-12-15; U1 lead reported 2026-12-15 30%; U2 co named");
	DO(n, FINISH, .unit = "U1");
	is(s, n, "assigned v7 2026-12-15; U1 lead finished 2026-12-15 100%; U2 co named");
	t = get(s, n);
	assert_int_equal(t.percent, 100);
	od_rec_clear(&od_task_type, &t);
}

static void test_extensions(void **state)
{
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_SIGNED, false);

	NOT("T2026-0001/U1: no extension was asked for", n, EXTEND_APPROVE, .unit = "U1");
	NOT("T2026-0001/U1: no extension was asked for", n, EXTEND_REFUSE, .reason = "无");
	NOT("due_on: say until which day", n, EXTEND_REQUEST, .unit = "U1", .reason = "雨");
	NOT("due_on: 2026-12-15 is not later than 2026-12-15, the unit's due day now", n,
	    EXTEND_REQUEST, .unit = "U1", .reason = "雨", .due_on = 20261215);
	/* A request alone moves nothing. */
	DO(n, EXTEND_REQUEST, .unit = "U1", .reason = "雨", .due_on = 20261225);
	is(s, n, "assigned v4 2026-12-15; U1 lead signed 2026-12-15; U2 co named");
	assert_int_equal(asked_until(s, n).days, day_of(20261225).days);
	NOT("T2026-0001/U1: an extension until 2026-12-25 is asked for already; approve or refuse it "
	    "first",
	    n, EXTEND_REQUEST, .unit = "U1", .reason = "雪", .due_on = 20261228);
	DO(n, EXTEND_REFUSE, .unit = "U1", .reason = "不同意");
	assert_false(od_date_is(asked_until(s, n)));
	is(s, n, "assigned v5 2026-12-15; U1 lead signed 2026-12-15; U2 co named");
	/* As asked; and otherwise than asked. */
	DO(n, EXTEND_REQUEST, .unit = "U1", .reason = "雪", .due_on = 20261228);
	DO(n, EXTEND_APPROVE, .unit = "U1");
	is(s, n, "assigned v7 2026-12-15; U1 lead signed 2026-12-28; U2 co named");
	DO(n, EXTEND_REQUEST, .unit = "U1", .reason = "又", .due_on = 20270128);
	NOT("due_on: 2026-12-28 is not later than 2026-12-28, the unit's due day now", n,
	    EXTEND_APPROVE, .due_on = 20261228);
	DO(n, EXTEND_APPROVE, .due_on = 20261231);
	is(s, n, "assigned v9 2026-12-15; U1 lead signed 2026-12-31; U2 co named");
	assert_false(od_date_is(asked_until(s, n)));
	/* A request that is taken back is asked no more. */
	DO(n, EXTEND_REQUEST, .unit = "U1", .reason = "再", .due_on = 20270201);
	DO(n, UNDO, .reason = "误报");
	assert_false(od_date_is(asked_until(s, n)));
}

/* --- closing, parts, reopening ---------------------------------------------------------------------------------- */

static void test_close(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "甲", .lead = "U1", .co_units = "U2、U3", .limit = "5w"));

	DO(n, ASSIGN, .unit = "U1");
	DO(n, ASSIGN, .unit = "U2");
	DO(n, SIGN, .unit = "U1");
	DO(n, FINISH, .unit = "U1");
	DO(n, VERIFY, .unit = "U1");
	NOT("T2026-0001 cannot be closed: not finished are U2 (to be signed for)、U3 (named, not assigned "
	    "yet); let them finish and be verified, or close it unfinished and say why",
	    n, CLOSE);
	REFUSED(OD_EDATA, "a reason is needed to close it unfinished",
		do_it(s, n, OD_TASK_DO_CLOSE, SAID(.anyway = true)));
	DO(n, CLOSE, .anyway = true, .reason = "另案处理");
	is(s, n,
	   "closed unfinished v7 2026-12-12; U1 lead verified 2026-12-12 100%; "
	   "U2 co assigned 2026-12-12; U3 co named");
	DO(n, FILE);
	DO(n, REOPEN, .reason = "新批示", .due_on = 20261230);
	is(s, n,
	   "assigned v9 2026-12-12; U1 lead returned 2026-12-30 100%; "
	   "U2 co assigned 2026-12-30; U3 co named");
	events_are(s, n, 8, "8 file, 9 reopen, 10 reopen U1, 11 reopen U2");
	/* Everybody finished: it is finished, however it is closed. */
	DO(n, ASSIGN);
	DO(n, REPORT, .text = "完成");
	DO(n, FINISH);
	DO(n, VERIFY);
	DO(n, CLOSE, .anyway = true, .reason = "完成");
	is(s, n,
	   "closed v14 2026-12-12; U1 lead verified 2026-12-30 100%; "
	   "U2 co verified 2026-12-30 100%; U3 co verified 2026-12-12 100%");
}

static void test_parts(void **state)
{
	struct state *s = *state;
	int64_t whole = bring_matter(s, OD_TASK_ASSIGNED), a, b;

	REFUSED(OD_EDATA,
		"due_on: 2026-12-16 is later than 2026-12-15, when T2026-0001 is due of which it is "
		"part; give an earlier day, or change it afterwards and say why",
		add_try(s, GIVEN(.title = "分", .parent = whole, .due_on = 20261216)));
	a = add(s, GIVEN(.title = "分一", .lead = "U2", .parent = whole, .due_on = 20261215));
	b = add(s, GIVEN(.title = "分二", .lead = "U3", .parent = whole, .limit = "30d"));
	events_are(s, whole, 6, "6 split T2026-0002, 7 split T2026-0003");
	is(s, whole, "assigned v7 2026-12-15; U1 lead verified 2026-12-15 100%");
	NOT("due_on: 2027-01-03 is later than 2026-12-15, when T2026-0001 is due of which it is part; "
	    "give an earlier day, or change it afterwards and say why",
	    b, ASSIGN);
	DO(b, ASSIGN, .due_on = 20261220); /* on purpose */
	NOT("T2026-0001 cannot be closed: not finished are T2026-0002、T2026-0003; let them finish and "
	    "be verified, or close it unfinished and say why",
	    whole, CLOSE);
	NOT("T2026-0001 has parts that are open: T2026-0002、T2026-0003; close or cancel them first",
	    whole, CANCEL, .reason = "不办");
	DO(a, CANCEL, .reason = "并入");
	DO(b, CLOSE, .anyway = true, .reason = "并入");
	DO(whole, CLOSE);
	NOT("T2026-0003 is part of T2026-0001, which is not open; reopen that first", b, REOPEN,
	    .reason = "再办");
	NOT("T2026-0002 is part of T2026-0001, which is not open; reopen that first", a, UNDO,
	    .reason = "误撤");
	DO(whole, REOPEN, .reason = "再办");
	DO(b, REOPEN, .reason = "再办");
	NOT("T2026-0001 has parts that are open: T2026-0003; close or cancel them first", whole,
	    UNDO, .reason = "误开");
	REFUSED(OD_EDATA,
		"T2026-0002 is cancelled, which does not allow 'split'; it allows: nothing more",
		add_try(s, GIVEN(.title = "再分", .parent = a)));
}

/* --- changing ------------------------------------------------------------------------------------------------------ */

static void test_change(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "甲", .lead = "U1", .co_units = "U2", .limit = "5w",
				 .grade = OD_TASK_MAJOR)),
		part;
	struct od_task t;

	OK(change(s, n, NULL, GIVEN(.title = "甲")));
	is(s, n, "registered v1 -; U1 lead named; U2 co named"); /* nothing differs: no event */
	OK(change(s, n, "调整", GIVEN(.title = "乙", .limit = "", .due_on = 20261220)));
	is(s, n, "registered v2 2026-12-20; U1 lead named; U2 co named");
	t = get(s, n);
	assert_string_equal(t.title, "乙");
	assert_null(t.limit);
	assert_int_equal(t.grade, OD_TASK_MAJOR); /* not given: as it was */
	t.grade = OD_TASK_ORDINARY;
	OK(od_task_replace(s->db, &t, NULL, &s->err));
	assert_int_equal(t.version, 3);
	od_rec_clear(&od_task_type, &t);
	t = get(s, n);
	assert_int_equal(t.grade, OD_TASK_ORDINARY);
	od_rec_clear(&od_task_type, &t);
	/* Units come, go, change places, until they have been assigned. */
	OK(change(s, n, NULL, GIVEN(.lead = "U2", .co_units = "U3")));
	is(s, n, "registered v4 2026-12-20; U2 lead named; U3 co named");
	events_are(s, n, 4, "4 change, 5 change U1, 6 change U2, 7 change U3");
	DO(n, ASSIGN);
	REFUSED(OD_EDATA,
		"T2026-0001/U3 has been assigned its part and cannot be taken off; undo that, or let it "
		"finish",
		change(s, n, NULL, GIVEN(.co_units = "U1")));
	OK(change(s, n, NULL, GIVEN(.lead = "U3", .co_units = "U2、U1")));
	is(s, n,
	   "assigned v6 2026-12-20; U3 lead assigned 2026-12-20; U1 co named; "
	   "U2 co assigned 2026-12-20");
	REFUSED(OD_EDATA,
		"due_on: its units have been assigned; their due days are moved by extensions",
		change(s, n, "推迟", GIVEN(.due_on = 20261230)));
	/* A part goes past the whole only on purpose, and the whole is older than its parts. */
	part = add(s, GIVEN(.title = "分", .parent = n));
	assert_int_equal(change(s, part, NULL, GIVEN(.due_on = 20261230)), -1);
	OK(change(s, part, "另有安排", GIVEN(.due_on = 20261230)));
	REFUSED(OD_EDATA, "parent: a matter is part of one that was registered before it",
		change(s, n, NULL, GIVEN(.parent = part)));
	OK(change(s, n, NULL, GIVEN(.external_id = "A1")));
	REFUSED(OD_EDATA, "external_id: T2026-0001 has it already",
		change(s, part, NULL, GIVEN(.external_id = "A1")));
}

static void test_versions(void **state)
{
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_SIGNED, false);

	DO(n, REPORT, .unit = "U1", .percent = "10", .version = 3);
	REFUSED(OD_EBUSY,
		"T2026-0001 was changed meanwhile (version 3, now 4) by tester; look again",
		do_it(s, n, OD_TASK_DO_REPORT, SAID(.unit = "U1", .percent = "20", .version = 3)));
	REFUSED(OD_EBUSY,
		"T2026-0001 was changed meanwhile (version 1, now 4) by tester; look again",
		change(s, n, NULL, GIVEN(.title = "乙", .version = 1)));
	OK(change(s, n, NULL, GIVEN(.title = "乙", .version = 4)));
	is(s, n, "assigned v5 2026-12-15; U1 lead reported 2026-12-15 10%; U2 co named");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_register),
		TEST(test_register_from_a_table),
		TEST(test_event_is_filled_in),
		TEST(test_register_refuses),
		TEST(test_limits),
		TEST(test_duplicates),
		TEST(test_due_days),
		TEST(test_due_days_refused),
		TEST(test_major_days),
		TEST(test_units_of_every_state),
		TEST(test_matters_of_every_status),
		TEST(test_who_says_what),
		TEST(test_all_units),
		TEST(test_percent),
		TEST(test_extensions),
		TEST(test_close),
		TEST(test_parts),
		TEST(test_change),
		TEST(test_versions),
	};

	return cmocka_run_group_tests_name("task", tests, NULL, NULL);
}
