// SPDX-License-Identifier: GPL-2.0-or-later
/* The formulas of intervals and verdicts give published and hand-computed answers. */
#include "near.h"

#include <stdio.h>

#include "compare/power.h"
#include "compare/stats.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { VALUES_MOST = 1001 };

static size_t read_values(const char *name, double *ret_values)
{
	char path[4096];
	size_t count = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", TEST_DATA, name);
	file = fopen(path, "re");
	assert_non_null(file);
	while (count < VALUES_MOST && fscanf(file, "%lf", &ret_values[count]) == 1)
		count++;
	fclose(file);
	return count;
}

/* NIST, Statistical Reference Datasets, univariate summary statistics: the certified values. */
static void test_nist(void **state)
{
	static const struct {
		const char *name;
		size_t count;
		double mean, sd, lag1;
	} sets[] = {
		{ "mavro.txt", 50, 2.001856, .000429123454003053, .937989183438248 },
		{ "michelso.txt", 100, 299.8524, .0790105478190518, .535199668621283 },
		{ "lottery.txt", 218, 518.958715596330, 291.699727470969, -.120948622967393 },
	};
	double values[VALUES_MOST];

	(void)state;
	for (size_t i = 0; i < LENGTH(sets); i++) {
		size_t count = read_values(sets[i].name, values);
		struct stats_moments moments = stats_moments(values, count);

		assert_int_equal(count, sets[i].count);
		assert_near(moments.mean, sets[i].mean, 1e-14 * sets[i].mean);
		assert_near(sqrt(moments.variance), sets[i].sd, 1e-12 * sets[i].sd);
		assert_near(stats_lag1(values, count), sets[i].lag1, 1e-11);
	}
}

/* NIST, NumAcc4: the digits are in the seventh place and beyond. */
static void test_nist_digits(void **state)
{
	double values[VALUES_MOST];
	struct stats_moments moments;

	(void)state;
	values[0] = 10000000.2;
	for (size_t i = 1; i < VALUES_MOST; i++)
		values[i] = i % 2 ? 10000000.1 : 10000000.3;
	moments = stats_moments(values, VALUES_MOST);
	assert_near(moments.mean, 10000000.2, 1e-8);
	assert_near(sqrt(moments.variance), .1, 1e-8);
	assert_near(stats_lag1(values, VALUES_MOST), -.999, 1e-8);
}

/* Of numbers that are whole eighths here, the mean is none. */
static void test_rounded_mean(void **state)
{
	static const double values[] = { 1e15 + 1, 1e15 + 2, 1e15 + 4 };

	(void)state;
	assert_near(stats_moments(values, LENGTH(values)).variance, 7. / 3, 1e-15);
}

