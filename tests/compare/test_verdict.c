// SPDX-License-Identifier: GPL-2.0-or-later
/* The verdict is the right one, and there is none where it cannot be known. */
#include "near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "verdicts.h"

static void test_letters_by_size_of_the_change(void **state)
{
	static const struct {
		size_t n;
		double ratio, sd;
		enum verdict_kind verdict;
	} rows[] = {
		{ 6, 1.0, .001, VERDICT_SAME },
		{ 6, 1.005, .001, VERDICT_SMALL },
		{ 6, 0.995, .001, VERDICT_SMALL },
		{ 6, 1.0002, .001, VERDICT_SAME },
		{ 6, 1.05, .001, VERDICT_SLOWER },
		{ 6, 0.95, .001, VERDICT_FASTER },
		{ 6, 1.05, .2, VERDICT_UNDECIDED },
		{ 6, 1.0, .2, VERDICT_UNDECIDED },
		{ 6, 1.011, .003, VERDICT_UNDECIDED },
		{ 2, 1.2, .001, VERDICT_SLOWER },
		{ 6, 1.02, .002, VERDICT_SLOWER },
		{ 6, 1 / 1.02, .002, VERDICT_FASTER },
		/* inside the margin at one end only */
		{ 6, 0.992, .006, VERDICT_UNDECIDED },
		{ 6, 1.008, .006, VERDICT_UNDECIDED },
	};
	struct verdict points[VERDICTS_CASES];
	struct verdict_set set;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct verdict on = verdicts_case(rows[i].n, rows[i].ratio, rows[i].sd);

		verdicts_fill(points, VERDICTS_CASES, &on);
		verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
		assert_int_equal(points[0].verdict, rows[i].verdict);
		assert_int_equal(points[0].method, VERDICT_METHOD_MODERATED);
		assert_near(points[0].d, log(rows[i].ratio), 1e-12);
		assert_true(points[0].low < points[0].d && points[0].d < points[0].high);
		assert_true((points[0].units_to_see > 0) == (rows[i].verdict == VERDICT_UNDECIDED));
	}
}

/* All variances are alike: f0 is infinite, so that the normal distribution decides. By hand. */
static void test_interval_by_hand(void **state)
{
	struct verdict on = verdicts_case(6, 1.03, .01), points[VERDICTS_CASES];
	struct verdict_set set;
	double se;

	(void)state;
	verdicts_fill(points, VERDICTS_CASES, &on);
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_true(isinf(set.prior.f0));
	/* s02 = exp(ln s^2 - psi(5) + ln(5)): psi(5) = 25/12 - Euler's constant */
	assert_near(set.prior.s02, 1e-4 * 5 / exp(25.0 / 12 - 0.57721566490153286), 1e-12);
	se = sqrt(set.prior.s02 * 2 / 6);
	assert_near(points[0].high - points[0].d, 1.959963985 * se, 1e-9);
	/* all 24 are found, so that the level is .05; the margin is 1.6 errors, so that one tail is
	 * left */
	assert_near(points[0].mde, VERDICTS_MARGIN + (1.644853627 + 0.841621234) * se, 2e-3 * se);
	assert_near(points[0].q, points[0].p, 1e-12); /* all are equal */
}

/* Unequal n and a noisier side are in the model; Welch is for few cases of unequal n. */
static void test_method_by_case(void **state)
{
	struct verdict points[VERDICTS_CASES], on = verdicts_case(6, 1.03, .01);
	struct verdict_set set;

	(void)state;
	verdicts_fill(points, VERDICTS_CASES, &on);
	points[0].metrics.n[DESIGN_SIDE_B] = points[0].metrics.moments[DESIGN_SIDE_B].n = 5;
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].method, VERDICT_METHOD_MODERATED);
	assert_near(set.ratio, 1, 0);
	assert_near(points[0].high - points[0].d,
		    1.959963985 * points[0].sd * sqrt(1.0 / 6 + 1.0 / 5), 1e-9);
	/* 19 cases make no prior */
	verdict_make(points, VERDICT_POINTS_LEAST - 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].method, VERDICT_METHOD_WELCH);
	assert_int_equal(points[1].method, VERDICT_METHOD_POOLED);
	assert_true(set.prior.f0 == 0);
	assert_near(points[1].df, 10, 1e-9);
	assert_near(points[1].high - points[1].d, 2.228138852 * .01 * sqrt(2.0 / 6), 1e-9);
}

