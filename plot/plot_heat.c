// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of heatmap.gp: B/A, one column per machine and one row per point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "compare/format.h"
#include "compare/utf8.h"

enum {
	ROW_PIXELS = 18,
	AXIS_PIXELS = 86,
	LABEL_COLUMNS = 46,
	MACHINES_MAX = 8,
	NAME_COLUMNS = 20,
	NARROW_COLUMNS = 14,
};

static const double REACH_LEAST = 0.05, REACH_MOST = 1; /* log2 */

/* Columns of a page: some of the machines that have both sets. */
struct columns {
	const struct plot_data_machine *machines[MACHINES_MAX];
	size_t count;
};

static int by_order(const void *a, const void *b)
{
	return csv_reader_compare((*(const struct plot_data_point *const *)a)->row,
				  (*(const struct plot_data_point *const *)b)->row);
}

/* Distinct cases of all machines. */
static void list_points(const struct columns *columns, struct layout *layout)
{
	const struct plot_data_point **points = NULL;
	size_t count = 0;

	for (size_t m = 0; m < columns->count; m++)
		for (size_t i = 0; i < columns->machines[m]->count; i++) {
			const struct plot_data_point *point = &columns->machines[m]->points[i];
			bool is_new = !csv_row_is_control(point->row);

			for (size_t k = 0; k < m && is_new; k++)
				is_new = !plot_data_find(columns->machines[k], point->row->point);
			if (!is_new)
				continue;
			points = (const struct plot_data_point **)xrealloc(
				(void *)points, count + 1, sizeof(*points));
			points[count++] = point;
		}
	if (count)
		qsort((void *)points, count, sizeof(*points), by_order);
	for (size_t i = 0; i < count; i++)
		layout_add(layout, points[i]);
	free((void *)points);
}

/* Greatest change of a case on any of the machines, in ln; -1 if none is comparable. */
static double most_of(const struct page_drawing *drawing,
		      const struct plot_data_machine *const *machines, size_t count)
{
	double most = -1;

	for (size_t m = 0; m < count; m++)
		for (size_t i = 0; i < machines[m]->count; i++) {
			const struct plot_data_point *point = &machines[m]->points[i];
			const struct verdict *on = plot_data_decision(
				machines[m], point, drawing->set, drawing->metric);

			if (on && !csv_row_is_control(point->row))
				most = fmax(most, fabs(on->d));
		}
	return most;
}

static void write_cells(struct page_drawing *drawing, const struct columns *columns,
			const struct plot_data_point *point, size_t y)
{
	for (size_t m = 0; point && m < columns->count; m++) {
		const struct plot_data_machine *machine = columns->machines[m];
		const struct plot_data_point *here = plot_data_find(machine, point->row->point);
		const struct verdict *on =
			here ? plot_data_decision(machine, here, drawing->set, drawing->metric)
			     : NULL;
		char delta[FORMAT_BYTES];
		char *text = on ? xasprintf("%s %c", format_percent(on->d, delta),
					    verdict_letters[on->verdict])
				: xstrdup("-");

		datafile_row(&drawing->sheet, "%zu %zu %g %s", m + 1, y, on ? on->d / M_LN2 : NAN,
			     text);
		free(text);
	}
}

/* "6 boots a side", or "5 + 6 boots". */
static char *describe_units(const struct page_drawing *drawing,
			    const struct plot_data_machine *machine)
{
	char *a = page_units(drawing, machine, 0), *b = page_units(drawing, machine, drawing->set);
	char *text = strcmp(a, b) ? xasprintf("%.*s + %s", (int)strcspn(a, " "), a, b)
				  : xasprintf("%s a side", a);

	free(b);
	free(a);
	return text;
}

static void write_machines(struct page_drawing *drawing, const struct columns *columns)
{
	size_t room = columns->count > 4 ? NARROW_COLUMNS : NAME_COLUMNS;

	datafile_block(&drawing->sheet, "machine host cpu units");
	for (size_t m = 0; m < columns->count; m++) {
		const struct plot_data_machine *machine = columns->machines[m];
		char *cpu = host_facts_cpu(machine->facts);
		char *units = describe_units(drawing, machine);
		char *cuts[] = { utf8_cut(machine->name, room),
				 utf8_cut(cpu ? cpu : HOST_FACTS_UNKNOWN, room),
				 utf8_cut(units, room) };

		datafile_row(&drawing->sheet, "%zu %s %s %s", m + 1, cuts[0], cuts[1], cuts[2]);
		for (int i = 0; i < 3; i++)
			free(cuts[i]);
		free(units);
		free(cpu);
	}
}

static void write_page(struct page_drawing *drawing, const struct columns *columns,
		       const struct layout *rows)
{
	size_t count = rows->to - rows->from;
	/* Colours are full from a factor of two on, so that one outlier does not pale the others.
	 */
	double most = most_of(drawing, columns->machines, columns->count) / M_LN2;
	const struct page page = {
		.title = ": change from A by machine; blue is better",
		.note = "Change in percent and verdict: F faster, S slower, = within the margin, ~ "
			"changed within it, ? undecided. Grey: not comparable on that machine. "
			"Colours are full from "
			"the ends of the scale on.",
		.panels = 1,
		.columns = columns->count < 4	? 1
			   : columns->count < 7 ? 2
						: 3,
		.panel_height = AXIS_PIXELS + ROW_PIXELS * (count + 1),
		.machines = columns->count,
	};

	page_open(drawing, &page);
	datafile_block(&drawing->sheet, "reach machines rows  (log2)");
	datafile_row(&drawing->sheet, "%g %zu %zu", fmin(fmax(most, REACH_LEAST), REACH_MOST),
		     columns->count, count);
	write_machines(drawing, columns);
	layout_write_labels(rows, &drawing->sheet);
	datafile_block(&drawing->sheet, "machine y log2 text");
	for (size_t i = rows->from; i < rows->to; i++)
		write_cells(drawing, columns, rows->rows[i].point, rows->to - i);
	datafile_close(&drawing->sheet);
}

static void draw_columns(struct page_drawing *drawing, const struct columns *columns)
{
	struct layout rows = { .columns = LABEL_COLUMNS };

	drawing->machine = columns->count == 1 ? columns->machines[0] : NULL;
	list_points(columns, &rows);
	while (layout_next(&rows, PAGE_ROWS_MAX))
		write_page(drawing, columns, &rows);
}

void plot_heat(struct page_drawing *drawing)
{
	const struct plot_data *plot_data = drawing->plot_data;
	struct columns columns = { .count = 0 };
	bool has_any = false; /* else all would be grey */

	for (size_t i = 0; i < plot_data->count; i++) {
		const struct plot_data_machine *machine = &plot_data->machines[i];

		has_any |= most_of(drawing, &machine, 1) >= 0;
	}
	for (size_t i = 0; i < plot_data->count && has_any; i++) {
		if (plot_data->machines[i].sides[drawing->set].judged)
			columns.machines[columns.count++] = &plot_data->machines[i];
		if (columns.count && (columns.count == MACHINES_MAX || i + 1 == plot_data->count)) {
			draw_columns(drawing, &columns);
			columns.count = 0;
		}
	}
}
