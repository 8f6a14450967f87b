// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The prior of variances is that which they were drawn from, and shrinks them as far as it
 * should.
 */
#include "near.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_psi.h>

#include "compare/stats.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

enum { CASES = 20000 };

static void test_trigamma_inverse(void **state)
{
	(void)state;
	assert_near(stats_trigamma_inverse(M_PI * M_PI / 6), 1, 1e-10);
	assert_near(stats_trigamma_inverse(M_PI * M_PI / 2), .5, 1e-10);
	for (int i = -160; i <= 160; i++) {
		double x = pow(10, i / 20.);
		bool is_limit = x > 1e7 || x < 1e-6;

		assert_near(gsl_sf_psi_1(stats_trigamma_inverse(x)), x,
			    (is_limit ? 1e-6 : 1e-9) * x);
	}
}

/*
 * With 2 degrees of freedom e = ln s^2 + gamma, and trigamma(1) = pi^2/6. Two variances with
 * var(e) = 2 pi^2/6 leave pi^2/6 to the prior: f0/2 = 1, and s0^2 = exp(gamma + psi(1)) = 1.
 */
static void test_prior_by_hand(void **state)
{
	const double c = sqrt(M_PI * M_PI / 6), euler = .5772156649015329;
	const double two[] = { exp(c), exp(-c), 0, NAN, 3, -1 }, dfs[] = { 2, 2, 2, 2, 0, 2 };
	const double alike[] = { 5, 5, 5, 5 }, fours[] = { 4, 4, 4, 4 };
	struct stats_prior prior = stats_prior(two, dfs, LENGTH(two));

	(void)state;
	assert_near(prior.f0, 2, 1e-8);
	assert_near(prior.s02, 1, 1e-8);
	prior = stats_prior(alike, fours, LENGTH(alike)); /* psi(2) = 1 - gamma */
	assert_true(isinf(prior.f0));
	assert_near(prior.s02, 5 * 2 * exp(euler - 1), 1e-10);
	assert_near(stats_prior(two + 1, dfs + 1, 5).f0, 0, 0);
	assert_near(stats_prior(NULL, NULL, 0).f0, 0, 0);
}

/* Variances as the model says they come about: s0^2 f0 / chi-square(f0), then seen with f. */
static void test_prior_is_recovered(void **state)
{
	static const struct {
		double f0, s02, f_even, f_odd;
	} truths[] = { { 4, 1e-4, 4, 4 }, { 8, 25, 10, 10 }, { 3, 1, 2, 14 } };
	static double variances[CASES], dfs[CASES];
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	for (size_t i = 0; i < LENGTH(truths); i++) {
		double f0 = truths[i].f0;
		struct stats_prior prior;

		for (size_t k = 0; k < CASES; k++) {
			dfs[k] = k % 2 ? truths[i].f_odd : truths[i].f_even;
			variances[k] = truths[i].s02 * f0 / gsl_ran_chisq(rng, f0) *
				       gsl_ran_chisq(rng, dfs[k]) / dfs[k];
		}
		prior = stats_prior(variances, dfs, CASES);
		assert_near(prior.f0, f0, .05 * f0);
		assert_near(prior.s02, truths[i].s02, .03 * truths[i].s02);
	}
	gsl_rng_free(rng);
}

static void test_moderate(void **state)
{
	static const struct {
		struct stats_prior prior;
		double variance, df, expected;
	} rows[] = {
		{ { 0, 0 }, 4, 4, 4 },	      { { 4, 1 }, 4, 4, 2.5 }, { { 12, 1 }, 4, 4, 1.75 },
		{ { INFINITY, 1 }, 4, 4, 1 }, { { 4, 1 }, 0, 4, .5 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		double variance = rows[i].variance, df = rows[i].df;

		stats_moderate(&rows[i].prior, &variance, &df);
		assert_near(variance, rows[i].expected, 1e-15);
		if (isinf(rows[i].prior.f0))
			assert_true(isinf(df));
		else
			assert_near(df, rows[i].df + rows[i].prior.f0, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trigamma_inverse),
		cmocka_unit_test(test_prior_by_hand),
		cmocka_unit_test(test_prior_is_recovered),
		cmocka_unit_test(test_moderate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
