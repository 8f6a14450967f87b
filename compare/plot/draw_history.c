// SPDX-License-Identifier: GPL-2.0-or-later
/* What did each run find, in the order of time? For few points. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "breaks.h"
#include "choice.h"
#include "draw.h"
#include "panel.h"

/* Of the permutations: a figure drawn twice is the same. */
enum { SEED = 1 };

/* A run and its set; @x: its place in time among all runs of the machine. */
struct moment {
	const struct run *run;
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

static struct timeline timeline_of(const struct gallery *gallery,
				   const struct gallery_machine *machine)
{
	struct timeline timeline = { 0 };
	size_t room = 1;

	for (size_t set = 0; set < gallery->set_count; set++)
		room += machine->sides[set].count;
	timeline.moments = xcalloc(room, sizeof(*timeline.moments));
	for (size_t set = 0; set < gallery->set_count; set++)
		for (size_t i = 0; i < machine->sides[set].count; i++)
			timeline.moments[timeline.count++] =
				(struct moment) { machine->sides[set].runs[i], set, 0 };
	qsort(timeline.moments, timeline.count, sizeof(*timeline.moments), by_time);
	for (size_t i = 0; i < timeline.count; i++)
		timeline.moments[i].x = i + 1;
	return timeline;
}

static void write_panels(struct sheet *sheet, const struct drawing *drawing,
			 const struct gallery_machine *machine, const struct timeline *timeline,
			 const size_t *points, size_t count)
{
	sheet_block(sheet, "panel base low high scale title label");
	for (size_t i = 0; i < count; i++) {
		const struct gallery_point *point = &machine->points[points[i]];
		struct panel panel = panel_new(point->is_per_page);

		for (size_t j = 0; j < timeline->count; j++) {
			const struct moment *moment = &timeline->moments[j];

			if (!isnan(gallery_level(point, moment->set, drawing->figure)->value))
				panel_add(&panel, level_of_run(moment->run, point->row->point,
							       drawing->figure));
		}
		panel_write(sheet, i + 1, &panel, false, gallery_unit(machine, drawing->figure),
			    point->row->point);
	}
}

/* Of the values that runs have, as one series: change points by E-divisive (breaks.h). */
static void find_changes(const struct drawing *drawing, const struct gallery_point *point,
			 const struct timeline *timeline, bool *ret_begins)
{
	double *y = xcalloc(timeline->count, sizeof(*y));
	size_t *where = xcalloc(timeline->count, sizeof(*where)), count = 0, changes;
	struct breaks_point *points;

	for (size_t j = 0; j < timeline->count; j++) {
		const struct moment *moment = &timeline->moments[j];
		double value = level_of_run(moment->run, point->row->point, drawing->figure);

		if (isnan(gallery_level(point, moment->set, drawing->figure)->value) ||
		    !(value > 0))
			continue;
		y[count] = log(value);
		where[count++] = j;
	}
	changes = breaks_find(y, count, log1p(drawing->gallery->margin), SEED, &points);
	for (size_t i = 0; i < changes; i++)
		ret_begins[where[points[i].at]] = true;
	free(points);
	free(where);
	free(y);
}

static void write_runs(struct sheet *sheet, const struct drawing *drawing,
		       const struct gallery_machine *machine, const struct timeline *timeline,
		       const size_t *points, size_t count)
{
	sheet_block(sheet, "panel set x value flag run  (flag: 1 where a change begins)");
	for (size_t i = 0; i < count; i++) {
		const struct gallery_point *point = &machine->points[points[i]];
		bool *begins = xcalloc(timeline->count, sizeof(*begins));

		find_changes(drawing, point, timeline, begins);
		for (size_t j = 0; j < timeline->count; j++) {
			const struct moment *moment = &timeline->moments[j];

			if (isnan(gallery_level(point, moment->set, drawing->figure)->value))
				continue;
			sheet_count(sheet, i + 1);
			sheet_count(sheet, moment->set + 1);
			sheet_count(sheet, moment->x);
			sheet_number(sheet,
				     level_of_run(moment->run, point->row->point, drawing->figure));
			sheet_count(sheet, begins[j]);
			sheet_text(sheet, moment->run->name);
			sheet_end(sheet);
		}
		free(begins);
	}
}

static void write_levels(struct sheet *sheet, const struct drawing *drawing,
			 const struct timeline *timeline, const struct gallery_machine *machine,
			 const size_t *points, size_t count)
{
	sheet_block(sheet, "panel set from to value low high");
	for (size_t i = 0; i < count; i++)
		for (size_t set = 0; set < drawing->gallery->set_count; set++) {
			const struct level *level =
				gallery_level(&machine->points[points[i]], set, drawing->figure);
			size_t first = timeline->count, last = 0;

			for (size_t j = 0; j < timeline->count; j++)
				if (timeline->moments[j].set == set) {
					first = j < first ? j : first;
					last = j;
				}
			if (isnan(level->value) || first == timeline->count)
				continue;
			sheet_count(sheet, i + 1);
			sheet_count(sheet, set + 1);
			sheet_number(sheet, (double)first + 0.6);
			sheet_number(sheet, (double)last + 1.4);
			sheet_number(sheet, level->value);
			sheet_number(sheet, level->low);
			sheet_number(sheet, level->high);
			sheet_end(sheet);
		}
}

static void write_page(struct drawing *drawing, const struct gallery_machine *machine,
		       const struct timeline *timeline, const size_t *points, size_t count,
		       bool decided)
{
	char *title = xasprintf("%s: each run in the order of time",
				canvas_about(machine, drawing->figure));
	char *note = xasprintf(
		"Runs 1 to %zu: %s to %s. Lines: the level of a kernel over the time in "
		"which it was measured; shaded: its 95%% interval; dashed: where the level of all "
		"runs changes. Shown: %s.",
		timeline->count, timeline->moments[0].run->name,
		timeline->moments[timeline->count - 1].run->name,
		decided ? "the points with the largest changes that were decided"
			: "some well-known points");
	struct canvas canvas = {
		.machine = machine,
		.title = title,
		.note = note,
		.panels = count,
	};
	struct sheet sheet;

	canvas_open(drawing, &canvas, &sheet);
	write_panels(&sheet, drawing, machine, timeline, points, count);
	write_runs(&sheet, drawing, machine, timeline, points, count);
	write_levels(&sheet, drawing, timeline, machine, points, count);
	sheet_block(&sheet, "runs");
	sheet_count(&sheet, timeline->count);
	sheet_end(&sheet);
	sheet_close(&sheet);
	free(note);
	free(title);
}

void draw_history(struct drawing *drawing)
{
	const struct gallery *gallery = drawing->gallery;

	for (size_t i = 0; i < gallery->count; i++) {
		const struct gallery_machine *machine = &gallery->machines[i];
		struct timeline timeline = timeline_of(gallery, machine);
		size_t points[CANVAS_PANELS_MAX];
		bool decided;
		size_t count = choice_of_points(gallery, machine, drawing->figure,
						CANVAS_PANELS_MAX, points, &decided);

		if (count && timeline.count > 1)
			write_page(drawing, machine, &timeline, points, count, decided);
		free(timeline.moments);
	}
	if (!drawing->pages)
		reason_set(&drawing->why, "needs two runs of a machine, with values");
}
