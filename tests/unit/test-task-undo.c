/* test-task-undo.c - supervised matters: undoing, an import taken back, what comes back from a dump, what is
 * tampered with, two clerks at once. */
#include <sys/wait.h>

#include "task.h"

/* --- undoing ------------------------------------------------------------------------------------------------------------ */

static void test_undo_each(void **state)
{
	/* What is undone, where the unit stood; the matter looks as before but for its version. */
	static const struct {
		int action, place;
		bool asked;
	} rows[] = {
		{ OD_TASK_DO_SIGN, OD_TU_ASSIGNED, false },
		{ OD_TASK_DO_REPORT, OD_TU_RETURNED, false },
		{ OD_TASK_DO_URGE, OD_TU_SIGNED, false },
		{ OD_TASK_DO_EXTEND_REQUEST, OD_TU_SIGNED, false },
		{ OD_TASK_DO_EXTEND_APPROVE, OD_TU_SIGNED, true },
		{ OD_TASK_DO_EXTEND_REFUSE, OD_TU_REPORTED, true },
		{ OD_TASK_DO_RETURN, OD_TU_VERIFIED, false },
		{ OD_TASK_DO_FINISH, OD_TU_REPORTED, false },
		{ OD_TASK_DO_VERIFY, OD_TU_FINISHED, false },
		{ OD_TASK_DO_ASSIGN, OD_TU_NAMED, false },
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		int64_t n = bring(s, rows[i].place, rows[i].asked);
		struct od_task_unit *before, *after;
		od_date asked = asked_until(s, n);
		struct said said = *SAID(.unit = "U1", .text = "情况", .reason = "说明");
		size_t k;

		if (rows[i].action == OD_TASK_DO_EXTEND_REQUEST)
			said.due_on = 20261228;
		if (rows[i].action == OD_TASK_DO_REPORT)
			said.percent = "70";
		OK(od_task_units_read(s->db, n, &before, &k, &s->err));
		OK(do_it(s, n, rows[i].action, &said));
		DO(n, UNDO, .reason = "误操作");
		OK(od_task_units_read(s->db, n, &after, &k, &s->err));
		assert_int_equal(k, 2);
		for (size_t j = 0; j < k; j++)
			assert_true(od_rec_same(&od_task_unit_type, &before[j], &after[j]));
		assert_int_equal(asked_until(s, n).days, asked.days);
		od_task_units_free(before, k);
		od_task_units_free(after, k);
	}
	NOT("a reason is needed for 'undo'", od_number(2026, 1), UNDO);
}

static void test_undo_all(void **state)
{
	struct state *s = *state;
	int64_t n = add(s, GIVEN(.title = "甲 task={x} unit={y", .lead = "U1", .co_units = "U2",
				 .limit = "5w"));

	OK(change(s, n, NULL, GIVEN(.title = "乙} task={", .lead = "U3", .co_units = "U1")));
	is(s, n, "registered v2 -; U3 lead named; U1 co named");
	DO(n, ASSIGN);
	DO(n, ASSIGN, .unit = "U2");
	DO(n, SIGN);
	DO(n, CLOSE, .anyway = true, .reason = "撤");
	DO(n, FILE);
	DO(n, REOPEN, .reason = "再办");
	is(s, n,
	   "assigned v8 2026-12-12; U3 lead signed 2026-12-12; U1 co signed 2026-12-12; "
	   "U2 co signed 2026-12-12");
	DO(n, UNDO, .reason = "误");
	is(s, n,
	   "filed unfinished v9 2026-12-12; U3 lead signed 2026-12-12; "
	   "U1 co signed 2026-12-12; U2 co signed 2026-12-12");
	DO(n, UNDO, .reason = "误");
	DO(n, UNDO, .reason = "误");
	DO(n, UNDO, .reason = "误");
	is(s, n,
	   "assigned v12 2026-12-12; U3 lead assigned 2026-12-12; "
	   "U1 co assigned 2026-12-12; U2 co assigned 2026-12-12");
	DO(n, UNDO, .reason = "误"); /* who came later had no part before */
	is(s, n, "assigned v13 2026-12-12; U3 lead assigned 2026-12-12; U1 co assigned 2026-12-12");
	DO(n, UNDO, .reason = "误");
	is(s, n, "registered v14 -; U3 lead named; U1 co named");
	DO(n, UNDO, .reason = "误"); /* who was taken off has it again */
	is(s, n, "registered v15 -; U1 lead named; U2 co named");
	NOT("T2026-0001: the last thing done is 'register', which cannot be undone; cancel the matter "
	    "instead",
	    n, UNDO, .reason = "误");
	DO(n, ASSIGN);
	DO(n, UNDO, .reason = "误");
	is(s, n, "registered v17 -; U1 lead named; U2 co named");
	add(s, GIVEN(.title = "分", .parent = n));
	NOT("T2026-0001: the last thing done is 'split', which cannot be undone; cancel the matter "
	    "instead",
	    n, UNDO, .reason = "误");
}

