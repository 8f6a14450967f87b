// SPDX-License-Identifier: GPL-2.0-or-later
/* Simulates how often change points are right about series that we draw ourselves. */
#include "steps.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "history/changepoint.h"
#include "base/die.h"
#include "history/segments.h"
#include "compare/threads.h"

enum { NEAR = 5, SPIKE = 5 };

/* What came of one series. @off: of the nearest change in the direction of the step; infinite:
 * none. */
struct result {
	bool is_changed, is_tagged, is_covered;
	double off, width;
};

/* @step: from value @at on; @n when there is none. */
struct work {
	enum steps_noise noise;
	size_t n, at;
	double step;
	unsigned long seed;
	struct result *results;
};

const char *steps_noise_name(enum steps_noise noise)
{
	static const char *const names[STEPS_NOISES] = {
		[STEPS_NORMAL] = "normal", [STEPS_HEAVY] = "t, 3 df", [STEPS_SPIKES] = "5% spikes",
		[STEPS_AR3] = "AR(1) .3",  [STEPS_AR6] = "AR(1) .6",
	};

	return names[noise];
}

static double draw(enum steps_noise noise, double last, bool is_first, gsl_rng *rng)
{
	double normal = gsl_ran_gaussian_ziggurat(rng, 1), rho = noise == STEPS_AR3 ? 0.3 : 0.6;

	switch (noise) {
	case STEPS_HEAVY: return gsl_ran_tdist(rng, 3) / sqrt(3);
	case STEPS_SPIKES: return normal + (gsl_rng_uniform(rng) < 0.05 ? SPIKE : 0);
	case STEPS_AR3:
	case STEPS_AR6: return is_first ? normal : rho * last + sqrt(1 - rho * rho) * normal;
	default: return normal;
	}
}

static void judge(const struct work *work, const double *y, unsigned long seed,
		  struct result *result)
{
	struct changepoint_point *points;
	size_t count = changepoint_find(y, work->n, 0, seed, &points);
	struct segments segments;

	segments_make(y, work->n, points, count, &segments);
	result->is_changed = segments.count > 1;
	result->is_tagged = segments.is_autocorrelated;
	result->off = INFINITY;
	for (size_t i = 0; i + 1 < segments.count; i++) {
		const struct segments_change *change = &segments.changes[i];
		double off = fabs((double)change->at - (double)work->at);

		if (change->d < 0 || off >= result->off)
			continue;
		result->off = off;
		result->is_covered = change->from <= work->at && work->at <= change->to;
		result->width = (double)(change->to - change->from + 1);
	}
	segments_free(&segments);
	free(points);
}

static void try_series(size_t item, void *argument)
{
	const struct work *work = argument;
	double *y = xcalloc(work->n, sizeof(*y)), noise = 0;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, work->seed * 1000003 + item);
	for (size_t i = 0; i < work->n; i++) {
		noise = draw(work->noise, noise, i == 0, rng);
		y[i] = noise + (i >= work->at ? work->step : 0);
	}
	judge(work, y, item, &work->results[item]);
	gsl_rng_free(rng);
	free(y);
}

struct steps_false steps_false(enum steps_noise noise, size_t n, size_t rounds, unsigned long seed)
{
	struct work work = { .noise = noise, .n = n, .at = n, .seed = seed };
	struct steps_false rates = { 0 };

	work.results = xcalloc(rounds, sizeof(*work.results));
	threads_run(rounds, try_series, &work);
	for (size_t i = 0; i < rounds; i++) {
		const struct result *result = &work.results[i];

		rates.changed += result->is_changed / (double)rounds;
		rates.tagged += result->is_tagged / (double)rounds;
		rates.untagged += (result->is_changed && !result->is_tagged) / (double)rounds;
	}
	free(work.results);
	return rates;
}

struct steps_found steps_found(size_t before, size_t after, double step, size_t rounds,
			       unsigned long seed)
{
	struct work work = { .n = before + after, .at = before, .step = step, .seed = seed };
	struct steps_found rates = { 0 };
	double found = 0, any = 0;

	work.results = xcalloc(rounds, sizeof(*work.results));
	threads_run(rounds, try_series, &work);
	for (size_t i = 0; i < rounds; i++) {
		const struct result *result = &work.results[i];

		if (isinf(result->off))
			continue;
		any++;
		rates.covered += result->is_covered;
		rates.width += result->width;
		if (result->off > NEAR)
			continue;
		found++;
		rates.off += result->off;
		rates.exact += result->off == 0;
	}
	free(work.results);
	rates.found = found / (double)rounds;
	rates.off /= found;
	rates.exact /= found;
	rates.covered /= any;
	rates.width /= any;
	return rates;
}
