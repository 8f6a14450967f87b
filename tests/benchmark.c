// SPDX-License-Identifier: GPL-2.0-or-later
/* How fast does compare read and judge, beside wc -l over the same files? benchmark COMPARE [ROWS]
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "fail.h"
#include "fakes.h"

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

/* Runs a command without its output. Return: seconds; receives the peak of its memory in MiB. */
static double time_command(const char *command, double *ret_mib)
{
	uint64_t start = clock_now_ns();
	struct rusage usage;
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	if (!child) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(EXIT_FAILED);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(EXIT_CANNOT_RUN);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) < 0)
		die(EXIT_FAILED, "run %s: %s", command, strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) == EXIT_USAGE ||
	    WEXITSTATUS(status) == EXIT_CANNOT_RUN)
		die(EXIT_FAILED, "%s failed (status %#x)", command, (unsigned int)status);
	*ret_mib = (double)usage.ru_maxrss / 1024;
	return (double)(clock_now_ns() - start) / 1e9;
}

int main(int argc, char **argv)
{
	const char *parent = getenv("TMPDIR") ? getenv("TMPDIR") : "/var/tmp";
	char *root = xasprintf("%s/ptebench-benchmark-XXXXXX", parent), *command;
	unsigned long rows = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000000;
	uint64_t written;
	double judged, counted, mib, wc_mib;

	fail_name(argv[0]);
	if (argc < 2 || rows < 2 || !mkdtemp(root))
		die(EXIT_USAGE, "usage: benchmark COMPARE [ROWS]: makes files in %s", root);
	written = write_sets(root, rows);
	command = xasprintf("wc -l %s/*/*/samples.csv", root);
	counted = time_command(command, &wc_mib);
	free(command);
	command = xasprintf("exec '%s' --metric all --out %s base patched", argv[1], root);
	judged = time_command(command, &mib);
	printf("%llu rows: compare %.2f s, %.2f million rows/s, peak %.0f MiB; wc -l %.2f s: %.1f "
	       "times "
	       "its cost\n",
	       (unsigned long long)written, judged, (double)written / judged / 1e6, mib, counted,
	       judged / counted);
	free(command);
	command = xasprintf("rm -rf %s", root);
	time_command(command, &wc_mib);
	free(command);
	free(root);
	return EXIT_DONE;
}
