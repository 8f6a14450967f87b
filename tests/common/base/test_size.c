// SPDX-License-Identifier: GPL-2.0-or-later
/* Sizes are formatted as people write them. */
#include "fixture.h"

#include "base/size.h"

static void test_format(void **state)
{
	static const struct {
		size_t bytes;
		const char *text;
	} table[] = {
		{ 0, "0" },
		{ 1, "1" },
		{ 1023, "1023" },
		{ 4096, "4K" },
		{ 65536, "64K" },
		{ MIB, "1M" },
		{ GIB, "1G" },
		{ 3 * GIB / 2, "1536M" },
		{ MIB + KIB, "1025K" },
		{ 4097, "4097" },
	};
	char text[SIZE_TEXT_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(size_format(table[i].bytes, text), table[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_format) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