/* What was taken back is told no more. */
static void test_undone_is_not_told(void **state)
{
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_ASSIGNED, false);
	struct od_task_unit *u;
	size_t k;

	DO(n, URGE, .unit = "U1", .level = 2);
	DO(n, REPORT, .unit = "U1", .percent = "50");
	DO(n, URGE, .unit = "U1");
	DO(n, UNDO, .reason = "误");
	DO(n, UNDO, .reason = "误");
	OK(od_task_units_read(s->db, n, &u, &k, &s->err));
	OK(od_task_unit_derive(s->db, &u[0], &s->err));
	assert_string_equal(u[0].unit_name, "甲局");
	assert_int_equal(u[0].urges, 1);
	assert_true(u[0].urged_at.sec == AT_1800);
	assert_false(od_instant_is(u[0].reported_at));
	assert_false(od_instant_is(u[0].signed_at));
	od_task_units_free(u, k);
	events_are(s, n, 3, "3 urge U1, 4 report U1, 5 urge U1, 6 undo U1 of 5, 7 undo U1 of 4");
}

/* --- an import taken back -------------------------------------------------------------------------------------------- */

static void tell_changed(void *ctx, const char *record)
{
	od_buf_printf(ctx, "%s ", record);
}

static void test_batch_undone(void **state)
{
	struct state *s = *state;
	struct od_batch counts = { .taken = 3, .undone_at = OD_NOINSTANT };
	int64_t old = add(s,
			  GIVEN(.title = "旧", .external_id = "X", .lead = "U1", .co_units = "U3")),
		whole, again, undone, n = 0;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	enum od_taken taken;

	commit(s);
	begin(s, AT_1800);
	OK(od_batch_begin(s->db, "导入", &counts.number, &s->err));
	whole = add(s, GIVEN(.title = "甲", .lead = "U1", .co_units = "U2、U3", .limit = "5w"));
	add(s, GIVEN(.title = "乙", .lead = "U1", .parent = whole));
	DO(whole, ASSIGN);
	DO(whole, SIGN);
	OK(add_as(s, GIVEN(.title = "新", .external_id = "X", .co_units = "U2"), OD_DUP_UPDATE,
		  &taken, &again));
	assert_int_equal(taken, OD_UPDATED);
	is(s, old, "registered v2 -; U1 lead named; U2 co named");
	OK(od_batch_end(s->db, &counts, &s->err));
	commit(s);
	verify(s);
	begin(s, AT_1800);
	DO(whole, REPORT, .text = "进展");
	REFUSED(OD_EDATA, "B2026-0001: 4 of its records were changed since; nothing was undone",
		od_batch_undo(s->db, counts.number, tell_changed, &b, &undone, &s->err));
	assert_non_null(strstr(b.s, "T2026-0002 "));
	od_rollback(s->db);
	begin(s, AT_1800);
	OK(od_batch_undo(s->db, counts.number, tell_changed, &b, &undone, &s->err));
	commit(s);
	begin(s, AT_1800);
	is(s, old, "registered v1 -; U1 lead named; U3 co named");
	events_are(s, old, 1, "1 register");
	OK(od_query_int(s->db, "SELECT count(*) FROM task", &n, OD_NOVALS, &s->err));
	assert_int_equal(n, 1);
	assert_int_equal(add(s, GIVEN(.title = "后")),
			 whole + 2); /* its numbers are not given again */
}

