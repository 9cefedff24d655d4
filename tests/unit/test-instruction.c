/* test-instruction.c - instructions and their links, special groups, site checks, evidence, saved views: what is
 * taken, refused, undone, and comes back from a dump. */
#include "supervision.h"

/* --- instructions ---------------------------------------------------------------------------------- */

/* Numbered by leader and year, whoever writes the leader as what. */
static void test_serials(void **state)
{
	static const struct {
		const char *fields, *refused;
		const char *serial; /* "leader/serial/level" */
	} cases[] = {
		{ "leader=P1|given_on=2026-09-02|text=一", "", "P1/1/city-chief" },
		{ "leader=沈望川|given_on=2026-09-01|text=二", "", "P1/2/city-chief" },
		{ "leader=P1|given_on=2025-12-31|text=三", "", "P1/1/city-chief" },
		{ "leader=P2|given_on=2026-09-02|text=四", "", "P2/1/city" },
		{ "leader=P3|given_on=2026-09-02|text=五", "", "P3/1/office" },
		{ "leader=P4|given_on=2026-09-02|text=六", "", "P4/1/other" },
		{ "leader=省领导某|level=province|text=七", "", "省领导某/1/province" },
		{ "leader=P1|level=other|given_on=2026-09-02|text=八|serial=9", "",
		  "P1/9/city-chief" },
		{ "leader=P1|given_on=2026-09-03|text=九", "", "P1/10/city-chief" },
		{ "leader=P1|given_on=2026-09-03|text=十|serial=9",
		  "serial 9 of this leader in 2026 is taken by I2026-0008", NULL },
		{ "leader=P1|given_on=2025-09-03|text=十|serial=9", "", "P1/9/city-chief" },
		{ "leader=P1|text=十|serial=0", "serial: 0 is not 1 or more", NULL },
		{ "leader=P1|given_on=2026-09-05|text=十", "given_on: 2026-09-05 is still to come",
		  NULL },
		{ "text=十", "leader is missing", NULL },
		{ "leader=P1", "say what was instructed: text, about or document is needed", NULL },
		{ "leader=同名|text=十", "leader: 2 persons are called '同名'; give the code",
		  NULL },
		{ "leader=P1|text=十|report=R2026-0001", "report: there is no R2026-0001", NULL },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t number;

		assert_string_equal(put(s, &od_instruction_type, cases[i].fields, &number),
				    cases[i].refused);
		if (!cases[i].serial)
			continue;
		assert_rows("SELECT leader || '/' || serial || '/' || level FROM instruction "
			    "ORDER BY number DESC LIMIT 1",
			    cases[i].serial);
	}
	commit(s);
}

/* What is given twice keeps its number; a number is not used up by it. */
static void test_given_twice(void **state)
{
	struct state *s = *state;
	int64_t number;

	begin(s, "2026-09-04 09:00");
	TAKEN(instruction, "leader=P1|text=抓紧办理|about=甲事|external_id=X-1");
	assert_string_equal(put(s, &od_instruction_type, "leader=P2|text=别的|external_id=X-1",
				&number),
			    "duplicate");
	assert_int_equal(number, od_number(2026, 1));
	TAKEN(instruction, "leader=P1|text=抓紧办理|about=甲事");
	assert_string_equal(put(s, &od_instruction_type, "leader=沈望川|text=抓紧办理|about=甲事",
				&number),
			    "duplicate");
	assert_int_equal(number, od_number(2026, 2));
	TAKEN(instruction, "leader=P1|text=抓紧办理|about=乙事");
	commit(s);
	assert_rows("SELECT (number % 1000) || '/' || serial FROM instruction ORDER BY number",
		    "1/1 2/2 3/3");
}

static const char task[] = "title=供水改造|lead=U1|co_units=U2、U3|due_on=2026-10-30";