static void test_moments(void **state)
{
	static const struct {
		size_t count;
		double values[4], mean, variance, lag1;
	} sets[] = {
		{ 0, { 0 }, NAN, NAN, NAN },
		{ 1, { 5 }, 5, NAN, NAN },
		{ 2, { 1, 2 }, 1.5, .5, NAN },
		{ 3, { 7, 7, 7 }, 7, 0, NAN },
		{ 3, { 0, 0, 0 }, 0, 0, NAN },
		{ 3, { 1e9 + 1, 1e9 + 2, 1e9 + 3 }, 1e9 + 2, 1, 0 },
		{ 4, { 1, 2, 3, 4 }, 2.5, 5. / 3, .25 },
		{ 4, { 2, 2, 4, 4 }, 3, 4. / 3, .25 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(sets); i++) {
		struct stats_moments moments = stats_moments(sets[i].values, sets[i].count);
		double got[] = { moments.mean, moments.variance,
				 stats_lag1(sets[i].values, sets[i].count) };
		double want[] = { sets[i].mean, sets[i].variance, sets[i].lag1 };

		assert_int_equal(moments.n, sets[i].count);
		for (size_t k = 0; k < LENGTH(got); k++) {
			if (isnan(want[k]))
				assert_true(isnan(got[k]));
			else
				assert_near(got[k], want[k], 1e-14);
		}
	}
}

/* The JSON example of benchstat's documentation, ns/op with Go 1.16 and 1.17, in ln. */
static void test_welch_benchstat(void **state)
{
	double old[] = { 1726, 1723, 1707, 1707, 1713, 1729, 1736, 1707, 1705, 1774 };
	double new[] = { 1423, 1416, 1411, 1413, 1412, 1426, 1422, 1424, 1447, 1425 };
	struct stats_moments a, b;
	struct stats_difference welch;
	double half;

	(void)state;
	for (size_t i = 0; i < LENGTH(old); i++) {
		old[i] = log(old[i]);
		new[i] = log(new[i]);
	}
	a = stats_moments(old, LENGTH(old));
	b = stats_moments(new, LENGTH(new));
	welch = stats_welch(&a, &b);
	half = stats_half_width(&welch, .95);
	assert_near(exp(welch.d), .825425, 5e-7);
	assert_near(exp(welch.d - half), .817556, 5e-7);
	assert_near(exp(welch.d + half), .833370, 5e-7);
	assert_near(welch.df, 14.8188, 5e-5);
	assert_near(welch.d / welch.se, -42.7351, 5e-5);
}

static void test_welch_by_hand(void **state)
{
	struct stats_moments a = { 3, 2, 1 }, b = { 4, 5, 20. / 3 };
	struct stats_moments still = { 2, 1, 0 }, moving = { 5, 3, 5 };
	struct stats_difference welch = stats_welch(&a, &b);

	(void)state;
	assert_near(welch.d, 3, 1e-15);
	assert_near(welch.se, sqrt(2), 1e-15);
	assert_near(welch.df, 216. / 53, 1e-14);
	welch = stats_welch(&still, &moving); /* all of the error is of one side */
	assert_near(welch.se, 1, 1e-15);
	assert_near(welch.df, 4, 1e-14);
	welch = stats_welch(&still, &still);
	assert_near(welch.se, 0, 0);
	assert_near(welch.df, 2, 0);
}

/* The example of FreeBSD's ministat: Student's t with a common variance. */
static void test_pooled_ministat(void **state)
{
	static const double iguana[] = { 50, 200, 150, 400, 750, 400, 150 };
	static const double chameleon[] = { 150, 400, 720, 500, 930 };
	struct stats_moments a = stats_moments(iguana, LENGTH(iguana));
	struct stats_moments b = stats_moments(chameleon, LENGTH(chameleon));
	double variance = stats_pooled_variance(&a, &b);
	struct stats_difference pooled = stats_pooled(&a, &b, variance, 10);

	(void)state;
	assert_near(sqrt(variance), 264.159, 5e-4);
	assert_near(pooled.d, 240, 1e-12);
	assert_near(stats_half_width(&pooled, .8), 212.2, .05);
	assert_true(stats_half_width(&pooled, .95) > 240);
}

static void test_pooled_by_hand(void **state)
{
	struct stats_moments a = { 3, 2, 1 }, b = { 5, 5, 4 }, one = { 1, 9, NAN };
	struct stats_difference pooled = stats_pooled(&a, &one, 3, INFINITY);

	(void)state;
	assert_near(stats_pooled_variance(&a, &b), 3, 1e-15);
	assert_near(stats_pooled_variance(&a, &one), 1, 0);
	assert_near(stats_pooled_variance(&one, &b), 4, 0);
	assert_true(isnan(stats_pooled_variance(&one, &one)));
	assert_near(pooled.d, 7, 0);
	assert_near(pooled.se, 2, 1e-15);
	assert_true(isinf(pooled.df));
}

/* The usual tables of Student's t. */
static void test_quantile(void **state)
{
	static const struct {
		double p, df, quantile;
	} rows[] = {
		{ .975, 1, 12.706204736 },
		{ .975, 2, 4.302652730 },
		{ .975, 4, 2.776445105 },
		{ .975, 10, 2.228138852 },
		{ .975, 30, 2.042272456 },
		{ .975, 1000, 1.962339081 },
		{ .975, INFINITY, 1.959963985 },
		{ .025, 4, -2.776445105 },
		{ .8, 1, 1.376381920 },
		{ .8, INFINITY, .841621234 },
		{ .5, 7, 0 },
		{ .995, INFINITY, 2.575829304 },
		{ .975, 9e6, 1.959963985 + 2.64e-7 },
		{ .975, 1.1e7, 1.959963985 },
	};
	struct stats_difference difference = { .d = 1, .se = 2, .df = 4 };

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_near(stats_quantile(rows[i].p, rows[i].df), rows[i].quantile, 2e-9);
	assert_near(stats_half_width(&difference, .95), 5.552890210, 2e-9);
}

/*
 * P(T > t) is 1/2 - atan(t)/pi with 1 degree of freedom, 1/2 - t/(2 sqrt(2 + t^2)) with 2, and
 * 1/2 - 5 sqrt(2)/16 for t = 2 with 4. A difference as large in the other direction counts too.
 */
static void test_margin_p(void **state)
{
	const struct {
		double d, se, df, margin, p;
	} rows[] = {
		{ 3, 1, 2, 0, 1 - 3 / sqrt(11) },
		{ 3, 1, 2, 1, 1 - 1 / sqrt(6) - 2 / sqrt(18) },
		{ -3, 1, 2, 1, 1 - 1 / sqrt(6) - 2 / sqrt(18) },
		{ 6, 2, 2, 2, 1 - 1 / sqrt(6) - 2 / sqrt(18) },
		{ 2, 1, 1, 1, .75 - atan(3) / M_PI },
		{ 1, 1, 4, 1, 1 - sqrt(2) * 5 / 16 },
		{ 0, 1, 5, 1, 1 },
		{ 0, 1, 5, 0, 1 },
		{ 1.959963985, 1, INFINITY, 0, .05 },
		{ 3, 1, INFINITY, 1, .022750132 + .000031671 },
		{ .5, 0, 4, .4, 0 },
		{ -.5, 0, 4, .4, 0 },
		{ .4, 0, 4, .4, 1 },
		{ 0, 0, 4, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct stats_difference difference = { rows[i].d, rows[i].se, rows[i].df };

		assert_near(stats_margin_p(&difference, rows[i].margin), rows[i].p,
			    rows[i].df > 4 ? 1e-6 : 1e-12);
	}
}

static void test_bh(void **state)
{
	static const struct {
		size_t count;
		double p[5], q[5];
	} rows[] = {
		{ 0, { 0 }, { 0 } },
		{ 1, { .03 }, { .03 } },
		{ 1, { NAN }, { NAN } },
		{ 4, { .01, .04, .03, .005 }, { .02, .04, .04, .02 } },
		{ 5, { .01, .04, NAN, .03, .005 }, { .02, .04, NAN, .04, .02 } },
		{ 3, { .011, .9, .01 }, { .0165, .9, .0165 } }, /* what ranks lower is no surer */
		{ 3, { .02, .02, .02 }, { .02, .02, .02 } },
		{ 2, { .5, .9 }, { .9, .9 } },
		{ 3, { 0, 1, .2 }, { 0, 1, .3 } },
	};
	double q[5];

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		stats_bh(rows[i].p, rows[i].count, q);
		for (size_t k = 0; k < rows[i].count; k++) {
			if (isnan(rows[i].q[k]))
				assert_true(isnan(q[k]));
			else
				assert_near(q[k], rows[i].q[k], 1e-15);
		}
	}
}

/* By the normal equations of weighted least squares, solved elsewhere. */
static void test_fit(void **state)
{
	static const double at_a[] = { 0, 3, 4, 7 }, at_b[] = { 1, 2, 5, 6, 8 };
	static const double a[] = { 1, 1.3, 1.1, 1.9 }, b[] = { 1.5, 1.4, 2.2, 2.1, 2.5 };
	static const struct {
		double ratio;
		bool has_time;
		struct stats_fit fit;
	} rows[] = {
		{ 1, false, { 0.615, 0.197071428571, 7, 0.45 } },
		{ 1, true, { 0.487113402062, 0.0340607101947, 6, 0.463917525773 } },
		{ 2.25, false, { 0.615, 0.126277777778, 7, 0.7 } },
		{ 2.25, true, { 0.493432084964, 0.0264315363435, 6, 0.7203745109 } },
	};
	struct stats_moments of_a = stats_moments(a, 4), of_b = stats_moments(b, 5);
	struct stats_times times[] = { stats_times(at_a, a, 4), stats_times(at_b, b, 5) };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stats_fit fit =
			stats_fit(&of_a, &of_b, rows[i].has_time ? times : NULL, rows[i].ratio, 0);

		assert_near(fit.d, rows[i].fit.d, 1e-11);
		assert_near(fit.variance, rows[i].fit.variance, 1e-11);
		assert_near(fit.df, rows[i].fit.df, 0);
		assert_near(fit.scale, rows[i].fit.scale, 1e-11);
	}
	assert_near(stats_fit(&of_a, &of_b, times, 1, 2).df, 4, 0);
	assert_near(stats_fit(&of_a, &of_b, times, 1, 2).variance, 0.0340607101947 * 6 / 4, 1e-11);
	assert_near(stats_slope(times), 0.142096219931, 1e-11);
}

