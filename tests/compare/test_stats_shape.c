// SPDX-License-Identifier: GPL-2.0-or-later
/* Warm-up, outliers, clusters and gaps are found where they are, and nowhere else. */
#include "near.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>

#include "base/mser5.h"
#include "compare/design.h"
#include "compare/stats.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { VALUES = 100, ROUNDS = 1000 };

static gsl_rng *rng;

static int make_rng(void **state)
{
	(void)state;
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	return rng ? 0 : -1;
}

static int free_rng(void **state)
{
	(void)state;
	gsl_rng_free(rng);
	return 0;
}

/* From 1 down to 0 by even steps over @ramp values, then 0. */
static double ramp_at(size_t i, size_t ramp)
{
	return i < ramp ? 1 - (double)i / (double)ramp : 0;
}

static void test_mser5(void **state)
{
	static const struct {
		size_t count, ramp, cut;
		bool wants_more;
	} rows[] = {
		{ 0, 0, 0, false },	{ 1, 0, 0, false },	{ 49, 5, 0, false },
		{ 50, 0, 0, false },	{ 50, 5, 5, false },	{ 53, 5, 5, false },
		{ 100, 0, 0, false },	{ 100, 25, 25, false }, { 104, 25, 25, false },
		{ 100, 48, 50, false }, { 100, 80, 50, true },	{ 100, 100, 50, true },
		{ 105, 105, 50, true },
	};
	double values[VALUES + 5];

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool wants_more = !rows[i].wants_more;

		for (size_t k = 0; k < rows[i].count; k++)
			values[k] = 5 + ramp_at(k, rows[i].ramp);
		assert_int_equal(mser5_cut(values, rows[i].count, &wants_more), rows[i].cut);
		assert_int_equal(wants_more, rows[i].wants_more);
	}
}

/* The statistic of noise is least at random cuts: at the last one allowed in some 2% of series. */
static void test_mser5_of_noise(void **state)
{
	double steady[VALUES], warming[VALUES];
	int steady_more = 0, warming_more = 0, cut = 0;
	bool wants_more;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < VALUES; i++) {
			steady[i] = 1 + gsl_ran_gaussian_ziggurat(rng, .02);
			warming[i] = steady[i] + ramp_at(i, 25);
		}
		mser5_cut(steady, VALUES, &wants_more);
		steady_more += wants_more;
		cut += mser5_cut(warming, VALUES, &wants_more) >= 20;
		warming_more += wants_more;
	}
	assert_in_range(steady_more, 0, ROUNDS / 25);
	assert_in_range(warming_more, 0, ROUNDS / 12);
	assert_int_equal(cut, ROUNDS);
}

static void test_outliers(void **state)
{
	static const struct {
		size_t count, outliers;
		double sorted[10];
	} rows[] = {
		{ 0, 0, { 0 } },
		{ 1, 0, { 7 } },
		{ 2, 0, { 1, 1000 } },	      /* both lie 1 MAD off */
		{ 5, 0, { 1, 1, 1, 1, 99 } }, /* MAD 0 */
		{ 5, 0, { 0, 0, 0, 0, 0 } },
		{ 5, 0, { 0, 1, 2, 3, 12 } }, /* 10 MAD, not more */
		{ 5, 1, { 0, 1, 2, 3, 12.5 } },
		{ 5, 1, { -8.5, 1, 2, 3, 4 } },
		{ 6, 2, { -90, 1, 2, 3, 4, 90 } },
		{ 10, 1, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 100 } }, /* median 5.5, MAD 2.5 */
		{ 10, 0, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 30.5 } },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		size_t first, last;

		stats_inliers(rows[i].sorted, rows[i].count, &first, &last);
		assert_int_equal(rows[i].count - (last - first), rows[i].outliers);
	}
}

/* Two levels in turn, and each 16th sample far above: seen in mprot_tw4m under QEMU. */
static void test_outliers_do_not_hide_two_levels(void **state)
{
	struct process_summary summary;
	double values[96];

	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++)
		values[i] = i % 16 == 15 ? 6790 : i % 2 ? 4036 : 3840;
	summary = process_summary_make(values, LENGTH(values), log(1.01));
	assert_true(summary.is_bimodal && summary.is_torn);
	assert_int_equal(summary.outliers, 6);
	/* one level, and the same outliers */
	for (size_t i = 0; i < LENGTH(values); i++)
		values[i] = i % 16 == 15 ? 6790 : 4036 + (double)(i * 7 % 5);
	assert_false(process_summary_make(values, LENGTH(values), log(1.01)).is_torn);
}

