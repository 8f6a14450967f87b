// SPDX-License-Identifier: GPL-2.0-or-later
/* Which machines gained, and where? One column a machine, one row a point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "rows.h"
#include "text.h"
#include "utf8.h"

enum {
	ROW_PIXELS = 18,
	AXIS_PIXELS = 86,
	LABEL_COLUMNS = 46,
	MACHINES_MAX = 8,
	NAME_COLUMNS = 20,
	NARROW_COLUMNS = 14,
};

static const double REACH_LEAST = 0.05, REACH_MOST = 1; /* log2 */

/* The columns of a page: some of the machines that have both sets. */
struct columns {
	const struct gallery_machine *machines[MACHINES_MAX];
	size_t count;
};

static const struct gallery_point *find(const struct gallery_machine *machine, const char *name)
{
	for (size_t i = 0; i < machine->count; i++)
		if (!strcmp(machine->points[i].row->point, name))
			return &machine->points[i];
	return NULL;
}

static int by_order(const void *a, const void *b)
{
	return samples_compare((*(const struct gallery_point *const *)a)->row,
			       (*(const struct gallery_point *const *)b)->row);
}

/* The cases of all machines, each once. */
static size_t list_points(const struct columns *columns, const struct gallery_point **points)
{
	size_t count = 0;

	for (size_t m = 0; m < columns->count; m++)
		for (size_t i = 0; i < columns->machines[m]->count; i++) {
			const struct gallery_point *point = &columns->machines[m]->points[i];
			bool is_new = !row_is_control(point->row);

			for (size_t k = 0; k < m && is_new; k++)
				is_new = !find(columns->machines[k], point->row->point);
			if (is_new)
				points[count++] = point;
		}
	qsort((void *)points, count, sizeof(*points), by_order);
	return count;
}

static const struct decision *decision_on(const struct drawing *drawing,
					  const struct gallery_machine *machine, const char *name,
					  size_t set)
{
	const struct gallery_point *point = find(machine, name);

	return point ? gallery_decision(machine, point, set, drawing->figure) : NULL;
}

/* Colours are symmetric, and full from a factor of two on: one outlier must not pale the others. */
static double reach_of(const struct drawing *drawing, const struct columns *columns, size_t set)
{
	double most = 0;

	for (size_t m = 0; m < columns->count; m++)
		for (size_t i = 0; i < columns->machines[m]->count; i++) {
			const struct gallery_point *point = &columns->machines[m]->points[i];
			const struct decision *on =
				gallery_decision(columns->machines[m], point, set, drawing->figure);

			if (on && !row_is_control(point->row))
				most = fmax(most, fabs(on->d) / M_LN2);
		}
	return fmin(fmax(most, REACH_LEAST), REACH_MOST);
}

static void write_cell(struct sheet *sheet, const struct decision *on, size_t x, size_t y)
{
	char delta[TEXT_BYTES], *text;

	text = on ? xasprintf("%s %c", text_percent(on->d, delta), decision_letter(on->verdict))
		  : xstrdup("-");
	sheet_count(sheet, x);
	sheet_count(sheet, y);
	sheet_number(sheet, on ? on->d / M_LN2 : NAN);
	sheet_text(sheet, text);
	sheet_end(sheet);
	free(text);
}

static void write_cells(struct sheet *sheet, const struct drawing *drawing,
			const struct columns *columns, size_t set, const struct rows *rows,
			size_t from, size_t to)
{
	sheet_block(sheet, "machine y log2 text");
	for (size_t i = from; i < to; i++)
		for (size_t m = 0; rows->rows[i].point && m < columns->count; m++)
			write_cell(sheet,
				   decision_on(drawing, columns->machines[m],
					       rows->rows[i].point->row->point, set),
				   m + 1, to - i);
}

