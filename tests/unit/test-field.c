/* test-field.c - records' members from text and back, digests, differences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../lib/record/record.h"

struct thing {
	int64_t number, count;
	char *title, *body, *tags, *derived, *office, *elsewhere;
	bool open;
	int kind;
	od_date day;
	od_instant at;
};

static const struct od_word kinds[] = {
	{ "plain", N_("Ordinary matter"), "普通 一般" },
	{ "urgent", N_("Urgent matter"), "紧急" },
	{ "top", NULL, NULL },
	{ NULL, NULL, NULL },
};

#define AT(m) offsetof(struct thing, m)
static const struct od_field fields[] = {
	{ "number", OD_NUMBER, AT(number), OD_READONLY, "Number", NULL, NULL, 'R' },
	{ "title", OD_TEXT, AT(title), OD_REQUIRED, "Title", NULL, NULL, 0 },
	{ "body", OD_TEXT, AT(body), OD_LONG, "Text", NULL, NULL, 0 },
	{ "tags", OD_LIST, AT(tags), 0, "Tags", NULL, NULL, 0 },
	{ "count", OD_INT, AT(count), 0, "Count", NULL, NULL, 0 },
	{ "open", OD_BOOL, AT(open), 0, "Open", NULL, NULL, 0 },
	{ "kind", OD_ENUM, AT(kind), 0, "Kind", NULL, kinds, 0 },
	{ "derived", OD_TEXT, AT(derived), OD_DERIVED, "Derived", NULL, NULL, 0 },
	{ "day", OD_DATE, AT(day), 0, "Day", NULL, NULL, 0 },
	{ "at", OD_INSTANT, AT(at), 0, "At", NULL, NULL, 0 },
	{ "office", OD_TEXT, AT(office), OD_READONLY, "Office", NULL, NULL, 0 },
	{ "elsewhere", OD_LIST, AT(elsewhere), OD_ELSEWHERE, "Elsewhere", NULL, NULL, 0 },
	{ NULL },
};
static const struct od_rec_type type = { "thing", sizeof(struct thing), fields, "Thing" };

/* 2026-12-05 10:00 in the office. */
static const struct od_when when = { { 1796436000 }, NULL };

struct state {
	struct thing t;
	struct od_err err;
};

static int setup(void **state)
{
	struct state *s = test_calloc(1, sizeof(*s));

	od_rec_init(&type, &s->t);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct state *s = *state;

	od_rec_clear(&type, &s->t);
	test_free(s);
	return 0;
}

static int set(struct state *s, const char *name, const char *text)
{
	return od_field_set(od_field_find(&type, name), &s->t, text, &when, &s->err);
}

static const char *str(const struct state *s, const char *name)
{
	static char buf[32];

	return od_field_str(od_field_find(&type, name), &s->t, buf);
}

static void takes(struct state *s, const char *name, const char *text, const char *want)
{
	const char *got;

	if (set(s, name, text) < 0)
		fail_msg("%s '%s': %s", name, text, s->err.msg);
	got = str(s, name);
	if (!want || !got)
		assert_ptr_equal(want, got);
	else
		assert_string_equal(got, want);
}

static void refuses(struct state *s, const char *name, const char *text, const char *why)
{
	assert_int_equal(set(s, name, text), -1);
	assert_int_equal(s->err.code, OD_EDATA);
	if (!strstr(s->err.msg, why))
		fail_msg("'%s' does not say '%s'", s->err.msg, why);
}

static void test_absent(void **state)
{
	struct state *s = *state;
	char buf[32];

	for (const struct od_field *f = fields; f->name; f++) {
		const char *t = od_field_str(f, &s->t, buf);

		if (f->type == OD_BOOL)
			assert_string_equal(t, "no");
		else if (f->type == OD_ENUM)
			assert_string_equal(t, "plain");
		else
			assert_null(t);
	}
	assert_null(od_field_find(&type, "titl"));
}

