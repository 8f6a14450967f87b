// SPDX-License-Identifier: GPL-2.0-or-later
/* How do the units of both sides become figures with flags? */
#include "figures.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double TICK_SHARE_MAX = 0.001;

const char *figures_flag_name(unsigned int bit)
{
	static const char *const names[FIGURES_FLAGS] = { "quantized", "unsteady", "tail",
							  "bimodal", "drift" };

	return names[bit];
}

/* What A and B share goes: each unit is taken from its block's mean. Return: are blocks balanced?
 */
static bool centre_block(struct units_values *sides, size_t block)
{
	double sum = 0, sum_of_means = 0, count[SIDES] = { 0 };

	for (int side = 0; side < SIDES; side++)
		for (size_t i = 0; i < sides[side].n; i++) {
			if (sides[side].block[i] != block)
				continue;
			count[side]++;
			sum += sides[side].y[i];
			sum_of_means += sides[side].y_of_means[i];
		}
	for (int side = 0; side < SIDES; side++)
		for (size_t i = 0; i < sides[side].n; i++) {
			if (sides[side].block[i] != block)
				continue;
			sides[side].y[i] -= sum / (count[SIDE_A] + count[SIDE_B]);
			sides[side].y_of_means[i] -= sum_of_means / (count[SIDE_A] + count[SIDE_B]);
		}
	return count[SIDE_A] == count[SIDE_B];
}

/*
 * Two groups of units, or of samples within processes, make the result a matter of chance: into
 * which group a unit falls, or on which side of one half a median does. Two groups of processes do
 * not: a unit's value is the mean over its processes, and the units' SD holds what chance does.
 */
static bool is_fickle(const struct units_values *values, double *sorted, double margin)
{
	memcpy(sorted, values->y, values->n * sizeof(*sorted));
	gsl_sort(sorted, 1, values->n);
	return stats_has_gap(sorted, values->n, margin) || 2 * values->torn > values->process_count;
}

static bool is_bimodal(const struct units_values *values, double *sorted, double margin,
		       double *ret_share)
{
	memcpy(sorted, values->processes, values->process_count * sizeof(*sorted));
	gsl_sort(sorted, 1, values->process_count);
	return stats_two_clusters(sorted, values->process_count, margin, ret_share);
}

static unsigned int modes_of(const struct units_values *values, double margin,
			     struct figures *figures)
{
	double *sorted = xcalloc(values->process_count + values->n + 1, sizeof(*sorted));
	bool fickle = is_fickle(values, sorted, margin);
	bool bimodal = is_bimodal(values, sorted, margin, &figures->upper_share);

	free(sorted);
	if (2 * values->bimodal > values->process_count) {
		figures->upper_share = values->upper_share;
		bimodal = true;
	}
	figures->is_fickle |= fickle;
	return fickle || bimodal ? FLAG_BIMODAL : 0;
}

static unsigned int flags_of(const struct units_values *values, enum samples_figure figure,
			     double margin, struct figures *figures)
{
	size_t enough = values->samples / 2;
	unsigned int flags = 0;

	if (enough > UNITS_DISTINCT_ENOUGH)
		enough = UNITS_DISTINCT_ENOUGH;
	/* Counts of instructions repeat because they are exact, not because they are coarse. */
	if (values->resolution > TICK_SHARE_MAX ||
	    (figure == SAMPLES_NS && values->distinct < enough))
		flags |= FLAG_QUANTIZED;
	if (2 * values->unsteady > values->process_count)
		flags |= FLAG_UNSTEADY;
	return flags | modes_of(values, margin, figures);
}

/* Do mean and median disagree on the direction, and one of them by more than the margin? */
static bool has_tail(const struct units_values *sides, double d, double margin)
{
	double of_means = stats_moments(sides[SIDE_B].y_of_means, sides[SIDE_B].n).mean -
			  stats_moments(sides[SIDE_A].y_of_means, sides[SIDE_A].n).mean;

	return d * of_means < 0 && (fabs(d) > margin || fabs(of_means) > margin);
}

static bool are_apart(const struct units_values *sides)
{
	double low[SIDES], high[SIDES];

	for (int side = 0; side < SIDES; side++) {
		low[side] = INFINITY;
		high[side] = -INFINITY;
		for (size_t i = 0; i < sides[side].n; i++) {
			low[side] = fmin(low[side], sides[side].y[i]);
			high[side] = fmax(high[side], sides[side].y[i]);
		}
	}
	return low[SIDE_A] > high[SIDE_B] || low[SIDE_B] > high[SIDE_A];
}

