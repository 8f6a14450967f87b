// SPDX-License-Identifier: GPL-2.0-or-later
/* How do the units of a side become a value with an interval? */
#include "level.h"

#include <math.h>

static void set_interval(struct level *level, const struct stats_moments *moments)
{
	double half;

	if (moments->n < 2 || !isfinite(moments->variance))
		return;
	half = stats_quantile(0.975, (double)moments->n - 1) *
	       sqrt(moments->variance / (double)moments->n);
	level->low = exp(moments->mean - half);
	level->high = exp(moments->mean + half);
}

struct level level_measure(const struct units_design *design, enum units_side side,
			   const char *point, enum samples_figure figure)
{
	struct level level = { .value = NAN, .low = NAN, .high = NAN };
	struct units_values values;
	struct stats_moments units, processes;

	units_collect(design, side, point, figure, 0, &values);
	level.n = values.n;
	level.processes = values.process_count;
	units = stats_moments(values.y, values.n);
	processes = stats_moments(values.processes, values.process_count);
	if (values.n && isfinite(units.mean)) {
		level.value = exp(units.mean);
		level.is_within = values.n == 1;
		set_interval(&level, level.is_within ? &processes : &units);
	}
	units_free_values(&values);
	return level;
}

double level_of_run(const struct run *run, const char *point, enum samples_figure figure)
{
	struct units_design design;
	double value;

	units_plan(&run, 1, NULL, 0, &design);
	value = level_measure(&design, SIDE_A, point, figure).value;
	units_free_design(&design);
	return value;
}
