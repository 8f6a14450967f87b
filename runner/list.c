// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the points. */
#include "list.h"

#include <string.h>

/* How many points each program has, by the runs that have them. */
static void print_families(const struct bench_exec_points *points, FILE *out)
{
	unsigned int counts[TIERS] = { 0 };

	fprintf(out, "\n%-16s %8s %8s %8s\n", "points of", "quick", "default", "full");
	for (size_t i = 0; i < points->count; i++) {
		const struct bench_exec_point *point = &points->points[i];
		bool is_last =
			i + 1 == points->count || strcmp(point->program, point[1].program) != 0;

		for (int tier = point->tier; tier < TIERS; tier++)
			counts[tier]++;
		if (!is_last)
			continue;
		fprintf(out, "%-16s %8u %8u %8u\n", point->program, counts[TIER_QUICK],
			counts[TIER_DEFAULT], counts[TIER_FULL]);
		memset(counts, 0, sizeof(counts));
	}
}

void list_print(const struct bench_exec_points *points, bool is_long, FILE *out)
{
	for (size_t i = 0; i < points->count; i++) {
		const struct bench_exec_point *point = &points->points[i];

		if (is_long)
			fprintf(out, "%s\n    in:    %s runs\n    times: %s\n    needs: %s\n",
				point->id, plan_tiers[point->tier], point->timed, point->needs);
		else
			fprintf(out, "%-48s %s\n", point->id, plan_tiers[point->tier]);
	}
	print_families(points, out);
}
