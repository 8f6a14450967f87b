// SPDX-License-Identifier: GPL-2.0-or-later
/* The cost of a call and of a page, against answers computed by hand. */
#include "fixture.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runner/size_fit.h"

#define HEADER                                                                                     \
	"family,case,point_without_size,sizes,processes,per_call_ns,per_call_se_ns,"               \
	"per_page_ns,per_page_se_ns,off_percent\n"

enum { ROWS_MAX = 16 };

/* One sample; a NULL @point ends the list. @pages 0: the cost is per call. */
struct sample {
	const char *point;
	uint64_t process, ops, pages, elapsed_ns;
	enum csv_row_status status;
};

static void write_samples(const struct sample *samples)
{
	struct csv_row rows[ROWS_MAX] = { 0 };
	size_t count = 0;

	for (; samples[count].point; count++) {
		const struct sample *sample = &samples[count];
		struct csv_row *row = &rows[count];

		assert_in_range(count, 0, ROWS_MAX - 1);
		snprintf(row->point, sizeof(row->point), "%s", sample->point);
		snprintf(row->case_name, sizeof(row->case_name), "%.*s",
			 (int)strcspn(sample->point, "/"), sample->point);
		snprintf(row->family, sizeof(row->family), "program");
		snprintf(row->status, sizeof(row->status), "%s",
			 csv_row_status_name(sample->status));
		row->process = opt_u64_of(sample->process);
		row->ops = opt_u64_of(sample->ops);
		row->pages = sample->pages ? opt_u64_of(sample->pages) : row->pages;
		row->elapsed_ns = opt_u64_of(sample->elapsed_ns);
	}
	fixture_rows("/samples.csv", rows, count);
}

/* Receives the table in @ret_table, 2048 bytes. */
static int fit_into(const char *csv_leaf, char *ret_table)
{
	FILE *out = fmemopen(ret_table, 2048, "w");
	struct csv_reader samples;
	struct reason reason;
	int error;

	assert_non_null(out);
	ret_table[0] = '\0';
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &samples, &reason), 0);
	error = size_fit_print(&samples, fixture_path(csv_leaf), out);
	csv_reader_free(&samples);
	fclose(out);
	return error;
}

static void expect_fit(const struct sample *samples, const char *csv)
{
	char table[2048];

	write_samples(samples);
	assert_int_equal(fit_into("/fit.csv", table), 0);
	fixture_expect("/fit.csv", csv);
	assert_true(table[0] != '\0');
}

static void expect_nothing(const struct sample *samples)
{
	char table[2048];

	write_samples(samples);
	assert_int_equal(fit_into("/fit.csv", table), 0);
	assert_string_equal(table, "");
	assert_int_equal(access(fixture_path("/fit.csv"), F_OK), -1);
}

