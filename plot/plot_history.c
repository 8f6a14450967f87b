// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of history.gp: the value of each run by time, for few points. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history/changepoint.h"
#include "plot.h"

/* Seed of the permutations: drawing twice gives the same result. */
enum { SEED = 1 };

/* A run and its set. */
struct moment {
	const struct load_run *run;
	size_t set;
};

/* All runs of the machine by time. */
struct timeline {
	struct moment *moments;
	size_t count;
};

static int by_time(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;
	int order = strcmp(x->run->name, y->run->name);

	return order ? order : (x->set > y->set) - (x->set < y->set);
}

static struct timeline timeline_of(const struct page_drawing *drawing)
{
	struct timeline timeline = { .moments = xcalloc(1, sizeof(*timeline.moments)) };

	for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
		const struct plot_data_side *side = &drawing->machine->sides[set];

		timeline.moments = xrealloc(timeline.moments, timeline.count + side->count + 1,
					    sizeof(*timeline.moments));
		for (size_t i = 0; i < side->count; i++)
			timeline.moments[timeline.count++] = (struct moment) { side->runs[i], set };
	}
	qsort(timeline.moments, timeline.count, sizeof(*timeline.moments), by_time);
	return timeline;
}

/* Value of a point in a run; NAN if its set has none. */
static double value_at(const struct page_drawing *drawing, const struct plot_data_point *point,
		       const struct moment *moment)
{
	if (isnan(plot_data_level(point, moment->set, drawing->metric)->value))
		return NAN;
	return estimate_of_run(moment->run, point->row->point, drawing->metric);
}

static void write_panels(struct page_drawing *drawing, const struct timeline *timeline,
			 const struct plot_data_point *const *points, size_t count)
{
	const char *unit = plot_data_unit(drawing->machine, drawing->metric);

	datafile_block(&drawing->sheet, "panel base low high scale title label");
	for (size_t i = 0; i < count; i++) {
		struct panel panel = { .is_per_page = points[i]->is_per_page };

		for (size_t j = 0; j < timeline->count; j++)
			panel_add(&panel, value_at(drawing, points[i], &timeline->moments[j]));
		panel_write(&drawing->sheet, i + 1, &panel, false, unit, points[i]->row->point);
	}
}

/* Finds change points by E-divisive in the values of all runs (history/changepoint.h). */
static void find_changes(const struct page_drawing *drawing, const struct plot_data_point *point,
			 const struct timeline *timeline, bool *ret_begins)
{
	double *y = xcalloc(timeline->count, sizeof(*y));
	size_t *where = xcalloc(timeline->count, sizeof(*where)), count = 0, changes;
	struct changepoint_point *points;

	for (size_t j = 0; j < timeline->count; j++) {
		double value = value_at(drawing, point, &timeline->moments[j]);

		if (!(value > 0))
			continue;
		y[count] = log(value);
		where[count++] = j;
	}
	changes = changepoint_find(y, count, log1p(drawing->plot_data->margin), SEED, &points);
	for (size_t i = 0; i < changes; i++)
		ret_begins[where[points[i].at]] = true;
	free(points);
	free(where);
	free(y);
}

static void write_runs(struct page_drawing *drawing, const struct timeline *timeline,
		       const struct plot_data_point *point, size_t number)
{
	bool *begins = xcalloc(timeline->count, sizeof(*begins));

	find_changes(drawing, point, timeline, begins);
	for (size_t j = 0; j < timeline->count; j++) {
		const struct moment *moment = &timeline->moments[j];

		if (!isnan(plot_data_level(point, moment->set, drawing->metric)->value))
			datafile_row(&drawing->sheet, "%zu %zu %zu %g %zu %s", number,
				     moment->set + 1, j + 1, value_at(drawing, point, moment),
				     (size_t)begins[j], moment->run->name);
	}
	free(begins);
}

static void write_levels(struct page_drawing *drawing, const struct timeline *timeline,
			 const struct plot_data_point *point, size_t number)
{
	for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
		const struct estimate *level = plot_data_level(point, set, drawing->metric);
		size_t first = 0, last = timeline->count;

		while (first < timeline->count && timeline->moments[first].set != set)
			first++;
		if (isnan(level->value) || first == timeline->count)
			continue;
		while (timeline->moments[--last].set != set)
			;
		datafile_row(&drawing->sheet, "%zu %zu %g %g %g %g %g", number, set + 1,
			     (double)first + 0.6, (double)last + 1.4, level->value, level->low,
			     level->high);
	}
}

static void write_page(struct page_drawing *drawing, const struct timeline *timeline,
		       const struct plot_data_point *const *points, size_t count, const char *what)
{
	char *note = xasprintf(
		"Runs 1 to %zu: %s to %s. Lines: the level of a kernel over the time in "
		"which it was measured; shaded: its 95%% interval; dashed: where the level of all "
		"runs changes. Shown: %s.",
		timeline->count, timeline->moments[0].run->name,
		timeline->moments[timeline->count - 1].run->name, what);
	const struct page page = {
		.title = ": each run in the order of time",
		.note = note,
		.panels = count,
	};

	page_open(drawing, &page);
	write_panels(drawing, timeline, points, count);
	datafile_block(&drawing->sheet,
		       "panel set x value flag run  (flag: 1 where a change begins)");
	for (size_t i = 0; i < count; i++)
		write_runs(drawing, timeline, points[i], i + 1);
	datafile_block(&drawing->sheet, "panel set from to value low high");
	for (size_t i = 0; i < count; i++)
		write_levels(drawing, timeline, points[i], i + 1);
	datafile_block(&drawing->sheet, "runs");
	datafile_row(&drawing->sheet, "%zu", timeline->count);
	datafile_close(&drawing->sheet);
	free(note);
}

void plot_history(struct page_drawing *drawing)
{
	struct timeline timeline = timeline_of(drawing);
	const struct plot_data_point *points[PAGE_PANELS_MAX];
	const char *what;
	size_t count = select_points(drawing, PAGE_PANELS_MAX, points, &what);

	if (count && timeline.count > 1)
		write_page(drawing, &timeline, points, count, what);
	free(timeline.moments);
}
