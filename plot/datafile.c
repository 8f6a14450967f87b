// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes data files for gnuplot, and escapes texts that gnuplot would interpret. */
#include "datafile.h"

#include <errno.h>
#include <math.h>
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

static void begin_cell(struct datafile *sheet)
{
	if (sheet->is_within)
		fputc('\t', sheet->out);
	sheet->is_within = true;
}

void datafile_number(struct datafile *sheet, double value)
{
	begin_cell(sheet);
	if (isfinite(value))
		fprintf(sheet->out, "%.9g", value);
	else
		fputs("NaN", sheet->out);
}

void datafile_count(struct datafile *sheet, size_t value)
{
	begin_cell(sheet);
	fprintf(sheet->out, "%zu", value);
}

void datafile_text(struct datafile *sheet, const char *text)
{
	char *clean = utf8_clean(text, ' ');

	begin_cell(sheet);
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

void datafile_end(struct datafile *sheet)
{
	fputc('\n', sheet->out);
	sheet->is_within = false;
}