/* Each unit from its side's mean, by time: are neighbours alike? */
static double lag1_of(const struct units_values *sides, const struct stats_moments *moments)
{
	size_t n = sides[SIDE_A].n + sides[SIDE_B].n, at = 0;
	double *order = xcalloc(n + 1, sizeof(*order)), *residuals = xcalloc(n + 1, sizeof(double));
	double lag1;

	for (int side = 0; side < SIDES; side++)
		for (size_t i = 0; i < sides[side].n; i++) {
			order[at] = (double)sides[side].order[i];
			residuals[at++] = sides[side].y[i] - moments[side].mean;
		}
	gsl_sort2(order, 1, residuals, 1, n);
	lag1 = stats_lag1(residuals, n);
	free(residuals);
	free(order);
	return lag1;
}

/* Medians of a rounded figure are uniform over one count. */
static double quantization_variance(const struct units_values *sides)
{
	double resolution = fmax(sides[SIDE_A].resolution, sides[SIDE_B].resolution);

	return resolution * resolution / 12;
}

static void describe(struct units_values *sides, const struct units_design *design,
		     enum samples_figure figure, double margin, struct figures *figures)
{
	double d;

	figures->upper_share = NAN;
	for (int side = 0; side < SIDES; side++) {
		figures->value[side] = exp(stats_moments(sides[side].y, sides[side].n).mean);
		figures->flags |= flags_of(&sides[side], figure, margin, figures);
		figures->within[side] =
			stats_moments(sides[side].processes, sides[side].process_count);
	}
	figures->outlier_share = (double)(sides[SIDE_A].outliers + sides[SIDE_B].outliers) /
				 (double)(sides[SIDE_A].samples + sides[SIDE_B].samples);
	figures->least_variance = quantization_variance(sides);
	for (size_t block = 0; design->blocks > 1 && block < design->blocks; block++)
		if (!centre_block(sides, block))
			reason_set(&figures->reason, "A and B have not as many %ss in each %s",
				   units_level_name(design->level),
				   design->level == UNITS_PROCESS ? "invocation" : "boot");
	figures->lost_df = design->blocks - 1;
	for (int side = 0; side < SIDES; side++)
		figures->moments[side] = stats_moments(sides[side].y, sides[side].n);
	d = figures->moments[SIDE_B].mean - figures->moments[SIDE_A].mean;
	if (has_tail(sides, d, margin))
		figures->flags |= FLAG_TAIL;
	figures->is_apart = are_apart(sides);
	figures->lag1 = lag1_of(sides, figures->moments);
}

static bool all_finite(const struct units_values *values)
{
	for (size_t i = 0; i < values->process_count; i++)
		if (!isfinite(values->processes[i]))
			return false;
	return true;
}

void figures_measure(const struct units_design *design, const char *point,
		     enum samples_figure figure, double margin, struct figures *ret_figures)
{
	static const char *const names[] = { "A", "B" };
	struct figures figures = { 0 };
	struct units_values sides[SIDES];

	for (int side = 0; side < SIDES; side++) {
		units_collect(design, (enum units_side)side, point, figure, margin, &sides[side]);
		figures.n[side] = sides[side].n;
		figures.processes[side] = sides[side].process_count;
		figures.samples[side] = sides[side].samples;
		if (!sides[side].n)
			reason_set(&figures.reason, "this figure was not measured in %s",
				   names[side]);
		else if (!all_finite(&sides[side]))
			reason_set(&figures.reason, "the median is 0 in %s: too short to measure",
				   names[side]);
	}
	if (!figures.reason.text[0] && design->level != UNITS_BOOT &&
	    !units_take_turns(&sides[SIDE_A], &sides[SIDE_B]))
		reason_set(&figures.reason,
			   "A and B share a boot and did not take turns: a drift would look like "
			   "a change (alternate them as ABBA)");
	if (!figures.reason.text[0])
		describe(sides, design, figure, margin, &figures);
	for (int side = 0; side < SIDES; side++)
		units_free_values(&sides[side]);
	*ret_figures = figures;
}
