// SPDX-License-Identifier: GPL-2.0-or-later
/* Least squares: hand-computed answers; tests/runner/test_size_fit.c has weighted ones. */
#include "near.h"

#include "base/linreg.h"

static struct linreg fit(const struct linreg_point *data, size_t count)
{
	struct linreg line;

	linreg_fit(data, count, &line);
	return line;
}

static void expect_unknown(const struct linreg *line)
{
	assert_true(isnan(line->slope) && isnan(line->slope_se));
	assert_true(isnan(line->intercept) && isnan(line->intercept_se));
}

static void test_exact_line(void **state)
{
	static const struct linreg_point data[] = { { 0, 1, 1 }, { 1, 3, 1 }, { 3, 7, 1 } };
	struct linreg line = fit(data, 3);

	(void)state;
	assert_near(line.intercept, 1, 1e-12);
	assert_near(line.slope, 2, 1e-12);
	assert_near(line.intercept_se, 0, 1e-7);
	assert_near(line.slope_se, 0, 1e-7);
	assert_near(line.spread, 14. / 3, 1e-12);
	assert_int_equal(line.df, 1);
}

/* X = 1.5, Y = 2.5, S = 5, sum (x - X)(y - Y) = 3: b = .6, a = 1.6; the residuals are -.6, .8, .2,
 * -.4, so s^2 = 1.2 / 2 = .6; se(b)^2 = .12, se(a)^2 = .6 (1/4 + 2.25/5) = .42. */
static void test_data_off_the_line(void **state)
{
	static const struct linreg_point data[] = {
		{ 0, 1, 1 }, { 1, 3, 1 }, { 2, 3, 1 }, { 3, 3, 1 }
	};
	struct linreg line = fit(data, 4);

	(void)state;
	assert_near(line.slope, 0.6, 1e-12);
	assert_near(line.intercept, 1.6, 1e-12);
	assert_near(line.slope_se * line.slope_se, 0.12, 1e-12);
	assert_near(line.intercept_se * line.intercept_se, 0.42, 1e-12);
	assert_int_equal(line.df, 2);
}

/* Only the proportion of weights counts; the last datum, counted twice, is a datum of weight 2. */
static void test_weights(void **state)
{
	static const struct linreg_point data[] = { { 0, 0, 7 }, { 1, 1, 7 }, { 2, 1, 14 } };
	static const struct linreg_point twice[] = {
		{ 0, 0, 1 }, { 1, 1, 1 }, { 2, 1, 1 }, { 2, 1, 1 }
	};
	struct linreg weighted = fit(data, 3), repeated = fit(twice, 4);

	(void)state;
	assert_near(weighted.slope, repeated.slope, 1e-12);
	assert_near(weighted.intercept, repeated.intercept, 1e-12);
	/* The same residuals over one degree of freedom, and over two. */
	assert_near(weighted.slope_se * weighted.slope_se,
		    2 * repeated.slope_se * repeated.slope_se, 1e-12);
}

static void test_what_has_no_line(void **state)
{
	static const struct linreg_point data[] = { { 0, 1, 1 }, { 1, 3, 1 } };
	static const struct linreg_point same_x[] = { { 2, 1, 1 }, { 2, 3, 1 }, { 2, 4, 1 } };
	const struct linreg_point unknown[] = { { 0, 1, 1 }, { 1, NAN, 1 }, { 2, 4, 1 } };
	struct linreg line = fit(data, 2);

	(void)state;
	expect_unknown(&line);
	assert_int_equal(line.df, 0);
	line = fit(NULL, 0);
	expect_unknown(&line);
	line = fit(same_x, 3);
	assert_false(isfinite(line.slope));
	line = fit(unknown, 3);
	expect_unknown(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact_line),
		cmocka_unit_test(test_data_off_the_line),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_what_has_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
