// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of forest.gp: B/A with its interval, one row per point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "layout.h"
#include "compare/format.h"
#include "compare/utf8.h"

enum { ROW_PIXELS = 18, AXIS_PIXELS = 56, LABEL_COLUMNS = 46 };

/* Kinds of rows besides those of enum verdict_kind. */
enum { ROW_CONTROL = 4, ROW_HEADING = 5 };

/* Reach of the axis: all values and their intervals, within bounds. */
static double reach_of(const struct page_drawing *drawing, const struct plot_data_machine *machine,
		       size_t set)
{
	double reach = 3 * log1p(drawing->plot_data->margin), most = 0;

	for (size_t i = 0; i < machine->count; i++) {
		const struct verdict *on =
			plot_data_decision(machine, &machine->points[i], set, drawing->metric);

		if (!on)
			continue;
		most = fmax(most, fabs(on->d));
		if (isfinite(on->low))
			reach = fmax(reach,
				     fmin(fmax(-on->low, on->high), 1.5 * fabs(on->d) + 0.1));
	}
	return fmax(0.02, 1.08 * fmax(reach, most)) / M_LN2;
}

static void write_tic(struct datafile *sheet, double ratio, bool as_factor)
{
	char *label =
		as_factor ? ratio < 1 ? xasprintf("1/%.0fx", 1 / ratio) : xasprintf("%.0fx", ratio)
			  : xasprintf("%+.3g%%", 100 * (ratio - 1));

	datafile_number(sheet, log2(ratio));
	datafile_text(sheet, !as_factor && fabs(ratio - 1) < 1e-9 ? "0" : label);
	datafile_end(sheet);
	free(label);
}

/* Percents on a short axis, where these are about evenly spaced; doublings on a long one. */
static void write_tics(struct datafile *sheet, double reach)
{
	static const double steps[] = { 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25 };
	double most = exp2(reach) - 1, doublings = ceil(reach / 4);
	size_t at = 0;

	while (at + 1 < sizeof(steps) / sizeof(steps[0]) && most / steps[at] > 3.2)
		at++;
	datafile_block(sheet, "log2 label");
	for (int i = -5; i <= 5; i++) {
		double ratio = reach > 0.8 ? exp2(i * doublings) : 1 + i * steps[at];

		if (ratio > 0 && fabs(log2(ratio)) <= reach)
			write_tic(sheet, ratio, reach > 0.8);
	}
}

static size_t list_points(const struct page_drawing *drawing,
			  const struct plot_data_machine *machine, size_t set,
			  const struct plot_data_point **points, size_t *ret_none)
{
	size_t count = 0;

	*ret_none = 0;
	for (size_t i = 0; i < machine->count; i++)
		if (plot_data_decision(machine, &machine->points[i], set, drawing->metric))
			points[count++] = &machine->points[i];
		else
			(*ret_none)++;
	return count;
}

/* As in the table of compare: verdict, flags, and w for an interval within boots. */
static void write_letters(const struct verdict *on, bool is_control, char *ret_letters)
{
	size_t used = 0;

	ret_letters[used++] = is_control ? ' ' : verdict_letter(on->verdict);
	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (on->metrics.flags & 1U << bit)
			ret_letters[used++] = metrics_flag_name(bit)[0];
	if (on->method == VERDICT_METHOD_WITHIN)
		ret_letters[used++] = 'w';
	ret_letters[used] = '\0';
}

static void write_point(struct datafile *sheet, const struct verdict *on, bool is_control)
{
	char delta[FORMAT_BYTES], interval[FORMAT_BYTES], letters[METRICS_FLAGS + 3], *text;

	write_letters(on, is_control, letters);
	text = xasprintf("%s %s", format_percent(on->d, delta),
			 format_interval(on->low, on->high, interval));
	datafile_count(sheet, is_control ? ROW_CONTROL : (size_t)on->verdict);
	datafile_number(sheet, on->d / M_LN2);
	datafile_number(sheet, on->low / M_LN2);
	datafile_number(sheet, on->high / M_LN2);
	datafile_text(sheet, text);
	datafile_text(sheet, letters);
	free(text);
}

