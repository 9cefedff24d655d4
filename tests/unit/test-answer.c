/* test-answer.c - answers to what is owed, urges and omissions: what is written, told, undone, and comes
 * back from a dump. */
#include <fcntl.h>

#include "../../lib/office/office.h"
#include "common.h"

/* Friday: 17:30 is when the day's reports are due, 2 units owe one each. */
#define AT_1730 1796376600
#define AT_1800 (AT_1730 + 30 * 60)
#define AT_2200 (AT_1730 + 270 * 60)

static const char regime[] =
	"setting:\n"
	"  - { name: office_name, value: 示例市委办公室, valid_from: 2020-01-01 }\n"
	"  - { name: work_am, value: '09:00-12:00', valid_from: 2020-01-01 }\n"
	"  - { name: work_pm, value: '13:30-17:30', valid_from: 2020-01-01 }\n"
	"desk:\n"
	"  - { code: ducha, name: 督查室, phone: 0000-12345, valid_from: 2020-01-01 }\n"
	"category:\n"
	"  - { code: daily, name: 每日情况, desk: ducha, valid_from: 2020-01-01 }\n"
	"  - { code: evening, name: 晚间情况, desk: ducha, valid_from: 2020-01-01 }\n"
	"  - { code: event, name: 突发事件, desk: ducha, valid_from: 2020-01-01 }\n"
	"unit:\n"
	"  - { code: U1, name: 甲局, kind: department, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: U2, name: 乙局, kind: department, sort: 1, valid_from: 2020-01-01 }\n"
	"duty:\n"
	"  - { code: daily, name: 每日情况, categories: [daily], owed_by: unit, rhythm: workday, "
	"due: '17:30', clock: wall, valid_from: 2026-12-04, valid_to: 2026-12-04 }\n"
	"  - { code: evening, name: 晚间情况, categories: [evening], owed_by: unit, units: [U1], "
	"rhythm: workday, due: '21:30', clock: wall, valid_from: 2026-12-04, valid_to: 2026-12-04 }\n";
#define SLOT_1  "daily/U1/2026-12-04"
#define SLOT_2  "daily/U2/2026-12-04"
#define EVENING "evening/U1/2026-12-04"

