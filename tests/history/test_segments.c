// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares levels, changes and their places with the formulas. */
#include "fixture.h"

#include <math.h>

#include "history/changepoint.h"
#include "near.h"
#include "history/segments.h"

/* Number from 0 to 1, by Knuth's multiplicative hash. */
static double noise_of(size_t i)
{
	return (double)(uint32_t)((uint32_t)i * 2654435761U ^ (uint32_t)(i * i * 40503)) /
	       4294967296.;
}

/*
 * Two levels with the same spread: means 1 and 5, variances 2.5 and 2.5 over five values each.
 * t.975 of 4 is 2.776445; of 8, as Welch has it here, 2.306004.
 */
static void test_two_levels_by_hand(void **state)
{
	static const double y[] = { -1, 0, 1, 2, 3, 3, 4, 5, 6, 7 };
	static const struct changepoint_point point = { .at = 5, .p = 0.005, .d = 4 };
	double half = 2.776445 * sqrt(2.5 / 5), welch = 2.306004 * sqrt(2.5 / 5 + 2.5 / 5);
	struct segments segments;

	(void)state;
	segments_make(y, 10, &point, 1, &segments);
	assert_int_equal(segments.count, 2);
	assert_false(segments.is_short);
	assert_int_equal(segments.levels[1].first, 5);
	assert_int_equal(segments.levels[1].count, 5);
	assert_near(segments.levels[0].mean, 1, 1e-12);
	assert_near(segments.levels[0].low, 1 - half, 1e-5);
	assert_near(segments.levels[0].high, 1 + half, 1e-5);
	assert_near(segments.changes[0].d, 4, 1e-12);
	assert_near(segments.changes[0].p, 0.005, 0);
	assert_near(segments.changes[0].low, 4 - welch, 1e-5);
	assert_near(segments.changes[0].high, 4 + welch, 1e-5);
	/* 11 * 2.5 / 16 = 1.7 */
	assert_int_equal(segments.changes[0].at, 5);
	assert_int_equal(segments.changes[0].from, 3);
	assert_int_equal(segments.changes[0].to, 7);
	segments_free(&segments);
}

/* Variance 1 on both sides: 11 / d^2 either way, and one more. */
static void test_the_place_of_a_change(void **state)
{
	static const struct {
		double d;
		size_t reach;
	} cases[] = { { 100, 1 }, { 3.4, 1 }, { 3.3, 2 }, { 2, 3 }, { 1.6, 5 }, { 0.7, 19 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct changepoint_point point = { .at = 20, .p = 0.01, .d = cases[i].d };
		double y[40], size = sqrt(19. / 20);
		struct segments segments;

		for (size_t j = 0; j < 40; j++)
			y[j] = (j % 2 ? size : -size) + (j < 20 ? 0 : cases[i].d);
		segments_make(y, 40, &point, 1, &segments);
		assert_int_equal(segments.changes[0].from, 20 - cases[i].reach);
		assert_int_equal(segments.changes[0].to, 20 + cases[i].reach);
		segments_free(&segments);
	}
}

static void test_one_level(void **state)
{
	static const double y[] = { 2, 2, 2 };
	struct segments segments;

	(void)state;
	segments_make(y, 1, NULL, 0, &segments);
	assert_int_equal(segments.count, 1);
	assert_true(segments.is_short);
	assert_near(segments.levels[0].mean, 2, 0);
	assert_true(isnan(segments.levels[0].low) && isnan(segments.levels[0].high));
	assert_true(isnan(segments.lag1));
	assert_false(segments.is_autocorrelated);
	segments_free(&segments);
	segments_make(y, 3, NULL, 0, &segments);
	assert_near(segments.levels[0].low, 2, 0);
	assert_near(segments.levels[0].high, 2, 0);
	segments_free(&segments);
}

/* Five values with a spike are no level, even if E-divisive splits them off. */
static void test_a_change_that_may_be_none(void **state)
{
	static const struct changepoint_point points[] = { { .at = 20, .p = 0.005 },
							   { .at = 35, .p = 0.01 } };
	double y[40];
	struct segments segments;

	(void)state;
	for (size_t i = 0; i < 40; i++)
		y[i] = 0.01 * noise_of(i) + (i < 20 ? 0 : 1) + (i == 37 ? 2 : 0);
	segments_make(y, 40, points, 2, &segments);
	assert_int_equal(segments.count, 2);
	assert_int_equal(segments.changes[0].at, 20);
	assert_near(segments.changes[0].p, 0.005, 0);
	assert_near(segments.changes[0].d, 1.1, 0.01);
	assert_int_equal(segments.levels[1].count, 20);
	segments_free(&segments);
	y[37] -= 1.99;
	for (size_t i = 35; i < 40; i++)
		y[i] -= 0.1;
	segments_make(y, 40, points, 2, &segments);
	assert_int_equal(segments.count, 3);
	segments_free(&segments);
}

/* Levels without spread: place and difference are exact. */
static void test_levels_without_spread(void **state)
{
	static const struct changepoint_point point = { .at = 5, .p = 0.005, .d = 1 };
	static const double y[] = { 1, 1, 1, 1, 1, 2, 2, 2, 2, 2 };
	struct segments segments;

	(void)state;
	segments_make(y, 10, &point, 1, &segments);
	assert_near(segments.changes[0].low, 1, 0);
	assert_near(segments.changes[0].high, 1, 0);
	assert_int_equal(segments.changes[0].from, 4);
	assert_int_equal(segments.changes[0].to, 6);
	segments_free(&segments);
}

/* A step is no autocorrelation, a slow wave is. */
static void test_autocorrelation_within_levels(void **state)
{
	static const struct changepoint_point point = { .at = 20, .p = 0.005, .d = 10 };
	double y[40];
	struct segments segments;

	(void)state;
	for (size_t i = 0; i < 40; i++)
		y[i] = noise_of(i) + (i < 20 ? 0 : 10);
	segments_make(y, 40, &point, 1, &segments);
	assert_between(segments.lag1, -0.5, 0.3);
	assert_false(segments.is_autocorrelated);
	segments_free(&segments);
	/* lag1 is -0.23: neighbours that differ make no changes */
	for (size_t i = 0; i < 40; i++)
		y[i] = noise_of(i) + (i % 4 < 2 ? 0.4 : 0);
	segments_make(y, 40, NULL, 0, &segments);
	assert_between(fabs(segments.lag1), 0.16, 0.30);
	assert_false(segments.is_autocorrelated);
	segments_free(&segments);
	for (size_t i = 0; i < 40; i++)
		y[i] = sin((double)i / 4);
	segments_make(y, 40, NULL, 0, &segments);
	assert_true(segments.lag1 > 0.8);
	assert_true(segments.is_autocorrelated);
	segments_free(&segments);
}

/* A look of one change: @from to @to, by @d, found in @stood looks. */
static struct segments look_of(struct segments_change *change, size_t at, size_t reach, double d,
			       size_t stood)
{
	*change = (struct segments_change) {
		.at = at, .from = at - reach, .to = at + reach, .stood = stood, .d = d
	};
	return (struct segments) { .count = 2, .changes = change };
}

/* Only a change of the same direction and place is the same; a run may have come before it. */
static void test_a_change_that_stood(void **state)
{
	static const struct {
		size_t at, reach, newest, stood;
		double d;
	} looks[] = {
		{ 20, 2, 30, 3, 1 },  { 23, 1, 30, 3, 1 }, { 24, 1, 30, 1, 1 }, { 16, 1, 30, 1, 1 },
		{ 20, 2, 30, 1, -1 }, { 17, 0, 30, 1, 1 }, { 24, 1, 5, 3, 1 },	{ 18, 0, 5, 1, 1 },
	};
	struct segments_change change, old;
	struct segments before = look_of(&old, 20, 2, 2, 2), none = { .count = 1 }, now;

	(void)state;
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		now = look_of(&change, looks[i].at, looks[i].reach, looks[i].d, 9);
		segments_follow(&before, looks[i].newest, &now);
		assert_int_equal(change.stood, looks[i].stood);
	}
	segments_follow(&none, 30, &now);
	assert_int_equal(change.stood, 1);
}

