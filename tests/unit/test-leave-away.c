/* test-leave-away.c - who is away, who is overdue, annual leave, statistics and the calendar, as tables: the leaves
 * of a case, the moment, and what is told. */
#include <fcntl.h>

#include "../../lib/office/leave.h"
#include "common.h"

/* National Day: 1 to 7 October off, Saturday the 10th worked instead. */
static const char regime[] =
	"setting:\n"
	"  - { name: office_name, value: 示例市委办公室, valid_from: 2020-01-01 }\n"
	"  - { name: work_am, value: '09:00-12:00', valid_from: 2020-01-01 }\n"
	"  - { name: work_pm, value: '13:30-17:30', valid_from: 2020-01-01 }\n"
	"holiday:\n"
	"  - { date: 2025-12-25, off: no, name: 无 }\n"
	"  - { date: 2026-01-01, off: yes, name: 元旦 }\n"
	"  - { date: 2026-10-01, off: yes, name: 国庆 }\n"
	"  - { date: 2026-10-02, off: yes, name: 国庆 }\n"
	"  - { date: 2026-10-05, off: yes, name: 国庆 }\n"
	"  - { date: 2026-10-06, off: yes, name: 国庆 }\n"
	"  - { date: 2026-10-07, off: yes, name: 国庆 }\n"
	"  - { date: 2026-10-10, off: no, name: 国庆 }\n"
	"desk:\n"
	"  - { code: ducha, name: 督查室, valid_from: 2020-01-01 }\n"
	"category:\n"
	"  - { code: leave, name: 请销假, desk: ducha, valid_from: 2020-01-01 }\n"
	"unit:\n"
	"  - { code: U1, name: 甲局, kind: department, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: U2, name: 乙局, kind: department, sort: 1, valid_from: 2020-01-01 }\n"
	"person:\n"
	"  - { code: P1, name: 赵某, unit: U1, post: 局长, rank: county-chief, sort: 1, "
	"work_since: 1996-05-20, valid_from: 2020-01-01 }\n"
	"  - { code: P2, name: 钱某, unit: U1, post: 副局长, rank: county-deputy, sort: 2, "
	"work_since: 2016-06-10, valid_from: 2020-01-01 }\n"
	"  - { code: P3, name: 孙某, unit: U2, post: 局长, rank: county-chief, sort: 0, "
	"work_since: 2025-12-01, valid_from: 2020-01-01 }\n"
	"  - { code: P4, name: 李某, unit: U1, post: 科长, rank: staff, sort: 4, "
	"valid_from: 2020-01-01, valid_to: 2026-10-13 }\n"
	"  - { code: P4, name: 李某某, unit: U2, post: 处长, rank: staff, sort: 0, "
	"valid_from: 2026-10-14 }\n"
	"leave_kind:\n"
	"  - { code: official, name: 因公外出, counts: days, sort: 1, valid_from: 2020-01-01 }\n"
	"  - { code: annual, name: 年休假, counts: workdays, annual: yes, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: sick, name: 病假, counts: days, private: yes, sort: 3, valid_from: 2020-01-01 }\n"
	"  - { code: personal, name: 事假, counts: workdays, private: yes, sort: 4, valid_from: 2020-01-01 }\n"
	"duty:\n"
	"  - { code: back, name: 销假, categories: [leave], owed_by: person, rhythm: event, "
	"due: +1w 12:00, anchor: return, clock: wall, valid_from: 2020-01-01 }\n"
	"  - { code: ahead, name: 报备, categories: [leave], owed_by: person, ranks: [county-chief], "
	"rhythm: event, due: -3d, anchor: departure, clock: wall, valid_from: 2020-01-01 }\n";

