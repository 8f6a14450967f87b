// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses points by tier, --only and --case. */
#include "wanted_points.h"

#include <stdlib.h>

#include "base/die.h"

void wanted_points_list(const struct run_options *options, struct bench_exec_points *ret_points)
{
	bench_exec_own(&options->own);
	bench_exec_list(options->bench_dir, ret_points);
}

static bool is_wanted(const struct run_options *options, const struct bench_exec_point *point)
{
	return options->only.count ? globlist_match(&options->only, point->id)
				   : point->tier <= options->tier;
}

void wanted_points_keep(const struct run_options *options, struct bench_exec_points *points)
{
	size_t kept = 0;

	for (size_t i = 0; i < points->count; i++) {
		if (is_wanted(options, &points->points[i])) {
			points->points[kept++] = points->points[i];
		} else {
			free(points->points[i].needs);
			free(points->points[i].timed);
		}
	}
	points->count = kept;
	if (!kept)
		die(EXIT_USAGE, "%s %s: no point matches (see ./run.sh list)",
		    options->only.count ? "--only" : "--case",
		    options->only.count ? options->only.texts[0]
					: options->own.texts[POINT_OPTIONS_CASE]);
}
