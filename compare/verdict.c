// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests all points of a metric together: moderated t, Welch's t or borrowed SD, then q. */
#include "verdict.h"

#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <stdlib.h>

static const double FALSE_DISCOVERIES = 0.05;
static const double CONFIDENCE = 0.95;
/* stats_gap() finds so many where there is one normal distribution. */
static const double GAPS_BY_CHANCE = 0.01;
/*
 * Of points whose boots are of two kinds, so many may look like a change by chance; and the changes
 * that they could look like are so many gaps (docs/STATISTICS.md has the rates).
 */
static const double CHANCE_MAX = 0.03, GAP_REACH = 2;

char verdict_letter(enum verdict_kind verdict)
{
	static const char letters[VERDICT_KINDS] = { 'F', 'S', '=', '~', '?', '-' };

	return letters[verdict];
}

const char *verdict_name(enum verdict_kind verdict)
{
	static const char *const names[VERDICT_KINDS] = {
		"faster", "slower", "same", "small-change", "undecided", "not-comparable",
	};

	return names[verdict];
}

const char *verdict_method_name(enum verdict_method method)
{
	static const char *const names[VERDICT_METHODS] = {
		"none", "moderated-t", "pooled-t", "welch-t", "borrowed-sd", "within-boot"
	};

	return names[method];
}

/* See is_apart_for_sure(). */
enum { UNITS_APART_LEAST = 8 };

/* Places in time of units of which the residuals are kept. */
enum { ORDERS = 2 * METRICS_UNITS_KEPT };

static bool has_units(const struct metrics *metrics, size_t least)
{
	return !metrics->reason.text[0] && metrics->n[DESIGN_SIDE_A] >= least &&
	       metrics->n[DESIGN_SIDE_B] >= least;
}

/* Too few units to say anything about their variance have fewer. */
static struct stats_fit fit_of(const struct metrics *metrics, double ratio)
{
	return stats_fit(&metrics->moments[DESIGN_SIDE_A], &metrics->moments[DESIGN_SIDE_B],
			 metrics->has_times ? metrics->times : NULL, ratio, metrics->lost_df);
}

static bool has_spread(const struct metrics *metrics)
{
	return has_units(metrics, 2) && fit_of(metrics, 1).df >= 1;
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

/* ln of B's variance by A's, for one point; @ret_error: its variance by chance. */
static double log_ratio(const struct metrics *metrics, double *ret_error)
{
	double error_a, error_b, a = log_variance(metrics, DESIGN_SIDE_A, &error_a);
	double b = log_variance(metrics, DESIGN_SIDE_B, &error_b);

	*ret_error = error_a + error_b;
	return b - a;
}

static bool is_of_set(const struct verdict *point)
{
	return point->is_judged && has_spread(&point->metrics);
}

static double find_ratio(const struct verdict *points, size_t count)
{
	double *logs = xcalloc(count + 1, sizeof(*logs)), error, errors = 0, ratio = 1;
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_of_set(&points[i]))
			continue;
		logs[used++] = log_ratio(&points[i].metrics, &error);
		errors += error;
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
		df += fit_of(&points[i].metrics, 1).df;
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
		fit = fit_of(&points[i].metrics, set->ratio);
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
	double gap = 0, chances = 0, judged = 0, excess;

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
		set->two_kinds++;
	}
	excess = (double)set->two_kinds - GAPS_BY_CHANCE * judged -
		 2 * sqrt(GAPS_BY_CHANCE * judged);
	if (!(excess > 0))
		return;
	set->by_chance = excess * chances / (double)set->two_kinds;
	if (set->by_chance > CHANCE_MAX)
		set->reach = GAP_REACH * gap;
}

static struct stats_difference by_welch(struct verdict *point)
{
	struct stats_moments a = point->metrics.moments[DESIGN_SIDE_A],
			     b = point->metrics.moments[DESIGN_SIDE_B];
	double all = (double)(a.n + b.n - 2);
	double scale = all / (all - (double)point->metrics.lost_df);
	struct stats_difference difference;

