// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers are written so that any reader takes them, with their units. */
#include "fixture.h"

#include <float.h>
#include <string.h>

#include "export/quantity.h"

static void test_digits(void **state)
{
	static const struct {
		double value;
		const char *text, *decimal;
	} rows[] = {
		{ 0, "0", "0" },
		{ 95, "95", "95" },
		{ 12.5, "12.5", "12.5" },
		{ 12.34567891, "12.34568", "12.345679" },
		{ 1e-4, "0.0001", "0.0001" },
		{ 4e-9, "4e-09", "0" },
		{ 123456789, "1.234568e+08", "123456789" },
		{ 1200, "1200", "1200" },
	};
	char text[QUANTITY_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(quantity_text(rows[i].value, QUANTITY_DIGITS, text),
				    rows[i].text);
		assert_string_equal(quantity_decimal(rows[i].value, text), rows[i].decimal);
	}
	assert_in_range(strlen(quantity_decimal(DBL_MAX, text)), 309, QUANTITY_BYTES - 1);
}

static void test_what_the_clock_counts(void **state)
{
	static char key[] = "clock_domain", icount[] = "icount", wall[] = "wall";
	struct host_facts_fact fact = { key, icount };
	struct host_facts facts = { 1, &fact };

	(void)state;
	assert_string_equal(quantity_unit(&facts, CSV_READER_NS), "instructions");
	assert_false(quantity_is_time(&facts, CSV_READER_NS));
	fact.value = wall;
	assert_string_equal(quantity_unit(&facts, CSV_READER_NS), "ns");
	assert_true(quantity_is_time(&facts, CSV_READER_NS));
	assert_false(quantity_is_time(&facts, CSV_READER_CYCLES));
	assert_string_equal(quantity_unit(&facts, CSV_READER_CYCLES), "cycles_kernel");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digits),
		cmocka_unit_test(test_what_the_clock_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
