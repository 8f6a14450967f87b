// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the options of an interrupted run, and drops what no whole process wrote. */
#include "resume.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "measure/csv_row.h"
#include "measure/host.h"
#include "base/version.h"

static uint64_t number_of(const struct run_dir *run, const char *host, const char *key,
			  uint64_t most)
{
	char *text = host_value(host, key), *end;
	unsigned long long value = strtoull(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value > most)
		die(EXIT_USAGE, "--resume %s: host.csv has no usable %s", run->path, key);
	free(text);
	return value;
}

static void check_host(const struct run_dir *run, const char *host)
{
	char *made_in = host_value(host, "boot_id"),
	     *version = host_value(host, "ptebench_version");
	char now[64];

	run_dir_read_boot_id(now, sizeof(now));
	if (strcmp(made_in, now))
		die(EXIT_FAILED, "--resume %s: made in boot %s, this is boot %s: start a new run",
		    run->path, made_in, now);
	if (strcmp(version, version_text))
		die(EXIT_FAILED, "--resume %s: made by ptebench %s, this is %s: start a new run",
		    run->path, version, version_text);
	free(version);
	free(made_in);
}

static void recall(struct run_options *options, const struct run_dir *run, const char *host,
		   int *ret_cpu)
{
	char *tier = host_value(host, "tier"), *only = host_value(host, "only"), *glob;
	char *tune = host_value(host, "tune"), *until = host_value(host, "until");

	options->seed = number_of(run, host, "seed", UINT64_MAX);
	options->rounds = (unsigned int)number_of(run, host, "rounds", 1000);
	*ret_cpu = (int)number_of(run, host, "cpu", 1023);
	for (int i = 0; i < TIERS; i++)
		if (!strcmp(tier, plan_tiers[i]))
			options->tier = (enum case_tier)i;
	if (strcmp(only, "*") != 0)
		for (glob = strtok(only, " "); glob; glob = strtok(NULL, " "))
			if (options->only.count < GLOBLIST_MAX)
				options->only.texts[options->only.count++] = xstrdup(glob);
	point_options_recall(host_value(host, "own_points"), &options->own);
	point_options_check(&options->own);
	options->tune = !strcmp(tune, "yes");
	if (*until)
		options->until.width = until_width(until);
	free(until);
	free(tune);
	free(only);
	free(tier);
}

enum { PROCESS_MAX = 100000000, PLAN_COLUMN = 3, SAMPLES_COLUMN = 4 };

/* Process numbers below @count, and whether a file has whole lines of each. { 0 } is none. */
struct processes {
	size_t count;
	bool *has;
};

/* Return: the number in the given column of a line, columns from 1; 0: there is none. */
static unsigned long process_of(const char *line, int column)
{
	while (--column && (line = strchr(line, ',')))
		line++;
	return line ? strtoul(line, NULL, 10) : 0;
}

static bool has_process(const struct processes *set, unsigned long process)
{
	return process < set->count && set->has[process];
}

static void add_process(struct processes *set, unsigned long process)
{
	if (set->count <= process) {
		size_t count = 2 * process + 1024;

		set->has = xrealloc(set->has, count, sizeof(*set->has));
		memset(set->has + set->count, 0, (count - set->count) * sizeof(*set->has));
		set->count = count;
	}
	set->has[process] = true;
}

/* Collects the processes of all whole lines behind the header. */
static struct processes find_processes(const char *text, int column)
{
	struct processes set = { 0 };

	for (const char *line = strchr(text, '\n'); line && strchr(++line, '\n');
	     line = strchr(line, '\n')) {
		unsigned long process = process_of(line, column);

		if (process && process <= PROCESS_MAX)
			add_process(&set, process);
	}
	return set;
}

/* Keeps the header, and the whole lines of processes that the other file has, too. */
static void keep_whole(const struct run_dir *run, const char *name, const char *text, int column,
		       const struct processes *other)
{
	char *kept = xcalloc(strlen(text) + 1, 1), *at = kept;
	const char *end;
	int error;

	for (const char *line = text; (end = strchr(line, '\n')); line = end + 1)
		if (line == text || has_process(other, process_of(line, column)))
			at = mempcpy(at, line, (size_t)(end + 1 - line));
	error = run_dir_replace(run->path, name, kept);
	if (error)
		die(EXIT_FAILED, "write %s/%s: %s (finished rows are kept)", run->path, name,
		    strerror(-error));
	free(kept);
}

static void drop_partial(struct run_dir *run)
{
	char *plan = run_dir_read(run->path, "plan.csv");
	char *samples = run_dir_read(run->path, "samples.csv");
	struct processes planned = find_processes(plan, PLAN_COLUMN);
	struct processes measured = find_processes(samples, SAMPLES_COLUMN);
	char header[CSV_ROW_LINE_BYTES + 1];

	csv_row_header(header);
	strcat(header, "\n");
	if (strncmp(plan, RUN_DIR_PLAN_HEADER, strlen(RUN_DIR_PLAN_HEADER)) ||
	    strncmp(samples, header, strlen(header)))
		die(EXIT_FAILED, "--resume %s: plan.csv or samples.csv has another header",
		    run->path);
	keep_whole(run, "samples.csv", samples, SAMPLES_COLUMN, &planned);
	keep_whole(run, "plan.csv", plan, PLAN_COLUMN, &measured);
	run->process = planned.count > measured.count ? planned.count : measured.count;
	while (run->process && !has_process(&planned, run->process) &&
	       !has_process(&measured, run->process))
		run->process--;
	free(planned.has);
	free(measured.has);
	free(plan);
	free(samples);
}

static int must_open(const struct run_dir *run, const char *name, int flags)
{
	int fd = run_dir_open(run->path, name, flags);

	if (fd < 0)
		die(EXIT_FAILED, "open %s/%s: %s", run->path, name, strerror(-fd));
	return fd;
}

void resume_run(struct run_options *options, int *ret_cpu, struct run_dir *ret_run)
{
	struct run_dir run = { 0 };
	size_t length;
	char *host, *name;

	if (snprintf(run.path, sizeof(run.path), "%s", options->resume) >= (int)sizeof(run.path))
		die(EXIT_USAGE, "--resume: path is too long");
	for (length = strlen(run.path); length > 1 && run.path[length - 1] == '/'; length--)
		run.path[length - 1] = '\0';
	host = run_dir_read(run.path, "host.csv");
	check_host(&run, host);
	recall(options, &run, host, ret_cpu);
	name = host_value(host, "run");
	snprintf(run.name, sizeof(run.name), "%s", name);
	free(name);
	free(host);
	drop_partial(&run);
	run.plan_fd = must_open(&run, "plan.csv", O_RDWR | O_APPEND);
	run.samples_fd = must_open(&run, "samples.csv", O_RDWR | O_APPEND);
	run.log_fd = must_open(&run, "log.txt", O_RDWR | O_CREAT | O_APPEND);
	*ret_run = run;
}
