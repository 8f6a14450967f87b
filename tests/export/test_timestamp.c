// SPDX-License-Identifier: GPL-2.0-or-later
/* A run's start is what its name says, and unknown where it says nothing. */
#include "fixture.h"

#include <stdlib.h>

#include "export/timestamp.h"

static void test_names_with_a_date(void **state)
{
	static const struct {
		const char *name;
		time_t start;
		const char *text;
	} rows[] = {
		{ "19700101T000000Z", 0, "1970-01-01T00:00:00+00:00" },
		{ "20260301T081500Z-0a1b2c3d-100", 1772352900, "2026-03-01T08:15:00+00:00" },
		{ "20240229T235959Z-x", 1709251199, "2024-02-29T23:59:59+00:00" },
	};
	char text[TIMESTAMP_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct load_run run = { .name = xstrdup(rows[i].name) };
		time_t start = -1;

		assert_true(timestamp_of_run(&run, &start));
		assert_int_equal(start, rows[i].start);
		assert_string_equal(timestamp_text(start, text), rows[i].text);
		free(run.name);
	}
}

static void test_names_without(void **state)
{
	static const char *const names[] = {
		"",
		"run",
		"2026",
		"20260301T081500",
		"20260301 081500Z",
		"20260301T0815O0Z",
		"20260230T081500Z",
		"20261301T081500Z",
		"20260300T081500Z",
		"20260301T241500Z",
		"20260301T086000Z",
		"20260301T081561Z",
		"-0260301T081500Z",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct load_run run = { .name = xstrdup(names[i]) };
		time_t start = -1;

		assert_false(timestamp_of_run(&run, &start));
		assert_int_equal(start, -1);
		free(run.name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_with_a_date),
		cmocka_unit_test(test_names_without),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
