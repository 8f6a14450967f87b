// SPDX-License-Identifier: GPL-2.0-or-later
/* Fits the drift of a point over its run. */
#include "drift.h"

#include <math.h>
#include <stdlib.h>

#include "base/die.h"

static const double ERRORS_CLEAR = 3;

/* Finds the numbers of the first and the last process that have ok samples. */
static void find_ends(const struct csv_reader *samples, uint64_t *ret_first, uint64_t *ret_last)
{
	*ret_first = UINT64_MAX;
	*ret_last = 0;
	for (size_t i = 0; i < samples->count; i++) {
		const struct csv_reader_point *point = &samples->points[i];

		if (!point->process_count)
			continue;
		if (point->processes[0].process < *ret_first)
			*ret_first = point->processes[0].process;
		if (point->processes[point->process_count - 1].process > *ret_last)
			*ret_last = point->processes[point->process_count - 1].process;
	}
}

void drift_of(const struct csv_reader *samples, const struct csv_reader_point *point,
	      enum csv_reader_metric metric, struct linreg *ret_line)
{
	struct linreg_point *data = xcalloc(point->process_count + 1, sizeof(*data));
	struct csv_reader_series medians = csv_reader_medians(point, metric);
	struct linreg unknown = { NAN, NAN, NAN, NAN, NAN, 0 };
	uint64_t first, last;
	size_t count = 0;

	find_ends(samples, &first, &last);
	for (size_t i = 0; i < point->process_count; i++) {
		if (!point->processes[i].count[metric])
			continue;
		data[count] = (struct linreg_point) {
			.x = (double)(point->processes[i].process - first) / (double)(last - first),
			.y = log(medians.values[count]),
			.weight = 1,
		};
		count++;
	}
	linreg_fit(data, count, ret_line);
	if (!isfinite(ret_line->slope) || !isfinite(ret_line->slope_se))
		*ret_line = unknown;
	free(medians.values);
	free(data);
}

bool drift_is_clear(double slope, double slope_se)
{
	return fabs(slope) > ERRORS_CLEAR * slope_se;
}
