/* test-store.c - what the store promises below the commands: migrations, numbers, search pairs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../lib/store/db.h"

static const struct od_act act = { "tester", NULL, "test-store", { 1796378400 } }; /* 2026-12-04 */

struct state {
	char dir[64], path[80];
	struct od_err err;
};

static int setup(void **state)
{
	struct state *s = calloc(1, sizeof(*s));

	snprintf(s->dir, sizeof(s->dir), "/tmp/test-store-XXXXXX");
	if (!mkdtemp(s->dir))
		return -1;
	snprintf(s->path, sizeof(s->path), "%s/o.db", s->dir);
	*state = s;
	return od_create(s->path, &s->err);
}

static int teardown(void **state)
{
	struct state *s = *state;
	char command[120];

	snprintf(command, sizeof(command), "rm -rf %s", s->dir);
	if (system(command) != 0)
		return -1;
	free(s);
	return 0;
}

static struct od_db *open_db(struct state *s)
{
	struct od_db *db = od_open(s->path, OD_WRITE, 2000, &s->err);

	if (!db)
		fail_msg("%s", s->err.msg);
	return db;
}

static const struct od_step steps[] = {
	{ OD_SCHEMA_VERSION + 1, "CREATE TABLE extra (a INTEGER) STRICT" },
	{ OD_SCHEMA_VERSION + 2, "ALTER TABLE extra ADD COLUMN b TEXT" },
};

static void test_migration_runs_missing_steps_once(void **state)
{
	struct state *s = *state;
	struct od_db *db = open_db(s);
	int64_t columns = 0;
	int from;

	assert_int_equal(od_migrate_steps(db, steps, 1, OD_SCHEMA_VERSION + 1, &from, &s->err), 0);
	assert_int_equal(from, OD_SCHEMA_VERSION);
	assert_int_equal(od_migrate_steps(db, steps, 2, OD_SCHEMA_VERSION + 2, &from, &s->err), 0);
	assert_int_equal(from, OD_SCHEMA_VERSION + 1);
	assert_int_equal(od_migrate_steps(db, steps, 2, OD_SCHEMA_VERSION + 2, &from, &s->err), 0);
	assert_int_equal(from, OD_SCHEMA_VERSION + 2);
	assert_int_equal(od_query_int(db, "SELECT count(*) FROM pragma_table_info('extra')", &columns,
				      OD_NOVALS, &s->err),
			 1);
	assert_int_equal(columns, 2);
	od_close(db);
	assert_null(od_open(s->path, OD_READ, 0, &s->err)); /* newer than the program */
	assert_int_equal(s->err.code, OD_ESCHEMA);
}

static void test_failed_step_leaves_the_old_schema(void **state)
{
	static const struct od_step bad[] = {
		{ OD_SCHEMA_VERSION + 1, "CREATE TABLE extra (a INTEGER) STRICT" },
		{ OD_SCHEMA_VERSION + 2, "CREATE TABLE extra (a INTEGER) STRICT" },
	};
	struct state *s = *state;
	struct od_db *db = open_db(s);
	int from;

	assert_int_equal(od_migrate_steps(db, bad, 2, OD_SCHEMA_VERSION + 2, &from, &s->err), -1);
	od_close(db);
	db = open_db(s); /* still the present version, and whole */
	assert_int_equal(od_exec(db, "SELECT * FROM extra", &s->err), -1);
	od_close(db);
}

/* Several processes that find an old file at once: one does the work, all succeed. */
static void test_racing_migrations(void **state)
{
	struct state *s = *state;
	int status, from, good = 0;

	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			struct od_db *db = od_open_raw(s->path, SQLITE_OPEN_READWRITE, 5000, &s->err);
			int r = db ? od_migrate_steps(db, steps, 2, OD_SCHEMA_VERSION + 2, &from,
						      &s->err)
				   : -1;

			od_close(db);
			_exit(r == 0 ? 0 : 1);
		}
	}
	while (wait(&status) > 0)
		good += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	assert_int_equal(good, 8);
}

static void test_numbers_are_never_given_twice(void **state)
{
	struct state *s = *state;
	struct od_db *db = open_db(s);
	int64_t a, b, c;

	assert_int_equal(od_begin(db, &act, &s->err), 0);
	assert_int_equal(od_number_next(db, "R", &a, &s->err), 0);
	od_rollback(db); /* never given: nobody saw it */
	assert_int_equal(od_begin(db, &act, &s->err), 0);
	assert_int_equal(od_number_next(db, "R", &b, &s->err), 0);
	assert_int_equal(od_number_next(db, "R", &c, &s->err), 0);
	assert_int_equal(od_commit(db, &s->err), 0);
	assert_int_equal(a, b);
	assert_int_equal(b, od_number(2026, 1));
	assert_int_equal(c, od_number(2026, 2));
	assert_int_equal(od_begin(db, &act, &s->err), 0);
	assert_int_equal(od_number_taken(db, "R", od_number(2026, 40), &s->err), 0);
	assert_int_equal(od_number_next(db, "R", &c, &s->err), 0);
	assert_int_equal(c, od_number(2026, 41));
	od_close(db);
}

static void expr_is(const char *words, const char *want)
{
	struct od_buf b = OD_BUF_INIT;

	od_search_expr(words, &b);
	assert_string_equal(b.s, want);
	od_buf_free(&b);
}

static void test_search_expression(void **state)
{
	(void)state;
	expr_is("市", "\"市\" *");
	expr_is("市委", "\"市委\" ");
	expr_is("市委办", "\"市委\" \"委办\" ");
	expr_is("a\"b", "\"a_\" \"_b\" "); /* no mark of the query language gets through */
	expr_is("，市", "\"，市\" ");
	expr_is("\"", "\"_\" *");
}

static void test_journal_refuses_changes(void **state)
{
	struct state *s = *state;
	struct od_db *db = open_db(s);

	assert_int_equal(od_begin(db, &act, &s->err), 0);
	assert_int_equal(od_journal(db, "create", "report", "R2026-0001", NULL, NULL, &s->err), 0);
	assert_int_equal(od_commit(db, &s->err), 0);
	assert_int_equal(od_exec(db, "UPDATE journal SET action = 'x'", &s->err), -1);
	assert_int_equal(od_exec(db, "DELETE FROM journal", &s->err), -1);
	assert_int_equal(od_exec(db, "UPDATE act SET actor = 'x'", &s->err), -1);
	od_close(db);
}

static void test_writing_needs_a_transaction(void **state)
{
	struct state *s = *state;
	struct od_db *db = open_db(s);
	int64_t n;

	assert_int_equal(od_number_next(db, "R", &n, &s->err), -1);
	assert_int_equal(s->err.code, OD_EBUG);
	assert_int_equal(od_commit(db, &s->err), -1);
	assert_int_equal(od_begin(db, &act, &s->err), 0);
	assert_int_equal(od_begin(db, &act, &s->err), -1);
	od_close(db);
	db = od_open(s->path, OD_READ, 0, &s->err);
	assert_non_null(db);
	assert_int_equal(od_begin(db, &act, &s->err), -1);
	od_close(db);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_migration_runs_missing_steps_once),
		TEST(test_failed_step_leaves_the_old_schema),
		TEST(test_racing_migrations),
		TEST(test_numbers_are_never_given_twice),
		TEST(test_search_expression),
		TEST(test_journal_refuses_changes),
		TEST(test_writing_needs_a_transaction),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
