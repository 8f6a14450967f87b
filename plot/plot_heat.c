// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of heatmap.gp: B/A, one column per machine and one row per point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "layout.h"
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

static const struct plot_data_point *find(const struct plot_data_machine *machine, const char *name)
{
	for (size_t i = 0; i < machine->count; i++)
		if (!strcmp(machine->points[i].row->point, name))
			return &machine->points[i];
	return NULL;
}

static int by_order(const void *a, const void *b)
{
	return csv_reader_compare((*(const struct plot_data_point *const *)a)->row,
				  (*(const struct plot_data_point *const *)b)->row);
}

/* Distinct cases of all machines. */
static size_t list_points(const struct columns *columns, const struct plot_data_point **points)
{
	size_t count = 0;

	for (size_t m = 0; m < columns->count; m++)
		for (size_t i = 0; i < columns->machines[m]->count; i++) {
			const struct plot_data_point *point = &columns->machines[m]->points[i];
			bool is_new = !csv_row_is_control(point->row);

			for (size_t k = 0; k < m && is_new; k++)
				is_new = !find(columns->machines[k], point->row->point);
			if (is_new)
				points[count++] = point;
		}
	qsort((void *)points, count, sizeof(*points), by_order);
	return count;
}

static const struct verdict *decision_on(const struct page_drawing *drawing,
					 const struct plot_data_machine *machine, const char *name,
					 size_t set)
{
	const struct plot_data_point *point = find(machine, name);

	return point ? plot_data_decision(machine, point, set, drawing->metric) : NULL;
}

/* Symmetric colours, saturated from a factor of two on, so that one outlier does not pale others.
 */
static double reach_of(const struct page_drawing *drawing, const struct columns *columns,
		       size_t set)
{
	double most = 0;

	for (size_t m = 0; m < columns->count; m++)
		for (size_t i = 0; i < columns->machines[m]->count; i++) {
			const struct plot_data_point *point = &columns->machines[m]->points[i];
			const struct verdict *on = plot_data_decision(columns->machines[m], point,
								      set, drawing->metric);

			if (on && !csv_row_is_control(point->row))
				most = fmax(most, fabs(on->d) / M_LN2);
		}
	return fmin(fmax(most, REACH_LEAST), REACH_MOST);
}

static void write_cell(struct datafile *sheet, const struct verdict *on, size_t x, size_t y)
{
	char delta[FORMAT_BYTES], *text;

	text = on ? xasprintf("%s %c", format_percent(on->d, delta), verdict_letter(on->verdict))
		  : xstrdup("-");
	datafile_count(sheet, x);
	datafile_count(sheet, y);
	datafile_number(sheet, on ? on->d / M_LN2 : NAN);
	datafile_text(sheet, text);
	datafile_end(sheet);
	free(text);
}

static void write_cells(struct datafile *sheet, const struct page_drawing *drawing,
			const struct columns *columns, size_t set, const struct layout *rows,
			size_t from, size_t to)
{
	datafile_block(sheet, "machine y log2 text");
	for (size_t i = from; i < to; i++)
		for (size_t m = 0; rows->rows[i].point && m < columns->count; m++)
			write_cell(sheet,
				   decision_on(drawing, columns->machines[m],
					       rows->rows[i].point->row->point, set),
				   m + 1, to - i);
}

static void write_machines(struct datafile *sheet, const struct page_drawing *drawing,
			   const struct columns *columns, size_t set)
{
	size_t room = columns->count > 4 ? NARROW_COLUMNS : NAME_COLUMNS;

	datafile_block(sheet, "machine host cpu units");
	for (size_t m = 0; m < columns->count; m++) {
		const struct plot_data_machine *machine = columns->machines[m];
		char *cpu = host_facts_cpu(machine->facts), *name = utf8_cut(machine->name, room);
		char *core = utf8_cut(cpu ? cpu : HOST_FACTS_UNKNOWN, room);
		char *units[] = { page_units(drawing, machine, 0),
				  page_units(drawing, machine, set) };
		char *both = strcmp(units[0], units[1])
				     ? xasprintf("%.*s + %s", (int)strcspn(units[0], " "), units[0],
						 units[1])
				     : xasprintf("%s a side", units[0]);
		char *text = utf8_cut(both, room);

		datafile_count(sheet, m + 1);
		datafile_text(sheet, name);
		datafile_text(sheet, core);
		datafile_text(sheet, text);
		datafile_end(sheet);
		free(text);
		free(both);
		free(units[0]);
		free(units[1]);
		free(core);
		free(name);
		free(cpu);
	}
}

