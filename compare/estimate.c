// SPDX-License-Identifier: GPL-2.0-or-later
/* Computes the mean of the experimental units and its interval by Student's t. */
#include "estimate.h"

#include <math.h>

double estimate_half_width(const struct stats_moments *moments)
{
	if (moments->n < 2)
		return NAN;
	return stats_quantile(0.975, (double)moments->n - 1) *
	       sqrt(moments->variance / (double)moments->n);
}

struct estimate estimate_measure(const struct design *design, enum design_side side,
				 const char *point, enum csv_reader_metric metric)
{
	struct estimate level = { .value = NAN, .low = NAN, .high = NAN };
	struct design_values values;
	struct stats_moments units, processes, *over;

	design_collect(design, side, point, metric, 0, &values);
	level.n = values.n;
	level.processes = values.process_count;
	units = stats_moments(values.y, values.n);
	processes = stats_moments(values.processes, values.process_count);
	if (values.n && isfinite(units.mean)) {
		level.value = exp(units.mean);
		level.is_within = values.n == 1;
		over = level.is_within ? &processes : &units;
		level.low = exp(over->mean - estimate_half_width(over));
		level.high = exp(over->mean + estimate_half_width(over));
	}
	design_free_values(&values);
	return level;
}

double estimate_of_run(const struct load_run *run, const char *point, enum csv_reader_metric metric)
{
	struct design design;
	double value;

	design_make(&run, 1, NULL, 0, &design);
	value = estimate_measure(&design, DESIGN_SIDE_A, point, metric).value;
	design_free(&design);
	return value;
}