static void write_heading(struct datafile *sheet)
{
	datafile_count(sheet, ROW_HEADING);
	for (int i = 0; i < 3; i++)
		datafile_number(sheet, NAN);
	for (int i = 0; i < 2; i++)
		datafile_text(sheet, "");
}

static void write_rows(struct datafile *sheet, const struct page_drawing *drawing,
		       const struct plot_data_machine *machine, size_t set,
		       const struct layout *rows, size_t from, size_t to)
{
	datafile_block(sheet, "y kind log2 low high text letters label  (kind: 0 faster, 1 slower, "
			      "2 same, 3 undecided, 4 control, 5 heading)");
	for (size_t i = from; i < to; i++) {
		const struct plot_data_point *point = rows->rows[i].point;
		char *label = utf8_cut(rows->rows[i].label, LABEL_COLUMNS);

		datafile_count(sheet, to - i);
		if (point)
			write_point(sheet, plot_data_decision(machine, point, set, drawing->metric),
				    csv_row_is_control(point->row));
		else
			write_heading(sheet);
		datafile_text(sheet, label);
		datafile_end(sheet);
		free(label);
	}
}

static void write_page(struct page_drawing *drawing, const struct plot_data_machine *machine,
		       size_t set, const struct layout *rows, size_t from, size_t to,
		       const char *note)
{
	char *title = xasprintf("%s: %s", page_about(machine, drawing->metric),
				"change from A, 95% interval; left is better");
	double reach = reach_of(drawing, machine, set);
	struct page page = {
		.machine = machine,
		.title = title,
		.note = note,
		.panels = 1,
		.columns = 1,
		.panel_height = AXIS_PIXELS + ROW_PIXELS * (to - from + 1),
		.set = set,
	};
	struct datafile sheet;

	page_open(drawing, &page, &sheet);
	datafile_block(&sheet, "reach margin rows  (log2)");
	datafile_number(&sheet, reach);
	datafile_number(&sheet, log2(1 + drawing->plot_data->margin));
	datafile_count(&sheet, to - from);
	datafile_end(&sheet);
	write_tics(&sheet, reach);
	write_rows(&sheet, drawing, machine, set, rows, from, to);
	datafile_close(&sheet);
	free(title);
}

static void draw_machine(struct page_drawing *drawing, const struct plot_data_machine *machine,
			 size_t set)
{
	const struct plot_data_point **points =
		(const struct plot_data_point **)xcalloc(machine->count + 1, sizeof(*points));
	size_t none, count = list_points(drawing, machine, set, points, &none);
	struct layout rows;
	char *left = none ? xasprintf(" Not comparable, or not measured in both: %zu points; "
				      "./run.sh compare tells why.",
				      none)
			  : xstrdup("");
	char *note =
		xasprintf("Shaded: the margin of %g%%. Colour and shape are the verdict: F faster, "
			  "S slower, = within the margin, ? undecided; controls are grey. Small "
			  "letters: q a coarse clock, u unsteady, t the mean moved otherwise, b "
			  "two groups, d a control moved as much, w one boot a side.%s",
			  100 * drawing->plot_data->margin, left);

	layout_make(points, count, &rows);
	for (size_t from = 0, to; from < rows.count; from = to) {
		to = layout_page(&rows, from, PAGE_ROWS_MAX);
		write_page(drawing, machine, set, &rows, from, to, note);
	}
	layout_free(&rows);
	free(note);
	free(left);
	free((void *)points);
}

void plot_forest(struct page_drawing *drawing)
{
	for (size_t set = 1; set < drawing->plot_data->set_count; set++)
		for (size_t i = 0; i < drawing->plot_data->count; i++)
			if (drawing->plot_data->machines[i].sides[set].judged)
				draw_machine(drawing, &drawing->plot_data->machines[i], set);
	if (!drawing->pages)
		reason_set(&drawing->why, "%s",
			   drawing->plot_data->set_count < 2
				   ? "needs two sets"
				   : "no point of two sets is comparable in this metric");
}