#define OK(call)                                               \
	do {                                                   \
		if ((call) < 0)                                \
			fail_msg("%s: %s", #call, s->err.msg); \
	} while (0)

static od_instant at(const char *text)
{
	static const struct od_when none = { { 0 }, NULL };
	struct od_err err = OD_ERR_INIT;
	od_instant t;

	if (od_instant_parse(text, &none, &t, &err) < 0)
		fail_msg("%s", err.msg);
	return t;
}

static od_date day(const char *text)
{
	return od_instant_date(at(text));
}

static void begin(struct state *s, const char *now)
{
	s->act = (struct od_act){ "tester", NULL, "test-leave-away", at(now) };
	OK(od_begin(s->db, &s->act, &s->err));
}

static void load(struct state *s, const char *text)
{
	union {
		struct od_duty duty;
		struct od_leave leave;
		struct od_person person;
	} rec = { 0 };
	struct od_when when = { s->act.now, NULL };
	char path[96];
	FILE *f;
	struct od_reader *in;
	int fd, r;

	snprintf(path, sizeof(path), "%s/in", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	fd = open(path, O_RDONLY);
	in = od_reader_new(fd, path, od_load_types, &when, OD_KEEP_READONLY, &s->err);
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

static int setup(void **state)
{
	struct state *s;

	if (setup_db(state) < 0)
		return -1;
	s = *state;
	begin(s, "2026-01-01");
	load(s, regime);
	OK(od_commit(s->db, &s->err));
	return 0;
}

/* A leave as a case writes it: "N person kind from to rest", rest YAML after a comma. */
static void load_leaves(struct state *s, const char *leaves)
{
	struct od_buf b = OD_BUF_INIT;

	od_buf_puts(&b, "leave:\n");
	while (*leaves) {
		char number[8], person[8], kind[16], from[16], to[16];
		size_t n = strcspn(leaves, "\n");
		int used = 0;

		assert_int_equal(sscanf(leaves, "%7s %7s %15s %15s %15[^, ]%n", number, person,
					kind, from, to, &used),
				 5);
		od_buf_printf(
			&b, "- {number: L2026-%04d, person: %s, kind: %s, from_day: %s, to_day: %s",
			(int)strtol(number, NULL, 10), person, kind, from, to);
		od_buf_add(&b, leaves + used, n - (size_t)used);
		if (!memmem(leaves, n, "requested_at", 12))
			od_buf_puts(&b, ", requested_at: 2026-01-01 09:00");
		od_buf_puts(&b, "}\n");
		leaves += n + (leaves[n] == '\n');
	}
	assert_false(b.failed);
	load(s, b.s);
	od_buf_free(&b);
}

/* "L2026-0001 P1 10-12pm..10-14am approved" */
static int tell_away(void *ctx, const struct od_away *a, struct od_err *err)
{
	static const char *const parts[] = { "am", "pm", "ev" };
	struct od_buf *b = ctx;
	char number[32], from[16], to[16];

	(void)err;
	od_buf_printf(b, "%s%s %s %s%s..%s%s %s", b->n ? "; " : "",
		      od_number_str('L', a->number, number), a->person,
		      od_date_str(a->from_day, from) + 5, parts[a->from_part],
		      od_date_str(a->to_day, to) + 5, parts[2 - a->to_part],
		      od_leave_statuses[a->status].word);
	if (a->overdue != OD_NOINT)
		od_buf_printf(b, " +%lld", (long long)a->overdue);
	return 0;
}

/* --- away ---------------------------------------------------------------------------------------- */

static const struct {
	const char *what, *leaves, *now, *from, *to, *unit, *want;
} aways[] = {
	{ "the day before the first", "1 P1 official 2026-10-12 2026-10-14, status: approved",
	  "2026-10-11 09:00", "2026-10-11", "2026-10-11", NULL, "" },
	{ "the first day", "1 P1 official 2026-10-12 2026-10-14, status: approved",
	  "2026-10-12 09:00", "2026-10-12", "2026-10-12", NULL,
	  "L2026-0001 P1 10-12am..10-14ev approved" },
	{ "halves",
	  "1 P1 official 2026-10-12 2026-10-14, from_part: afternoon, to_part: morning, status: away",
	  "2026-10-12 13:00", "2026-10-14", "2026-10-14", NULL,
	  "L2026-0001 P1 10-12pm..10-14am away" },
	{ "what is asked for, refused or cancelled is no absence",
	  "1 P1 official 2026-10-12 2026-10-14, status: requested\n"
	  "2 P2 official 2026-10-12 2026-10-14, status: refused\n"
	  "3 P3 official 2026-10-12 2026-10-14, status: cancelled",
	  "2026-10-12 09:00", "2026-10-12", "2026-10-14", NULL, "" },
	{ "back early: until the part before",
	  "1 P1 official 2026-10-12 2026-10-16, status: returned, returned_at: 2026-10-14 13:00",
	  "2026-10-20 09:00", "2026-10-14", "2026-10-14", NULL,
	  "L2026-0001 P1 10-12am..10-14am returned" },
	{ "back early: not the day of it, if it was in the morning",
	  "1 P1 official 2026-10-12 2026-10-16, status: returned, returned_at: 2026-10-14 09:00",
	  "2026-10-20 09:00", "2026-10-14", "2026-10-14", NULL, "" },
	{ "back after the end and in time: until the end",
	  "1 P1 official 2026-10-12 2026-10-13, status: returned, returned_at: 2026-10-14 12:00",
	  "2026-10-20 09:00", "2026-10-14", "2026-10-14", NULL, "" },
	{ "back too late: until then",
	  "1 P1 official 2026-10-12 2026-10-13, status: returned, returned_at: 2026-10-16 09:00",
	  "2026-10-20 09:00", "2026-10-15", "2026-10-15", NULL,
	  "L2026-0001 P1 10-12am..10-15ev returned" },
	{ "past its end and not back: until now",
	  "1 P1 official 2026-10-12 2026-10-13, status: away", "2026-10-14 11:00", "2026-10-14",
	  "2026-10-14", NULL, "L2026-0001 P1 10-12am..10-13ev away" },
	{ "... and not tomorrow", "1 P1 official 2026-10-12 2026-10-13, status: away",
	  "2026-10-14 11:00", "2026-10-15", "2026-10-15", NULL, "" },
	{ "overdue by the clock", "1 P1 official 2026-10-12 2026-10-13, status: approved",
	  "2026-10-14 13:30", "2026-10-14", "2026-10-14", NULL,
	  "L2026-0001 P1 10-12am..10-13ev approved +90" },
	{ "due after the holiday", "1 P1 official 2026-09-29 2026-09-30, status: away",
	  "2026-10-08 12:01", "2026-10-08", "2026-10-08", NULL,
	  "L2026-0001 P1 09-29am..09-30ev away +1" },
	{ "due on a working Saturday", "1 P1 official 2026-10-08 2026-10-09, status: away",
	  "2026-10-10 13:00", "2026-10-10", "2026-10-10", NULL,
	  "L2026-0001 P1 10-08am..10-09ev away +60" },
	{ "an extension is one absence: the first day shows when it ends",
	  "1 P1 official 2026-10-12 2026-10-13, status: extended\n"
	  "2 P1 official 2026-10-14 2026-10-16, parent: L2026-0001, status: away",
	  "2026-10-13 09:00", "2026-10-12", "2026-10-12", NULL,
	  "L2026-0002 P1 10-12am..10-16ev away" },
	{ "... the last when it began",
	  "1 P1 official 2026-10-12 2026-10-13, status: extended\n"
	  "2 P1 official 2026-10-14 2026-10-16, parent: L2026-0001, status: extended\n"
	  "3 P1 official 2026-10-17 2026-10-18, parent: L2026-0002, status: away",
	  "2026-10-18 09:00", "2026-10-18", "2026-10-18", NULL,
	  "L2026-0003 P1 10-12am..10-18ev away" },
	{ "... and a week that has all of it once",
	  "1 P1 official 2026-10-12 2026-10-13, status: extended\n"
	  "2 P1 official 2026-10-14 2026-10-16, parent: L2026-0001, status: extended\n"
	  "3 P1 official 2026-10-17 2026-10-18, parent: L2026-0002, status: away",
	  "2026-10-18 09:00", "2026-10-12", "2026-10-18", NULL,
	  "L2026-0003 P1 10-12am..10-18ev away" },
	{ "an extension asked for is none yet",
	  "1 P1 official 2026-10-12 2026-10-13, status: away\n"
	  "2 P1 official 2026-10-14 2026-10-16, parent: L2026-0001, status: requested",
	  "2026-10-13 09:00", "2026-10-13", "2026-10-14", NULL,
	  "L2026-0001 P1 10-12am..10-13ev away" },
	{ "over the year's end", "1 P1 official 2026-12-28 2027-01-05, status: away",
	  "2027-01-02 09:00", "2027-01-02", "2027-01-02", NULL,
	  "L2026-0001 P1 12-28am..01-05ev away" },
	{ "in the office's order, then by time",
	  "1 P2 official 2026-10-12 2026-10-12, status: approved\n"
	  "2 P1 official 2026-10-14 2026-10-14, status: approved\n"
	  "3 P1 official 2026-10-12 2026-10-12, to_part: morning, status: approved\n"
	  "4 P3 official 2026-10-13 2026-10-13, status: approved",
	  "2026-10-11 09:00", "2026-10-12", "2026-10-18", NULL,
	  "L2026-0004 P3 10-13am..10-13ev approved; L2026-0003 P1 10-12am..10-12am approved; "
	  "L2026-0002 P1 10-14am..10-14ev approved; L2026-0001 P2 10-12am..10-12ev approved" },
	{ "of one unit",
	  "1 P2 official 2026-10-12 2026-10-12, status: approved\n"
	  "2 P3 official 2026-10-12 2026-10-12, status: approved",
	  "2026-10-11 09:00", "2026-10-12", "2026-10-12", "U2",
	  "L2026-0002 P3 10-12am..10-12ev approved" },
	{ "who moved while away: the old unit's before",
	  "1 P4 official 2026-10-12 2026-10-16, status: away", "2026-10-12 09:00", "2026-10-13",
	  "2026-10-13", "U1", "L2026-0001 P4 10-12am..10-16ev away" },
	{ "... and the new one's after", "1 P4 official 2026-10-12 2026-10-16, status: away",
	  "2026-10-12 09:00", "2026-10-14", "2026-10-14", "U1", "" },
};

static void test_away(void **state)
{
	struct state *s = *state;

	for (size_t i = 0; i < sizeof(aways) / sizeof(aways[0]); i++) {
		struct od_buf told = OD_BUF_INIT;

		begin(s, aways[i].now);
		load_leaves(s, aways[i].leaves);
		OK(od_away_each(s->db, day(aways[i].from), day(aways[i].to), at(aways[i].now),
				aways[i].unit, tell_away, &told, &s->err));
		od_rollback(s->db);
		if (strcmp(told.s ? told.s : "", aways[i].want))
			fail_msg("%s:\n  told   %s\n  wanted %s", aways[i].what,
				 told.s ? told.s : "", aways[i].want);
		od_buf_free(&told);
	}
}

static int tell_private(void *ctx, const struct od_away *a, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s %s %s %s %s, %s (%s)", a->person_name, a->post,
		      a->kind ? a->kind : "-", a->kind_name, a->place ? a->place : "-",
		      a->stand_in_name, a->stand_in_post);
	return 0;
}

/* Of a private kind nothing is told but that it is leave; names are those of the day. */
static void test_away_private(void **state)
{
	struct state *s = *state;
	struct od_buf told = OD_BUF_INIT;

	begin(s, "2026-10-14 09:00");
	load_leaves(
		s,
		"1 P4 sick 2026-10-12 2026-10-16, place: 市医院, reason: 手术, stand_in: P2, status: away");
	OK(od_away_each(s->db, day("2026-10-14"), day("2026-10-14"), s->act.now, NULL, tell_private,
			&told, &s->err));
	od_rollback(s->db);
	assert_string_equal(told.s, "李某某 处长 - leave -, 钱某 (副局长)");
	od_buf_free(&told);
}

static void test_overdue(void **state)
{
	struct state *s = *state;
	struct od_buf told = OD_BUF_INIT;

	begin(s, "2026-10-15 13:00");
	load_leaves(
		s,
		"1 P1 official 2026-10-12 2026-10-14, status: away\n"
		"2 P2 official 2026-10-12 2026-10-13, status: approved\n"
		"3 P3 official 2026-10-12 2026-10-15, status: away\n"
		"4 P4 official 2026-10-08 2026-10-09, status: returned, returned_at: 2026-10-13 09:00");
	OK(od_leave_overdue(s->db, s->act.now, tell_away, &told, &s->err));
	od_rollback(s->db);
	assert_string_equal(told.s, "L2026-0002 P2 10-12am..10-13ev approved +1500; "
				    "L2026-0001 P1 10-12am..10-14ev away +60");
	od_buf_free(&told);
}

/* Overdue is what the slots say is owed: by each duty that asks for it, after its grace, not what is excused,
 * nor what was due before the ledger began. */
static const struct {
	const char *more, *want;
} owed[] = {
	{ "", "L2026-0001 +1500; L2026-0002 +60; " },
	{ "answer:\n  - { slot: back/P1/L2026-0001, kind: excuse, reason: 病, allowed_by: P3, "
	  "at: 2026-10-14 09:00, actor: a }\n",
	  "L2026-0002 +60; " },
	{ "setting:\n  - { name: owed_from, value: '2026-10-15', valid_from: 2020-01-01 }\n",
	  "L2026-0002 +60; " },
	{ "duty:\n  - { code: back, name: 销假, categories: [leave], owed_by: person, rhythm: event, "
	  "due: +1w 12:00, anchor: return, clock: wall, grace: 60, valid_from: 2020-01-01 }\n",
	  "L2026-0001 +1500; " },
	{ "duty:\n  - { code: back, name: 销假, categories: [leave], owed_by: person, rhythm: event, "
	  "due: +1w 12:00, anchor: return, clock: work, valid_from: 2020-01-01 }\n",
	  /* 14 October 13:30 to 17:30, the 15th 9:00 to 12:00 */
	  "L2026-0001 +420; L2026-0002 +1; " },
	{ "duty:\n  - { code: soon, name: 当日销假, categories: [leave], owed_by: person, rhythm: event, "
	  "due: +0d 17:30, anchor: return, clock: wall, valid_from: 2020-01-01 }\n",
	  "L2026-0001 +2610; L2026-0002 +1170; " },
	{ "override:\n  - { duty: back, unit: U1, exempt: yes, valid_from: 2020-01-01 }\n", "" },
};

static int tell_overdue(void *ctx, const struct od_away *a, struct od_err *err)
{
	char number[32];

	(void)err;
	od_buf_printf(ctx, "%s +%lld; ", od_number_str('L', a->number, number),
		      (long long)a->overdue);
	return 0;
}

/* The longest lateness of each leave that its slots have. */
static void tell_slots(struct state *s, struct od_buf *b)
{
	const struct od_slot_query q = { .until = s->act.now,
					 .now = s->act.now,
					 .category = "leave",
					 .states = 1u << OD_SLOT_LEFT_OUT };
	struct od_slots *slots = od_slots_find(s->db, &q, &s->err);
	const struct od_slot *row;
	const char *const numbers[] = { "L2026-0001", "L2026-0002" };

	assert_non_null(slots);
	for (size_t i = 0; i < 2; i++) {
		int64_t most = OD_NOINT;

		for (size_t k = 0; k < od_slots_rows(slots, &row); k++)
			if (strstr(row[k].slot, numbers[i]) && row[k].late > most)
				most = row[k].late;
		if (most != OD_NOINT)
			od_buf_printf(b, "%s +%lld; ", numbers[i], (long long)most);
	}
	od_slots_free(slots);
}

static void test_overdue_as_slots(void **state)
{
	struct state *s = *state;

	for (size_t i = 0; i < sizeof(owed) / sizeof(owed[0]); i++) {
		struct od_buf told = OD_BUF_INIT, slots = OD_BUF_INIT;

		begin(s, "2026-10-15 13:00");
		load_leaves(s, "1 P1 official 2026-10-12 2026-10-13, status: away\n"
			       "2 P2 official 2026-10-12 2026-10-14, status: approved");
		if (*owed[i].more)
			load(s, owed[i].more);
		OK(od_leave_overdue(s->db, s->act.now, tell_overdue, &told, &s->err));
		tell_slots(s, &slots);
		od_rollback(s->db);
		assert_string_equal(told.s ? told.s : "", owed[i].want);
		assert_string_equal(slots.s ? slots.s : "", owed[i].want);
		od_buf_free(&told);
		od_buf_free(&slots);
	}
}

/* --- annual leave --------------------------------------------------------------------------------- */

static int tell_balance(void *ctx, const struct od_balance *b, struct od_err *err)
{
	struct od_buf *out = ctx;

	(void)err;
	od_buf_printf(out, "%s%s %lld %s+%s-%s-%s=%s lapsed %s%s%s", out->n ? "\n" : "", b->person,
		      b->service == OD_NOINT ? -1LL : (long long)b->service,
		      b->entitled ? b->entitled : "?", b->carried ? b->carried : "?", b->used,
		      b->planned, b->left ? b->left : "?", b->lapsed ? b->lapsed : "?",
		      b->note ? ": " : "", b->note ? b->note : "");
	return 0;
}

static const struct {
	const char *what, *more, *leaves;
	int year;
	const char *on, *person, *want;
} balances[] = {
	{ "twenty years and more", "", "", 2026, "2026-12-04", "P1", "P1 30 15+0-0-0=15 lapsed 0" },
	{ "ten years are full on 10 June: ten days from July on", "", "", 2026, "2026-06-30", "P2",
	  "P2 10 5+0-0-0=5 lapsed 0: 10 days from 2026-07-01 on" },
	{ "... in July", "", "", 2026, "2026-07-01", "P2", "P2 10 10+0-0-0=10 lapsed 0" },
	{ "less than a year", "", "", 2026, "2026-12-04", "P3",
	  "P3 1 0+0-0-0=0 lapsed 0: service is short of 1 full years: entitled from 2027-01-01 on" },
	{ "no first day of work on file", "", "1 P4 annual 2026-11-02 2026-11-03, status: away",
	  2026, "2026-11-02", "P4",
	  "P4 -1 ?+?-1-1=? lapsed ?: the first day of work (work_since) is not on file" },
	{ "days off are not counted, a working Saturday is", "",
	  "1 P1 annual 2026-09-30 2026-10-10, status: approved", 2026, "2026-12-04", "P1",
	  /* not returned: it goes on until 4 December */
	  "P1 30 15+0-44-0=-29 lapsed 0: 29 days more than there are" },
	{ "... and returned", "",
	  "1 P1 annual 2026-09-30 2026-10-10, status: returned, returned_at: 2026-10-12 09:00",
	  2026, "2026-12-04", "P1", "P1 30 15+0-4-0=11 lapsed 0" },
	{ "halves", "",
	  "1 P1 annual 2026-11-02 2026-11-03, from_part: afternoon, to_part: morning, "
	  "status: returned, returned_at: 2026-11-04 09:00",
	  2026, "2026-12-04", "P1", "P1 30 15+0-1-0=14 lapsed 0" },
	{ "an evening counts nothing", "",
	  "1 P1 annual 2026-11-02 2026-11-03, from_part: evening, to_part: morning, status: returned, "
	  "returned_at: 2026-11-04 09:00",
	  2026, "2026-12-04", "P1", "P1 30 15+0-0.5-0=14.5 lapsed 0" },
	{ "back early: what is not taken does not count", "",
	  "1 P1 annual 2026-11-02 2026-11-06, status: returned, returned_at: 2026-11-04 13:00",
	  2026, "2026-12-04", "P1", "P1 30 15+0-2.5-0=12.5 lapsed 0" },
	{ "cancelled and other kinds count nothing", "",
	  "1 P1 annual 2026-11-02 2026-11-06, status: cancelled\n"
	  "2 P1 official 2026-11-09 2026-11-11, status: returned, returned_at: 2026-11-12 09:00",
	  2026, "2026-12-04", "P1", "P1 30 15+0-0-0=15 lapsed 0" },
	{ "taken, planned, and asked for", "",
	  "1 P1 annual 2026-12-03 2026-12-08, status: away\n"
	  "2 P1 annual 2026-12-14 2026-12-15, to_part: morning, status: requested",
	  2026, "2026-12-04", "P1",
	  "P1 30 15+0-2-2=11 lapsed 0: 1.5 days asked for, not approved" },
	{ "over the year's end: each day to its year", "",
	  "1 P1 annual 2025-12-29 2026-01-06, status: returned, returned_at: 2026-01-07 09:00",
	  2025, "2026-12-04", "P1", "P1 29 15+0-3-0=12 lapsed 0" },
	{ "... the next, with what was left", "",
	  "1 P1 annual 2025-12-29 2026-01-06, status: returned, returned_at: 2026-01-07 09:00",
	  2026, "2026-12-04", "P1", "P1 30 15+12-3-0=24 lapsed 0" },
	{ "what was carried over and not taken lapses after the year", "",
	  "1 P1 annual 2025-12-29 2026-01-06, status: returned, returned_at: 2026-01-07 09:00",
	  2026, "2027-01-01", "P1", "P1 30 15+12-3-0=15 lapsed 9" },
	{ "... and only the year's own days go on", "",
	  "1 P1 annual 2025-12-29 2026-01-06, status: returned, returned_at: 2026-01-07 09:00",
	  2027, "2027-01-01", "P1", "P1 30 15+15-0-0=30 lapsed 0" },
	{ "the first year can be told",
	  "setting:\n  - { name: annual_leave_from, value: '2024', valid_from: 2020-01-01 }\n", "",
	  2026, "2026-12-04", "P1", "P1 30 15+15-0-0=30 lapsed 0" },
	{ "the steps too",
	  "setting:\n  - { name: annual_leave, value: '0:7 25:21', valid_from: 2020-01-01 }\n", "",
	  2026, "2026-12-04", "P1", "P1 30 21+0-0-0=21 lapsed 0" },
	{ "long private leave is noted and not named", "",
	  "1 P1 sick 2026-01-05 2026-05-10, status: returned, returned_at: 2026-05-11 09:00", 2026,
	  "2026-12-04", "P1",
	  "P1 30 15+0-0-0=15 lapsed 0: 126 days of leave this year: from 120 on annual leave may not "
	  "be due (article 4); look into it" },
	{ "twenty days of personal leave, by working days", "",
	  "1 P1 personal 2026-03-02 2026-03-27, status: returned, returned_at: 2026-03-30 09:00",
	  2026, "2026-12-04", "P1",
	  "P1 30 15+0-0-0=15 lapsed 0: 20 days of leave this year: from 20 on annual leave may not be "
	  "due (article 4); look into it" },
	{ "a holiday calendar that ends is told of", "",
	  "1 P1 annual 2027-03-01 2027-03-02, status: approved", 2027, "2026-12-04", "P1",
	  "P1 30 15+0-0-2=13 lapsed 0: the holidays of 2027 are not on file" },
	{ "everybody, in the office's order", "", "", 2026, "2026-10-01", NULL,
	  "P3 0 0+0-0-0=0 lapsed 0: service is short of 1 full years: entitled from 2027-01-01 on\n"
	  "P1 30 15+0-0-0=15 lapsed 0\nP2 10 10+0-0-0=10 lapsed 0\n"
	  "P4 -1 ?+?-0-0=? lapsed ?: the first day of work (work_since) is not on file" },
};

static void test_balance(void **state)
{
	struct state *s = *state;

	for (size_t i = 0; i < sizeof(balances) / sizeof(balances[0]); i++) {
		struct od_buf told = OD_BUF_INIT;

		begin(s, balances[i].on);
		if (*balances[i].more)
			load(s, balances[i].more);
		if (*balances[i].leaves)
			load_leaves(s, balances[i].leaves);
		OK(od_balance_each(s->db, balances[i].year, day(balances[i].on), balances[i].person,
				   NULL, tell_balance, &told, &s->err));
		od_rollback(s->db);
		if (strcmp(told.s ? told.s : "", balances[i].want))
			fail_msg("%s:\n  told   %s\n  wanted %s", balances[i].what,
				 told.s ? told.s : "", balances[i].want);
		od_buf_free(&told);
	}
}

static void test_balance_refuses_odd_settings(void **state)
{
	static const char *const odd[] = { "annual_leave, value: '1-5'",
					   "annual_leave, value: '10:10 1:5'",
					   "annual_leave_void, value: 'sick'",
					   "annual_leave_from, value: last" };
	struct state *s = *state;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct od_buf told = OD_BUF_INIT;
		char text[160];

		begin(s, "2026-12-04");
		snprintf(text, sizeof(text), "setting:\n  - { name: %s, valid_from: 2020-01-01 }\n",
			 odd[i]);
		load(s, text);
		assert_int_equal(od_balance_each(s->db, 2026, day("2026-12-04"), NULL, NULL,
						 tell_balance, &told, &s->err),
				 -1);
		assert_int_equal(s->err.code, OD_EDATA);
		s->err = (struct od_err)OD_ERR_INIT;
		od_rollback(s->db);
		od_buf_free(&told);
	}
}

/* --- statistics ----------------------------------------------------------------------------------- */

static int tell_count(void *ctx, const struct od_leave_count *c, bool total, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s %lld %lld %lld %lld %lld %lld %s %s", b->n ? "; " : "",
		      total ? "=" : c->code, (long long)c->leaves, (long long)c->short_notice,
		      (long long)c->late, (long long)c->extended, (long long)c->overdue,
		      (long long)c->open, c->days, c->workdays);
	return 0;
}

