// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of costs.gp: time, instructions and cycles of each point side by side. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "layout.h"
#include "compare/format.h"
#include "compare/utf8.h"

enum { BAR_PIXELS = 13, GAP_PIXELS = 6, AXIS_PIXELS = 50, PAGE_PIXELS = 1800, LABEL_COLUMNS = 44 };

static const enum csv_reader_metric order[] = { CSV_READER_NS, CSV_READER_INSTRUCTIONS,
						CSV_READER_CYCLES };

/* Metrics with values on a machine. */
struct available {
	enum csv_reader_metric metrics[CSV_READER_METRICS];
	size_t count;
	char *missing;
};

static struct available available_of(const struct page_drawing *drawing,
				     const struct plot_data_machine *machine)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "instructions:k",
							       "cycles:k" };
	struct available available = { .missing = xstrdup("") };

	for (size_t i = 0; i < CSV_READER_METRICS; i++) {
		if (plot_data_has(machine, drawing->plot_data->set_count, order[i])) {
			available.metrics[available.count++] = order[i];
			continue;
		}
		xappend(&available.missing, ",", "%s %s",
			*available.missing ? "" : " Not measured:", names[order[i]]);
	}
	return available;
}

static bool has_any(const struct plot_data_point *point, size_t set_count)
{
	for (size_t set = 0; set < set_count; set++)
		for (size_t i = 0; i < CSV_READER_METRICS; i++)
			if (!isnan(plot_data_level(point, set, order[i])->value))
				return true;
	return false;
}

/* Number of sets measured on this machine: each has a bar. */
static size_t count_slots(const struct page_drawing *drawing,
			  const struct plot_data_machine *machine)
{
	size_t slots = 0;

	for (size_t set = 0; set < drawing->plot_data->set_count; set++)
		slots += machine->sides[set].count > 0;
	return slots;
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

/* Show times as instructions if the clock counts these. */
static enum csv_reader_metric unit_of(const struct plot_data_machine *machine,
				      enum csv_reader_metric metric)
{
	return host_facts_counts_instructions(machine->facts) ? CSV_READER_INSTRUCTIONS : metric;
}

static void write_bars(struct datafile *sheet, const struct page_drawing *drawing,
		       const struct plot_data_machine *machine, const struct available *available,
		       const struct layout *rows, size_t from, size_t to)
{
	datafile_block(sheet, "y metric set share value text slot");
	for (size_t i = from; i < to; i++)
		for (size_t m = 0; rows->rows[i].point && m < available->count; m++)
			for (size_t set = 0, slot = 0; set < drawing->plot_data->set_count; set++) {
				enum csv_reader_metric metric = available->metrics[m];
				double value =
					plot_data_level(rows->rows[i].point, set, metric)->value;
				char text[FORMAT_BYTES];

				if (!machine->sides[set].count)
					continue;
				datafile_count(sheet, to - i);
				datafile_count(sheet, m + 1);
				datafile_count(sheet, set + 1);
				datafile_number(sheet,
						value / group_most(drawing, rows, i, metric));
				datafile_number(sheet, value);
				datafile_text(sheet,
					      format_value(value, unit_of(machine, metric), text));
				datafile_count(sheet, ++slot);
				datafile_end(sheet);
			}
}

static void write_rows(struct datafile *sheet, const struct layout *rows, size_t from, size_t to)
{
	datafile_block(sheet, "y heading label");
	for (size_t i = from; i < to; i++) {
		const struct layout_row *row = &rows->rows[i];
		bool has_unit = !row->point || row->is_alone;
		const struct plot_data_point *point =
			row->point ? row->point : rows->rows[i + 1].point;
		char *cut = utf8_cut(row->label, LABEL_COLUMNS);
		char *label = xasprintf("%s%s", cut,
					!has_unit	     ? ""
					: point->is_per_page ? ", per page"
							     : ", per call");

		datafile_count(sheet, to - i);
		datafile_count(sheet, !row->point);
		datafile_text(sheet, label);
		datafile_end(sheet);
		free(label);
		free(cut);
	}
}

static void write_page(struct page_drawing *drawing, const struct plot_data_machine *machine,
		       const struct available *available, const struct layout *rows, size_t from,
		       size_t to)
{
	size_t slots = count_slots(drawing, machine);
	char *note = xasprintf("Bars under one heading share their scale, so that folio sizes and "
			       "kernels can be held against each other.%s",
			       available->missing);
	struct page page = {
		.machine = machine,
		.title = "where the time goes, lower is better",
		.note = note,
		.panels = 1,
		.columns = available->count,
		.panel_height = AXIS_PIXELS + (BAR_PIXELS * slots + GAP_PIXELS) * (to - from),
	};
	struct datafile sheet;

	page_open(drawing, &page, &sheet);
	datafile_block(&sheet, "rows metrics slots");
	datafile_count(&sheet, to - from);
	datafile_count(&sheet, available->count);
	datafile_count(&sheet, slots);
	datafile_end(&sheet);
	datafile_block(&sheet, "metric name");
	for (size_t m = 0; m < available->count; m++) {
		datafile_count(&sheet, m + 1);
		datafile_text(&sheet, page_about(machine, available->metrics[m]));
		datafile_end(&sheet);
	}
	write_rows(&sheet, rows, from, to);
	write_bars(&sheet, drawing, machine, available, rows, from, to);
	datafile_close(&sheet);
	free(note);
}

static void draw_machine(struct page_drawing *drawing, const struct plot_data_machine *machine)
{
	const struct plot_data_point **points =
		(const struct plot_data_point **)xcalloc(machine->count + 1, sizeof(*points));
	struct available available = available_of(drawing, machine);
	size_t slots = count_slots(drawing, machine), count = 0;
	struct layout rows;

	for (size_t i = 0; i < machine->count; i++)
		if (has_any(&machine->points[i], drawing->plot_data->set_count))
			points[count++] = &machine->points[i];
	layout_make(points, count, &rows);
	for (size_t from = 0, to; from < rows.count; from = to) {
		to = layout_page(&rows, from, PAGE_PIXELS / (BAR_PIXELS * slots + GAP_PIXELS) + 2);
		write_page(drawing, machine, &available, &rows, from, to);
	}
	layout_free(&rows);
	free(available.missing);
	free((void *)points);
}

void plot_costs(struct page_drawing *drawing)
{
	for (size_t i = 0; i < drawing->plot_data->count; i++)
		draw_machine(drawing, &drawing->plot_data->machines[i]);
	if (!drawing->pages)
		reason_set(&drawing->why, "no point was measured");
}