/* The nearest of two counts. */
static void test_of_two_changes_the_nearest_stood(void **state)
{
	struct segments_change old[2], change;
	struct segments before, now;

	(void)state;
	look_of(&old[0], 11, 9, 1, 7);
	look_of(&old[1], 20, 9, 1, 2);
	before = (struct segments) { .count = 3, .changes = old };
	now = look_of(&change, 17, 3, 1, 1);
	segments_follow(&before, 40, &now);
	assert_int_equal(change.stood, 3);
	now = look_of(&change, 16, 3, 1, 1);
	segments_follow(&before, 40, &now);
	assert_int_equal(change.stood, 3);
	segments_follow(&before, 5, &now); /* they were at 12 and 21 with the newest value */
	assert_int_equal(change.stood, 8);
}

/* Five slow runs are no level that lasts, nor are runs after them that are fast again. */
static void test_what_comes_after_five_runs_counts(void **state)
{
	static const struct changepoint_point point = { .at = 20, .p = 0.005, .d = 1 };
	struct segments segments;
	double y[30];

	(void)state;
	for (size_t i = 0; i < 30; i++)
		y[i] = 0.01 * noise_of(i) + (i >= 20 && i < 26);
	for (size_t n = 25; n <= 28; n++) {
		segments_make(y, n, &point, 1, &segments);
		assert_int_equal(segments.count, 2);
		assert_int_equal(segments.changes[0].is_lasting, n == 26 || n == 27);
		segments.changes[0].stood = 3;
		assert_int_equal(segments_is_new(&segments.changes[0], 3), n == 25 || n == 28);
		assert_true(segments_is_new(&segments.changes[0], 4));
		assert_false(segments_is_new(&segments.changes[0], 1));
		segments_free(&segments);
		for (size_t i = 0; i < n; i++)
			y[i] = -y[i];
		segments_make(y, n, &point, 1, &segments);
		assert_int_equal(segments.changes[0].is_lasting, n == 26 || n == 27);
		segments_free(&segments);
		for (size_t i = 0; i < n; i++)
			y[i] = -y[i];
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_levels_by_hand),
		cmocka_unit_test(test_the_place_of_a_change),
		cmocka_unit_test(test_one_level),
		cmocka_unit_test(test_a_change_that_may_be_none),
		cmocka_unit_test(test_levels_without_spread),
		cmocka_unit_test(test_autocorrelation_within_levels),
		cmocka_unit_test(test_a_change_that_stood),
		cmocka_unit_test(test_of_two_changes_the_nearest_stood),
		cmocka_unit_test(test_what_comes_after_five_runs_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
