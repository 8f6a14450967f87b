// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Times how fast compare reads and compares, beside wc -l over the same files. Usage: benchmark
 * COMPARE [ROWS]
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "fakes.h"
#include "timing.h"

enum { POINTS = 250, SAMPLES = 40 };

static const char *const sets[] = { "base", "patched" };

static uint64_t write_sets(const char *root, unsigned long rows)
{
	struct fakes fakes = fakes_default();
	uint64_t written = 0;

	fakes.points = POINTS - 1; /* and a control */
	fakes.samples = SAMPLES;
	fakes.processes = (unsigned int)(rows / 2 / fakes.boots / POINTS / SAMPLES) + 1;
	for (unsigned int set = 0; set < 2; set++) {
		char *folder = xasprintf("%s/%s", root, sets[set]);

		fakes.slot = set;
		fakes.seed = set + 1;
		fakes.boot = sets[set];
		written += fakes_write(folder, &fakes);
		free(folder);
	}
	return written;
}

int main(int argc, char **argv)
{
	char *root, *command;
	unsigned long rows = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000000;
	uint64_t written;
	double judged, counted, mib, wc_mib;

	die_name(argv[0]);
	if (argc < 2 || rows < 2)
		die(EXIT_USAGE, "usage: benchmark COMPARE [ROWS]");
	root = timing_folder();
	written = write_sets(root, rows);
	command = xasprintf("wc -l %s/*/*/samples.csv", root);
	counted = timing_command(command, &wc_mib);
	free(command);
	command = xasprintf("exec '%s' --metric all --out %s base patched", argv[1], root);
	judged = timing_command(command, &mib);
	printf("%llu rows: compare %.2f s, %.2f million rows/s, peak %.0f MiB; wc -l %.2f s: %.1f "
	       "times "
	       "its cost\n",
	       (unsigned long long)written, judged, (double)written / judged / 1e6, mib, counted,
	       judged / counted);
	free(command);
	timing_remove(root);
	free(root);
	return EXIT_DONE;
}
