/* test-leave.c - leave from request to return: half days, overlaps, extensions, returns, changes; what
 * came twice, dumps, undo, and two processes at once. */
#include <sys/wait.h>

#include "common.h"

#include "../../lib/office/leave.h"

/* --- an office ------------------------------------------------------------------------------------ */

/* 2026-12-04 is a Friday; of the days off, Tuesday 12-15 and Wednesday 12-16, the Saturday before is worked. */
static const char office[] =
	"setting: [{name: secretary_general, value: P010}]\n"
	"desk: [{code: ducha, name: 督查室}]\n"
	"category: [{code: leave, name: 请销假, desk: ducha}, {code: work, name: 动态, desk: ducha}]\n"
	"holiday: [{date: 2026-12-15, off: yes}, {date: 2026-12-16, off: yes}, {date: 2026-12-12, off: no},\n"
	"  {date: 2027-01-01, off: yes}, {date: 2027-12-31, off: no}]\n"
	"unit: [{code: B1, name: 示例市教育局, kind: department}, {code: B2, name: 示例市应急局, kind: department},\n"
	"  {code: SW, name: 示例市委, kind: body}]\n"
	"person:\n"
	"- {code: P001, name: 沈望川, unit: B1, post: 局长, rank: county-chief, sort: 11}\n"
	"- {code: P002, name: 陆见微, unit: B1, post: 副局长, rank: county-deputy, sort: 12}\n"
	"- {code: P003, name: 顾知行, unit: B1, post: 副局长, rank: county-deputy, sort: 13}\n"
	"- {code: P010, name: 闻致远, unit: SW, post: 秘书长, rank: city-deputy, sort: 1}\n"
	"- {code: P020, name: 许安之, unit: SW, rank: staff, login: xu, desk: ducha, sort: 30}\n"
	"- {code: P021, name: 宋闲云, unit: SW, rank: staff, login: song, sort: 31}\n"
	"leave_kind:\n"
	"- {code: annual, name: 年休假, counts: workdays, annual: yes, sort: 1}\n"
	"- {code: sick, name: 病假, counts: days, private: yes, sort: 2}\n"
	"- {code: trip, name: 因公外出, aliases: [出差, 公出], counts: days, sort: 3}\n"
	"- {code: old, name: 探亲假, counts: days, valid_to: 2025-12-31}\n"
	"leave_rule:\n"
	"- {code: chief, name: 正职审批, check: approver, ranks: [county-chief], approvers: [secretary-general], sort: 1}\n"
	"- {code: deputy, name: 副职审批, check: approver, ranks: [county-deputy], over: 3, "
	"approvers: [unit-head, secretary-general], sort: 2}\n"
	"- {code: deputy-short, name: 副职审批, check: approver, ranks: [county-deputy], approvers: [unit-head], sort: 3}\n"
	"- {code: twice, name: 重复请假, check: overlap, sort: 4}\n"
	"- {code: ab, name: AB角, check: pair, sort: 5}\n"
	"- {code: again, name: 行程变更, check: renotice, days: 1, sort: 6}\n"
	"leave_pair: [{person: P002, partner: P003}]\n"
	"duty: [{code: leave-return, name: 销假, categories: [leave], owed_by: person, rhythm: event, "
	"due: +1w 12:00, anchor: return, clock: wall, valid_from: 2020-01-01}]\n";

static void set_now(struct state *s, const char *now)
{
	const struct od_when when = { { 1796378400 }, NULL };

	assert_int_equal(od_instant_parse(now, &when, &s->act.now, &s->err), 0);
}

static od_instant at(const char *text)
{
	const struct od_when when = { { 1796378400 }, NULL }; /* 2026-12-04 18:00 */
	struct od_err err = OD_ERR_INIT;
	od_instant t = OD_NOINSTANT;

	if (text)
		assert_int_equal(od_instant_parse(text, &when, &t, &err), 0);
	return t;
}

/* One transaction; what failed is rolled back and its message kept in s->err. */
static void begin(struct state *s)
{
	s->err = (struct od_err)OD_ERR_INIT;
	if (od_begin(s->db, &s->act, &s->err) < 0)
		fail_msg("%s", s->err.msg);
}

static int end(struct state *s, int r)
{
	if (r < 0)
		od_rollback(s->db);
	else if (od_commit(s->db, &s->err) < 0)
		fail_msg("%s", s->err.msg);
	return r;
}

static void load_file(struct state *s, FILE *f)
{
	union {
		struct od_person person;
		struct od_duty duty;
		struct od_report report;
		struct od_leave leave;
		struct od_leave_rule rule;
	} rec;
	const struct od_when when = { s->act.now, NULL };
	struct od_reader *r;
	enum od_change change;
	int got;

	memset(&rec, 0, sizeof(rec));
	assert_int_equal(fflush(f), 0);
	assert_int_equal(lseek(fileno(f), 0, SEEK_SET), 0);
	r = od_reader_new(fileno(f), "test", od_load_types, &when, OD_KEEP_READONLY, &s->err);
	if (!r)
		fail_msg("%s", s->err.msg);
	begin(s);
	while ((got = od_reader_next(r, &rec, &s->err)) == OD_ROW)
		if (od_load(s->db, od_reader_type(r), &rec, &change, &s->err) < 0)
			fail_msg("line %u: %s", od_reader_line(r), s->err.msg);
	if (got != OD_END)
		fail_msg("%s", s->err.msg);
	od_reader_free(r);
	end(s, 0);
}

static void load(struct state *s, const char *yaml)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_int_equal(fwrite(yaml, 1, strlen(yaml), f), strlen(yaml));
	load_file(s, f);
	fclose(f);
}

static int setup(void **state)
{
	struct state *s;

	if (setup_db(state) < 0)
		return -1;
	s = *state;
	s->act = (struct od_act){ "xu", NULL, "test-leave", { 0 } };
	set_now(s, "2026-12-04 18:00");
	load(s, office);
	return 0;
}

static void tell_problem(void *ctx, const char *text)
{
	(void)ctx;
	print_error("%s\n", text);
}

static void verify_clean(struct state *s, struct od_db *db)
{
	struct od_verify v = { .problem = tell_problem };

	if (od_verify(db, &v, &s->err) < 0)
		fail_msg("%s", s->err.msg);
	assert_int_equal(v.problems, 0);
}

/* Whatever a test did is proved by the journal. */
static int teardown(void **state)
{
	struct state *s = *state;

	verify_clean(s, s->db);
	return teardown_db(state);
}

/* --- doing things ------------------------------------------------------------------------------------ */

/* "person=P002 kind=annual from_day=2026-12-07"; '_' in a value is a space. */
static void fill(struct od_leave *l, const char *words)
{
	const struct od_when when = { { 1796378400 }, NULL };
	char *copy = strdup(words), *rest = copy, *word;
	struct od_err err = OD_ERR_INIT;

	od_rec_init(&od_leave_type, l);
	while ((word = strsep(&rest, " "))) {
		char *value = strchr(word, '=');
		const struct od_field *f;

		assert_non_null(value);
		*value++ = '\0';
		f = od_field_find(&od_leave_type, word);
		assert_non_null(f);
		for (char *c = value; *c; c++)
			if (*c == '_')
				*c = ' ';
		if (od_field_set(f, l, value, &when, &err) < 0)
			fail_msg("%s=%s: %s", word, value, err.msg);
	}
	free(copy);
}

static int ask_forced(struct state *s, const char *words, const char *force, int64_t *number)
{
	enum od_taken taken = OD_TAKEN;
	struct od_leave l;
	int r;

	fill(&l, words);
	begin(s);
	r = end(s, od_leave_request(s->db, &l, force, NULL, NULL, &taken, &s->err));
	*number = l.number;
	od_rec_clear(&od_leave_type, &l);
	return r < 0 ? -1 : (int)taken;
}

static int ask(struct state *s, const char *words, int64_t *number)
{
	return ask_forced(s, words, NULL, number);
}

static int64_t must_ask(struct state *s, const char *words)
{
	int64_t number;

	if (ask(s, words, &number) != OD_TAKEN)
		fail_msg("%s: %s", words, s->err.msg);
	return number;
}

/* 0, or -1; *number becomes the leave that it was done to. */
static int act_on(struct state *s, int action, int64_t *number, const char *by, const char *when)
{
	struct od_leave_step step = { 0 };
	int r;

	od_rec_init(&od_leave_step_type, &step);
	step.number = *number;
	step.action = action;
	step.by = by ? strdup(by) : NULL;
	step.happened_at = at(when);
	if (action == OD_LEAVE_DO_REFUSE)
		step.reason = strdup("工作需要");
	begin(s);
	r = end(s, od_leave_do(s->db, &step, NULL, NULL, NULL, &s->err));
	*number = step.number;
	od_rec_clear(&od_leave_step_type, &step);
	return r;
}