static void test_shrunk_ratio(void **state)
{
	static const double logs[] = { 1, 1.2, 0.8, 1 };

	(void)state;
	assert_near(stats_shrunk_ratio(logs, 4, 0), M_E, 1e-12);
	assert_near(stats_shrunk_ratio(logs, 4, 0.5), exp(0.5), 1e-12);
	assert_near(stats_shrunk_ratio(logs, 4, 1), 1, 0);
	assert_near(stats_shrunk_ratio(logs, 4, 9), 1, 0);
	assert_near(stats_log_variance(2, 1e12), log(2), 1e-9);
}

static double mde_of(double se, double df, double margin, double level)
{
	const struct stats_fit fit = { .variance = se * se, .df = df, .scale = 1 };

	return power_mde(&fit, margin, level);
}

static void test_mde(void **state)
{
	(void)state;
	/* A known variance: t[.975] + t[.8]; beyond a margin of many errors one tail is left. */
	assert_near(mde_of(1, INFINITY, 0, .05), 1.959963985 + .841621234, 5e-3);
	assert_near(mde_of(.01, INFINITY, 1, .05), 1 + .01 * (1.644853627 + .841621234), 5e-5);
	assert_near(mde_of(0, 4, .01, .05), .01, 0);
	/* An unknown one costs more, and more so at a smaller level. */
	assert_between(mde_of(1, 4, 0, .05), 4.5, 6.);
	assert_true(mde_of(1, 4, 0, .05) > mde_of(1, 10, 0, .05));
	assert_true(mde_of(1, 10, 0, .001) > mde_of(1, 10, 0, .05));
	assert_near(mde_of(1, 1e9, 0, .05), mde_of(1, INFINITY, 0, .05), 1e-2);
}