static const char some[] =
	"1 P1 official 2026-09-29 2026-09-30, status: returned, returned_at: 2026-10-08 09:00\n"
	"2 P1 official 2026-10-12 2026-10-13, status: extended\n"
	"3 P1 official 2026-10-14 2026-10-15, parent: L2026-0002, status: away\n"
	"4 P3 sick 2026-10-19 2026-10-20, to_part: morning, late: yes, requested_at: 2026-10-20 09:00, "
	"status: returned, returned_at: 2026-10-23 09:00\n"
	"5 P2 annual 2026-11-02 2026-11-02, status: requested";
static const struct {
	int by;
	const char *want;
} counts[] = {
	/* leaves, short notice, late, extended, overdue, open, days, working days */
	{ OD_LEAVE_BY_UNIT, "U2 1 1 1 0 1 0 4 4; U1 2 0 0 1 1 1 15.5 12; = 3 1 1 1 2 1 19.5 16" },
	{ OD_LEAVE_BY_PERSON, "P3 1 1 1 0 1 0 4 4; P1 2 0 0 1 1 1 15.5 12; = 3 1 1 1 2 1 19.5 16" },
	{ OD_LEAVE_BY_KIND,
	  "official 2 0 0 1 1 1 15.5 12; sick 1 1 1 0 1 0 4 4; = 3 1 1 1 2 1 19.5 16" },
	{ OD_LEAVE_BY_MONTH,
	  "2026-09 1 0 0 0 0 0 2 2; 2026-10 2 1 1 1 2 1 17.5 14; = 3 1 1 1 2 1 19.5 16" },
};

