// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests all points of a metric together: moderated t, Welch's t or borrowed SD, then q. */
#include "verdict.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "power.h"

static const double FALSE_DISCOVERIES = 0.05;
static const double CONFIDENCE = 0.95, POWER = 0.8;
/* See is_apart_for_sure(). */
enum { UNITS_APART_LEAST = 8 };
static const double CHANCE_REACH = 1.1;

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
	struct stats_fit fit = verdict_set_fit(&point->metrics, set->ratio);

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
		point->metrics.flags |= METRICS_FLAG_WITHIN;
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
	if (!metrics_has_units(&point->metrics, 1))
		return;
	point->verdict = VERDICT_UNDECIDED;
	if (!verdict_set_has_spread(&point->metrics))
		difference = by_other_boots(point);
	else if (set->prior.f0 > 0 ||
		 point->metrics.n[DESIGN_SIDE_A] == point->metrics.n[DESIGN_SIDE_B])
		difference = by_fit(point, set);
	else
		difference = by_welch(point);
	fill_in(point, &difference, margin);
}

bool verdict_is_tested(const struct verdict *point)
{
	return point->method != VERDICT_METHOD_NONE && point->method != VERDICT_METHOD_WITHIN;
}

/* It tells nothing of other boots. A control tells of the machine, as it was then. */
static bool is_of_one_boot(const struct verdict *point)
{
	return point->is_judged && point->metrics.flags & METRICS_FLAG_WITHIN;
}

/*
 * Units that are one or the other at random are apart in 2 of 2^n cases, 1 of 128 with 8; and by no
 * more than the two levels are.
 */
static bool is_apart_for_sure(const struct verdict *point)
{
	const struct metrics *metrics = &point->metrics;

	return metrics->is_apart &&
	       (metrics->n[DESIGN_SIDE_A] + metrics->n[DESIGN_SIDE_B] >= UNITS_APART_LEAST ||
		fabs(point->d) > CHANCE_REACH * metrics->chance);
}

static void decide(struct verdict *point, double margin, const struct verdict_set *set)
{
	if (!verdict_is_tested(point))
		return;
	if (point->q <= FALSE_DISCOVERIES)
		point->verdict = point->d < 0 ? VERDICT_FASTER : VERDICT_SLOWER;
	else if (point->low > -margin && point->high < margin)
		point->verdict = point->low > 0 || point->high < 0 ? VERDICT_SMALL : VERDICT_SAME;
	if (is_of_one_boot(point) || (point->metrics.is_fickle && !is_apart_for_sure(point))) {
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
	struct power_plan needs = {
		.variance = point->sd * point->sd,
		.ratio = set->ratio,
		.f0 = point->method == VERDICT_METHOD_MODERATED ? set->prior.f0 : 0,
		.margin = margin,
		.level = level,
		.is_paired = point->metrics.lost_df > 0,
	};

	/* If the units are of two kinds more of them do not help. */
	if (!verdict_is_tested(point) || is_of_one_boot(point) || point->metrics.is_fickle)
		return;
	point->mde = power_mde(&fit, margin, level);
	if (set->reach > 0 && point->is_judged)
		point->mde = fmax(point->mde, set->reach + gsl_cdf_ugaussian_Pinv(POWER) *
								   hypot(point->se, set->reach_sd));
	if (point->verdict != VERDICT_UNDECIDED)
		return;
	point->units_to_see = power_units_to_see(&needs, see, VERDICT_UNITS_MAX);
	point->units_to_call_same = power_units_to_call_same(&needs, VERDICT_UNITS_MAX);
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
	struct verdict_set set = verdict_set_make(points, count);

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
