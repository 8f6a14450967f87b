// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses points by tier, --only and --case. */
#include "wanted_points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/nearest.h"

void wanted_points_list(const struct run_options *options, struct bench_exec_points *ret_points)
{
	bench_exec_own(&options->own);
	bench_exec_list(options->bench_dir, ret_points);
}

static bool has_match(const char *glob, const struct bench_exec_points *points,
		      const char *bench_dir)
{
	const struct globlist one = { 1, { glob } };
	struct bench_exec_points checks = { 0 };
	bool has_check;

	for (size_t i = 0; i < points->count; i++)
		if (globlist_match(&one, points->points[i].id))
			return true;
	if (bench_dir)
		bench_exec_list_checks(bench_dir, &one, &checks);
	has_check = checks.count;
	bench_exec_points_free(&checks);
	return has_check;
}

/* Return: the glob with any value of what depends on the machine; the caller frees it. */
static char *loosen(const char *glob)
{
	static const char *const names[] = { "/folio=", "/threads=" };
	char *loose = xstrdup(glob);

	for (int i = 0; i < 2; i++) {
		char *value = strstr(loose, names[i]), *end;

		if (!value)
			continue;
		value += strlen(names[i]);
		end = value + strcspn(value, "/");
		if (end == value)
			continue;
		*value = '*';
		memmove(value + 1, end, strlen(end) + 1);
	}
	return loose;
}

/* Names the case that is meant, if the glob begins with a misspelt one. */
static _Noreturn void die_of(const char *glob, const struct bench_exec_points *points,
			     const char *what)
{
	char *name = xstrdup(glob);
	const char *best = NULL;

	name[strcspn(name, "/")] = '\0';
	for (size_t i = 0; i < points->count; i++)
		nearest_consider(points->points[i].case_name, name, &best);
	if (best && strcmp(best, name) != 0)
		die(EXIT_USAGE, "--only %s: no %s matches: did you mean %s%s?", glob, what, best,
		    glob + strlen(name));
	die(EXIT_USAGE, "--only %s: no %s matches (see ./run.sh list)", glob, what);
}

void wanted_points_require(const struct globlist *globs, const struct bench_exec_points *points,
			   const char *bench_dir, bool is_elsewhere)
{
	for (unsigned int i = 0; i < globs->count; i++) {
		const char *glob = globs->texts[i];
		char *loose = is_elsewhere ? loosen(glob) : xstrdup(glob);

		if (!has_match(loose, points, bench_dir))
			die_of(glob, points, bench_dir ? "point or check" : "point");
		free(loose);
	}
}

static bool is_wanted(const struct run_options *options, const struct bench_exec_point *point)
{
	return options->only.count ? globlist_match(&options->only, point->id)
				   : point->tier <= options->tier;
}

void wanted_points_keep(const struct run_options *options, struct bench_exec_points *points)
{
	size_t kept = 0;

	wanted_points_require(&options->only, points, NULL, false);
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
		die(EXIT_USAGE, "--case %s: no point matches (see ./run.sh list)",
		    options->own.texts[POINT_OPTIONS_CASE]);
}

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

void wanted_points_print(const struct bench_exec_points *points, bool is_long)
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