static void test_text(void **state)
{
	struct state *s = *state;

	takes(s, "title", " \t　关于防汛的报告　\r\n", "关于防汛的报告");
	takes(s, "title", "一\t二", "一\t二");
	takes(s, "title", " 　 ", "");
	takes(s, "title", "", "");
	takes(s, "title", NULL, NULL);
	takes(s, "body", "　　第一段 \n\n\t第二段\n", "　　第一段 \n\n\t第二段\n");
	takes(s, "title", "保留", "保留");
	refuses(s, "title", "上\n下", "a line break does not belong here");
	refuses(s, "title", "响\a铃", "U+0007");
	takes(s, "body", "上\r\n\r\n下\r\n", "上\n\n下\n"); /* as Windows ends lines */
	refuses(s, "body", "回\r车", "U+000D");
	refuses(s, "body", "\x7f", "U+007F");
	refuses(s, "title",
		"控\xc2\x9b"
		"2J",
		"U+009B");
	refuses(s, "title", "\xe5\x85", "UTF-8");
	refuses(s, "title", "\xed\xa0\x80", "UTF-8");
	assert_string_equal(s->t.title, "保留"); /* what is refused changes nothing */
	takes(s, "title", s->t.title, "保留");   /* its own text */
	takes(s, "title", "\xc2\xa9 𠮷😀", "\xc2\xa9 𠮷😀");
}

static void test_list(void **state)
{
	struct state *s = *state;

	takes(s, "tags", "张三、李四，王五, 赵六；钱七;孙八/周九\n吴十",
	      "张三、李四、王五、赵六、钱七、孙八、周九、吴十");
	takes(s, "tags", "、 张三 、、张三，　李四　,", "张三、李四");
	takes(s, "tags", "张 三", "张 三");
	takes(s, "tags", "", "");
	takes(s, "tags", " 、，", NULL);
	takes(s, "tags", "  ", NULL);
	takes(s, "tags", "一", "一");
	takes(s, "tags", NULL, NULL);
	refuses(s, "tags", "一\x1b、二", "U+001B");
}

/* A field may be a mebibyte of marks and elements: it must not take for ever. */
static void test_long_list(void **state)
{
	struct state *s = *state;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;

	for (int i = 0; b.n < OD_FIELD_MAX; i++)
		od_buf_printf(&b, "%d,%d/", i, i / 2);
	assert_int_equal(set(s, "tags", b.s), 0);
	assert_int_equal(strncmp(s->t.tags, "0、1、2、3、4、", 20), 0);
}

static void test_int(void **state)
{
	struct state *s = *state;

	takes(s, "count", " 42 ", "42");
	takes(s, "count", "0", "0");
	takes(s, "count", "-007", "-7");
	takes(s, "count", "+9223372036854775807", "9223372036854775807");
	takes(s, "count", "-9223372036854775807", "-9223372036854775807");
	takes(s, "count", "　", NULL);
	takes(s, "count", "5", "5");
	takes(s, "count", NULL, NULL);
	refuses(s, "count", "-9223372036854775808", "out of range");
	refuses(s, "count", "9223372036854775808", "out of range");
	refuses(s, "count", "12a", "'12a' is not a whole number");
	refuses(s, "count", "1.5", "whole number");
	refuses(s, "count", "-", "whole number");
	refuses(s, "count", "十二", "whole number");
}

static void test_bool(void **state)
{
	static const char *const yes[] = { "yes", "YES", "true", "True", "1", "是", " 是 " };
	static const char *const no[] = { "no", "No", "false", "FALSE", "0", "否" };
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(yes); i++)
		takes(s, "open", yes[i], "yes");
	for (size_t i = 0; i < OD_COUNT(no); i++) {
		s->t.open = true;
		takes(s, "open", no[i], "no");
	}
	s->t.open = true;
	takes(s, "open", " ", "no");
	refuses(s, "open", "也许", "'也许' is neither yes nor no");
}

static void test_enum(void **state)
{
	struct state *s = *state;
	char buf[32];

	takes(s, "kind", "URGENT", "urgent");
	takes(s, "kind", "一般", "plain");
	takes(s, "kind", "　紧急", "urgent");
	takes(s, "kind", "top", "top");
	assert_string_equal(od_field_label(od_field_find(&type, "kind"), &s->t, buf), "top");
	takes(s, "kind", "ordinary matter", "plain");
	assert_string_equal(od_field_label(od_field_find(&type, "kind"), &s->t, buf),
			    "Ordinary matter");
	s->t.kind = 2;
	takes(s, "kind", "", "plain");
	refuses(s, "kind", "急",
		"'急' is not one of: plain (Ordinary matter), urgent (Urgent matter), top");
	refuses(s, "kind", "普通 一般", "is not one of");
	refuses(s, "kind", "plai", "is not one of");
	s->t.kind = 99;
	assert_null(str(s, "kind"));
	s->t.kind = -1;
	assert_null(str(s, "kind"));
	s->t.kind = 0;
}

