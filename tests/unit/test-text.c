/* test-text.c - errors, growing text, UTF-8, cells, and lines broken as Chinese is set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "../../lib/base/base.h"

/* --- errors ------------------------------------------------------------------------------ */

static void test_fail(void **state)
{
	struct od_err err = OD_ERR_INIT;

	(void)state;
	assert_int_equal(od_fail(&err, OD_EDATA, "'%s' is not a number", "一"), -1);
	assert_int_equal(err.code, OD_EDATA);
	assert_string_equal(err.msg, "'一' is not a number");
	assert_int_equal(od_fail_at(&err, "%s:%d", "a.csv", 7), -1);
	assert_int_equal(err.code, OD_EDATA);
	assert_string_equal(err.msg, "a.csv:7: '一' is not a number");
	/* the present message may be an argument */
	od_fail(&err, OD_EIO, "first, %s", err.msg);
	assert_int_equal(err.code, OD_EIO);
	assert_string_equal(err.msg, "first, a.csv:7: '一' is not a number");
	assert_int_equal(od_fail_nomem(&err), -1);
	assert_int_equal(err.code, OD_ENOMEM);
	assert_string_equal(err.msg, "out of memory");
}

/* Whatever its length, a message that is too long is filled up and ends with a whole character. */
static void test_long_message_is_cut_between_characters(void **state)
{
	static const char *const characters[] = { "a", "é", "市", "𠮷" };
	char text[1400], expected[1400];
	struct od_err err = OD_ERR_INIT;

	(void)state;
	for (size_t i = 0; i < OD_COUNT(characters); i++) {
		size_t size = strlen(characters[i]);

		for (size_t at = 0; at + size < sizeof(text); at += size)
			memcpy(text + at, characters[i], size + 1);
		for (int shift = 0; shift < 5; shift++) {
			size_t n;

			od_fail(&err, OD_EDATA, "%.*s%s", shift, "xxxxx", text);
			n = strlen(err.msg);
			assert_in_range(n, sizeof(err.msg) - size, sizeof(err.msg) - 1);
			assert_int_equal(od_utf8_bad(err.msg, n), n);
			snprintf(expected, sizeof(expected), "ab.csv: %s", err.msg);
			od_fail_at(&err, "ab.csv");
			n = strlen(err.msg);
			assert_in_range(n, sizeof(err.msg) - size, sizeof(err.msg) - 1);
			assert_int_equal(od_utf8_bad(err.msg, n), n);
			assert_memory_equal(err.msg, expected, n);
		}
	}
}

static void test_version_is_told(void **state)
{
	(void)state;
	assert_true(strspn(od_version(), "0123456789") > 0);
}

/* --- growing text ------------------------------------------------------------------------ */

static void test_buf_grows(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		od_buf_puts(&b, "年");
		od_buf_putc(&b, '-');
		od_buf_printf(&b, "%04d", i);
		od_buf_add(&b, "xyz", 2);
	}
	assert_false(b.failed);
	assert_int_equal(b.n, 10000 * 10);
	assert_int_equal(strlen(b.s), b.n);
	assert_memory_equal(b.s, "年-0000xy年-0001xy", 20);
	assert_string_equal(b.s + b.n - 10, "年-9999xy");
	od_buf_free(&b);
	assert_null(b.s);
	od_buf_free(&b);
}

static void test_buf_prints_long(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	for (int width = 0; width < 300; width++) {
		od_buf_reset(&b);
		od_buf_puts(&b, "<");
		od_buf_printf(&b, "%*s", width, "");
		od_buf_puts(&b, ">");
		assert_int_equal(b.n, width + 2);
		assert_int_equal(b.s[width + 1], '>');
		assert_int_equal(strlen(b.s), b.n);
	}
	od_buf_free(&b);
}

static void test_buf_nothing_and_empty(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	od_buf_puts(&b, NULL);
	assert_null(b.s);
	od_buf_puts(&b, "");
	assert_string_equal(b.s, "");
	od_buf_add(&b, "a\0b", 3);
	assert_int_equal(b.n, 3);
	assert_memory_equal(b.s, "a\0b", 4);
	od_buf_reset(&b);
	assert_string_equal(b.s, "");
	assert_true(b.room > 0);
	od_buf_free(&b);
}