static void test_links(void **state)
{
	static const struct {
		const char *record, *refused;
	} cases[] = {
		{ "T2026-0001", "" },
		{ "t2026-1", "" }, /* the same: nothing is done */
		{ "D2026-0012", "" },
		{ "roundup/2026-09-03/3", "" },
		{ "I2026-0001", "" },
		{ "T2026-0002", "there is no T2026-0002" },
		{ "R2026-0001", "there is no R2026-0001" },
		{ "E2026-0001", "there is no E2026-0001" },
		{ "T2026", "'T2026' is not a number such as T2026-0123" },
		{ "roundup/3", NULL },
		{ "roundup//3", NULL },
		{ "roundup/a b/3", NULL },
		{ "", NULL },
		{ "某文件", NULL },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	TAKEN(task, task);
	TAKEN(instruction, "leader=P1|text=抓紧办理。|given_on=2026-09-03");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int r;

		s->err = (struct od_err)OD_ERR_INIT;
		r = od_instruction_link(s->db, od_number(2026, 1), cases[i].record, &s->err);
		assert_int_equal(r, cases[i].refused && !*cases[i].refused ? 0 : -1);
		assert_int_equal(s->err.code, r ? OD_EDATA : OD_OK);
		if (cases[i].refused)
			assert_string_equal(s->err.msg, cases[i].refused);
	}
	s->err = (struct od_err)OD_ERR_INIT;
	assert_int_equal(od_instruction_link(s->db, 7, "T2026-0001", &s->err), -1);
	commit(s);
	assert_rows("SELECT record FROM instruction_on ORDER BY record",
		    "D2026-0012 I2026-0001 T2026-0001 roundup/2026-09-03/3");
	assert_rows("SELECT text || '/' || \"by\" FROM task_event WHERE action = 'instructed'",
		    "I2026-0001 2026-09-03 抓紧办理。/沈望川");
	assert_rows("SELECT version FROM task", "2");
}

/* On an issue no earlier than it was printed, its own day included; what stands wrong in a dump is loaded. */
static void test_before_its_issue(void **state)
{
	static const struct {
		const char *given_on, *record, *printed; /* NULL: taken */
	} cases[] = {
		{ "2026-09-03", "daily/2026-1", NULL },
		{ "2026-09-03", "daily/2026-1/1", NULL },
		{ "2026-09-04", "daily/2026-1", NULL },
		{ "2026-09-02", "daily/2026-1", "daily/2026-1 was printed on 2026-09-03" },
		{ "2026-09-02", "daily/2026-1/1", "daily/2026-1 was printed on 2026-09-03" },
		/* dated ahead: issued on the 3rd */
		{ "2026-09-03", "daily/2026-2", NULL },
		{ "2026-09-02", "daily/2026-2", "daily/2026-2 was printed on 2026-09-03" },
		{ "2026-09-02", "roundup/2026-09-03/3", NULL },
	};
	static const char issues[] =
		"publication:\n"
		"  - { code: daily, name: 每日汇报, form: digest, rhythm: day, valid_from: 2020-01-01 }\n"
		"issue:\n"
		"  - { issue: daily/2026-1, publication: daily, year: 2026, serial: 1, total: 1, date: "
		"2026-09-03, masthead: 每日汇报, office: 市委办, at: 2026-09-03 20:00, actor: 甲 }\n"
		"  - { issue: daily/2026-2, publication: daily, year: 2026, serial: 2, total: 2, date: "
		"2026-09-06, masthead: 每日汇报, office: 市委办, at: 2026-09-03 20:00, actor: 甲 }\n"
		"issue_item:\n"
		"  - { issue: daily/2026-1, item: 1, title: 甲 }\n";
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	OK(load_text(s, issues));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char fields[256], want[256];

		snprintf(fields, sizeof(fields), "leader=P1|text=%zu|given_on=%s|records=%s", i,
			 cases[i].given_on, cases[i].record);
		snprintf(
			want, sizeof(want),
			"the instruction is dated %s, but %s; say the day on which it was written, or "
			"the issue on which it was",
			cases[i].given_on, cases[i].printed ? cases[i].printed : "");
		assert_string_equal(put(s, &od_instruction_type, fields, NULL),
				    cases[i].printed ? want : "");
	}
	commit(s);
	assert_rows("SELECT count(*) FROM instruction", "5");
}

