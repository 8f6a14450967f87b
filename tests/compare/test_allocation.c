// SPDX-License-Identifier: GPL-2.0-or-later
/* Variance components are recovered, and the design that is planned from them finds its change. */
#include "near.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "compare/allocation.h"
#include "situations.h"

enum { BOOTS = 3000, MOST = BOOTS * 12 };

static const double BOOT_SD = 0.01, RUN_SD = 0.006, PROCESS_SD = 0.004;

/* @groups with means of their own; 1 to @runs invocations of 1 to @processes, unless @balanced. */
static struct variance_components draw(size_t groups, size_t runs, size_t processes, bool balanced)
{
	static struct variance_value values[MOST];
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t count = 0;

	assert_non_null(rng);
	for (size_t boot = 0; boot < BOOTS; boot++) {
		double of_boot = gsl_ran_gaussian(rng, BOOT_SD);
		size_t group = boot * groups / BOOTS, has = balanced ? runs : 1 + boot % runs;

		for (size_t run = 0; run < has; run++) {
			double of_run = of_boot + gsl_ran_gaussian(rng, RUN_SD);
			size_t n = balanced ? processes : 1 + (boot + run) % processes;

			for (size_t i = 0; i < n; i++)
				values[count++] = (struct variance_value) {
					group, boot, run,
					(double)group + of_run + gsl_ran_gaussian(rng, PROCESS_SD)
				};
		}
	}
	gsl_rng_free(rng);
	return variance_components(values, count);
}

/* Within 5%, of 3000 boots; two sets differ by 1, a hundred times the SD of boots. */
static void test_components_are_recovered(void **state)
{
	(void)state;
	for (size_t groups = 1; groups <= 2; groups++)
		for (int balanced = 0; balanced < 2; balanced++) {
			struct variance_components found = draw(groups, 3, 4, balanced);

			assert_near(sqrt(found.of[DESIGN_BOOT]), BOOT_SD, 0.05 * BOOT_SD);
			assert_near(sqrt(found.of[DESIGN_INVOCATION]), RUN_SD, 0.05 * RUN_SD);
			assert_near(sqrt(found.of[DESIGN_PROCESS]), PROCESS_SD, 0.05 * PROCESS_SD);
			assert_int_equal(found.units[DESIGN_BOOT], BOOTS);
		}
}

/* What the data cannot tell is unknown, not 0, and in the level above. */
static void test_unknown_stays_unknown(void **state)
{
	struct variance_components one_run = draw(1, 1, 4, true), one_process = draw(1, 3, 1, true),
				   single = draw(1, 1, 1, true);
	const struct variance_value boot[] = { { .y = 1 }, { .y = 2 }, { .run = 1, .y = 5 } };
	struct variance_components one_boot = variance_components(boot, 3);
	double both = hypot(BOOT_SD, RUN_SD);

	(void)state;
	assert_true(isnan(one_run.of[DESIGN_INVOCATION]));
	assert_near(sqrt(one_run.of[DESIGN_BOOT]), both, 0.05 * both);
	assert_near(sqrt(one_run.of[DESIGN_PROCESS]), PROCESS_SD, 0.05 * PROCESS_SD);
	assert_true(isnan(one_process.of[DESIGN_PROCESS]));
	assert_near(sqrt(one_process.of[DESIGN_INVOCATION]), hypot(RUN_SD, PROCESS_SD), 5e-4);
	assert_true(isnan(single.of[DESIGN_PROCESS]) && isnan(single.of[DESIGN_INVOCATION]));
	assert_near(sqrt(single.of[DESIGN_BOOT]), hypot(both, PROCESS_SD), 7e-4);
	assert_true(isnan(one_boot.of[DESIGN_BOOT]) && isnan(one_boot.boot_variance));
	assert_near(one_boot.of[DESIGN_PROCESS], 0.5, 1e-12);
	/* SS = 2 3.5^2 / 3, less s2 of processes; N - k12 = 3 - 5/3 */
	assert_near(one_boot.of[DESIGN_INVOCATION], (3.5 * 3.5 * 2 / 3 - 0.5) * 3 / 4, 1e-12);
}

/* Boots of equal means whose processes differ: less than chance would make of them. */
static void test_negative_is_said(void **state)
{
	const struct variance_value values[] = {
		{ .y = 1 }, { .y = 3 }, { .boot = 1, .y = 3 }, { .boot = 1, .y = 1 }
	};
	struct variance_components found = variance_components(values, 4);

	(void)state;
	assert_true(found.is_negative[DESIGN_BOOT]);
	assert_true(found.of[DESIGN_BOOT] == 0);
	assert_false(found.is_negative[DESIGN_PROCESS]);
	assert_near(found.boot_variance, 0, 1e-12);
}

/* One case of 100 changes, and that is what the design of this case was asked for. */
static void test_design_finds_the_change(void **state)
{
	enum { SETS = 100 };
	double few = situation_plan_finds(8, 0.005, 0.04, SETS, 1);
	double many = situation_plan_finds(16, 0.003, 0.025, SETS, 2);

	(void)state;
	print_message("found: %.3f, %.3f\n", few, many);
	/* 75 to 90%, and a binomial SD of both */
	assert_between((few + many) / 2, 0.75 - 0.025, 0.9 + 0.02);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_components_are_recovered),
		cmocka_unit_test(test_unknown_stays_unknown),
		cmocka_unit_test(test_negative_is_said),
		cmocka_unit_test(test_design_finds_the_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