/* More than there can be: remembered, nothing more is added, what stood there stands. */
static void test_buf_out_of_memory(void **state)
{
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	od_buf_puts(&b, "kept");
	od_buf_add(&b, "x", SIZE_MAX / 2);
	assert_true(b.failed);
	od_buf_puts(&b, "lost");
	od_buf_printf(&b, "%d", 1);
	assert_string_equal(b.s, "kept");
	od_buf_reset(&b);
	assert_false(b.failed);
	od_buf_puts(&b, "again");
	assert_string_equal(b.s, "again");
	od_buf_free(&b);
}

/* --- UTF-8 ------------------------------------------------------------------------------- */

static const struct {
	const char *bytes;
	size_t good; /* offset of the first bad byte */
} malformed[] = {
	{ "\x80", 0 },
	{ "\xBF", 0 },
	{ "ab\xFF", 2 },
	{ "\xC0\x80", 0 }, /* overlong NUL */
	{ "\xC1\xBF", 0 },
	{ "\xE0\x9F\xBF", 0 },
	{ "\xF0\x8F\xBF\xBF", 0 },
	{ "\xED\xA0\x80", 0 }, /* surrogates */
	{ "\xED\xBF\xBF", 0 },
	{ "\xF4\x90\x80\x80", 0 }, /* past U+10FFFF */
	{ "\xF5\x80\x80\x80", 0 },
	{ "\xFE", 0 },
	{ "\xC3", 0 }, /* cut short */
	{ "\xE5\xB8", 0 },
	{ "\xF0\xA0\xAE", 0 },
	{ "\xE5\xB8x", 0 },
	{ "\xC3(", 0 },
	{ "市\xCA\xD0", 3 }, /* GB18030 */
	{ "12345678\x80", 8 },
	{ "1234567\x80", 7 },
	{ "123456789012345\xE5", 15 },
};

static void test_malformed(void **state)
{
	(void)state;
	for (size_t i = 0; i < OD_COUNT(malformed); i++) {
		size_t n = strlen(malformed[i].bytes);

		if (od_utf8_bad(malformed[i].bytes, n) != malformed[i].good)
			fail_msg("row %zu: %zu", i, od_utf8_bad(malformed[i].bytes, n));
	}
}

/* The bad byte is found wherever it stands to the words of eight bytes. */
static void test_bad_byte_at_every_place(void **state)
{
	(void)state;
	for (size_t start = 0; start < 9; start++) {
		for (size_t at = start; at < 64; at++) {
			char text[64];

			memset(text, 'a', sizeof(text));
			text[at] = (char)0x80;
			assert_int_equal(od_utf8_bad(text + start, sizeof(text) - start),
					 at - start);
			assert_int_equal(od_utf8_bad(text + start, at - start), at - start);
		}
	}
	assert_int_equal(od_utf8_bad("a\0b", 3), 3);
	assert_int_equal(od_utf8_bad("市", 2), 0); /* n counts, not the NUL */
}

