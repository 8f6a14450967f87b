// SPDX-License-Identifier: GPL-2.0-or-later
/* Intervals at the look at which measuring stops cover as they say. */
#include "near.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "compare/settled.h"

static const size_t looks[] = { 5, 8, 12, 18, 27, 40 };

enum { LOOKS = sizeof(looks) / sizeof(looks[0]), POINTS = 8000, MOST = 40 };

/* Share of the points whose interval at the stop holds the true value, 0. @ret_early: that stop
 * before the last look. */
static double coverage(double sd, double width, size_t widened, double *ret_early)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double covered = 0, early = 0;

	assert_non_null(rng);
	for (int i = 0; i < POINTS; i++) {
		double y[MOST], half = INFINITY;
		struct stats_moments moments = { 0 };
		size_t look = 0;

		for (int k = 0; k < MOST; k++)
			y[k] = gsl_ran_gaussian(rng, sd);
		for (; look < LOOKS && !(half <= width); look++) {
			moments = stats_moments(y, looks[look]);
			half = settled_half_width(sqrt(moments.variance / (double)moments.n),
						  (double)moments.n - 1, widened);
		}
		covered += fabs(moments.mean) <= half;
		early += half <= width && looks[look - 1] < MOST;
	}
	gsl_rng_free(rng);
	*ret_early = early / POINTS;
	return covered / POINTS;
}

/* SDs with which points stop at once, at any look, and never. */
static void test_coverage_at_the_stop(void **state)
{
	static const double sds[] = { 0.002, 0.01, 0.015, 0.02, 0.03, 0.1 };
	double early, worst = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(sds) / sizeof(sds[0]); i++) {
		assert_between(coverage(sds[i], 0.01, LOOKS, &early), 0.95, 1);
		worst = fmin(worst, coverage(sds[i], 0.01, 1, &early));
	}
	/* Not widened for the looks they would not. */
	assert_true(worst < 0.93);
	coverage(0.015, 0.01, LOOKS, &early);
	assert_between(early, 0.3, 1);
}

/* t[.975] and t[1 - .025 / 6] for 4 degrees of freedom. */
static void test_width(void **state)
{
	(void)state;
	assert_near(settled_half_width(2, 4, 1), 2 * 2.7764451, 1e-6);
	assert_near(settled_half_width(1, 4, 6), 4.8509, 1e-3);
	assert_true(isnan(settled_half_width(NAN, 0, 6)));
	assert_true(isnan(settled_half_width(0, 0, 6)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_coverage_at_the_stop),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