static void test_stats(void **state)
{
	struct state *s = *state;

	begin(s, "2026-10-25 09:00");
	load_leaves(s, some);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		struct od_buf told = OD_BUF_INIT;

		OK(od_leave_stats(s->db, day("2026-09-01"), day("2026-10-31"), s->act.now,
				  counts[i].by, tell_count, &told, &s->err));
		assert_string_equal(told.s, counts[i].want);
		od_buf_free(&told);
	}
	od_rollback(s->db);
}

/* --- the calendar ----------------------------------------------------------------------------------- */

static const char shown[] =
	"1 P1 official 2026-10-08 2026-10-10, from_part: afternoon, to_part: morning, reach: province, "
	"place: 北京市, stand_in: P2, phone: 000-1, status: approved\n"
	"2 P2 sick 2026-10-05 2026-10-05, place: 市医院, reason: 手术, status: approved\n"
	"3 P3 official 2026-10-09 2026-10-09, from_part: evening, status: approved";

static struct od_leave_calendar *calendar(struct state *s, const char *from, const char *to)
{
	struct od_leave_calendar *c =
		od_leave_calendar_new(s->db, day(from), day(to), s->act.now, NULL, &s->err);

	if (!c)
		fail_msg("%s", s->err.msg);
	return c;
}

static void show(struct state *s, const char *from, const char *to, int width, const char *want)
{
	struct od_leave_calendar *c = calendar(s, from, to);
	struct od_buf b = OD_BUF_INIT;
	const char *grid, *line;

	OK(od_leave_calendar_text(c, width, &b, &s->err));
	grid = strstr(b.s, "\n\n");
	assert_non_null(grid);
	assert_string_equal(grid + 2, want);
	for (line = b.s; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		char *one = strndup(line, strcspn(line, "\n"));

		if (od_width(one) > width)
			fail_msg("wider than %d: %s", width, one);
		free(one);
	}
	od_buf_free(&b);
	od_leave_calendar_free(c);
}

