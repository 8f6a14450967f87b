// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds planted and known changes, and none in noise. */
#include "fixture.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "history/changepoint.h"
#include "near.h"

enum { LENGTH_MAX = 700 };

static gsl_rng *rng;
static double y[LENGTH_MAX];

static int begin(void **state)
{
	(void)state;
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, 7);
	return 0;
}

static int end(void **state)
{
	(void)state;
	gsl_rng_free(rng);
	return 0;
}

static void make_noise(size_t count, double sd)
{
	for (size_t i = 0; i < count; i++)
		y[i] = gsl_ran_gaussian_ziggurat(rng, sd);
}

static void add_step(size_t from, size_t count, double size)
{
	for (size_t i = from; i < count; i++)
		y[i] += size;
}

/*
 * The annual flow of the Nile at Aswan, 1871 to 1970, in 10^8 m^3 (Cobb, Biometrika 65, 1978): it
 * falls with 1899, when the dam was begun.
 */
static void test_nile(void **state)
{
	static const double nile[] = {
		1120, 1160, 963,  1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,	1110,
		994,  1020, 960,  1180, 799,  958,  1140, 1100, 1210, 1150, 1250, 1260, 1220,
		1030, 1100, 774,  840,	874,  694,  940,  833,	701,  916,  692,  1020, 1050,
		969,  831,  726,  456,	824,  702,  1120, 1100, 832,  764,  821,  768,	845,
		864,  862,  698,  845,	744,  796,  1040, 759,	781,  865,  845,  944,	984,
		897,  822,  1010, 771,	676,  649,  846,  812,	742,  801,  1040, 860,	874,
		848,  890,  744,  749,	838,  1050, 918,  986,	797,  923,  975,  815,	1020,
		906,  901,  1170, 912,	746,  919,  718,  714,	740,
	};
	struct changepoint_point *points;
	size_t count = changepoint_find(nile, sizeof(nile) / sizeof(nile[0]), 10, 1, &points);

	(void)state;
	assert_int_equal(count, 1);
	assert_int_equal(points[0].at, 28);
	assert_true(points[0].p <= 0.01 && points[0].p >= 1 / 200.);
	assert_near(points[0].d, 849.97222222 - 1097.75, 1e-6);
	free(points);
}

static void test_two_changes(void **state)
{
	struct changepoint_point *points;

	(void)state;
	make_noise(60, 0.01);
	add_step(20, 60, 0.05);
	add_step(45, 60, -0.03);
	assert_int_equal(changepoint_find(y, 60, 0.01, 1, &points), 2);
	assert_int_equal(points[0].at, 20);
	assert_int_equal(points[1].at, 45);
	assert_true(points[0].d > 0.04 && points[1].d < -0.02);
	free(points);
}

static void test_what_is_no_change(void **state)
{
	struct changepoint_point *points;

	(void)state;
	make_noise(40, 0.01); /* one spike */
	y[20] += 1;
	assert_int_equal(changepoint_find(y, 40, 0.01, 1, &points), 0);
	assert_null(points);
	make_noise(40, 0.0001); /* a clear one below the margin */
	add_step(20, 40, 0.005);
	assert_int_equal(changepoint_find(y, 40, 0.01, 1, &points), 0);
	assert_int_equal(changepoint_find(y, 40, 0.004, 1, &points), 1);
	free(points);
	assert_int_equal(changepoint_find(y, 9, 0, 1, &points), 0); /* too short for two segments */
	assert_int_equal(changepoint_find(y, 0, 0, 1, &points), 0);
	for (size_t i = 0; i < 40; i++) /* all equal */
		y[i] = 3;
	assert_int_equal(changepoint_find(y, 40, 0, 1, &points), 0);
}

static void test_the_last_of_a_long_series(void **state)
{
	struct changepoint_point *points;

	(void)state;
	make_noise(LENGTH_MAX, 0.01);
	add_step(100, LENGTH_MAX, 1); /* before the window */
	add_step(650, LENGTH_MAX, 0.1);
	assert_int_equal(changepoint_find(y, LENGTH_MAX, 0.01, 1, &points), 1);
	assert_int_equal(points[0].at, 650);
	free(points);
}

static double mean_distance(size_t from, size_t to, size_t other_from, size_t other_to)
{
	double sum = 0, pairs = 0;

	for (size_t i = from; i < to; i++)
		for (size_t j = other_from; j < other_to; j++)
			if (i != j) {
				sum += fabs(y[i] - y[j]);
				pairs++;
			}
	return sum / pairs;
}

/* The formula of changepoint.h, term by term. */
static size_t best_by_hand(size_t n)
{
	double most = -INFINITY;
	size_t best = 0;

	for (size_t at = CHANGEPOINT_SEGMENT_LEAST; at + CHANGEPOINT_SEGMENT_LEAST <= n; at++) {
		double m = (double)at, k = (double)(n - at);
		double q = m * k / (m + k) *
			   (2 * mean_distance(0, at, at, n) - mean_distance(0, at, 0, at) -
			    mean_distance(at, n, at, n));

		if (q > most) {
			most = q;
			best = at;
		}
	}
	return best;
}

static void test_the_split_is_that_of_the_formula(void **state)
{
	struct changepoint_point *points;
	size_t compared = 0;

	(void)state;
	for (unsigned long i = 0; i < 300; i++) {
		size_t from = 2 + i % 37; /* also nearer to an end than a segment may be */

		make_noise(40, 0.01);
		add_step(from, 40, 0.02);
		if (changepoint_find(y, 40, 0, i, &points) == 1) {
			assert_int_equal(points[0].at, best_by_hand(40));
			compared++;
		}
		free(points);
	}
	assert_true(compared > 150);
}

/* At alpha 1%: 20 of 2000 series are expected, more than 36 with a probability of 0.0004. */
static void test_noise_and_power(void **state)
{
	enum { SERIES = 2000 };
	size_t false_points = 0, hits = 0;
	struct changepoint_point *points;

	(void)state;
	for (unsigned long i = 0; i < SERIES; i++) {
		make_noise(40, 0.01);
		false_points += changepoint_find(y, 40, 0, i, &points);
		free(points);
		add_step(20, 40, 0.02); /* two standard deviations */
		if (changepoint_find(y, 40, 0.01, i, &points))
			for (size_t at = 18; at <= 22; at++)
				hits += points[0].at == at;
		free(points);
	}
	print_message("false points %zu, found within 2 of its place %zu, of %d series\n",
		      false_points, hits, SERIES);
	assert_true(false_points <= 36);
	assert_true(hits >= SERIES * 85 / 100);
}

static void test_the_same_seed_finds_the_same(void **state)
{
	struct changepoint_point *a, *b;

	(void)state;
	make_noise(50, 0.01);
	add_step(25, 50, 0.02);
	assert_int_equal(changepoint_find(y, 50, 0, 5, &a), 1);
	assert_int_equal(changepoint_find(y, 50, 0, 5, &b), 1);
	assert_int_equal(a[0].at, b[0].at);
	assert_near(a[0].p, b[0].p, 0);
	free(a);
	free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nile),
		cmocka_unit_test(test_two_changes),
		cmocka_unit_test(test_what_is_no_change),
		cmocka_unit_test(test_the_last_of_a_long_series),
		cmocka_unit_test(test_the_split_is_that_of_the_formula),
		cmocka_unit_test(test_noise_and_power),
		cmocka_unit_test(test_the_same_seed_finds_the_same),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