static double normal(void)
{
	return 10 + gsl_ran_gaussian_ziggurat(rng, 1);
}

static double uniform(void)
{
	return gsl_rng_uniform(rng);
}

static double exponential(void)
{
	return gsl_ran_exponential(rng, 1);
}

static double tied(void)
{
	return (double)gsl_rng_uniform_int(rng, 5);
}

static double constant(void)
{
	return .1;
}

/* Two processes' ways, 10 SD apart. */
static double fifth_slow(void)
{
	return normal() + (gsl_rng_uniform(rng) < .2 ? 10 : 0);
}

static double few_slow(void)
{
	return normal() + (gsl_rng_uniform(rng) < .05 ? 10 : 0);
}

static void test_two_clusters(void **state)
{
	static const struct {
		double (*draw)(void);
		double least;
		bool are_two;
	} rows[] = {
		{ normal, 0, false },	 { uniform, 0, false },	  { exponential, 0, false },
		{ tied, 0, false },	 { constant, 0, false },  { few_slow, 0, false },
		{ fifth_slow, 0, true }, { fifth_slow, 9, true }, { fifth_slow, 11, false },
	};
	enum { MANY = 1000 };
	struct stats_clusters clusters;
	double values[MANY];

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		for (int round = 0; round < 20; round++) {
			for (size_t k = 0; k < MANY; k++)
				values[k] = rows[i].draw();
			gsl_sort(values, 1, MANY);
			clusters.share = -1;
			if (stats_two_clusters(values, MANY, rows[i].least, &clusters) !=
			    rows[i].are_two)
				fail_msg("row %zu, round %d", i, round);
			assert_near(clusters.share, rows[i].are_two ? .2 : -1,
				    rows[i].are_two ? .06 : 0);
		}
	}
}

static void test_two_clusters_by_hand(void **state)
{
	static const struct {
		size_t count;
		bool are_two;
		double sorted[20], share;
	} rows[] = {
		{ 9, false, { 1, 1, 1, 1, 1, 2, 2, 2, 2 }, 0 }, /* too few */
		{ 10, true, { 1, 1, 1, 1, 1, 1, 2, 2, 2, 2 }, .4 },
		{ 10, false, { 1, 1, 1, 1, 1, 1, 1, 1, 1, 2 }, 0 }, /* 10% is not more than 10% */
		{ 10, false, { 1, 2, 2, 2, 2, 2, 2, 2, 2, 2 }, 0 },
		{ 10, true, { 1, 1, 1, 1, 1, 1, 1, 1, 2, 2 }, .2 },
		{ 10, true, { 1, 1, 2, 2, 2, 2, 2, 2, 2, 2 }, .8 },
		{ 10, false, { 1, 1, 1, 1, 1.5, 2, 2, 2, 2, 2 }, 0 }, /* one lies between */
		{ 10, true, { 0, 0, 0, 0, 0, 0, 0, 1, 1, 1 }, .3 },
		{ 10, false, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 0 },
	};
	struct stats_clusters clusters = { .share = -1 };
	double values[300];

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		assert_int_equal(stats_two_clusters(rows[i].sorted, rows[i].count, 0, &clusters),
				 rows[i].are_two);
		if (rows[i].are_two)
			assert_near(clusters.share, rows[i].share, 1e-15);
	}
	/* Sums of what has no exact binary form are rounded, and the means with them. */
	for (size_t count = 10; count < LENGTH(values); count++) {
		for (size_t i = 0; i < count; i++)
			values[i] = .7;
		assert_false(stats_two_clusters(values, count, 0, &clusters));
	}
}