/* Many to many; a classified one stands in the matter's life by its number alone. */
static void test_records_of_a_new_one(void **state)
{
	struct state *s = *state;
	struct od_instruction i = { 0 };
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;
	struct od_iter *it;

	begin(s, "2026-09-04 09:00");
	TAKEN(task, task);
	TAKEN(task, "title=另一件|lead=U2|due_on=2026-10-30");
	TAKEN(instruction,
	      "leader=P1|text=机密内容|secrecy=secret|records=T2026-0002, T2026-1；D2026-7");
	TAKEN(instruction, "leader=P2|text=同意|records=T2026-0002");
	assert_string_equal(put(s, &od_instruction_type, "leader=P2|text=不行|records=T2026-9",
				NULL),
			    "records: there is no T2026-0009");
	od_rollback(s->db);
	begin(s, "2026-09-04 09:00");
	TAKEN(task, task);
	TAKEN(task, "title=另一件|lead=U2|due_on=2026-10-30");
	TAKEN(instruction,
	      "leader=P1|text=机密内容|secrecy=secret|records=T2026-0002, T2026-1；D2026-7");
	TAKEN(instruction, "leader=P2|text=同意|records=T2026-0002");
	commit(s);
	assert_rows("SELECT text FROM task_event WHERE action = 'instructed' AND "
		    "number % 1000 = 1",
		    "I2026-0001 2026-09-04");
	q.record = "T2026-0002";
	q.leader = "沈望川";
	od_rec_init(&od_instruction_type, &i);
	it = od_instruction_find(s->db, &q, &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &i, &s->err), 1);
	assert_string_equal(i.records, "D2026-0007、T2026-0001、T2026-0002");
	assert_string_equal(i.leader_name, "沈望川");
	assert_int_equal(od_iter_next(it, &i, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_instruction_type, &i);
}

static int64_t found(struct state *s, const struct od_instruction_query *q)
{
	struct od_iter *it = od_instruction_find(s->db, q, &s->err);
	struct od_instruction i = { 0 };
	int64_t n = 0;

	assert_non_null(it);
	od_rec_init(&od_instruction_type, &i);
	while (od_iter_next(it, &i, &s->err) > 0)
		n = n * 10 + i.number % OD_SERIALS;
	od_iter_free(it);
	od_rec_clear(&od_instruction_type, &i);
	return n;
}

static void test_find(void **state)
{
	struct state *s = *state;
	struct od_instruction_query q = OD_INSTRUCTION_QUERY_INIT;

	begin(s, "2026-09-04 09:00");
	TAKEN(instruction, "leader=P1|given_on=2026-08-01|text=甲");
	TAKEN(instruction, "leader=P1|given_on=2026-09-01|about=关于甲的报告");
	TAKEN(instruction, "leader=P2|given_on=2026-09-02|text=乙");
	commit(s);
	assert_int_equal(found(s, &q), 123);
	q.text = "甲";
	assert_int_equal(found(s, &q), 12);
	q.from = od_ymd(2026, 8, 2);
	assert_int_equal(found(s, &q), 2);
	q = (struct od_instruction_query)OD_INSTRUCTION_QUERY_INIT;
	q.level = OD_LEADER_CITY;
	assert_int_equal(found(s, &q), 3);
	q = (struct od_instruction_query)OD_INSTRUCTION_QUERY_INIT;
	q.to = od_ymd(2026, 9, 1);
	q.leader = "P1";
	assert_int_equal(found(s, &q), 12);
	q.number = od_number(2026, 2);
	assert_int_equal(found(s, &q), 2);
}

static void no_change(void *ctx, const char *record)
{
	(void)ctx;
	fail_msg("%s changed", record);
}

/* Undoing an import takes links and the line in the matter's life with it. */
static void test_undo(void **state)
{
	struct state *s = *state;
	struct od_batch b = { 0 };
	int64_t undone;

	begin(s, "2026-09-04 09:00");
	TAKEN(task, task);
	TAKEN(instruction, "leader=P1|text=先前的|records=T2026-0001");
	commit(s);
	begin(s, "2026-09-04 10:00");
	OK(od_batch_begin(s->db, "批示", &b.number, &s->err));
	TAKEN(instruction, "leader=P1|text=后来的|records=T2026-0001 D2026-0001");
	OK(od_batch_end(s->db, &b, &s->err));
	commit(s);
	begin(s, "2026-09-04 11:00");
	OK(od_batch_undo(s->db, b.number, no_change, NULL, &undone, &s->err));
	commit(s);
	assert_int_equal(undone, 1);
	assert_rows("SELECT text FROM instruction", "先前的");
	assert_rows("SELECT record FROM instruction_on", "T2026-0001");
	assert_rows("SELECT count(*) FROM task_event WHERE action = 'instructed'", "1");
}