static void test_dates(void **state)
{
	struct state *s = *state;
	char buf[32];

	takes(s, "day", "2026年12月5日", "2026-12-05");
	takes(s, "day", " 明天 ", "2026-12-06");
	takes(s, "day", "", NULL);
	takes(s, "at", "2026-12-05 14:30", "2026-12-05T14:30:00+08:00");
	takes(s, "at", "2026-12-05T06:30:15Z", "2026-12-05T14:30:15+08:00");
	takes(s, "at", str(s, "at"), "2026-12-05T14:30:15+08:00");
	assert_string_equal(od_field_label(od_field_find(&type, "at"), &s->t, buf),
			    "2026-12-05 14:30");
	assert_int_equal(set(s, "day", "2026-02-30"), -1);
	assert_int_equal(s->err.code, OD_EDATA);
	assert_null(str(s, "day"));
	takes(s, "at", NULL, NULL);
	assert_null(od_field_label(od_field_find(&type, "at"), &s->t, buf));
}

static void test_number(void **state)
{
	struct state *s = *state;
	int64_t n;

	takes(s, "number", "R2026-0123", "R2026-0123");
	assert_int_equal(s->t.number, od_number(2026, 123));
	takes(s, "number", "r2026-7", "R2026-0007");
	takes(s, "number", "R2026-99999999", "R2026-99999999");
	takes(s, "number", " ", NULL);
	refuses(s, "number", "L2026-0123", "'L2026-0123' is not a number such as R2026-0123");
	refuses(s, "number", "R2026-", "not a number");
	refuses(s, "number", "R2026", "not a number");
	refuses(s, "number", "R26-0001", "not a number");
	refuses(s, "number", "R2026-100000000", "not a number");
	assert_int_equal(od_number_parse('L', "L2026-0001", &n, &s->err), 0);
	assert_int_equal(n, od_number(2026, 1));
}

/* --- whole records ----------------------------------------------------------------------- */

static const char *some(const char *const *texts, size_t n)
{
	return texts[(size_t)rand() % n];
}

static void randomise(struct thing *t)
{
	static const char *const texts[] = { NULL,
					     "",
					     "防汛",
					     " 前后 ",
					     "a\"b\\c\n\t\x01\x7f\xc2\x85"
					     "d",
					     "null",
					     "𠮷😀",
					     "行\r\n\xe2\x80\xa8行" };
	static const char *const lists[] = { NULL, "", "一", "一、二", "一、二、三" };
	const char *s;

	od_rec_clear(&type, t);
	for (const struct od_field *f = fields; f->name; f++) {
		if (f->type != OD_TEXT && f->type != OD_LIST)
			continue;
		s = f->type == OD_TEXT ? some(texts, OD_COUNT(texts))
				       : some(lists, OD_COUNT(lists));
		*(char **)od_member(f, t) = s ? strdup(s) : NULL;
	}
	t->number = rand() % 3 ? od_number(2020 + rand() % 9, rand() % 20000 + 1) : OD_NOINT;
	t->count = rand() % 3 ? (int64_t)rand() * (rand() % 2 ? 77777 : -1) : OD_NOINT;
	t->open = rand() % 2;
	t->kind = rand() % 3;
	t->day = rand() % 3 ? (od_date){ rand() % 60000 } : OD_NODATE;
	t->at = rand() % 3 ? (od_instant){ (int64_t)rand() * 2 } : OD_NOINSTANT;
}

static void test_copy(void **state)
{
	struct state *s = *state;
	struct thing copy;
	struct od_err err;

	srand(1);
	for (int i = 0; i < 500; i++) {
		randomise(&s->t);
		od_rec_init(&type, &copy);
		assert_int_equal(od_rec_copy(&type, &copy, &s->t, &err), 0);
		assert_true(od_rec_same(&type, &copy, &s->t));
		assert_true(!s->t.title || copy.title != s->t.title);
		assert_true(!s->t.derived || !strcmp(copy.derived, s->t.derived));
		od_rec_clear(&type, &copy);
		assert_null(copy.title);
		assert_true(copy.count == OD_NOINT && !od_date_is(copy.day));
	}
}