static void write_labels(struct datafile *sheet, const struct layout *rows, size_t from, size_t to)
{
	datafile_block(sheet, "y heading label");
	for (size_t i = from; i < to; i++) {
		char *label = utf8_cut(rows->rows[i].label, LABEL_COLUMNS);

		datafile_count(sheet, to - i);
		datafile_count(sheet, !rows->rows[i].point);
		datafile_text(sheet, label);
		datafile_end(sheet);
		free(label);
	}
}

static void write_page(struct page_drawing *drawing, const struct columns *columns, size_t set,
		       const struct layout *rows, size_t from, size_t to)
{
	const struct plot_data_machine *one = columns->count == 1 ? columns->machines[0] : NULL;
	char *title = xasprintf("%s: change from A by machine; blue is better",
				page_about(one, drawing->metric));
	double reach = reach_of(drawing, columns, set);
	struct page page = {
		.machine = one,
		.title = title,
		.note = "Change in percent and verdict: F faster, S slower, = within the margin, ? "
			"undecided. Grey: not comparable on that machine. Colours are full from "
			"the "
			"ends of the scale on.",
		.panels = 1,
		.columns = columns->count < 4	? 1
			   : columns->count < 7 ? 2
						: 3,
		.panel_height = AXIS_PIXELS + ROW_PIXELS * (to - from + 1),
		.set = set,
		.machines = columns->count,
	};
	struct datafile sheet;

	page_open(drawing, &page, &sheet);
	datafile_block(&sheet, "reach machines rows  (log2)");
	datafile_number(&sheet, reach);
	datafile_count(&sheet, columns->count);
	datafile_count(&sheet, to - from);
	datafile_end(&sheet);
	write_machines(&sheet, drawing, columns, set);
	write_labels(&sheet, rows, from, to);
	write_cells(&sheet, drawing, columns, set, rows, from, to);
	datafile_close(&sheet);
	free(title);
}

static void draw_columns(struct page_drawing *drawing, const struct columns *columns, size_t set)
{
	const struct plot_data_point **points;
	size_t room = 1;
	struct layout rows;

	for (size_t m = 0; m < columns->count; m++)
		room += columns->machines[m]->count;
	points = (const struct plot_data_point **)xcalloc(room, sizeof(*points));
	layout_make(points, list_points(columns, points), &rows);
	for (size_t from = 0, to; from < rows.count; from = to) {
		to = layout_page(&rows, from, PAGE_ROWS_MAX);
		write_page(drawing, columns, set, &rows, from, to);
	}
	layout_free(&rows);
	free((void *)points);
}

/* True if any point is comparable on any machine; else all would be grey. */
static bool has_any(const struct page_drawing *drawing, size_t set)
{
	for (size_t i = 0; i < drawing->plot_data->count; i++) {
		const struct plot_data_machine *machine = &drawing->plot_data->machines[i];

		for (size_t j = 0; j < machine->count; j++)
			if (!csv_row_is_control(machine->points[j].row) &&
			    plot_data_decision(machine, &machine->points[j], set, drawing->metric))
				return true;
	}
	return false;
}

void plot_heat(struct page_drawing *drawing)
{
	const struct plot_data *plot_data = drawing->plot_data;

	for (size_t set = 1; set < plot_data->set_count; set++) {
		struct columns columns = { .count = 0 };

		for (size_t i = 0; i < plot_data->count && has_any(drawing, set); i++) {
			if (plot_data->machines[i].sides[set].judged)
				columns.machines[columns.count++] = &plot_data->machines[i];
			if (columns.count &&
			    (columns.count == MACHINES_MAX || i + 1 == plot_data->count)) {
				draw_columns(drawing, &columns, set);
				columns.count = 0;
			}
		}
	}
	if (!drawing->pages)
		reason_set(&drawing->why, "%s",
			   plot_data->set_count < 2
				   ? "needs two sets"
				   : "no point of two sets is comparable in this metric");
}
