// SPDX-License-Identifier: GPL-2.0-or-later
/* By how much did each point change, and how surely? One row a point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "rows.h"
#include "text.h"
#include "utf8.h"

enum { ROW_PIXELS = 18, AXIS_PIXELS = 56, LABEL_COLUMNS = 46 };

/* Kinds of rows, after those of decision_verdict that a point can have. */
enum { ROW_CONTROL = 4, ROW_HEADING = 5 };

/* How far the axis goes: to what the values and their intervals need, within bounds. */
static double reach_of(const struct drawing *drawing, const struct gallery_machine *machine,
		       size_t set)
{
	double reach = 3 * log1p(drawing->gallery->margin), most = 0;

	for (size_t i = 0; i < machine->count; i++) {
		const struct decision *on =
			gallery_decision(machine, &machine->points[i], set, drawing->figure);

		if (!on)
			continue;
		most = fmax(most, fabs(on->d));
		if (isfinite(on->low))
			reach = fmax(reach,
				     fmin(fmax(-on->low, on->high), 1.5 * fabs(on->d) + 0.1));
	}
	return fmax(0.02, 1.08 * fmax(reach, most)) / M_LN2;
}

static void write_tic(struct sheet *sheet, double ratio, bool as_factor)
{
	char *label =
		as_factor ? ratio < 1 ? xasprintf("1/%.0fx", 1 / ratio) : xasprintf("%.0fx", ratio)
			  : xasprintf("%+.3g%%", 100 * (ratio - 1));

	sheet_number(sheet, log2(ratio));
	sheet_text(sheet, !as_factor && fabs(ratio - 1) < 1e-9 ? "0" : label);
	sheet_end(sheet);
	free(label);
}

/* Steps in percent while they are about even; doublings where the axis is long. */
static void write_tics(struct sheet *sheet, double reach)
{
	static const double steps[] = { 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25 };
	double most = exp2(reach) - 1, doublings = ceil(reach / 4);
	size_t at = 0;

	while (at + 1 < sizeof(steps) / sizeof(steps[0]) && most / steps[at] > 3.2)
		at++;
	sheet_block(sheet, "log2 label");
	for (int i = -5; i <= 5; i++) {
		double ratio = reach > 0.8 ? exp2(i * doublings) : 1 + i * steps[at];

		if (ratio > 0 && fabs(log2(ratio)) <= reach)
			write_tic(sheet, ratio, reach > 0.8);
	}
}

static size_t list_points(const struct drawing *drawing, const struct gallery_machine *machine,
			  size_t set, const struct gallery_point **points, size_t *ret_none)
{
	size_t count = 0;

	*ret_none = 0;
	for (size_t i = 0; i < machine->count; i++)
		if (gallery_decision(machine, &machine->points[i], set, drawing->figure))
			points[count++] = &machine->points[i];
		else
			(*ret_none)++;
	return count;
}

/* As in the table of compare: verdict, flags, and w for an interval of processes of one boot. */
static void write_letters(const struct decision *on, bool is_control, char *ret_letters)
{
	size_t used = 0;

	ret_letters[used++] = is_control ? ' ' : decision_letter(on->verdict);
	for (unsigned int bit = 0; bit < FIGURES_FLAGS; bit++)
		if (on->figures.flags & 1U << bit)
			ret_letters[used++] = figures_flag_name(bit)[0];
	if (on->method == METHOD_WITHIN)
		ret_letters[used++] = 'w';
	ret_letters[used] = '\0';
}

static void write_point(struct sheet *sheet, const struct decision *on, bool is_control)
{
	char delta[TEXT_BYTES], interval[TEXT_BYTES], letters[FIGURES_FLAGS + 3], *text;

	write_letters(on, is_control, letters);
	text = xasprintf("%s %s", text_percent(on->d, delta),
			 text_interval(on->low, on->high, interval));
	sheet_count(sheet, is_control ? ROW_CONTROL : (size_t)on->verdict);
	sheet_number(sheet, on->d / M_LN2);
	sheet_number(sheet, on->low / M_LN2);
	sheet_number(sheet, on->high / M_LN2);
	sheet_text(sheet, text);
	sheet_text(sheet, letters);
	free(text);
}