static void test_units(void **state)
{
	struct power_plan plan = {
		.variance = 1e-4, .ratio = 1, .f0 = INFINITY, .margin = .01, .level = .05
	};
	size_t last = 2;

	(void)state;
	/* (1.9600 + 1.2816) sqrt(2/n) is 1.0005 with 21, .9774 with 22 */
	assert_int_equal(power_units_to_call_same(&plan, 50), 22);
	assert_int_equal(power_units_to_call_same(&plan, 21), 22);
	/* (1.6449 + .8416) sqrt(2/n) is 2.0302 with 3, 1.7582 with 4 */
	assert_int_equal(power_units_to_see(&plan, .03, 50), 4);
	assert_int_equal(power_units_to_see(&plan, .01, 50), 51);
	for (int i = 1; i < 100; i++) {
		size_t needed;

		plan.variance = 1e-6 * i * i;
		plan.f0 = 0;
		needed = power_units_to_see(&plan, .03, 100);
		assert_in_range(needed, last, 101);
		last = needed;
	}
	assert_int_equal(last, 101);
	plan.ratio = 9; /* B is noisier */
	plan.variance = 1e-4;
	assert_true(power_units_to_see(&plan, .03, 100) > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nist),
		cmocka_unit_test(test_nist_digits),
		cmocka_unit_test(test_rounded_mean),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_welch_benchstat),
		cmocka_unit_test(test_welch_by_hand),
		cmocka_unit_test(test_pooled_ministat),
		cmocka_unit_test(test_pooled_by_hand),
		cmocka_unit_test(test_quantile),
		cmocka_unit_test(test_margin_p),
		cmocka_unit_test(test_bh),
		cmocka_unit_test(test_mde),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_shrunk_ratio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
