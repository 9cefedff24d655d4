/* test-leave-rule.c - what the rules of the regime say of a leave, and who approves it: for each check, leaves
 * that it must find and leaves that it must not. */
#include <fcntl.h>

#include "../../lib/office/leave.h"
#include "common.h"

#define OK(call)                                               \
	do {                                                   \
		if ((call) < 0)                                \
			fail_msg("%s: %s", #call, s->err.msg); \
	} while (0)

static const char regime[] =
	"setting:\n"
	"- {name: secretary_general, value: G1, valid_from: 2020-01-01, valid_to: 2026-12-31}\n"
	"- {name: secretary_general, value: F2, valid_from: 2027-01-01, valid_to: 2027-06-30}\n"
	"- {name: party_secretary, value: S1, valid_from: 2020-01-01}\n"
	"- {name: work_am, value: '09:00-12:00', valid_from: 2020-01-01}\n"
	"- {name: work_pm, value: '13:30-17:30', valid_from: 2020-01-01}\n"
	"desk:\n"
	"- {code: ducha, name: 督查室, valid_from: 2020-01-01}\n"
	"category:\n"
	"- {code: leave, name: 请销假, desk: ducha, valid_from: 2020-01-01}\n"
	"- {code: schedule, name: 次日活动安排, desk: ducha, valid_from: 2020-01-01}\n"
	"- {code: reception, name: 重要接待, desk: ducha, valid_from: 2020-01-01}\n"
	"holiday:\n"
	"- {date: 2026-10-01, off: yes}\n- {date: 2026-10-02, off: yes}\n"
	"- {date: 2026-10-03, off: yes}\n- {date: 2026-10-04, off: yes}\n"
	"- {date: 2026-10-05, off: yes}\n- {date: 2026-10-06, off: yes}\n"
	"- {date: 2026-10-07, off: yes}\n- {date: 2026-10-10, off: no}\n"
	"- {date: 2027-01-01, off: yes}\n- {date: 2027-01-02, off: yes}\n"
	"- {date: 2027-01-03, off: yes}\n"
	"unit:\n"
	"- {code: SW, name: 市委, kind: body, sort: 1, valid_from: 2020-01-01}\n"
	"- {code: QX, name: 某县, kind: county, parent: SW, sort: 2, valid_from: 2020-01-01}\n"
	"- {code: BM, name: 某局, kind: department, parent: SW, sort: 3, valid_from: 2020-01-01}\n"
	"- {code: KS, name: 某科, kind: other, parent: BM, sort: 4, valid_from: 2020-01-01}\n"
	"person:\n"
	"- {code: S1, name: 书记, unit: SW, rank: city-chief, sort: 1, valid_from: 2020-01-01}\n"
	"- {code: G1, name: 秘书长, unit: SW, rank: city-deputy, sort: 12, valid_from: 2020-01-01}\n"
	"- {code: T1, name: 常委局长, unit: BM, rank: city-deputy, sort: 13, valid_from: 2020-01-01}\n"
	"- {code: F1, name: 副秘甲, unit: SW, rank: county-chief, sort: 30, valid_from: 2020-01-01}\n"
	"- {code: F2, name: 副秘乙, unit: SW, rank: county-chief, sort: 31, valid_from: 2020-01-01}\n"
	"- {code: D1, name: 督查员, unit: SW, rank: staff, desk: ducha, sort: 50, valid_from: 2020-01-01}\n"
	"- {code: C1, name: 县书记, unit: QX, post: 县委书记, rank: county-chief, sort: 100, valid_from: 2020-01-01}\n"
	"- {code: C2, name: 县长, unit: QX, post: 县长, rank: county-chief, sort: 101, valid_from: 2020-01-01}\n"
	"- {code: C3, name: 副县甲, unit: QX, rank: county-deputy, sort: 102, valid_from: 2020-01-01}\n"
	"- {code: C4, name: 副县乙, unit: QX, rank: county-deputy, sort: 103, valid_from: 2020-01-01}\n"
	"- {code: C5, name: 县科员, unit: QX, rank: staff, sort: 104, valid_from: 2020-01-01}\n"
	"- {code: B1, name: 副局长一, unit: BM, rank: county-chief, sort: 200, valid_from: 2020-01-01}\n"
	"- {code: B2, name: 副局长二, unit: BM, rank: county-deputy, sort: 201, valid_from: 2020-01-01}\n"
	"- {code: K1, name: 科员, unit: KS, rank: staff, sort: 300, valid_from: 2020-01-01}\n"
	"- {code: X1, name: 无单位, rank: county-deputy, sort: 400, valid_from: 2020-01-01}\n"
	"- {code: M1, name: 调动者, unit: BM, rank: county-chief, sort: 210, valid_from: 2020-01-01, "
	"valid_to: 2026-12-10}\n"
	"- {code: M1, name: 调动者, unit: QX, rank: county-chief, sort: 110, valid_from: 2026-12-11}\n"
	"secretary:\n"
	"- {unit: QX, kind: contact, person: F1, valid_from: 2020-01-01}\n"
	"- {unit: QX, kind: cover, person: F2, valid_from: 2026-12-01, valid_to: 2026-12-10}\n"
	"leave_pair:\n"
	"- {person: F1, partner: F2, valid_from: 2020-01-01}\n"
	"- {person: K1, partner: X1, valid_from: 2020-01-01, valid_to: 2026-12-31}\n"
	"leave_kind:\n"
	"- {code: official, name: 因公外出, counts: days, valid_from: 2020-01-01}\n"
	"- {code: annual, name: 年休假, counts: workdays, annual: yes, valid_from: 2020-01-01}\n"
	"- {code: sick, name: 病假, counts: days, private: yes, valid_from: 2020-01-01}\n"
	"duty:\n"
	"- {code: leave-chief, name: 正职报备, categories: [leave], owed_by: person, ranks: [county-chief], "
	"rhythm: event, due: -3d, anchor: departure, clock: wall, basis: 提前3天, valid_from: 2020-01-01}\n";

#define ROW(code, check, rest)                                                      \
	"- {code: " code ", name: 规则" code ", check: " check ", basis: 依据" code \
	", valid_from: 2020-01-01, " rest "}\n"
static const char rules[] = "leave_rule:\n"
	/* who approves */
	ROW("c-abroad", "approver",
	    "reaches: [country], approvers: [unit-head, contact-secretary, secretary-general, "
	    "party-secretary], sort: 1") ROW("c-day", "approver",
					     "ranks: [county-chief], upto: 1, approvers: [unit-head, contact-secretary, "
					     "secretary-general], sort: 2")
		ROW("c-city", "approver",
		    "ranks: [city-chief, city-deputy], approvers: [unit-head, secretary-general, "
		    "party-secretary], sort: 3") ROW("c-chief", "approver",
						     "ranks: [county-chief], approvers: [unit-head, contact-secretary, secretary-general, "
						     "party-secretary], sort: 4")
			ROW("c-sick", "approver",
			    "ranks: [staff], kinds: [sick], approvers: [B2], sort: 5")
				ROW("c-long", "approver",
				    "ranks: [staff], over: 3, approvers: [unit-head, secretary-general], sort: 6")
					ROW("c-staff", "approver",
					    "ranks: [staff, county-deputy], approvers: [unit-head], sort: 7");
#define NOTICE                                                                      \
	ROW("late", "notice", "act: warn, ranks: [county-chief], days: 2, sort: 1") \
	ROW("ahead", "notice", "act: warn, ranks: [staff], days: 2, workdays: yes, sort: 2")
#define APART                                                                                    \
	ROW("chiefs", "apart", "ranks: [county-chief], others: [county-chief], units: [QX, BM]") \
	ROW("deputies", "apart",                                                                 \
	    "act: warn, ranks: [county-chief], others: [county-deputy], stay: 1")
#define PAIR     ROW("pair", "pair", "sort: 1")
#define STAND_IN ROW("stand", "stand-in", "ranks: [county-chief, city-chief]")
#define OVERLAP  ROW("overlap", "overlap", "sort: 1")
#define SCHEDULE ROW("schedule", "schedule", "act: warn")
#define BLOCKED                  \
	ROW("plenum", "blocked", \
	    "ranks: [county-chief], from_day: 2026-12-24, to_day: 2026-12-25, approvers: [party-secretary]")
#define WEEKEND                   \
	ROW("weekend", "weekend", \
	    "act: warn, ranks: [county-chief], reaches: [city, province], approvers: [contact-secretary]")
#define RUN ROW("run", "run", "kinds: [annual], days: 5")

/* --- a database with the regime and some rules, one more list of records, and an instant --------- */

static void load_text(struct state *s, const char *text)
{
	union {
		struct od_duty duty;
		struct od_report report;
		struct od_person person;
		struct od_leave leave;
		struct od_leave_rule rule;
	} rec = { 0 };
	struct od_when when = { s->act.now, NULL };
	char path[96];
	FILE *f;
	int fd, r;
	struct od_reader *in;

	snprintf(path, sizeof(path), "%s/in", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	fd = open(path, O_RDONLY);
	in = od_reader_new(fd, "in", od_load_types, &when, OD_KEEP_READONLY, &s->err);
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

static od_instant instant(const char *text)
{
	struct od_when when = { { 0 }, NULL };
	struct od_err err = OD_ERR_INIT;
	od_instant t;

	if (od_instant_parse(text, &when, &t, &err) < 0)
		fail_msg("%s: %s", text, err.msg);
	return t;
}

static void begin(struct state *s, const char *now)
{
	s->act = (struct od_act){ "tester", NULL, "test-leave-rule", instant(now) };
	OK(od_begin(s->db, &s->act, &s->err));
}

static int setup(void **state)
{
	struct state *s;

	if (setup_db(state) < 0)
		return -1;
	s = *state;
	begin(s, "2026-09-01 09:00");
	load_text(s, regime);
	load_text(s, rules);
	OK(od_commit(s->db, &s->err));
	return 0;
}

static void load_rules(struct state *s, const char *rows)
{
	char text[4096];

	snprintf(text, sizeof(text), "leave_rule:\n%s", rows);
	load_text(s, text);
}

/* --- leaves in one line -------------------------------------------------------------------------- */

/* "2026-12-07", "2026-12-07 afternoon": the part is n of the words, or 0. */
static od_date day_part(const char *text, const struct od_word *words, int *part)
{
	char day[16] = "";
	struct od_when when = { { 0 }, NULL };
	struct od_err err = OD_ERR_INIT;
	od_date d;

	snprintf(day, sizeof(day), "%.10s", text);
	assert_int_equal(od_date_parse(day, &when, &d, &err), 0);
	*part = 0;
	for (int i = 0; strlen(text) > 11 && words[i].word; i++)
		if (!strcmp(words[i].word, text + 11))
			*part = i;
	return d;
}

static void fill(struct od_leave *l, const char *person, const char *from, const char *to)
{
	od_rec_init(&od_leave_type, l);
	l->person = strdup(person);
	l->kind = strdup("annual");
	l->from_day = day_part(from, od_parts, &l->from_part);
	l->to_day = day_part(to, od_to_parts, &l->to_part);
}

/* "L2026-0001 C1 2026-12-07 [part] 2026-12-09 [part]; status, requested first" as a record that loads. */
struct filed {
	int number;
	const char *person, *from, *to, *status, *more;
};

static void file_leave(struct state *s, const struct filed *f)
{
	char text[1024], from[64], to[64];

	if (!f->number)
		return;
	snprintf(from, sizeof(from), "from_day: %.10s, from_part: %s", f->from,
		 strlen(f->from) > 11 ? f->from + 11 : "morning");
	snprintf(to, sizeof(to), "to_day: %.10s, to_part: %s", f->to,
		 strlen(f->to) > 11 ? f->to + 11 : "evening");
	snprintf(text, sizeof(text),
		 "leave:\n- {number: L2026-%04d, person: %s, kind: official, %s, %s, status: %s, "
		 "requested_at: '2026-09-01T09:00:00+08:00'%s%s}\n",
		 f->number, f->person, from, to, f->status ? f->status : "approved",
		 f->more ? ", " : "", f->more ? f->more : "");
	load_text(s, text);
}

/* --- judging: codes of what was found, ! refuses and ? warns ------------------------------------- */

struct found {
	char codes[256];
	struct od_buf texts;
};

static int take(void *ctx, const struct od_leave_finding *f, struct od_err *err)
{
	struct found *all = ctx;
	size_t n = strlen(all->codes);

	(void)err;
	snprintf(all->codes + n, sizeof(all->codes) - n, "%s%s%s", n ? " " : "", f->rule,
		 f->act == OD_LEAVE_REFUSE ? "!" : "?");
	od_buf_printf(&all->texts, "%s\n", f->text);
	return 0;
}

struct judged {
	const char *why;
	const char *person, *from, *to;
	const char *found, *says; /* says: a part of the text, or NULL */
	struct filed filed[3];
	int phase;
	const char *now; /* NULL: 2026-10-20 09:00 */
	const char *kind, *stand_in;
	int reach;
	int64_t parent; /* serial of the year 2026 */
};

static void judge(struct state *s, const struct judged *c)
{
	struct found all = { "", OD_BUF_INIT };
	struct od_leave l;
	int refused = 0, refuses = 0;

	fill(&l, c->person, c->from, c->to);
	if (c->kind) {
		free(l.kind);
		l.kind = strdup(c->kind);
	}
	l.stand_in = c->stand_in ? strdup(c->stand_in) : NULL;
	l.reach = c->reach;
	l.parent = c->parent ? od_number(2026, c->parent) : OD_NOINT;
	l.requested_at = s->act.now;
	OK(od_leave_rules(s->db, &l, c->phase, s->act.now, NULL, take, &all, &refused, &s->err));
	if (strcmp(all.codes, c->found))
		fail_msg("%s: found '%s', not '%s':\n%s", c->why, all.codes, c->found,
			 all.texts.s ? all.texts.s : "");
	if (c->says && (!all.texts.s || !strstr(all.texts.s, c->says)))
		fail_msg("%s: does not say '%s': %s", c->why, c->says,
			 all.texts.s ? all.texts.s : "");
	for (const char *p = all.codes; *p; p++)
		refuses += *p == '!';
	assert_int_equal(refused, refuses);
	od_rec_clear(&od_leave_type, &l);
	od_buf_free(&all.texts);
}

static void judge_all(struct state *s, const char *rows, const struct judged *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		begin(s, c[i].now ? c[i].now : "2026-10-20 09:00");
		load_rules(s, rows);
		for (size_t f = 0; f < OD_COUNT(c[i].filed); f++)
			file_leave(s, &c[i].filed[f]);
		judge(s, &c[i]);
		od_rollback(s->db);
	}
}
#define JUDGE(rows, table) judge_all(*state, rows, table, OD_COUNT(table))

/* --- the person's other leave -------------------------------------------------------------------- */

#define MON "2026-12-07"
#define TUE "2026-12-08"
#define WED "2026-12-09"
#define THU "2026-12-10"
#define FRI "2026-12-11"

static void test_overlap(void **state)
{
	/* Monday to Wednesday noon. */
	/* clang-format off */
	static const struct judged cases[] = {
		{ "the afternoon after", "C5", WED " afternoon", THU, "", NULL,
		  { { 1, "C5", MON, WED " morning" } } },
		{ "the morning that is taken", "C5", WED, WED " morning", "overlap!",
		  "L2026-0001, approved; in common: 2026-12-09 morning",
		  { { 1, "C5", MON, WED " morning" } } },
		{ "the day before", "C5", "2026-12-06", "2026-12-06", "", NULL,
		  { { 1, "C5", MON, WED } } },
		{ "when it is free again", "C5", TUE, TUE, "overlap!",
		  "from 2026-12-09 afternoon on", { { 1, "C5", MON, WED " morning" } } },
		{ "an evening and the day before it", "C5", MON, MON " afternoon", "", NULL,
		  { { 1, "C5", MON " evening", MON } } },
		{ "an evening and its whole day", "C5", MON, MON, "overlap!", NULL,
		  { { 1, "C5", MON " evening", MON } } },
		{ "requested, when it is asked for", "C5", TUE, TUE, "overlap!",
		  "waiting for approval", { { 1, "C5", MON, WED, "requested" } } },
		{ "requested, when it is approved", "C5", TUE, TUE, "", NULL,
		  { { 1, "C5", MON, WED, "requested" } }, OD_PHASE_APPROVE },
		{ "approved, when it is approved", "C5", TUE, TUE, "overlap!", NULL,
		  { { 1, "C5", MON, WED } }, OD_PHASE_APPROVE },
		{ "cancelled and refused", "C5", TUE, TUE, "", NULL,
		  { { 1, "C5", MON, WED, "cancelled" }, { 2, "C5", MON, WED, "refused" } } },
		{ "somebody else's", "C5", TUE, TUE, "", NULL, { { 1, "C4", MON, WED } } },
		{ "returned early", "C5", TUE, TUE, "", NULL,
		  { { 1, "C5", MON, WED, "returned", "returned_at: '2026-12-08T10:00:00+08:00'" } } },
		{ "before the early return", "C5", MON, MON, "overlap!", NULL,
		  { { 1, "C5", MON, WED, "returned", "returned_at: '2026-12-08T10:00:00+08:00'" } } },
		{ "past its end and not returned", "C5", WED, WED, "overlap!",
		  "L2026-0001, away; in common: 2026-12-09 morning); that leave is over and no return "
		  "is registered yet", { { 1, "C5", MON, MON, "away" } }, 0, "2026-12-09 09:00" },
		{ "past its end and not returned, tomorrow", "C5", THU, THU, "", NULL,
		  { { 1, "C5", MON, MON, "away" } }, 0, "2026-12-09 09:00" },
		{ "its own extension", "C5", WED " afternoon", THU, "", NULL,
		  { { 1, "C5", MON, WED " morning" } }, .parent = 1 },
		{ "an extension into another", "C5", WED " afternoon", THU, "overlap!",
		  "L2026-0002", { { 1, "C5", MON, WED " morning" }, { 2, "C5", THU, FRI } },
		  .parent = 1 },
		{ "over the year's end", "C5", "2027-01-02", "2027-01-02", "overlap!",
		  "2026-12-30 to 2027-01-04", { { 1, "C5", "2026-12-30", "2027-01-04" } } },
	};
	/* clang-format on */

	JUDGE(OVERLAP, cases);
}

/* --- those of one unit --------------------------------------------------------------------------- */

static void test_chiefs(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		{ "the other chief is away", "C2", TUE, TUE, "chiefs!",
		  "规则chiefs: 县书记 (县委书记) is away 2026-12-07 to 2026-12-09 (L2026-0001, "
		  "approved; in common: 2026-12-08); nothing of this stands in the way from "
		  "2026-12-10 on; ask for other days; or pass it on purpose with --force=chiefs",
		  { { 1, "C1", MON, WED } } },
		{ "the other way round", "C1", TUE, TUE, "chiefs!", "县长",
		  { { 1, "C2", MON, WED } } },
		{ "he comes back at noon", "C2", WED " afternoon", WED, "", NULL,
		  { { 1, "C1", MON, WED " morning" } } },
		{ "he asked only, at the request", "C2", TUE, TUE, "chiefs!",
		  "waiting for approval", { { 1, "C1", MON, WED, "requested" } } },
		{ "he asked only, at the approval", "C2", TUE, TUE, "", NULL,
		  { { 1, "C1", MON, WED, "requested" } }, OD_PHASE_APPROVE },
		{ "a chief of another unit", "C2", TUE, TUE, "", NULL,
		  { { 1, "B1", MON, WED } } },
		{ "a unit that the row does not name", "F2", TUE, TUE, "", NULL,
		  { { 1, "F1", MON, WED } } },
		{ "of no unit", "X1", TUE, TUE, "", NULL, { { 1, "C1", MON, WED } } },
		{ "he is not back yet", "C2", WED, WED, "leave-chief? chiefs!", NULL,
		  { { 1, "C1", MON, MON, "away" } }, 0, "2026-12-09 09:00" },
		/* The unit is the one of the first day. */
		{ "before he was moved: the old unit", "M1", MON, MON, "chiefs!", "副局长一",
		  { { 1, "B1", MON, MON }, { 2, "C1", MON, MON } } },
		{ "after he was moved: the new unit", "M1", "2026-12-14", "2026-12-14", "chiefs!",
		  "县书记",
		  { { 1, "B1", "2026-12-14", "2026-12-14" }, { 2, "C1", "2026-12-14", "2026-12-14" } } },
		{ "who was moved away", "B1", "2026-12-14", "2026-12-14", "", NULL,
		  { { 1, "M1", "2026-12-14", "2026-12-14" } } },
	};
	/* clang-format on */

	JUDGE(APART, cases);
}

static void test_deputies(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		{ "one of two deputies stays", "C1", TUE, TUE, "", NULL,
		  { { 1, "C3", MON, WED } } },
		{ "none of them", "C1", TUE, TUE, "deputies?", "0 would be in, 1 must be",
		  { { 1, "C3", MON, WED }, { 2, "C4", TUE, TUE } } },
		{ "one after the other", "C1", MON, TUE, "", NULL,
		  { { 1, "C3", MON, MON }, { 2, "C4", TUE, TUE } } },
		{ "half a day of both", "C1", MON, TUE, "deputies?", "L2026-0002",
		  { { 1, "C3", MON, TUE " morning" }, { 2, "C4", TUE, TUE } } },
		{ "a deputy, while the chief is in", "C4", TUE, TUE, "", NULL,
		  { { 1, "C3", MON, WED } } },
		{ "a deputy, while the chief and the other are away", "C4", TUE, TUE, "deputies?",
		  "县书记", { { 1, "C3", MON, WED }, { 2, "C1", MON, WED } } },
		{ "a deputy, while the chief alone is away", "C4", TUE, TUE, "", NULL,
		  { { 2, "C1", MON, WED } } },
		{ "a chief without any deputy", "F1", TUE, TUE, "", NULL, { { 0 } } },
		{ "staff do not count", "C5", TUE, TUE, "", NULL,
		  { { 1, "C3", MON, WED }, { 2, "C4", MON, WED }, { 3, "C1", MON, WED } } },
	};
	/* clang-format on */

	JUDGE(APART, cases);
}