static void write_machines(struct sheet *sheet, const struct drawing *drawing,
			   const struct columns *columns, size_t set)
{
	size_t room = columns->count > 4 ? NARROW_COLUMNS : NAME_COLUMNS;

	sheet_block(sheet, "machine host cpu units");
	for (size_t m = 0; m < columns->count; m++) {
		const struct gallery_machine *machine = columns->machines[m];
		char *cpu = facts_cpu(machine->facts), *name = utf8_cut(machine->name, room);
		char *core = utf8_cut(cpu ? cpu : FACTS_UNKNOWN, room);
		char *units[] = { canvas_units(drawing, machine, 0),
				  canvas_units(drawing, machine, set) };
		char *both = strcmp(units[0], units[1])
				     ? xasprintf("%.*s + %s", (int)strcspn(units[0], " "), units[0],
						 units[1])
				     : xasprintf("%s a side", units[0]);
		char *text = utf8_cut(both, room);

		sheet_count(sheet, m + 1);
		sheet_text(sheet, name);
		sheet_text(sheet, core);
		sheet_text(sheet, text);
		sheet_end(sheet);
		free(text);
		free(both);
		free(units[0]);
		free(units[1]);
		free(core);
		free(name);
		free(cpu);
	}
}

static void write_labels(struct sheet *sheet, const struct rows *rows, size_t from, size_t to)
{
	sheet_block(sheet, "y heading label");
	for (size_t i = from; i < to; i++) {
		char *label = utf8_cut(rows->rows[i].label, LABEL_COLUMNS);

		sheet_count(sheet, to - i);
		sheet_count(sheet, !rows->rows[i].point);
		sheet_text(sheet, label);
		sheet_end(sheet);
		free(label);
	}
}

static void write_page(struct drawing *drawing, const struct columns *columns, size_t set,
		       const struct rows *rows, size_t from, size_t to)
{
	const struct gallery_machine *one = columns->count == 1 ? columns->machines[0] : NULL;
	char *title = xasprintf("%s: change from A by machine; blue is better",
				canvas_about(one, drawing->figure));
	double reach = reach_of(drawing, columns, set);
	struct canvas canvas = {
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
	struct sheet sheet;

	canvas_open(drawing, &canvas, &sheet);
	sheet_block(&sheet, "reach machines rows  (log2)");
	sheet_number(&sheet, reach);
	sheet_count(&sheet, columns->count);
	sheet_count(&sheet, to - from);
	sheet_end(&sheet);
	write_machines(&sheet, drawing, columns, set);
	write_labels(&sheet, rows, from, to);
	write_cells(&sheet, drawing, columns, set, rows, from, to);
	sheet_close(&sheet);
	free(title);
}

static void draw_columns(struct drawing *drawing, const struct columns *columns, size_t set)
{
	const struct gallery_point **points;
	size_t room = 1;
	struct rows rows;

	for (size_t m = 0; m < columns->count; m++)
		room += columns->machines[m]->count;
	points = (const struct gallery_point **)xcalloc(room, sizeof(*points));
	rows_make(points, list_points(columns, points), &rows);
	for (size_t from = 0, to; from < rows.count; from = to) {
		to = rows_page(&rows, from, CANVAS_ROWS_MAX);
		write_page(drawing, columns, set, &rows, from, to);
	}
	rows_free(&rows);
	free((void *)points);
}

/* Can anything be compared on any machine? One where nothing can is all grey. */
static bool has_any(const struct drawing *drawing, size_t set)
{
	for (size_t i = 0; i < drawing->gallery->count; i++) {
		const struct gallery_machine *machine = &drawing->gallery->machines[i];

		for (size_t j = 0; j < machine->count; j++)
			if (!row_is_control(machine->points[j].row) &&
			    gallery_decision(machine, &machine->points[j], set, drawing->figure))
				return true;
	}
	return false;
}

void draw_heat(struct drawing *drawing)
{
	const struct gallery *gallery = drawing->gallery;

	for (size_t set = 1; set < gallery->set_count; set++) {
		struct columns columns = { .count = 0 };

		for (size_t i = 0; i < gallery->count && has_any(drawing, set); i++) {
			if (gallery->machines[i].sides[set].judged)
				columns.machines[columns.count++] = &gallery->machines[i];
			if (columns.count &&
			    (columns.count == MACHINES_MAX || i + 1 == gallery->count)) {
				draw_columns(drawing, &columns, set);
				columns.count = 0;
			}
		}
	}
	if (!drawing->pages)
		reason_set(&drawing->why, "%s",
			   gallery->set_count < 2
				   ? "needs two sets"
				   : "no point of two sets can be compared in this figure");
}
