/* supervision.h - what the tests of supervision share: an office of three units, records from lines of text. */
#ifndef TEST_SUPERVISION_H
#define TEST_SUPERVISION_H

#include <fcntl.h>

#include "../../lib/office/task.h"
#include "common.h"

static const char regime[] =
	"setting:\n"
	"  - { name: office_name, value: 示例市委办公室, valid_from: 2020-01-01 }\n"
	"  - { name: quiet_hours, value: '21:00-08:00', valid_from: 2020-01-01 }\n"
	"  - { name: task_urge_hours, value: '24', valid_from: 2020-01-01 }\n"
	"desk:\n"
	"  - { code: ducha, name: 督查室, phone: 0000-12345, valid_from: 2020-01-01 }\n"
	"unit:\n"
	"  - { code: SW, name: 示例市委, kind: body, sort: 1, valid_from: 2020-01-01 }\n"
	"  - { code: U1, name: 示例市甲局, short_name: 甲局, kind: department, sort: 2, "
	"valid_from: 2020-01-01 }\n"
	"  - { code: U2, name: 示例市乙局, short_name: 乙局, kind: department, sort: 3, "
	"valid_from: 2020-01-01 }\n"
	"  - { code: U3, name: 示例市丙局, short_name: 丙局, kind: department, sort: 4, "
	"valid_from: 2020-01-01 }\n"
	"person:\n"
	"  - { code: P1, name: 沈望川, unit: SW, rank: city-chief, valid_from: 2020-01-01 }\n"
	"  - { code: P2, name: 易行简, unit: SW, rank: city-deputy, valid_from: 2020-01-01 }\n"
	"  - { code: P3, name: 戚明朗, unit: SW, rank: section-chief, valid_from: 2020-01-01 }\n"
	"  - { code: P4, name: 甲一, unit: U1, rank: county-chief, valid_from: 2020-01-01 }\n"
	"  - { code: P5, name: 同名, unit: U1, rank: staff, valid_from: 2020-01-01 }\n"
	"  - { code: P6, name: 同名, unit: U2, rank: staff, valid_from: 2020-01-01 }\n"
	"contact:\n"
	"  - { unit: U1, role: leader, slot: 1, person: P4, valid_from: 2020-01-01 }\n";

