// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of history.gp: the value of each run by time, for few points. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history/changepoint.h"
#include "select_points.h"
#include "plot.h"
#include "panel.h"

/* Seed of the permutations: drawing twice gives the same result. */
enum { SEED = 1 };

/* A run and its set; @x: its rank by time among all runs of the machine. */
struct moment {
	const struct load_run *run;
	size_t set, x;
};

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

static struct timeline timeline_of(const struct plot_data *plot_data,
				   const struct plot_data_machine *machine)
{
	struct timeline timeline = { 0 };
	size_t room = 1;

	for (size_t set = 0; set < plot_data->set_count; set++)
		room += machine->sides[set].count;
	timeline.moments = xcalloc(room, sizeof(*timeline.moments));
	for (size_t set = 0; set < plot_data->set_count; set++)
		for (size_t i = 0; i < machine->sides[set].count; i++)
			timeline.moments[timeline.count++] =
				(struct moment) { machine->sides[set].runs[i], set, 0 };
	qsort(timeline.moments, timeline.count, sizeof(*timeline.moments), by_time);
	for (size_t i = 0; i < timeline.count; i++)
		timeline.moments[i].x = i + 1;
	return timeline;
}

static void write_panels(struct datafile *sheet, const struct page_drawing *drawing,
			 const struct plot_data_machine *machine, const struct timeline *timeline,
			 const size_t *points, size_t count)
{
	datafile_block(sheet, "panel base low high scale title label");
	for (size_t i = 0; i < count; i++) {
		const struct plot_data_point *point = &machine->points[points[i]];
		struct panel panel = panel_new(point->is_per_page);

		for (size_t j = 0; j < timeline->count; j++) {
			const struct moment *moment = &timeline->moments[j];

			if (!isnan(plot_data_level(point, moment->set, drawing->metric)->value))
				panel_add(&panel, estimate_of_run(moment->run, point->row->point,
								  drawing->metric));
		}
		panel_write(sheet, i + 1, &panel, false, plot_data_unit(machine, drawing->metric),
			    point->row->point);
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
		const struct moment *moment = &timeline->moments[j];
		double value = estimate_of_run(moment->run, point->row->point, drawing->metric);

		if (isnan(plot_data_level(point, moment->set, drawing->metric)->value) ||
		    !(value > 0))
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

static void write_runs(struct datafile *sheet, const struct page_drawing *drawing,
		       const struct plot_data_machine *machine, const struct timeline *timeline,
		       const size_t *points, size_t count)
{
	datafile_block(sheet, "panel set x value flag run  (flag: 1 where a change begins)");
	for (size_t i = 0; i < count; i++) {
		const struct plot_data_point *point = &machine->points[points[i]];
		bool *begins = xcalloc(timeline->count, sizeof(*begins));

		find_changes(drawing, point, timeline, begins);
		for (size_t j = 0; j < timeline->count; j++) {
			const struct moment *moment = &timeline->moments[j];

			if (isnan(plot_data_level(point, moment->set, drawing->metric)->value))
				continue;
			datafile_count(sheet, i + 1);
			datafile_count(sheet, moment->set + 1);
			datafile_count(sheet, moment->x);
			datafile_number(sheet, estimate_of_run(moment->run, point->row->point,
							       drawing->metric));
			datafile_count(sheet, begins[j]);
			datafile_text(sheet, moment->run->name);
			datafile_end(sheet);
		}
		free(begins);
	}
}

static void write_levels(struct datafile *sheet, const struct page_drawing *drawing,
			 const struct timeline *timeline, const struct plot_data_machine *machine,
			 const size_t *points, size_t count)
{
	datafile_block(sheet, "panel set from to value low high");
	for (size_t i = 0; i < count; i++)
		for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
			const struct estimate *level =
				plot_data_level(&machine->points[points[i]], set, drawing->metric);
			size_t first = timeline->count, last = 0;

			for (size_t j = 0; j < timeline->count; j++)
				if (timeline->moments[j].set == set) {
					first = j < first ? j : first;
					last = j;
				}
			if (isnan(level->value) || first == timeline->count)
				continue;
			datafile_count(sheet, i + 1);
			datafile_count(sheet, set + 1);
			datafile_number(sheet, (double)first + 0.6);
			datafile_number(sheet, (double)last + 1.4);
			datafile_number(sheet, level->value);
			datafile_number(sheet, level->low);
			datafile_number(sheet, level->high);
			datafile_end(sheet);
		}
}

static void write_page(struct page_drawing *drawing, const struct plot_data_machine *machine,
		       const struct timeline *timeline, const size_t *points, size_t count,
		       bool decided)
{
	char *title = xasprintf("%s: each run in the order of time",
				page_about(machine, drawing->metric));
	char *note = xasprintf(
		"Runs 1 to %zu: %s to %s. Lines: the level of a kernel over the time in "
		"which it was measured; shaded: its 95%% interval; dashed: where the level of all "
		"runs changes. Shown: %s.",
		timeline->count, timeline->moments[0].run->name,
		timeline->moments[timeline->count - 1].run->name,
		decided ? "the points with the largest changes that were decided"
			: "some well-known points");
	struct page page = {
		.machine = machine,
		.title = title,
		.note = note,
		.panels = count,
	};
	struct datafile sheet;

	page_open(drawing, &page, &sheet);
	write_panels(&sheet, drawing, machine, timeline, points, count);
	write_runs(&sheet, drawing, machine, timeline, points, count);
	write_levels(&sheet, drawing, timeline, machine, points, count);
	datafile_block(&sheet, "runs");
	datafile_count(&sheet, timeline->count);
	datafile_end(&sheet);
	datafile_close(&sheet);
	free(note);
	free(title);
}

void plot_history(struct page_drawing *drawing)
{
	const struct plot_data *plot_data = drawing->plot_data;

	for (size_t i = 0; i < plot_data->count; i++) {
		const struct plot_data_machine *machine = &plot_data->machines[i];
		struct timeline timeline = timeline_of(plot_data, machine);
		size_t points[PAGE_PANELS_MAX];
		bool decided;
		size_t count = select_points(plot_data, machine, drawing->metric, PAGE_PANELS_MAX,
					     points, &decided);

		if (count && timeline.count > 1)
			write_page(drawing, machine, &timeline, points, count, decided);
		free(timeline.moments);
	}
	if (!drawing->pages)
		reason_set(&drawing->why, "needs two runs of a machine, with values");
}