static void test_has_gap(void **state)
{
	static const struct {
		size_t count;
		double sorted[8], least;
		bool has;
	} rows[] = {
		{ 0, { 0 }, 0, false },
		{ 1, { 1 }, 0, false },
		{ 5, { 1, 2, 90, 91, 92 }, 0, false }, /* too few to know what is usual */
		{ 6, { 1, 2, 3, 4, 5, 6 }, 0, false },
		{ 6, { 1, 2, 3, 4, 5, 90 }, 0, false }, /* one that is far off is no group */
		{ 6, { 1, 1, 1, 9, 9, 9 }, 0, true },
		{ 6, { 1, 1, 1, 9, 9, 9 }, 8, true },
		{ 6, { 1, 1, 1, 9, 9, 9 }, 8.5, false },
		{ 6, { 3, 3, 3, 3, 3, 3 }, 0, false },
		/* SD within is 1 on both sides, and 7.6 is the limit */
		{ 6, { -1, 0, 1, 8.5, 9.5, 10.5 }, 0, false },
		{ 6, { -1, 0, 1, 8.7, 9.7, 10.7 }, 0, true },
		/* squares within are 0 and 5, of 5 degrees of freedom: the SD is 1, the limit 6.1
		 */
		{ 7, { 0, 0, 8, 9, 9.5, 10, 11 }, 0, true },
		{ 7, { 0, 0, 5, 6, 6.5, 7, 8 }, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_int_equal(stats_gap(rows[i].sorted, rows[i].count, rows[i].least) > 0,
				 rows[i].has);
}

/* Normal samples: about 1% have a gap by chance. Two groups 16 SD apart: nearly all have one. */
/* Three of 40 that are far off are outliers, four are a group. */
static void test_has_gap_of_a_tenth(void **state)
{
	double sorted[40];

	(void)state;
	for (size_t i = 0; i < 40; i++)
		sorted[i] = (double)i * 0.01 + (i >= 37 ? 100 : 0);
	assert_false(stats_gap(sorted, 40, 0) > 0);
	sorted[36] += 100;
	assert_true(stats_gap(sorted, 40, 0) > 0);
}

static void test_has_gap_by_chance(void **state)
{
	enum { TRIES = 4000 };
	static const size_t sizes[] = { 6, 8, 10, 13, 16, 30 };
	double values[30];

	(void)state;
	for (size_t s = 0; s < LENGTH(sizes); s++) {
		int by_chance = 0, found = 0;

		for (int round = 0; round < TRIES; round++) {
			for (size_t i = 0; i < sizes[s]; i++)
				values[i] = gsl_ran_gaussian_ziggurat(rng, 1);
			gsl_sort(values, 1, sizes[s]);
			by_chance += stats_gap(values, sizes[s], 0) > 0;
			for (size_t i = 0; i < sizes[s]; i++)
				values[i] = gsl_ran_gaussian_ziggurat(rng, 1) + (i % 2 ? 16 : 0);
			gsl_sort(values, 1, sizes[s]);
			found += stats_gap(values, sizes[s], 0) > 0;
		}
		/* 40 expected of 1%; 3 binomial SDs are 19 */
		assert_in_range(by_chance, 0, 40 + 19);
		assert_in_range(found, TRIES * 9 / 10, TRIES);
	}
}

/* Samples of one process: @slow of 20 near 1500, the rest near 1000. */
static struct process_summary process_of(size_t slow)
{
	double samples[20];

	for (size_t i = 0; i < 20; i++)
		samples[i] = (i < slow ? 1500 : 1000) + (double)(i % 3);
	return process_summary_make(samples, 20, .01);
}

static void test_samples_in_two_groups_tear_a_process(void **state)
{
	static const struct {
		size_t slow;
		bool is_bimodal, is_torn;
	} rows[] = { { 0, false, false }, { 2, false, false }, { 3, true, false },
		     { 4, true, false },  { 5, true, true },   { 10, true, true },
		     { 15, true, true },  { 16, true, false }, { 20, false, false } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct process_summary summary = process_of(rows[i].slow);

		assert_int_equal(summary.is_bimodal, rows[i].is_bimodal);
		assert_int_equal(summary.is_torn, rows[i].is_torn);
	}
	assert_near(process_of(4).ln_median, log(1001), 1e-3);
	assert_near(process_of(4).ln_mean, log(1101), 1e-2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples_in_two_groups_tear_a_process),
		cmocka_unit_test(test_outliers_do_not_hide_two_levels),
		cmocka_unit_test(test_mser5),
		cmocka_unit_test_setup_teardown(test_mser5_of_noise, make_rng, free_rng),
		cmocka_unit_test(test_outliers),
		cmocka_unit_test_setup_teardown(test_two_clusters, make_rng, free_rng),
		cmocka_unit_test(test_two_clusters_by_hand),
		cmocka_unit_test(test_has_gap),
		cmocka_unit_test(test_has_gap_of_a_tenth),
		cmocka_unit_test_setup_teardown(test_has_gap_by_chance, make_rng, free_rng),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