#define LIST                                                                                \
	"孙某    局长 (乙局)\n"                                                       \
	"        10-09 evening, 因公外出 (L2026-0003); return due 2026-10-10 12:00\n"   \
	"赵某    局长 (甲局)\n"                                                       \
	"        10-08 afternoon to 10-10 morning, 因公外出, 北京市 (L2026-0001);\n" \
	"        return due 2026-10-12 12:00\n"                                             \
	"        Stand-in: 钱某 (副局长)\n"                                            \
	"        Telephone while away: 000-1\n"                                             \
	"钱某    副局长 (甲局)\n"                                                    \
	"        10-05, leave (L2026-0002); return due 2026-10-08 12:00\n"

static void test_calendar_text(void **state)
{
	struct state *s = *state;

	begin(s, "2026-10-01 09:00");
	load_leaves(s, shown);
	show(s, "2026-10-05", "2026-10-11", 80,
	     "        10-05     10-06     10-07     10-08     10-09     10-10     10-11\n"
	     "        Mon off   Tue off   Wed off   Thu       Fri       Sat work  Sun off\n"
	     "        国庆      国庆      国庆                          国庆\n"
	     "孙某                                  .  .      .  .  ev  .  .\n"
	     "赵某                                  .  pm ev  am pm ev  am .\n"
	     "钱某    am pm ev                      .  .      .  .      .  .\n"
	     "\n"
	     "am, pm, ev: away in the morning, in the afternoon, in the evening\n"
	     "\n" LIST);
	show(s, "2026-10-01", "2026-10-31", 80,
	     "                           1                   2                   3\n"
	     "         1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1\n"
	     "         T F S S M T W T F S S M T W T F S S M T W T F S S M T W T F S\n"
	     "         - - - - - - -     w -           - -           - -           -\n"
	     "孙某                   .ev .   . . . . .     . . . . .     . . . . .\n"
	     "赵某                  pm##am   . . . . .     . . . . .     . . . . .\n"
	     "钱某            ##     . . .   . . . . .     . . . . .     . . . . .\n"
	     "\n"
	     "##: away all day; am, pm, ev: only in the morning, in the afternoon, in the\n"
	     "evening; -: day off; w: working weekend\n"
	     "\n" LIST);
	od_rollback(s->db);
}

