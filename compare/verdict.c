// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests all points of a metric together: moderated t, Welch's t or borrowed SD, then q. */
#include "verdict.h"

#include <math.h>
#include <stdlib.h>

/* Variances that differ more (SDs: threefold) are not pooled. */
static const double VARIANCE_RATIO_MAX = 9;
static const double FALSE_DISCOVERIES = 0.05;
static const double CONFIDENCE = 0.95;

char verdict_letter(enum verdict_kind verdict)
{
	static const char letters[VERDICT_KINDS] = { 'F', 'S', '=', '?', '-' };

	return letters[verdict];
}

const char *verdict_name(enum verdict_kind verdict)
{
	static const char *const names[VERDICT_KINDS] = { "faster", "slower", "same", "undecided",
							  "not-comparable" };

	return names[verdict];
}

const char *verdict_method_name(enum verdict_method method)
{
	static const char *const names[VERDICT_METHODS] = { "none", "moderated-t", "welch-t",
							    "borrowed-sd", "within-boot" };

	return names[method];
}

static bool has_units(const struct metrics *metrics, size_t least)
{
	return !metrics->reason.text[0] && metrics->n[DESIGN_SIDE_A] >= least &&
	       metrics->n[DESIGN_SIDE_B] >= least;
}

static double df_of(const struct metrics *metrics)
{
	return (double)(metrics->n[DESIGN_SIDE_A] + metrics->n[DESIGN_SIDE_B] - 2 -
			metrics->lost_df);
}

/* Pooled variance of one unit. Centring on blocks costs degrees of freedom. */
static double variance_of(const struct metrics *metrics)
{
	double pooled = stats_pooled_variance(&metrics->moments[DESIGN_SIDE_A],
					      &metrics->moments[DESIGN_SIDE_B]);
	double n = (double)(metrics->n[DESIGN_SIDE_A] + metrics->n[DESIGN_SIDE_B] - 2);

	return fmax(pooled * n / df_of(metrics), metrics->least_variance);
}

static bool fits_prior(const struct metrics *metrics)
{
	return has_units(metrics, 2) && metrics->n[DESIGN_SIDE_A] == metrics->n[DESIGN_SIDE_B] &&
	       df_of(metrics) > 0;
}

static struct stats_prior find_prior(const struct verdict *points, size_t count)
{
	double *variances = xcalloc(count + 1, sizeof(*variances));
	double *dfs = xcalloc(count + 1, sizeof(*dfs));
	struct stats_prior prior = { 0 };
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (!points[i].is_judged || !fits_prior(&points[i].metrics))
			continue;
		variances[used] = variance_of(&points[i].metrics);
		dfs[used++] = df_of(&points[i].metrics);
	}
	if (used >= VERDICT_POINTS_LEAST)
		prior = stats_prior(variances, dfs, used);
	free(dfs);
	free(variances);
	return prior;
}

static bool are_alike(const struct metrics *metrics)
{
	double a = fmax(metrics->moments[DESIGN_SIDE_A].variance, metrics->least_variance);
	double b = fmax(metrics->moments[DESIGN_SIDE_B].variance, metrics->least_variance);

	return a <= VARIANCE_RATIO_MAX * b && b <= VARIANCE_RATIO_MAX * a;
}

static struct stats_difference by_welch(struct verdict *point)
{
	struct stats_moments a = point->metrics.moments[DESIGN_SIDE_A],
			     b = point->metrics.moments[DESIGN_SIDE_B];
	double scale = (double)(a.n + b.n - 2) / df_of(&point->metrics);
	struct stats_difference difference;

	a.variance = fmax(a.variance * scale, point->metrics.least_variance);
	b.variance = fmax(b.variance * scale, point->metrics.least_variance);
	difference = stats_welch(&a, &b);
	difference.df = fmax(1, difference.df - (double)point->metrics.lost_df);
	point->method = VERDICT_METHOD_WELCH;
	point->sd = difference.se / sqrt(1 / (double)a.n + 1 / (double)b.n);
	return difference;
}

static struct stats_difference by_moderation(struct verdict *point, const struct stats_prior *prior)
{
	double variance = variance_of(&point->metrics), df = df_of(&point->metrics);

	stats_moderate(prior, &variance, &df);
	point->method = VERDICT_METHOD_MODERATED;
	point->sd = sqrt(variance);
	return stats_pooled(&point->metrics.moments[DESIGN_SIDE_A],
			    &point->metrics.moments[DESIGN_SIDE_B], variance, df);
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

static void fill_in(struct verdict *point, const struct stats_difference *difference, double margin)
{
	double half = isnan(difference->se) ? NAN : stats_half_width(difference, CONFIDENCE);

	point->d = difference->d;
	point->df = difference->df;
	point->low = point->d - half;
	point->high = point->d + half;
	if (point->method == VERDICT_METHOD_WITHIN)
		return;
	point->p = stats_margin_p(difference, margin);
	point->mde = stats_mde(point->sd, difference->df, point->metrics.n[DESIGN_SIDE_A],
			       point->metrics.n[DESIGN_SIDE_B]);
}

static void measure(struct verdict *point, const struct stats_prior *prior, double margin)
{
	struct stats_difference difference;

	point->verdict = VERDICT_NONE;
	point->method = VERDICT_METHOD_NONE;
	point->d = point->low = point->high = point->sd = point->df = NAN;
	point->p = point->q = point->mde = NAN;
	point->needed = 0;
	if (!has_units(&point->metrics, 1))
		return;
	point->verdict = VERDICT_UNDECIDED;
	if (!has_units(&point->metrics, 2) || df_of(&point->metrics) < 1)
		difference = by_other_boots(point);
	else if (prior->f0 > 0 && fits_prior(&point->metrics) && are_alike(&point->metrics))
		difference = by_moderation(point, prior);
	else
		difference = by_welch(point);
	fill_in(point, &difference, margin);
}

static void decide(struct verdict *point, double margin)
{
	if (point->method == VERDICT_METHOD_NONE || point->method == VERDICT_METHOD_WITHIN)
		return;
	if (point->q <= FALSE_DISCOVERIES)
		point->verdict = point->d < 0 ? VERDICT_FASTER : VERDICT_SLOWER;
	else if (point->low > -margin && point->high < margin)
		point->verdict = VERDICT_SAME;
	if (point->metrics.is_fickle && !point->metrics.is_apart)
		point->verdict = VERDICT_UNDECIDED; /* and more units would not settle it */
	else if (point->verdict == VERDICT_UNDECIDED)
		point->needed = stats_units_needed(point->d, point->sd, margin, VERDICT_NEEDED_MAX);
}

void verdict_make(struct verdict *points, size_t count, double margin,
		  struct stats_prior *ret_prior)
{
	double *p = xcalloc(count + 1, sizeof(*p)), *q = xcalloc(count + 1, sizeof(*q));

	*ret_prior = find_prior(points, count);
	for (size_t i = 0; i < count; i++) {
		measure(&points[i], ret_prior, margin);
		p[i] = points[i].is_judged ? points[i].p : NAN;
	}
	stats_bh(p, count, q);
	for (size_t i = 0; i < count; i++) {
		/* A control is not one of many: use its own p. */
		points[i].q = points[i].is_judged ? q[i] : points[i].p;
		decide(&points[i], margin);
	}
	free(q);
	free(p);
}