static void test_pair(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		{ "B is away", "F1", TUE, TUE, "pair!", "副秘乙", { { 1, "F2", MON, WED } } },
		{ "A is away", "F2", TUE, TUE, "pair!", "副秘甲", { { 1, "F1", MON, WED } } },
		{ "he asked only", "F2", TUE, TUE, "pair!", NULL,
		  { { 1, "F1", MON, WED, "requested" } } },
		{ "he asked only, at the approval", "F2", TUE, TUE, "", NULL,
		  { { 1, "F1", MON, WED, "requested" } }, OD_PHASE_APPROVE },
		{ "he was approved meanwhile", "F2", TUE, TUE, "pair!", NULL,
		  { { 1, "F1", MON, WED } }, OD_PHASE_APPROVE },
		{ "at a change too", "F2", TUE, TUE, "pair!", NULL, { { 1, "F1", MON, WED } },
		  OD_PHASE_CHANGE },
		{ "the half day after", "F2", WED " afternoon", WED, "", NULL,
		  { { 1, "F1", MON, WED " morning" } } },
		{ "one of them has no unit", "X1", TUE, TUE, "pair!", NULL,
		  { { 1, "K1", TUE, TUE } } },
		{ "the pair has ended", "X1", "2027-01-05", "2027-01-05", "", NULL,
		  { { 1, "K1", "2027-01-05", "2027-01-05" } } },
		{ "the pair of the first day", "X1", "2026-12-31", "2027-01-05", "pair!", NULL,
		  { { 1, "K1", "2027-01-05", "2027-01-05" } } },
		{ "no pair", "C1", TUE, TUE, "", NULL, { { 1, "C2", TUE, TUE } } },
	};
	/* clang-format on */

	JUDGE(PAIR, cases);
}

