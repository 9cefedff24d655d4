/* Packs read without libyaml: what is taken is what the reader would take, the rest is left to it. */
#include <dirent.h>
#include <unistd.h>

#include "../../lib/check/engine.h"
#include "common.h"

#define RULES SRCDIR "/share/rules"
#define SLIPS 150 /* of each pack */

static struct od_rules *fresh(void)
{
	struct od_rules *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	pthread_mutex_init(&r->lock, NULL);
	return r;
}

/* As text, with lines, in their order. */
static void put(struct od_buf *b, const struct od_rec_type *type, const void *rec,
		unsigned int line)
{
	char buf[32];

	od_buf_printf(b, "%u %s", line, type->name);
	for (const struct od_field *f = type->fields; f->name; f++) {
		const char *s = od_field_str(f, rec, buf);

		od_buf_printf(b, " %s=%s", f->name, s ? s : "(none)");
	}
	od_buf_puts(b, "\n");
}

static bool plain(const struct od_buf *all, struct od_buf *rules, struct od_buf *words)
{
	struct od_rules *r = fresh();
	struct od_buf seen = OD_BUF_INIT;
	bool took = od_pack_plain(r, "pack", all, &seen);

	for (size_t i = 0; took && i < r->n; i++)
		put(rules, &od_rule_type, r->rule[i], r->row[i]->line);
	for (size_t i = 0; took && i < r->words; i++)
		put(words, &od_rule_word_type, &r->word[i].word, r->word[i].line);
	od_buf_free(&seen);
	for (size_t i = 0; i < r->n; i++)
		r->row[i]->file = "pack"; /* so that the texts are freed */
	od_rules_free(r);
	return took;
}

/* By libyaml, without the samples; false: something is wrong. */
static bool read_yaml(const struct od_buf *all, struct od_buf *rules, struct od_buf *words)
{
	static const struct od_rec_type *const types[] = { &od_rule_type, &od_rule_word_type,
							   &od_rule_sample_type, NULL };
	static const struct od_when when = { { 0 }, NULL };
	union od_pack_record rec;
	struct od_buf seen = OD_BUF_INIT;
	struct od_err err = OD_ERR_INIT;
	int fd = od_pack_open("pack", all, &seen, &err), got;
	struct od_reader *in;

	assert_true(fd >= 0);
	memset(&rec, 0, sizeof(rec));
	in = od_reader_new(fd, "pack", types, &when, 0, &err);
	assert_non_null(in);
	while ((got = od_reader_next(in, &rec, &err)) == OD_ROW)
		put(od_reader_type(in) == &od_rule_type ? rules : words, od_reader_type(in), &rec,
		    od_reader_line(in));
	if (od_reader_type(in))
		od_rec_clear(od_reader_type(in), &rec);
	od_reader_free(in);
	close(fd);
	od_buf_free(&seen);
	return got == OD_END;
}

/* 1: both took it and alike, 0: left to the reader, -1: they differ. */
static int compare(const struct od_buf *all)
{
	struct od_buf rules = OD_BUF_INIT, words = OD_BUF_INIT;
	struct od_buf yaml_rules = OD_BUF_INIT, yaml_words = OD_BUF_INIT;
	int res = 0;

	if (plain(all, &rules, &words))
		res = read_yaml(all, &yaml_rules, &yaml_words) && rules.n == yaml_rules.n &&
				      words.n == yaml_words.n &&
				      (!rules.n || !strcmp(rules.s, yaml_rules.s)) &&
				      (!words.n || !strcmp(words.s, yaml_words.s))
			      ? 1
			      : -1;
	od_buf_free(&rules);
	od_buf_free(&words);
	od_buf_free(&yaml_rules);
	od_buf_free(&yaml_words);
	return res;
}

typedef void each_fn(const char *name, const struct od_buf *all);
static void each_pack(each_fn *fn)
{
	DIR *dir = opendir(RULES);
	int packs = 0;

	assert_non_null(dir);
	for (const struct dirent *e; (e = readdir(dir));) {
		struct od_buf path = OD_BUF_INIT, all = OD_BUF_INIT;
		struct od_err err = OD_ERR_INIT;

		if (!strstr(e->d_name, ".yaml"))
			continue;
		od_buf_printf(&path, "%s/%s", RULES, e->d_name);
		assert_int_equal(od_pack_slurp(path.s, &all, &err), 0);
		fn(e->d_name, &all);
		od_buf_free(&path);
		od_buf_free(&all);
		packs++;
	}
	closedir(dir);
	assert_true(packs > 5);
}

