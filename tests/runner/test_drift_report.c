// SPDX-License-Identifier: GPL-2.0-or-later
/* The drift of the machine that a run reports. */
#include "fixture.h"

#include <string.h>

#include "runner/summary.h"

enum { ROWS_MAX = 40, FORMAT_BYTES = 4096 };

/* A control, or a case, with one sample in each process; a time of 0: no sample. */
struct control {
	const char *family, *point;
	uint64_t elapsed_ns[6];
};

/* Writes rounds of all controls. */
static void write_samples(const struct control *controls, size_t count)
{
	struct csv_row rows[ROWS_MAX] = { 0 };
	uint64_t process = 0;
	size_t used = 0;

	for (size_t round = 0; round < 5; round++)
		for (size_t i = 0; i < count; i++) {
			struct csv_row *row = &rows[used];

			process++;
			if (!controls[i].elapsed_ns[round])
				continue;
			assert_in_range(used++, 0, ROWS_MAX - 1);
			strcpy(row->family, controls[i].family);
			strcpy(row->point, controls[i].point);
			strcpy(row->case_name, controls[i].point);
			strcpy(row->status, csv_row_status_name(CSV_ROW_OK));
			row->ops = opt_u64_of(1);
			row->process = opt_u64_of(process);
			row->elapsed_ns = opt_u64_of(controls[i].elapsed_ns[round]);
		}
	fixture_rows("/samples.csv", rows, used);
}

static void print(char *ret_text)
{
	FILE *out = fmemopen(ret_text, FORMAT_BYTES, "w");
	struct csv_reader samples;
	struct reason reason;

	assert_non_null(out);
	ret_text[0] = '\0';
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &samples, &reason), 0);
	summary_print_drift(&samples, out);
	csv_reader_free(&samples);
	fclose(out);
}

static void expect_text(const struct control *controls, size_t count, const char *expected)
{
	char text[FORMAT_BYTES];

	write_samples(controls, count);
	print(text);
	assert_string_equal(text, expected);
}

/* Doubling each half of the run: 300%. */
static void test_a_drift_is_named(void **state)
{
	static const struct control controls[] = {
		{ "control", "control.a", { 1000000, 1414214, 2000000, 2828427, 4000000 } },
	};

	(void)state;
	expect_text(
		controls, 1,
		"drift of the witnesses over the run: control.a +300.0 +- 0.0%\n"
		"the machine drifted during the run (control.a): trust no change of that size\n");
}

/*
 * x = 0, 1/2, 1, S = 1/2. y = 0, 0, h: b = h, the residuals are h/6, -h/3, h/6, so s^2 = h^2 / 6
 * and se(b)^2 = h^2 / 3. h = ln 1.5: b = 50.0%, se 1.5 * .405465 / sqrt 3 = 35.1%.
 */
static void test_within_its_error_it_is_no_warning(void **state)
{
	static const struct control controls[] = {
		{ "control", "control.a", { 1000000, 1000000, 1500000 } },
	};

	(void)state;
	expect_text(controls, 1, "drift of the witnesses over the run: control.a +50.0 +- 35.1%\n");
}

/* Far above its error, and below 1%; and just above that, downwards. */
static void test_a_small_drift_is_no_warning(void **state)
{
	static const struct control small[] = {
		{ "control", "control.a", { 1000000, 1002000, 1004000, 1006000, 1008000 } },
	};
	static const struct control large[] = {
		{ "control", "control.a", { 1012000, 1009000, 1006000, 1003000, 1000000 } },
	};

	(void)state;
	expect_text(small, 1, "drift of the witnesses over the run: control.a +0.8 +- 0.0%\n");
	expect_text(
		large, 1,
		"drift of the witnesses over the run: control.a -1.2 +- 0.0%\n"
		"the machine drifted during the run (control.a): trust no change of that size\n");
}

/* Three processes may lie on a line by chance: print the drift without a warning. */
static void test_few_processes_are_no_warning(void **state)
{
	static const struct control few[] = {
		{ "control", "control.a", { 1000000, 2000000, 4000000 } },
	};

	(void)state;
	expect_text(few, 1, "drift of the witnesses over the run: control.a +300.0 +- 0.0%\n");
}

static void test_constant(void **state)
{
	static const struct control controls[] = {
		{ "control", "control.a", { 777, 777, 777, 777, 777 } },
	};
	char text[FORMAT_BYTES];

	(void)state;
	write_samples(controls, 1);
	print(text);
	assert_non_null(strstr(text, "0.0 +- 0.0%\n"));
	assert_null(strstr(text, "drifted"));
}

/* Two rounds; no control; a metric of 0. */
static void test_nothing_to_report(void **state)
{
	static const struct control few[] = { { "control", "control.a", { 1000, 2000 } } };
	static const struct control cases[] = {
		{ "mprotect", "mprotect.ro", { 1000, 2000, 4000 } },
	};
	static const struct control unknown[] = {
		{ "control", "control.a", { 1000, 2000 } },
		{ "control", "control.b", { 500, 500, 500 } },
		{ "mprotect", "mprotect.ro", { 1000, 2000, 4000 } },
	};
	struct csv_row rows[3] = { 0 };
	char text[FORMAT_BYTES];

	(void)state;
	expect_text(few, 1, "");
	expect_text(cases, 1, "");
	write_samples(unknown, 3);
	print(text);
	assert_null(strstr(text, "control.a"));
	assert_null(strstr(text, "mprotect"));
	assert_non_null(strstr(text, "control.b"));
	for (unsigned int i = 0; i < 3; i++) {
		strcpy(rows[i].family, "control");
		strcpy(rows[i].point, "control.a");
		strcpy(rows[i].status, "ok");
		rows[i].ops = opt_u64_of(1);
		rows[i].process = opt_u64_of(i + 1);
		rows[i].elapsed_ns = opt_u64_of(0);
	}
	fixture_rows("/samples.csv", rows, 3);
	print(text);
	assert_string_equal(text, "");
}

static void test_lines_are_narrow(void **state)
{
	static const struct control controls[] = {
		{ "control",
		  "control.atomic-exchange",
		  { 100000, 141421, 200000, 282843, 400000 } },
		{ "control", "control.empty-call", { 100000, 141421, 200000, 282843, 400000 } },
		{ "control",
		  "control.getppid-of-a-long-name",
		  { 100000, 141421, 200000, 282843, 400000 } },
		{ "control", "control.pointer-chase", { 100000, 141421, 200000, 282843, 400000 } },
	};
	char text[FORMAT_BYTES], *rest = text, *line;
	size_t lines = 0;

	(void)state;
	write_samples(controls, 4);
	print(text);
	for (; (line = strsep(&rest, "\n")) && rest; lines++) {
		assert_in_range(strlen(line), 1, 100);
		assert_true(line[strlen(line) - 1] != ' ');
	}
	assert_in_range(lines, 4, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_drift_is_named, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_within_its_error_it_is_no_warning,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_small_drift_is_no_warning, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_few_processes_are_no_warning, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_constant, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_nothing_to_report, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_lines_are_narrow, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