static void test_stand_in(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		{ "nobody named", "C1", TUE, TUE, "stand!", "name one with --stand-in",
		  { { 0 } } },
		{ "nobody named, and who it is by the pairs", "F1", TUE, TUE, "stand!",
		  "by the A/B pairs it is 副秘乙", { { 0 } } },
		{ "nobody named, at the approval", "C1", TUE, TUE, "", NULL, { { 0 } },
		  OD_PHASE_APPROVE },
		{ "himself", "C1", TUE, TUE, "stand!", "the person himself", { { 0 } },
		  .stand_in = "C1" },
		{ "somebody who is in", "C1", TUE, TUE, "", NULL, { { 0 } }, .stand_in = "C3" },
		{ "somebody who is away", "C1", TUE, TUE, "stand!", "副县甲",
		  { { 1, "C3", MON, TUE " morning" } }, .stand_in = "C3" },
		{ "somebody who is away, at the approval", "C1", TUE, TUE, "stand!", NULL,
		  { { 1, "C3", MON, TUE " morning" } }, OD_PHASE_APPROVE, .stand_in = "C3" },
		{ "somebody who is away before", "C1", TUE " afternoon", TUE, "", NULL,
		  { { 1, "C3", MON, TUE " morning" } }, .stand_in = "C3" },
		{ "who stands in for another", "C1", TUE, TUE, "stand!",
		  "县书记 stands in for 县长 (县长) 2026-12-07 to 2026-12-09 (L2026-0001, approved)",
		  { { 1, "C2", MON, WED, NULL, "stand_in: C1" } }, .stand_in = "C3" },
		{ "who stood in for another before", "C1", THU, THU, "", NULL,
		  { { 1, "C2", MON, WED, NULL, "stand_in: C1" } }, .stand_in = "C3" },
		{ "who stands in for one that was cancelled", "C1", TUE, TUE, "", NULL,
		  { { 1, "C2", MON, WED, "cancelled", "stand_in: C1" } }, .stand_in = "C3" },
		{ "a rank that the row does not name", "C5", TUE, TUE, "", NULL, { { 0 } } },
	};
	/* clang-format on */

	JUDGE(STAND_IN, cases);
}

