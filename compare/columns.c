// SPDX-License-Identifier: GPL-2.0-or-later
/* Names and explains the columns of all tables of a comparison. */
#include "format.h"

static const struct {
	const char *heading, *meaning;
} columns[COLUMNS_COUNT] = {
	[COLUMNS_CASE] = { "case", "name of the point" },
	[COLUMNS_PER] = { "per", "page or call: what A and B are of" },
	[COLUMNS_A] = { "A", "geometric mean over units of the processes' medians" },
	[COLUMNS_B] = { "B", "likewise" },
	[COLUMNS_CV] = { "cv%", "SD of one unit in % of its value" },
	[COLUMNS_DELTA] = { "delta", "B/A-1" },
	[COLUMNS_INTERVAL] = { "95% CI, %", "interval of delta" },
	[COLUMNS_Q] = { "q", "false-discovery rate (Benjamini and Hochberg)" },
	[COLUMNS_MDE] = { "MDE", "smallest change that a repetition finds with 80% power" },
	[COLUMNS_VERDICT] = { "verdict", "F, S, =, ~ or ?, and the letters of its flags" },
	[COLUMNS_INSTRUCTIONS] = { "instructions:k", "delta and verdict of these" },
	[COLUMNS_CYCLES] = { "cycles:k", "likewise" },
	[COLUMNS_FLAGS] = { "flags", "what the verdict rests on" },
	[COLUMNS_CASES] = { "cases", "number of them in the mean" },
	[COLUMNS_SEE] = { "see", "units a side that find the change of --see" },
	[COLUMNS_CALL_SAME] = { "call =", "units a side that call no change so" },
	[COLUMNS_N] = { "n", "number of machines or cases" },
	[COLUMNS_LEAST] = { "least", "of their deltas" },
	[COLUMNS_MEDIAN] = { "median", "likewise" },
	[COLUMNS_MOST] = { "most", "likewise" },
};

const char *columns_heading(enum columns_id column, enum csv_reader_metric unit)
{
	static const char *const values[CSV_READER_METRICS][2] = {
		[CSV_READER_NS] = { "A", "B" }, /* format_value() says ns, us, ... */
		[CSV_READER_INSTRUCTIONS] = { "A insn", "B insn" },
		[CSV_READER_CYCLES] = { "A cyc", "B cyc" },
	};

	return column == COLUMNS_A || column == COLUMNS_B ? values[unit][column - COLUMNS_A]
							  : columns[column].heading;
}

char *columns_legend(const enum columns_id *shown, size_t count, enum csv_reader_metric unit)
{
	char *legend = xstrdup("");

	for (size_t i = 0; i < count; i++)
		xappend(&legend, "; ", "%s: %s", columns_heading(shown[i], unit),
			columns[shown[i]].meaning);
	return legend;
}