/* 1000 ns a call and 20 ns a page; 16 calls of the smallest size. */
static void test_exact_line(void **state)
{
	static const struct sample samples[] = {
		{ "m.ro/anon/folio=4K/size=4M", 1, 16, 16384, 343680, CSV_ROW_OK },
		{ "m.ro/anon/folio=4K/size=64M", 2, 1, 16384, 328680, CSV_ROW_OK },
		{ "m.ro/anon/folio=4K/size=1G", 3, 1, 262144, 5243880, CSV_ROW_OK },
		{ "m.ro/anon/folio=4K/size=4M", 4, 16, 16384, 343680, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_fit(samples, HEADER "program,m.ro,m.ro/anon/folio=4K,3,4,"
				   "1000.000,0.000,20.000000,0.000000,0.0");
}

/*
 * x = 1, 2, 4; y = 10, 20, 50; w = .01, .0025, .0004. The sums of w, wx, wy, wxx, wxy are .0129,
 * .0166, .17, .0264, .28; the determinant .0129 * .0264 - .0166^2 = .000065.
 * b = (.0129 * .28 - .0166 * .17) / .000065 = 158/13
 * a = (.0264 * .17 - .0166 * .28) / .000065 = -32/13
 * The residuals are 4/13, -24/13 and 50/13; s^2 = (.01 * 16 + .0025 * 576 + .0004 * 2500) / 169 / 1
 * = 1/65; se(a)^2 = .0264 / .000065 / 65 = 6.24852; se(b)^2 = .0129 / .000065 / 65 = 3.05325.
 * Farthest off is the residual of 24/13 in 20: 9.2%; of 10 it is 3.1%, of 50 7.7%.
 */
static void test_sizes_off_the_line(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/size=4K", 1, 1, 1, 10, CSV_ROW_OK },
		{ "m/anon/size=8K", 2, 1, 2, 20, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 4, 50, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_fit(samples, HEADER "program,m,m/anon,3,3,-2.462,2.500,12.153846,1.747356,9.2");
}

/*
 * y = 10 + 10 x, one process a tenth below and one above; x = 1, 2, 4, and w = 1/400, 1/900, 1/2500
 * by the medians 20, 30, 50 (by each process's own y the line would be lower). In units of 2/90000
 * the sums of w, wx, wxx are 361, 569, 1201; 361 * 1201 - 569^2 = 109800. s^2 = 6 * .01 / 4 = .015.
 * se(a)^2 = .015 * 45000 * 1201 / 109800 = 7.38320; se(b)^2 = .015 * 45000 * 361 / 109800 =
 * 2.21926. The first process has three samples, whose median is 18.
 */
static void test_each_process_is_a_datum(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/size=4K", 1, 1, 1, 18, CSV_ROW_OK },
		{ "m/anon/size=4K", 1, 1, 1, 1000, CSV_ROW_OK },
		{ "m/anon/size=4K", 1, 1, 1, 17, CSV_ROW_OK },
		{ "m/anon/size=8K", 2, 1, 2, 33, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 4, 45, CSV_ROW_OK },
		{ "m/anon/size=4K", 4, 1, 1, 22, CSV_ROW_OK },
		{ "m/anon/size=8K", 5, 1, 2, 27, CSV_ROW_OK },
		{ "m/anon/size=16K", 6, 1, 4, 55, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_fit(samples, HEADER "program,m,m/anon,3,6,10.000,2.717,10.000000,1.489719,0.0");
}

static void test_two_sizes_make_no_line(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/folio=4K/size=4K", 1, 1, 1, 10, CSV_ROW_OK },
		{ "m/anon/folio=4K/size=8K", 2, 1, 2, 20, CSV_ROW_OK },
		{ "m/anon/folio=64K/size=16K", 3, 1, 4, 40, CSV_ROW_OK },
		{ "m/anon/folio=4K/size=4K", 4, 1, 1, 10, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_nothing(samples);
}

/* No line goes through sizes that have the same number of pages. */
static void test_same_pages_are_one_size(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/size=4K", 1, 1, 7, 10, CSV_ROW_OK },
		{ "m/anon/size=8K", 2, 1, 7, 20, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 7, 40, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_nothing(samples);
}

static void test_only_ok_rows_count(void **state)
{
	static const struct sample with_two[] = {
		{ "m/anon/size=4K", 1, 1, 1, 20, CSV_ROW_OK },
		{ "m/anon/size=8K", 2, 1, 2, 30, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 4, 50, CSV_ROW_DISTURBED },
		{ "m/anon/size=32K", 4, 1, 8, 90, CSV_ROW_STATE_UNVERIFIED },
		{ 0 },
	};
	static const struct sample with_three[] = {
		{ "m/anon/size=4K", 1, 1, 1, 20, CSV_ROW_OK },
		{ "m/anon/size=4K", 1, 1, 1, 9999, CSV_ROW_DISTURBED },
		{ "m/anon/size=8K", 2, 1, 2, 30, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 4, 50, CSV_ROW_OK },
		{ "m/anon/size=16K", 4, 1, 4, 7777, CSV_ROW_OP_FAILED },
		{ 0 },
	};

	(void)state;
	expect_nothing(with_two);
	expect_fit(with_three, HEADER "program,m,m/anon,3,3,10.000,0.000,10.000000,0.000000,0.0");
}

static void test_points_without_size_or_pages_are_left_out(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/vmas=1", 1, 1, 1, 20, CSV_ROW_OK },
		{ "m/anon/vmas=2", 2, 1, 2, 30, CSV_ROW_OK },
		{ "m/anon/vmas=4", 3, 1, 4, 50, CSV_ROW_OK },
		{ "mprot_tw4m/zero-file/size=4M/batch=1", 4, 1, 0, 20, CSV_ROW_OK },
		{ "mprot_tw4m/zero-file/size=8M/batch=1", 5, 2, 0, 30, CSV_ROW_OK },
		{ "mprot_tw4m/zero-file/size=16M/batch=1", 6, 4, 0, 50, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_nothing(samples);
}

static void test_other_parameters_make_another_line(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/size=4K/n=1", 1, 1, 1, 20, CSV_ROW_OK },
		{ "m/anon/size=8K/n=1", 2, 1, 2, 30, CSV_ROW_OK },
		{ "m/anon/size=16K/n=1", 3, 1, 4, 50, CSV_ROW_OK },
		{ "m/anon/size=4K/n=2", 4, 1, 1, 4, CSV_ROW_OK },
		{ "m/anon/size=8K/n=2", 5, 1, 2, 7, CSV_ROW_OK },
		{ "m/anon/size=16K/n=2", 6, 1, 4, 13, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_fit(samples, HEADER "program,m,m/anon/n=1,3,3,10.000,0.000,10.000000,0.000000,0.0\n"
				   "program,m,m/anon/n=2,3,3,1.000,0.000,3.000000,0.000000,0.0");
}

/* A time of 0 has no proportional error. */
static void test_what_is_not_finite_is_empty(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/size=4K", 1, 1, 1, 0, CSV_ROW_OK },
		{ "m/anon/size=8K", 2, 1, 2, 30, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 4, 50, CSV_ROW_OK },
		{ 0 },
	};

	(void)state;
	expect_fit(samples, HEADER "program,m,m/anon,3,3,,,,,");
}

/* The folder of a resumed run may be anybody's. */
static void test_a_link_is_replaced(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/size=4K", 1, 1, 1, 20, CSV_ROW_OK },
		{ "m/anon/size=8K", 2, 1, 2, 30, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 4, 50, CSV_ROW_OK },
		{ 0 },
	};
	char table[2048], found[512];

	(void)state;
	write_samples(samples);
	fixture_write("/victim", "keep");
	fixture_link("/fit.csv", fixture_path("/victim"));
	assert_int_equal(fit_into("/fit.csv", table), 0);
	fixture_expect("/victim", "keep");
	assert_int_equal(readlink(fixture_path("/fit.csv"), found, sizeof(found)), -1);
}

static void test_a_csv_that_cannot_be_written(void **state)
{
	static const struct sample samples[] = {
		{ "m/anon/size=4K", 1, 1, 1, 20, CSV_ROW_OK },
		{ "m/anon/size=8K", 2, 1, 2, 30, CSV_ROW_OK },
		{ "m/anon/size=16K", 3, 1, 4, 50, CSV_ROW_OK },
		{ 0 },
	};
	char table[2048];

	(void)state;
	write_samples(samples);
	assert_int_equal(fit_into("/no/such/folder/fit.csv", table), -ENOENT);
}

/* The longest name of the case tables, and times of a second. */
static void test_table_is_narrow(void **state)
{
	static const struct sample samples[] = {
		{ "mprotect.from-none/anon/folio=2M-pte/size=4M", 1, 1, 1024, 3123456, CSV_ROW_OK },
		{ "mprotect.from-none/anon/folio=2M-pte/size=64M", 2, 1, 16384, 9, CSV_ROW_OK },
		{ "mprotect.from-none/anon/folio=2M-pte/size=1G", 3, 1, 262144, 912345678,
		  CSV_ROW_OK },
		{ 0 },
	};
	char table[2048], *rest = table, *line;
	int lines = 0;

	(void)state;
	write_samples(samples);
	assert_int_equal(fit_into("/fit.csv", table), 0);
	for (; (line = strsep(&rest, "\n")) && rest; lines++)
		assert_in_range(strlen(line), 0, 79);
	assert_int_equal(lines, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_exact_line, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_sizes_off_the_line, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_each_process_is_a_datum, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_two_sizes_make_no_line, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_same_pages_are_one_size, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_only_ok_rows_count, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_points_without_size_or_pages_are_left_out,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_other_parameters_make_another_line,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_is_not_finite_is_empty, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_link_is_replaced, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_csv_that_cannot_be_written, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_table_is_narrow, fixture_make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