/* --- notice -------------------------------------------------------------------------------------- */

static void test_notice(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		/* By the duty: three days before, to the end of the day. */
		{ "in time", "C1", TUE, TUE, "", NULL, { { 0 } }, 0, "2026-12-05 23:30" },
		{ "too late by a minute", "C1", TUE, TUE, "leave-chief?",
		  "after its time limit (2026-12-08 - 3 days; due 2026-12-05 24:00)", { { 0 } },
		  0, "2026-12-06 00:01" },
		{ "the duty alone tells it, not the row", "C1", TUE, TUE, "leave-chief?", NULL,
		  { { 0 } }, 0, "2026-12-07 23:00" },
		{ "of the afternoon the same", "C1", TUE " afternoon", TUE, "leave-chief?",
		  "short notice", { { 0 } }, 0, "2026-12-06 08:00" },
		{ "an extension owes none", "C1", WED, WED, "", NULL, { { 1, "C1", MON, TUE } },
		  0, "2026-12-08 17:00", .parent = 1 },
		/* By the row, for whom no duty covers: two working days. */
		{ "before a Monday, with a working Saturday", "C5", "2026-10-12", "2026-10-12",
		  "", NULL, { { 0 } }, 0, "2026-10-09 17:00" },
		{ "on the working Saturday", "C5", "2026-10-12", "2026-10-12", "ahead?",
		  "2 working days of notice end on 2026-10-09; days off not counted: 2026-10-11",
		  { { 0 } }, 0, "2026-10-10 09:00" },
		{ "over a week of holidays", "C5", "2026-10-08", "2026-10-08", "ahead?",
		  "end on 2026-09-29; days off not counted: 2026-10-01, 2026-10-02", { { 0 } }, 0,
		  "2026-09-30 09:00" },
		{ "over the year's end", "C5", "2027-01-04", "2027-01-04", "ahead?",
		  "end on 2026-12-30; days off not counted: 2027-01-01, 2027-01-02, 2027-01-03",
		  { { 0 } }, 0, "2026-12-31 09:00" },
		{ "over the year's end, in time", "C5", "2027-01-04", "2027-01-04", "", NULL,
		  { { 0 } }, 0, "2026-12-30 23:59" },
		/* Afterwards. */
		{ "two days after", "C1", MON, MON, "leave-chief?", NULL, { { 0 } }, 0,
		  "2026-12-09 23:00" },
		{ "three days after", "C1", MON, MON, "leave-chief? late?",
		  "it began on 2026-12-07 and was asked for on 2026-12-10, 3 days after; it could be " "until 2026-12-09",
		  { { 0 } }, 0, "2026-12-10 08:00" },
		{ "two working days after", "C5", FRI, FRI, "", NULL, { { 0 } }, 0,
		  "2026-12-15 18:00" },
		{ "three working days after", "C5", FRI, FRI, "ahead?",
		  "until 2026-12-15; days off not counted: 2026-12-12, 2026-12-13", { { 0 } }, 0,
		  "2026-12-16 08:00" },
		{ "whom no row names", "X1", MON, MON, "", NULL, { { 0 } }, 0,
		  "2026-12-31 08:00" },
	};
	/* clang-format on */

	JUDGE(NOTICE, cases);
}

