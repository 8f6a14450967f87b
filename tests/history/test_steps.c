// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checks what docs/STATISTICS.md says of change points. All is seeded: a failure is a change of the
 * code. build/tests/simulate prints the whole table.
 */
#include "near.h"

#include <gsl/gsl_cdf.h>

#include "steps.h"

enum { ROUNDS = 2000, LOOKED_AT = 300, FEWER = 100 };

/* So many of @rounds events with that probability or more, or fewer, surprise by one in a thousand.
 */
static double most_of(double share, unsigned int rounds)
{
	unsigned int most = 0;

	while (gsl_cdf_binomial_Q(most, share, rounds) > 0.001)
		most++;
	return most / (double)rounds;
}

static double least_of(double share, unsigned int rounds)
{
	unsigned int least = 0;

	while (gsl_cdf_binomial_P(least, share, rounds) < 0.001)
		least++;
	return least / (double)rounds;
}

/* Permutation tests assume no distribution: 1% of series change, whatever their noise. */
static void test_noise_changes_as_often_as_is_said(void **state)
{
	static const size_t lengths[] = { 20, 40, 100 };

	double sum = 0;

	(void)state;
	for (int noise = STEPS_NORMAL; noise <= STEPS_SPIKES; noise++)
		for (size_t i = 0; i < 3; i++) {
			struct steps_false rates =
				steps_false((enum steps_noise)noise, lengths[i], ROUNDS, 1 + i);

			assert_between(rates.changed, least_of(0.01, ROUNDS),
				       most_of(0.01, ROUNDS));
			assert_true(rates.tagged < 0.07);
			sum += rates.changed;
		}
	assert_between(sum / 9, least_of(0.01, 9 * ROUNDS), most_of(0.01, 9 * ROUNDS));
}

/* Permutation tests assume independence. A long series without it is tagged; a short one perhaps.
 */
static void test_autocorrelation_needs_its_tag(void **state)
{
	static const struct {
		enum steps_noise noise;
		size_t n;
		double changed, tagged, untagged;
	} rows[] = {
		{ STEPS_AR3, 20, .06, .30, .053 },  { STEPS_AR3, 50, .09, .60, .05 },
		{ STEPS_AR3, 150, .11, .97, .006 }, { STEPS_AR6, 20, .22, .65, .13 },
		{ STEPS_AR6, 50, .36, .96, .035 },  { STEPS_AR6, 150, .49, .999, .001 },
	};
	const size_t rounds = ROUNDS / 4;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct steps_false rates = steps_false(rows[i].noise, rows[i].n, rounds, 1 + i);

		assert_between(rates.changed, least_of(rows[i].changed, rounds),
			       most_of(rows[i].changed, rounds));
		assert_true(rates.tagged >= least_of(rows[i].tagged, rounds));
		assert_true(rates.untagged <= most_of(rows[i].untagged, rounds));
	}
}

static void test_steps_are_found(void **state)
{
	struct steps_found rates = steps_found(40, 20, 2, ROUNDS, 1);

	(void)state;
	assert_between(rates.found, 0.96, 1.);
	assert_between(rates.off, 0., 0.8);
	assert_between(rates.exact, 0.57, 0.7);
	rates = steps_found(40, 10, 2, ROUNDS, 2);
	assert_between(rates.found, 0.92, 0.98);
	rates = steps_found(40, 6, 3, ROUNDS, 3);
	assert_between(rates.found, 0.97, 1.);
	assert_between(rates.exact, 0.8, 0.9);
	rates = steps_found(40, 20, 1, ROUNDS, 4);
	assert_between(rates.found, 0.42, 0.5);
}

/* The interval of a place is of large samples, and of a step that was not chosen for being found:
 * it holds what it says from 1.5 standard deviations on. */
static void test_places_are_covered(void **state)
{
	struct steps_found rates = steps_found(40, 20, 3, ROUNDS, 5);

	(void)state;
	assert_between(rates.covered, least_of(0.985, ROUNDS), 1.);
	assert_between(rates.width, 4., 5.);
	rates = steps_found(40, 20, 2, ROUNDS, 6);
	assert_between(rates.covered, least_of(0.96, ROUNDS), most_of(0.97, ROUNDS));
	rates = steps_found(40, 20, 1.5, ROUNDS, 7);
	assert_between(rates.covered, 0.92, 0.96);
	rates = steps_found(40, 20, 1, ROUNDS, 8);
	assert_between(rates.covered, 0.82, 0.91);
}

/* One look in a row: a seventh of quiet series alarms at some time; three: few. */
static void test_looks_after_each_run(void **state)
{
	struct steps_alarms quiet = steps_alarms(STEPS_NORMAL, 0.01, 0.01, 20, 150, LOOKED_AT, 1);
	struct steps_alarms wanders = steps_alarms(STEPS_AR3, 0.01, 0.01, 20, 150, FEWER, 2);
	struct steps_alarms little = steps_alarms(STEPS_NORMAL, 0.005, 0.01, 20, 150, FEWER, 3);

	(void)state;
	assert_between(quiet.ever[1], least_of(0.15, LOOKED_AT), most_of(0.15, LOOKED_AT));
	assert_true(quiet.ever[3] <= most_of(0.03, LOOKED_AT));
	assert_true(quiet.begun[3] < 0.0004 && quiet.begun[3] < quiet.begun[1] / 2);
	assert_between(wanders.ever[1], least_of(0.68, FEWER), most_of(0.68, FEWER));
	assert_between(wanders.ever[3], least_of(0.36, FEWER), most_of(0.36, FEWER));
	assert_true(little.ever[3] <= most_of(0.001, FEWER));
}

static void test_alerts_come_late_but_come(void **state)
{
	struct steps_delay two = steps_delay(2, 40, FEWER, 1);
	struct steps_delay three = steps_delay(3, 40, FEWER, 2);
	struct steps_delay five = steps_delay(5, 40, FEWER, 3);

	(void)state;
	assert_true(two.found[3] >= least_of(0.99, FEWER));
	assert_true(three.found[3] >= 0.99 && five.found[3] >= 0.99);
	assert_between(two.median[3] - two.median[1], 1., 3.);
	assert_between(two.median[3], 7., 8.);
	assert_between(two.most[3], 9., 13.);
	assert_between(three.median[3], 6., 6.);
	assert_between(three.most[3], 7., 8.);
	assert_between(five.median[3], 6., 6.);
	assert_between(five.most[3], 6., 7.);
}

/* Four slow runs are found, but are no alert; six are one. */
static void test_a_spike_of_some_runs(void **state)
{
	struct steps_delay four = steps_delay(5, 4, FEWER, 4);
	struct steps_delay six = steps_delay(5, 6, FEWER, 5);

	(void)state;
	assert_true(four.found[1] > 0.95 && four.found[3] <= most_of(0.12, FEWER));
	assert_true(six.found[3] > 0.95);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_noise_changes_as_often_as_is_said),
		cmocka_unit_test(test_autocorrelation_needs_its_tag),
		cmocka_unit_test(test_steps_are_found),
		cmocka_unit_test(test_places_are_covered),
		cmocka_unit_test(test_looks_after_each_run),
		cmocka_unit_test(test_alerts_come_late_but_come),
		cmocka_unit_test(test_a_spike_of_some_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