static void test_calendar_page(void **state)
{
	struct state *s = *state;
	struct od_leave_calendar *c;
	struct od_buf b = OD_BUF_INIT;

	begin(s, "2026-10-01 09:00");
	load_leaves(s, shown);
	load(s,
	     "leave:\n- {number: L2026-0009, person: P4, kind: official, from_day: 2026-10-06, to_day: 2026-10-06, "
	     "place: '<b>&', requested_at: 2026-10-01 09:00, status: approved}\n");
	c = calendar(s, "2026-10-01", "2026-11-30");
	OK(od_leave_calendar_html(c, &b, &s->err));
	assert_null(strstr(b.s, "http")); /* it needs no other file */
	assert_null(strstr(b.s, "src="));
	assert_null(strstr(b.s, "市医院"));
	assert_null(strstr(b.s, "病假"));
	assert_null(strstr(b.s, "手术"));
	assert_null(strstr(b.s, "<b>"));
	assert_non_null(strstr(b.s, "&#60;b&#62;&#38;"));
	assert_non_null(strstr(b.s, "<caption>2026-10</caption>"));
	assert_non_null(strstr(b.s, "北京市"));
	od_leave_calendar_free(c);
	od_buf_free(&b);
	od_rollback(s->db);
}

static char *ics(struct state *s, const char *from, const char *to)
{
	struct od_leave_calendar *c = calendar(s, from, to);
	struct od_buf b = OD_BUF_INIT;

	OK(od_leave_calendar_ics(c, &b, &s->err));
	od_leave_calendar_free(c);
	return b.s;
}

