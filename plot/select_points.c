// SPDX-License-Identifier: GPL-2.0-or-later
/* Ranks the points: changed ones by size, else those of the best-known cases. */
#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"

static const char *const flagships[] = { "mprotect.ro", "fork.anon", "mremap.", "zap.",
					 "mprot_tw4m" };

/* A point and its priority: by its change, or as a well-known one. */
struct candidate {
	const struct plot_data_point *point;
	double change, fame, worth;
};

static int by_point(const void *a, const void *b)
{
	const struct plot_data_point *x = *(const struct plot_data_point *const *)a;
	const struct plot_data_point *y = *(const struct plot_data_point *const *)b;

	return (x > y) - (x < y);
}

static int by_worth(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth < y->worth ? 1 : -1;
	return by_point(&x->point, &y->point);
}

/* Largest decided change, in ln; 0 without one. */
static double change_of(const struct page_drawing *drawing, const struct plot_data_point *point)
{
	double most = 0;

	for (size_t set = 1; set < drawing->plot_data->set_count; set++) {
		const struct verdict *on =
			plot_data_decision(drawing->machine, point, set, drawing->metric);

		if (on && on->is_judged &&
		    (on->verdict == VERDICT_FASTER || on->verdict == VERDICT_SLOWER))
			most = fmax(most, fabs(on->d));
	}
	return most;
}

/* Points of the default run: 64M, and order 0, 64K or mapped by a PMD entry. */
static bool is_usual(const struct csv_row *row)
{
	return row->size_bytes.known && row->size_bytes.value == 64 * MIB &&
	       ((row->folio_order.known && !row->folio_order.value) ||
		(row->folio_bytes.known && row->folio_bytes.value == 64 * KIB) ||
		!strcmp(row->mapping, "pmd"));
}

/* Usual points first, in turns: the first of each flagship case, then the second of each. */
static double fame_of(const struct plot_data_machine *machine, const struct csv_row *row,
		      size_t *seen)
{
	const size_t count = sizeof(flagships) / sizeof(flagships[0]);
	bool usual = is_usual(row) || !strcmp(row->case_name, "mprot_tw4m");

	for (size_t i = 0; i < count; i++) {
		size_t *turn = &seen[usual ? i : count + i];

		if (strncmp(row->case_name, flagships[i], strlen(flagships[i])) == 0)
			return 1 + (double)(machine->count * count * (usual ? 2 : 1)) -
			       (double)((*turn)++ * count + i);
	}
	return 0;
}

size_t select_points(const struct page_drawing *drawing, size_t room,
		     const struct plot_data_point **ret_points, const char **ret_what)
{
	const struct plot_data_machine *machine = drawing->machine;
	struct candidate *candidates = xcalloc(machine->count + 1, sizeof(*candidates));
	size_t count = 0, kept = 0, seen[2 * sizeof(flagships) / sizeof(flagships[0])] = { 0 };
	bool is_changed = false, is_famous = false;

	for (size_t i = 0; i < machine->count; i++) {
		const struct plot_data_point *point = &machine->points[i];
		struct candidate *one = &candidates[count];

		if (csv_row_is_control(point->row) ||
		    !plot_data_has(drawing->plot_data, point, drawing->metric))
			continue;
		one->point = point;
		one->change = change_of(drawing, point);
		one->fame = fame_of(machine, point->row, seen);
		is_changed |= one->change > 0;
		is_famous |= one->fame > 0;
		count++;
	}
	for (size_t i = 0; i < count; i++)
		candidates[i].worth = is_changed ? candidates[i].change : candidates[i].fame;
	qsort(candidates, count, sizeof(*candidates), by_worth);
	for (size_t i = 0; i < count && kept < room; i++)
		if (candidates[i].worth > 0 || !(is_changed || is_famous))
			ret_points[kept++] = candidates[i].point;
	qsort((void *)ret_points, kept, sizeof(*ret_points), by_point);
	free(candidates);
	*ret_what = is_changed ? "the points with the largest changes that were decided"
			       : "some well-known points";
	return kept;
}