	a.variance = fmax(a.variance * scale, point->metrics.least_variance);
	b.variance = fmax(b.variance * scale, point->metrics.least_variance);
	difference = stats_welch(&a, &b);
	difference.df = fmax(1, difference.df - (double)point->metrics.lost_df);
	point->method = VERDICT_METHOD_WELCH;
	point->sd = difference.se / sqrt(1 / (double)a.n + 1 / (double)b.n);
	return difference;
}

static struct stats_difference by_fit(struct verdict *point, const struct verdict_set *set)
{
	struct stats_fit fit = fit_of(&point->metrics, set->ratio);

	fit.variance = fmax(fit.variance, point->metrics.least_variance);
	point->method = VERDICT_METHOD_POOLED;
	if (set->prior.f0 > 0) {
		stats_moderate(&set->prior, &fit.variance, &fit.df);
		point->method = VERDICT_METHOD_MODERATED;
	}
	point->sd = sqrt(fit.variance);
	return (struct stats_difference) {
		.d = fit.d,
		.se = sqrt(fit.variance * fit.scale),
		.df = fit.df,
	};
}

/* One boot on a side: takes the spread of boots from the other side and other sets. */
static struct stats_difference by_other_boots(struct verdict *point)
{
	const struct stats_moments *a = &point->metrics.moments[DESIGN_SIDE_A];
	const struct stats_moments *b = &point->metrics.moments[DESIGN_SIDE_B];
	double df = point->boots.df, squares = df > 0 ? point->boots.variance * df : 0;

	if (a->n + b->n > 2) {
		squares += stats_pooled_variance(a, b) * (double)(a->n + b->n - 2);
		df += (double)(a->n + b->n - 2);
	}
	if (df < 2) {
		point->method = VERDICT_METHOD_WITHIN;
		a = &point->metrics.within[DESIGN_SIDE_A];
		b = &point->metrics.within[DESIGN_SIDE_B];
		return a->n > 1 && b->n > 1 ? stats_welch(a, b)
					    : (struct stats_difference) { .d = b->mean - a->mean,
									  .se = NAN,
									  .df = NAN };
	}
	point->method = VERDICT_METHOD_BORROWED;
	point->sd = sqrt(fmax(squares / df, point->metrics.least_variance));
	return stats_pooled(a, b, point->sd * point->sd, df);
}

static void fill_in(struct verdict *point, struct stats_difference *difference, double margin)
{
	double half;

	/* All units share the rounding of a coarse clock. */
	difference->se = sqrt(difference->se * difference->se + point->metrics.shared_variance);
	half = isnan(difference->se) ? NAN : stats_half_width(difference, CONFIDENCE);
	point->d = difference->d;
	point->df = difference->df;
	point->se = difference->se;
	point->low = point->d - half;
	point->high = point->d + half;
	if (point->method != VERDICT_METHOD_WITHIN)
		point->p = stats_margin_p(difference, margin);
}

static void measure(struct verdict *point, const struct verdict_set *set, double margin)
{
	struct stats_difference difference;

	point->verdict = VERDICT_NONE;
	point->method = VERDICT_METHOD_NONE;
	point->d = point->low = point->high = point->sd = point->df = NAN;
	point->p = point->q = point->mde = point->se = NAN;
	point->units_to_see = point->units_to_call_same = 0;
	if (!has_units(&point->metrics, 1))
		return;
	point->verdict = VERDICT_UNDECIDED;
	if (!has_spread(&point->metrics))
		difference = by_other_boots(point);
	else if (set->prior.f0 > 0 ||
		 point->metrics.n[DESIGN_SIDE_A] == point->metrics.n[DESIGN_SIDE_B])
		difference = by_fit(point, set);
	else
		difference = by_welch(point);
	fill_in(point, &difference, margin);
}

static bool is_tested(const struct verdict *point)
{
	return point->method != VERDICT_METHOD_NONE && point->method != VERDICT_METHOD_WITHIN;
}