/* --- a dump ------------------------------------------------------------------------------------------------------------- */

/* Every record as office-db dump writes it; yours. */
static char *dump(struct state *s, const char *path)
{
	FILE *f = fopen(path, "w+");
	struct od_buf b = OD_BUF_INIT;
	char chunk[4096];

	assert_non_null(f);
	for (size_t i = 0; od_load_types[i]; i++) {
		const struct od_rec_type *type = od_load_types[i];
		struct od_out_opts opts = { .format = OD_FMT_YAML, .tagged = true };
		OD_CLEANUP(od_buf_freep) struct od_buf columns = OD_BUF_INIT;
		struct od_iter *it = od_dump(s->db, type, &s->err);
		void *rec = calloc(1, type->size);
		struct od_out *out;
		int r;

		assert_non_null(it);
		for (const struct od_field *k = type->fields; k->name; k++)
			if (!(k->flags & OD_DERIVED))
				od_buf_printf(&columns, "%s%s", columns.n ? "," : "", k->name);
		opts.columns = columns.s;
		out = od_out_new(f, type, &opts, &s->err);
		od_rec_init(type, rec);
		while ((r = od_iter_next(it, rec, &s->err)) > 0)
			OK(od_out_add(out, rec, &s->err));
		OK(r);
		OK(od_out_end(out, &s->err));
		od_out_free(out);
		od_rec_clear(type, rec);
		free(rec);
		od_iter_free(it);
	}
	rewind(f);
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		od_buf_add(&b, chunk, n);
	fclose(f);
	return b.s;
}

static void test_dump_comes_back(void **state)
{
	struct state *s = *state, *other;
	int64_t n = bring(s, OD_TU_VERIFIED, true), part;
	void *fresh = NULL;
	char path[96], *before, *after;

	part = add(s, GIVEN(.title = "分", .lead = "U3", .parent = n, .due_on = 20261210,
			    .external_id = "外1"));
	DO(part, ASSIGN);
	DO(part, ASSIGN, .unit = "U2", .due_on = 20261209);
	DO(part, UNDO, .reason = "误");
	DO(n, CLOSE, .anyway = true, .reason = "并案");
	OK(change(s, part, "改", GIVEN(.title = "分项", .co_units = "U1")));
	commit(s);
	snprintf(path, sizeof(path), "%s/dump", s->dir);
	before = dump(s, path);
	assert_non_null(strstr(before, "\nlead: U3\nco_units: [U1]\n"));
	assert_int_equal(setup_db(&fresh), 0);
	other = fresh;
	begin(other, AT_1800);
	load_file(other, path);
	commit(other);
	verify(other);
	begin(other, AT_1800);
	load_file(other, path); /* once more changes nothing */
	commit(other);
	verify(other);
	snprintf(path, sizeof(path), "%s/again", s->dir);
	after = dump(other, path);
	assert_string_equal(before, after);
	begin(other, TOMORROW); /* and it goes on where it was */
	{
		struct state *was = s;

		s = other;
		DO(part, SIGN, .unit = "U3");
		is(s, part, "assigned v6 2026-12-10; U3 lead signed 2026-12-10; U1 co named");
		assert_int_equal(add(s, GIVEN(.title = "新")), part + 1);
		DO(part, UNDO, .reason = "误");
		commit(s);
		verify(s);
		s = was;
	}
	free(before);
	free(after);
	teardown_db(&fresh);
}

/* Any byte of what was done is missed. */
static void count_problem(void *ctx, const char *text)
{
	od_buf_printf(ctx, "%s\n", text);
}