/* --- days ---------------------------------------------------------------------------------------- */

static void test_blocked(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		{ "into them", "C1", "2026-12-22", "2026-12-24 morning", "plenum!",
		  "2026-12-22 to 2026-12-24 morning falls into the blocked days 2026-12-24 to "
		  "2026-12-25; nothing of this stands in the way from 2026-12-26 on; only "
		  "Party secretary 书记 may pass it, whose approval it then needs too",
		  { { 0 } } },
		{ "the evening before", "C1", "2026-12-23", "2026-12-23", "", NULL, { { 0 } } },
		{ "the day after", "C1", "2026-12-26", "2026-12-27", "", NULL, { { 0 } } },
		{ "around them", "C1", "2026-12-01", "2026-12-31", "plenum!", NULL, { { 0 } } },
		{ "another rank", "C5", "2026-12-24", "2026-12-24", "", NULL, { { 0 } } },
		{ "at the approval it is known", "C1", "2026-12-24", "2026-12-24", "", NULL,
		  { { 0 } }, OD_PHASE_APPROVE },
	};
	/* clang-format on */

	JUDGE(BLOCKED, cases);
}

static void test_weekend(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		{ "a weekend", "C1", "2026-12-05", "2026-12-06", "weekend?",
		  "2 days (2026-12-05 to 2026-12-06), which is to be reported like leave; approved by: " "contact secretary 副秘甲",
		  { { 0 } }, .reach = OD_REACH_CITY },
		{ "from Friday evening", "C1", "2026-12-04 evening", "2026-12-06", "weekend?",
		  NULL, { { 0 } }, .reach = OD_REACH_PROVINCE },
		{ "from Friday afternoon", "C1", "2026-12-04 afternoon", "2026-12-06", "", NULL,
		  { { 0 } }, .reach = OD_REACH_CITY },
		{ "in the city", "C1", "2026-12-05", "2026-12-06", "", NULL, { { 0 } } },
		{ "abroad: another row's matter", "C1", "2026-12-05", "2026-12-06", "", NULL,
		  { { 0 } }, .reach = OD_REACH_COUNTRY },
		{ "a holiday", "C1", "2026-10-01", "2026-10-07", "weekend?", "7 days", { { 0 } },
		  0, "2026-09-20 09:00", .reach = OD_REACH_CITY },
		{ "a Saturday that is worked", "C1", "2026-10-10", "2026-10-11", "", NULL,
		  { { 0 } }, 0, "2026-09-20 09:00", .reach = OD_REACH_CITY },
		{ "another rank", "C5", "2026-12-05", "2026-12-06", "", NULL, { { 0 } },
		  .reach = OD_REACH_CITY },
	};
	/* clang-format on */

	JUDGE(WEEKEND, cases);
}

static void test_run(void **state)
{
	/* clang-format off */
	static const struct judged cases[] = {
		{ "as long as allowed", "C5", MON, FRI, "", NULL, { { 0 } } },
		{ "half a day more", "C5", MON, "2026-12-12 morning", "run!",
		  "5.5 days away in one run, at most 5 are allowed: 2026-12-07 to 2026-12-12 morning",
		  { { 0 } } },
		{ "with the weekend and what follows", "C5", MON, FRI, "run!",
		  "9 days away in one run, at most 5 are allowed: 2026-12-07 to 2026-12-15, with "
		  "adjacent leave L2026-0001 2026-12-14 to 2026-12-15",
		  { { 1, "C5", "2026-12-14", "2026-12-15" } } },
		{ "a morning of work between", "C5", MON, FRI, "", NULL,
		  { { 1, "C5", "2026-12-14 afternoon", "2026-12-15" } } },
		{ "three that follow each other", "C5", WED, WED, "run!", "L2026-0002",
		  { { 1, "C5", MON, TUE }, { 2, "C5", "2026-12-03", "2026-12-04" } } },
		{ "over the year's end and its holidays", "C5", "2026-12-31", "2026-12-31",
		  "run!", "2026-12-31 to 2027-01-05",
		  { { 1, "C5", "2027-01-04", "2027-01-05" } } },
		{ "cancelled leave is none", "C5", MON, FRI, "", NULL,
		  { { 1, "C5", "2026-12-14", "2026-12-15", "cancelled" } } },
		{ "an evening between is no return to work", "C5", FRI, "2026-12-12", "run!",
		  "6 days", { { 1, "C5", MON, THU " afternoon" } } },
		{ "an extension counts from the first day", "C5", FRI, FRI " morning", "", NULL,
		  { { 1, "C5", MON, THU } }, .parent = 1 },
		{ "an extension beyond", "C5", FRI, "2026-12-12", "run!",
		  "2026-12-07 to 2026-12-12", { { 1, "C5", MON, THU } }, .parent = 1 },
		{ "another kind", "C5", MON, "2026-12-31", "", NULL, { { 0 } }, .kind = "sick" },
	};
	/* clang-format on */

	JUDGE(RUN, cases);
}

