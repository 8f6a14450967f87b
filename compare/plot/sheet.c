// SPDX-License-Identifier: GPL-2.0-or-later
/* How do numbers and texts of others become a file that gnuplot reads as nothing but data? */
#include "sheet.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "fresh.h"
#include "utf8.h"

/*
 * U+2216: gnuplot 5.4 reads \x of data once or twice, as it goes to a variable or to a label, so
 * that no writing of a backslash is a backslash everywhere.
 */
#define BACKSLASH "\xe2\x88\x96"

void sheet_open(const char *path, struct sheet *ret_sheet)
{
	struct sheet sheet = { .out = fresh_open(path), .path = xstrdup(path) };

	if (!sheet.out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	*ret_sheet = sheet;
}

void sheet_close(struct sheet *sheet)
{
	bool failed = ferror(sheet->out);

	if (fclose(sheet->out) || failed)
		die(EXIT_FAILED, "write %s: %s", sheet->path, strerror(errno));
	free(sheet->path);
}

void sheet_block(struct sheet *sheet, const char *columns)
{
	fprintf(sheet->out, "%s# %s\n", sheet->blocks++ ? "\n\n" : "", columns);
}

void sheet_gap(struct sheet *sheet)
{
	fputc('\n', sheet->out);
}

static void begin_cell(struct sheet *sheet)
{
	if (sheet->is_within)
		fputc('\t', sheet->out);
	sheet->is_within = true;
}

void sheet_number(struct sheet *sheet, double value)
{
	begin_cell(sheet);
	if (isfinite(value))
		fprintf(sheet->out, "%.9g", value);
	else
		fputs("NaN", sheet->out);
}

void sheet_count(struct sheet *sheet, size_t value)
{
	begin_cell(sheet);
	fprintf(sheet->out, "%zu", value);
}

void sheet_text(struct sheet *sheet, const char *text)
{
	char *clean = utf8_clean(text, ' ');

	begin_cell(sheet);
	/* gnuplot would take the text of the line before for an empty one. */
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

void sheet_end(struct sheet *sheet)
{
	fputc('\n', sheet->out);
	sheet->is_within = false;
}