/* Units that are one or the other at random are apart in 2 of 2^n cases: 1 of 128 with 8. */
static bool is_apart_for_sure(const struct metrics *metrics)
{
	return metrics->is_apart &&
	       metrics->n[DESIGN_SIDE_A] + metrics->n[DESIGN_SIDE_B] >= UNITS_APART_LEAST;
}

static void decide(struct verdict *point, double margin, const struct verdict_set *set)
{
	if (!is_tested(point))
		return;
	if (point->q <= FALSE_DISCOVERIES)
		point->verdict = point->d < 0 ? VERDICT_FASTER : VERDICT_SLOWER;
	else if (point->low > -margin && point->high < margin)
		point->verdict = point->low > 0 || point->high < 0 ? VERDICT_SMALL : VERDICT_SAME;
	if (point->metrics.is_fickle && !is_apart_for_sure(&point->metrics)) {
		point->verdict = VERDICT_UNDECIDED;
	} else if (fabs(point->d) < set->reach && point->is_judged &&
		   point->q <= FALSE_DISCOVERIES) {
		point->verdict = VERDICT_UNDECIDED;
		point->metrics.is_fickle = true;
		point->metrics.flags |= METRICS_FLAG_BIMODAL;
	}
}

/* What would have been seen, and how many units it takes, at the level of the q of this set. */
static void plan(struct verdict *point, double margin, double see, double level,
		 const struct verdict_set *set)
{
	struct stats_fit fit = { .variance = point->se * point->se, .df = point->df, .scale = 1 };
	struct stats_plan needs = {
		.variance = point->sd * point->sd,
		.ratio = set->ratio,
		.f0 = point->method == VERDICT_METHOD_MODERATED ? set->prior.f0 : 0,
		.margin = margin,
		.level = level,
	};

	if (!is_tested(point))
		return;
	point->mde = stats_mde(&fit, margin, level);
	if (set->reach > 0 && point->is_judged)
		point->mde = fmax(point->mde, set->reach + point->se);
	/* If the units are of two kinds more of them do not help. */
	if (point->verdict != VERDICT_UNDECIDED || point->metrics.is_fickle)
		return;
	point->units_to_see = stats_units_to_see(&needs, see, VERDICT_UNITS_MAX);
	point->units_to_call_same = stats_units_to_call_same(&needs, VERDICT_UNITS_MAX);
}

static void plan_all(struct verdict *points, size_t count, double margin, double see,
		     const struct verdict_set *set)
{
	size_t cases = 0, changed = 0;

	for (size_t i = 0; i < count; i++) {
		cases += points[i].is_judged && !isnan(points[i].p);
		changed += points[i].is_judged && (points[i].verdict == VERDICT_FASTER ||
						   points[i].verdict == VERDICT_SLOWER);
	}
	for (size_t i = 0; i < count; i++) {
		/* One discovery more raises the level for itself. */
		bool is_found =
			points[i].verdict == VERDICT_FASTER || points[i].verdict == VERDICT_SLOWER;
		double found = (double)(changed + !is_found);

		plan(&points[i], margin, see,
		     points[i].is_judged ? FALSE_DISCOVERIES * found / (double)cases
					 : FALSE_DISCOVERIES,
		     set);
	}
}

void verdict_make(struct verdict *points, size_t count, double margin, double see,
		  struct verdict_set *ret_set)
{
	double *p = xcalloc(count + 1, sizeof(*p)), *q = xcalloc(count + 1, sizeof(*q));
	struct verdict_set set = { .ratio = find_ratio(points, count) };

	set.independent = count_independent(points, count);
	set.prior = find_prior(points, count, &set);
	find_two_kinds(points, count, &set);
	for (size_t i = 0; i < count; i++) {
		measure(&points[i], &set, margin);
		p[i] = points[i].is_judged ? points[i].p : NAN;
	}
	stats_bh(p, count, q);
	for (size_t i = 0; i < count; i++) {
		/* A control is not one of many: use its own p. */
		points[i].q = points[i].is_judged ? q[i] : points[i].p;
		decide(&points[i], margin, &set);
	}
	plan_all(points, count, margin, see, &set);
	free(q);
	free(p);
	*ret_set = set;
}
