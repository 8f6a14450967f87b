// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows are grouped by process and point, and the metrics are right. Hand-computed answers. */
#include "fixture.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measure/csv_reader.h"

static void test_median(void **state)
{
	double one[] = { 5 }, even[] = { 4, 1, 3, 2 }, ties[] = { 2, 2, 2, 9, 0 };

	(void)state;
	assert_true(csv_reader_median(one, 1) == 5);
	assert_true(csv_reader_median(even, 4) == 2.5);
	assert_true(csv_reader_median(ties, 5) == 2);
}

/* A run's value is the geometric mean of its processes' medians. */
static void test_value(void **state)
{
	double values[] = { 2, 8 }, none[] = { 4, 0 };
	const struct csv_reader_series medians = { .values = values, .count = 2 };
	const struct csv_reader_series zero = { .values = none, .count = 2 };

	(void)state;
	assert_true(fabs(csv_reader_value(&medians) - 4) < 1e-12);
	assert_true(csv_reader_value(&zero) == 0);
}

static struct csv_row row_of(const char *point, uint64_t process, uint64_t pages,
			     uint64_t elapsed_ns, enum csv_row_status status)
{
	struct csv_row row = { .process = opt_u64_of(process), .ops = opt_u64_of(2) };

	snprintf(row.point, sizeof(row.point), "%s", point);
	snprintf(row.status, sizeof(row.status), "%s", csv_row_status_name(status));
	row.elapsed_ns = opt_u64_of(elapsed_ns);
	row.pages_matching = opt_u64_of(status == CSV_ROW_OK ? 100 + process : 1);
	if (pages)
		row.pages = opt_u64_of(pages);
	return row;
}

static void expect_medians(const struct csv_reader_point *point, enum csv_reader_metric metric,
			   size_t count, const double *values)
{
	struct csv_reader_series medians = csv_reader_medians(point, metric);

	assert_int_equal(medians.count, count);
	for (size_t i = 0; i < count; i++)
		assert_true(medians.values[i] == values[i]);
	free(medians.values);
}

/* Rounds shuffle the points, so that the processes of one lie apart. */
static void test_one_figure_a_process(void **state)
{
	const struct csv_row rows[] = {
		row_of("b", 1, 8, 80, CSV_ROW_OK),	 row_of("b", 1, 8, 8000, CSV_ROW_OK),
		row_of("b", 1, 8, 160, CSV_ROW_OK),	 row_of("a", 2, 0, 60, CSV_ROW_OK),
		row_of("b", 3, 8, 240, CSV_ROW_OK),	 row_of("b", 3, 8, 8, CSV_ROW_DISTURBED),
		row_of("c", 4, 8, 1, CSV_ROW_OP_FAILED),
	};
	struct csv_reader samples;
	struct reason reason;
	const struct csv_reader_point *b;

	(void)state;
	fixture_rows("/samples.csv", rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &samples, &reason), 0);
	assert_int_equal(samples.count, 3);
	assert_int_equal(samples.rows, 7);
	assert_int_equal(samples.bad_rows, 0);
	assert_string_equal(samples.points[0].row.point, "a");
	assert_false(samples.points[0].is_per_page);
	assert_true(isnan(samples.points[0].pages_per_call));
	expect_medians(&samples.points[0], CSV_READER_NS, 1, (double[]) { 30 });
	b = &samples.points[1];
	assert_ptr_equal(csv_reader_find(&samples, "b"), b);
	assert_null(csv_reader_find(&samples, "d"));
	assert_int_equal(b->pages_proved.value, 101); /* the least of ok rows */
	assert_true(b->is_per_page && b->pages_per_call == 4);
	assert_null(b->unlike);
	expect_medians(b, CSV_READER_NS, 2, (double[]) { 20, 30 }); /* 20: of 10, 20 and 1000 */
	expect_medians(b, CSV_READER_CYCLES, 0, NULL);
	assert_int_equal(b->ok_rows, 4);
	assert_int_equal(b->other_rows, 1);
	assert_int_equal(samples.points[2].ok_rows, 0);
	expect_medians(&samples.points[2], CSV_READER_NS, 0, NULL);
	assert_non_null(strstr(samples.points[2].why, "op-failed"));
	csv_reader_free(&samples);
}

/* Two files in one, a process that comes again or measures two points, ways of measuring mixed. */
static void test_rows_that_do_not_follow_are_left_out(void **state)
{
	struct csv_row rows[] = {
		row_of("a", 1, 8, 80, CSV_ROW_OK), row_of("b", 2, 8, 80, CSV_ROW_OK),
		row_of("a", 1, 8, 80, CSV_ROW_OK), row_of("c", 2, 8, 80, CSV_ROW_OK),
		row_of("b", 3, 8, 80, CSV_ROW_OK), row_of("b", 4, 8, 80, CSV_ROW_OK),
	};
	struct csv_reader samples;
	struct reason reason;

	(void)state;
	strcpy(rows[4].run, "another");
	rows[5].threads = opt_u64_of(2);
	fixture_rows("/samples.csv", rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &samples, &reason), 0);
	assert_int_equal(samples.bad_rows, 3);
	assert_non_null(strstr(reason.text, "samples.csv:4: process 1"));
	assert_int_equal(samples.count, 2);
	assert_int_equal(csv_reader_find(&samples, "b")->ok_rows, 2);
	assert_string_equal(csv_reader_find(&samples, "b")->unlike, "threads");
	csv_reader_free(&samples);
}

