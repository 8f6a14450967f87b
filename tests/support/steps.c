// SPDX-License-Identifier: GPL-2.0-or-later
/* Simulates how often change points are right about series that we draw ourselves. */
#include "steps.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "history/changepoint.h"
#include "base/die.h"
#include "history/segments.h"
#include "compare/threads.h"

enum { NEAR = 5, SPIKE = 5, BEFORE = 60, AFTER = 40 };

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

/* A series that is looked at after each run. @seen: [n]: first look with a step that stood n. */
struct watched {
	bool is_ever[STEPS_STAND_MOST + 1], is_on[STEPS_STAND_MOST + 1];
	size_t begun[STEPS_STAND_MOST + 1], seen[STEPS_STAND_MOST + 1];
};

struct watch {
	enum steps_noise noise;
	size_t first, last, at, until;
	double sd, step, margin;
	unsigned long seed;
	struct watched *watched;
};

static void note(const struct watch *watch, const struct segments *segments, size_t n,
		 struct watched *watched)
{
	for (size_t stand = 1; stand <= STEPS_STAND_MOST; stand++) {
		bool is_on = false;

		for (size_t i = 0; i + 1 < segments->count; i++) {
			const struct segments_change *change = &segments->changes[i];
			double off = fabs((double)change->at - (double)watch->at);

			if (segments_is_new(change, stand))
				continue;
			watched->is_ever[stand] = true;
			is_on |= change->d > 0;
			if (change->d > 0 && off <= NEAR && !watched->seen[stand])
				watched->seen[stand] = n;
		}
		watched->begun[stand] += is_on && !watched->is_on[stand];
		watched->is_on[stand] = is_on;
	}
}

/* With the seed of history: each look has the same random numbers. */
static void look(const struct watch *watch, const double *y, size_t n, struct segments *ret)
{
	struct changepoint_point *points;
	size_t count = changepoint_find(y, n, log1p(watch->margin), 1, &points);

	segments_make(y, n, points, count, ret);
	free(points);
}

static void watch_series(size_t item, void *argument)
{
	const struct watch *watch = argument;
	double *y = xcalloc(watch->last, sizeof(*y)), noise = 0;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct segments before = { 0 };

	gsl_rng_set(rng, watch->seed * 1000003 + item);
	for (size_t n = 1; n <= watch->last && !watch->watched[item].seen[STEPS_STAND_MOST]; n++) {
		struct segments segments;

		noise = draw(watch->noise, noise, n == 1, rng);
		y[n - 1] = watch->sd *
			   (noise + (n > watch->at && n <= watch->until ? watch->step : 0));
		if (n < watch->first)
			continue;
		look(watch, y, n, &segments);
		if (n > watch->first)
			segments_follow(&before, n - 1, &segments);
		note(watch, &segments, n, &watch->watched[item]);
		segments_free(&before);
		before = segments;
	}
	segments_free(&before);
	gsl_rng_free(rng);
	free(y);
}

struct steps_alarms steps_alarms(enum steps_noise noise, double sd, double margin, size_t first,
				 size_t last, size_t rounds, unsigned long seed)
{
	struct watch watch = { noise, first, last, last, last, sd, 0, margin, seed, NULL };
	double looks = (double)(rounds * (last - first + 1));
	struct steps_alarms alarms = { 0 };

	watch.watched = xcalloc(rounds, sizeof(*watch.watched));
	threads_run(rounds, watch_series, &watch);
	for (size_t i = 0; i < rounds; i++)
		for (size_t stand = 1; stand <= STEPS_STAND_MOST; stand++) {
			alarms.ever[stand] += watch.watched[i].is_ever[stand] / (double)rounds;
			alarms.begun[stand] += (double)watch.watched[i].begun[stand] / looks;
		}
	free(watch.watched);
	return alarms;
}

struct steps_delay steps_delay(double step, size_t length, size_t rounds, unsigned long seed)
{
	struct watch watch = { .first = BEFORE + 1,
			       .last = BEFORE + AFTER,
			       .at = BEFORE,
			       .until = BEFORE + length,
			       .sd = 1,
			       .step = step,
			       .seed = seed };
	double *delays = xcalloc(rounds, sizeof(*delays));
	struct steps_delay delay = { 0 };

	watch.watched = xcalloc(rounds, sizeof(*watch.watched));
	threads_run(rounds, watch_series, &watch);
	for (size_t stand = 1; stand <= STEPS_STAND_MOST; stand++) {
		for (size_t i = 0; i < rounds; i++) {
			size_t seen = watch.watched[i].seen[stand];

			delays[i] = seen ? (double)(seen - BEFORE) : INFINITY;
			delay.found[stand] += (seen > 0) / (double)rounds;
		}
		gsl_sort(delays, 1, rounds);
		delay.median[stand] = delays[rounds / 2];
		delay.most[stand] = delays[rounds * 9 / 10];
	}
	free(watch.watched);
	free(delays);
	return delay;
}
