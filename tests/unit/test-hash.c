/* test-hash.c - SM3 by the standard's own examples, and what canonical forms keep apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../lib/base/base.h"

static void end_hex(struct od_sm3 *h, char hex[2 * OD_SM3_SIZE + 1])
{
	uint8_t digest[OD_SM3_SIZE];

	od_sm3_end(h, digest);
	od_hex(digest, sizeof(digest), hex);
}

static const char abc[] = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
static const char abcd16[] = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";

static void test_standard_examples(void **state)
{
	char hex[2 * OD_SM3_SIZE + 1];
	struct od_sm3 h;

	(void)state;
	od_sm3_init(&h);
	od_sm3_add(&h, "abc", 3);
	end_hex(&h, hex);
	assert_string_equal(hex, abc);

	od_sm3_init(&h);
	for (int i = 0; i < 16; i++)
		od_sm3_add(&h, "abcd", 4);
	end_hex(&h, hex);
	assert_string_equal(hex, abcd16);
}

static void test_copy_goes_its_own_way(void **state)
{
	char hex[2 * OD_SM3_SIZE + 1];
	struct od_sm3 whole, beginning;

	(void)state;
	od_sm3_init(&whole);
	od_sm3_add(&whole, "abc", 3);
	beginning = whole;
	end_hex(&beginning, hex);
	assert_string_equal(hex, abc);

	od_sm3_add(&whole, "d", 1);
	for (int i = 0; i < 15; i++)
		od_sm3_add(&whole, "abcd", 4);
	end_hex(&whole, hex);
	assert_string_equal(hex, abcd16);
}

/* The form is kept for ever in the journal, so it is pinned byte for byte. */
static void test_canonical_members(void **state)
{
	static const uint8_t bytes[] = {
		0,    0,    0,    0,    0,    0,    0,    3,    'a', 'b', 'c', /* "abc" */
		0,    0,    0,    0,    0,    0,    0,    0,                   /* "" */
		0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,                /* NULL */
		0,    0,    0,    0,    0,    0,    0,    8,                   /* -2 */
		0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE,
	};
	char by_member[2 * OD_SM3_SIZE + 1], by_byte[2 * OD_SM3_SIZE + 1];
	struct od_sm3 h;

	(void)state;
	od_sm3_init(&h);
	od_sm3_add_text(&h, "abc");
	od_sm3_add_text(&h, "");
	od_sm3_add_text(&h, NULL);
	od_sm3_add_int(&h, -2);
	end_hex(&h, by_member);

	od_sm3_init(&h);
	od_sm3_add(&h, bytes, sizeof(bytes));
	end_hex(&h, by_byte);
	assert_string_equal(by_member, by_byte);
}

static void test_hex(void **state)
{
	static const uint8_t bytes[] = { 0x00, 0x0f, 0xa5, 0xff };
	char hex[2 * sizeof(bytes) + 1];

	(void)state;
	od_hex(bytes, sizeof(bytes), hex);
	assert_string_equal(hex, "000fa5ff");
	od_hex(bytes, 0, hex);
	assert_string_equal(hex, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_standard_examples),
		cmocka_unit_test(test_copy_goes_its_own_way),
		cmocka_unit_test(test_canonical_members),
		cmocka_unit_test(test_hex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