/* Thousands of points and processes: the tables grow, and nothing gets lost or mixed up. */
static void test_many_points(void **state)
{
	enum { POINTS = 3000 };
	struct csv_row *rows = calloc((size_t)2 * POINTS, sizeof(*rows));
	struct csv_reader samples;
	struct reason reason;
	char name[32];

	(void)state;
	for (unsigned int i = 0; i < 2 * POINTS; i++) {
		snprintf(name, sizeof(name), "p%u", i * 7 % POINTS);
		rows[i] = row_of(name, i + 1, 1, i * 7 % POINTS, CSV_ROW_OK);
	}
	fixture_rows("/samples.csv", rows, (size_t)2 * POINTS);
	free(rows);
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &samples, &reason), 0);
	assert_int_equal(samples.count, POINTS);
	for (unsigned int i = 0; i < POINTS; i++) {
		snprintf(name, sizeof(name), "p%u", i);
		expect_medians(csv_reader_find(&samples, name), CSV_READER_NS, 2,
			       (double[]) { i, i });
	}
	csv_reader_free(&samples);
}

static void hide_last_line(const char *path, size_t offset)
{
	FILE *file = fopen(path, "r+");

	fseek(file, (long)offset, SEEK_SET);
	fputc('\0', file);
	fclose(file);
}

static void test_files_that_are_cut_off_or_no_files(void **state)
{
	char header[CSV_ROW_LINE_BYTES], line[CSV_ROW_LINE_BYTES],
		*text = malloc((size_t)4 * CSV_ROW_LINE_BYTES);
	const struct csv_row row = row_of("a", 1, 8, 80, CSV_ROW_OK);
	struct csv_reader samples;
	struct reason reason;

	(void)state;
	csv_row_header(header);
	csv_row_format(&row, line);
	sprintf(text, "%s\n%s\n%s", header, line, line);
	fixture_write("/cut.csv", text);
	assert_int_equal(csv_reader_read(fixture_path("/cut.csv"), &samples, &reason), 0);
	assert_int_equal(csv_reader_find(&samples, "a")->ok_rows, 1);
	assert_int_equal(samples.bad_rows, 1);
	assert_non_null(strstr(reason.text, "cut.csv:3: no newline"));
	csv_reader_free(&samples);
	/* what a NUL hides is not taken for what is before it */
	snprintf(text, (size_t)4 * CSV_ROW_LINE_BYTES, "%s\n%s\n%s_hidden\n", header, line, line);
	fixture_write("/nul.csv", text);
	hide_last_line(fixture_path("/nul.csv"), strlen(text) - strlen("_hidden\n"));
	assert_int_equal(csv_reader_read(fixture_path("/nul.csv"), &samples, &reason), 0);
	assert_int_equal(csv_reader_find(&samples, "a")->ok_rows, 1);
	assert_non_null(strstr(reason.text, "nul.csv:3: holds a NUL"));
	csv_reader_free(&samples);
	fixture_write("/empty.csv", "");
	assert_int_equal(csv_reader_read(fixture_path("/empty.csv"), &samples, &reason), -EBADMSG);
	csv_reader_free(&samples);
	fixture_write("/other.csv", "a,b\n1,2\n");
	assert_int_equal(csv_reader_read(fixture_path("/other.csv"), &samples, &reason), -EBADMSG);
	assert_non_null(strstr(reason.text, "column"));
	csv_reader_free(&samples);
	assert_int_equal(csv_reader_read(fixture_path("/none.csv"), &samples, &reason), -ENOENT);
	csv_reader_free(&samples);
	assert_int_equal(csv_reader_read(fixture_path("/"), &samples, &reason), -EISDIR);
	csv_reader_free(&samples);
	free(text);
}

static void test_what_an_oracle_saw_is_kept(void **state)
{
	struct csv_row rows[] = {
		row_of("a", 1, 10, 100, CSV_ROW_OK),
		row_of("a", 2, 10, 100, CSV_ROW_ORACLE_FAILED),
		row_of("a", 3, 10, 100, CSV_ROW_DISTURBED),
		row_of("a", 4, 10, 100, CSV_ROW_OK),
	};
	struct csv_reader samples;
	struct reason reason;

	(void)state;
	fixture_rows("samples.csv", rows, 4);
	assert_int_equal(csv_reader_read(fixture_path("samples.csv"), &samples, &reason), 0);
	assert_int_equal(samples.points[0].ok_rows, 2);
	assert_int_equal(samples.points[0].other_rows, 2);
	assert_ptr_equal(strstr(samples.points[0].why, "oracle-failed: "), samples.points[0].why);
	csv_reader_free(&samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_value),
		cmocka_unit_test_setup_teardown(test_one_figure_a_process, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_rows_that_do_not_follow_are_left_out,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_an_oracle_saw_is_kept, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_many_points, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_files_that_are_cut_off_or_no_files,
						fixture_make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