static void must(struct state *s, int action, int64_t number, const char *by, const char *when)
{
	if (act_on(s, action, &number, by, when) < 0)
		fail_msg("%s", s->err.msg);
}

/* Another deputy of the bureau for each row of a table. */
static const char *newcomer(struct state *s, size_t i, char code[static 16])
{
	char yaml[120];

	snprintf(code, 16, "Q%zu", i);
	snprintf(yaml, sizeof(yaml),
		 "person: [{code: %s, name: 测%zu, unit: B1, rank: county-deputy, sort: 20}]\n",
		 code, i);
	load(s, yaml);
	return code;
}

/* Of P002: his head for up to three days. */
static int64_t approved(struct state *s, const char *words)
{
	int64_t number = must_ask(s, words);

	must(s, OD_LEAVE_DO_APPROVE, number, "P001", NULL);
	return number;
}

static void get(struct state *s, int64_t number, struct od_leave *l)
{
	od_rec_init(&od_leave_type, l);
	if (od_leave_get(s->db, number, l, &s->err) < 0)
		fail_msg("%s", s->err.msg);
}

static void assert_status(struct state *s, int64_t number, int status)
{
	struct od_leave l;

	get(s, number, &l);
	assert_string_equal(od_leave_statuses[l.status].word, od_leave_statuses[status].word);
	od_rec_clear(&od_leave_type, &l);
}

/* What happened to a leave: "request approve:P001 return:-"; yours. */
static char *history(struct state *s, int64_t number)
{
	struct od_iter *it = od_leave_steps(s->db, number, &s->err);
	struct od_buf b = OD_BUF_INIT;
	struct od_leave_step step = { 0 };
	int r;

	assert_non_null(it);
	od_rec_init(&od_leave_step_type, &step);
	while ((r = od_iter_next(it, &step, &s->err)) > 0)
		od_buf_printf(&b, "%s%s%s%s%s%s", b.n ? " " : "",
			      od_leave_actions[step.action].word, step.role ? "/" : "",
			      step.role ? step.role : "", step.reason ? ":" : "",
			      step.reason ? step.reason : "");
	assert_int_equal(r, 0);
	od_rec_clear(&od_leave_step_type, &step);
	od_iter_free(it);
	return b.s;
}

static void assert_history(struct state *s, int64_t number, const char *want)
{
	char *got = history(s, number);

	assert_string_equal(got, want);
	free(got);
}

static void assert_refused(const struct state *s, int r, const char *words)
{
	assert_int_equal(r, -1);
	assert_int_equal(s->err.code, OD_EDATA);
	if (!strstr(s->err.msg, words))
		fail_msg("'%s' is not in: %s", words, s->err.msg);
}

/* --- half days -------------------------------------------------------------------------------------- */

static void test_halves(void **state)
{
	static const struct {
		const char *words, *days, *workdays;
	} rows[] = {
		{ "from_day=2026-12-07 to_day=2026-12-07", "1", "1" },
		{ "from_day=2026-12-07 to_day=2026-12-07 to_part=morning", "0.5", "0.5" },
		{ "from_day=2026-12-07 to_day=2026-12-07 from_part=afternoon", "0.5", "0.5" },
		{ "from_day=2026-12-07 to_day=2026-12-07 from_part=evening", "0", "0" },
		{ "from_day=2026-12-07 to_day=2026-12-08 to_part=afternoon", "2", "2" },
		{ "from_day=2026-12-07 to_day=2026-12-08 from_part=afternoon to_part=morning", "1",
		  "1" },
		{ "from_day=2026-12-07 to_day=2026-12-08 from_part=evening to_part=morning", "0.5",
		  "0.5" },
		{ "from_day=2026-12-04 to_day=2026-12-07 from_part=evening", "3",
		  "1" }, /* a week-end */
		{ "from_day=2026-12-05 to_day=2026-12-06", "2", "0" },
		{ "from_day=2026-12-11 to_day=2026-12-14", "4",
		  "3" }, /* a Saturday that is worked */
		{ "from_day=2026-12-12 to_day=2026-12-12 from_part=afternoon", "0.5", "0.5" },
		{ "from_day=2026-12-14 to_day=2026-12-17", "4", "2" }, /* two days off */
		{ "from_day=2026-12-14 to_day=2026-12-17 from_part=afternoon to_part=morning", "3",
		  "1" },
		{ "from_day=2026-12-15 to_day=2026-12-16", "2", "0" },
		{ "from_day=2026-12-30 to_day=2027-01-04", "6", "3" }, /* the year's end */
		{ "from_day=2026-12-31 to_day=2027-01-01 from_part=afternoon to_part=morning", "1",
		  "0.5" },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_leave l;
		char words[200];

		snprintf(words, sizeof(words), "person=P001 kind=annual %s", rows[i].words);
		fill(&l, words);
		assert_int_equal(od_leave_derive(s->db, &l, &s->err), 0);
		if (strcmp(l.days, rows[i].days) != 0 || strcmp(l.workdays, rows[i].workdays) != 0)
			fail_msg("%s: %s days, %s working days", words, l.days, l.workdays);
		od_rec_clear(&od_leave_type, &l);
	}
}

static void test_parts_of_a_day(void **state)
{
	static const struct {
		const char *when;
		const char *day;
		int part;
	} rows[] = {
		{ "2026-12-07 00:00", "2026-12-07", OD_PART_MORNING },
		{ "2026-12-07 11:59:59", "2026-12-07", OD_PART_MORNING },
		{ "2026-12-07 12:00", "2026-12-07", OD_PART_AFTERNOON },
		{ "2026-12-07 17:59:59", "2026-12-07", OD_PART_AFTERNOON },
		{ "2026-12-07 18:00", "2026-12-07", OD_PART_EVENING },
		{ "2026-12-07 23:59:59", "2026-12-07", OD_PART_EVENING },
		{ "1969-12-31 23:00", "1969-12-31", OD_PART_EVENING },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		int64_t part = od_part_at(od_instant_date(at(rows[i].day)), rows[i].part);
		int64_t got = od_part_of(at(rows[i].when));

		assert_int_equal(got, part);
		assert_true(od_part_start(part).sec <= at(rows[i].when).sec);
		assert_true(od_span_end((struct od_span){ part, part }).sec > at(rows[i].when).sec);
	}
	assert_int_equal(od_span_end((struct od_span){ 0, od_part_of(at("2026-12-07 20:00")) }).sec,
			 at("2026-12-08 00:00").sec);
}

/* Monday to Wednesday, due on Thursday noon. */
static void test_how_long_it_lasts(void **state)
{
	static const struct {
		int status;
		const char *returned, *now, *until; /* the instant at which it is over */
		bool no_due;
	} rows[] = {
		{ OD_LEAVE_APPROVED, NULL, "12-01 09:00", "12-10 00:00" },
		{ OD_LEAVE_AWAY, NULL, "12-09 23:59", "12-10 00:00" },
		{ OD_LEAVE_AWAY, NULL, "12-10 09:00", "12-10 12:00" }, /* not back: until now */
		{ OD_LEAVE_APPROVED, NULL, "12-14 15:00", "12-14 18:00" },
		{ OD_LEAVE_EXTENDED, NULL, "12-14 15:00", "12-10 00:00" },
		{ OD_LEAVE_CANCELLED, NULL, "12-14 15:00", "12-10 00:00" },
		{ OD_LEAVE_RETURNED, "12-09 20:00", "12-20 09:00", "12-09 18:00" }, /* early */
		{ OD_LEAVE_RETURNED, "12-08 09:00", "12-20 09:00", "12-08 00:00" },
		{ OD_LEAVE_RETURNED, "12-07 09:00", "12-20 09:00",
		  "12-07 12:00" }, /* its first part */
		{ OD_LEAVE_RETURNED, "12-10 08:30", "12-20 09:00", "12-10 00:00" }, /* in time */
		{ OD_LEAVE_RETURNED, "12-10 12:00", "12-20 09:00", "12-10 00:00" },
		{ OD_LEAVE_RETURNED, "12-10 12:01", "12-20 09:00", "12-10 12:00" }, /* late */
		{ OD_LEAVE_RETURNED, "12-13 15:00", "12-20 09:00", "12-13 12:00" },
		{ OD_LEAVE_RETURNED, "12-13 15:00", "12-20 09:00", "12-10 00:00", true },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_leave l;
		char buf[32];

		fill(&l, "from_day=2026-12-07 to_day=2026-12-09");
		l.status = rows[i].status;
		l.returned_at = at(rows[i].returned);
		l.due_at = rows[i].no_due ? OD_NOINSTANT : at("12-10 12:00");
		if (od_span_end(od_leave_lasts(&l, at(rows[i].now))).sec != at(rows[i].until).sec)
			fail_msg("row %zu: until %s", i,
				 od_instant_str(od_span_end(od_leave_lasts(&l, at(rows[i].now))),
						buf));
		od_rec_clear(&od_leave_type, &l);
	}
}