/* --- groups, checks, evidence, views ---------------------------------------------------------------------- */

static void test_groups(void **state)
{
	static const struct {
		const char *fields, *refused;
	} cases[] = {
		{ "name=保供组|theme=供热|head=沈望川|members=甲、乙|from_day=2026-09-01|to_day=2026-12-31",
		  "" },
		{ "name=保供组|from_day=2026-12-01",
		  "a group '保供组' is on file already as G2026-0001" },
		{ "name=保供组|from_day=2027-01-01", "" },
		{ "name=安全组|from_day=2026-09-02|to_day=2026-09-01",
		  "to_day 2026-09-01 is before from_day 2026-09-02" },
		{ "theme=无名", "name is missing" },
		{ "number=G2026-0001|members=甲、丙", "" },
		{ "number=G2026-0009|members=甲", "no special group G2026-0009" },
		{ "number=G2026-0002|from_day=2026-10-01",
		  "a group '保供组' is on file already as G2026-0001" },
		{ "name=安全组|head=局外人", "" },
	};
	struct state *s = *state;
	struct od_task_group g = { 0 };
	struct od_iter *it;

	begin(s, "2026-09-04 09:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(put(s, &od_task_group_type, cases[i].fields, NULL),
				    cases[i].refused);
	TAKEN(task, "title=供水|lead=U1|due_on=2026-10-30|group=G2026-0001");
	commit(s);
	assert_rows("SELECT name || '/' || coalesce(head, '-') || '/' || coalesce(members, '-') "
		    "FROM task_group ORDER BY number",
		    "保供组/P1/甲、丙 保供组/-/- 安全组/局外人/-");
	od_rec_init(&od_task_group_type, &g);
	it = od_task_group_find(s->db, OD_NOINT, od_ymd(2026, 9, 4), &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &g, &s->err), 1);
	assert_int_equal(g.tasks, 1);
	assert_int_equal(g.open, 1);
	assert_string_equal(g.theme, "供热");
	assert_int_equal(od_iter_next(it, &g, &s->err), 1); /* without days: always */
	assert_int_equal(g.number, od_number(2026, 3));
	assert_int_equal(od_iter_next(it, &g, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_task_group_type, &g);
}

static void test_checks(void **state)
{
	static const struct {
		const char *fields, *refused;
	} cases[] = {
		{ "place=某仓库|found=门锁损坏|verdict=problem|task=T2026-0001|checked_at=2026-09-03 10:00",
		  "" }, /* before the matter was registered */
		{ "unit=甲局|announced=yes|task=T2026-0001|checkers=丁、戊|verdict=sound", "" },
		{ "found=什么", "say where it was: place or unit is needed" },
		{ "place=某地|verdict=serious", "say what was found" },
		{ "place=某地|checked_at=2026-09-05", "checked_at: 2026-09-05 is still to come" },
		{ "place=某地|task=T2026-0002", "task: there is no T2026-0002" },
		{ "place=某地|group=G2026-0002", "group: there is no G2026-0002" },
		{ "place=某地|follow_up_by=2026-09-09",
		  "follow_up_by is given, but not what is to follow" },
		{ "place=某地|follow_up=整改|follow_up_by=2026-09-01",
		  "follow_up_by: 2026-09-01 is before the check of 2026-09-04" },
		{ "number=C2026-0001|follow_up=整改|follow_up_by=2026-09-20|verdict=serious", "" },
		{ "number=C2026-0007|follow_up=整改", "no site check C2026-0007" },
		{ "place=某村", "" },
		{ "number=C2026-0003|task=T2026-0001", "" },
	};
	struct state *s = *state;

	begin(s, "2026-09-04 09:00");
	TAKEN(task, task);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(put(s, &od_site_check_type, cases[i].fields, NULL),
				    cases[i].refused);
	s->err = (struct od_err)OD_ERR_INIT;
	put(s, &od_site_check_type, "unit=丁局", NULL);
	assert_int_equal(s->err.code, OD_EDATA);
	commit(s);
	assert_rows("SELECT announced || '/' || verdict || '/' || coalesce(place, '-') || '/' || "
		    "coalesce(follow_up_by, '-') FROM site_check ORDER BY number",
		    "0/serious/某仓库/2026-09-20 1/sound/-/- 0/none/某村/-");
	assert_rows("SELECT text FROM task_event WHERE action = 'checked' ORDER BY step",
		    "C2026-0001 门锁损坏 C2026-0002 C2026-0003");
}

