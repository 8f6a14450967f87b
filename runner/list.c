// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the list of points, and their number by program and tier. */
#include "list.h"

#include <stdio.h>
#include <string.h>

/* Prints how many points of each program the three kinds of run have. */
static void print_families(const struct bench_exec_points *points)
{
	unsigned int counts[TIERS] = { 0 };

	printf("\n%-16s %8s %8s %8s\n", "points of", "quick", "default", "full");
	for (size_t i = 0; i < points->count; i++) {
		const struct bench_exec_point *point = &points->points[i];
		bool is_last =
			i + 1 == points->count || strcmp(point->program, point[1].program) != 0;

		for (int tier = point->tier; tier < TIERS; tier++)
			counts[tier]++;
		if (!is_last)
			continue;
		printf("%-16s %8u %8u %8u\n", point->program, counts[TIER_QUICK],
		       counts[TIER_DEFAULT], counts[TIER_FULL]);
		memset(counts, 0, sizeof(counts));
	}
}

void list_print(const struct bench_exec_points *points, bool is_long)
{
	for (size_t i = 0; i < points->count; i++) {
		const struct bench_exec_point *point = &points->points[i];

		if (is_long)
			printf("%s\n    in:    %s runs\n    times: %s\n    needs: %s\n", point->id,
			       plan_tiers[point->tier], point->timed, point->needs);
		else
			printf("%-48s %s\n", point->id, plan_tiers[point->tier]);
	}
	print_families(points);
}