static void test_one_boot_a_side_is_never_told(void **state)
{
	struct verdict points[VERDICTS_CASES], on = verdicts_case(1, 3, .001), same;
	struct verdict_set set;

	(void)state;
	verdicts_fill(points, VERDICTS_CASES, &on);
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].verdict, VERDICT_UNDECIDED);
	assert_int_equal(points[0].method, VERDICT_METHOD_WITHIN);
	assert_true(isnan(points[0].p) && isnan(points[0].q) && isnan(points[0].mde));
	assert_true(points[0].low < log(3) && points[0].high > log(3)); /* within the boot */
	/* nor is it told that nothing changed */
	on = verdicts_case(1, 1, 1e-5);
	same = on;
	verdict_make(&same, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_true(same.low > -VERDICTS_MARGIN && same.high < VERDICTS_MARGIN);
	assert_int_equal(same.verdict, VERDICT_UNDECIDED);
	/* one process: not even that */
	points[0].metrics.within[DESIGN_SIDE_B].n = 1;
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_true(isnan(points[0].low));
}

static void test_boots_lend_their_spread(void **state)
{
	struct verdict on = verdicts_case(1, 1.1, .001);
	struct verdict_set set;

	(void)state;
	on.boots = (struct verdict_boots) { .variance = 1e-4, .df = 5 };
	verdict_make(&on, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(on.method, VERDICT_METHOD_BORROWED);
	assert_int_equal(on.verdict, VERDICT_SLOWER);
	assert_near(on.high - on.d, 2.570581836 * .01 * sqrt(2), 1e-9);
	/* a spread of one degree of freedom is none */
	on = verdicts_case(1, 1.1, .001);
	on.boots = (struct verdict_boots) { .variance = 1e-4, .df = 1 };
	verdict_make(&on, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(on.verdict, VERDICT_UNDECIDED);
	assert_int_equal(on.method, VERDICT_METHOD_WITHIN);
	/* the good side's own boots, as in a bisection: 6 against 1 */
	on = verdicts_case(6, 1.1, .01);
	on.metrics.n[DESIGN_SIDE_B] = 1;
	on.metrics.moments[DESIGN_SIDE_B] = verdicts_moments(1, 3 + log(1.1), 0);
	verdict_make(&on, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(on.method, VERDICT_METHOD_BORROWED);
	assert_int_equal(on.verdict, VERDICT_SLOWER);
	assert_near(on.df, 5, 1e-12);
	assert_near(on.high - on.d, 2.570581836 * .01 * sqrt(1 + 1.0 / 6), 1e-9);
}

static void test_two_groups_of_units_have_no_verdict(void **state)
{
	struct verdict points[VERDICTS_CASES], on = verdicts_case(6, 1.05, .001);
	struct verdict_set set;

	(void)state;
	on.metrics.is_fickle = true;
	verdicts_fill(points, VERDICTS_CASES, &on);
	points[1].metrics.is_apart = true;
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].verdict, VERDICT_UNDECIDED);
	assert_int_equal(points[0].units_to_see, 0); /* more units would not settle it */
	assert_int_equal(points[1].verdict, VERDICT_SLOWER);
	/* few units are apart by chance */
	on = verdicts_case(3, 1.05, .001);
	on.metrics.is_fickle = on.metrics.is_apart = true;
	on.metrics.chance = .05;
	verdicts_fill(points, VERDICTS_CASES, &on);
	points[1].metrics.chance = .04; /* but not by more than the two levels are */
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].verdict, VERDICT_UNDECIDED);
	assert_int_equal(points[1].verdict, VERDICT_SLOWER);
}

/* Among many cases without a change, one p of .01 is chance; alone it is not. */
static void test_many_cases_are_paid_for(void **state)
{
	struct verdict points[VERDICTS_CASES], same = verdicts_case(6, 1.0, .01),
					       one = verdicts_case(6, 1.03, .01);
	struct verdict_set set;

	(void)state;
	verdicts_fill(points, VERDICTS_CASES, &same);
	points[0] = one;
	verdict_make(points, VERDICTS_CASES, 0, VERDICTS_SEE, &set);
	assert_near(points[0].q, VERDICTS_CASES * points[0].p, 1e-9);
	assert_true(points[0].q <= .05);
	for (size_t i = 1; i < VERDICTS_CASES; i++)
		assert_int_not_equal(points[i].verdict, VERDICT_SLOWER);
	points[0] = verdicts_case(6, 1.015, .01);
	verdict_make(points, VERDICTS_CASES, 0, VERDICTS_SEE, &set);
	assert_true(points[0].p < .05 && points[0].q > .05);
	assert_int_equal(points[0].verdict, VERDICT_UNDECIDED);
}

