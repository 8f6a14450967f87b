// SPDX-License-Identifier: GPL-2.0-or-later
/* Computes the metrics of a point from the experimental units of both sides, and sets the flags. */
#include "metrics.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double TICK_SHARE_MAX = 0.001;

/* With fewer, a degree of freedom is worth more than a drift (docs/STATISTICS.md). */
enum { UNITS_FOR_TIME = 6 };

/* Times are ranks, and means of ranks. */
static const double SPREAD_LEAST = 1e-6;

const char *const metrics_flag_names[METRICS_FLAGS] = {
	"quantized", "unsteady", "tail", "bimodal", "drift", "order", "few", "within",
};

/* Subtracts the block's mean from its units. Return: true if the block is balanced. */
static bool centre_block(struct design_values *sides, size_t block)
{
	double sum = 0, sum_of_means = 0, sum_of_times = 0, count[DESIGN_SIDES] = { 0 }, all;

	for (int side = 0; side < DESIGN_SIDES; side++)
		for (size_t i = 0; i < sides[side].n; i++) {
			if (sides[side].block[i] != block)
				continue;
			count[side]++;
			sum += sides[side].y[i];
			sum_of_means += sides[side].y_of_means[i];
			sum_of_times += sides[side].time[i];
		}
	all = count[DESIGN_SIDE_A] + count[DESIGN_SIDE_B];
	for (int side = 0; side < DESIGN_SIDES; side++)
		for (size_t i = 0; i < sides[side].n; i++) {
			if (sides[side].block[i] != block)
				continue;
			sides[side].y[i] -= sum / all;
			sides[side].y_of_means[i] -= sum_of_means / all;
			sides[side].time[i] -= sum_of_times / all;
		}
	return count[DESIGN_SIDE_A] == count[DESIGN_SIDE_B];
}

static double *sorted_copy(const double *values, size_t count)
{
	double *copy = xcalloc(count + 1, sizeof(*copy));

	memcpy(copy, values, count * sizeof(*copy));
	gsl_sort(copy, 1, count);
	return copy;
}

/*
 * With two groups of units, or of samples within processes, chance decides the result: into which
 * group a unit or a median falls. Two groups of processes do no harm: a unit's value is the mean
 * over its processes, and the units' SD includes the chance.
 */
static unsigned int modes_of(const struct design_values *values, double margin,
			     struct metrics *metrics)
{
	double *units = sorted_copy(values->y, values->n);
	double *processes = sorted_copy(values->processes, values->process_count);
	double gap = stats_gap(units, values->n, margin);
	bool is_torn = 2 * values->torn > values->process_count;
	struct stats_clusters clusters;
	bool is_bimodal = stats_two_clusters(processes, values->process_count, margin, &clusters) ||
			  2 * values->bimodal > values->process_count;

	free(processes);
	free(units);
	metrics->is_fickle |= gap > 0 || is_torn;
	metrics->chance = fmax(metrics->chance, fmax(gap, is_torn ? values->apart : 0));
	return gap > 0 || is_torn || is_bimodal ? METRICS_FLAG_BIMODAL : 0;
}

static unsigned int flags_of(const struct design_values *values, enum csv_reader_metric metric,
			     double margin, struct metrics *metrics)
{
	size_t enough = values->samples / 2;
	unsigned int flags = 0;

	if (enough > DESIGN_DISTINCT_ENOUGH)
		enough = DESIGN_DISTINCT_ENOUGH;
	/* Instruction counts repeat because they are exact, not because they are coarse. */
	if (values->resolution > TICK_SHARE_MAX ||
	    (metric == CSV_READER_NS && values->distinct < enough))
		flags |= METRICS_FLAG_QUANTIZED;
	if (2 * values->unsteady > values->process_count)
		flags |= METRICS_FLAG_UNSTEADY;
	return flags | modes_of(values, margin, metrics);
}

/* True if mean and median changed in opposite directions, one of them beyond the margin. */
static bool has_tail(const struct design_values *sides, double d, double margin)
{
	double of_means =
		stats_moments(sides[DESIGN_SIDE_B].y_of_means, sides[DESIGN_SIDE_B].n).mean -
		stats_moments(sides[DESIGN_SIDE_A].y_of_means, sides[DESIGN_SIDE_A].n).mean;

	return d * of_means < 0 && (fabs(d) > margin || fabs(of_means) > margin);
}

