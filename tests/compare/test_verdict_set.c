// SPDX-License-Identifier: GPL-2.0-or-later
/* What cases share is found, and makes verdicts better or none. */
#include "near.h"

#include <math.h>
#include <stdlib.h>

#include "verdicts.h"

/* trigamma(5/2) = pi^2/2 - 40/9: the error of 24 logarithms, and what is left of ln 4. */
static void test_one_side_is_noisier(void **state)
{
	const double error = 4 * 2 * (M_PI * M_PI / 2 - 40.0 / 9) / VERDICTS_CASES, noise = log(4);
	struct verdict points[VERDICTS_CASES], on = verdicts_case(6, 1.0, .01);
	struct verdict_set set;

	(void)state;
	on.metrics.moments[DESIGN_SIDE_B].variance = 4e-4;
	verdicts_fill(points, VERDICTS_CASES, &on);
	points[0].metrics.n[DESIGN_SIDE_B] = points[0].metrics.moments[DESIGN_SIDE_B].n = 3;
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_true(set.ratio > 3 && set.ratio < 4);
	points[0] = points[1];
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_near(set.ratio, exp(noise * (1 - error / (noise * noise))), 1e-9);
	assert_near(points[0].se, points[0].sd * sqrt((1 + set.ratio) / 6), 1e-12);
}

/* A drift that both sides share is no noise, where they took turns. */
static void test_time_takes_a_drift_off(void **state)
{
	static const double drift[] = { 0, .01, .02, .03, .04, .05 };
	static const double at[DESIGN_SIDES][3] = { { 0, 3, 4 }, { 1, 2, 5 } };
	static const double noise[DESIGN_SIDES][3] = { { 1, -1, 1 }, { -1, 1, -1 } };
	struct verdict on = { .is_judged = true };
	struct verdict_set set;

	(void)state;
	for (int side = 0; side < DESIGN_SIDES; side++) {
		double y[3];

		for (int i = 0; i < 3; i++)
			y[i] = drift[(int)at[side][i]] + (side ? .03 : 0) + 1e-3 * noise[side][i];
		on.metrics.n[side] = 3;
		on.metrics.moments[side] = stats_moments(y, 3);
		on.metrics.times[side] = stats_times(at[side], y, 3);
	}
	on.metrics.least_variance = 1e-12;
	verdict_make(&on, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(on.verdict, VERDICT_UNDECIDED);
	assert_near(on.df, 4, 0);
	on.metrics.has_times = true;
	verdict_make(&on, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(on.verdict, VERDICT_SLOWER);
	assert_near(on.df, 3, 0);
	assert_near(on.d, .03, 2e-3);
}

/* Some cases have boots of two kinds: those that are apart as A and B are may be more of them. */
static void test_boots_of_two_kinds_in_other_cases(void **state)
{
	struct verdict points[VERDICTS_CASES], same = verdicts_case(3, 1.0, .003),
					       apart = verdicts_case(3, 1.1, .003);
	struct verdict_set set;

	(void)state;
	for (size_t kinds = 0; kinds <= 3; kinds++) {
		verdicts_fill(points, VERDICTS_CASES, &same);
		points[0] = apart;
		points[0].metrics.is_apart = true;
		points[1] = verdicts_case(3, 1.3, .003);
		points[1].metrics.is_apart = true;
		points[5].metrics.is_fickle = true;
		for (size_t i = 0; i < kinds; i++)
			points[2 + i].metrics.gap = .085 + .005 * (double)i;
		verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
		assert_int_equal(set.two_kinds, kinds);
		/* two of the 2^6 ways to draw 6 boots; 1% of 24, and twice its root, is chance */
		assert_near(set.by_chance, fmax(0, (double)kinds - .24 - 2 * sqrt(.24)) / 31,
			    1e-12);
		assert_int_equal(points[0].verdict, kinds < 3 ? VERDICT_SLOWER : VERDICT_UNDECIDED);
		assert_true(!(points[0].metrics.flags & METRICS_FLAG_BIMODAL) == (kinds < 3));
		/* 30% is more than boots of two kinds are apart here */
		assert_int_equal(points[1].verdict, VERDICT_SLOWER);
		assert_true(isnan(points[5].mde)); /* its own two kinds: no t tells */
		/* beyond two gaps; which may be others next time */
		if (kinds == 3)
			assert_near(points[VERDICTS_CASES - 1].mde,
				    .19 + .8416212335729143 *
						    hypot(points[VERDICTS_CASES - 1].se, .01),
				    1e-9);
	}
}

/* Cases whose boots differ alike are one case: their variances do not know more than it does. */
static void test_cases_that_vary_together(void **state)
{
	static const double alike[] = { .01, -.01, .02, -.02 };
	struct verdict points[VERDICTS_CASES], on = verdicts_case(4, 1, .0182574185835);
	struct verdict_set set;

	(void)state;
	for (int side = 0; side < DESIGN_SIDES; side++) {
		on.metrics.kept[side] = 4;
		for (size_t i = 0; i < 4; i++)
			on.metrics.units[side][i] =
				(struct metrics_unit) { .y = 3 + alike[i],
							.order = 2 * i + (size_t)side };
	}
	verdicts_fill(points, VERDICTS_CASES, &on);
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_near(set.independent, 1, 1e-9);
	assert_near(points[0].df, 6, 1e-6);
	/* each case its own boot that is off: 8 directions of 6 dimensions */
	for (size_t k = 0; k < VERDICTS_CASES; k++)
		for (int side = 0; side < DESIGN_SIDES; side++)
			for (size_t i = 0; i < 4; i++)
				points[k].metrics.units[side][i].y =
					3 + (2 * i + (size_t)side == k % 8 ? .03 : -.01) *
						    (side == (int)(k % 2));
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_true(set.independent > 5);
	assert_true(points[0].df > 20);
}

/* What all boots share by rounding does not become less with more boots. */
static void test_shared_rounding(void **state)
{
	struct verdict points[VERDICTS_CASES], on = verdicts_case(6, 1.02, .0001);
	struct verdict_set set;

	(void)state;
	on.metrics.shared_variance = .02 * .02;
	verdicts_fill(points, VERDICTS_CASES, &on);
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].verdict, VERDICT_UNDECIDED);
	assert_true(points[0].se > .02);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_side_is_noisier),
		cmocka_unit_test(test_time_takes_a_drift_off),
		cmocka_unit_test(test_boots_of_two_kinds_in_other_cases),
		cmocka_unit_test(test_cases_that_vary_together),
		cmocka_unit_test(test_shared_rounding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
