// SPDX-License-Identifier: GPL-2.0-or-later
/* By how much did a point drift over its run? */
#include "trend.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"

static const double ERRORS_CLEAR = 3;

/* The numbers of the first and the last process that measured anything. */
static void find_ends(const struct samples *samples, uint64_t *ret_first, uint64_t *ret_last)
{
	*ret_first = UINT64_MAX;
	*ret_last = 0;
	for (size_t i = 0; i < samples->count; i++) {
		const struct samples_point *point = &samples->points[i];

		if (!point->process_count)
			continue;
		if (point->processes[0].process < *ret_first)
			*ret_first = point->processes[0].process;
		if (point->processes[point->process_count - 1].process > *ret_last)
			*ret_last = point->processes[point->process_count - 1].process;
	}
}

void trend_of(const struct samples *samples, const struct samples_point *point,
	      enum samples_figure figure, struct line *ret_line)
{
	struct line_datum *data = xcalloc(point->process_count + 1, sizeof(*data));
	struct samples_series medians = samples_medians(point, figure);
	struct line unknown = { NAN, NAN, NAN, NAN, NAN, 0 };
	uint64_t first, last;
	size_t count = 0;

	find_ends(samples, &first, &last);
	for (size_t i = 0; i < point->process_count; i++) {
		if (!point->processes[i].count[figure])
			continue;
		data[count] = (struct line_datum) {
			.x = (double)(point->processes[i].process - first) / (double)(last - first),
			.y = log(medians.values[count]),
			.weight = 1,
		};
		count++;
	}
	line_fit(data, count, ret_line);
	if (!isfinite(ret_line->slope) || !isfinite(ret_line->slope_se))
		*ret_line = unknown;
	free(medians.values);
	free(data);
}

bool trend_is_clear(double slope, double slope_se)
{
	return fabs(slope) > ERRORS_CLEAR * slope_se;
}