/* --- asking ------------------------------------------------------------------------------------------- */

static void test_request(void **state)
{
	struct state *s = *state;
	struct od_leave l;
	char buf[32];
	int64_t number =
		must_ask(s, "person=陆见微 kind=出差 from_day=2026-12-09 from_part=afternoon "
			    "to_day=2026-12-11 stand_in=顾知行 place=省城 reach=city");

	assert_string_equal(od_number_str('L', number, buf), "L2026-0001");
	get(s, number, &l);
	assert_string_equal(l.person, "P002");
	assert_string_equal(l.person_name, "陆见微");
	assert_string_equal(l.post, "副局长");
	assert_string_equal(l.unit, "B1");
	assert_string_equal(l.unit_name, "示例市教育局");
	assert_string_equal(l.kind, "trip");
	assert_string_equal(l.kind_name, "因公外出");
	assert_string_equal(l.stand_in, "P003");
	assert_string_equal(l.stand_in_name, "顾知行");
	assert_string_equal(l.days, "2.5");
	assert_int_equal(l.requested_at.sec, s->act.now.sec);
	assert_int_equal(l.due_at.sec, at("2026-12-12 12:00").sec); /* the Saturday is worked */
	assert_int_equal(l.status, OD_LEAVE_REQUESTED);
	assert_false(l.late);
	assert_history(s, number, "request");
	od_rec_clear(&od_leave_type, &l);
}

static void test_request_refuses(void **state)
{
	static const struct {
		const char *words, *message;
	} rows[] = {
		{ "kind=annual from_day=2026-12-07 to_day=2026-12-08", "person is missing" },
		{ "person=P002 from_day=2026-12-07 to_day=2026-12-08", "kind is missing" },
		{ "person=P002 kind=annual to_day=2026-12-08", "from_day is missing" },
		{ "person=P002 kind=annual from_day=2026-12-07", "to_day is missing" },
		{ "person=某人 kind=annual from_day=2026-12-07 to_day=2026-12-08",
		  "no person '某人'" },
		{ "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08 stand_in=某人",
		  "stand_in: no person '某人'" },
		{ "person=P002 kind=事假 from_day=2026-12-07 to_day=2026-12-08",
		  "no kind of leave '事假'; there are: annual 年休假, sick 病假, trip 因公外出" },
		{ "person=P002 kind=探亲假 from_day=2026-12-07 to_day=2026-12-08",
		  "no kind of leave '探亲假'" }, /* no longer one */
		{ "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-06",
		  "it ends (2026-12-06 evening) before it begins (2026-12-07 morning)" },
		{ "person=P002 kind=annual from_day=2026-12-07 from_part=afternoon to_day=2026-12-07 to_part=morning",
		  "before it begins" },
		{ "person=P002 kind=annual from_day=2028-12-07 to_day=2028-12-08",
		  "more than a year ahead" },
		{ "person=P002 kind=annual from_day=2026-12-07 to_day=2046-12-08",
		  "more than five years after" },
		{ "person=P002 kind=annual from_day=2026-12-03 to_day=2026-12-08", "(late: yes)" },
		{ "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08 late=yes",
		  "leave it out" },
		{ "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08 requested_at=2026-12-04_18:01",
		  "has not come yet" },
		{ "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08 parent=L2026-0009",
		  "parent: no leave L2026-0009" },
		{ "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08 report=R2026-0009",
		  "no report R2026-0009" },
	};
	struct state *s = *state;
	int64_t number;

	for (size_t i = 0; i < OD_COUNT(rows); i++)
		assert_refused(s, ask(s, rows[i].words, &number), rows[i].message);
	assert_int_equal(must_ask(s,
				  "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08"),
			 od_number(2026, 1)); /* what was refused took no number */
}

/* Asked for within the half day it begins in, it is not late; what the paper says of when it came counts. */
static void test_late(void **state)
{
	static const struct {
		const char *words;
		bool taken;
	} rows[] = {
		{ "person=P001 kind=trip from_day=2026-12-04 from_part=evening to_day=2026-12-04",
		  true },
		{ "person=P001 kind=trip from_day=2026-12-04 from_part=afternoon to_day=2026-12-04 to_part=afternoon",
		  false },
		{ "person=P001 kind=trip from_day=2026-12-04 from_part=afternoon to_day=2026-12-04 to_part=afternoon "
		  "late=yes",
		  true },
		{ "person=P001 kind=trip from_day=2026-12-02 to_day=2026-12-03 requested_at=2026-12-01_09:00",
		  true },
		{ "person=P001 kind=trip from_day=2026-12-01 to_day=2026-12-01 requested_at=2026-12-02_09:00",
		  false },
		{ "person=P001 kind=trip from_day=2026-12-01 to_day=2026-12-01 requested_at=2026-12-02_09:00 late=yes",
		  true },
	};
	struct state *s = *state;
	int64_t number;

	for (size_t i = 0; i < OD_COUNT(rows); i++)
		if ((ask(s, rows[i].words, &number) == OD_TAKEN) != rows[i].taken)
			fail_msg("%s: %s", rows[i].words, s->err.msg);
}

static void test_overlap_with_own_leave(void **state)
{
	static const struct {
		const char *words;
		bool meets;
	} rows[] = {
		/* beside Tuesday afternoon to Thursday morning */
		{ "from_day=2026-12-07 to_day=2026-12-08 to_part=morning", false },
		{ "from_day=2026-12-07 to_day=2026-12-08 to_part=afternoon", true },
		{ "from_day=2026-12-08 to_day=2026-12-08", true },
		{ "from_day=2026-12-09 to_day=2026-12-09 from_part=evening", true },
		{ "from_day=2026-12-10 to_day=2026-12-10 to_part=morning", true },
		{ "from_day=2026-12-10 from_part=afternoon to_day=2026-12-11", false },
		{ "from_day=2026-12-07 to_day=2026-12-14", true },
	};
	struct state *s = *state;
	int64_t number;

	approved(
		s,
		"person=P002 kind=annual from_day=2026-12-08 from_part=afternoon to_day=2026-12-10 "
		"to_part=morning");
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		char words[200];

		snprintf(words, sizeof(words), "person=P002 kind=trip %s", rows[i].words);
		if (rows[i].meets) {
			assert_refused(s, ask(s, words, &number), "refused by rule twice");
			continue;
		}
		number = must_ask(s, words);
		must(s, OD_LEAVE_DO_CANCEL, number, NULL, NULL);
	}
}

/* One on leave, asked for or approved, stands in the way until it is cancelled; force passes it over and is
 * kept. */
static void test_force_is_kept(void **state)
{
	struct state *s = *state;
	int64_t number;

	must_ask(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09");
	assert_refused(
		s, ask(s, "person=P002 kind=trip from_day=2026-12-09 to_day=2026-12-10", &number),
		"refused by rule twice");
	assert_int_equal(ask_forced(s,
				    "person=P002 kind=trip from_day=2026-12-09 to_day=2026-12-10",
				    "twice、ab", &number),
			 OD_TAKEN);
	assert_history(s, number, "request:force: twice");
}

static void test_duplicates(void **state)
{
	static const struct {
		const char *words;
		int taken;
	} rows[] = {
		{ "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09", OD_DUPLICATED },
		{ "person=陆见微 kind=年休假 from_day=2026-12-08 to_day=2026-12-09 reason=休息",
		  OD_DUPLICATED },
		{ "person=P002 kind=trip from_day=2026-12-18 to_day=2026-12-18 external_id=教1",
		  OD_DUPLICATED },
		{ "person=P001 kind=annual from_day=2026-12-20 to_day=2026-12-20 external_id=教1",
		  OD_TAKEN },
		{ "person=P002 kind=annual from_day=2026-12-21 to_day=2026-12-21", OD_TAKEN },
	};
	struct state *s = *state;
	int64_t first = must_ask(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09 "
				    "external_id=教1"),
		number;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		if (ask(s, rows[i].words, &number) != rows[i].taken)
			fail_msg("%s: %s", rows[i].words, s->err.msg);
		if (rows[i].taken == OD_DUPLICATED)
			assert_int_equal(number, first);
	}
	/* The same file weeks later, when it would be late; and what was cancelled is asked for anew. */
	set_now(s, "2026-12-30 09:00");
	assert_int_equal(ask(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09",
			     &number),
			 OD_DUPLICATED);
	must(s, OD_LEAVE_DO_CANCEL, first, NULL, NULL);
	assert_int_equal(
		ask(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09 late=yes",
		    &number),
		OD_TAKEN);
	assert_true(number != first);
}

