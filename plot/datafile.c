// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes data files for gnuplot, and escapes texts that gnuplot would interpret. */
#include "datafile.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "compare/utf8.h"

/*
 * U+2216: gnuplot 5.4 unescapes data once for variables and twice for labels, so no escape of a
 * backslash works everywhere.
 */
#define BACKSLASH "\xe2\x88\x96"

void datafile_open(const char *path, struct datafile *ret_sheet)
{
	struct datafile sheet = { .out = atomic_file_create(path), .path = xstrdup(path) };

	if (!sheet.out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	*ret_sheet = sheet;
}

void datafile_close(struct datafile *sheet)
{
	bool failed = ferror(sheet->out);

	if (fclose(sheet->out) || failed)
		die(EXIT_FAILED, "write %s: %s", sheet->path, strerror(errno));
	free(sheet->path);
}

void datafile_block(struct datafile *sheet, const char *columns)
{
	fprintf(sheet->out, "%s# %s\n", sheet->blocks++ ? "\n\n" : "", columns);
}

void datafile_gap(struct datafile *sheet)
{
	fputc('\n', sheet->out);
}

void datafile_text(struct datafile *sheet, const char *text)
{
	char *clean = utf8_clean(text, ' ');

	/* gnuplot would repeat the text of the previous line for an empty one. */
	if (!*clean)
		fputs("\\040", sheet->out);
	for (const char *p = clean; *p; p++) {
		if (*p == '"')
			fputs("\\042", sheet->out);
		else if (*p == '\\')
			fputs(BACKSLASH, sheet->out);
		else
			fputc(*p, sheet->out);
	}
	free(clean);
}

void datafile_row(struct datafile *sheet, const char *cells, ...)
{
	va_list values;
	double number;

	va_start(values, cells);
	for (const char *cell = cells; (cell = strchr(cell, '%')); cell++) {
		if (cell > cells)
			fputc('\t', sheet->out);
		if (cell[1] == 's') {
			datafile_text(sheet, va_arg(values, const char *));
		} else if (cell[1] == 'z') {
			fprintf(sheet->out, "%zu", va_arg(values, size_t));
		} else {
			number = va_arg(values, double);
			if (isfinite(number))
				fprintf(sheet->out, "%.9g", number);
			else
				fputs("NaN", sheet->out);
		}
	}
	va_end(values);
	fputc('\n', sheet->out);
}