/* --- schedules ----------------------------------------------------------------------------------- */

struct engaged {
	const char *category, *from, *to, *leaders;
	bool secret;
};

static void file_report(struct state *s, const struct engaged *e)
{
	struct od_report r = { 0 };
	enum od_taken taken;
	bool differs;

	od_rec_init(&od_report_type, &r);
	r.unit = strdup("QX");
	r.category = strdup(e->category);
	r.title = strdup("调研秋收");
	r.place = strdup("某镇");
	r.leaders = strdup(e->leaders);
	r.occurred_at = instant(e->from);
	r.ends_at = e->to ? instant(e->to) : OD_NOINSTANT;
	r.secrecy = e->secret ? OD_SECRECY_SECRET : OD_SECRECY_NONE;
	OK(od_report_submit(s->db, &r, OD_DUP_SKIP, &taken, &differs, &s->err));
	od_rec_clear(&od_report_type, &r);
}

static void test_schedule(void **state)
{
	/* clang-format off */
	static const struct {
		struct engaged e;
		struct judged j;
	} cases[] = {
		{ { "schedule", TUE " 09:00", TUE " 11:00", "县书记、县长" },
		  { "on that day", "C1", MON, WED, "schedule?", "on the schedule meanwhile: R2026-0001 2026-12-08 09:00 调研秋收 (某镇); have it moved", { { 0 } } } },
		{ { "reception", TUE " 09:00", NULL, "县书记" },
		  { "a reception", "C1", TUE, TUE " morning", "schedule?", NULL, { { 0 } } } },
		{ { "schedule", TUE " 09:00", TUE " 11:00", "县书记" },
		  { "in the other half", "C1", TUE " afternoon", TUE, "", NULL, { { 0 } } } },
		{ { "schedule", TUE " 11:30", TUE " 14:00", "县书记" },
		  { "over noon", "C1", TUE " afternoon", TUE, "schedule?", NULL, { { 0 } } } },
		{ { "schedule", TUE, NULL, "县书记" },
		  { "at no time of day", "C1", TUE " afternoon", TUE, "schedule?", NULL, { { 0 } } } },
		{ { "schedule", TUE " 09:00", NULL, "县长" },
		  { "somebody else's", "C1", TUE, TUE, "", NULL, { { 0 } } } },
		{ { "schedule", TUE " 19:00", TUE " 20:00", "县书记" },
		  { "an evening", "C1", MON " evening", TUE " afternoon", "", NULL, { { 0 } } } },
		{ { "schedule", TUE " 09:00", NULL, "县书记", true },
		  { "classified", "C1", TUE, TUE, "schedule?", "classified; see the paper copy", { { 0 } } } },
	};
	/* clang-format on */
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(cases); i++) {
		begin(s, "2026-10-20 09:00");
		load_rules(s, SCHEDULE);
		file_report(s, &cases[i].e);
		judge(s, &cases[i].j);
		od_rollback(s->db);
	}
}

/* --- passing on purpose -------------------------------------------------------------------------- */

static void test_force(void **state)
{
	static const struct filed others[] = { { 1, "F1", MON, WED }, { 2, "F2", WED, WED } };
	static const struct {
		const char *force, *found;
		int refused;
	} cases[] = {
		{ NULL, "overlap! pair!", 2 },
		{ "pair", "overlap! pair?", 1 },
		{ "pair、overlap", "overlap? pair?", 0 },
	};
	struct state *s = *state;
	struct od_leave l;
	int refused;

	begin(s, "2026-10-20 09:00");
	load_rules(s, OVERLAP PAIR);
	for (size_t i = 0; i < OD_COUNT(others); i++)
		file_leave(s, &others[i]);
	fill(&l, "F2", TUE, WED);
	for (size_t i = 0; i < OD_COUNT(cases); i++) {
		struct found all = { "", OD_BUF_INIT };

		OK(od_leave_rules(s->db, &l, OD_PHASE_REQUEST, s->act.now, cases[i].force, take,
				  &all, &refused, &s->err));
		assert_string_equal(all.codes, cases[i].found);
		assert_int_equal(refused, cases[i].refused);
		if (cases[i].force)
			assert_non_null(strstr(all.texts.s, "passed on purpose (--force=pair)"));
		od_buf_free(&all.texts);
	}
	/* A code that is nobody's passes nothing over. */
	assert_int_equal(od_leave_rules(s->db, &l, OD_PHASE_REQUEST, s->act.now, "pear", NULL, NULL,
					&refused, &s->err),
			 -1);
	assert_int_equal(s->err.code, OD_EUSAGE);
	assert_string_equal(s->err.msg, "no rule 'pear'; those that refuse are: overlap, pair");
	od_rec_clear(&od_leave_type, &l);
	od_rollback(s->db);
}

static void test_renotice(void **state)
{
	struct state *s = *state;
	struct od_leave l;
	int64_t days;
	char *rule;

	begin(s, "2026-10-20 09:00");
	load_rules(s, ROW("again", "renotice", "ranks: [county-chief], days: 5"));
	fill(&l, "C1", MON, TUE);
	OK(od_leave_renotice(s->db, &l, &days, &rule, &s->err));
	assert_int_equal(days, 5);
	assert_string_equal(rule, "again");
	free(rule);
	free(l.person);
	l.person = strdup("C5");
	OK(od_leave_renotice(s->db, &l, &days, &rule, &s->err));
	assert_int_equal(days, OD_NOINT);
	assert_null(rule);
	od_rec_clear(&od_leave_type, &l);
	od_rollback(s->db);
}

/* --- who approves -------------------------------------------------------------------------------- */

static int take_link(void *ctx, const struct od_leave_link *k, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s=%s", b->n ? " " : "", k->role, k->person ? k->person : "-");
	if (k->step != OD_NOINT)
		od_buf_printf(b, "/%lld", (long long)k->step);
	return 0;
}

