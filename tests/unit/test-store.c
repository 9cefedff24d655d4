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
	assert_int_equal(od_query_int(db, "SELECT count(*) FROM pragma_table_info('extra')",
				      &columns, OD_NOVALS, &s->err),
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

/* --- from the schema of 0.1.0 to the present one ------------------------------------------------ */

static int add_row(void *ctx, int n, char **text, char **name)
{
	(void)name;
	for (int i = 0; i < n; i++)
		od_buf_printf(ctx, "%s%s", i ? "|" : "", text[i] ? text[i] : "NULL");
	od_buf_putc(ctx, '\n');
	return 0;
}

/* What sql gives, a row a line; yours. */
static char *rows_of(const char *path, const char *sql)
{
	struct od_buf b = OD_BUF_INIT;
	sqlite3 *sq;
	char *msg = NULL;

	assert_int_equal(sqlite3_open_v2(path, &sq, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	if (sqlite3_exec(sq, sql, add_row, &b, &msg) != SQLITE_OK)
		fail_msg("%s: %s", sql, msg);
	sqlite3_close(sq);
	od_buf_puts(&b, "");
	return b.s ? b.s : strdup("");
}

static void run_file(sqlite3 *sq, const char *name)
{
	struct od_buf b = OD_BUF_INIT;
	char chunk[4096], path[512], *msg = NULL;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/fixtures/%s", SRCDIR, name);
	f = fopen(path, "r");
	assert_non_null(f);
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		od_buf_add(&b, chunk, n);
	fclose(f);
	if (sqlite3_exec(sq, b.s, NULL, NULL, &msg) != SQLITE_OK)
		fail_msg("%s: %s", name, msg);
	od_buf_free(&b);
}

/* An older file, with rows and journal that the program of its day wrote. */
static void make_schema(const char *path, int version)
{
	sqlite3 *sq;
	char pragma[120], name[32];

	assert_int_equal(sqlite3_open(path, &sq), SQLITE_OK);
	snprintf(name, sizeof(name), "schema-%d.sql", version);
	run_file(sq, name);
	snprintf(name, sizeof(name), "rows-%d.sql", version);
	run_file(sq, name);
	snprintf(pragma, sizeof(pragma), "PRAGMA application_id = %d; PRAGMA user_version = %d",
		 OD_APPLICATION_ID, version);
	assert_int_equal(sqlite3_exec(sq, pragma, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sq);
}

/* SQL without comments, white space only where words need it: in place. */
static void plain_sql(char *s)
{
	char *to = s;

	while (*s) {
		if (!strncmp(s, "--", 2)) {
			s += strcspn(s, "\n");
		} else if (strchr(" \t\n", *s)) {
			s++;
			if (!strchr(" (),", to[-1]))
				*to++ = ' ';
		} else {
			to -= strchr("(),", *s) && to[-1] == ' ';
			*to++ = *s++;
		}
	}
	*to = '\0';
}

/* Two files answer alike, their SQL compared plain. */
static void same_answer(const char *a, const char *b, const char *sql)
{
	char *in_a = rows_of(a, sql), *in_b = rows_of(b, sql);

	assert_true(strlen(in_b) > 0);
	plain_sql(in_a);
	plain_sql(in_b);
	assert_string_equal(in_a, in_b);
	free(in_a);
	free(in_b);
}

/* Every row of every table that the old schema had, by the columns it then had, as SQL. */
static char *select_old_rows(const char *path)
{
	return rows_of(path, "SELECT 'SELECT ''' || m.name || ''', ' || "
			     "group_concat('\"' || c.name || '\"', ', ') || ' FROM ' || m.name || "
			     "' ORDER BY 2, ' || min(count(*) + 1, 3) || ';' FROM sqlite_schema m, "
			     "pragma_table_info(m.name) c WHERE m.type = 'table' "
			     "AND m.name NOT LIKE 'report_search%' GROUP BY m.name");
}

static void becomes_the_present_one(struct state *s, int version, const char *text)
{
	static const char *const same[] = {
		"SELECT type, name, tbl_name, coalesce(sql, '-') FROM sqlite_schema ORDER BY 1, 2",
		"SELECT m.name, c.* FROM sqlite_schema m, pragma_table_xinfo(m.name) c "
		"WHERE m.type = 'table' ORDER BY m.name, c.cid",
		"SELECT m.name, f.* FROM sqlite_schema m, pragma_foreign_key_list(m.name) f "
		"WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq",
		"SELECT m.name, i.name, i.\"unique\", i.origin, i.partial, c.* "
		"FROM sqlite_schema m, pragma_index_list(m.name) i, pragma_index_xinfo(i.name) c "
		"WHERE m.type = 'table' ORDER BY m.name, i.name, c.seqno",
		"SELECT name, type, strict, wr FROM pragma_table_list ORDER BY name",
		"PRAGMA application_id",
		"PRAGMA user_version",
	};
	char old[120], *select, *before, *after;
	int from = 0;

	snprintf(old, sizeof(old), "%s/old.db", s->dir);
	make_schema(old, version);
	select = select_old_rows(old);
	before = rows_of(old, select);
	assert_non_null(strstr(before, text));
	assert_null(od_open(old, OD_READ, 0, &s->err));
	assert_int_equal(s->err.code, OD_ESCHEMA);
	s->err.code = OD_OK;
	assert_int_equal(od_migrate(old, 2000, &from, &s->err), 0);
	assert_int_equal(from, version);
	for (size_t i = 0; i < OD_COUNT(same); i++)
		same_answer(s->path, old, same[i]);
	after = rows_of(old, select);
	assert_string_equal(before, after);
	assert_int_equal(od_migrate(old, 2000, &from, &s->err), 0); /* nothing is left to do */
	assert_int_equal(from, OD_SCHEMA_VERSION);
	free(select);
	free(before);
	free(after);
}

static void test_schema_1_becomes_the_present_one(void **state)
{
	becomes_the_present_one(*state, 1, "冬季运动会");
}

static void test_schema_2_becomes_the_present_one(void **state)
{
	becomes_the_present_one(*state, 2, "每月不少于3条");
}

static void test_schema_3_becomes_the_present_one(void **state)
{
	becomes_the_present_one(*state, 3, "探亲");
}

static void test_schema_4_becomes_the_present_one(void **state)
{
	becomes_the_present_one(*state, 4, "供水管网改造");
}

static void tell_problem(void *ctx, const char *text)
{
	(void)ctx;
	print_error("%s\n", text);
}

/* What was added since is absent from the old rows, and their journal still proves them. */
static void test_rows_of_schema_1_are_proved(void **state)
{
	struct state *s = *state;
	struct od_report_query q = OD_REPORT_QUERY_INIT;
	struct od_verify v = { .problem = tell_problem };
	struct od_report r = { 0 };
	struct od_iter *it;
	struct od_db *db;
	char bak[120], *version;
	int from;

	assert_int_equal(unlink(s->path), 0);
	make_schema(s->path, 1);
	assert_int_equal(od_migrate(s->path, 2000, &from, &s->err), 0);
	db = open_db(s);
	if (od_verify(db, &v, &s->err) < 0)
		fail_msg("%s", s->err.msg);
	assert_int_equal(v.problems, 0);
	assert_int_equal(v.journal_rows, 22);
	assert_int_equal(v.records, 18);
	q.number = od_number(2026, 1);
	od_rec_init(&od_report_type, &r);
	it = od_report_find(db, &q, &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &r, &s->err), 1);
	assert_string_equal(r.title, "示江大道交通事故");
	assert_int_equal(r.stage, OD_STAGE_NONE);
	assert_int_equal(r.form, OD_FORM_WRITTEN);
	assert_int_equal(r.grade, OD_GRADE_NONE);
	assert_true(r.dead == OD_NOINT && r.event == OD_NOINT);
	assert_false(od_instant_is(r.ends_at));
	od_rec_clear(&od_report_type, &r);
	od_iter_free(it);
	od_close(db);
	snprintf(bak, sizeof(bak), "%s.v1.bak", s->path);
	version = rows_of(bak, "PRAGMA user_version");
	assert_string_equal(version, "1\n");
	free(version);
}

static void load_a_return(struct od_db *db, struct od_err *err)
{
	static const char yaml[] =
		"duty: [{code: back, name: 销假, categories: [leave], owed_by: person, rhythm: event, "
		"due: +1w 12:00, anchor: return}]\n";
	static const struct od_rec_type *const types[] = { &od_duty_type, NULL };
	static const struct od_when when = { { 1796378400 }, NULL };
	char path[] = "/tmp/test-store-yaml-XXXXXX";
	struct od_duty d = { 0 };
	enum od_change change;
	struct od_reader *r;
	int fd = mkstemp(path);

	assert_int_equal(write(fd, yaml, sizeof(yaml) - 1), sizeof(yaml) - 1);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	unlink(path);
	r = od_reader_new(fd, "duty", types, &when, 0, err);
	assert_non_null(r);
	od_rec_init(&od_duty_type, &d);
	assert_int_equal(od_reader_next(r, &d, err), OD_ROW);
	assert_int_equal(od_begin(db, &act, err), 0);
	assert_int_equal(od_load(db, &od_duty_type, &d, &change, err), 0);
	assert_int_equal(change, OD_ADDED);
	assert_int_equal(od_commit(db, err), 0);
	od_rec_clear(&od_duty_type, &d);
	od_reader_free(r);
	close(fd);
}

/* The table of duties was made anew for the anchors of leave: its old rows are proved by their old journal,
 * new ones may have the new words, and persons have no desk and no day they began to work. */
static void test_rows_of_schema_2_are_proved(void **state)
{
	struct state *s = *state;
	struct od_verify v = { .problem = tell_problem };
	struct od_person p = { 0 };
	struct od_iter *it;
	struct od_db *db;
	int from;

	assert_int_equal(unlink(s->path), 0);
	make_schema(s->path, 2);
	assert_int_equal(od_migrate(s->path, 2000, &from, &s->err), 0);
	assert_int_equal(from, 2);
	db = open_db(s);
	load_a_return(db, &s->err);
	if (od_verify(db, &v, &s->err) < 0)
		fail_msg("%s", s->err.msg);
	assert_int_equal(v.problems, 0);
	assert_int_equal(v.journal_rows, 31 + 1);
	assert_int_equal(v.records, 25 + 1);
	od_rec_init(&od_person_type, &p);
	it = od_person_find(db, od_ymd(2026, 12, 4), NULL, "P002", &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &p, &s->err), 1);
	assert_string_equal(p.unit, "BM13");
	assert_null(p.desk);
	assert_false(od_date_is(p.work_since));
	od_rec_clear(&od_person_type, &p);
	od_iter_free(it);
	od_close(db);
}

/* Several processes that find an old file at once: one does the work, all succeed. */
static void test_racing_migrations(void **state)
{
	struct state *s = *state;
	int status, from, good = 0;

	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			struct od_db *db =
				od_open_raw(s->path, SQLITE_OPEN_READWRITE, 5000, &s->err);
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

/* Supervision came as new tables alone: leaves and their steps are proved by their old journal. */
static void test_rows_of_schema_3_are_proved(void **state)
{
	struct state *s = *state;
	struct od_leave_query q = OD_LEAVE_QUERY_INIT;
	struct od_verify v = { .problem = tell_problem };
	struct od_leave l = { 0 };
	struct od_iter *it;
	struct od_db *db;
	int from;

	assert_int_equal(unlink(s->path), 0);
	make_schema(s->path, 3);
	assert_int_equal(od_migrate(s->path, 2000, &from, &s->err), 0);
	assert_int_equal(from, 3);
	db = open_db(s);
	if (od_verify(db, &v, &s->err) < 0)
		fail_msg("%s", s->err.msg);
	assert_int_equal(v.problems, 0);
	assert_int_equal(v.journal_rows, 26);
	assert_int_equal(v.records, 26);
	q.number = od_number(2026, 2);
	od_rec_init(&od_leave_type, &l);
	it = od_leave_find(db, &q, &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &l, &s->err), 1);
	assert_int_equal(l.status, OD_LEAVE_RETURNED);
	assert_int_equal(l.parent, od_number(2026, 1));
	od_rec_clear(&od_leave_type, &l);
	od_iter_free(it);
	od_close(db);
}

/* Publications, issues and scores came as new tables alone: matters, what was done to them and columns of the
 * roundup are proved by their old journal, and the office goes on. */
static void test_rows_of_schema_4_are_proved(void **state)
{
	struct state *s = *state;
	struct od_issue_query q = OD_ISSUE_QUERY_INIT;
	struct od_verify v = { .problem = tell_problem };
	struct od_task t = { 0 };
	struct od_issue i = { 0 };
	struct od_iter *it;
	struct od_db *db;
	int from;

	assert_int_equal(unlink(s->path), 0);
	make_schema(s->path, 4);
	assert_int_equal(od_migrate(s->path, 2000, &from, &s->err), 0);
	assert_int_equal(from, 4);
	db = open_db(s);
	if (od_verify(db, &v, &s->err) < 0)
		fail_msg("%s", s->err.msg);
	assert_int_equal(v.problems, 0);
	assert_int_equal(v.journal_rows, 48);
	assert_int_equal(v.records, 38);
	od_rec_init(&od_task_type, &t);
	if (od_task_get(db, od_number(2026, 1), &t, &s->err) < 0)
		fail_msg("%s", s->err.msg);
	assert_string_equal(t.title, "供水管网改造");
	assert_string_equal(t.lead, "BM14");
	assert_int_equal(t.version, 14);
	od_rec_clear(&od_task_type, &t);
	od_rec_init(&od_issue_type, &i);
	q.withdrawn = true;
	it = od_issue_find(db, &q, &s->err);
	assert_non_null(it);
	assert_int_equal(od_iter_next(it, &i, &s->err), 0);
	od_iter_free(it);
	od_close(db);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_migration_runs_missing_steps_once),
		TEST(test_failed_step_leaves_the_old_schema),
		TEST(test_schema_1_becomes_the_present_one),
		TEST(test_rows_of_schema_1_are_proved),
		TEST(test_schema_2_becomes_the_present_one),
		TEST(test_rows_of_schema_2_are_proved),
		TEST(test_schema_3_becomes_the_present_one),
		TEST(test_rows_of_schema_3_are_proved),
		TEST(test_schema_4_becomes_the_present_one),
		TEST(test_rows_of_schema_4_are_proved),
		TEST(test_racing_migrations),
		TEST(test_numbers_are_never_given_twice),
		TEST(test_search_expression),
		TEST(test_journal_refuses_changes),
		TEST(test_writing_needs_a_transaction),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
