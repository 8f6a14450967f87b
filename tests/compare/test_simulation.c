// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Comparisons are wrong as seldom as they say. All is seeded, so a failure is a change. Where the
 * true rate is known, the bounds are 3 binomial standard deviations.
 */
#include "near.h"

#include "simulation.h"

enum { ROUNDS = 4000, FAMILIES = 400, NULL_FAMILIES = 1600 };

static double three_sd(double share, size_t rounds)
{
	return 3 * sqrt(share * (1 - share) / (double)rounds);
}

/* U = 9 of {1,2,3} and {4,5,6}: 4.5 off, with an SD of sqrt(9 * 7 / 12). */
static void test_mann_whitney(void **state)
{
	double low[] = { 3, 1, 2 }, high[] = { 6, 4, 5 }, odd[] = { 1, 3, 5 }, even[] = { 4, 2, 6 };

	(void)state;
	assert_near(simulation_mann_whitney(low, 3, high, 3), 0.0495346, 1e-7);
	assert_near(simulation_mann_whitney(high, 3, low, 3), 0.0495346, 1e-7);
	assert_near(simulation_mann_whitney(odd, 3, even, 3), 0.5126908, 1e-7);
}

/* With 3 values a side B is uniform: the mean over it of P(|t4| > t[.975, 2/(B^2 + (1-B)^2)]). */
static void test_welch_size(void **state)
{
	(void)state;
	assert_near(simulation_welch_size(3), 0.0351, 5e-5);
	assert_near(simulation_welch_size(1000), 0.05, 5e-5);
	assert_true(simulation_welch_size(5) < simulation_welch_size(8));
}

/* Every test keeps its promise when samples are independent: what fails it is the levels. */
static void test_without_levels(void **state)
{
	struct simulation_model model = simulation_usual();
	struct simulation_rates rates;

	(void)state;
	model.boot_sd = model.process_sd = 0;
	rates = simulation_rates(&model, 3, 0, ROUNDS, 101);
	assert_near(rates.mann_whitney, 0.05, three_sd(0.05, ROUNDS));
	assert_near(rates.welch_processes, 0.05, three_sd(0.05, ROUNDS));
}

/*
 * Samples and processes of one boot are no independent evidence. Boots are, and Welch on a few of
 * them is cautious by as much as theory says: with 3 it covers 96.5%, not 95%. Moderated t knows
 * the variance from 100 cases and has no reason to be cautious.
 */
static void test_rates(void **state)
{
	static const size_t boots[] = { 3, 5, 8 };
	const struct simulation_model model = simulation_usual();

	(void)state;
	for (size_t i = 0; i < sizeof(boots) / sizeof(boots[0]); i++) {
		struct simulation_rates same = simulation_rates(&model, boots[i], 0, ROUNDS, 1 + i);
		struct simulation_rates other =
			simulation_rates(&model, boots[i], log(1.03), ROUNDS, 11 + i);
		double size = simulation_welch_size(boots[i]);

		assert_between(same.mann_whitney, 0.4, 1.);
		assert_between(same.welch_processes, 0.25, 1.);
		assert_near(same.welch_boots, size, three_sd(size, ROUNDS));
		assert_near(other.welch_covers, 1 - size, three_sd(size, ROUNDS));
		assert_between(same.moderated, 0.035, 0.06);
		assert_between(other.moderated_covers, 0.94, 0.965);
		assert_true(other.moderated >= other.welch_boots);
	}
}

/* Cases differ in their variances, and some in truth. */
static void test_discovery(void **state)
{
	const struct simulation_family family = simulation_usual_family();
	const double least[] = { 0.40, 0.65, 0.77, 0.84 };

	(void)state;
	for (size_t i = 0; i < sizeof(least) / sizeof(least[0]); i++) {
		struct simulation_discovery welch, moderated, careful;

		simulation_discovery(&family, 3 + i, 0, FAMILIES, 21 + i, &welch, &moderated);
		assert_between(moderated.fdr, 0.02, 0.06);
		assert_between(welch.fdr, 0., 0.06);
		assert_between(moderated.power, least[i], least[i] + 0.1);
		assert_true(moderated.power > welch.power);
		assert_between(moderated.covers, 0.945, 0.955);
		assert_between(welch.covers, 0.945, 0.97);
		simulation_discovery(&family, 3 + i, log(1.01), FAMILIES, 21 + i, &welch, &careful);
		assert_between(careful.fdr, 0., 0.02);
		assert_true(careful.power < moderated.power);
		assert_true(careful.power > welch.power);
	}
}

/*
 * Where the noise dwarfs the margin, the margin excuses nothing, and a difference either way is
 * as likely. With no effect at all, the false-discovery rate is that of finding anything.
 */
static void test_noise_beyond_the_margin(void **state)
{
	struct simulation_family family = simulation_usual_family();
	struct simulation_discovery welch, moderated;

	(void)state;
	family.affected = 0;
	family.sd = 0.2;
	simulation_discovery(&family, 5, log(1.01), NULL_FAMILIES, 31, &welch, &moderated);
	assert_between(moderated.fdr, 0.02, 0.05 + three_sd(0.05, NULL_FAMILIES));
	assert_true(isnan(moderated.power));
}

/* An effect as large as the margin is the worst that is no finding. */
static void test_effects_of_the_margin(void **state)
{
	struct simulation_family family = simulation_usual_family();
	struct simulation_discovery welch, moderated;

	(void)state;
	family.cases = family.affected = 100;
	family.effect = log(1.01);
	simulation_discovery(&family, 5, family.effect, FAMILIES, 41, &welch, &moderated);
	assert_between(moderated.power, 0., 0.002);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mann_whitney),
		cmocka_unit_test(test_welch_size),
		cmocka_unit_test(test_without_levels),
		cmocka_unit_test(test_rates),
		cmocka_unit_test(test_discovery),
		cmocka_unit_test(test_noise_beyond_the_margin),
		cmocka_unit_test(test_effects_of_the_margin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