static void assert_chain(struct state *s, const char *why, const struct od_leave *l,
			 const char *want)
{
	struct od_buf got = OD_BUF_INIT;

	OK(od_leave_chain(s->db, l, take_link, &got, &s->err));
	if (strcmp(got.s ? got.s : "", want))
		fail_msg("%s: '%s', not '%s'", why, got.s ? got.s : "", want);
	od_buf_free(&got);
}

static void test_chain(void **state)
{
	/* clang-format off */
	static const struct {
		const char *why, *person, *from, *to, *chain;
		int reach;
		const char *now, *kind, *rows;
		int64_t parent;
	} cases[] = {
		{ "a head's own link falls away", "C1", TUE, TUE,
		  "contact-secretary=F1 secretary-general=G1" },
		{ "longer", "C1", TUE, WED,
		  "contact-secretary=F1 secretary-general=G1 party-secretary=S1" },
		{ "longer by half a day", "C1", TUE, WED " morning",
		  "contact-secretary=F1 secretary-general=G1 party-secretary=S1" },
		{ "two halves are a day", "C1", TUE " afternoon", WED " morning",
		  "contact-secretary=F1 secretary-general=G1" },
		{ "an evening counts nothing", "C1", TUE " evening", WED,
		  "contact-secretary=F1 secretary-general=G1" },
		{ "under a head", "C2", TUE, TUE,
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1" },
		{ "the cover while there is one", "C2", TUE, TUE,
		  "unit-head=C1 contact-secretary=F2 secretary-general=G1", 0,
		  "2026-12-04 18:00" },
		{ "the setting of the day", "C2", "2027-02-01", "2027-02-01",
		  "unit-head=C1 contact-secretary=F1 secretary-general=F2", 0,
		  "2027-01-05 09:00" },
		{ "nobody any more", "C2", "2027-08-02", "2027-08-02",
		  "unit-head=C1 contact-secretary=F1 secretary-general=-", 0,
		  "2027-07-05 09:00" },
		{ "no contact secretary: passed over", "B1", TUE, TUE, "secretary-general=G1" },
		{ "no chief in the unit: the parent's", "K1", TUE, TUE, "unit-head=B1" },
		{ "of no unit", "X1", TUE, TUE, "" },
		{ "who stands before the unit's chief is its head", "T1", TUE, TUE,
		  "secretary-general=G1 party-secretary=S1" },
		{ "two links of one person are the later one", "G1", TUE, TUE,
		  "party-secretary=S1" },
		{ "a link of his own falls away", "S1", TUE, TUE, "secretary-general=G1" },
		{ "abroad", "C5", TUE, TUE,
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1 party-secretary=S1",
		  OD_REACH_COUNTRY },
		{ "a person's code", "K1", TUE, TUE, "B2=B2", 0, NULL, "sick" },
		{ "of just so many days", "C5", TUE, THU, "unit-head=C1" },
		{ "of more", "C5", TUE, FRI " morning", "unit-head=C1 secretary-general=G1" },
		{ "the row of its rank", "C4", TUE, "2026-12-31", "unit-head=C1" },
		{ "moved: the unit of the first day", "M1", "2026-12-14", "2026-12-14",
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1" },
		{ "not moved yet", "M1", MON, MON, "unit-head=B1 secretary-general=G1" },
		{ "blocked days: who may pass them is the last", "C2", "2026-12-24", "2026-12-24",
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1 party-secretary=S1", 0,
		  NULL, NULL, BLOCKED },
		{ "blocked days: once only", "C2", "2026-12-24", "2026-12-25",
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1 party-secretary=S1", 0,
		  NULL, NULL, BLOCKED },
		{ "a weekend out of the city: its own chain", "C2", "2026-12-05", "2026-12-06",
		  "contact-secretary=F1", OD_REACH_CITY, NULL, NULL, WEEKEND },
		{ "with a working day: the usual chain", "C2", FRI, FRI,
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1", OD_REACH_CITY, NULL, NULL,
		  WEEKEND },
		{ "a weekend in the city", "C2", "2026-12-05", "2026-12-05",
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1", 0, NULL, NULL,
		  WEEKEND },
		{ "an extension goes by the whole run", "C2", WED, WED,
		  "unit-head=C1 contact-secretary=F1 secretary-general=G1 party-secretary=S1", 0,
		  NULL, NULL, NULL, 1 },
	};
	/* clang-format on */
	static const struct filed parent = { 1, "C2", TUE, TUE };
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(cases); i++) {
		struct od_leave l;

		begin(s, cases[i].now ? cases[i].now : "2026-10-20 09:00");
		if (cases[i].rows)
			load_rules(s, cases[i].rows);
		if (cases[i].parent)
			file_leave(s, &parent);
		fill(&l, cases[i].person, cases[i].from, cases[i].to);
		l.reach = cases[i].reach;
		l.parent = cases[i].parent ? od_number(2026, cases[i].parent) : OD_NOINT;
		if (cases[i].kind) {
			free(l.kind);
			l.kind = strdup(cases[i].kind);
		}
		assert_chain(s, cases[i].why, &l, cases[i].chain);
		od_rec_clear(&od_leave_type, &l);
		od_rollback(s->db);
	}
}

/* A link that nobody holds is told when it is asked for, with what to load. */
static void test_nobody(void **state)
{
	static const struct judged c = {
		"nobody holds it", "C2",
		"2027-08-02",      "2027-08-02",
		"c-day?",          "nobody is on file as secretary-general (secretary-general)",
		{ { 0 } }
	};
	struct state *s = *state;
	char *role = NULL;
	bool last;
	struct od_leave l;

	begin(s, "2027-07-05 09:00");
	judge(s, &c);
	file_leave(s, &(struct filed){ 1, "B1", "2027-08-02", "2027-08-02", "requested" });
	od_rec_init(&od_leave_type, &l);
	OK(od_leave_get(s->db, od_number(2026, 1), &l, &s->err));
	assert_int_equal(od_leave_link_of(s->db, &l, "G1", &role, &last, &s->err), -1);
	assert_int_equal(s->err.code, OD_EDATA);
	assert_non_null(strstr(s->err.msg, "load the setting 'secretary_general'"));
	od_rec_clear(&od_leave_type, &l);
	od_rollback(s->db);
}

/* --- whose turn ---------------------------------------------------------------------------------- */

/* Who may approve what, one after the other. */
struct turn {
	const char *by;
	int code; /* OD_OK, or the refusal */
	const char *says;
	int status; /* after it */
};

static void approve(struct state *s, int64_t number, const struct turn *t)
{
	struct od_leave_step step = { 0 };
	struct od_leave l;
	int r;

	od_rec_init(&od_leave_step_type, &step);
	step.number = number;
	step.action = OD_LEAVE_DO_APPROVE;
	step.by = strdup(t->by);
	s->err = (struct od_err)OD_ERR_INIT;
	r = od_leave_do(s->db, &step, NULL, NULL, NULL, &s->err);
	if ((r < 0) != (t->code != OD_OK) || s->err.code != (enum od_code)t->code)
		fail_msg("%s: %d, %s", t->by, s->err.code, s->err.msg);
	if (t->says && !strstr(r < 0 ? s->err.msg : step.role, t->says))
		fail_msg("%s: '%s' does not say '%s'", t->by, r < 0 ? s->err.msg : step.role,
			 t->says);
	s->err = (struct od_err)OD_ERR_INIT;
	od_rec_init(&od_leave_type, &l);
	OK(od_leave_get(s->db, number, &l, &s->err));
	assert_int_equal(l.status, t->status);
	od_rec_clear(&od_leave_type, &l);
	od_rec_clear(&od_leave_step_type, &step);
}

static int64_t request(struct state *s, const char *person, const char *from, const char *to)
{
	enum od_taken taken;
	struct od_leave l;
	int64_t number;

	fill(&l, person, from, to);
	OK(od_leave_request(s->db, &l, NULL, NULL, NULL, &taken, &s->err));
	assert_int_equal(taken, OD_TAKEN);
	number = l.number;
	od_rec_clear(&od_leave_type, &l);
	return number;
}

#define WAITS  OD_LEAVE_REQUESTED
#define PASSED OD_LEAVE_APPROVED

static void take_turns(struct state *s, const char *now, const char *person,
		       const struct filed *filed, const struct turn *t, size_t n)
{
	int64_t number;

	begin(s, now);
	for (; filed && filed->number; filed++)
		file_leave(s, filed);
	number = request(s, person, "2026-12-14", "2026-12-14");
	for (size_t i = 0; i < n; i++)
		approve(s, number, &t[i]);
	od_rollback(s->db);
}
#define TURNS(now, person, filed, table) \
	take_turns(*state, now, person, filed, table, OD_COUNT(table))

static void test_turns(void **state)
{
	static const struct turn in_order[] = {
		{ "G1", OD_EPERM, "for head of the unit 县书记 to approve now, not for 秘书长",
		  WAITS },
		{ "C2", OD_EPERM, "nobody approves his own leave", WAITS },
		{ "C1", OD_OK, "unit-head", WAITS },
		{ "C1", OD_EPERM, "副秘乙", WAITS },
		{ "F1", OD_EPERM, "副秘乙", WAITS }, /* he has a cover */
		{ "F2", OD_OK, "contact-secretary", WAITS },
		{ "G1", OD_OK, "secretary-general", PASSED },
	};
	static const struct turn registered[] = {
		{ "B1", OD_EPERM, "督查室", WAITS },
		{ "D1", OD_OK, "desk", PASSED },
	};
	/* Away with a stand-in; away without one, and then his B角; not away. */
	static const struct filed away[] = {
		{ 90, "C1", "2026-12-03", "2026-12-05", "away", "stand_in: C3" },
		{ 91, "F2", "2026-12-03", "2026-12-05" },
		{ 0 },
	};
	static const struct turn stand_ins[] = {
		{ "C4", OD_EPERM,
		  "县书记 is away (2026-12-03 to 2026-12-05, L2026-0090), and the stand-in may act: 副县甲",
		  WAITS },
		{ "C3", OD_OK, "unit-head", WAITS },
		{ "C3", OD_EPERM, "nobody is named", WAITS },
		{ "F1", OD_OK, "contact-secretary", WAITS },
		{ "F1", OD_EPERM, "秘书长", WAITS },
		{ "G1", OD_OK, NULL, PASSED },
	};
	static const struct filed back[] = {
		{ 90, "C1", "2026-12-03", "2026-12-05", "returned",
		  "stand_in: C3, returned_at: '2026-12-04T09:00:00+08:00'" },
		{ 0 },
	};
	static const struct turn he_is_back[] = {
		{ "C3", OD_EPERM, "县书记", WAITS },
		{ "C1", OD_OK, "unit-head", WAITS },
	};

	TURNS("2026-12-04 15:00", "C2", NULL, in_order);
	TURNS("2026-12-04 15:00", "X1", NULL, registered);
	TURNS("2026-12-04 15:00", "C2", away, stand_ins);
	TURNS("2026-12-04 15:00", "C2", back, he_is_back);
}

static void assert_waits(struct state *s, int64_t number, const char *want, const char *who)
{
	char *whom, *person;
	struct od_leave l;

	od_rec_init(&od_leave_type, &l);
	OK(od_leave_get(s->db, number, &l, &s->err));
	OK(od_leave_waits(s->db, &l, &whom, &person, &s->err));
	if (want)
		assert_string_equal(whom, want);
	else
		assert_null(whom);
	if (who)
		assert_string_equal(person, who);
	else
		assert_null(person);
	free(whom);
	free(person);
	od_rec_clear(&od_leave_type, &l);
}

/* What was approved stays approved until a change asks for it anew. */
static void test_waits(void **state)
{
	static const struct turn first = { "C1", OD_OK, "unit-head", WAITS },
				 last[] = { { "F2", OD_OK, NULL, WAITS },
					    { "G1", OD_OK, NULL, PASSED } };
	struct state *s = *state;
	int64_t number, other;
	struct od_leave l;
	bool again;

	begin(s, "2026-12-04 15:00");
	load_rules(s, ROW("again", "renotice", "days: 5"));
	number = request(s, "C2", "2026-12-14", "2026-12-14");
	other = request(s, "X1", "2026-12-14", "2026-12-14");
	assert_waits(s, number, "head of the unit 县书记", "C1");
	assert_waits(s, other, "督查室", NULL);
	approve(s, number, &first);
	assert_waits(s, number, "contact secretary 副秘乙", "F2");
	approve(s, number, &last[0]);
	approve(s, number, &last[1]);
	assert_waits(s, number, NULL, NULL);

	od_rec_init(&od_leave_type, &l);
	OK(od_leave_get(s->db, number, &l, &s->err));
	assert_chain(s, "approved", &l,
		     "unit-head=C1/2 contact-secretary=F2/3 secretary-general=G1/4");
	od_rec_clear(&od_leave_type, &l);
	l.number = number;
	l.from_day = l.to_day = od_ymd(2026, 12, 22);
	OK(od_leave_change(s->db, &l, "改期", NULL, NULL, NULL, &again, &s->err));
	assert_true(again);
	od_rec_clear(&od_leave_type, &l);
	assert_waits(s, number, "head of the unit 县书记", "C1");
	od_rollback(s->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_overlap, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_chiefs, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_deputies, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_pair, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_stand_in, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_notice, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_blocked, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_weekend, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_run, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_schedule, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_force, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_renotice, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_chain, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_nobody, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_turns, setup, teardown_db),
		cmocka_unit_test_setup_teardown(test_waits, setup, teardown_db),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
