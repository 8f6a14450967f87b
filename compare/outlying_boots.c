// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares each boot with the others of its side, over all cases. */
#include "outlying_boots.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

enum { BOOTS_LEAST = 3, CASES_LEAST = 3 };

static const double SD_LEAST = 4;

/* Values of a point without the drift. */
static double value_of(const struct metrics *metrics, int side, size_t at)
{
	const struct metrics_unit *unit = &metrics->units[side][at];
	double slope = metrics->has_times ? stats_slope(metrics->times) : 0;

	return unit->y - slope * (unit->time - metrics->times[side].mean);
}

/* Moments of a side without the unit at @left_out; SIZE_MAX: with all. */
static struct stats_moments moments_without(const struct metrics *metrics, int side,
					    size_t left_out)
{
	double values[METRICS_UNITS_KEPT];
	size_t count = 0;

	for (size_t i = 0; i < metrics->kept[side]; i++)
		if (i != left_out)
			values[count++] = value_of(metrics, side, i);
	return stats_moments(values, count);
}

/* How far a boot is from the others of its side. Return: false if that is unknown or usual. */
static bool is_off(const struct metrics *metrics, int side, size_t at, double margin,
		   double *ret_off)
{
	struct stats_moments others = moments_without(metrics, side, at);
	struct stats_moments opposite = moments_without(metrics, !side, SIZE_MAX);
	double variance = fmax(stats_pooled_variance(&others, &opposite), metrics->least_variance);
	double limit = SD_LEAST * sqrt(variance * (1 + 1 / (double)others.n));

	*ret_off = value_of(metrics, side, at) - others.mean;
	return fabs(*ret_off) > fmax(margin, limit);
}

static void look_at(const struct comparison_machine *machine, enum csv_reader_metric metric,
		    double margin, uint64_t order, struct outlying_boots_row *row)
{
	double *offs = xcalloc(machine->match.count + 1, sizeof(*offs)), off;
	size_t count = 0, upward = 0, kept = 0;

	for (size_t i = 0; i < machine->match.count; i++) {
		const struct verdict *on = &machine->on[metric][i];
		const struct metrics *metrics = &on->metrics;

		if (!on->is_judged || metrics->kept[row->side] < BOOTS_LEAST ||
		    !metrics->kept[!row->side])
			continue;
		for (size_t k = 0; k < metrics->kept[row->side]; k++) {
			if (metrics->units[row->side][k].order != order)
				continue;
			row->measured++;
			if (is_off(metrics, row->side, k, margin, &off)) {
				offs[count++] = off;
				upward += off > 0;
			}
		}
	}
	for (size_t i = 0; i < count; i++)
		if ((offs[i] > 0) == (2 * upward > count))
			offs[kept++] = offs[i];
	gsl_sort(offs, 1, kept);
	row->cases = kept;
	row->off = kept ? gsl_stats_median_from_sorted_data(offs, 1, kept) : 0;
	free(offs);
}

size_t outlying_boots_find(const struct comparison_machine *machine, enum csv_reader_metric metric,
			   double margin, struct outlying_boots_row *ret_rows)
{
	const struct design *design = &machine->design;
	size_t count = 0;

	if (design->level != DESIGN_BOOT)
		return 0;
	for (size_t i = 0; i < design->count; i++) {
		struct outlying_boots_row row = {
			.run = design->runs[i].run->name,
			.side = design->runs[i].side,
		};

		look_at(machine, metric, log1p(margin), design_order(design, i), &row);
		if (row.cases >= CASES_LEAST && 2 * row.cases > row.measured)
			ret_rows[count++] = row;
	}
	return count;
}
