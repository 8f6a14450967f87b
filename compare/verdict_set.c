// SPDX-License-Identifier: GPL-2.0-or-later
/* Estimates from all points what their units have in common. */
#include "verdict.h"

#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <stdlib.h>

#include "base/die.h"

/* stats_gap() finds so many where there is one normal distribution. */
static const double GAPS_BY_CHANCE = 0.01;
/*
 * Of points whose boots are of two kinds, so many may look like a change by chance; and the changes
 * that they could look like are so many gaps (docs/STATISTICS.md has the rates).
 */
static const double CHANCE_MAX = 0.03, GAP_REACH = 2;

const char verdict_letters[VERDICT_KINDS] = { 'F', 'S', '=', '~', '?', '-' };

const char *const verdict_names[VERDICT_KINDS] = {
	"faster", "slower", "same", "small-change", "undecided", "not-comparable",
};

const char *const verdict_method_names[VERDICT_METHODS] = {
	"none", "moderated-t", "pooled-t", "welch-t", "borrowed-sd", "within-boot",
};

/* Places in time of units of which the residuals are kept. */
enum { ORDERS = 2 * METRICS_UNITS_KEPT };

struct stats_fit verdict_set_fit(const struct metrics *metrics, double ratio)
{
	return stats_fit(&metrics->moments[DESIGN_SIDE_A], &metrics->moments[DESIGN_SIDE_B],
			 metrics->has_times ? metrics->times : NULL, ratio, metrics->lost_df);
}

bool verdict_set_has_spread(const struct metrics *metrics)
{
	return metrics_has_units(metrics, 2) && verdict_set_fit(metrics, 1).df >= 1;
}

/*
 * ln of the variance of a side about its mean, less the drift that both sides share and whose slope
 * costs each its part of a degree of freedom. @ret_error: its variance by chance.
 */
static double log_variance(const struct metrics *metrics, int side, double *ret_error)
{
	const struct stats_moments *moments = &metrics->moments[side];
	const struct stats_times *times = &metrics->times[side];
	double df = (double)(moments->n - 1), squares = moments->variance * df;

	if (metrics->has_times) {
		double slope = stats_slope(metrics->times);

		squares += slope * (slope * times->squares - 2 * times->products);
		df -= times->squares / (metrics->times[0].squares + metrics->times[1].squares);
	}
	*ret_error = gsl_sf_psi_1(df / 2);
	return stats_log_variance(fmax(squares / df, metrics->least_variance), df);
}

static bool is_of_set(const struct verdict *point)
{
	return point->is_judged && verdict_set_has_spread(&point->metrics);
}

static double find_ratio(const struct verdict *points, size_t count)
{
	double *logs = xcalloc(count + 1, sizeof(*logs)), a, b, errors = 0, ratio = 1;
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_of_set(&points[i]))
			continue;
		logs[used++] = log_variance(&points[i].metrics, DESIGN_SIDE_B, &b) -
			       log_variance(&points[i].metrics, DESIGN_SIDE_A, &a);
		errors += a + b;
	}
	if (used >= VERDICT_POINTS_LEAST)
		ratio = stats_shrunk_ratio(logs, used, errors / (double)used);
	free(logs);
	return ratio;
}

/* The residuals of a point, by the place of each unit in time, scaled to length 1. */
static bool residuals_of(const struct metrics *metrics, double *ret_residuals)
{
	double slope = metrics->has_times ? stats_slope(metrics->times) : 0, squares = 0;

	for (size_t i = 0; i < ORDERS; i++)
		ret_residuals[i] = 0;
	for (int side = 0; side < DESIGN_SIDES; side++)
		for (size_t i = 0; i < metrics->kept[side]; i++) {
			const struct metrics_unit *unit = &metrics->units[side][i];
			double residual = unit->y - metrics->moments[side].mean -
					  slope * (unit->time - metrics->times[side].mean);

			if (unit->order >= ORDERS)
				return false;
			ret_residuals[unit->order] = residual;
			squares += residual * residual;
		}
	for (size_t i = 0; i < ORDERS && squares > 0; i++)
		ret_residuals[i] /= sqrt(squares);
	return squares > 0;
}