static void test_diff_text(void **state)
{
	struct state *s = *state;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct thing old;

	od_rec_init(&type, &old);
	assert_false(od_rec_diff(&type, &old, &s->t, &b));
	takes(s, "title", "\"防汛\"", "\"防汛\"");
	takes(s, "tags", "", "");
	takes(s, "count", "3", "3");
	s->t.derived = strdup("not stored");
	assert_true(od_rec_diff(&type, &old, &s->t, &b));
	assert_string_equal(b.s, "{\"title\":[null,\"\\\"防汛\\\"\"],\"tags\":[null,\"\"],"
				 "\"count\":[null,\"3\"]}");
	od_buf_reset(&b);
	assert_true(od_rec_diff(&type, &s->t, NULL, &b));
	assert_string_equal(b.s, "{\"title\":[\"\\\"防汛\\\"\",null],\"tags\":[\"\",null],"
				 "\"count\":[\"3\",null],\"open\":[\"no\",null],"
				 "\"kind\":[\"plain\",null]}");
	od_buf_reset(&b);
	assert_false(od_rec_diff(&type, NULL, NULL, &b));
	assert_int_equal(b.n, 0);
}

static void test_undiff(void **state)
{
	struct state *s = *state;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct thing before, now;

	srand(2);
	od_rec_init(&type, &before);
	od_rec_init(&type, &now);
	for (int i = 0; i < 3000; i++) {
		randomise(&before);
		od_rec_clear(&type, &now);
		randomise(&s->t);
		assert_int_equal(od_rec_copy(&type, &now, &s->t, &s->err), 0);
		od_buf_reset(&b);
		if (!od_rec_diff(&type, i % 7 ? &before : NULL, &now, &b))
			continue;
		if (od_rec_undiff(&type, &now, b.s, &s->err) < 0)
			fail_msg("%s: %s", b.s, s->err.msg);
		if (i % 7 == 0) {
			od_rec_clear(&type, &before);
		}
		assert_true(od_rec_same(&type, &now, &before));
	}
	od_rec_clear(&type, &before);
	od_rec_clear(&type, &now);
}

static void test_undiff_refuses(void **state)
{
	static const struct {
		const char *diff;
		enum od_code code;
	} bad[] = {
		{ "{\"colour\":[\"a\",\"b\"]}", OD_EBUG }, { "{\"title\":\"a\"}", OD_EDATA },
		{ "{\"title\":[\"a\"]}", OD_EDATA },       { "{\"title\":[1,\"a\"]}", OD_EDATA },
		{ "{\"count\":[\"x\",\"1\"]}", OD_EDATA }, { "[1]", OD_EDATA },
		{ "{\"title\":[\"a\",\"b\"", OD_EDATA },   { "", OD_EDATA },
		{ "{\"title\":[\"a\",\"b\"]}", OD_EDATA }, /* the title is not "b" now */
	};
	struct state *s = *state;

	for (size_t i = 0; i < OD_COUNT(bad); i++) {
		assert_int_equal(od_rec_undiff(&type, &s->t, bad[i].diff, &s->err), -1);
		assert_int_equal(s->err.code, bad[i].code);
		assert_true(*s->err.msg);
	}
}

/* Both digests, the way report-submit takes them: the content's from a copy of the state. */
static void digests(const struct thing *t, uint8_t content[OD_SM3_SIZE], uint8_t whole[OD_SM3_SIZE])
{
	struct od_sm3 h, copy;

	od_rec_digest_begin(&type, t, &h);
	copy = h;
	od_sm3_end(&copy, content);
	od_rec_digest_end(&type, t, &h, whole);
}

static void test_digest(void **state)
{
	struct state *s = *state;
	uint8_t c1[OD_SM3_SIZE], w1[OD_SM3_SIZE], c2[OD_SM3_SIZE], w2[OD_SM3_SIZE];
	struct thing copy;

	takes(s, "title", "防汛", "防汛");
	digests(&s->t, c1, w1);
	od_rec_init(&type, &copy);
	assert_int_equal(od_rec_copy(&type, &copy, &s->t, &s->err), 0);
	digests(&copy, c2, w2);
	assert_memory_equal(c1, c2, OD_SM3_SIZE);
	assert_memory_equal(w1, w2, OD_SM3_SIZE);
	od_rec_digest(&type, &copy, w2);
	assert_memory_equal(w1, w2, OD_SM3_SIZE);
	od_rec_clear(&type, &copy);

	takes(s, "body", "", "");
	digests(&s->t, c2, w2); /* absent is not empty */
	assert_memory_not_equal(c1, c2, OD_SM3_SIZE);
	takes(s, "body", NULL, NULL);

	takes(s, "number", "R2026-1", "R2026-0001"); /* the office's: only in the whole */
	digests(&s->t, c2, w2);
	assert_memory_equal(c1, c2, OD_SM3_SIZE);
	assert_memory_not_equal(w1, w2, OD_SM3_SIZE);
	takes(s, "number", NULL, NULL);

	s->t.derived = strdup("not stored");
	digests(&s->t, c2, w2);
	assert_memory_equal(c1, c2, OD_SM3_SIZE);
	assert_memory_equal(w1, w2, OD_SM3_SIZE);
}