static void test_tampering_is_seen(void **state)
{
	static const struct {
		const char *sql, *told;
	} rows[] = {
		{ "UPDATE task SET title = '丁' WHERE number = ?1",
		  "T2026-0001 is not what the journal says it is\n" },
		{ "UPDATE task_unit SET due_on = '2027-01-01' WHERE number = ?1 AND unit = 'U1'",
		  "task_unit:T2026-0001/U1 is not what the journal says it is\n" },
		{ "UPDATE task_event SET text = '好' WHERE number = ?1 AND step = 3",
		  "task_event:T2026-0001/3 is not what the journal says it is\n" },
		{ "DELETE FROM task_event WHERE number = ?1 AND step = 4",
		  "T2026-0001: the journal has 4 steps, the database 3\n" },
		{ "DELETE FROM task_unit WHERE number = ?1 AND unit = 'U2'",
		  "task_unit:T2026-0001/U2 is in the journal but not in the database\n" },
	};
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_FINISHED, false);

	commit(s);
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
		struct od_verify v = { .problem = count_problem, .ctx = &b };

		begin(s, AT_1800);
		OK(od_run(s->db, rows[i].sql, OD_VALS(od_v(n)), &s->err));
		OK(od_verify(s->db, &v, &s->err));
		assert_string_equal(b.s ? b.s : "", rows[i].told);
		od_rollback(s->db);
	}
}

/* --- two clerks at once --------------------------------------------------------------------------------------------------- */

#define CLERKS 6

/* Each process does the same to one matter; how each ended, by the code of its error. */
static void race(struct state *s, int times, int64_t n, int action, const struct said *said,
		 int ended[OD_ESCHEMA + 1])
{
	int status;

	commit(s);
	od_close(s->db);
	memset(ended, 0, sizeof(*ended) * (OD_ESCHEMA + 1));
	for (int i = 0; i < CLERKS; i++)
		if (fork() == 0) {
			struct od_act act = { "clerk", NULL, "race", { AT_1800 } };
			int r = 0;

			s->db = od_open(s->path, OD_WRITE, 20000, &s->err);
			for (int k = 0; s->db && r == 0 && k < times; k++) {
				r = od_begin(s->db, &act, &s->err);
				if (r == 0)
					r = do_it(s, n, action, said);
				if (r == 0)
					r = od_commit(s->db, &s->err);
			}
			od_rollback(s->db);
			od_close(s->db);
			_exit(s->err.code);
		}
	while (wait(&status) > 0) {
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= OD_ESCHEMA);
		ended[WEXITSTATUS(status)]++;
	}
	s->db = od_open(s->path, OD_WRITE, 2000, &s->err);
	assert_non_null(s->db);
	begin(s, AT_1800);
}

static void test_two_clerks(void **state)
{
	struct state *s = *state;
	int64_t n = bring(s, OD_TU_ASSIGNED, false);
	int ended[OD_ESCHEMA + 1];

	/* One who has looked at it wins; the others are told to look again. */
	race(s, 1, n, OD_TASK_DO_SIGN, SAID(.unit = "U1", .version = 2), ended);
	assert_int_equal(ended[OD_OK], 1);
	assert_int_equal(ended[OD_EBUSY], CLERKS - 1);
	/* Without a version, the state refuses all but one. */
	race(s, 1, n, OD_TASK_DO_FINISH, SAID(.unit = "U1"), ended);
	assert_int_equal(ended[OD_OK], 1);
	assert_int_equal(ended[OD_EDATA], CLERKS - 1);
	is(s, n, "assigned v4 2026-12-15; U1 lead finished 2026-12-15 100%; U2 co named");
	events_are(s, n, 3, "3 sign U1, 4 finish U1");
	/* What all may do is all there, none over another. */
	n = bring(s, OD_TU_ASSIGNED, false);
	race(s, 20, n, OD_TASK_DO_REPORT, SAID(.unit = "U1", .percent = "10"), ended);
	assert_int_equal(ended[OD_OK], CLERKS);
	is(s, n, "assigned v122 2026-12-15; U1 lead reported 2026-12-15 10%; U2 co named");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_undo_each),    TEST(test_undo_all),        TEST(test_undone_is_not_told),
		TEST(test_batch_undone), TEST(test_dump_comes_back), TEST(test_tampering_is_seen),
		TEST(test_two_clerks),
	};

	return cmocka_run_group_tests_name("task-undo", tests, NULL, NULL);
}