/*
 * Points share their boots. Of independent points with df degrees of freedom the squared cosine of
 * two residual vectors is 1/df in the mean, of points that vary together it is 1: so many
 * independent points there are.
 */
static double count_independent(const struct verdict *points, size_t count)
{
	static const size_t bytes = sizeof(double) * ORDERS * ORDERS;
	double residuals[ORDERS], *products = xcalloc(1, bytes), all = 0, used = 0, df = 0, shared;

	for (size_t i = 0; i < count; i++) {
		if (!is_of_set(&points[i]) || !residuals_of(&points[i].metrics, residuals))
			continue;
		used++;
		df += verdict_set_fit(&points[i].metrics, 1).df;
		for (size_t k = 0; k < (size_t)ORDERS * ORDERS; k++)
			products[k] += residuals[k / ORDERS] * residuals[k % ORDERS];
	}
	for (size_t k = 0; k < (size_t)ORDERS * ORDERS; k++)
		all += products[k] * products[k];
	free(products);
	if (used < 2 || df <= used)
		return INFINITY;
	df /= used;
	shared = ((all - used) / (used * (used - 1)) - 1 / df) / (1 - 1 / df);
	return shared > 0 ? 1 / (shared + (1 - shared) / used) : INFINITY;
}

static struct stats_prior find_prior(const struct verdict *points, size_t count,
				     const struct verdict_set *set)
{
	double *variances = xcalloc(count + 1, sizeof(*variances));
	double *dfs = xcalloc(count + 1, sizeof(*dfs)), all = 0;
	struct stats_prior prior = { 0 };
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		struct stats_fit fit;

		if (!is_of_set(&points[i]))
			continue;
		fit = verdict_set_fit(&points[i].metrics, set->ratio);
		variances[used] = fmax(fit.variance, points[i].metrics.least_variance);
		all += fit.df;
		dfs[used++] = fit.df;
	}
	if (used >= VERDICT_POINTS_LEAST) {
		prior = stats_prior(variances, dfs, used);
		/* It cannot know more than the boots of the other points, as far as these are
		 * others. */
		prior.f0 = fmin(prior.f0, (set->independent - 1) * all / (double)used);
	}
	free(dfs);
	free(variances);
	return prior;
}

/*
 * Points whose boots are of two kinds, at random, are apart as A and B are in 2 of 2^n cases: so
 * many as are seen in two groups tell how many stand for a change by chance. 1% of the points look
 * so without being so.
 */
static void find_two_kinds(const struct verdict *points, size_t count, struct verdict_set *set)
{
	double *gaps = xcalloc(count + 1, sizeof(*gaps)), gap = 0, chances = 0, judged = 0, excess,
	       spread;

	for (size_t i = 0; i < count; i++) {
		const struct metrics *metrics = &points[i].metrics;
		double chance;

		if (!is_of_set(&points[i]))
			continue;
		judged++;
		if (!(metrics->gap > 0))
			continue;
		chance =
			pow(2, 1 - (double)(metrics->n[DESIGN_SIDE_A] + metrics->n[DESIGN_SIDE_B]));
		chances += chance / (1 - chance);
		gap = fmax(gap, metrics->gap);
		gaps[set->two_kinds++] = metrics->gap;
	}
	spread = set->two_kinds > 1 ? sqrt(stats_moments(gaps, set->two_kinds).variance) : 0;
	free(gaps);
	excess = (double)set->two_kinds - GAPS_BY_CHANCE * judged -
		 2 * sqrt(GAPS_BY_CHANCE * judged);
	if (!(excess > 0))
		return;
	set->by_chance = excess * chances / (double)set->two_kinds;
	if (!(set->by_chance > CHANCE_MAX))
		return;
	set->reach = GAP_REACH * gap;
	set->reach_sd = GAP_REACH * spread;
}

struct verdict_set verdict_set_make(const struct verdict *points, size_t count)
{
	struct verdict_set set = { .ratio = find_ratio(points, count) };

	set.independent = count_independent(points, count);
	set.prior = find_prior(points, count, &set);
	find_two_kinds(points, count, &set);
	return set;
}