/* A control is judged by its own p, and changes nobody's. What has a reason is not judged. */
static void test_controls_and_what_was_not_measured(void **state)
{
	struct verdict points[VERDICTS_CASES], on = verdicts_case(6, 1.03, .01),
					       with[VERDICTS_CASES + 3];
	struct verdict_set set, same;

	(void)state;
	verdicts_fill(points, VERDICTS_CASES, &on);
	memcpy(with, points, sizeof(points));
	with[VERDICTS_CASES] = verdicts_case(6, 5, .5);
	with[VERDICTS_CASES].is_judged = false;
	with[VERDICTS_CASES + 2] =
		verdicts_case(6, 1, .5); /* one more to be paid for, if it counted */
	with[VERDICTS_CASES + 2].is_judged = false;
	with[VERDICTS_CASES + 1] = verdicts_case(6, 5, .5);
	with[VERDICTS_CASES + 1].is_judged = false;
	reason_set(&with[VERDICTS_CASES + 1].metrics.reason, "not measured");
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	verdict_make(with, VERDICTS_CASES + 3, VERDICTS_MARGIN, VERDICTS_SEE, &same);
	assert_true(set.prior.s02 == same.prior.s02);
	assert_true(points[0].q == with[0].q);
	assert_int_equal(with[VERDICTS_CASES].verdict, VERDICT_SLOWER);
	assert_int_equal(with[VERDICTS_CASES + 1].verdict, VERDICT_NONE);
	assert_true(isnan(with[VERDICTS_CASES + 1].d) && isnan(with[VERDICTS_CASES + 1].q));
}

/* Exact counts have no spread at all: one count more is no change, 2% more is one. */
static void test_counts_that_repeat_exactly(void **state)
{
	struct verdict points[VERDICTS_CASES], on = verdicts_case(6, 1, 0);
	struct verdict_set set;

	(void)state;
	verdicts_fill(points, VERDICTS_CASES, &on);
	points[0] = verdicts_case(6, 1.02, 0);
	points[1] = verdicts_case(6, 1 + 1e-6, 0);
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].verdict, VERDICT_SLOWER);
	assert_int_equal(points[1].verdict, VERDICT_SAME);
	assert_int_equal(points[2].verdict, VERDICT_SAME);
}

/* Rounded to 10% of the metric: what is seen of 3% is no change, however often it repeats. */
static void test_a_coarse_clock_widens_the_interval(void **state)
{
	struct verdict points[VERDICTS_CASES], on = verdicts_case(6, 1.03, .0001);
	struct verdict_set set;

	(void)state;
	on.metrics.least_variance = .1 * .1 / 12;
	verdicts_fill(points, VERDICTS_CASES, &on);
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].verdict, VERDICT_UNDECIDED);
	assert_true(points[0].sd > .02);
	verdict_make(&on, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(on.method, VERDICT_METHOD_POOLED);
	assert_near(on.sd, .1 / sqrt(12), 1e-9);
}

/* Blocks take degrees of freedom: 6 a side in 3 boots leave 8. */
/* What was seen in one boot is no verdict on others; a control tells of the machine as it was. */
static void test_one_shared_boot_has_no_verdict(void **state)
{
	struct verdict points[2] = { verdicts_case(6, 1.2, .01), verdicts_case(6, 1.2, .01) };
	struct verdict_set set;

	(void)state;
	points[0].metrics.flags = points[1].metrics.flags = METRICS_FLAG_WITHIN;
	points[1].is_judged = false;
	verdict_make(points, 2, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_int_equal(points[0].verdict, VERDICT_UNDECIDED);
	assert_true(points[0].low > 0 && isnan(points[0].mde));
	assert_int_equal(points[0].units_to_see, 0);
	assert_int_equal(points[1].verdict, VERDICT_SLOWER);
}

static void test_blocks_cost_degrees_of_freedom(void **state)
{
	struct verdict on = verdicts_case(6, 1.03, .01);
	struct verdict_set set;

	(void)state;
	on.metrics.lost_df = 2;
	verdict_make(&on, 1, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_near(on.df, 8, 1e-9);
	assert_near(on.sd, .01 * sqrt(10.0 / 8), 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters_by_size_of_the_change),
		cmocka_unit_test(test_interval_by_hand),
		cmocka_unit_test(test_method_by_case),
		cmocka_unit_test(test_one_boot_a_side_is_never_told),
		cmocka_unit_test(test_boots_lend_their_spread),
		cmocka_unit_test(test_two_groups_of_units_have_no_verdict),
		cmocka_unit_test(test_many_cases_are_paid_for),
		cmocka_unit_test(test_controls_and_what_was_not_measured),
		cmocka_unit_test(test_counts_that_repeat_exactly),
		cmocka_unit_test(test_a_coarse_clock_widens_the_interval),
		cmocka_unit_test(test_one_shared_boot_has_no_verdict),
		cmocka_unit_test(test_blocks_cost_degrees_of_freedom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
