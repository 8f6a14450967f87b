// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts are right where boots are few, unequal, drifting or of two kinds. */
#include "near.h"

#include <math.h>

#include "situations.h"

enum { SETS = 40 };

/* Three binomial SDs above 5%, and for the share of changes found. */
static const double FALSE_MAX = 0.05 + 0.10, FOUND = 0.19;

static struct situation with_effect(size_t a, size_t b, double effect)
{
	struct situation situation = situation_usual(a, b);

	situation.effect = effect;
	situation.affected = 20;
	return situation;
}

/* Nothing changed: few sets have a verdict F or S, and intervals cover. Return: found of MDEs. */
static double expect_quiet(const char *name, const struct situation *situation, double covers_least,
			   double covers_most)
{
	struct situation_rates rates = situation_rates(situation, SETS, 3);

	if (rates.false_sets > FALSE_MAX || rates.covers < covers_least ||
	    rates.covers > covers_most)
		fail_msg("%s: false sets %.3f, covers %.3f", name, rates.false_sets, rates.covers);
	return rates.found_mde;
}

static void test_few_boots(void **state)
{
	(void)state;
	for (size_t n = 3; n <= 6; n++) {
		struct situation situation = situation_usual(n, n);
		struct situation_rates rates = situation_rates(&situation, SETS, n);

		assert_true(rates.ordered);
		assert_between(rates.false_sets, 0, FALSE_MAX);
		assert_between(rates.covers, 0.94, 0.96);
		/* 75 to 90%, and chance */
		assert_between(rates.found_mde, 0.8 - FOUND, 0.87 + FOUND);
	}
}

static void test_boots_of_two_kinds(void **state)
{
	double found = 0;

	(void)state;
	for (size_t n = 3; n <= 6; n++)
		for (int quiet = 0; quiet < 2; quiet++) {
			struct situation situation = situation_usual(n, n);

			situation.kinds = 0.1;
			situation.kinds_share = 0.3;
			if (quiet)
				situation.sd = 0.002;
			found += expect_quiet("boots of two kinds", &situation, 0.94, 0.97) / 8;
		}
	/* It was .72 when what may look like a change by chance was taken to be certain. */
	assert_between(found, 0.78, 0.92);
}

static void test_unequal_boots(void **state)
{
	static const struct {
		size_t a, b;
		double effect, power;
	} rows[] = { { 5, 6, .03, .55 }, { 3, 4, .05, .85 }, { 2, 6, .05, .8 }, { 2, 8, .05, .8 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct situation situation = with_effect(rows[i].a, rows[i].b, rows[i].effect);
		struct situation_rates rates = situation_rates(&situation, SETS, 5);

		assert_between(rates.covers, 0.935, 0.965);
		assert_between(rates.power, rows[i].power, 1);
		situation.affected = 0;
		expect_quiet("unequal boots", &situation, 0.935, 0.965);
	}
}

static void test_a_noisier_side(void **state)
{
	struct situation situation = situation_usual(8, 3);

	(void)state;
	situation.noisy = 2;
	situation.noisy_share = 1;
	expect_quiet("a noisier side", &situation, 0.92, 0.96);
}

/* What turns allow to take off is taken off; what does not take turns is named. */
static void test_drift(void **state)
{
	struct situation situation = with_effect(6, 6, .03);
	struct situation_rates rates;

	(void)state;
	situation.sd = 0.005;
	situation.drift = 0.04;
	rates = situation_rates(&situation, SETS, 7);
	assert_between(rates.power, 0.9, 1);
	assert_between(rates.covers, 0.94, 0.96);
	assert_true(rates.ordered);
	for (size_t n = 3; n <= 6; n += 3) {
		situation.affected = 0;
		situation.boots[0] = situation.boots[1] = n;
		expect_quiet("drift", &situation, 0.94, 0.96);
		situation.bends = 1;
		expect_quiet("a drift that turns back", &situation, 0.94, 1);
		situation.bends = 0;
	}
	situation.order = "AAAAAABBBBBB";
	rates = situation_rates(&situation, SETS, 7);
	assert_false(rates.ordered);
	assert_true(rates.false_sets > 0.5); /* so it must be */
	situation.order = "AAABBBBBBAAA";
	assert_false(situation_rates(&situation, 1, 7).ordered);
	situation.order = "ABABABABABAB";
	assert_true(situation_rates(&situation, 1, 7).ordered);
}

static void test_one_bad_boot(void **state)
{
	struct situation situation = situation_usual(6, 6);

	(void)state;
	situation.bad = 0.1;
	expect_quiet("one bad boot", &situation, 0.94, 1);
}

static void test_cases_that_vary_together(void **state)
{
	struct situation situation = situation_usual(6, 6);

	(void)state;
	situation.shared = 0.8;
	/* All cases miss, or hit, together: the share of these intervals varies. */
	expect_quiet("cases that vary together", &situation, 0.87, 1);
	situation.boots[0] = situation.boots[1] = 3;
	expect_quiet("cases that vary together, 3 boots", &situation, 0.84, 1);
}

/* A and B in each boot: what they differ by may differ from boot to boot. */
static void test_shared_boots(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 6; n += n < 3 ? 2 : 3) {
		struct situation situation = situation_usual(n, n);
		struct situation_rates rates;

		situation.invocations = 2;
		for (int i = 0; i < 2 && n > 1; i++) {
			situation.knob = i * .01;
			expect_quiet("shared boots", &situation, 0.94, 0.975);
		}
		situation.knob = .01;
		situation.effect = .03;
		situation.affected = 20;
		rates = situation_rates(&situation, SETS, 13);
		/* One boot tells of itself. */
		assert_between(rates.power, n == 1 ? 0 : n == 6 ? .95 : .55, n == 1 ? 0 : 1);
		assert_true(n > 1 || rates.false_sets == 0);
	}
}

/* 40 ns of 1.5 us and more. */
static void test_ticks(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		struct situation situation = with_effect(6, 6, .009);
		struct situation_rates rates;

		situation.sd = i % 2 ? 0.001 : 0.0001;
		situation.tick = i < 2 ? 0.026 : 0.008;
		rates = situation_rates(&situation, SETS, 11);
		assert_between(rates.covers, 0.94, 1);
		assert_between(rates.power, 0, 0.01); /* .9% is within the margin */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_few_boots),
		cmocka_unit_test(test_boots_of_two_kinds),
		cmocka_unit_test(test_unequal_boots),
		cmocka_unit_test(test_a_noisier_side),
		cmocka_unit_test(test_drift),
		cmocka_unit_test(test_one_bad_boot),
		cmocka_unit_test(test_cases_that_vary_together),
		cmocka_unit_test(test_shared_boots),
		cmocka_unit_test(test_ticks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