static void same(const char *name, const struct od_buf *all)
{
	int res = compare(all);

	/* one that is left to the reader is read all the same, but makes every start slower */
	if (res != 1)
		fail_msg("%s: %s", name, res ? "read otherwise than by libyaml" : "not taken");
}

static void shipped_packs_are_taken(void **state)
{
	(void)state;
	each_pack(same);
}

/* Whatever a slip of the pen makes of a pack, it is read as libyaml reads it or left to it. */
static void mutilate(const char *name, const struct od_buf *all)
{
	static const char marks[] = " \n:#,-{}[]'\"|>&*!%@`?~x\t\r\\";
	uint32_t rnd = (uint32_t)all->n;
	unsigned int taken = 0;

	for (int i = 0; i < SLIPS; i++) {
		int res;
		struct od_buf b = OD_BUF_INIT;
		size_t n, at;
		const char *from, *end;

		/* a document of the pack */
		rnd = rnd * 1664525 + 1013904223;
		from = strstr(all->s + (rnd >> 8) % (all->n / 2), "\n---\n");
		assert_non_null(from);
		end = strstr(++from, "\n---\n");
		n = end ? (size_t)(end - from) + 1 : strlen(from);
		rnd = rnd * 1664525 + 1013904223;
		at = (rnd >> 8) % n;
		od_buf_add(&b, from, at);
		rnd = rnd * 1664525 + 1013904223;
		if (rnd >> 30)
			od_buf_putc(&b, marks[(rnd >> 8) % (sizeof(marks) - 1)]);
		at += rnd >> 29 & 1;
		od_buf_add(&b, from + at, n - at);
		res = compare(&b);
		if (res < 0)
			fail_msg("%s, slip %d: read otherwise than by libyaml:\n%s", name, i, b.s);
		taken += (unsigned int)res;
		od_buf_free(&b);
	}
	assert_true(taken > 0 && taken < SLIPS);
}

static void slips_are_read_as_libyaml_does(void **state)
{
	(void)state;
	each_pack(mutilate);
}

static void what_is_not_plain_is_left(void **state)
{
	static const char *const values[] = {
		"|",          "> x",  "*x",        "&x y", "!x y", "{a: b}", "[a, [b]]",
		"a: b",       "a #b", "null",      "~",    "",     "'a",     "\"a\\n\"",
		"'a' b",      "@a",   "%a",        "`a",   "- a",  "? a",    "a\tb",
		"a\n      b", "[]",   "\xc2\x85x", "\xff", "a:",
	};
	static const char front[] = "---\nword:\n  - rule: W01\n    wrong: ";

	(void)state;
	for (size_t i = 0; i < OD_COUNT(values); i++) {
		struct od_buf b = OD_BUF_INIT;
		int res;

		od_buf_printf(&b, "%s%s\n", front, values[i]);
		res = compare(&b);
		if (res != 0)
			fail_msg("'%s' was taken", values[i]);
		od_buf_free(&b);
	}
}

static void plain_values_are_taken(void **state)
{
	static const char *const values[] = { "账号",   "'a: b'", "'it''s'",     "\"a, b\"",
					      "[a, b]", "a、b",   "甲（乙）#丙", "  x  ",
					      "'[x]'",  "12:30",  "a-b",         "（a, b" };
	static const char front[] = "# note\n\n---\nword:\n  - rule: W01\n    wrong: ";

	(void)state;
	for (size_t i = 0; i < OD_COUNT(values); i++) {
		struct od_buf b = OD_BUF_INIT;
		int res;

		od_buf_printf(&b, "%s%s\n  - { rule: W02, wrong: x,\n      right: 'y' }\n", front,
			      values[i]);
		res = compare(&b);
		/* # is left to libyaml, which knows when it begins a remark */
		if (res != !strchr(values[i], '#'))
			fail_msg("'%s': %d", values[i], res);
		od_buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_packs_are_taken),
		cmocka_unit_test(slips_are_read_as_libyaml_does),
		cmocka_unit_test(what_is_not_plain_is_left),
		cmocka_unit_test(plain_values_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
