// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers keep to their columns, whatever they are. */
#include "fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/format.h"

static void test_three_digits_of_any_value(void **state)
{
	static const struct {
		double value;
		const char *time, *count;
	} rows[] = {
		{ 0, "0.000ns", "0.000" },
		{ 0.01, "0.010ns", "0.010" },
		{ 0.0996, "0.100ns", "0.100" },
		{ 0.9996, "1.00ns", "1.00" },
		{ 12.44, "12.4ns", "12.4" },
		{ 99.96, "100ns", "100" },
		{ 1713, "1713ns", "1713" },
		{ 9999, "9999ns", "9999" },
		{ 10000, "10.0us", "10.0k" },
		{ 999600, "1.00ms", "1.00M" },
		{ 2.1e6, "2.10ms", "2.10M" },
		{ 95.1e9, "95.1s", "95.1G" },
		{ 192e9, "3.20min", "192G" },
		{ 90 * 60e9, "90.0min", "5.40T" },
		{ NAN, "-", "-" },
		{ INFINITY, "-", "-" },
	};
	char text[FORMAT_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(format_value(rows[i].value, CSV_READER_NS, text), rows[i].time);
		assert_string_equal(format_value(rows[i].value, CSV_READER_CYCLES, text),
				    rows[i].count);
	}
}

static void test_columns_hold(void **state)
{
	char text[FORMAT_BYTES];

	(void)state;
	for (int i = 0; i < 3700; i++) {
		double value = 0.001 * pow(1.01, i), ln = (i - 1850) / 60.0;

		for (int f = 0; f < CSV_READER_METRICS; f++)
			assert_in_range(
				strlen(format_value(value, (enum csv_reader_metric)f, text)), 1, 8);
		assert_in_range(strlen(format_percent(ln, text)), 1, 8);
		assert_in_range(strlen(format_interval(ln - 1, ln + 1, text)), 1, 15);
		assert_in_range(strlen(format_cv(value, text)), 1, 5);
		assert_int_equal(strlen(format_q(i / 3700.0, text)), 4);
	}
}

static void test_percent_and_q(void **state)
{
	char text[FORMAT_BYTES];

	(void)state;
	assert_string_equal(format_percent(log(1.003), text), "+0.3%");
	assert_string_equal(format_percent(log(0.452), text), "-54.8%");
	assert_string_equal(format_percent(log(20.487), text), "+1949%");
	assert_string_equal(format_percent(NAN, text), "-");
	assert_string_equal(format_interval(log(0.448), log(0.456), text), "[-55.2,-54.4]");
	assert_string_equal(format_interval(NAN, 1, text), "-");
	assert_string_equal(format_q(0, text), ".000");
	assert_string_equal(format_q(0.0554, text), ".055");
	assert_string_equal(format_q(0.9999, text), "1.00");
	assert_string_equal(format_q(NAN, text), "-");
}

static void test_points_in_two(void **state)
{
	static const struct {
		const char *point, *group, *label;
	} rows[] = {
		{ "mprotect.ro/anon/folio=64K/size=64M", "mprotect.ro anon 64M", "64K" },
		{ "mprotect.mixed-rw/anon/folio=2M-pte/size=64M/mixed=2",
		  "mprotect.mixed-rw anon 64M mixed=2", "2M-pte" },
		{ "fork.vmas/vmas=1000", "fork.vmas", "vmas=1000" },
		{ "control.getppid", "control.getppid", "" },
		{ "", "", "" },
		{ "/folio=", "", "" },
		{ "a\x1b[31m/folio=\xc3\xa9", "a?[31m", "??" },
	};
	char *group, *label;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		format_point(rows[i].point, &group, &label);
		assert_string_equal(group, rows[i].group);
		assert_string_equal(label, rows[i].label);
		free(label);
		free(group);
	}
}

static void test_wrapped_lines_are_75_columns_and_lose_no_word(void **state)
{
	char text[2000] = "", line[256];
	size_t words = 0, seen = 0;
	FILE *out = tmpfile();

	(void)state;
	for (int i = 1; i < 70; i++) {
		memset(text + strlen(text), 'a' + i % 26, (size_t)i % 40 + 1);
		strcat(text, i % 7 ? " " : "  ");
		words++;
	}
	format_wrap(out, text, 4);
	rewind(out);
	while (fgets(line, sizeof(line), out)) {
		char *rest = line, *word;

		assert_in_range(strcspn(line, "\n"), 5, FORMAT_COLUMNS);
		assert_int_equal(strspn(line, " "), 4);
		while ((word = strsep(&rest, " \n")))
			seen += *word != '\0';
	}
	assert_int_equal(seen, words);
	fclose(out);
}

static void test_a_machine_in_a_line(void **state)
{
	struct host_facts_fact texts[] = {
		{ (char[]) { "architecture" }, (char[]) { "aarch64" } },
		{ (char[]) { "page_bytes" }, (char[]) { "65536" } },
		{ (char[]) { "governor" }, (char[]) { "performance" } },
		{ (char[]) { "cpu_core" }, (char[]) { "Neoverse-N1" } },
		{ (char[]) { "cpu_vendor" }, (char[]) { "ARM" } },
	};
	struct host_facts facts = { .count = 5, .facts = texts };
	struct comparison_machine machine = { .name = "altra-80c", .facts = &facts };
	char *text = format_host(machine.name, machine.facts);

	(void)state;
	assert_string_equal(text, "altra-80c: ARM Neoverse-N1, aarch64, 64K pages, "
				  "gov=performance, metal or VM unknown");
	free(text);
	facts.count = 3;
	text = format_host(machine.name, machine.facts);
	assert_string_equal(text, "altra-80c: aarch64, 64K pages, gov=performance, "
				  "metal or VM unknown");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_three_digits_of_any_value),
		cmocka_unit_test(test_columns_hold),
		cmocka_unit_test(test_percent_and_q),
		cmocka_unit_test(test_points_in_two),
		cmocka_unit_test(test_a_machine_in_a_line),
		cmocka_unit_test(test_wrapped_lines_are_75_columns_and_lose_no_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