#define OK(call)                                               \
	do {                                                   \
		if ((call) < 0)                                \
			fail_msg("%s: %s", #call, s->err.msg); \
	} while (0)

static const struct od_when no_when = { { 0 }, NULL };

static inline void begin(struct state *s, const char *now)
{
	s->act = (struct od_act){ "tester", NULL, "test-instruction", { 0 } };
	OK(od_instant_parse(now, &no_when, &s->act.now, &s->err));
	OK(od_begin(s->db, &s->act, &s->err));
}

static inline void commit(struct state *s)
{
	OK(od_commit(s->db, &s->err));
}

/* Records of a file, as office-db load takes them; -1: one was refused. */
static inline int load_fd(struct state *s, int fd)
{
	union {
		struct od_task task;
		struct od_report report;
		struct od_person person;
		struct od_instruction instruction;
		struct od_duty duty;
	} rec = { 0 };
	struct od_when when = { s->act.now, NULL };
	struct od_reader *in =
		od_reader_new(fd, "in", od_load_types, &when, OD_KEEP_READONLY, &s->err);
	enum od_change change;
	int r;

	assert_non_null(in);
	while ((r = od_reader_next(in, &rec, &s->err)) == OD_ROW) {
		r = od_load(s->db, od_reader_type(in), &rec, &change, &s->err);
		if (r < 0)
			break;
	}
	if (od_reader_type(in))
		od_rec_clear(od_reader_type(in), &rec);
	od_reader_free(in);
	return r == OD_END ? 0 : -1;
}

static inline int load_text(struct state *s, const char *text)
{
	char path[96];
	FILE *f;
	int fd, r;

	snprintf(path, sizeof(path), "%s/in", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	fd = open(path, O_RDONLY);
	r = load_fd(s, fd);
	close(fd);
	return r;
}

static inline int setup(void **state)
{
	struct state *s;

	if (setup_db(state) < 0)
		return -1;
	s = *state;
	begin(s, "2026-09-01 09:00");
	OK(load_text(s, regime));
	commit(s);
	return 0;
}

static inline void problem(void *ctx, const char *text)
{
	(void)ctx;
	fail_msg("%s", text);
}

/* Whatever a test did, the journal proves every row. */
static inline int teardown(void **state)
{
	struct state *s = *state;
	struct od_verify v = { .problem = problem };

	OK(od_verify(s->db, &v, &s->err));
	return teardown_db(state);
}

/* "field=value|field=value" into an initialised record. */
static inline void fill(const struct od_rec_type *type, void *rec, const char *fields)
{
	struct od_err err = OD_ERR_INIT;
	char *copy = strdup(fields), *rest = NULL;

	for (char *f = strtok_r(copy, "|", &rest); f; f = strtok_r(NULL, "|", &rest)) {
		char *value = strchr(f, '=');

		assert_non_null(value);
		*value++ = '\0';
		assert_non_null(od_field_find(type, f));
		if (od_field_set(od_field_find(type, f), rec, value, &no_when, &err) < 0)
			fail_msg("%s: %s", f, err.msg);
	}
	free(copy);
}

/* The error of what was refused, or "" if it was taken; number gets the record's. */
static inline const char *put(struct state *s, const struct od_rec_type *type, const char *fields,
			      int64_t *number)
{
	union {
		struct od_task task;
		struct od_instruction instruction;
		struct od_task_group group;
		struct od_site_check check;
		struct od_evidence evidence;
		struct od_task_event event;
	} r;
	enum od_taken taken = OD_TAKEN;
	int got = -1;

	s->err = (struct od_err)OD_ERR_INIT;
	memset(&r, 0, sizeof(r));
	od_rec_init(type, &r);
	fill(type, &r, fields);
	if (type == &od_task_type)
		got = od_task_add(s->db, &r.task, OD_DUP_ERROR, &taken, &s->err);
	else if (type == &od_instruction_type)
		got = od_instruction_add(s->db, &r.instruction, &taken, &s->err);
	else if (type == &od_task_group_type)
		got = od_task_group_put(s->db, &r.group, &s->err);
	else if (type == &od_site_check_type)
		got = od_site_check_put(s->db, &r.check, &s->err);
	else if (type == &od_evidence_type)
		got = od_evidence_put(s->db, &r.evidence, &s->err);
	else if (type == &od_task_event_type)
		got = od_task_do(s->db, &r.event, OD_NOINT, &s->err);
	if (number)
		*number = r.task.number; /* the first member of all but evidence */
	od_rec_clear(type, &r);
	if (got == 0)
		return taken == OD_TAKEN ? "" : "duplicate";
	return s->err.msg;
}

#define TAKEN(type, fields) assert_string_equal(put(s, &od_##type##_type, fields, NULL), "")

/* What a query gives of one column, joined by blanks. */
static inline int add_text(void *ctx, const char *const *text, struct od_err *err)
{
	struct od_buf *b = ctx;

	(void)err;
	od_buf_printf(b, "%s%s", b->n ? " " : "", text[0] ? text[0] : "-");
	return 0;
}

/* text is made anew: statements are kept by their address, so it must be a constant. */
#define assert_rows(sql, want)                                                     \
	do {                                                                       \
		static const char sql_[] = sql;                                    \
		struct od_buf b_ = OD_BUF_INIT;                                    \
		OK(od_query_each(s->db, sql_, OD_NOVALS, add_text, &b_, &s->err)); \
		assert_string_equal(b_.s ? b_.s : "", want);                       \
		od_buf_free(&b_);                                                  \
	} while (0)

static inline void has(const char *text, const char *part)
{
	if (!text || !strstr(text, part))
		fail_msg("'%s' is not in:\n%s", part, text ? text : "(nothing)");
}

static inline void has_not(const char *text, const char *part)
{
	if (text && strstr(text, part))
		fail_msg("'%s' is in:\n%s", part, text);
}

#define SM3 "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

/* One matter without a rhythm, assigned Tuesday the 1st, due Friday the 18th. */
static inline void assigned(struct state *s, const char *more)
{
	char fields[256];

	snprintf(fields, sizeof(fields),
		 "title=供水改造|lead=U1|co_units=U2、U3|due_on=2026-09-18%s", more);
	begin(s, "2026-09-01 09:00");
	TAKEN(task, fields);
	TAKEN(task_event, "number=T2026-0001|action=assign");
	commit(s);
}

#endif
