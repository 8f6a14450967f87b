// SPDX-License-Identifier: GPL-2.0-or-later
/* Changes of known size are detected, and A/A pairs are not. */
#include "near.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <string.h>

#include "runner/doctor/detection.h"

enum { ARMS = 6, UNITS_MOST = 400 };

static const double known[ARMS] = { 0, 0, .01, .02, .05, .10 };
static double values[ARMS][UNITS_MOST];
static struct csv_reader_series series[ARMS];
static const struct csv_reader_series *y[ARMS];

/* Makes units of SD @sd. Each arm has its known change, but the second of the A/A has @lie. */
static struct detection_proof prove(size_t n, double sd, double lie, unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct detection_proof proof;

	gsl_rng_set(rng, seed);
	for (int arm = 0; arm < ARMS; arm++) {
		for (size_t i = 0; i < n; i++)
			values[arm][i] = 3 + log1p(arm == 1 ? lie : known[arm]) +
					 gsl_ran_gaussian_ziggurat(rng, sd);
		series[arm] = (struct csv_reader_series) { .count = n, .values = values[arm] };
		y[arm] = &series[arm];
	}
	gsl_rng_free(rng);
	detection_prove(y, known, ARMS, &proof);
	return proof;
}

static void test_what_is_large_enough_is_seen(void **state)
{
	struct detection_proof proof = prove(100, .02, 0, 1);

	(void)state;
	assert_int_equal(proof.n, 100);
	assert_int_equal(proof.arm_count, 4);
	assert_near(proof.sd, .02, .002);
	/* (t.975 + t.95) sd sqrt(2/n): 1.964 and 1.647 with 594 degrees of freedom */
	assert_near(proof.shown, expm1((1.96396 + 1.64738) * proof.sd * sqrt(.02)), 1e-5);
	assert_true(proof.arms[2].is_found && proof.arms[3].is_found);
	assert_near(proof.arms[3].seen, log1p(.10), .012);
	assert_true(proof.arms[3].low < proof.arms[3].seen &&
		    proof.arms[3].seen < proof.arms[3].high);
	assert_true(proof.found_from <= .05);
}

static void test_nothing_is_seen_in_noise(void **state)
{
	struct detection_proof proof = prove(4, .5, 0, 2);

	(void)state;
	assert_true(isnan(proof.found_from));
	assert_true(proof.shown > .5);
	assert_int_equal(proof.chunks, 0); /* too few for parts: nothing is said of alarms */
}

/* A change that is found while a larger one is not does not count. */
static void test_found_from_has_no_gaps(void **state)
{
	struct detection_proof proof;

	(void)state;
	prove(50, .001, 0, 1);
	for (size_t i = 0; i < 50; i++)
		values[4][i] = values[0][i];
	detection_prove(y, known, ARMS, &proof);
	assert_true(proof.arms[1].is_found && !proof.arms[2].is_found && proof.arms[3].is_found);
	assert_near(proof.found_from, .10, 1e-12);
}

/* Faster is no slowdown. */
static void test_the_wrong_direction_is_not_found(void **state)
{
	struct detection_proof proof;

	(void)state;
	prove(50, .001, 0, 1);
	for (size_t i = 0; i < 50; i++)
		values[5][i] -= .5;
	detection_prove(y, known, ARMS, &proof);
	assert_false(proof.arms[3].is_found);
	assert_true(isnan(proof.found_from));
}

/* About 5% of the parts of a true A/A alarm, and nearly all if its arms differ. */
static void test_false_alarms(void **state)
{
	size_t honest = 0, lying = 0, parts = 0;

	(void)state;
	for (unsigned long seed = 1; seed <= 100; seed++) {
		struct detection_proof proof = prove(200, .02, 0, seed);

		parts += proof.chunks;
		honest += proof.alarms;
		lying += prove(200, .02, .05, seed).alarms;
	}
	assert_int_equal(parts, 1000);
	assert_in_range(honest, 50 - 21, 50 + 21); /* 3 binomial SDs */
	assert_in_range(lying, 950, 1000);
}

static void test_lines_are_75_columns(void **state)
{
	struct detection_proof proof = prove(200, .02, 0, 1);
	FILE *out = tmpfile();
	char line[256];
	int lines = 0;

	(void)state;
	detection_print("instructions:k", &proof, out);
	rewind(out);
	while (fgets(line, sizeof(line), out)) {
		lines++;
		assert_in_range(strlen(line), 2, 76);
	}
	assert_int_equal(lines, 6);
	fclose(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_large_enough_is_seen),
		cmocka_unit_test(test_nothing_is_seen_in_noise),
		cmocka_unit_test(test_found_from_has_no_gaps),
		cmocka_unit_test(test_the_wrong_direction_is_not_found),
		cmocka_unit_test(test_false_alarms),
		cmocka_unit_test(test_lines_are_75_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
