// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the summary of a run. */
#include "summary.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drift_report.h"
#include "base/die.h"
#include "size_fit.h"
#include "point_table.h"

/* A run that is resumed may hold rows of anybody's: no terminal obeys them. */
static void print_plain(const char *text)
{
	for (; *text; text++)
		putchar((*text < ' ' && *text != '\n') || *text > '~' ? '?' : *text);
}

int summary_print(const char *run)
{
	char *samples = xasprintf("%s/samples.csv", run), *fit = xasprintf("%s/fit.csv", run);
	char *text = NULL;
	size_t length = 0;
	FILE *table = open_memstream(&text, &length);
	bool failed = !table || point_table_print(samples, table) ||
		      size_fit_print(samples, fit, table) || drift_report_print(samples, table);

	if (table && !fclose(table))
		print_plain(text);
	free(text);
	printf("results: %s\n", run);
	free(fit);
	free(samples);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the table: %s", strerror(errno));
	return failed ? EXIT_FAILED : EXIT_DONE;
}
