// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * limma 3.54.1 computes the same: lmFit(y, cbind(1, side, time), weights = 1/ratio for B),
 * treat(lfc = log(1.01)), the interval of eBayes(), and p.adjust("BH"). Its digits are below.
 */
#include "near.h"

#include <stdbool.h>
#include <string.h>

#include "verdicts.h"

enum { BOOTS_MAX = 12, TRIED = 2 };

/*
 * @noisy: boots of B have so many times the SD. @has_times: A and B took turns.
 * @ratio: of the variances; limma was given it. @digits: of cases 0 and 7: d, low, high, df, p, q.
 */
struct row {
	const char *order;
	double noisy;
	bool has_times;
	double ratio, f0, s02;
	double digits[TRIED][6];
};

/* Park and Miller's generator: R has the same numbers, since no product exceeds 2^53. */
static double uniform(uint64_t *state)
{
	*state = *state * 16807 % 2147483647;
	return (double)*state / 2147483647;
}

/* Cases have one of four SDs; the first six change by 5%, and all drift. */
static struct verdict draw(const struct row *row, size_t k, uint64_t *state)
{
	struct verdict on = { .is_judged = true };
	double y[DESIGN_SIDES][BOOTS_MAX], time[DESIGN_SIDES][BOOTS_MAX];

	for (size_t i = 0; i < strlen(row->order); i++) {
		int side = row->order[i] == 'B';
		size_t at = on.metrics.n[side]++;
		double noise = uniform(state) + uniform(state) + uniform(state) - 1.5;

		time[side][at] = (double)i;
		y[side][at] = 5 +
			      .01 * (1 + (double)(k % 4) / 2) * noise * (side ? row->noisy : 1) +
			      (side && k < 6 ? .05 : 0) + .002 * (double)i;
		on.metrics.units[side][at] = (struct metrics_unit) { y[side][at], (double)i, i };
	}
	for (int side = 0; side < DESIGN_SIDES; side++) {
		on.metrics.kept[side] = on.metrics.n[side];
		on.metrics.moments[side] = stats_moments(y[side], on.metrics.n[side]);
		on.metrics.times[side] = stats_times(time[side], y[side], on.metrics.n[side]);
	}
	on.metrics.has_times = row->has_times;
	return on;
}

static void expect(const struct row *row)
{
	struct verdict points[VERDICTS_CASES];
	struct verdict_set set;
	uint64_t state = 20261128;

	for (size_t k = 0; k < VERDICTS_CASES; k++)
		points[k] = draw(row, k, &state);
	verdict_make(points, VERDICTS_CASES, VERDICTS_MARGIN, VERDICTS_SEE, &set);
	assert_near(set.ratio, row->ratio, 1e-9);
	assert_near(set.prior.f0, row->f0, 1e-9 * row->f0);
	assert_near(set.prior.s02, row->s02, 1e-9 * row->s02);
	for (size_t i = 0; i < TRIED; i++) {
		const struct verdict *on = &points[7 * i];
		const double got[] = { on->d, on->low, on->high, on->df, on->p, on->q };

		for (size_t f = 0; f < sizeof(got) / sizeof(got[0]); f++)
			assert_near(got[f], row->digits[i][f], 1e-9 * fabs(row->digits[i][f]));
	}
}

static void test_limma_agrees(void **state)
{
	static const struct row rows[] = {
		{ "ABBABAABABBA",
		  1,
		  true,
		  1,
		  7.248471742583,
		  6.208713797404e-05,
		  { { 0.04829127977911, 0.04029134730698, 0.05629121225123, 16.24847174258,
		      9.685138295444e-09, 1.48267704286e-07 },
		    { -0.004717483303844, -0.01889254336625, 0.009457576758561, 16.24847174258,
		      0.7988426407811, 0.9963477914379 } } },
		{ "BAABBABABAB",
		  1,
		  true,
		  1,
		  7.048377390897,
		  6.35267661859e-05,
		  { { 0.04945645773073, 0.04063896560552, 0.05827394985593, 15.0483773909,
		      4.47223928336e-08, 5.776627284211e-07 },
		    { 0.01280815389742, -0.0008157272422562, 0.0264320350371, 15.0483773909,
		      0.332047857123, 0.9990439205109 } } },
		{ "ABBABAB",
		  1,
		  true,
		  1,
		  17.60947230017,
		  7.629728267428e-05,
		  { { 0.04534008745511, 0.03180616131511, 0.05887401359512, 21.60947230017,
		      9.982060281075e-06, 4.791388934916e-05 },
		    { 0.016475891444, 0.002390865443677, 0.03056091744433, 21.60947230017,
		      0.1737877443925, 0.5213632331774 } } },
		{ "AABAB",
		  1,
		  false,
		  1,
		  5.706387903864,
		  6.792622461145e-05,
		  { { 0.05888256826386, 0.04203246535779, 0.07573267116993, 8.706387903864,
		      6.172883958994e-05, 0.0004938307167196 },
		    { -0.003176185911992, -0.02473944827026, 0.01838707644627, 8.706387903864,
		      0.8535101393606, 0.9853923157942 } } },
		{ "BAABBABABAB",
		  3,
		  true,
		  4.432875825592833,
		  5.715229932082,
		  9.249138176636e-05,
		  { { 0.05002605100336, 0.0341867120685, 0.06586538993822, 13.71522993208,
		      4.770716695012e-05, 0.001144972006803 },
		    { 0.01634225968265, -0.01044442638814, 0.04312894575344, 13.71522993208,
		      0.3350265639677, 0.6700531279355 } } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&rows[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_limma_agrees) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