/* The canonical form is on disk in every database: this must never change. */
/* What another table keeps: taken and given as any field, no part of what is kept of the record. */
static void test_elsewhere(void **state)
{
	struct state *s = *state;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	uint8_t c1[OD_SM3_SIZE], w1[OD_SM3_SIZE], c2[OD_SM3_SIZE], w2[OD_SM3_SIZE];
	struct thing copy;

	takes(s, "title", "防汛", "防汛");
	digests(&s->t, c1, w1);
	od_rec_init(&type, &copy);
	takes(s, "elsewhere", "甲局，乙局", "甲局、乙局");
	digests(&s->t, c2, w2);
	assert_memory_equal(c1, c2, OD_SM3_SIZE);
	assert_memory_equal(w1, w2, OD_SM3_SIZE);
	assert_int_equal(od_rec_copy(&type, &copy, &s->t, &s->err), 0);
	assert_string_equal(copy.elsewhere, "甲局、乙局");
	takes(s, "elsewhere", "丙局", "丙局");
	assert_true(od_rec_same(&type, &copy, &s->t));
	assert_false(od_rec_diff(&type, &copy, &s->t, &b));
	takes(s, "title", "抗旱", "抗旱");
	assert_true(od_rec_diff(&type, &copy, &s->t, &b));
	assert_string_equal(b.s, "{\"title\":[\"防汛\",\"抗旱\"]}");
	od_rec_clear(&type, &copy);
}

/* A record that was taken away comes again from what its end says of it. */
static void test_undiff_of_an_end(void **state)
{
	struct state *s = *state;
	OD_CLEANUP(od_buf_freep) struct od_buf b = OD_BUF_INIT;
	struct thing back;

	takes(s, "title", "防汛", "防汛");
	takes(s, "kind", "urgent", "urgent");
	takes(s, "open", "yes", "yes");
	assert_true(od_rec_diff(&type, &s->t, NULL, &b));
	od_rec_init(&type, &back);
	assert_int_equal(od_rec_undiff(&type, &back, b.s, &s->err), 0);
	assert_true(od_rec_same(&type, &back, &s->t));
	assert_int_equal(od_rec_undiff(&type, &back, b.s, &s->err), -1); /* it is there now */
	assert_int_equal(s->err.code, OD_EDATA);
	od_rec_clear(&type, &back);
}

static void test_digest_form(void **state)
{
	struct state *s = *state;
	static const struct {
		const char *name, *text;
	} form[] = { { "title", "防汛" },
		     { "open", "no" },
		     { "kind", "urgent" },
		     { "number", "R2026-0007" } };
	uint8_t whole[OD_SM3_SIZE], want[OD_SM3_SIZE];
	struct od_sm3 h;

	takes(s, "title", "防汛", "防汛");
	takes(s, "number", "R2026-7", "R2026-0007");
	takes(s, "kind", "urgent", "urgent");
	od_rec_digest(&type, &s->t, whole);
	od_sm3_init(&h);
	for (size_t i = 0; i < OD_COUNT(form); i++) {
		od_sm3_add(&h, form[i].name, strlen(form[i].name) + 1);
		od_sm3_add_text(&h, form[i].text);
	}
	od_sm3_end(&h, want);
	assert_memory_equal(whole, want, OD_SM3_SIZE);

	/* The first word is what an absent field is: a field added later is in no older digest. */
	takes(s, "kind", "plain", "plain");
	od_rec_digest(&type, &s->t, whole);
	od_sm3_init(&h);
	for (size_t i = 0; i < OD_COUNT(form); i++) {
		if (!strcmp(form[i].name, "kind"))
			continue;
		od_sm3_add(&h, form[i].name, strlen(form[i].name) + 1);
		od_sm3_add_text(&h, form[i].text);
	}
	od_sm3_end(&h, want);
	assert_memory_equal(whole, want, OD_SM3_SIZE);
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_absent),
		TEST(test_text),
		TEST(test_list),
		TEST(test_long_list),
		TEST(test_int),
		TEST(test_bool),
		TEST(test_enum),
		TEST(test_dates),
		TEST(test_number),
		TEST(test_copy),
		TEST(test_diff_text),
		TEST(test_undiff),
		TEST(test_undiff_refuses),
		TEST(test_digest),
		TEST(test_digest_form),
		TEST(test_elsewhere),
		TEST(test_undiff_of_an_end),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