/* --- approval ------------------------------------------------------------------------------------------ */

static void test_states(void **state)
{
	static const struct {
		int first, then; /* what was done, and what is tried after it; 0: nothing */
		bool allowed;
	} rows[] = {
		{ 0, OD_LEAVE_DO_DEPART, false },
		{ 0, OD_LEAVE_DO_RETURN, false },
		{ 0, OD_LEAVE_DO_REFUSE, true },
		{ 0, OD_LEAVE_DO_CANCEL, true },
		{ OD_LEAVE_DO_APPROVE, OD_LEAVE_DO_APPROVE, false },
		{ OD_LEAVE_DO_APPROVE, OD_LEAVE_DO_REFUSE, false },
		{ OD_LEAVE_DO_APPROVE, OD_LEAVE_DO_RETURN, true },
		{ OD_LEAVE_DO_APPROVE, OD_LEAVE_DO_CANCEL, true },
		{ OD_LEAVE_DO_REFUSE, OD_LEAVE_DO_APPROVE, false },
		{ OD_LEAVE_DO_REFUSE, OD_LEAVE_DO_CANCEL, false },
		{ OD_LEAVE_DO_CANCEL, OD_LEAVE_DO_APPROVE, false },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		char words[120], code[16];
		int64_t number;

		set_now(s, "2026-12-04 09:00");
		snprintf(
			words, sizeof(words),
			"person=%s kind=annual from_day=2026-12-04 to_day=2026-12-04 to_part=morning",
			newcomer(s, i, code));
		number = must_ask(s, words);
		if (rows[i].first)
			must(s, rows[i].first, number, "P001", NULL);
		set_now(s, "2026-12-04 14:00");
		if ((act_on(s, rows[i].then, &number, "P001", NULL) == 0) != rows[i].allowed)
			fail_msg("row %zu: %s", i, s->err.msg);
		if (!rows[i].allowed)
			assert_non_null(strstr(s->err.msg, "which does not allow"));
	}
}

/* Four days of a deputy: the head, then the secretary-general; nobody else. */
static void test_chain(void **state)
{
	struct state *s = *state;
	int64_t number =
		must_ask(s, "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-10");
	struct od_leave_query q = OD_LEAVE_QUERY_INIT;
	struct od_leave l;
	struct od_iter *it;

	assert_int_equal(act_on(s, OD_LEAVE_DO_APPROVE, &number, "P010", NULL), -1);
	assert_int_equal(s->err.code, OD_EPERM);
	must(s, OD_LEAVE_DO_APPROVE, number, "P001", NULL);
	assert_status(s, number, OD_LEAVE_REQUESTED);
	od_rec_init(&od_leave_type, &l);
	q.waits_for = "P010";
	it = od_leave_find(s->db, &q, &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &l, &s->err), 1);
	assert_int_equal(l.number, number);
	assert_non_null(strstr(l.waits_for, "闻致远"));
	assert_int_equal(od_iter_next(it, &l, &s->err), 0);
	od_iter_free(it);
	q.waits_for = "P001";
	it = od_leave_find(s->db, &q, &s->err);
	assert_int_equal(od_iter_next(it, &l, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_leave_type, &l);
	must(s, OD_LEAVE_DO_APPROVE, number, "P010", NULL);
	assert_status(s, number, OD_LEAVE_APPROVED);
	assert_history(s, number, "request approve/unit-head approve/secretary-general");
}

static void test_who_decides(void **state)
{
	struct state *s = *state;
	int64_t number =
		must_ask(s, "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08");

	s->act.actor = "nobody";
	assert_refused(s, act_on(s, OD_LEAVE_DO_APPROVE, &number, NULL, NULL),
		       "say who decided it");
	s->act.acting_for = "P001";
	must(s, OD_LEAVE_DO_APPROVE, number, NULL, NULL);
	s->act.acting_for = NULL;
	assert_status(s, number, OD_LEAVE_APPROVED);
}

/* --- extensions ------------------------------------------------------------------------------------------ */

static void extends(struct state *s, const char *now, bool departed)
{
	int64_t first, second;
	struct od_leave l;
	char words[120], buf[32];

	set_now(s, "2026-12-04 18:00");
	first = approved(
		s,
		"person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08 to_part=afternoon");
	set_now(s, "2026-12-07 09:00");
	if (departed)
		must(s, OD_LEAVE_DO_DEPART, first, NULL, NULL);
	snprintf(words, sizeof(words), "parent=%s to_day=2026-12-09 to_part=afternoon",
		 od_number_str('L', first, buf));
	set_now(s, "2026-12-08 09:00");
	second = must_ask(s, words);
	assert_status(s, first, departed ? OD_LEAVE_AWAY : OD_LEAVE_APPROVED);
	set_now(s, now);
	must(s, OD_LEAVE_DO_APPROVE, second, "P001", NULL);
	assert_status(s, first, OD_LEAVE_EXTENDED);
	get(s, second, &l);
	assert_int_equal(l.status, departed ? OD_LEAVE_AWAY : OD_LEAVE_APPROVED);
	assert_int_equal(l.departed_at.sec, at(departed ? "2026-12-07 09:00" : NULL).sec);
	assert_int_equal(l.from_day.days, od_ymd(2026, 12, 8).days);
	assert_int_equal(l.from_part, OD_PART_EVENING);
	assert_string_equal(l.person, "P002");
	assert_string_equal(l.kind, "annual");
	assert_false(l.late);
	od_rec_clear(&od_leave_type, &l);
	set_now(s, "2026-12-10 09:00"); /* the first number will do */
	must(s, OD_LEAVE_DO_RETURN, first, NULL, NULL);
	assert_status(s, first, OD_LEAVE_EXTENDED);
	assert_status(s, second, OD_LEAVE_RETURNED);
}

static void test_extension_approved_before_the_first_end(void **state)
{
	extends(*state, "2026-12-08 10:00", true);
}

static void test_extension_approved_after_the_first_end(void **state)
{
	extends(*state, "2026-12-09 15:00", true);
}

static void test_extension_of_who_registered_no_departure(void **state)
{
	extends(*state, "2026-12-08 10:00", false);
}

static void test_extension_refuses(void **state)
{
	static const struct {
		const char *words, *message;
	} rows[] = {
		{ "parent=L2026-0001 to_day=2026-12-10 from_day=2026-12-10",
		  "from_day: an extension begins where" },
		{ "parent=L2026-0001 to_day=2026-12-07", "before it begins" },
		{ "parent=L2026-0001 to_day=2026-12-10 person=P001",
		  "the leave of 'P002', not of 'P001'" },
		{ "parent=L2026-0002 to_day=2026-12-22", "not approved yet" },
		{ "parent=L2026-0003 to_day=2026-12-22", "is over" },
	};
	struct state *s = *state;
	int64_t number;

	approved(s, "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08");
	must_ask(s, "person=P002 kind=annual from_day=2026-12-18 to_day=2026-12-21");
	must(s, OD_LEAVE_DO_REFUSE,
	     must_ask(s, "person=P002 kind=trip from_day=2026-12-25 to_day=2026-12-25"), "P001",
	     NULL);
	for (size_t i = 0; i < OD_COUNT(rows); i++)
		assert_refused(s, ask(s, rows[i].words, &number), rows[i].message);
	number = must_ask(s, "parent=L2026-0001 to_day=2026-12-09");
	assert_int_equal(number, od_number(2026, 4));
	/* The same again is no other; another, while that one waits, is refused. */
	assert_int_equal(ask(s, "parent=L2026-0001 to_day=2026-12-09", &number), OD_DUPLICATED);
	assert_int_equal(number, od_number(2026, 4));
	assert_refused(s, ask(s, "parent=L2026-0001 to_day=2026-12-10", &number),
		       "L2026-0004 asks for the extension of L2026-0001 already");
	must(s, OD_LEAVE_DO_APPROVE, od_number(2026, 4), "P001", NULL);
	assert_int_equal(ask(s, "parent=L2026-0001 to_day=2026-12-09", &number), OD_DUPLICATED);
	/* An extension of what was extended goes on from its end. */
	number = must_ask(s, "parent=L2026-0001 to_day=2026-12-11");
	must(s, OD_LEAVE_DO_REFUSE, number, "P001", NULL);
	assert_status(s, od_number(2026, 4), OD_LEAVE_APPROVED);
}

/* Asked for after the first leave had ended: marked so, without a word. */
static void test_late_extension(void **state)
{
	struct state *s = *state;
	struct od_leave l;
	int64_t number;

	approved(s, "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08");
	set_now(s, "2026-12-10 09:00");
	number = must_ask(s, "parent=L2026-0001 to_day=2026-12-09");
	get(s, number, &l);
	assert_true(l.late);
	od_rec_clear(&od_leave_type, &l);
	must(s, OD_LEAVE_DO_APPROVE, number, "P001", NULL);
	assert_status(s, number, OD_LEAVE_APPROVED);
}

