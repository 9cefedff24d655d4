/* test-characters.c - what is no character; numbers as Chinese counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../lib/base/base.h"

/* --- noncharacters, numbers ---------------------------------------------------------------- */

static size_t put(uint32_t c, char *s)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (size_t i = n; i-- > 1; c >>= 6)
		s[i] = (char)(0x80 | (c & 0x3F));
	s[0] = (char)(lead[n] | c);
	s[n] = '\0';
	return n;
}

/* Each character, wherever in the words of eight bytes it stands. */
static void test_noncharacters(void **state)
{
	static const char before[] = "数据：1234567", behind[] = "，𠮷０完。";
	char s[64];

	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		bool is = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
		size_t front = c % sizeof(before) ? 9 : sizeof(before) - 1, n;

		if (c >= 0xD800 && c < 0xE000)
			continue;
		if (!is && c > 0x3100 && c < 0xF000)
			continue;
		memcpy(s, before, front);
		n = put(c, s + front);
		assert_int_equal(od_noncharacter(s, front + n), is ? front : front + n);
		for (size_t at = 0; is && at < 9; at++) {
			memset(s, 'x', at);
			n = at + put(c, s + at);
			memcpy(s + n, behind, sizeof(behind));
			assert_int_equal(od_noncharacter(s, strlen(s)), at);
			od_characters(s);
			assert_string_equal(s + at, behind);
			assert_int_equal(od_noncharacter(s, strlen(s)), strlen(s));
		}
	}
	snprintf(s, sizeof(s), "%s", "\xEF\xBF\xBF一\xF0\x9F\xBF\xBE二\xEF\xB7\x90\xEF\xB7\xAF");
	od_characters(s);
	assert_string_equal(s, "一二");
	snprintf(s, sizeof(s), "%s", "\xEF\xBF\xBD\xEF\xB7\xB0\xF0\x9F\xBE\xBF？");
	assert_int_equal(od_noncharacter(s, strlen(s)), strlen(s));
}

static void test_chinese(void **state)
{
	static const struct {
		int n;
		const char *counted, *legal, *bare;
	} all[] = {
		{ 1, "一", "壹", "一" },
		{ 10, "十", "壹拾", "十" },
		{ 19, "十九", "壹拾玖", "十九" },
		{ 20, "二十", "贰拾", "二十" },
		{ 21, "二十一", "贰拾壹", "二十一" },
		{ 99, "九十九", "玖拾玖", "九十九" },
		{ 100, "一百", "壹佰", "百" },
		{ 101, "一百零一", "壹佰零壹", "百一" },
		{ 110, "一百一十", "壹佰壹拾", "百十" },
		{ 121, "一百二十一", "壹佰贰拾壹", "百二十一" },
		{ 1001, "一千零一", "壹仟零壹", "千一" },
		{ 1010, "一千零一十", "壹仟零壹拾", "千十" },
		{ 9999, "九千九百九十九", "玖仟玖佰玖拾玖", "九千九百九十九" },
		{ 10000, "10000", "10000", "10000" },
		{ 0, "0", "0", "0" },
	};
	struct od_buf b = OD_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < OD_COUNT(all); i++) {
		od_buf_reset(&b);
		od_chinese(&b, all[i].n, OD_CHINESE);
		assert_string_equal(b.s, all[i].counted);
		od_buf_reset(&b);
		od_chinese(&b, all[i].n, OD_CHINESE_LEGAL);
		assert_string_equal(b.s, all[i].legal);
		od_buf_reset(&b);
		od_chinese(&b, all[i].n, OD_CHINESE_BARE);
		assert_string_equal(b.s, all[i].bare);
	}
	od_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_noncharacters),
		cmocka_unit_test(test_chinese),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
