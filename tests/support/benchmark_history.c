// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Times history over a lab of many runs: from nothing, and for one run more.
 * benchmark_history HISTORY [KEY=VALUE]...; see laboratory.h. Its files go to $TMPDIR or /var/tmp.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/die.h"
#include "laboratory_keys.h"
#include "timing.h"

enum { TIMES = 3 };

/* @newest: the last run of the first machine. @held: where it waits. */
struct bench {
	const char *history;
	char *root, *newest, *held;
};

/* Runs a command of sh(1) three times, each time after another one, and prints what it took. */
static void measure(const char *what, const char *before, const char *command)
{
	double seconds, mib, most = 0;

	printf("%-24s", what);
	for (int i = 0; i < TIMES; i++) {
		timing_command(before, &mib);
		seconds = timing_command(command, &mib);
		most = mib > most ? mib : most;
		printf(" %7.2f s", seconds);
		fflush(stdout);
	}
	printf("  peak %.0f MiB\n", most);
}

static void print_size(const struct bench *bench, const char *leaf)
{
	char *path = xasprintf("%s/%s", bench->root, leaf);
	struct stat status;

	if (stat(path, &status))
		die(EXIT_FAILED, "stat %s: %s", path, strerror(errno));
	printf("%-24s %7.1f MB\n", leaf, (double)status.st_size / 1e6);
	free(path);
}

static void move(const char *from, const char *to)
{
	if (rename(from, to))
		die(EXIT_FAILED, "move %s to %s: %s", from, to, strerror(errno));
}

static void measure_all(const struct bench *bench)
{
	char *read = xasprintf("exec '%s' '%s/lab' --index '%s/index'", bench->history, bench->root,
			       bench->root);
	char *show = xasprintf("%s --out '%s/site'", read, bench->root);
	char *nothing = xasprintf("rm -rf '%s/index'", bench->root);
	char *no_site = xasprintf("rm -rf '%s/site'", bench->root);
	char *keep = xasprintf("cd '%s' && cp index index.0 && cp -a site site.0", bench->root);
	char *put_back = xasprintf("cd '%s' && rm -rf index site && cp index.0 index && "
				   "cp -a site.0 site",
				   bench->root);
	double mib;

	move(bench->newest, bench->held);
	measure("index from nothing", nothing, read);
	print_size(bench, "index");
	measure("nothing new", ":", read);
	measure("site from nothing", no_site, show);
	measure("site, nothing new", ":", show);
	timing_command(keep, &mib);
	move(bench->held, bench->newest);
	measure("one run more, and site", put_back, show);
	free(put_back);
	free(keep);
	free(no_site);
	free(nothing);
	free(show);
	free(read);
}

static char *path_of_newest(const char *root, const struct laboratory *lab)
{
	char host[LABORATORY_TEXT_BYTES], release[LABORATORY_TEXT_BYTES];
	char run[LABORATORY_TEXT_BYTES];

	laboratory_machine(0, host);
	laboratory_release(lab, lab->kernels - 1, release);
	laboratory_run(lab, 0, lab->kernels - 1, lab->boots - 1, run);
	return xasprintf("%s/lab/%s/%s/%s", root, host, release, run);
}

static void write_lab(const char *root, const struct laboratory *lab)
{
	char *folder = xasprintf("%s/lab", root);
	uint64_t start = clock_now_ns();
	struct laboratory_size size = laboratory_write(folder, lab);

	printf("%llu runs, %llu rows, %.1f GB, written in %.1f s\n", (unsigned long long)size.runs,
	       (unsigned long long)size.rows, (double)size.bytes / 1e9,
	       (double)(clock_now_ns() - start) / 1e9);
	fflush(stdout);
	free(folder);
}

int main(int argc, char **argv)
{
	struct laboratory lab = laboratory_default();
	struct bench bench;

	die_name(argv[0]);
	if (argc < 2)
		die(EXIT_USAGE, "usage: benchmark_history HISTORY [KEY=VALUE]...");
	lab.kernels = 167;
	lab.points = 299; /* and a control */
	lab.samples = 100;
	laboratory_parse(&lab, argv + 2, (size_t)(argc - 2));
	bench.history = argv[1];
	bench.root = timing_folder();
	bench.newest = path_of_newest(bench.root, &lab);
	bench.held = xasprintf("%s/held", bench.root);
	write_lab(bench.root, &lab);
	measure_all(&bench);
	timing_remove(bench.root);
	free(bench.held);
	free(bench.newest);
	free(bench.root);
	return EXIT_DONE;
}
