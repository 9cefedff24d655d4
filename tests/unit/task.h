/* task.h - what the tests of supervised matters share: an office of three units and few words for what is
 * said to a matter. */
#ifndef TEST_TASK_H
#define TEST_TASK_H

#include <fcntl.h>

#include "../../lib/office/task.h"
#include "common.h"

#define DAY      86400
#define AT_1800  1796378400 /* Friday, 2026-12-04 */
#define TOMORROW (AT_1800 + DAY)

/* Monday the 7th is off, Saturday the 12th is worked instead. */
static const char regime[] =
	"holiday:\n"
	"  - { date: 2026-12-07, off: yes, name: 庆典 }\n"
	"  - { date: 2026-12-12, off: no, name: 庆典 }\n"
	"unit:\n"
	"  - { code: U1, name: 甲局, kind: department, sort: 1, valid_from: 2020-01-01 }\n"
	"  - { code: U2, name: 乙局, kind: department, sort: 2, valid_from: 2020-01-01 }\n"
	"  - { code: U3, name: 丙局, kind: department, sort: 3, valid_from: 2020-01-01 }\n";

#define OK(call)                                               \
	do {                                                   \
		if ((call) < 0)                                \
			fail_msg("%s: %s", #call, s->err.msg); \
	} while (0)
#define REFUSED(want, text, call)                      \
	do {                                           \
		s->err = (struct od_err)OD_ERR_INIT;   \
		assert_int_equal((call), -1);          \
		assert_string_equal(s->err.msg, text); \
		assert_int_equal(s->err.code, (want)); \
		s->err = (struct od_err)OD_ERR_INIT;   \
	} while (0)

static inline void begin(struct state *s, int64_t now)
{
	s->act = (struct od_act){ "tester", NULL, "test-task", { now } };
	OK(od_begin(s->db, &s->act, &s->err));
}

static inline void commit(struct state *s)
{
	OK(od_commit(s->db, &s->err));
}

static inline void load_file(struct state *s, const char *path)
{
	union {
		struct od_duty duty;
		struct od_report report;
		struct od_task task;
		struct od_task_event event;
		struct od_instruction instruction;
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

static inline void load_text(struct state *s, const char *text)
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

static inline int setup(void **state)
{
	struct state *s;

	if (setup_db(state) < 0)
		return -1;
	s = *state;
	begin(s, AT_1800);
	load_text(s, regime);
	commit(s);
	begin(s, AT_1800);
	return 0;
}

static inline void problem(void *ctx, const char *text)
{
	(void)ctx;
	fail_msg("%s", text);
}

static inline void verify(struct state *s)
{
	struct od_verify v = { .problem = problem };

	OK(od_verify(s->db, &v, &s->err));
	assert_int_equal(v.problems, 0);
}

/* Whatever a test did, the journal proves every row. */
static inline int teardown(void **state)
{
	struct state *s = *state;

	if (od_db_act(s->db))
		commit(s);
	verify(s);
	return teardown_db(state);
}

/* --- shorthand ------------------------------------------------------------------------------------------ */

static inline od_date day_of(int64_t ymd) /* 20261205; 0: none */
{
	return ymd ? od_ymd(ymd / 10000, ymd / 100 % 100, ymd % 100) : OD_NODATE;
}

static inline int64_t given_or(int64_t given) /* 0: absent */
{
	return given ? given : OD_NOINT;
}

struct given { /* of a matter; zero is absent */
	const char *title, *lead, *co_units, *limit, *external_id;
	int64_t due_on, parent, version;
	int source, grade;
};
#define GIVEN(...) (&(struct given){ __VA_ARGS__ })

static inline char *copy(const char *s)
{
	return s ? strdup(s) : NULL;
}

static inline void fill(struct od_task *t, const struct given *g)
{
	od_rec_init(&od_task_type, t);
	t->title = copy(g->title);
	t->lead = copy(g->lead);
	t->co_units = copy(g->co_units);
	t->limit = copy(g->limit);
	t->external_id = copy(g->external_id);
	t->due_on = day_of(g->due_on);
	t->parent = given_or(g->parent);
	t->version = given_or(g->version);
	t->source = g->source;
	t->grade = g->grade;
}

static inline int add_as(struct state *s, const struct given *g, enum od_duplicate dup,
			 enum od_taken *taken, int64_t *number)
{
	struct od_task t;
	int r;

	fill(&t, g);
	r = od_task_add(s->db, &t, dup, taken, &s->err);
	*number = t.number;
	od_rec_clear(&od_task_type, &t);
	return r;
}

static inline int add_try(struct state *s, const struct given *g)
{
	enum od_taken taken;
	int64_t number;

	return add_as(s, g, OD_DUP_ERROR, &taken, &number);
}

static inline int64_t add(struct state *s, const struct given *g)
{
	enum od_taken taken = OD_DUPLICATED;
	int64_t number = OD_NOINT;

	OK(add_as(s, g, OD_DUP_ERROR, &taken, &number));
	assert_int_equal(taken, OD_TAKEN);
	return number;
}

struct said { /* by an event; zero is absent */
	const char *unit, *text, *reason, *percent;
	int64_t due_on, level, version, at;
	bool anyway; /* close unfinished */
};
#define SAID(...) (&(struct said){ __VA_ARGS__ })

static inline int do_it(struct state *s, int64_t number, int action, const struct said *said)
{
	struct od_task_event e;
	int r;

	od_rec_init(&od_task_event_type, &e);
	e.number = number;
	e.action = action;
	e.unit = copy(said->unit);
	e.text = copy(said->text);
	e.reason = copy(said->reason);
	e.due_on = day_of(said->due_on);
	e.percent = said->percent ? strtoll(said->percent, NULL, 10) : OD_NOINT;
	e.level = given_or(said->level);
	e.happened_at.sec = given_or(said->at);
	r = said->anyway ? od_task_close_unfinished(s->db, &e, given_or(said->version), &s->err)
			 : od_task_do(s->db, &e, given_or(said->version), &s->err);
	od_rec_clear(&od_task_event_type, &e);
	return r;
}
#define DO(number, action, ...) OK(do_it(s, number, OD_TASK_DO_##action, SAID(__VA_ARGS__)))
#define NOT(text, number, action, ...) \
	REFUSED(OD_EDATA, text, do_it(s, number, OD_TASK_DO_##action, SAID(__VA_ARGS__)))

static inline struct od_task get(struct state *s, int64_t number)
{
	struct od_task t = { 0 };

	od_rec_init(&od_task_type, &t);
	OK(od_task_get(s->db, number, &t, &s->err));
	return t;
}

/* "registered 1 due=-: U1 lead named, U2 co assigned 2026-12-11 50%" */
static inline void is(struct state *s, int64_t number, const char *want)
{
	struct od_task t = get(s, number);
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct od_task_unit *u;
	char day[16];
	size_t n;

	od_buf_printf(&b, "%s%s v%lld %s", od_task_statuses[t.status].word,
		      t.unfinished ? " unfinished" : "", (long long)t.version,
		      od_date_is(t.due_on) ? od_date_str(t.due_on, day) : "-");
	OK(od_task_units_read(s->db, number, &u, &n, &s->err));
	for (size_t i = 0; i < n; i++) {
		od_buf_printf(&b, "; %s %s %s", u[i].unit, od_task_roles[u[i].role].word,
			      od_task_place(&u[i]) == OD_TU_NAMED
				      ? "named"
				      : od_unit_states[u[i].state].word);
		if (od_date_is(u[i].due_on))
			od_buf_printf(&b, " %s", od_date_str(u[i].due_on, day));
		if (u[i].percent != OD_NOINT)
			od_buf_printf(&b, " %lld%%", (long long)u[i].percent);
	}
	assert_string_equal(b.s, want);
	od_task_units_free(u, n);
	od_rec_clear(&od_task_type, &t);
}

/* The events from a step on: "3 sign U1, 4 report U1 50%". */
static inline void events_are(struct state *s, int64_t number, int64_t from, const char *want)
{
	struct od_iter *it = od_task_events(s->db, number, &s->err);
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct od_task_event e = { 0 };
	int r;

	assert_non_null(it);
	od_rec_init(&od_task_event_type, &e);
	while ((r = od_iter_next(it, &e, &s->err)) > 0) {
		if (e.step < from)
			continue;
		od_buf_printf(&b, "%s%lld %s", b.n ? ", " : "", (long long)e.step,
			      od_task_actions[e.action].word);
		if (e.unit)
			od_buf_printf(&b, " %s", e.unit);
		if (e.undoes != OD_NOINT)
			od_buf_printf(&b, " of %lld", (long long)e.undoes);
		if (e.action == OD_TASK_DO_SPLIT)
			od_buf_printf(&b, " %s", e.text);
	}
	OK(r);
	assert_string_equal(b.s, want);
	od_rec_clear(&od_task_event_type, &e);
	od_iter_free(it);
}

/* Bring U1 of a new matter to a place, an extension being asked for if it is to be. */
static inline int64_t bring(struct state *s, int place, bool asked)
{
	static const int way[][5] = {
		[OD_TU_ASSIGNED] = { 0 },
		[OD_TU_SIGNED] = { OD_TASK_DO_SIGN },
		[OD_TU_REPORTED] = { OD_TASK_DO_REPORT },
		[OD_TU_RETURNED] = { OD_TASK_DO_REPORT, OD_TASK_DO_RETURN },
		[OD_TU_FINISHED] = { OD_TASK_DO_REPORT, OD_TASK_DO_FINISH },
		[OD_TU_VERIFIED] = { OD_TASK_DO_REPORT, OD_TASK_DO_FINISH, OD_TASK_DO_VERIFY },
		[OD_TU_NAMED] = { 0 },
	};
	int64_t n =
		add(s, GIVEN(.title = "甲", .lead = "U1", .co_units = "U2", .due_on = 20261215));

	DO(n, ASSIGN, .unit = place == OD_TU_NAMED ? "U2" : "U1");
	if (asked && place != OD_TU_NAMED)
		DO(n, EXTEND_REQUEST, .unit = "U1", .due_on = 20261220, .reason = "雨天");
	for (const int *action = way[place]; *action; action++)
		OK(do_it(s, n, *action,
			 SAID(.unit = "U1", .text = "进展",
			      .reason = *action == OD_TASK_DO_RETURN ? "不实" : NULL)));
	return n;
}

static inline od_date asked_until(struct state *s, int64_t n)
{
	od_date until;

	OK(od_task_asked(s->db, n, "U1", &until, &s->err));
	return until;
}

static inline int change(struct state *s, int64_t n, const char *reason, const struct given *g)
{
	struct od_task t;
	int r;

	fill(&t, g);
	t.number = n;
	r = od_task_change(s->db, &t, reason, &s->err);
	od_rec_clear(&od_task_type, &t);
	return r;
}

#endif
