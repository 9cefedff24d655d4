/* Many phrases at once: every occurrence of every one, as looking for each by itself would find
 * them; and what must stand in a text for a pattern to match. */
#include <stdio.h>
#include <string.h>

#include "common.h"

#include "../../lib/check/engine.h"

struct tally {
	size_t n;
	uint64_t sum; /* of what, where: the order does not matter */
};

static uint64_t mix(uint32_t what, size_t from, size_t to)
{
	uint64_t x = (uint64_t)what * 1000003 + from * 10007 + to;

	x *= UINT64_C(0x9e3779b97f4a7c15);
	return x ^ x >> 29;
}

static void count(void *ctx, uint32_t what, size_t from, size_t to)
{
	struct tally *t = ctx;

	t->n++;
	t->sum += mix(what, from, to);
}

static void look_for_each(const char *const *words, size_t n, const char *text, struct tally *t)
{
	for (size_t w = 0; w < n; w++)
		for (const char *s = strstr(text, words[w]); s; s = strstr(s + 1, words[w]))
			count(t, (uint32_t)w, (size_t)(s - text),
			      (size_t)(s - text) + strlen(words[w]));
}

static void same_as_each(const char *const *words, size_t n, const char *text)
{
	struct od_err err = OD_ERR_INIT;
	struct od_words *w = od_words_new(&err);
	struct tally got = { 0 }, want = { 0 };

	assert_non_null(w);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(od_words_add(w, words[i], strlen(words[i]), (uint32_t)i, &err), 0);
	od_words_scan(w, text, strlen(text), count, &got);
	look_for_each(words, n, text, &want);
	assert_int_equal(got.n, want.n);
	assert_true(got.sum == want.sum);
	od_words_free(w);
}

static void test_overlapping(void **state)
{
	static const char *const words[] = { "其它", "它", "其",   "它单位", "其它单", "帐号",
					     "的的", "的", "GB/T", "B",      "𠮷野",   "é" };

	(void)state;
	same_as_each(words, OD_COUNT(words), "其它单位的的的帐帐号，GB/T 9704；BB𠮷野é其它");
	same_as_each(words, OD_COUNT(words), "");
	same_as_each(words, OD_COUNT(words), "它");
	same_as_each(words, OD_COUNT(words), "其");
}

/* Texts of few characters, so that phrases overlap and begin alike. */
static void test_random(void **state)
{
	static const char *const letters[] = { "一", "二", "三", "中", "x", "é", "𠮷" };
	char text[2000], word[60][24];
	const char *words[60];
	unsigned int seed = 7;

	(void)state;
	for (int round = 0; round < 200; round++) {
		text[0] = '\0';
		for (size_t n = 0; n < 400; n += strlen(text + n))
			snprintf(text + n, sizeof(text) - n, "%s",
				 letters[rand_r(&seed) % OD_COUNT(letters)]);
		for (int w = 0; w < 60; w++) {
			int chars = 1 + rand_r(&seed) % 4;

			word[w][0] = '\0';
			for (size_t n = 0; chars--; n += strlen(word[w] + n))
				snprintf(word[w] + n, sizeof(word[w]) - n, "%s",
					 letters[rand_r(&seed) % OD_COUNT(letters)]);
			words[w] = word[w];
		}
		same_as_each(words, 60, text);
	}
}

static void nothing(void *ctx, uint32_t what, size_t from, size_t to)
{
	(void)ctx;
	fail_msg("found %u at %zu to %zu", what, from, to);
}

static void test_what_was_seen(void **state)
{
	struct od_err err = OD_ERR_INIT;
	struct od_words *w = od_words_new(&err);

	(void)state;
	assert_int_equal(od_words_scan(w, "会议定于12月5日", 22, nothing, NULL), 0);
	assert_int_equal(od_words_scan(w, "按GB执行", 11, nothing, NULL), OD_SAW_LETTER);
	assert_int_equal(od_words_scan(w, "9:30开会", 10, nothing, NULL), OD_SAW_MARK);
	assert_int_equal(od_words_add(w, "", 0, 1, &err), -1);
	od_words_free(w);
}

static void test_literals(void **state)
{
	static const struct {
		const char *pattern, *literals;
	} cases[] = {
		{ "截止(?=\\d|目前|今年)", "截止" },
		{ "(约|近|大约)\\d+(左右|上下)", "左右|上下" },
		{ "[(（](\\d+)[)）]", "(|（" },
		{ "^\\d+[、．]", "、|．" },
		{ "a?b*", "" },
		{ "(?:通知的)?通知", "通知" },
		{ "(?:通知的)+", "通知的" },
		{ "(?:通知){0,3}", "" },
		{ "报告+书", "报告" },
		{ "(?i)gb", "" },
		{ "一|\\d", "" },
		{ "\\p{Han}{2,}了了", "了了" },
		{ "(?<!参)与与", "与与" },
		{ "(?<year>20\\d\\d)年度", "年度" },
		{ "\\(试行\\)", "(试行)" },
		{ "\\|", "" },
		{ "[^，]，", "，" },
		{ "[[:alpha:]]元", "元" },
		{ "\\x{4e00}是", "是" },
		{ "(a(b(c)))丁", "丁" },
		{ "第(?P<n>\\d+)号", "第" },
		{ "\\Qa.b\\E", "" },
		{ "(?<=字号)\\d+", "字号" },
		{ "[一二三](?=号)", "号" },
		{ "(?!通知)\\d", "" },
		{ "(?<!通知)\\d", "" },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(cases); i++) {
		struct od_buf b = OD_BUF_INIT;

		od_pattern_literals(cases[i].pattern, &b);
		assert_string_equal(b.s ? b.s : "", cases[i].literals);
		od_buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overlapping),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_what_was_seen),
		cmocka_unit_test(test_literals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
