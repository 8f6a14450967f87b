// SPDX-License-Identifier: GPL-2.0-or-later
/* Where does the time go? Time, instructions and cycles of each point side by side. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "rows.h"
#include "text.h"
#include "utf8.h"

enum { BAR_PIXELS = 13, GAP_PIXELS = 6, AXIS_PIXELS = 50, PAGE_PIXELS = 1800, LABEL_COLUMNS = 44 };

static const enum samples_figure order[] = { SAMPLES_NS, SAMPLES_INSTRUCTIONS, SAMPLES_CYCLES };

/* The figures that are there. */
struct metrics {
	enum samples_figure figures[SAMPLES_FIGURES];
	size_t count;
	char *missing;
};

static struct metrics metrics_of(const struct drawing *drawing,
				 const struct gallery_machine *machine)
{
	static const char *const names[SAMPLES_FIGURES] = { "time", "instructions:k", "cycles:k" };
	struct metrics metrics = { .missing = xstrdup("") };

	for (size_t i = 0; i < SAMPLES_FIGURES; i++) {
		char *longer;

		if (gallery_has(machine, drawing->gallery->set_count, order[i])) {
			metrics.figures[metrics.count++] = order[i];
			continue;
		}
		longer = xasprintf("%s%s %s", metrics.missing,
				   *metrics.missing ? "," : " Not measured:", names[order[i]]);
		free(metrics.missing);
		metrics.missing = longer;
	}
	return metrics;
}

static bool has_any(const struct gallery_point *point, size_t set_count)
{
	for (size_t set = 0; set < set_count; set++)
		for (size_t i = 0; i < SAMPLES_FIGURES; i++)
			if (!isnan(gallery_level(point, set, order[i])->value))
				return true;
	return false;
}

/* How many sets were measured on this machine? Each has a bar. */
static size_t count_slots(const struct drawing *drawing, const struct gallery_machine *machine)
{
	size_t slots = 0;

	for (size_t set = 0; set < drawing->gallery->set_count; set++)
		slots += machine->sides[set].count > 0;
	return slots;
}

static bool is_of_group(const struct rows *rows, size_t at, size_t other)
{
	return rows->rows[other].point && rows->rows[other].is_alone == rows->rows[at].is_alone;
}

/* Bars of a group share their scale: the largest value of any of its points in any set. */
static double group_most(const struct drawing *drawing, const struct rows *rows, size_t at,
			 enum samples_figure figure)
{
	double most = 0;

	while (at && is_of_group(rows, at, at - 1))
		at--;
	for (size_t i = at; i < rows->count && is_of_group(rows, at, i); i++)
		for (size_t set = 0; set < drawing->gallery->set_count; set++) {
			double value = gallery_level(rows->rows[i].point, set, figure)->value;

			most = value > most ? value : most;
		}
	return most;
}

/* Where the clock counts instructions, so do the texts. */
static enum samples_figure unit_of(const struct gallery_machine *machine,
				   enum samples_figure figure)
{
	return facts_counts_instructions(machine->facts) ? SAMPLES_INSTRUCTIONS : figure;
}

static void write_bars(struct sheet *sheet, const struct drawing *drawing,
		       const struct gallery_machine *machine, const struct metrics *metrics,
		       const struct rows *rows, size_t from, size_t to)
{
	sheet_block(sheet, "y metric set share value text slot");
	for (size_t i = from; i < to; i++)
		for (size_t m = 0; rows->rows[i].point && m < metrics->count; m++)
			for (size_t set = 0, slot = 0; set < drawing->gallery->set_count; set++) {
				enum samples_figure figure = metrics->figures[m];
				double value =
					gallery_level(rows->rows[i].point, set, figure)->value;
				char text[TEXT_BYTES];

				if (!machine->sides[set].count)
					continue;
				sheet_count(sheet, to - i);
				sheet_count(sheet, m + 1);
				sheet_count(sheet, set + 1);
				sheet_number(sheet, value / group_most(drawing, rows, i, figure));
				sheet_number(sheet, value);
				sheet_text(sheet,
					   text_value(value, unit_of(machine, figure), text));
				sheet_count(sheet, ++slot);
				sheet_end(sheet);
			}
}

static void write_rows(struct sheet *sheet, const struct rows *rows, size_t from, size_t to)
{
	sheet_block(sheet, "y heading label");
	for (size_t i = from; i < to; i++) {
		const struct rows_row *row = &rows->rows[i];
		bool has_unit = !row->point || row->is_alone;
		const struct gallery_point *point =
			row->point ? row->point : rows->rows[i + 1].point;
		char *cut = utf8_cut(row->label, LABEL_COLUMNS);
		char *label = xasprintf("%s%s", cut,
					!has_unit	     ? ""
					: point->is_per_page ? ", per page"
							     : ", per call");

		sheet_count(sheet, to - i);
		sheet_count(sheet, !row->point);
		sheet_text(sheet, label);
		sheet_end(sheet);
		free(label);
		free(cut);
	}
}

static void write_page(struct drawing *drawing, const struct gallery_machine *machine,
		       const struct metrics *metrics, const struct rows *rows, size_t from,
		       size_t to)
{
	size_t slots = count_slots(drawing, machine);
	char *note = xasprintf("Bars under one heading share their scale, so that folio sizes and "
			       "kernels can be held against each other.%s",
			       metrics->missing);
	struct canvas canvas = {
		.machine = machine,
		.title = "where the time goes, lower is better",
		.note = note,
		.panels = 1,
		.columns = metrics->count,
		.panel_height = AXIS_PIXELS + (BAR_PIXELS * slots + GAP_PIXELS) * (to - from),
	};
	struct sheet sheet;

	canvas_open(drawing, &canvas, &sheet);
	sheet_block(&sheet, "rows metrics slots");
	sheet_count(&sheet, to - from);
	sheet_count(&sheet, metrics->count);
	sheet_count(&sheet, slots);
	sheet_end(&sheet);
	sheet_block(&sheet, "metric name");
	for (size_t m = 0; m < metrics->count; m++) {
		sheet_count(&sheet, m + 1);
		sheet_text(&sheet, canvas_about(machine, metrics->figures[m]));
		sheet_end(&sheet);
	}
	write_rows(&sheet, rows, from, to);
	write_bars(&sheet, drawing, machine, metrics, rows, from, to);
	sheet_close(&sheet);
	free(note);
}

static void draw_machine(struct drawing *drawing, const struct gallery_machine *machine)
{
	const struct gallery_point **points =
		(const struct gallery_point **)xcalloc(machine->count + 1, sizeof(*points));
	struct metrics metrics = metrics_of(drawing, machine);
	size_t slots = count_slots(drawing, machine), count = 0;
	struct rows rows;

	for (size_t i = 0; i < machine->count; i++)
		if (has_any(&machine->points[i], drawing->gallery->set_count))
			points[count++] = &machine->points[i];
	rows_make(points, count, &rows);
	for (size_t from = 0, to; from < rows.count; from = to) {
		to = rows_page(&rows, from, PAGE_PIXELS / (BAR_PIXELS * slots + GAP_PIXELS) + 2);
		write_page(drawing, machine, &metrics, &rows, from, to);
	}
	rows_free(&rows);
	free(metrics.missing);
	free((void *)points);
}

void draw_costs(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->gallery->count; i++)
		draw_machine(drawing, &drawing->gallery->machines[i]);
	if (!drawing->pages)
		reason_set(&drawing->why, "no point was measured");
}