/* A change of mind about an extension: the first leave is live again as it was. */
static void test_cancelled_extension(void **state)
{
	struct state *s = *state;
	int64_t first = approved(s,
				 "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08"),
		second;

	set_now(s, "2026-12-07 09:00");
	must(s, OD_LEAVE_DO_DEPART, first, NULL, NULL);
	second = must_ask(s, "parent=L2026-0001 to_day=2026-12-09");
	must(s, OD_LEAVE_DO_APPROVE, second, "P001", NULL);
	must(s, OD_LEAVE_DO_CANCEL, second, NULL, NULL);
	assert_status(s, first, OD_LEAVE_AWAY);
	assert_status(s, second, OD_LEAVE_CANCELLED);
	assert_history(s, first,
		       "request approve/unit-head depart extend:L2026-0002 change:L2026-0002");
	assert_refused(s, act_on(s, OD_LEAVE_DO_CANCEL, &first, NULL, NULL),
		       "register the return instead");
}

/* --- returns ---------------------------------------------------------------------------------------------- */

static void test_return(void **state)
{
	static const struct {
		const char *depart, *back;
		const char *refused; /* NULL: taken */
	} rows[] = {
		/* Monday afternoon to Wednesday */
		{ NULL, "2026-12-07 11:59", "who never left does not return; cancel it" },
		{ NULL, "2026-12-07 12:00", NULL },
		{ NULL, "2026-12-09 20:00", NULL },
		{ NULL, "2026-12-14 09:00", NULL },
		{ "2026-12-07 10:00", "2026-12-07 09:59", "is before the departure" },
		{ "2026-12-07 10:00", "2026-12-07 10:01", NULL },
		{ "2026-12-07 10:00", "2026-12-14 09:01", "has not come yet" },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		char words[120], code[16];
		int64_t number;

		set_now(s, "2026-12-04 18:00");
		snprintf(
			words, sizeof(words),
			"person=%s kind=annual from_day=2026-12-07 from_part=afternoon to_day=2026-12-09",
			newcomer(s, i, code));
		number = approved(s, words);
		set_now(s, "2026-12-14 09:00");
		if (rows[i].depart)
			must(s, OD_LEAVE_DO_DEPART, number, NULL, rows[i].depart);
		if (rows[i].refused) {
			assert_refused(s,
				       act_on(s, OD_LEAVE_DO_RETURN, &number, NULL, rows[i].back),
				       rows[i].refused);
			must(s, OD_LEAVE_DO_RETURN, number, NULL, "2026-12-07 12:30");
		} else {
			must(s, OD_LEAVE_DO_RETURN, number, NULL, rows[i].back);
		}
		assert_status(s, number, OD_LEAVE_RETURNED);
	}
}

/* Back before the extension began: that one never was, and the first leave has the return. */
static void test_return_before_the_extension_began(void **state)
{
	static const struct {
		const char *back;
		int first, second, third;
	} rows[] = {
		/* Monday and Tuesday, extended to Wednesday, extended to Thursday */
		{ "2026-12-08 15:00", OD_LEAVE_RETURNED, OD_LEAVE_CANCELLED, OD_LEAVE_CANCELLED },
		{ "2026-12-09 15:00", OD_LEAVE_EXTENDED, OD_LEAVE_RETURNED, OD_LEAVE_CANCELLED },
		{ "2026-12-10 09:00", OD_LEAVE_EXTENDED, OD_LEAVE_EXTENDED, OD_LEAVE_RETURNED },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		int64_t first, second, third, named;
		char words[120], code[16], buf[32];

		set_now(s, "2026-12-04 18:00");
		snprintf(words, sizeof(words),
			 "person=%s kind=annual from_day=2026-12-07 to_day=2026-12-08",
			 newcomer(s, i, code));
		first = approved(s, words);
		snprintf(words, sizeof(words), "parent=%s to_day=2026-12-09",
			 od_number_str('L', first, buf));
		second = approved(s, words);
		snprintf(words, sizeof(words), "parent=%s to_day=2026-12-10",
			 od_number_str('L', first, buf));
		third = must_ask(s, words); /* more than three days in a run: two approve */
		must(s, OD_LEAVE_DO_APPROVE, third, "P001", NULL);
		must(s, OD_LEAVE_DO_APPROVE, third, "P010", NULL);
		set_now(s, "2026-12-11 09:00");
		named = second;
		assert_int_equal(act_on(s, OD_LEAVE_DO_RETURN, &named, NULL, rows[i].back), 0);
		assert_status(s, first, rows[i].first);
		assert_status(s, second, rows[i].second);
		assert_status(s, third, rows[i].third);
		assert_int_equal(named, rows[i].first == OD_LEAVE_RETURNED    ? first
					: rows[i].second == OD_LEAVE_RETURNED ? second
									      : third);
	}
}

/* Within the first leave, what asks for more has no object; later, it is to be decided first. */
static void test_return_while_an_extension_is_asked_for(void **state)
{
	struct state *s = *state;
	int64_t first = approved(s,
				 "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08"),
		second = must_ask(s, "parent=L2026-0001 to_day=2026-12-09");

	set_now(s, "2026-12-10 09:00");
	assert_refused(s, act_on(s, OD_LEAVE_DO_RETURN, &first, NULL, "2026-12-09 15:00"),
		       "L2026-0002 asks for the extension of L2026-0001 and is not decided");
	must(s, OD_LEAVE_DO_RETURN, first, NULL, "2026-12-08 15:00");
	assert_status(s, first, OD_LEAVE_RETURNED);
	assert_status(s, second, OD_LEAVE_CANCELLED);
}

/* Two at a stroke: an approved extension that never began, and what asked for its own. */
static void test_return_cancels_what_was_to_come(void **state)
{
	struct state *s = *state;
	int64_t first = approved(s,
				 "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-07"),
		second = approved(s, "parent=L2026-0001 to_day=2026-12-08"),
		third = must_ask(s, "parent=L2026-0001 to_day=2026-12-09");

	set_now(s, "2026-12-10 09:00");
	must(s, OD_LEAVE_DO_RETURN, third, NULL, "2026-12-07 15:00");
	assert_status(s, first, OD_LEAVE_RETURNED);
	assert_status(s, second, OD_LEAVE_CANCELLED);
	assert_status(s, third, OD_LEAVE_CANCELLED);
	assert_history(s, third, "request cancel:L2026-0002");
}

/* Who is overdue is away until now, whatever his paper said. */
static void test_overdue_is_away(void **state)
{
	struct state *s = *state;
	int64_t number;

	approved(s, "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08");
	set_now(s, "2026-12-10 09:00");
	assert_refused(
		s, ask(s, "person=P002 kind=trip from_day=2026-12-10 to_day=2026-12-11", &number),
		"refused by rule twice");
	must_ask(s,
		 "person=P002 kind=trip from_day=2026-12-10 from_part=afternoon to_day=2026-12-11");
}