/* Lines end in CRLF, are of 75 octets at most and cut no character. */
static void check_lines(const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\r\n");

		assert_non_null(end);
		assert_true(end - text <= 75);
		assert_int_equal(od_utf8_bad(text, (size_t)(end - text)), end - text);
		for (const char *p = text; p < end; p++)
			assert_true((unsigned char)*p >= ' ');
		text = end + 2;
	}
}

static void test_calendar_ics(void **state)
{
	static const char want[] =
		"BEGIN:VEVENT\r\n"
		"UID:L2026-0001@leave.officedb\r\n"
		"DTSTAMP:20261001T010000Z\r\n"
		"DTSTART:20261008T040000Z\r\n"
		"DTEND:20261010T040000Z\r\n"
		"SUMMARY:赵某: 因公外出\r\n"
		"LOCATION:北京市\\, 海淀\\; a\\\\b\r\n"
		"DESCRIPTION:局长\\n甲局\\nleaves the province\\nStand-in: 钱某 (副局\r\n"
		" 长)\\nTelephone while away: 000-1\\nL2026-0001\r\n"
		"STATUS:CONFIRMED\r\n"
		"END:VEVENT\r\n";
	struct state *s = *state;
	char *text;

	begin(s, "2026-10-01 09:00");
	load_leaves(
		s,
		"1 P1 official 2026-10-08 2026-10-10, from_part: afternoon, to_part: morning, "
		"reach: province, place: '北京市, 海淀; a\\b', stand_in: P2, phone: 000-1, status: approved\n"
		"2 P2 sick 2026-10-05 2026-10-06, reach: province, place: 市医院, status: extended\n"
		"3 P2 sick 2026-10-07 2026-10-07, parent: L2026-0002, status: approved\n"
		"4 P3 official 2026-10-09 2026-10-09, from_part: evening, status: approved");
	text = ics(s, "2026-10-01", "2026-10-31");
	check_lines(text);
	assert_non_null(strstr(text, want));
	/* whole days as dates, the end not included; private; the extension under the first one's UID */
	assert_non_null(strstr(text, "UID:L2026-0002@leave.officedb\r\n"
				     "DTSTAMP:20261001T010000Z\r\n"
				     "DTSTART;VALUE=DATE:20261005\r\n"
				     "DTEND;VALUE=DATE:20261008\r\n"
				     "SUMMARY:钱某: leave\r\n"
				     "DESCRIPTION:副局长\\n甲局\\nL2026-0003\r\n"));
	assert_non_null(strstr(text, "DTSTART:20261009T100000Z\r\nDTEND:20261009T160000Z\r\n"));
	assert_null(strstr(text, "医院"));
	free(text);
	od_rollback(s->db);
}

static void test_calendar_refuses(void **state)
{
	struct state *s = *state;

	assert_null(od_leave_calendar_new(s->db, day("2026-10-02"), day("2026-10-01"),
					  at("2026-10-01"), NULL, &s->err));
	assert_int_equal(s->err.code, OD_EUSAGE);
	s->err = (struct od_err)OD_ERR_INIT;
	assert_null(od_leave_calendar_new(s->db, day("2026-01-01"), day("2027-01-02"),
					  at("2026-10-01"), NULL, &s->err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_away, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_away_private, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_overdue, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_overdue_as_slots, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_balance, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_balance_refuses_odd_settings, setup,
						teardown_db),
		cmocka_unit_test_setup_teardown(test_stats, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_calendar_text, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_calendar_page, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_calendar_ics, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_calendar_refuses, setup, teardown_db),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
