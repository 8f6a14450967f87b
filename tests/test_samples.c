// SPDX-License-Identifier: GPL-2.0-or-later
/* Are rows grouped as they should be, and are the figures right? Hand-computed answers. */
#include "fixture.h"

#include <math.h>
#include <string.h>

#include "samples.h"

static void test_median(void **state)
{
	double one[] = { 5 }, even[] = { 4, 1, 3, 2 }, ties[] = { 2, 2, 2, 9, 0 };

	(void)state;
	assert_true(samples_median(one, 1) == 5);
	assert_true(samples_median(even, 4) == 2.5);
	assert_true(samples_median(ties, 5) == 2);
}

/*
 * 50 samples: 25 of 10, 24 of 14 and one of 1000. The mean is 31.7, the standard deviation about
 * 140: the outlier goes, then nothing. The median of the rest is 10; with the outlier it is 12.
 */
static void test_libmicro_drops_outliers_of_many(void **state)
{
	double many[50], few[40];

	(void)state;
	for (int i = 0; i < 50; i++)
		many[i] = i < 25 ? 10 : i < 49 ? 14 : 1000;
	assert_true(samples_libmicro(many, 50) == 10);
	for (int i = 0; i < 40; i++)
		few[i] = i < 20 ? 10 : i < 39 ? 14 : 1000;
	assert_true(samples_libmicro(few, 40) == 12); /* 40 or fewer: none is dropped */
}

static struct row row_of(const char *point, uint64_t process, uint64_t pages, uint64_t elapsed_ns,
			 enum row_status status)
{
	struct row row = { .process = count_of(process), .ops = count_of(2) };

	snprintf(row.point, sizeof(row.point), "%s", point);
	snprintf(row.status, sizeof(row.status), "%s", row_status_name(status));
	row.elapsed_ns = count_of(elapsed_ns);
	row.pages_matching = count_of(status == STATUS_OK ? 100 + process : 1);
	if (pages)
		row.pages = count_of(pages);
	return row;
}

/* Rounds shuffle the points, so that the processes of one lie apart. */
static void test_one_figure_a_process(void **state)
{
	const struct row rows[] = {
		row_of("b", 1, 8, 80, STATUS_OK),	row_of("b", 1, 8, 8000, STATUS_OK),
		row_of("b", 1, 8, 160, STATUS_OK),	row_of("a", 2, 0, 60, STATUS_OK),
		row_of("b", 3, 8, 240, STATUS_OK),	row_of("b", 3, 8, 8, STATUS_DISTURBED),
		row_of("c", 4, 8, 1, STATUS_OP_FAILED),
	};
	struct samples samples;
	const struct samples_point *b;

	(void)state;
	fixture_rows("/samples.csv", rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(samples_read(fixture_path("/samples.csv"), &samples), 0);
	assert_int_equal(samples.count, 3);
	assert_string_equal(samples.points[0].last.point, "a");
	assert_false(samples.points[0].is_per_page);
	assert_true(isnan(samples.points[0].pages_per_call));
	assert_true(samples.points[0].processes[SAMPLES_NS].values[0] == 30);
	b = &samples.points[1];
	assert_int_equal(b->pages_proved.value, 101); /* the least of ok rows */
	assert_true(b->is_per_page && b->pages_per_call == 4);
	assert_int_equal(b->processes[SAMPLES_NS].count, 2);
	assert_true(b->processes[SAMPLES_NS].values[0] == 20); /* of 10, 20 and 1000 */
	assert_true(b->processes[SAMPLES_NS].values[1] == 30);
	assert_int_equal(b->processes[SAMPLES_CYCLES].count, 0);
	assert_int_equal(b->ok_rows, 4);
	assert_int_equal(b->other_rows, 1);
	assert_int_equal(samples.points[2].ok_rows, 0);
	assert_int_equal(samples.points[2].processes[SAMPLES_NS].count, 0);
	assert_non_null(strstr(samples.points[2].why, "op-failed"));
	samples_free(&samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_libmicro_drops_outliers_of_many),
		cmocka_unit_test_setup_teardown(test_one_figure_a_process, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
