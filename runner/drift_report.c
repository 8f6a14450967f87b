// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the drift of the machine during a run. */
#include "drift_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "measure/drift.h"

/* By chance, a fifth of all sets of 3 processes lie 3 standard errors off: warn from 5 on. */
enum { COLUMNS = 100, INDENT = 2, CLEAR_DF_LEAST = 3 };

static const double DRIFT_LEAST = 0.01;

/* Breaks a text into lines, all but the first indented, and frees it. */
static void print_wrapped(char *text, FILE *out)
{
	char *rest = text, *word;
	int column = 0;

	while ((word = strsep(&rest, " "))) {
		int length = (int)strlen(word);

		if (column && column + 1 + length > COLUMNS) {
			fputc('\n', out);
			column = fprintf(out, "%*s%s", INDENT, "", word);
		} else {
			column += fprintf(out, "%s%s", column ? " " : "", word);
		}
	}
	fputc('\n', out);
	free(text);
}

void drift_report_print(const struct csv_reader *samples, FILE *out)
{
	char *drifts = xstrdup(""), *clear = xstrdup("");

	for (size_t i = 0; i < samples->count; i++) {
		const struct csv_reader_point *point = &samples->points[i];
		struct linreg line;

		if (!csv_row_is_control(&point->row))
			continue;
		drift_of(samples, point, CSV_READER_NS, &line);
		if (!line.df)
			continue;
		xappend(&drifts, ", ", "%s %+.1f +- %.1f%%", point->row.point,
			100 * expm1(line.slope), 100 * exp(line.slope) * line.slope_se);
		if (line.df >= CLEAR_DF_LEAST && drift_is_clear(line.slope, line.slope_se) &&
		    fabs(expm1(line.slope)) > DRIFT_LEAST)
			xappend(&clear, ", ", "%s", point->row.point);
	}
	if (*drifts)
		print_wrapped(xasprintf("drift of the witnesses over the run: %s", drifts), out);
	if (*clear)
		print_wrapped(xasprintf("the machine drifted during the run (%s): trust no change "
					"of that size",
					clear),
			      out);
	free(clear);
	free(drifts);
}
