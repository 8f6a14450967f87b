// SPDX-License-Identifier: GPL-2.0-or-later
/* Ranks the points: changed ones by size, else those of the best-known cases. */
#include "select_points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"

static const char *const flagships[] = { "mprotect.ro", "fork.anon", "mremap.", "zap.",
					 "mprot_tw4m" };

/* A point and its priority. */
struct candidate {
	size_t point;
	double worth;
};

static int by_worth(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth < y->worth ? 1 : -1;
	return (x->point > y->point) - (x->point < y->point);
}

static int by_point(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* Largest decided change, in ln; 0 without one. */
static double change_of(const struct plot_data *plot_data, const struct plot_data_machine *machine,
			const struct plot_data_point *point, enum csv_reader_metric metric)
{
	double most = 0;

	for (size_t set = 1; set < plot_data->set_count; set++) {
		const struct verdict *on = plot_data_decision(machine, point, set, metric);

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
static double flagship_worth(const struct plot_data_machine *machine, const struct csv_row *row,
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

static bool has_value(const struct plot_data *plot_data, const struct plot_data_point *point,
		      enum csv_reader_metric metric)
{
	for (size_t set = 0; set < plot_data->set_count; set++)
		if (!isnan(plot_data_level(point, set, metric)->value))
			return true;
	return false;
}

static size_t list(const struct plot_data *plot_data, const struct plot_data_machine *machine,
		   enum csv_reader_metric metric, bool by_change, struct candidate *candidates,
		   bool *ret_worthy)
{
	size_t count = 0, seen[2 * sizeof(flagships) / sizeof(flagships[0])] = { 0 };

	*ret_worthy = false;
	for (size_t i = 0; i < machine->count; i++) {
		const struct plot_data_point *point = &machine->points[i];
		double worth;

		if (!has_value(plot_data, point, metric) || csv_row_is_control(point->row))
			continue;
		worth = by_change ? change_of(plot_data, machine, point, metric)
				  : flagship_worth(machine, point->row, seen);
		candidates[count++] = (struct candidate) { i, worth };
		*ret_worthy |= worth > 0;
	}
	qsort(candidates, count, sizeof(*candidates), by_worth);
	return count;
}

size_t select_points(const struct plot_data *plot_data, const struct plot_data_machine *machine,
		     enum csv_reader_metric metric, size_t room, size_t *ret_points,
		     bool *ret_decided)
{
	struct candidate *candidates = xcalloc(machine->count + 1, sizeof(*candidates));
	size_t count, kept = 0;
	bool worthy;

	count = list(plot_data, machine, metric, true, candidates, ret_decided);
	worthy = *ret_decided;
	if (!worthy)
		count = list(plot_data, machine, metric, false, candidates, &worthy);
	for (size_t i = 0; i < count && kept < room; i++)
		if (!worthy || candidates[i].worth > 0)
			ret_points[kept++] = candidates[i].point;
	qsort(ret_points, kept, sizeof(*ret_points), by_point);
	free(candidates);
	return kept;
}