static bool are_apart(const struct design_values *sides)
{
	double low[DESIGN_SIDES], high[DESIGN_SIDES];

	for (int side = 0; side < DESIGN_SIDES; side++)
		gsl_stats_minmax(&low[side], &high[side], sides[side].y, 1, sides[side].n);
	return low[DESIGN_SIDE_A] > high[DESIGN_SIDE_B] || low[DESIGN_SIDE_B] > high[DESIGN_SIDE_A];
}

/* Size of a gap that parts the units of both sides, but not A from B; else 0. */
static double gap_of_both(const struct design_values *sides, double margin)
{
	size_t n_a = sides[DESIGN_SIDE_A].n, n_b = sides[DESIGN_SIDE_B].n;
	double *sorted = xcalloc(n_a + n_b + 1, sizeof(*sorted)), gap;

	memcpy(sorted, sides[DESIGN_SIDE_A].y, n_a * sizeof(*sorted));
	memcpy(sorted + n_a, sides[DESIGN_SIDE_B].y, n_b * sizeof(*sorted));
	gsl_sort(sorted, 1, n_a + n_b);
	gap = stats_gap(sorted, n_a + n_b, margin);
	free(sorted);
	return gap;
}

/* Autocorrelation of the units about their side's mean, by time. */
static double lag1_of(const struct design_values *sides, const struct stats_moments *moments)
{
	size_t n = sides[DESIGN_SIDE_A].n + sides[DESIGN_SIDE_B].n, at = 0;
	double *order = xcalloc(n + 1, sizeof(*order)), *residuals = xcalloc(n + 1, sizeof(double));
	double lag1;

	for (int side = 0; side < DESIGN_SIDES; side++)
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

/*
 * Medians that all lie on one tick share their rounding error, and more units do not average it
 * out. Those that spread over ticks dither it: the error of a mean over normal values of SD u falls
 * as exp(-2 pi^2 u^2 / tick^2) (Widrow and Kollar, Quantization Noise, 2008, chapter 19).
 */
static double shared_rounding(const struct design_values *values,
			      const struct stats_moments *processes)
{
	double tick = values->resolution, spread = processes->n > 1 ? processes->variance : 0;

	return tick * tick / 12 * exp(-4 * M_PI * M_PI * spread / (tick * tick));
}

static void keep_units(const struct design_values *values, struct metrics_unit *ret_units,
		       size_t *ret_count)
{
	*ret_count = values->n <= METRICS_UNITS_KEPT ? values->n : 0;
	for (size_t i = 0; i < *ret_count; i++)
		ret_units[i] =
			(struct metrics_unit) { values->y[i], values->time[i], values->order[i] };
}

/* Makes each block one unit: the mean of its units. */
static void merge_blocks(struct design_values *values)
{
	size_t merged = 0;

	for (size_t i = 0; i < values->n; i++) {
		double count = 1;

		if (values->block[i] == SIZE_MAX)
			continue;
		for (size_t j = i + 1; j < values->n; j++) {
			if (values->block[j] != values->block[i])
				continue;
			count++;
			values->y[i] += values->y[j];
			values->y_of_means[i] += values->y_of_means[j];
			values->time[i] += values->time[j];
			values->block[j] = SIZE_MAX;
		}
		values->y[merged] = values->y[i] / count;
		values->y_of_means[merged] = values->y_of_means[i] / count;
		values->time[merged] = values->time[i] / count;
		values->order[merged] = values->order[i];
		values->block[merged++] = values->block[i];
	}
	values->n = merged;
}

/*
 * Takes off what the blocks differ in, which leaves one value a side of each: A and B may differ by
 * more in one block than in another, and more units in a block do not tell how much.
 */
static void centre(struct design_values *sides, const struct design *design,
		   struct metrics *metrics)
{
	if (design->is_within)
		metrics->flags |= METRICS_FLAG_WITHIN;
	if (design->blocks < 2)
		return;
	for (size_t block = 0; block < design->blocks; block++)
		if (!centre_block(sides, block))
			reason_set(&metrics->reason, "A and B have not as many %ss in each %s",
				   design_level_names[design->level],
				   design_level_names[design->unit]);
	for (int side = 0; side < DESIGN_SIDES; side++)
		merge_blocks(&sides[side]);
	metrics->lost_df = sides[DESIGN_SIDE_A].n - 1;
}

void metrics_describe(struct design_values *sides, const struct design *design,
		      enum csv_reader_metric metric, double margin, struct metrics *metrics)
{
	double d, tick = fmax(sides[DESIGN_SIDE_A].resolution, sides[DESIGN_SIDE_B].resolution);

	for (int side = 0; side < DESIGN_SIDES; side++)
		metrics->value[side] = exp(stats_moments(sides[side].y, sides[side].n).mean);
	centre(sides, design, metrics);
	for (int side = 0; side < DESIGN_SIDES; side++) {
		metrics->n[side] = sides[side].n;
		metrics->flags |= flags_of(&sides[side], metric, margin, metrics);
		metrics->within[side] =
			stats_moments(sides[side].processes, sides[side].process_count);
		metrics->shared_variance += shared_rounding(&sides[side], &metrics->within[side]);
	}
	metrics->outlier_share =
		(double)(sides[DESIGN_SIDE_A].outliers + sides[DESIGN_SIDE_B].outliers) /
		(double)(sides[DESIGN_SIDE_A].samples + sides[DESIGN_SIDE_B].samples);
	metrics->least_variance = tick * tick / 12; /* rounded medians are uniform over one */
	for (int side = 0; side < DESIGN_SIDES; side++) {
		metrics->moments[side] = stats_moments(sides[side].y, sides[side].n);
		keep_units(&sides[side], metrics->units[side], &metrics->kept[side]);
		metrics->times[side] = stats_times(sides[side].time, sides[side].y, sides[side].n);
	}
	metrics->has_times = design->alternates && sides[DESIGN_SIDE_A].n > 1 &&
			     sides[DESIGN_SIDE_B].n > 1 &&
			     sides[DESIGN_SIDE_A].n + sides[DESIGN_SIDE_B].n >=
				     UNITS_FOR_TIME + metrics->lost_df &&
			     /* no drift within blocks is seen where A and B lie alike in each */
			     metrics->times[DESIGN_SIDE_A].squares > SPREAD_LEAST;
	d = metrics->moments[DESIGN_SIDE_B].mean - metrics->moments[DESIGN_SIDE_A].mean;
	if (has_tail(sides, d, margin))
		metrics->flags |= METRICS_FLAG_TAIL;
	metrics->is_apart = are_apart(sides);
	/* Of units that are centred on blocks one side has the values of the other, negated. */
	metrics->gap = metrics->is_apart || metrics->lost_df ? 0 : gap_of_both(sides, margin);
	if (metrics->gap > 0) {
		metrics->is_fickle = true;
		metrics->chance = fmax(metrics->chance, metrics->gap);
		metrics->flags |= METRICS_FLAG_BIMODAL;
	}
	metrics->lag1 = lag1_of(sides, metrics->moments);
}

void metrics_measure(const struct design *design, const char *point, enum csv_reader_metric metric,
		     double margin, struct metrics *ret_metrics)
{
	static const char *const names[] = { "A", "B" };
	struct metrics metrics = { 0 };
	struct design_values sides[DESIGN_SIDES];

	for (int side = 0; side < DESIGN_SIDES; side++) {
		design_collect(design, (enum design_side)side, point, metric, margin, &sides[side]);
		metrics.n[side] = sides[side].n;
		metrics.processes[side] = sides[side].process_count;
		metrics.samples[side] = sides[side].samples;
		if (!sides[side].n)
			reason_set(&metrics.reason, "this figure was not measured in %s",
				   names[side]);
		else if (!isfinite(stats_moments(sides[side].processes, sides[side].process_count)
					   .mean))
			reason_set(&metrics.reason, "the median is 0 in %s: too short to measure",
				   names[side]);
	}
	if (!metrics.reason.text[0] && design->level != DESIGN_BOOT &&
	    !design_take_turns(&sides[DESIGN_SIDE_A], &sides[DESIGN_SIDE_B]))
		reason_set(&metrics.reason,
			   "A and B share a boot and did not take turns: a drift would look like "
			   "a change (alternate them as ABBA)");
	if (!metrics.reason.text[0])
		metrics_describe(sides, design, metric, margin, &metrics);
	for (int side = 0; side < DESIGN_SIDES; side++)
		design_free_values(&sides[side]);
	*ret_metrics = metrics;
}

bool metrics_has_units(const struct metrics *metrics, size_t least)
{
	return !metrics->reason.text[0] && metrics->n[DESIGN_SIDE_A] >= least &&
	       metrics->n[DESIGN_SIDE_B] >= least;
}
