// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares each boot with the others of its side, over all cases. */
#include "table_notes.h"

#include <math.h>
#include <stdlib.h>

#include "format.h"

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

/* Prints the boot of @run if it is off, one way, in most cases. */
static void look_at(const struct comparison_machine *machine, enum csv_reader_metric metric,
		    double margin, size_t run, FILE *out)
{
	enum design_side side = machine->design.runs[run].side;
	uint64_t order = design_order(&machine->design, run);
	double *offs = xcalloc(machine->match.count + 1, sizeof(*offs)), off;
	size_t count = 0, upward = 0, cases = 0, measured = 0;
	char percent[FORMAT_BYTES];

	for (size_t i = 0; i < machine->match.count; i++) {
		const struct metrics *metrics = &machine->on[metric][i].metrics;

		if (!machine->on[metric][i].is_judged || metrics->kept[side] < BOOTS_LEAST ||
		    !metrics->kept[!side])
			continue;
		for (size_t k = 0; k < metrics->kept[side]; k++) {
			if (metrics->units[side][k].order != order)
				continue;
			measured++;
			if (is_off(metrics, side, k, margin, &off)) {
				offs[count++] = off;
				upward += off > 0;
			}
		}
	}
	for (size_t i = 0; i < count; i++)
		if ((offs[i] > 0) == (2 * upward > count))
			offs[cases++] = offs[i];
	if (cases >= CASES_LEAST && 2 * cases > measured)
		format_put(out, 0, "boot %s: %s against the other boots of %s in %zu of %zu cases",
			   machine->design.runs[run].run->name,
			   format_percent(csv_reader_median(offs, cases), percent),
			   side == DESIGN_SIDE_A ? "A" : "B", cases, measured);
	free(offs);
}

void outlying_boots_print(const struct comparison_machine *machine, enum csv_reader_metric metric,
			  FILE *out)
{
	for (size_t i = 0; i < machine->design.count && machine->design.level == DESIGN_BOOT; i++)
		look_at(machine, metric, log1p(machine->of->margin), i, out);
}