static void write_heading(struct sheet *sheet)
{
	sheet_count(sheet, ROW_HEADING);
	for (int i = 0; i < 3; i++)
		sheet_number(sheet, NAN);
	for (int i = 0; i < 2; i++)
		sheet_text(sheet, "");
}

static void write_rows(struct sheet *sheet, const struct drawing *drawing,
		       const struct gallery_machine *machine, size_t set, const struct rows *rows,
		       size_t from, size_t to)
{
	sheet_block(sheet, "y kind log2 low high text letters label  (kind: 0 faster, 1 slower, "
			   "2 same, 3 undecided, 4 control, 5 heading)");
	for (size_t i = from; i < to; i++) {
		const struct gallery_point *point = rows->rows[i].point;
		char *label = utf8_cut(rows->rows[i].label, LABEL_COLUMNS);

		sheet_count(sheet, to - i);
		if (point)
			write_point(sheet, gallery_decision(machine, point, set, drawing->figure),
				    row_is_control(point->row));
		else
			write_heading(sheet);
		sheet_text(sheet, label);
		sheet_end(sheet);
		free(label);
	}
}

static void write_page(struct drawing *drawing, const struct gallery_machine *machine, size_t set,
		       const struct rows *rows, size_t from, size_t to, const char *note)
{
	char *title = xasprintf("%s: %s", canvas_about(machine, drawing->figure),
				"change from A, 95% interval; left is better");
	double reach = reach_of(drawing, machine, set);
	struct canvas canvas = {
		.machine = machine,
		.title = title,
		.note = note,
		.panels = 1,
		.columns = 1,
		.panel_height = AXIS_PIXELS + ROW_PIXELS * (to - from + 1),
		.set = set,
	};
	struct sheet sheet;

	canvas_open(drawing, &canvas, &sheet);
	sheet_block(&sheet, "reach margin rows  (log2)");
	sheet_number(&sheet, reach);
	sheet_number(&sheet, log2(1 + drawing->gallery->margin));
	sheet_count(&sheet, to - from);
	sheet_end(&sheet);
	write_tics(&sheet, reach);
	write_rows(&sheet, drawing, machine, set, rows, from, to);
	sheet_close(&sheet);
	free(title);
}

static void draw_machine(struct drawing *drawing, const struct gallery_machine *machine, size_t set)
{
	const struct gallery_point **points =
		(const struct gallery_point **)xcalloc(machine->count + 1, sizeof(*points));
	size_t none, count = list_points(drawing, machine, set, points, &none);
	struct rows rows;
	char *left = none ? xasprintf(" Not comparable, or not measured in both: %zu points; "
				      "./run.sh compare tells why.",
				      none)
			  : xstrdup("");
	char *note =
		xasprintf("Shaded: the margin of %g%%. Colour and shape are the verdict: F faster, "
			  "S slower, = within the margin, ? undecided; controls are grey. Small "
			  "letters: q a coarse clock, u unsteady, t the mean moved otherwise, b "
			  "two groups, d a control moved as much, w one boot a side.%s",
			  100 * drawing->gallery->margin, left);

	rows_make(points, count, &rows);
	for (size_t from = 0, to; from < rows.count; from = to) {
		to = rows_page(&rows, from, CANVAS_ROWS_MAX);
		write_page(drawing, machine, set, &rows, from, to, note);
	}
	rows_free(&rows);
	free(note);
	free(left);
	free((void *)points);
}

void draw_forest(struct drawing *drawing)
{
	for (size_t set = 1; set < drawing->gallery->set_count; set++)
		for (size_t i = 0; i < drawing->gallery->count; i++)
			if (drawing->gallery->machines[i].sides[set].judged)
				draw_machine(drawing, &drawing->gallery->machines[i], set);
	if (!drawing->pages)
		reason_set(&drawing->why, "%s",
			   drawing->gallery->set_count < 2
				   ? "needs two sets"
				   : "no point of two sets can be compared in this figure");
}
