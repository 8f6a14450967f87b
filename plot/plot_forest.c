// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of forest.gp: B/A with its interval, one row per point. */
#include <math.h>
#include <stdlib.h>

#include "plot.h"
#include "compare/format.h"

enum { ROW_PIXELS = 18, AXIS_PIXELS = 56, LABEL_COLUMNS = 46 };

/* Kinds of rows besides verdicts. */
enum { ROW_CONTROL = VERDICT_NONE, ROW_HEADING };

static const struct verdict *decision_of(const struct page_drawing *drawing,
					 const struct plot_data_point *point)
{
	return plot_data_decision(drawing->machine, point, drawing->set, drawing->metric);
}

/* Reach of the axis: all values and their intervals, within bounds. */
static double reach_of(const struct page_drawing *drawing)
{
	double reach = 3 * log1p(drawing->plot_data->margin), most = 0;

	for (size_t i = 0; i < drawing->machine->count; i++) {
		const struct verdict *on = decision_of(drawing, &drawing->machine->points[i]);

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
	char *label = !as_factor  ? xasprintf("%+.3g%%", 100 * (ratio - 1))
		      : ratio < 1 ? xasprintf("1/%.0fx", 1 / ratio)
				  : xasprintf("%.0fx", ratio);

	datafile_row(sheet, "%g %s", log2(ratio),
		     !as_factor && fabs(ratio - 1) < 1e-9 ? "0" : label);
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

/* The letters are those of the table of compare: verdict and flags. */
static void write_point(struct datafile *sheet, size_t y, const struct verdict *on, bool is_control,
			const char *label)
{
	char delta[FORMAT_BYTES], interval[FORMAT_BYTES], flags[FORMAT_BYTES];
	char *text = xasprintf("%s %s", format_percent(on->d, delta),
			       format_interval(on->low, on->high, interval));
	char *letters = xasprintf("%c%s", is_control ? ' ' : verdict_letters[on->verdict],
				  format_flags(on, flags));

	datafile_row(sheet, "%zu %zu %g %g %g %s %s %s", y,
		     is_control ? (size_t)ROW_CONTROL : (size_t)on->verdict, on->d / M_LN2,
		     on->low / M_LN2, on->high / M_LN2, text, letters, label);
	free(letters);
	free(text);
}

static void write_rows(struct page_drawing *drawing, const struct layout *rows)
{
	struct datafile *sheet = &drawing->sheet;

	datafile_block(sheet, "y kind log2 low high text letters label  (kind: 0 faster, 1 slower, "
			      "2 same, 3 small, 4 undecided, 5 control, 6 heading)");
	for (size_t i = rows->from; i < rows->to; i++) {
		const struct layout_row *row = &rows->rows[i];

		if (row->point)
			write_point(sheet, rows->to - i, decision_of(drawing, row->point),
				    csv_row_is_control(row->point->row), row->label);
		else
			datafile_row(sheet, "%zu %zu %g %g %g %s %s %s", rows->to - i,
				     (size_t)ROW_HEADING, NAN, NAN, NAN, "", "", row->label);
	}
}

static void write_page(struct page_drawing *drawing, const struct layout *rows, const char *note)
{
	size_t count = rows->to - rows->from;
	double reach = reach_of(drawing);
	const struct page page = {
		.title = ": change from A, 95% interval; left is better",
		.note = note,
		.panels = 1,
		.columns = 1,
		.panel_height = AXIS_PIXELS + ROW_PIXELS * (count + 1),
	};

	page_open(drawing, &page);
	datafile_block(&drawing->sheet, "reach margin rows  (log2)");
	datafile_row(&drawing->sheet, "%g %g %zu", reach, log2(1 + drawing->plot_data->margin),
		     count);
	write_tics(&drawing->sheet, reach);
	write_rows(drawing, rows);
	datafile_close(&drawing->sheet);
}

void plot_forest(struct page_drawing *drawing)
{
	struct layout rows = { .columns = LABEL_COLUMNS };
	size_t none = 0;
	char *note =
		xasprintf("Shaded: the margin of %g%%. Colour and shape are the verdict: F faster, "
			  "S slower, = within the margin, ~ changed within it, ? undecided; "
			  "controls are grey. Small letters: q a coarse clock, u unsteady, t the "
			  "mean moved otherwise, b two groups, d a control moved as much, o A and "
			  "B took no turns, f few boots, w one boot a side.",
			  100 * drawing->plot_data->margin);

	for (size_t i = 0; i < drawing->machine->count; i++)
		if (decision_of(drawing, &drawing->machine->points[i]))
			layout_add(&rows, &drawing->machine->points[i]);
		else
			none++;
	if (none)
		xappend(&note, "",
			" Not comparable, or not measured in both: %zu points; ./run.sh compare "
			"tells why.",
			none);
	while (layout_next(&rows, PAGE_ROWS_MAX))
		write_page(drawing, &rows, note);
	free(note);
}