static void test_evidence(void **state)
{
	static const struct {
		const char *fields, *refused;
	} cases[] = {
		{ "record=c2026-1|file=甲.jpg|size=3|digest=" SM3, "" },
		{ "record=C2026-0001|file=甲.jpg|size=3|digest=" SM3, "" }, /* once more */
		{ "record=C2026-0001|file=乙.jpg|size=3|digest=" SM3,
		  "C2026-0001 has a file of this digest already: '甲.jpg', 3 bytes" },
		{ "record=T2026-0001/1|file=甲.jpg|size=3|digest=" SM3, "" },
		{ "record=T2026-0001/9|file=甲.jpg|size=3|digest=" SM3,
		  "T2026-0001 has no step 9" },
		{ "record=T2026-0001/x|file=甲.jpg|size=3|digest=" SM3,
		  "'T2026-0001/x' is no step of a matter, as T2026-0001/3 is" },
		{ "record=C2026-0002|file=甲.jpg|size=3|digest=" SM3, "there is no C2026-0002" },
		{ "record=C2026-0001|file=甲.jpg|size=-1|digest=" SM3,
		  "size is missing or negative" },
		{ "record=C2026-0001|file=甲.jpg|size=3|digest=66c7",
		  "digest: '66c7' is not an SM3 of 64 hex digits" },
		{ "record=C2026-0001|size=3|digest=" SM3,
		  "evidence needs its record, file, size and digest" },
	};
	struct state *s = *state;
	struct od_site_check c = { 0 };
	struct od_evidence e = { 0 };
	struct od_iter *it;

	begin(s, "2026-09-04 09:00");
	TAKEN(task, task);
	TAKEN(site_check, "unit=U1");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(put(s, &od_evidence_type, cases[i].fields, NULL),
				    cases[i].refused);
	put(s, &od_evidence_type, "record=某文件|file=甲.jpg|size=3|digest=" SM3, NULL);
	assert_int_equal(s->err.code, OD_EDATA);
	commit(s);
	od_rec_init(&od_site_check_type, &c);
	it = od_site_check_find(s->db, od_number(2026, 1), OD_NOINT, NULL, OD_NODATE, OD_NODATE,
				&s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &c, &s->err), 1);
	assert_string_equal(c.evidence, "甲.jpg (3, " SM3 ")");
	assert_string_equal(c.unit_name, "示例市甲局");
	od_iter_free(it);
	od_rec_clear(&od_site_check_type, &c);
	od_rec_init(&od_evidence_type, &e);
	it = od_evidence_find(s->db, "T2026-0001", &s->err); /* that of its steps too */
	assert_int_equal(od_iter_next(it, &e, &s->err), 1);
	assert_string_equal(e.record, "T2026-0001/1");
	assert_int_equal(od_iter_next(it, &e, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_evidence_type, &e);
}

