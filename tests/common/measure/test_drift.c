// SPDX-License-Identifier: GPL-2.0-or-later
/* The drift of a point over its run follows the medians of its processes. */
#include "fixture.h"
#include "near.h"

#include <string.h>

#include "measure/drift.h"

enum { ROWS_MAX = 12 };

/* One sample; the list ends where @point is NULL. */
struct sample {
	const char *point;
	uint64_t process, elapsed_ns;
	enum csv_row_status status;
	uint64_t cycles; /* 0: not counted */
};

static struct linreg trend(const struct sample *list, enum csv_reader_metric metric)
{
	struct csv_row rows[ROWS_MAX] = { 0 };
	struct csv_reader samples;
	struct reason reason;
	struct linreg line;
	size_t count = 0;

	for (; list[count].point; count++) {
		assert_in_range(count, 0, ROWS_MAX - 1);
		strcpy(rows[count].point, list[count].point);
		strcpy(rows[count].status, csv_row_status_name(list[count].status));
		rows[count].ops = opt_u64_of(1);
		rows[count].process = opt_u64_of(list[count].process);
		rows[count].elapsed_ns = opt_u64_of(list[count].elapsed_ns);
		if (list[count].cycles)
			rows[count].cycles_kernel = opt_u64_of(list[count].cycles);
	}
	fixture_rows("/samples.csv", rows, count);
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &samples, &reason), 0);
	drift_of(&samples, csv_reader_find(&samples, "c"), metric, &line);
	csv_reader_free(&samples);
	return line;
}

static void expect_unknown(const struct sample *list, enum csv_reader_metric metric)
{
	struct linreg line = trend(list, metric);

	assert_true(isnan(line.slope) && isnan(line.slope_se));
	assert_int_equal(line.df, 0);
}

/* Twice as long at each of x = 1/4, 2/4, 3/4: 4 ln 2 over the run, whose ends are another point's.
 */
static void test_exact_line(void **state)
{
	static const struct sample list[] = {
		{ "other", 11, 7, CSV_ROW_OK, 0 },
		{ "c", 12, 1000, CSV_ROW_OK, 0 },
		{ "c", 13, 2000, CSV_ROW_OK, 0 },
		{ "c", 14, 4000, CSV_ROW_OK, 0 },
		{ "other", 15, 7, CSV_ROW_OK, 0 },
		{ "other", 16, 7, CSV_ROW_DISTURBED, 0 },
		{ 0 },
	};
	struct linreg line = trend(list, CSV_READER_NS);

	(void)state;
	assert_near(line.slope, 4 * M_LN2, 1e-9);
	assert_near(line.slope_se, 0, 1e-7);
	assert_int_equal(line.df, 1);
	assert_true(drift_is_clear(line.slope, line.slope_se));
	assert_true(drift_is_clear(-line.slope, line.slope_se));
}

/* Each process is one datum, its median; what is not ok is none, and does not shift the others. */
static void test_medians_of_ok_samples(void **state)
{
	static const struct sample list[] = {
		{ "c", 1, 1000, CSV_ROW_OK, 0 },	{ "c", 1, 1000, CSV_ROW_OK, 0 },
		{ "c", 1, 9000, CSV_ROW_OK, 0 },	{ "c", 2, 9000, CSV_ROW_DISTURBED, 0 },
		{ "c", 3, 1000, CSV_ROW_OK, 0 },	{ "c", 3, 1, CSV_ROW_OP_FAILED, 0 },
		{ "c", 4, 1000, CSV_ROW_DISTURBED, 0 }, { "c", 4, 8000, CSV_ROW_OK, 0 },
		{ "c", 5, 8000, CSV_ROW_OK, 0 },	{ 0 },
	};
	struct linreg line = trend(list, CSV_READER_NS);

	(void)state;
	/* x = 0, 1/2, 3/4, 1; X = 9/16; S = 29/16 - 4 X^2 = 35/64. y = 0, 0, L, L with L = ln 8:
	 * sum (x - X) y = (3/16 + 7/16) L. */
	assert_near(line.slope, 5. / 8 * log(8) / (35. / 64), 1e-9);
	assert_int_equal(line.df, 2);
}

/* x = 0, 2/3, 1 with y = 0, 2 L, 3 L: the second process did not count cycles. */
static void test_a_process_without_the_figure(void **state)
{
	static const struct sample list[] = {
		{ "c", 1, 1000, CSV_ROW_OK, 1000 },
		{ "c", 2, 1000, CSV_ROW_OK, 0 },
		{ "c", 3, 1000, CSV_ROW_OK, 4000 },
		{ "c", 4, 1000, CSV_ROW_OK, 8000 },
		{ 0 },
	};
	struct linreg line = trend(list, CSV_READER_CYCLES);

	(void)state;
	assert_near(line.slope, 3 * M_LN2, 1e-9);
	assert_near(line.slope_se, 0, 1e-7);
	assert_int_equal(line.df, 1);
}

static void test_constant(void **state)
{
	static const struct sample list[] = {
		{ "c", 1, 1234, CSV_ROW_OK, 0 },
		{ "c", 2, 1234, CSV_ROW_OK, 0 },
		{ "c", 3, 1234, CSV_ROW_OK, 0 },
		{ "c", 4, 1234, CSV_ROW_OK, 0 },
		{ 0 },
	};
	struct linreg line = trend(list, CSV_READER_NS);

	(void)state;
	assert_near(line.slope, 0, 1e-12);
	assert_near(line.slope_se, 0, 1e-12);
}

static void test_what_cannot_be_told(void **state)
{
	static const struct sample two[] = {
		{ "c", 1, 1000, CSV_ROW_OK, 0 },
		{ "c", 2, 2000, CSV_ROW_OK, 0 },
		{ "c", 3, 4000, CSV_ROW_DISTURBED, 0 },
		{ 0 },
	};
	static const struct sample zero[] = {
		{ "c", 1, 1000, CSV_ROW_OK, 0 },
		{ "c", 2, 0, CSV_ROW_OK, 0 },
		{ "c", 3, 4000, CSV_ROW_OK, 0 },
		{ "c", 4, 4000, CSV_ROW_OK, 0 },
		{ 0 },
	};
	static const struct sample none[] = { { "c", 1, 1000, CSV_ROW_DISTURBED, 0 }, { 0 } };

	(void)state;
	expect_unknown(two, CSV_READER_NS);
	expect_unknown(zero, CSV_READER_NS);
	expect_unknown(none, CSV_READER_NS);
	expect_unknown(zero, CSV_READER_CYCLES); /* which nobody counted */
}

static void test_what_is_clear(void **state)
{
	(void)state;
	assert_true(drift_is_clear(0.031, 0.01));
	assert_true(drift_is_clear(-0.031, 0.01));
	assert_false(drift_is_clear(0.029, 0.01));
	assert_false(drift_is_clear(0, 0));
	assert_false(drift_is_clear(NAN, 0.01));
	assert_false(drift_is_clear(0.031, NAN));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact_line),
		cmocka_unit_test(test_medians_of_ok_samples),
		cmocka_unit_test(test_a_process_without_the_figure),
		cmocka_unit_test(test_constant),
		cmocka_unit_test(test_what_cannot_be_told),
		cmocka_unit_test(test_what_is_clear),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