#define OK(call)                                               \
	do {                                                   \
		if ((call) < 0)                                \
			fail_msg("%s: %s", #call, s->err.msg); \
	} while (0)
#define REFUSED(want, call)                            \
	do {                                           \
		s->err = (struct od_err)OD_ERR_INIT;   \
		assert_int_equal((call), -1);          \
		assert_int_equal(s->err.code, (want)); \
		s->err = (struct od_err)OD_ERR_INIT;   \
	} while (0)

static void begin(struct state *s, int64_t now)
{
	s->act = (struct od_act){ "tester", NULL, "test-answer", { now } };
	OK(od_begin(s->db, &s->act, &s->err));
}

static void commit(struct state *s)
{
	OK(od_commit(s->db, &s->err));
}

/* Records of a file, as office-db load takes them. */
static void load_file(struct state *s, const char *path)
{
	union {
		struct od_duty duty;
		struct od_report report;
		struct od_person person;
	} rec = { 0 };
	struct od_when when = { s->act.now, NULL };
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
	if (od_reader_type(in))
		od_rec_clear(od_reader_type(in), &rec);
	od_reader_free(in);
	close(fd);
}

static void load_text(struct state *s, const char *text)
{
	char path[96];
	FILE *f;

	snprintf(path, sizeof(path), "%s/in", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	load_file(s, path);
}

static int setup(void **state)
{
	struct state *s;

	if (setup_db(state) < 0)
		return -1;
	s = *state;
	begin(s, AT_1800);
	load_text(s, regime);
	commit(s);
	return 0;
}

static void problem(void *ctx, const char *text)
{
	(void)ctx;
	fail_msg("%s", text);
}

/* Whatever a test did, the journal proves every row. */
static int teardown(void **state)
{
	struct state *s = *state;
	struct od_verify v = { .problem = problem };

	OK(od_verify(s->db, &v, &s->err));
	return teardown_db(state);
}

static int answer(struct state *s, int kind, const char *slot, const char *reason, const char *by)
{
	struct od_answer a = { 0 };
	int r;

	od_rec_init(&od_answer_type, &a);
	a.slot = strdup(slot);
	a.kind = kind;
	a.reason = reason ? strdup(reason) : NULL;
	a.allowed_by = by ? strdup(by) : NULL;
	r = od_answer_put(s->db, &a, &s->err);
	od_rec_clear(&od_answer_type, &a);
	return r;
}

static int state_of(struct state *s, const char *slot, int64_t now)
{
	const struct od_slot_query q = {
		.since = OD_NOINSTANT, .until = OD_NOINSTANT, .now = { now }, .slot = slot
	};
	struct od_slots *slots = od_slots_find(s->db, &q, &s->err);
	const struct od_slot *row;
	int state;

	assert_non_null(slots);
	assert_int_equal(od_slots_rows(slots, &row), 1);
	state = row->state;
	od_slots_free(slots);
	return state;
}

static void submit(struct state *s, const char *unit, const char *category)
{
	struct od_report r = { 0 };
	enum od_taken taken;
	bool differs;

	od_rec_init(&od_report_type, &r);
	r.unit = strdup(unit);
	r.category = strdup(category);
	r.title = strdup("一条");
	OK(od_report_submit(s->db, &r, OD_DUP_ERROR, &taken, &differs, &s->err));
	od_rec_clear(&od_report_type, &r);
}

/* --- answers ------------------------------------------------------------------------------------- */

static void test_nil_in_time_and_late(void **state)
{
	struct state *s = *state;

	begin(s, AT_1730 - 60);
	OK(answer(s, OD_ANSWER_NIL, SLOT_1, NULL, NULL));
	commit(s);
	begin(s, AT_1800);
	OK(answer(s, OD_ANSWER_NIL, SLOT_2, NULL, NULL));
	commit(s);
	assert_int_equal(state_of(s, SLOT_1, AT_2200), OD_SLOT_NIL);
	assert_int_equal(state_of(s, SLOT_2, AT_2200), OD_SLOT_LATE);
}

/* The reason is mended after the time limit; the unit answered in time all the same. */
static void test_corrected_nil_keeps_its_time(void **state)
{
	struct state *s = *state;
	struct od_answer a = { 0 };
	struct od_iter *it;

	begin(s, AT_1730 - 60);
	OK(answer(s, OD_ANSWER_NIL, SLOT_1, "无", NULL));
	commit(s);
	begin(s, AT_2200);
	OK(answer(s, OD_ANSWER_NIL, SLOT_1, "今日无重要情况", NULL));
	commit(s);
	assert_int_equal(state_of(s, SLOT_1, AT_2200), OD_SLOT_NIL);
	od_rec_init(&od_answer_type, &a);
	it = od_answer_find(s->db, SLOT_1, &s->err);
	assert_int_equal(od_iter_next(it, &a, &s->err), 1);
	assert_string_equal(a.reason, "今日无重要情况");
	assert_int_equal(a.at.sec, AT_1730 - 60);
	assert_int_equal(od_iter_next(it, &a, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_answer_type, &a);
}

static void test_excuse_needs_reason_and_who(void **state)
{
	struct state *s = *state;

	begin(s, AT_1800);
	REFUSED(OD_EDATA, answer(s, OD_ANSWER_EXCUSE, SLOT_1, NULL, "某主任"));
	REFUSED(OD_EDATA, answer(s, OD_ANSWER_EXCUSE, SLOT_1, "停电", ""));
	OK(answer(s, OD_ANSWER_EXCUSE, SLOT_1, "停电", "某主任"));
	commit(s);
	assert_int_equal(state_of(s, SLOT_1, AT_2200), OD_SLOT_EXCUSED);
}

static void test_slots_that_are_not_owed(void **state)
{
	struct state *s = *state;

	begin(s, AT_1800);
	REFUSED(OD_ENOENT, answer(s, OD_ANSWER_NIL, "daily/U3/2026-12-04", NULL, NULL));
	REFUSED(OD_ENOENT, answer(s, OD_ANSWER_NIL, "daily/U1/2026-12-05", NULL, NULL));
	REFUSED(OD_ENOENT, answer(s, OD_ANSWER_NIL, "daily", NULL, NULL));
	REFUSED(OD_EDATA, answer(s, OD_ANSWER_NIL, "", NULL, NULL));
	od_rollback(s->db);
}

static void test_what_was_met_needs_no_answer(void **state)
{
	struct state *s = *state;

	begin(s, AT_1730);
	submit(s, "U1", "daily");
	commit(s);
	begin(s, AT_1800);
	submit(s, "U2", "daily");
	REFUSED(OD_EDATA, answer(s, OD_ANSWER_NIL, SLOT_1, NULL, NULL));
	REFUSED(OD_EDATA, answer(s, OD_ANSWER_EXCUSE, SLOT_1, "停电", "某主任"));
	REFUSED(OD_EDATA, answer(s, OD_ANSWER_NIL, SLOT_2, NULL, NULL));
	OK(answer(s, OD_ANSWER_EXCUSE, SLOT_2, "停电", "某主任")); /* late, and excused for it */
	commit(s);
	assert_int_equal(state_of(s, SLOT_2, AT_2200), OD_SLOT_EXCUSED);
}

static void no_change(void *ctx, const char *record)
{
	(void)ctx;
	fail_msg("%s changed", record);
}

/* The slot's other answer, of another act, stays. */
static void test_undo_takes_one_answer_of_a_slot(void **state)
{
	struct state *s = *state;
	struct od_batch b = { 0 };
	int64_t undone;

	begin(s, AT_1730 - 60);
	OK(od_batch_begin(s->db, "零报告", &b.number, &s->err));
	OK(answer(s, OD_ANSWER_NIL, SLOT_1, NULL, NULL));
	OK(od_batch_end(s->db, &b, &s->err));
	commit(s);
	begin(s, AT_1800);
	OK(answer(s, OD_ANSWER_EXCUSE, SLOT_1, "停电", "某主任"));
	commit(s);
	begin(s, AT_1800);
	OK(od_batch_undo(s->db, b.number, no_change, NULL, &undone, &s->err));
	commit(s);
	assert_int_equal(undone, 1);
	assert_int_equal(state_of(s, SLOT_1, AT_2200), OD_SLOT_EXCUSED);
	begin(s, AT_1800);
	OK(od_query_int(s->db, "SELECT count(*) FROM answer", &undone, OD_NOVALS, &s->err));
	od_rollback(s->db);
	assert_int_equal(undone, 1);
}

/* --- urges ----------------------------------------------------------------------------------------- */

struct told { /* "U2026-0001 甲局: slot slot; ..." */
	struct od_buf b;
	struct od_db *db;
	struct od_buf notice;
};

static int tell(void *ctx, const struct od_urge *u, const struct od_slot *const *slots, size_t n,
		struct od_err *err)
{
	struct told *t = ctx;
	char buf[32];

	od_buf_printf(&t->b, "%s %s:", od_number_str('U', u->number, buf), u->unit_name);
	for (size_t i = 0; i < n; i++)
		od_buf_printf(&t->b, " %s", slots[i]->slot);
	od_buf_puts(&t->b, "; ");
	return t->db ? od_urge_notice(t->db, u, slots, n, &t->notice, err) : 0;
}

static void urged(struct state *s, int64_t now, bool again, const char *want)
{
	const struct od_slot_query q = { .since = OD_NOINSTANT, .until = OD_NOINSTANT };
	struct told t = { .b = OD_BUF_INIT };

	begin(s, now);
	OK(od_urge(s->db, &q, OD_CHANNEL_NOTICE, NULL, again, tell, &t, &s->err));
	commit(s);
	assert_string_equal(t.b.s ? t.b.s : "", want);
	od_buf_free(&t.b);
}

static void test_each_unit_is_urged_once_in_the_offices_order(void **state)
{
	struct state *s = *state;

	urged(s, AT_1730, false, ""); /* not past due yet */
	urged(s, AT_1800, false, "U2026-0001 乙局: " SLOT_2 "; U2026-0002 甲局: " SLOT_1 "; ");
	urged(s, AT_1800 + 60, false, "");
	urged(s, AT_1800 + 120, true, "U2026-0003 乙局: " SLOT_2 "; U2026-0004 甲局: " SLOT_1 "; ");
	urged(s, AT_1800 + 86400, false,
	      "U2026-0005 乙局: " SLOT_2 "; U2026-0006 甲局: " SLOT_1 " " EVENING "; ");
}

static void test_newly_silent_get_an_urge_of_their_own(void **state)
{
	struct state *s = *state;

	begin(s, AT_1800);
	submit(s, "U2", "daily");
	commit(s);
	urged(s, AT_1800, false, "U2026-0001 甲局: " SLOT_1 "; ");
	urged(s, AT_2200, false, "U2026-0002 甲局: " EVENING "; ");
	urged(s, AT_2200 + 60, false, ""); /* each matter once a day */
	/* the time limit of each runs from its own urge */
	assert_int_equal(state_of(s, SLOT_1, AT_2200 + 60), OD_SLOT_UNREPORTED);
	assert_int_equal(state_of(s, EVENING, AT_2200 + 60), OD_SLOT_LEFT_OUT);
	assert_int_equal(state_of(s, EVENING, AT_2200 + 7201), OD_SLOT_UNREPORTED);
}

static void test_answered_and_met_are_not_urged(void **state)
{
	struct state *s = *state;
	struct od_handling h = { 0 };

	begin(s, AT_1730 - 120);
	submit(s, "U2", "daily");
	commit(s);
	begin(s, AT_1800);
	OK(answer(s, OD_ANSWER_NIL, SLOT_1, NULL, NULL));
	commit(s);
	urged(s, AT_1800, false, "");
	od_rec_init(&od_handling_type, &h);
	h.number = od_number(2026, 1);
	h.action = OD_RETURN;
	h.reason = strdup("数字不符");
	begin(s, AT_1800);
	OK(od_handle(s->db, &h, &s->err));
	commit(s);
	od_rec_clear(&od_handling_type, &h);
	urged(s, AT_1800, false,
	      "U2026-0001 乙局: " SLOT_2 "; "); /* returned: as if nothing came */
}

/* Within the grace nobody is urged but who was sent the report back; asked for, open ones are reminded. */
static void test_grace_and_reminders(void **state)
{
	struct state *s = *state;
	const struct od_slot_query open = { .states = 1u << OD_SLOT_OPEN,
					    .unit = "U1",
					    .duty = "evening" };
	struct od_handling h = { 0 };
	struct told t = { .b = OD_BUF_INIT };

	begin(s, AT_1730 - 60);
	load_text(s,
		  "duty:\n  - { code: daily, name: 每日情况, categories: [daily], owed_by: unit, "
		  "rhythm: workday, due: '17:30', grace: 60, clock: wall, valid_from: 2026-12-04, "
		  "valid_to: 2026-12-04 }\n");
	submit(s, "U2", "daily");
	od_rec_init(&od_handling_type, &h);
	h.number = od_number(2026, 1);
	h.action = OD_RETURN;
	h.reason = strdup("数字不符");
	OK(od_handle(s->db, &h, &s->err));
	od_rec_clear(&od_handling_type, &h);
	commit(s);
	urged(s, AT_1730, false, "");
	urged(s, AT_1800, false, "U2026-0001 乙局: " SLOT_2 "; ");
	begin(s, AT_1800);
	OK(od_urge(s->db, &open, OD_CHANNEL_TELEPHONE, NULL, false, tell, &t, &s->err));
	commit(s);
	assert_string_equal(t.b.s, "U2026-0002 甲局: " EVENING "; ");
	od_buf_free(&t.b);
}

static int urge_by(struct state *s, int64_t now, int channel, bool again)
{
	const struct od_slot_query q = { .since = OD_NOINSTANT, .until = OD_NOINSTANT };
	int r;

	begin(s, now);
	r = od_urge(s->db, &q, channel, NULL, again, NULL, NULL, &s->err);
	od_rollback(s->db);
	return r;
}

static void set_quiet(struct state *s, const char *hours)
{
	char text[128];

	snprintf(text, sizeof(text),
		 "setting:\n  - { name: quiet_hours, value: '%s', valid_from: 2020-01-01 }\n",
		 hours);
	begin(s, AT_1800);
	load_text(s, text);
	commit(s);
}

static void test_quiet_hours(void **state)
{
	struct state *s = *state;
	const int phone = OD_CHANNEL_TELEPHONE;
	int64_t midnight = AT_1800 + 6 * 3600;

	REFUSED(OD_EDATA, urge_by(s, AT_2200, phone, false));
	REFUSED(OD_EDATA, urge_by(s, AT_2200, OD_CHANNEL_MESSAGE, false));
	REFUSED(OD_EDATA, urge_by(s, midnight + 8 * 3600 - 1, phone, false));
	OK(urge_by(s, midnight + 8 * 3600, phone, false));
	OK(urge_by(s, AT_1800, phone, false));
	OK(urge_by(s, AT_2200, OD_CHANNEL_NOTICE, false));
	OK(urge_by(s, AT_2200, phone, true));
	set_quiet(s, "-");
	OK(urge_by(s, AT_2200, phone, false));
	set_quiet(s, "17:00-24:00");
	REFUSED(OD_EDATA, urge_by(s, AT_1800, phone, false));
	OK(urge_by(s, midnight, phone, false));
	set_quiet(s, "21:00-8:00");
	REFUSED(OD_EDATA, urge_by(s, AT_1800, phone, false));
	set_quiet(s, "21:00-24:01");
	REFUSED(OD_EDATA, urge_by(s, AT_1800, phone, false));
	set_quiet(s, "21:00");
	REFUSED(OD_EDATA, urge_by(s, AT_1800, phone, false));
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in:\n%s", part, text);
}

static void test_notice_says_what_by_when_and_to_whom(void **state)
{
	struct state *s = *state;
	const struct od_slot_query q = { .unit = "U1" };
	struct told t = { .b = OD_BUF_INIT, .db = s->db, .notice = OD_BUF_INIT };
	const char *text, *line;

	begin(s, AT_2200);
	OK(od_urge(s->db, &q, OD_CHANNEL_NOTICE, "请速报", false, tell, &t, &s->err));
	commit(s);
	text = t.notice.s;
	assert_non_null(text);
	has(text, "U2026-0001");
	has(text, "甲局");
	has(text, " 1. 每日情况");
	has(text, " 2. 晚间情况");
	has(text, "2026-12-04 17:30");
	has(text, "4 h 30 min");
	has(text, "30 min");
	has(text, "督查室");
	has(text, "0000-12345");
	has(text, "120");
	has(text, "请速报");
	has(text, "示例市委办公室\n");
	has(text, "2026-12-04\n");
	assert_null(strstr(text, "乙局"));
	for (line = text; *line; line = strchr(line, '\n') + 1) {
		char *one = strndup(line, strcspn(line, "\n"));

		assert_true(od_width(one) <= 72);
		free(one);
	}
	od_buf_free(&t.b);
	od_buf_free(&t.notice);
}

/* --- omissions --------------------------------------------------------------------------------------- */

static int omit(struct state *s, const char *unit, const char *title, int64_t occurred,
		int64_t learned)
{
	struct od_omission o = { 0 };
	int r;

	od_rec_init(&od_omission_type, &o);
	o.unit = strdup(unit);
	o.category = strdup("突发事件");
	o.title = title ? strdup(title) : NULL;
	if (occurred)
		o.occurred_at.sec = occurred;
	if (learned)
		o.learned_at.sec = learned;
	o.source = strdup("网络舆情");
	r = od_omission_put(s->db, &o, &s->err);
	od_rec_clear(&od_omission_type, &o);
	return r;
}

static void test_omissions(void **state)
{
	struct state *s = *state;
	struct od_omission o = { 0 };
	struct od_iter *it;

	begin(s, AT_1800);
	OK(omit(s, "甲局", "仓库起火", AT_1730 - 86400, 0));
	REFUSED(OD_EDATA, omit(s, "U1", "仓库起火", AT_1730 - 86400, 0)); /* twice */
	REFUSED(OD_EDATA, omit(s, "丙局", "仓库起火", AT_1730, 0));
	REFUSED(OD_EDATA, omit(s, "U1", NULL, AT_1730, 0));
	REFUSED(OD_EDATA, omit(s, "U1", "停水", 0, 0));
	REFUSED(OD_EDATA, omit(s, "U1", "停水", AT_1730, AT_1800 + 1));
	OK(omit(s, "U2", "停水", AT_1730, AT_1730 + 60));
	commit(s);
	od_rec_init(&od_omission_type, &o);
	it = od_omission_find(s->db, NULL, (od_instant){ AT_1800 }, OD_NOINSTANT, &s->err);
	assert_int_equal(od_iter_next(it, &o, &s->err), 1);
	assert_int_equal(o.number, od_number(2026, 1));
	assert_string_equal(o.unit, "U1");
	assert_string_equal(o.unit_name, "甲局");
	assert_string_equal(o.category, "event");
	assert_int_equal(o.learned_at.sec, AT_1800);
	assert_string_equal(o.actor, "tester");
	assert_int_equal(od_iter_next(it, &o, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_omission_type, &o);
}

/* --- a dump comes back ---------------------------------------------------------------------------------- */

static void dump(struct state *s, enum od_format format, char **text)
{
	static const struct od_rec_type *const types[] = { &od_answer_type, &od_urge_type,
							   &od_omission_type };
	size_t size;
	FILE *f = open_memstream(text, &size);

	for (size_t i = 0; i < OD_COUNT(types); i++) {
		struct od_out_opts opts = { .format = format, .tagged = true };
		struct od_out *o = od_out_new(f, types[i], &opts, &s->err);
		struct od_iter *it = od_dump(s->db, types[i], &s->err);
		void *rec = calloc(1, types[i]->size);
		int r;

		od_rec_init(types[i], rec);
		while ((r = od_iter_next(it, rec, &s->err)) > 0)
			OK(od_out_add(o, rec, &s->err));
		OK(r);
		OK(od_out_end(o, &s->err));
		od_rec_clear(types[i], rec);
		free(rec);
		od_iter_free(it);
		od_out_free(o);
	}
	fclose(f);
}

static void come_back(struct state *s, enum od_format format)
{
	char *before, *after;

	dump(s, format, &before);
	begin(s, AT_2200);
	load_text(s, before); /* the same over itself: nothing happens */
	OK(od_run(s->db, "DELETE FROM answer", OD_NOVALS, &s->err));
	OK(od_run(s->db, "DELETE FROM urge", OD_NOVALS, &s->err));
	OK(od_run(s->db, "DELETE FROM omission", OD_NOVALS, &s->err));
	load_text(s, before);
	dump(s, format, &after);
	assert_string_equal(after, before);
	od_rollback(s->db);
	free(before);
	free(after);
}

static void test_dump_comes_back(void **state)
{
	struct state *s = *state;
	int64_t n;

	begin(s, AT_1730 - 60);
	OK(answer(s, OD_ANSWER_NIL, SLOT_2, NULL, NULL));
	OK(answer(s, OD_ANSWER_EXCUSE, SLOT_2, "停电、停水", "某主任"));
	commit(s);
	begin(s, AT_1800);
	OK(omit(s, "U2", "停水", AT_1730, AT_1730 + 60));
	commit(s);
	urged(s, AT_1800, false, "U2026-0001 甲局: " SLOT_1 "; ");
	urged(s, AT_2200, false, "U2026-0002 甲局: " EVENING "; ");
	come_back(s, OD_FMT_YAML);
	come_back(s, OD_FMT_JSON);
	begin(s, AT_2200); /* numbers that came from a dump are taken */
	load_text(s, "urge:\n  - { number: U2026-0040, unit: U1, slots: x/U1/2026-12-01, "
		     "at: 2026-12-01T18:00:00+08:00, actor: tester }\n");
	OK(od_number_next(s->db, "U", &n, &s->err));
	assert_int_equal(n, od_number(2026, 41));
	od_rollback(s->db);
}

static void test_other_content_is_not_loaded_over(void **state)
{
	struct state *s = *state;
	struct od_answer a = { 0 };
	enum od_change change;

	begin(s, AT_1800);
	OK(answer(s, OD_ANSWER_NIL, SLOT_1, NULL, NULL));
	od_rec_init(&od_answer_type, &a);
	a.slot = strdup(SLOT_1);
	a.actor = strdup("tester");
	REFUSED(OD_EDATA, od_load(s->db, &od_answer_type, &a, &change, &s->err)); /* no time */
	a.at.sec = AT_1730;
	REFUSED(OD_EDATA, od_load(s->db, &od_answer_type, &a, &change, &s->err));
	a.at.sec = AT_1800;
	OK(od_load(s->db, &od_answer_type, &a, &change, &s->err));
	assert_int_equal(change, OD_SAME);
	od_rec_clear(&od_answer_type, &a);
	commit(s);
}

/* A slot's name finds what the journal has of its answers. */
static void test_journal_is_found_by_slot(void **state)
{
	struct state *s = *state;
	struct od_journal_row j = { 0 };
	struct od_iter *it;

	begin(s, AT_1800);
	OK(answer(s, OD_ANSWER_NIL, SLOT_1, NULL, NULL));
	OK(answer(s, OD_ANSWER_EXCUSE, SLOT_1, "停电", "某主任"));
	commit(s);
	od_rec_init(&od_journal_type, &j);
	it = od_journal_find(s->db, "answer:" SLOT_1, 0, &s->err);
	assert_int_equal(od_iter_next(it, &j, &s->err), 1);
	assert_string_equal(j.record, "answer:" SLOT_1 "/nil");
	assert_int_equal(od_iter_next(it, &j, &s->err), 1);
	assert_string_equal(j.record, "answer:" SLOT_1 "/excuse");
	assert_int_equal(od_iter_next(it, &j, &s->err), 0);
	od_iter_free(it);
	od_rec_clear(&od_journal_type, &j);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_nil_in_time_and_late),
		TEST(test_corrected_nil_keeps_its_time),
		TEST(test_excuse_needs_reason_and_who),
		TEST(test_slots_that_are_not_owed),
		TEST(test_what_was_met_needs_no_answer),
		TEST(test_undo_takes_one_answer_of_a_slot),
		TEST(test_each_unit_is_urged_once_in_the_offices_order),
		TEST(test_newly_silent_get_an_urge_of_their_own),
		TEST(test_answered_and_met_are_not_urged),
		TEST(test_grace_and_reminders),
		TEST(test_quiet_hours),
		TEST(test_notice_says_what_by_when_and_to_whom),
		TEST(test_omissions),
		TEST(test_dump_comes_back),
		TEST(test_other_content_is_not_loaded_over),
		TEST(test_journal_is_found_by_slot),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
