// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of costs.gp: time, instructions and cycles of each point side by side. */
#include <math.h>
#include <stdlib.h>

#include "plot.h"
#include "compare/format.h"

enum { BAR_PIXELS = 13, GAP_PIXELS = 6, AXIS_PIXELS = 50, PAGE_PIXELS = 1800, LABEL_COLUMNS = 44 };

/* What a machine has: @count metrics with values, and @slots sets, each with a bar. */
struct bars {
	enum csv_reader_metric metrics[CSV_READER_METRICS];
	size_t count, slots;
};

static bool has_metric(const struct page_drawing *drawing, enum csv_reader_metric metric)
{
	for (size_t i = 0; i < drawing->machine->count; i++)
		if (plot_data_has(drawing->plot_data, &drawing->machine->points[i], metric))
			return true;
	return false;
}

static struct bars bars_of(const struct page_drawing *drawing, char **note)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "instructions:k",
							       "cycles:k" };
	const char *before = " Not measured:";
	struct bars bars = { 0 };

	for (int f = 0; f < CSV_READER_METRICS; f++) {
		if (has_metric(drawing, (enum csv_reader_metric)f)) {
			bars.metrics[bars.count++] = (enum csv_reader_metric)f;
			continue;
		}
		xappend(note, "", "%s %s", before, names[f]);
		before = ",";
	}
	for (size_t set = 0; set < drawing->plot_data->set_count; set++)
		bars.slots += drawing->machine->sides[set].count > 0;
	return bars;
}

static bool is_of_group(const struct layout *rows, size_t at, size_t other)
{
	return rows->rows[other].point && rows->rows[other].is_alone == rows->rows[at].is_alone;
}

/* Scale shared by the bars of a group: the largest value of its points in any set. */
static double group_most(const struct page_drawing *drawing, const struct layout *rows, size_t at,
			 enum csv_reader_metric metric)
{
	double most = 0;

	while (at && is_of_group(rows, at, at - 1))
		at--;
	for (size_t i = at; i < rows->count && is_of_group(rows, at, i); i++)
		for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
			double value = plot_data_level(rows->rows[i].point, set, metric)->value;

			most = value > most ? value : most;
		}
	return most;
}

static void write_bar(struct page_drawing *drawing, const struct bars *bars,
		      const struct layout *rows, size_t at, size_t m)
{
	enum csv_reader_metric metric = bars->metrics[m];
	enum csv_reader_metric unit = format_unit(drawing->machine->facts, metric);
	double most = group_most(drawing, rows, at, metric);

	for (size_t set = 0, slot = 0; set < drawing->plot_data->set_count; set++) {
		double value = plot_data_level(rows->rows[at].point, set, metric)->value;
		char text[FORMAT_BYTES];

		if (!drawing->machine->sides[set].count)
			continue;
		datafile_row(&drawing->sheet, "%zu %zu %zu %g %g %s %zu", rows->to - at, m + 1,
			     set + 1, value / most, value, format_value(value, unit, text), ++slot);
	}
}

static void write_page(struct page_drawing *drawing, const struct bars *bars,
		       const struct layout *rows, const char *note)
{
	size_t count = rows->to - rows->from;
	const struct page page = {
		.about = "where the time goes",
		.title = ", lower is better",
		.note = note,
		.panels = 1,
		.columns = bars->count,
		.panel_height = AXIS_PIXELS + (BAR_PIXELS * bars->slots + GAP_PIXELS) * count,
	};

	page_open(drawing, &page);
	datafile_block(&drawing->sheet, "rows metrics slots");
	datafile_row(&drawing->sheet, "%zu %zu %zu", count, bars->count, bars->slots);
	datafile_block(&drawing->sheet, "metric name");
	for (size_t m = 0; m < bars->count; m++)
		datafile_row(&drawing->sheet, "%zu %s", m + 1,
			     page_about(drawing->machine, bars->metrics[m]));
	layout_write_labels(rows, &drawing->sheet);
	datafile_block(&drawing->sheet, "y metric set share value text slot");
	for (size_t i = rows->from; i < rows->to; i++)
		for (size_t m = 0; rows->rows[i].point && m < bars->count; m++)
			write_bar(drawing, bars, rows, i, m);
	datafile_close(&drawing->sheet);
}

void plot_costs(struct page_drawing *drawing)
{
	struct layout rows = { .columns = LABEL_COLUMNS, .has_unit = true };
	char *note = xstrdup("Bars under one heading share their scale, so that folio sizes and "
			     "kernels can be held against each other.");
	struct bars bars = bars_of(drawing, &note);

	for (size_t i = 0; i < drawing->machine->count; i++) {
		const struct plot_data_point *point = &drawing->machine->points[i];
		bool has_any = false;

		for (size_t m = 0; m < bars.count; m++)
			has_any |= plot_data_has(drawing->plot_data, point, bars.metrics[m]);
		if (has_any)
			layout_add(&rows, point);
	}
	while (layout_next(&rows, PAGE_PIXELS / (BAR_PIXELS * bars.slots + GAP_PIXELS) + 2))
		write_page(drawing, &bars, &rows, note);
	free(note);
}