static void test_views(void **state)
{
	static const struct {
		const char *rest, *refused;
	} cases[] = {
		{ "code: red, name: 逾期, filter: light=red, valid_from: 2026-01-01", "" },
		{ "code: red, name: 逾期, filter: light=red grade=major, valid_from: 2026-09-01",
		  "" },
		{ "code: a/b, name: 无, filter: light=red", "code: 'a/b' holds a blank, / or =" },
	};
	struct state *s = *state;
	struct od_task_view v = { 0 };
	struct od_iter *it;

	begin(s, "2026-09-04 09:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[256];

		s->err = (struct od_err)OD_ERR_INIT;
		snprintf(text, sizeof(text), "task_view:\n  - { %s }\n", cases[i].rest);
		load_text(s, text);
		assert_string_equal(s->err.msg, cases[i].refused);
	}
	commit(s);
	od_rec_init(&od_task_view_type, &v);
	it = od_task_view_find(s->db, od_ymd(2026, 8, 31), &s->err);
	assert_int_equal(od_iter_next(it, &v, &s->err), 1);
	assert_string_equal(v.filter, "light=red");
	assert_int_equal(od_iter_next(it, &v, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_task_view_type, &v);
}

/* --- dump, load ------------------------------------------------------------------------------------------------ */

static void dump(struct state *s, FILE *to)
{
	const struct od_out_opts opts = { .format = OD_FMT_YAML, .tagged = true };
	union {
		struct od_task task;
		struct od_report report;
		struct od_person person;
		struct od_duty duty;
	} rec;

	for (size_t i = 0; od_load_types[i]; i++) {
		struct od_iter *it = od_dump(s->db, od_load_types[i], &s->err);
		struct od_out *out = od_out_new(to, od_load_types[i], &opts, &s->err);
		int r;

		assert_non_null(it);
		assert_non_null(out);
		memset(&rec, 0, sizeof(rec));
		od_rec_init(od_load_types[i], &rec);
		while ((r = od_iter_next(it, &rec, &s->err)) > 0)
			OK(od_out_add(out, &rec, &s->err));
		OK(r);
		OK(od_out_end(out, &s->err));
		od_rec_clear(od_load_types[i], &rec);
		od_iter_free(it);
		od_out_free(out);
	}
}

static char *dumped(struct state *s)
{
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	dump(s, f);
	fclose(f);
	return text;
}

/* Everything comes back from a dump, and a dump of that is the same; loading it again changes nothing. */
static void test_dump_and_load(void **state)
{
	struct state *s = *state, *other;
	void *second;
	char *before, *after;

	assigned(s, "");
	begin(s, "2026-09-04 09:00");
	TAKEN(task_group, "name=保供组|head=P1|members=甲、乙");
	TAKEN(instruction, "leader=P1|text=抓紧办理|major=yes|records=T2026-0001 D2026-0012 a/b/3");
	TAKEN(site_check, "unit=U1|task=T2026-0001|group=G2026-0001|found=尚可|verdict=sound");
	TAKEN(instruction, "leader=局外人|about=检查情况|records=C2026-0001");
	TAKEN(evidence, "record=C2026-0001|file=甲.jpg|size=3|digest=" SM3);
	OK(load_text(s, "task_view:\n  - { code: red, name: 逾期, filter: light=red }\n"));
	commit(s);
	before = dumped(s);
	assert_int_equal(setup_db(&second), 0);
	other = second;
	for (int i = 0; i < 2; i++) {
		begin(other, "2026-09-05 09:00");
		if (load_text(other, before) < 0)
			fail_msg("%s", other->err.msg);
		commit(other);
	}
	after = dumped(other);
	assert_string_equal(after, before);
	has(before, "a/b/3");
	free(before);
	free(after);
	assert_int_equal(teardown(&second), 0);
}

/* A loaded record says what the one on file says, or is refused; numbers it brings are not given again. */
static void test_load_refuses(void **state)
{
	static const struct {
		const char *text, *refused;
	} cases[] = {
		{ "instruction:\n  - { number: I2026-0005, leader: P1, serial: 3, given_on: 2026-09-01, "
		  "text: 甲, at: 2026-09-01 10:00, actor: x }\n",
		  "" },
		{ "instruction:\n  - { number: I2026-0005, leader: P1, serial: 3, given_on: 2026-09-01, "
		  "text: 乙, at: 2026-09-01 10:00, actor: x }\n",
		  "I2026-0005 is on file with other content" },
		{ "instruction:\n  - { number: I2026-0006, leader: P1, serial: 3, given_on: 2026-09-02, "
		  "text: 乙, at: 2026-09-01 10:00, actor: x }\n",
		  "serial 3 of this leader in 2026 is taken by I2026-0005" },
		{ "instruction_on:\n  - { instruction: I2026-0005, record: T2026-0009 }\n",
		  "there is no T2026-0009" },
		{ "instruction_on:\n  - { instruction: I2026-0009, record: D2026-0009 }\n",
		  "there is no I2026-0009" },
		{ "evidence:\n  - { record: C2026-0009, file: a, size: 1, digest: " SM3
		  ", at: 2026-09-01 10:00, actor: x }\n",
		  "there is no C2026-0009" },
		{ "site_check:\n  - { number: C2026-0004, place: 某地, checked_at: 2026-09-01 10:00, "
		  "at: 2026-09-01 10:00, actor: x }\n",
		  "" },
		{ "task_group:\n  - { number: G2026-0004, name: 组, at: 2026-09-01 10:00, actor: x }\n",
		  "" },
	};
	struct state *s = *state;
	int64_t number;

	begin(s, "2026-09-04 09:00");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		s->err = (struct od_err)OD_ERR_INIT;
		load_text(s, cases[i].text);
		assert_string_equal(s->err.msg, cases[i].refused);
	}
	assert_int_equal(load_text(s, "instruction:\n  - { leader: P1, text: 甲 }\n"), -1);
	put(s, &od_instruction_type, "leader=P1|text=新", &number);
	assert_int_equal(number, od_number(2026, 6));
	put(s, &od_site_check_type, "place=某地", &number);
	assert_int_equal(number, od_number(2026, 5));
	put(s, &od_task_group_type, "name=新组", &number);
	assert_int_equal(number, od_number(2026, 5));
	commit(s);
	assert_rows("SELECT serial FROM instruction ORDER BY number DESC LIMIT 1", "4");
}

