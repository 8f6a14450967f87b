// SPDX-License-Identifier: GPL-2.0-or-later
/* What a run reports of the machine's drift. */
#include "fixture.h"

#include <errno.h>
#include <string.h>

#include "runner/drift_report.h"

enum { ROWS_MAX = 40, FORMAT_BYTES = 4096 };

/* A control, or a case, with one sample in each process; 0 ends the metrics. */
struct fault_count {
	const char *family, *point;
	uint64_t elapsed_ns[6];
};

/* Rounds of all witnesses. */
static void write_samples(const struct fault_count *witnesses, size_t count)
{
	struct csv_row rows[ROWS_MAX] = { 0 };
	uint64_t process = 0;
	size_t used = 0;

	for (size_t round = 0; round < 5; round++)
		for (size_t i = 0; i < count; i++) {
			struct csv_row *row = &rows[used];

			process++;
			if (!witnesses[i].elapsed_ns[round])
				continue;
			assert_in_range(used++, 0, ROWS_MAX - 1);
			strcpy(row->family, witnesses[i].family);
			strcpy(row->point, witnesses[i].point);
			strcpy(row->case_name, witnesses[i].point);
			strcpy(row->status, csv_row_status_name(CSV_ROW_OK));
			row->ops = opt_u64_of(1);
			row->process = opt_u64_of(process);
			row->elapsed_ns = opt_u64_of(witnesses[i].elapsed_ns[round]);
		}
	fixture_rows("/samples.csv", rows, used);
}

static int print(char *ret_text)
{
	FILE *out = fmemopen(ret_text, FORMAT_BYTES, "w");
	int error;

	assert_non_null(out);
	ret_text[0] = '\0';
	error = drift_report_print(fixture_path("/samples.csv"), out);
	fclose(out);
	return error;
}

static void expect_text(const struct fault_count *witnesses, size_t count, const char *expected)
{
	char text[FORMAT_BYTES];

	write_samples(witnesses, count);
	assert_int_equal(print(text), 0);
	assert_string_equal(text, expected);
}

/* Doubling each half of the run: 300%. */
static void test_a_drift_is_named(void **state)
{
	static const struct fault_count witnesses[] = {
		{ "control", "control.a", { 1000000, 1414214, 2000000, 2828427, 4000000 } },
	};

	(void)state;
	expect_text(
		witnesses, 1,
		"drift of the witnesses over the run: control.a +300.0 +- 0.0%\n"
		"the machine drifted during the run (control.a): trust no change of that size\n");
}

/*
 * x = 0, 1/2, 1, S = 1/2. y = 0, 0, h: b = h, the residuals are h/6, -h/3, h/6, so s^2 = h^2 / 6
 * and se(b)^2 = h^2 / 3. h = ln 1.5: b = 50.0%, se 1.5 * .405465 / sqrt 3 = 35.1%.
 */
static void test_within_its_error_it_is_no_warning(void **state)
{
	static const struct fault_count witnesses[] = {
		{ "control", "control.a", { 1000000, 1000000, 1500000 } },
	};

	(void)state;
	expect_text(witnesses, 1,
		    "drift of the witnesses over the run: control.a +50.0 +- 35.1%\n");
}

/* Far above its error, and below 1%; and just above that, downwards. */
static void test_a_small_drift_is_no_warning(void **state)
{
	static const struct fault_count small[] = {
		{ "control", "control.a", { 1000000, 1002000, 1004000, 1006000, 1008000 } },
	};
	static const struct fault_count large[] = {
		{ "control", "control.a", { 1012000, 1009000, 1006000, 1003000, 1000000 } },
	};

	(void)state;
	expect_text(small, 1, "drift of the witnesses over the run: control.a +0.8 +- 0.0%\n");
	expect_text(
		large, 1,
		"drift of the witnesses over the run: control.a -1.2 +- 0.0%\n"
		"the machine drifted during the run (control.a): trust no change of that size\n");
}

/* Three processes lie on a line by chance: the drift is told, and no word said of it. */
static void test_few_processes_are_no_warning(void **state)
{
	static const struct fault_count few[] = {
		{ "control", "control.a", { 1000000, 2000000, 4000000 } },
	};

	(void)state;
	expect_text(few, 1, "drift of the witnesses over the run: control.a +300.0 +- 0.0%\n");
}

static void test_constant(void **state)
{
	static const struct fault_count witnesses[] = {
		{ "control", "control.a", { 777, 777, 777, 777, 777 } },
	};
	char text[FORMAT_BYTES];

	(void)state;
	write_samples(witnesses, 1);
	assert_int_equal(print(text), 0);
	assert_non_null(strstr(text, "0.0 +- 0.0%\n"));
	assert_null(strstr(text, "drifted"));
}

/* Two rounds; no control; a metric of 0. */
static void test_nothing_to_tell(void **state)
{
	static const struct fault_count few[] = { { "control", "control.a", { 1000, 2000 } } };
	static const struct fault_count cases[] = {
		{ "mprotect", "mprotect.ro", { 1000, 2000, 4000 } },
	};
	static const struct fault_count unknown[] = {
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
	assert_int_equal(print(text), 0);
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
	assert_int_equal(print(text), 0);
	assert_string_equal(text, "");
}

static void test_lines_are_narrow(void **state)
{
	static const struct fault_count witnesses[] = {
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
	write_samples(witnesses, 4);
	assert_int_equal(print(text), 0);
	for (; (line = strsep(&rest, "\n")) && rest; lines++) {
		assert_in_range(strlen(line), 1, 100);
		assert_true(line[strlen(line) - 1] != ' ');
	}
	assert_in_range(lines, 4, 6);
}

static void test_files_that_cannot_be_used(void **state)
{
	char text[FORMAT_BYTES];

	(void)state;
	assert_int_equal(print(text), -ENOENT);
	assert_string_equal(text, "");
	fixture_write("/samples.csv", "no,header\n");
	assert_int_equal(print(text), -EBADMSG);
	assert_string_equal(text, "");
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
		cmocka_unit_test_setup_teardown(test_nothing_to_tell, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_lines_are_narrow, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_files_that_cannot_be_used, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