static void test_departure(void **state)
{
	struct state *s = *state;
	int64_t number =
		approved(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09");

	set_now(s, "2026-12-14 09:00");
	assert_refused(s, act_on(s, OD_LEAVE_DO_DEPART, &number, NULL, "2026-12-06 20:00"),
		       "more than a day after");
	assert_refused(s, act_on(s, OD_LEAVE_DO_DEPART, &number, NULL, NULL), "was over");
	must(s, OD_LEAVE_DO_DEPART, number, NULL, "2026-12-07 08:00"); /* the day before */
	assert_status(s, number, OD_LEAVE_AWAY);
}

/* --- changes ------------------------------------------------------------------------------------------------ */

static int change(struct state *s, int64_t number, const char *words, bool *again)
{
	struct od_leave l;
	int r;

	fill(&l, words);
	l.number = number;
	begin(s);
	r = end(s, od_leave_change(s->db, &l, NULL, NULL, NULL, NULL, again, &s->err));
	od_rec_clear(&od_leave_type, &l);
	return r;
}

static void test_change(void **state)
{
	static const struct {
		const char *words;
		bool again, told_anew;
		const char *refused;
	} rows[] = {
		/* of Tuesday and Wednesday, approved; departure may move by a day */
		{ "itinerary=改乘高铁 place=省城", false, false, NULL },
		{ "stand_in=顾知行", false, false, NULL },
		{ "from_day=2026-12-07 to_day=2026-12-08", false, false, NULL },
		{ "from_day=2026-12-09 to_day=2026-12-10", false, false, NULL },
		{ "from_day=2026-12-10 to_day=2026-12-11", true, true, NULL },
		{ "to_day=2026-12-08", false, false, NULL },
		{ "to_part=morning", false, false, NULL },
		{ "to_day=2026-12-10", true, false, NULL }, /* longer than what was approved */
		{ "kind=病假", true, false, NULL },
		{ "reach=country", true, false, NULL },
		{ "person=P001", false, false, "person is not changed" },
		{ "to_day=2026-12-07", false, false, "before it begins" },
		{ "stand_in=某人", false, false, "no person" },
		{ "kind=年休假", false, false, "says so already" },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		bool again = !rows[i].again;
		struct od_leave l;
		int64_t number;
		int r;

		set_now(s, "2026-12-04 18:00");
		number =
			approved(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09 "
				    "stand_in=P001");
		set_now(s, "2026-12-05 09:00");
		r = change(s, number, rows[i].words, &again);
		if (rows[i].refused)
			assert_refused(s, r, rows[i].refused);
		else if (r < 0 || again != rows[i].again)
			fail_msg("%s: again %d: %s", rows[i].words, again, s->err.msg);
		get(s, number, &l);
		assert_int_equal(l.status, rows[i].again ? OD_LEAVE_REQUESTED : OD_LEAVE_APPROVED);
		assert_int_equal(
			l.requested_at.sec,
			at(rows[i].told_anew ? "2026-12-05 09:00" : "2026-12-04 18:00").sec);
		od_rec_clear(&od_leave_type, &l);
		if (rows[i].again) { /* what was approved before no longer counts */
			must(s, OD_LEAVE_DO_APPROVE, number, "P001", NULL);
			assert_status(s, number, OD_LEAVE_APPROVED);
			assert_history(s, number,
				       "request approve/unit-head change/again approve/unit-head");
		}
		must(s, OD_LEAVE_DO_CANCEL, number, NULL, NULL);
	}
}

/* The whole record: what is absent is taken away, but for what makes it that leave. */
static void test_replace(void **state)
{
	struct state *s = *state;
	int64_t number =
		approved(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09 "
			    "reach=province place=省城 phone=1 external_id=W-1");
	struct od_leave l;
	bool again = true;
	int r;

	get(s, number, &l);
	l.reach = OD_REACH_NONE;
	free(l.place);
	l.place = NULL;
	begin(s);
	r = end(s, od_leave_replace(s->db, &l, NULL, NULL, NULL, NULL, &again, &s->err));
	assert_int_equal(r, 0);
	assert_false(again);
	od_rec_clear(&od_leave_type, &l);
	get(s, number, &l);
	assert_int_equal(l.reach, OD_REACH_NONE);
	assert_null(l.place);
	assert_string_equal(l.phone, "1");
	assert_string_equal(l.external_id, "W-1");
	free(l.external_id);
	l.external_id = NULL;
	begin(s);
	r = end(s, od_leave_replace(s->db, &l, NULL, NULL, NULL, NULL, &again, &s->err));
	assert_refused(s, r, "external_id is not changed");
	od_rec_clear(&od_leave_type, &l);
}

static void test_change_on_the_way(void **state)
{
	static const struct {
		const char *words, *refused;
	} rows[] = {
		{ "reach=province place=外省", NULL },
		{ "to_day=2026-12-09", NULL },
		{ "from_day=2026-12-07", "the person has left already" },
		{ "to_day=2026-12-11", "a longer leave is an extension" },
	};
	struct state *s = *state;
	int64_t number =
		approved(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-10");
	bool again;

	set_now(s, "2026-12-08 09:00");
	must(s, OD_LEAVE_DO_DEPART, number, NULL, NULL);
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		int r = change(s, number, rows[i].words, &again);

		if (rows[i].refused)
			assert_refused(s, r, rows[i].refused);
		else if (r < 0 || again)
			fail_msg("%s: %s", rows[i].words, s->err.msg);
	}
	set_now(s, "2026-12-10 09:00");
	assert_refused(s, change(s, number, "place=外地", &again), "ended on 2026-12-09");
}

/* An extension made longer is asked for again, and meanwhile the leave before it is the live one. */
static void test_change_of_an_extension(void **state)
{
	struct state *s = *state;
	int64_t first = approved(s,
				 "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-07"),
		second = approved(s, "parent=L2026-0001 to_day=2026-12-08");
	bool again;

	assert_refused(s, change(s, second, "from_day=2026-12-09 to_day=2026-12-10", &again),
		       "from_day: an extension begins where");
	assert_int_equal(change(s, second, "to_day=2026-12-09", &again), 0);
	assert_true(again);
	assert_status(s, first, OD_LEAVE_APPROVED);
	assert_status(s, second, OD_LEAVE_REQUESTED);
	assert_refused(s, change(s, first, "to_day=2026-12-08", &again),
		       "to_day: L2026-0002 asks for the extension of L2026-0001");
	must(s, OD_LEAVE_DO_APPROVE, second, "P001", NULL);
	assert_status(s, first, OD_LEAVE_EXTENDED);
	assert_status(s, second, OD_LEAVE_APPROVED);
}

/* Half of the chain had approved it: that half is asked again. */
static void test_change_while_it_waits(void **state)
{
	struct state *s = *state;
	int64_t number =
		must_ask(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-11");
	bool again;

	assert_int_equal(change(s, number, "from_day=2026-12-14 to_day=2026-12-17", &again), 0);
	assert_false(again); /* nobody had approved */
	must(s, OD_LEAVE_DO_APPROVE, number, "P001", NULL);
	assert_int_equal(change(s, number, "from_day=2026-12-21 to_day=2026-12-24", &again), 0);
	assert_true(again);
	must(s, OD_LEAVE_DO_APPROVE, number, "P001", NULL);
	assert_status(s, number, OD_LEAVE_REQUESTED);
	must(s, OD_LEAVE_DO_APPROVE, number, "P010", NULL);
	assert_status(s, number, OD_LEAVE_APPROVED);
}

/* --- what is around it ------------------------------------------------------------------------------------------ */

/* Moved to another unit and renamed while away: the leave keeps the names of its first day, is found by any
 * of them, and is returned from. */
static void test_person_moved_while_away(void **state)
{
	struct state *s = *state;
	int64_t number =
		approved(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-10");
	struct od_leave_query q = OD_LEAVE_QUERY_INIT;
	struct od_leave l;
	struct od_iter *it;

	set_now(s, "2026-12-08 09:00");
	must(s, OD_LEAVE_DO_DEPART, number, NULL, NULL);
	load(s,
	     "person: [{code: P002, name: 陆见深, unit: B2, post: 局长, rank: county-chief, sort: 12, "
	     "valid_from: 2026-12-09}]\n"
	     "unit: [{code: B1, name: 示例市教育委员会, kind: department, valid_from: 2026-12-10}]\n");
	get(s, number, &l);
	assert_string_equal(l.person_name, "陆见微");
	assert_string_equal(l.unit_name, "示例市教育局");
	assert_int_equal(l.due_at.sec, at("2026-12-11 12:00").sec);
	q.unit = "B1";
	it = od_leave_find(s->db, &q, &s->err);
	assert_int_equal(od_iter_next(it, &l, &s->err), 1);
	od_iter_free(it);
	q.unit = "B2";
	it = od_leave_find(s->db, &q, &s->err);
	assert_int_equal(od_iter_next(it, &l, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_leave_type, &l);
	/* By the new name it is the same person's. */
	assert_refused(
		s, ask(s, "person=陆见深 kind=trip from_day=2026-12-10 to_day=2026-12-10", &number),
		"refused by rule twice");
	set_now(s, "2026-12-11 09:00");
	must(s, OD_LEAVE_DO_RETURN, od_number(2026, 1), "陆见深", NULL);
	assert_status(s, od_number(2026, 1), OD_LEAVE_RETURNED);
}

static void test_who_may_see(void **state)
{
	static const struct {
		const char *actor;
		bool sick, trip;
	} rows[] = {
		{ "xu", true, true },    /* the desk that handles leave, by login */
		{ "P020", true, true },  /* by code */
		{ "song", false, true }, /* of the office, not of that desk */
		{ "P002", true, true },  /* himself */
		{ "P001", true, true },  /* who approves */
		{ "P003", false, true }, /* his colleague */
		{ "nobody", false, true }, { NULL, false, true },
	};
	struct state *s = *state;
	int64_t sick = must_ask(s, "person=P002 kind=病假 from_day=2026-12-08 to_day=2026-12-09"),
		trip = must_ask(s, "person=P002 kind=出差 from_day=2026-12-10 to_day=2026-12-10");
	struct od_leave l;
	bool may;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		get(s, sick, &l);
		assert_int_equal(od_leave_may_see(s->db, &l, rows[i].actor, &may, &s->err), 0);
		assert_int_equal(may, rows[i].sick);
		od_rec_clear(&od_leave_type, &l);
		get(s, trip, &l);
		assert_int_equal(od_leave_may_see(s->db, &l, rows[i].actor, &may, &s->err), 0);
		assert_int_equal(may, rows[i].trip);
		od_rec_clear(&od_leave_type, &l);
	}
}

static void test_find(void **state)
{
	static const struct {
		const char *since, *until, *person, *kind;
		int status;
		const char *found; /* serials */
	} rows[] = {
		{ NULL, NULL, NULL, NULL, -1, "3 1 2 " }, /* by first day */
		{ "2026-12-09", "2026-12-09", NULL, NULL, -1, "1 " },
		{ "2026-12-10", "2026-12-20", NULL, NULL, -1, "2 " },
		{ "2026-12-07", "2026-12-08", NULL, NULL, -1, "3 1 " },
		{ NULL, NULL, "P001", NULL, -1, "3 " },
		{ NULL, NULL, NULL, "trip", -1, "3 2 " },
		{ NULL, NULL, NULL, NULL, OD_LEAVE_APPROVED, "1 " },
		{ NULL, "2026-12-07", "P002", NULL, -1, "" },
	};
	struct state *s = *state;

	approved(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09");
	must_ask(s, "person=P002 kind=trip from_day=2026-12-17 to_day=2026-12-18");
	must_ask(s, "person=P001 kind=trip from_day=2026-12-07 to_day=2026-12-08");
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_leave_query q = OD_LEAVE_QUERY_INIT;
		struct od_buf b = OD_BUF_INIT;
		struct od_leave l;
		struct od_iter *it;

		q.since = rows[i].since ? od_instant_date(at(rows[i].since)) : OD_NODATE;
		q.until = rows[i].until ? od_instant_date(at(rows[i].until)) : OD_NODATE;
		q.person = rows[i].person;
		q.kind = rows[i].kind;
		q.status = rows[i].status;
		it = od_leave_find(s->db, &q, &s->err);
		assert_non_null(it);
		od_rec_init(&od_leave_type, &l);
		od_buf_puts(&b, "");
		while (od_iter_next(it, &l, &s->err) > 0)
			od_buf_printf(&b, "%lld ", (long long)(l.number % OD_SERIALS));
		od_rec_clear(&od_leave_type, &l);
		od_iter_free(it);
		assert_string_equal(b.s, rows[i].found);
		od_buf_free(&b);
	}
}

/* --- dumps, undo, processes ---------------------------------------------------------------------------------- */

static void dump(struct od_db *db, FILE *f, struct od_err *err)
{
	for (size_t i = 0; od_load_types[i]; i++) {
		const struct od_rec_type *type = od_load_types[i];
		const struct od_out_opts opts = { .format = OD_FMT_JSON, .tagged = true };
		struct od_out *o = od_out_new(f, type, &opts, err);
		struct od_iter *it = od_dump(db, type, err);
		void *rec = calloc(1, type->size);
		int r;

		assert_non_null(o);
		if (!it)
			fail_msg("%s", err->msg);
		od_rec_init(type, rec);
		while ((r = od_iter_next(it, rec, err)) > 0)
			assert_int_equal(od_out_add(o, rec, err), 0);
		assert_int_equal(r, 0);
		assert_int_equal(od_out_end(o, err), 0);
		od_rec_clear(type, rec);
		free(rec);
		od_iter_free(it);
		od_out_free(o);
	}
}

static char *contents(FILE *f)
{
	struct od_buf b = OD_BUF_INIT;
	char chunk[4096];

	rewind(f);
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		od_buf_add(&b, chunk, n);
	return b.s;
}

/* A year's dump is the same again after it was loaded into an empty office, which is proved too and gives no
 * number twice. */
static void test_dump_and_load(void **state)
{
	struct state *s = *state, copy = { .act = s->act };
	FILE *first = tmpfile(), *second = tmpfile();
	char *a, *b;
	bool again;

	approved(s, "person=P002 kind=annual from_day=2026-12-07 to_day=2026-12-08 stand_in=P001 "
		    "external_id=教1 reason=休息");
	approved(s, "parent=L2026-0001 to_day=2026-12-09");
	must_ask(s,
		 "person=P001 kind=病假 from_day=2026-12-10 from_part=afternoon to_day=2026-12-11");
	assert_int_equal(change(s, od_number(2026, 3), "place=本市", &again), 0);
	set_now(s, "2026-12-10 09:00");
	must(s, OD_LEAVE_DO_RETURN, od_number(2026, 1), "P002", NULL);
	dump(s->db, first, &s->err);

	snprintf(copy.path, sizeof(copy.path), "%s/copy.db", s->dir);
	assert_int_equal(od_create(copy.path, &copy.err), 0);
	copy.db = od_open(copy.path, OD_WRITE, 2000, &copy.err);
	assert_non_null(copy.db);
	load_file(&copy, first);
	dump(copy.db, second, &copy.err);
	a = contents(first);
	b = contents(second);
	assert_non_null(strstr(a, "L2026-0003"));
	assert_string_equal(a, b);
	free(a);
	free(b);
	load_file(&copy, first); /* once more changes nothing */
	verify_clean(&copy, copy.db);
	set_now(&copy, "2026-12-10 10:00");
	assert_int_equal(must_ask(&copy,
				  "person=P001 kind=trip from_day=2026-12-21 to_day=2026-12-21"),
			 od_number(2026, 4));
	verify_clean(&copy, copy.db);
	od_close(copy.db);
	fclose(first);
	fclose(second);
}

static int64_t import(struct state *s, const char *const *words, size_t n)
{
	struct od_batch b = { .number = OD_NOINT };

	begin(s);
	assert_int_equal(od_batch_begin(s->db, "外出", &b.number, &s->err), 0);
	for (size_t i = 0; i < n; i++) {
		enum od_taken taken;
		struct od_leave l;

		fill(&l, words[i]);
		l.batch = b.number;
		if (od_leave_request(s->db, &l, NULL, NULL, NULL, &taken, &s->err) < 0)
			fail_msg("%s", s->err.msg);
		b.taken++;
		od_rec_clear(&od_leave_type, &l);
	}
	b.updated = b.duplicates = b.rejected = 0;
	assert_int_equal(od_batch_end(s->db, &b, &s->err), 0);
	end(s, 0);
	return b.number;
}

static void count_changed(void *ctx, const char *record)
{
	struct od_buf *b = ctx;

	od_buf_printf(b, "%s ", record);
}

static int undo(struct state *s, int64_t batch, int64_t *undone, const char *changed)
{
	struct od_buf b = OD_BUF_INIT;
	int r;

	begin(s);
	r = end(s, od_batch_undo(s->db, batch, count_changed, &b, undone, &s->err));
	assert_string_equal(b.s ? b.s : "", changed);
	od_buf_free(&b);
	return r;
}

static void test_undo_of_a_batch(void **state)
{
	static const char *const words[] = {
		"person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-08",
		"person=P002 kind=trip from_day=2026-12-10 to_day=2026-12-10",
		"person=P001 kind=trip from_day=2026-12-17 to_day=2026-12-17",
	};
	struct state *s = *state;
	int64_t batch = import(s, words, OD_COUNT(words)), undone = 0, number;
	struct od_leave l;

	must(s, OD_LEAVE_DO_APPROVE, od_number(2026, 1), "P001", NULL);
	assert_int_equal(undo(s, batch, &undone, "L2026-0001 "), -1);
	assert_refused(s, -1, "1 of its records were changed since");
	batch = import(s,
		       (const char *const[]){
			       "person=P001 kind=trip from_day=2026-12-21 to_day=2026-12-21" },
		       1);
	assert_int_equal(undo(s, batch, &undone, ""), 0);
	assert_int_equal(undone, 1);
	od_rec_init(&od_leave_type, &l);
	assert_int_equal(od_leave_read(s->db, od_number(2026, 4), &l, &s->err), 0);
	od_rec_clear(&od_leave_type, &l);
	/* Its number is not given again. */
	number = must_ask(s, "person=P001 kind=trip from_day=2026-12-21 to_day=2026-12-21");
	assert_int_equal(number, od_number(2026, 5));
}

/* What was imported and extended since stays. */
static void test_undo_of_what_was_built_on(void **state)
{
	struct state *s = *state;
	int64_t batch = import(
			s,
			(const char *const[]){
				"person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-08" },
			1),
		undone;

	must(s, OD_LEAVE_DO_APPROVE, od_number(2026, 1), "P001", NULL);
	must_ask(s, "parent=L2026-0001 to_day=2026-12-09");
	assert_int_equal(undo(s, batch, &undone, "L2026-0001 L2026-0002 "), -1);
	assert_status(s, od_number(2026, 2), OD_LEAVE_REQUESTED);
}

/* A row, or a step, changed behind the journal's back is told. */
static int problems(struct state *s, const char *sql)
{
	struct od_verify v = { .problem = tell_problem };

	v.problem = (void (*)(void *, const char *))count_changed;
	v.ctx = &(struct od_buf)OD_BUF_INIT;
	begin(s);
	assert_int_equal(od_run(s->db, sql, OD_NOVALS, &s->err), 0);
	assert_int_equal(od_verify(s->db, &v, &s->err), 0);
	od_buf_free(v.ctx);
	od_rollback(s->db);
	return v.problems;
}

static void test_verify_tells(void **state)
{
	struct state *s = *state;

	approved(s, "person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-08");
	assert_int_equal(problems(s, "UPDATE leave SET to_day = '2026-12-09'"), 1);
	assert_int_equal(problems(s, "UPDATE leave SET status = 'cancelled'"), 1);
	assert_int_equal(problems(s, "UPDATE leave_step SET \"by\" = 'P003' WHERE step = 2"), 1);
	assert_int_equal(problems(s, "DELETE FROM leave_step WHERE step = 2"), 1);
	assert_int_equal(problems(s, "UPDATE leave_rule SET days = 9 WHERE code = 'again'"), 1);
}

/* A角 and B角 ask at once, from two processes: one may go. */
static void test_two_at_once(void **state)
{
	static const char *const words[] = {
		"person=P002 kind=annual from_day=2026-12-08 to_day=2026-12-09",
		"person=P003 kind=annual from_day=2026-12-09 from_part=evening to_day=2026-12-10",
	};
	struct state *s = *state;
	int passed = 0, refused = 0, status;
	int start[2];

	od_close(s->db);
	s->db = NULL;
	assert_int_equal(pipe(start), 0);
	for (size_t i = 0; i < OD_COUNT(words); i++) {
		if (fork() == 0) {
			int64_t number;
			char go;

			close(start[1]);
			s->db = od_open(s->path, OD_WRITE, 5000, &s->err);
			if (!s->db || read(start[0], &go, 1) != 0)
				_exit(3);
			status = ask(s, words[i], &number);
			if (status < 0 && !strstr(s->err.msg, "refused by rule ab"))
				_exit(2);
			od_close(s->db);
			_exit(status == OD_TAKEN ? 0 : 1);
		}
	}
	close(start[0]);
	close(start[1]); /* go */
	for (size_t i = 0; i < OD_COUNT(words); i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status));
		passed += WEXITSTATUS(status) == 0;
		refused += WEXITSTATUS(status) == 1;
	}
	s->db = od_open(s->path, OD_WRITE, 2000, &s->err);
	assert_non_null(s->db);
	assert_int_equal(passed, 1);
	assert_int_equal(refused, 1);
}

/* --- the regime's rows ------------------------------------------------------------------------------------------- */

static void test_rows_of_the_regime(void **state)
{
	static const struct {
		const char *check, *field, *value, *message;
	} rows[] = {
		{ "approver", NULL, NULL, "approvers: check 'approver' needs it" },
		{ "notice", NULL, NULL, "days: check 'notice' needs it" },
		{ "blocked", "from_day", "2026-12-01", "to_day: check 'blocked' needs it" },
		{ "overlap", "days", "3", "days: check 'overlap' does not look at it" },
		{ "pair", "others", "staff", "others: check 'pair' does not look at it" },
		{ "pair", "ranks", "chef", "ranks: no 'chef'" },
		{ "pair", "reaches", "moon",
		  "reaches: no 'moon'; there are: none, city, province, country" },
		{ "pair", "upto", "0", "upto: 0 is not 1 or more" },
		{ "pair", "workdays", "yes", "workdays: there are no days to count" },
		{ "run", "days", "-1", "days: -1 is less than 0" },
		{ "run", "days", "30", NULL },
		{ "pair", "kinds", "annual", NULL },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		const struct od_when when = { s->act.now, NULL };
		struct od_leave_rule r = { 0 };
		enum od_change change_made;
		int done;

		od_rec_init(&od_leave_rule_type, &r);
		r.code = strdup("x");
		r.name = strdup("某");
		assert_int_equal(od_field_set(od_field_find(&od_leave_rule_type, "check"), &r,
					      rows[i].check, &when, &s->err),
				 0);
		if (rows[i].field)
			assert_int_equal(
				od_field_set(od_field_find(&od_leave_rule_type, rows[i].field), &r,
					     rows[i].value, &when, &s->err),
				0);
		begin(s);
		done = od_load(s->db, &od_leave_rule_type, &r, &change_made, &s->err);
		od_rollback(s->db);
		if (rows[i].message)
			assert_refused(s, done, rows[i].message);
		else if (done < 0)
			fail_msg("row %zu: %s", i, s->err.msg);
		od_rec_clear(&od_leave_rule_type, &r);
	}
}

static void test_references_of_the_regime(void **state)
{
	static const struct {
		const char *yaml, *problem;
	} rows[] = {
		{ "leave_pair: [{person: P001, partner: P999}]\n",
		  "leave_pair:P001/P999/1949-10-01: partner 'P999' is not known" },
		{ "person: [{code: P001, name: 沈望川, unit: B1, desk: none, valid_from: 2026-12-05}]\n",
		  "person:P001/2026-12-05: desk 'none' is not known" },
		{ "leave_rule: [{code: x, name: 某, check: pair, kinds: [annual, holiday]}]\n",
		  "leave_rule:x/1949-10-01: kinds 'holiday' is not known" },
		{ "leave_rule: [{code: x, name: 某, check: pair, units: [B1, B9]}]\n",
		  "leave_rule:x/1949-10-01: units 'B9' is not known" },
		{ "leave_rule: [{code: x, name: 某, check: approver, approvers: [unit-head, P001, boss]}]\n",
		  "leave_rule:x/1949-10-01: approvers 'boss' is not known" },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		struct od_buf b = OD_BUF_INIT;
		FILE *f = tmpfile();
		const struct od_when when = { s->act.now, NULL };
		union {
			struct od_person person;
			struct od_leave_rule rule;
			struct od_report report;
			struct od_leave leave;
		} rec;
		enum od_change change_made;
		struct od_reader *r;

		memset(&rec, 0, sizeof(rec));
		fputs(rows[i].yaml, f);
		fflush(f);
		lseek(fileno(f), 0, SEEK_SET);
		r = od_reader_new(fileno(f), "test", od_load_types, &when, 0, &s->err);
		assert_non_null(r);
		begin(s);
		if (od_reader_next(r, &rec, &s->err) != OD_ROW ||
		    od_load(s->db, od_reader_type(r), &rec, &change_made, &s->err) < 0)
			fail_msg("%s", s->err.msg);
		od_rec_clear(od_reader_type(r), &rec);
		memset(&rec, 0, sizeof(rec));
		assert_int_equal(od_load_check(s->db, count_changed, &b, &s->err), -1);
		od_rollback(s->db);
		if (!b.s || !strstr(b.s, rows[i].problem))
			fail_msg("%s", b.s ? b.s : "no problem");
		od_buf_free(&b);
		od_reader_free(r);
		fclose(f);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_halves),
		TEST(test_parts_of_a_day),
		TEST(test_how_long_it_lasts),
		TEST(test_request),
		TEST(test_request_refuses),
		TEST(test_late),
		TEST(test_overlap_with_own_leave),
		TEST(test_force_is_kept),
		TEST(test_duplicates),
		TEST(test_states),
		TEST(test_chain),
		TEST(test_who_decides),
		TEST(test_extension_approved_before_the_first_end),
		TEST(test_extension_approved_after_the_first_end),
		TEST(test_extension_of_who_registered_no_departure),
		TEST(test_extension_refuses),
		TEST(test_late_extension),
		TEST(test_cancelled_extension),
		TEST(test_return),
		TEST(test_return_before_the_extension_began),
		TEST(test_return_while_an_extension_is_asked_for),
		TEST(test_return_cancels_what_was_to_come),
		TEST(test_overdue_is_away),
		TEST(test_departure),
		TEST(test_change),
		TEST(test_replace),
		TEST(test_change_on_the_way),
		TEST(test_change_of_an_extension),
		TEST(test_change_while_it_waits),
		TEST(test_person_moved_while_away),
		TEST(test_who_may_see),
		TEST(test_find),
		TEST(test_dump_and_load),
		TEST(test_undo_of_a_batch),
		TEST(test_undo_of_what_was_built_on),
		TEST(test_verify_tells),
		TEST(test_two_at_once),
		TEST(test_rows_of_the_regime),
		TEST(test_references_of_the_regime),
	};

	return cmocka_run_group_tests_name("leave", tests, NULL, NULL);
}
