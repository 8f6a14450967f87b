// SPDX-License-Identifier: GPL-2.0-or-later
/* How fast does compare read and judge, beside wc -l over the same files? benchmark COMPARE [ROWS]
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "fail.h"
#include "row.h"

enum { RUNS = 6, POINTS = 250, SAMPLES = 40 };

static const char *const sets[] = { "base", "patched" };

static void write_host(const char *folder, int boot)
{
	char *path = xasprintf("%s/host.csv", folder);
	FILE *out = fopen(path, "we");

	if (!out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	fprintf(out, "key,value\nhost,\"benchmark\"\nboot_id,\"boot-%d\"\npage_bytes,\"4096\"\n",
		boot);
	fclose(out);
	free(path);
}

static void fill_row(struct row *row, unsigned int point, unsigned long process)
{
	static const char *const folios[] = { "4K", "16K", "64K", "2M-pte", "2M" };

	*row = (struct row) { .schema = count_of(ROW_SCHEMA), .process = count_of(process) };
	snprintf(row->point, sizeof(row->point), "mprotect.case-%u/anon/folio=%s/size=64M",
		 point / 5, folios[point % 5]);
	snprintf(row->case_name, sizeof(row->case_name), "mprotect.case-%u", point / 5);
	strcpy(row->family, "mprotect");
	strcpy(row->backing, "anon");
	strcpy(row->mapping, "pte");
	strcpy(row->pages_hold, "written");
	strcpy(row->sharing, "exclusive");
	strcpy(row->construction, "native");
	strcpy(row->scheduler, "fifo");
	strcpy(row->status, "ok");
	row->folio_bytes = count_of(4096);
	row->folio_order = count_of(0);
	row->size_bytes = count_of(64 << 20);
	row->threads = row->ops = row->cpu = count_of(1);
	row->pages = row->pages_matching = row->pages_known = row->pages_total = count_of(16384);
	row->minor_faults = row->involuntary_switches = row->tlb_interrupts = count_of(0);
	row->call_interrupts = count_of(0);
	row->clock_overhead_ns = count_of(18);
	row->vmas = count_of(34);
}

/* Each point in each round has a process; rounds go on until there are rows enough. */
static unsigned long write_run(const char *folder, const char *name, unsigned long rows)
{
	char *path = xasprintf("%s/samples.csv", folder), line[ROW_LINE_BYTES];
	FILE *out = fopen(path, "we");
	unsigned long written = 0, process = 0;
	struct row row;

	if (!out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	row_header(line);
	fprintf(out, "%s\n", line);
	while (written < rows) {
		unsigned int point = (unsigned int)(process++ % POINTS);

		fill_row(&row, point, process);
		snprintf(row.run, sizeof(row.run), "%s", name);
		row.round = count_of((process - 1) / POINTS + 1);
		row.seq = count_of(point + 1);
		for (unsigned int i = 1; i <= SAMPLES && written < rows; i++, written++) {
			row.sample = count_of(i);
			row.elapsed_ns =
				count_of((uint64_t)(300000 + 1000 * point + lrand48() % 20000));
			row.instructions_kernel = count_of((uint64_t)(900000 + lrand48() % 100));
			row.cycles_kernel = count_of((uint64_t)(700000 + lrand48() % 9000));
			row_format(&row, line);
			fprintf(out, "%s\n", line);
		}
	}
	if (fclose(out))
		die(EXIT_FAILED, "write %s: %s", path, strerror(errno));
	free(path);
	return written;
}

static unsigned long write_sets(const char *root, unsigned long rows)
{
	unsigned long written = 0;

	srand48(1);
	for (int set = 0; set < 2; set++) {
		char *folder = xasprintf("%s/%s", root, sets[set]);

		mkdir(folder, 0700);
		for (int run = 0; run < RUNS; run++) {
			char *name = xasprintf("20260101T0000%02dZ", 2 * run + (set ^ (run & 1)));
			char *path = xasprintf("%s/%s", folder, name);

			mkdir(path, 0700);
			write_host(path, set * RUNS + run);
			written += write_run(path, name, rows / 2 / RUNS);
			free(path);
			free(name);
		}
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
	double judged, counted, mib, wc_mib;

	fail_name(argv[0]);
	if (argc < 2 || rows < 2 * RUNS || !mkdtemp(root))
		die(EXIT_USAGE, "usage: benchmark COMPARE [ROWS]: makes files in %s", root);
	rows = write_sets(root, rows);
	command = xasprintf("wc -l %s/*/*/samples.csv", root);
	counted = time_command(command, &wc_mib);
	free(command);
	command = xasprintf("exec '%s' --metric all --out %s base patched", argv[1], root);
	judged = time_command(command, &mib);
	printf("%lu rows: compare %.2f s, %.2f million rows/s, peak %.0f MiB; wc -l %.2f s: %.1f "
	       "times "
	       "its cost\n",
	       rows, judged, (double)rows / judged / 1e6, mib, counted, judged / counted);
	free(command);
	command = xasprintf("rm -rf %s", root);
	time_command(command, &wc_mib);
	free(command);
	free(root);
	return EXIT_DONE;
}