/* --- what is shipped ----------------------------------------------------------------------------------------- */

static void load_shipped(struct state *s, const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/share/%s", SRCDIR, name);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	if (load_fd(s, fd) < 0)
		fail_msg("%s: %s", name, s->err.msg);
	close(fd);
}

/* The saved views say what the filter understands; the sample has something under each of them. */
static void test_sample(void **state)
{
	struct state *s = *state;
	struct od_task_view v = { 0 };
	unsigned int lights = 0;
	struct od_iter *it;
	int r;

	begin(s, "2026-12-04 18:00");
	load_shipped(s, "calendar/china.yaml");
	load_shipped(s, "regime/default.yaml");
	load_shipped(s, "sample/organisation.yaml");
	load_shipped(s, "sample/tasks.yaml");
	commit(s);
	od_rec_init(&od_task_view_type, &v);
	it = od_task_view_find(s->db, od_instant_date(s->act.now), &s->err);
	assert_non_null(it);
	while ((r = od_iter_next(it, &v, &s->err)) > 0) {
		struct od_task_query q = OD_TASK_QUERY_INIT;
		struct od_calendar *c = od_calendar_load(s->db, &s->err);
		struct od_when when = { s->act.now, c };
		struct od_buf texts = OD_BUF_INIT;
		const struct od_task *t;
		struct od_tasks *found;

		q.now = s->act.now;
		OK(od_task_filter(s->db, v.filter, &when, &q, &texts, &s->err));
		found = od_tasks_find(s->db, &q, &s->err);
		assert_non_null(found);
		if (!od_tasks_rows(found, &t))
			fail_msg("nothing under %s", v.code);
		for (size_t i = 0; i < od_tasks_rows(found, &t); i++)
			lights |= 1u << t[i].light;
		od_tasks_free(found);
		od_calendar_free(c);
		od_buf_free(&texts);
	}
	OK(r);
	od_iter_free(it);
	od_rec_clear(&od_task_view_type, &v);
	assert_true(lights >> OD_LIGHT_RED & 1 && lights >> OD_LIGHT_YELLOW & 1);
	assert_rows("SELECT count(*) FROM task", "25");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_serials),
		TEST(test_given_twice),
		TEST(test_links),
		TEST(test_records_of_a_new_one),
		TEST(test_before_its_issue),
		TEST(test_find),
		TEST(test_undo),
		TEST(test_groups),
		TEST(test_checks),
		TEST(test_evidence),
		TEST(test_views),
		TEST(test_dump_and_load),
		TEST(test_load_refuses),
		TEST(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