static size_t put_utf8(char *s, uint32_t c)
{
	if (c < 0x80) {
		s[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		s[0] = (char)(0xC0 | c >> 6);
		s[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		s[0] = (char)(0xE0 | c >> 12);
		s[1] = (char)(0x80 | (c >> 6 & 0x3F));
		s[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	s[0] = (char)(0xF0 | c >> 18);
	s[1] = (char)(0x80 | (c >> 12 & 0x3F));
	s[2] = (char)(0x80 | (c >> 6 & 0x3F));
	s[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static void test_every_character(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		bool surrogate = c >= 0xD800 && c <= 0xDFFF;
		char s[5] = "";
		size_t size = put_utf8(s, c), n;

		if (od_utf8_bad(s, size) != (surrogate ? 0 : size))
			fail_msg("U+%04X", c);
		if (od_utf8_get(s, &n) != (surrogate ? 0xFFFD : c) || n != (surrogate ? 1 : size))
			fail_msg("U+%04X", c);
	}
}

static void test_get_and_len(void **state)
{
	size_t n;

	(void)state;
	assert_int_equal(od_utf8_get("\xE5\xB8", &n), 0xFFFD);
	assert_int_equal(n, 1);
	assert_int_equal(od_utf8_get("", &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(od_utf8_len(""), 0);
	assert_int_equal(od_utf8_len("示例市 2026 é𠮷"), 11);
}

static void test_cut(void **state)
{
	static const struct {
		const char *s;
		size_t n, max, kept;
	} rows[] = {
		{ "", 0, 9, 0 },           { "abc", 3, 2, 2 },   { "abc", 3, 9, 3 },
		{ "市委", 6, 6, 6 },       { "市委", 6, 5, 3 },  { "市委", 6, 4, 3 },
		{ "市委", 6, 3, 3 },       { "市委", 6, 2, 0 },  { "a𠮷", 5, 5, 5 },
		{ "a𠮷", 5, 4, 1 },        { "a𠮷", 5, 2, 1 },   { "é", 2, 1, 0 },
		{ "市\xE5\xA7", 5, 9, 3 }, { "a\xF0", 2, 9, 1 }, { "市委", 6, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++)
		if (od_utf8_cut(rows[i].s, rows[i].n, rows[i].max) != rows[i].kept)
			fail_msg("row %zu: %zu", i, od_utf8_cut(rows[i].s, rows[i].n, rows[i].max));
}

/* --- width ------------------------------------------------------------------------------- */

static void test_width(void **state)
{
	static const struct {
		const char *text;
		int cells;
	} rows[] = {
		{ "", 0 },
		{ "officedb", 8 },
		{ "示例市委办公室", 14 },
		{ "，。、；：？！（）《》「」【】", 30 },
		{ "“”‘’…—·", 7 },
		{ "％￥０", 6 },
		{ "%‰℃°①→", 6 },
		{ "　", 2 },
		{ "e\u0301", 1 }, /* combining accent */
		{ "𠮷", 2 },
		{ "\U0002EBF0", 2 }, /* newer than many tables */
		{ "😀", 2 },
		{ "한글", 4 },
		{ "ｱ", 1 },
		{ "\t\n\x1B\x7F", 0 },
		{ "\u200B\uFEFF", 0 },
		{ "\x80\xFF", 2 }, /* each shown as one sign */
	};

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		if (od_width(rows[i].text) != rows[i].cells)
			fail_msg("'%s' has %d cells", rows[i].text, od_width(rows[i].text));
	}
}

/* --- lines ------------------------------------------------------------------------------- */

/* Each text with its lines, "|" where one ends. */
static const struct {
	int width;
	const char *lines;
} wraps[] = {
	{ 8, "示例市委|办公室" },
	{ 9, "示例市委|办公室" },
	{ 14, "示例市委办公室" },
	{ 8, "示例\n|市委办公|室" },
	{ 8, "示例市委\n|办公室\n" },
	{ 8, "\n|\n|示例" },
	/* closing marks hang over, by at most two cells */
	{ 8, "示例市委，|办公室" },
	{ 7, "示例市，|委办公。" },
	{ 8, "示例市委。\n|办公室" },
	{ 8, "（示例市）|委" },
	{ 8, "“示例市”|委" },
	{ 8, "示例市委”|办" },
	{ 8, "示例市委……|办公" },
	{ 8, "示例市委——|办公" },
	{ 8, "示例市|委。”办" },
	{ 8, "示例市|委》）办" },
	{ 4, "办公。|办公，|办公" },
	/* nothing ends with an opening mark */
	{ 8, "示例市|（委办）" },
	{ 8, "示例市|《“委”》" },
	{ 8, "发〔2026〕|1号" },
	{ 7, "示例市|“委办”" },
	/* words and numbers stay whole */
	{ 11, "hello world" },
	{ 10, "hello |world" },
	{ 5, "hello |world" },
	{ 8, "hello    |world" },
	{ 8, "办公room|办公" },
	{ 8, "办公|office办|公" },
	{ 8, "增长约|12.5%，|其" },
	{ 8, "增长约|1,234元" },
	{ 6, "增长5%，|其" },
	{ 6, "增长15%|的" },
	{ 5, "增长|15%的" },
	{ 9, "气温约35℃|时" },
	{ 6, "费用|￥100" },
	{ 8, "示例市|２０２6|年" },
	{ 9, "办公 it’s|办" },
	{ 8, "办公办|it’s 办" },
	{ 6, "(abc), |(def)." },
	{ 6, "办公,|办公." },
	/* a word longer than the line is split, but no mark torn off */
	{ 4, "abcd|efgh|ij" },
	{ 4, "办|abcd|efg" },
	{ 4, "abc|d。”" },
	{ 8, "增长约 |10\u00A0000元" },
	/* white space goes with the line before it */
	{ 8, "示例市委　|办公室" },
	{ 4, "示例  \n|办公" },
	{ 10, "　　示例市|委办公室" },
	/* what combines is not torn off */
	{ 1, "e\u0301|e\u0301" },
	/* too narrow for anything: a character a line */
	{ 1, "示|例" },
	{ 0, "a|b" },
	{ -5, "示|a" },
	/* bad bytes are characters too */
	{ 2, "\x80\x80|\x80" },
};

static void test_wrap(void **state)
{
	(void)state;
	for (size_t i = 0; i < OD_COUNT(wraps); i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT, got = OD_BUF_INIT;
		const char *s;
		size_t n;

		for (s = wraps[i].lines; *s; s++) {
			if (*s != '|')
				od_buf_putc(&text, *s);
		}
		for (s = text.s; *s; s += n) {
			n = od_wrap(s, wraps[i].width);
			assert_true(n > 0);
			if (s > text.s)
				od_buf_putc(&got, '|');
			od_buf_add(&got, s, n);
		}
		if (strcmp(got.s, wraps[i].lines) != 0)
			fail_msg("width %d: '%s' not '%s'", wraps[i].width, got.s, wraps[i].lines);
	}
	assert_int_equal(od_wrap("", 10), 0);
}

static const char closing[] = "，。、；：？！）》」』】〉”’…—%‰℃";
static const char opening[] = "（《「『【〈“‘";

static bool stands_in(const char *set, const char *s)
{
	char character[5] = "";
	size_t n;

	od_utf8_get(s, &n);
	memcpy(character, s, n);
	return n > 0 && strstr(set, character) != NULL;
}

/* Some text of an office: words, characters, numbers, and at most two marks in a row. */
static void random_text(struct od_buf *b)
{
	static const char *const pieces[] = {
		"示",       "例",         "市", "委",   "办",      "公",    "室", "报",  "送",
		"officedb", "a",          "to", "2026", "12.5",    "3,000", " ",  "  ",  "　",
		"\n",       "R2026-0123", "①",  "é",    "e\u0301", "𠮷",    "it", "(1)", "."
	};
	static const char *const marks[] = { "，", "。", "、", "；", "：", "？", "！", "）",
					     "》", "」", "』", "】", "〉", "”",  "’",  "…",
					     "—",  "%",  "‰",  "℃",  "（", "《", "「", "『",
					     "【", "〈", "“",  "‘",  "〔", "〕", "￥", "·" };
	int marks_in_row = 2; /* none at the beginning: no line could keep it from there */

	for (int i = 0; i < 60; i++) {
		if (marks_in_row < 2 && random() % 3 == 0) {
			od_buf_puts(b, marks[(size_t)random() % OD_COUNT(marks)]);
			marks_in_row++;
			continue;
		}
		od_buf_puts(b, pieces[(size_t)random() % OD_COUNT(pieces)]);
		/* a mark may also begin a paragraph */
		marks_in_row = b->s[b->n - 1] == '\n' || b->s[b->n - 1] == ' ' ? 2 : 0;
	}
}

/* White space at the end, which takes no room there. */
static char *without_space(const char *s, size_t n)
{
	char *trimmed, *guarded;

	/* guarded in front: what indents a line does take room */
	guarded = malloc(n + 2);
	assert_non_null(guarded);
	guarded[0] = 'x';
	memcpy(guarded + 1, s, n);
	trimmed = od_trim(guarded, n + 1);
	assert_non_null(trimmed);
	free(guarded);
	return trimmed;
}

static const char *last_character(const char *s)
{
	const char *last = s;
	size_t n;

	for (; *s; s += n) {
		last = s;
		od_utf8_get(s, &n);
	}
	return last;
}

static void check_lines(const char *text, int width)
{
	const char *s;
	size_t n;

	for (s = text; *s; s += n) {
		char *line;

		n = od_wrap(s, width);
		assert_in_range(n, 1, strlen(s));
		assert_int_equal(od_utf8_bad(s, n), n); /* no character is torn */
		line = without_space(s, n);
		if (od_width(line) - 1 > width + 2)
			fail_msg("width %d: '%s' is too wide, in '%s'", width, line + 1, text);
		if (s > text && s[-1] != '\n' && stands_in(closing, s))
			fail_msg("width %d: '%s' begins so, in '%s'", width, line + 1, text);
		if (s[n - 1] != '\n' && s[n] && stands_in(opening, last_character(line)))
			fail_msg("width %d: '%s' ends so, in '%s'", width, line + 1, text);
		assert_null(memchr(s, '\n', n - 1));
		free(line);
	}
	assert_true(s == text + strlen(text)); /* the pieces are the whole */
}

static void test_wrap_random(void **state)
{
	(void)state;
	srandom(20261205);
	for (int i = 0; i < 20000; i++) {
		OD_CLEANUP(od_buf_freep) struct od_buf text = OD_BUF_INIT;

		random_text(&text);
		assert_false(text.failed);
		check_lines(text.s, 16 + (int)(random() % 60));
	}
}

/* Bytes of any kind, lines of any width: it comes to an end and no byte is lost. */
static void test_wrap_bytes(void **state)
{
	(void)state;
	srandom(4711);
	for (int i = 0; i < 20000; i++) {
		char text[64];
		size_t size = (size_t)random() % sizeof(text), at, n;
		int width = (int)(random() % 12) - 1;

		for (at = 0; at < size; at++)
			text[at] = (char)(random() % 255 + 1);
		text[size < sizeof(text) ? size : sizeof(text) - 1] = '\0';
		for (at = 0; text[at]; at += n) {
			n = od_wrap(text + at, width);
			assert_in_range(n, 1, strlen(text + at));
		}
	}
}

/* --- white space ------------------------------------------------------------------------- */

static void test_trim(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} rows[] = {
		{ "", "" },
		{ " \t\r\n", "" },
		{ "　\u00A0\u202F", "" },
		{ "示例市", "示例市" },
		{ "　示例　市　", "示例　市" },
		{ "\u00A0a b\u00A0\n", "a b" },
		{ "\uFEFFa", "a" },
		{ " \x80 ", "\x80" },
		{ "a\x80\x80\x80", "a\x80\x80\x80" },
		{ "\xE3\x80", "\xE3\x80" }, /* U+3000 cut short */
	};
	char *s;

	(void)state;
	for (size_t i = 0; i < OD_COUNT(rows); i++) {
		s = od_trim(rows[i].text, strlen(rows[i].text));
		assert_string_equal(s, rows[i].trimmed);
		free(s);
	}
	s = od_trim(" ab cd", 4); /* n counts */
	assert_string_equal(s, "ab");
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fail),
		cmocka_unit_test(test_long_message_is_cut_between_characters),
		cmocka_unit_test(test_version_is_told),
		cmocka_unit_test(test_buf_grows),
		cmocka_unit_test(test_buf_prints_long),
		cmocka_unit_test(test_buf_nothing_and_empty),
		cmocka_unit_test(test_buf_out_of_memory),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_bad_byte_at_every_place),
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_get_and_len),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_wrap_random),
		cmocka_unit_test(test_wrap_bytes),
		cmocka_unit_test(test_trim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
