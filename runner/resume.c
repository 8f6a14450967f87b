// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads an interrupted run: its options, and what of it is whole. */
#include "resume.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "measure/csv_row.h"
#include "finished.h"
#include "run_file.h"
#include "base/version.h"

/* The value of a key in host.csv, which host.c wrote: key,"value". The caller frees it. */
static char *host_value(const char *host, const char *key)
{
	char *pattern = xasprintf("\n%s,\"", key), *found, *value;
	const char *at = strstr(host, pattern);

	at = at ? at + strlen(pattern) : "";
	found = strchr(at, '"');
	value = strndup(at, found ? (size_t)(found - at) : 0);
	free(pattern);
	return value;
}

static uint64_t host_number(const struct run_dir *run, const char *host, const char *key,
			    uint64_t most)
{
	char *text = host_value(host, key), *end;
	unsigned long long value = strtoull(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value > most)
		die(EXIT_USAGE, "--resume %s: host.csv holds no usable %s", run->path, key);
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
	char *tune = host_value(host, "tune");

	options->seed = host_number(run, host, "seed", UINT64_MAX);
	options->rounds = (unsigned int)host_number(run, host, "rounds", 1000);
	*ret_cpu = (int)host_number(run, host, "cpu", 1023);
	for (int i = 0; i < TIERS; i++)
		if (!strcmp(tier, plan_tier_name((enum case_tier)i)))
			options->tier = (enum case_tier)i;
	if (strcmp(only, "*") != 0)
		for (glob = strtok(only, " "); glob; glob = strtok(NULL, " "))
			if (options->only.count < GLOBLIST_MAX)
				options->only.texts[options->only.count++] = xstrdup(glob);
	options->tune = !strcmp(tune, "yes");
	free(tune);
	free(only);
	free(tier);
}

/* Keeps the header and the whole lines whose process is in the other file too. */
static void keep_whole(const struct run_dir *run, const char *name, const char *text, int column,
		       const struct finished *other)
{
	char *kept = xcalloc(strlen(text) + 1, 1), *at = kept;
	const char *end;
	int error;

	for (const char *line = text; (end = strchr(line, '\n')); line = end + 1)
		if (line == text || finished_has(other, finished_process(line, column)))
			at = mempcpy(at, line, (size_t)(end + 1 - line));
	error = run_file_replace(run->path, name, kept);
	if (error)
		die(EXIT_FAILED, "write %s/%s: %s (finished rows are kept)", run->path, name,
		    strerror(-error));
	free(kept);
}

static void drop_partial(struct run_dir *run)
{
	struct finished in_plan = { 0 }, in_samples = { 0 };
	char *plan = run_file_read(run->path, "plan.csv"),
	     *samples = run_file_read(run->path, "samples.csv");
	char header[CSV_ROW_LINE_BYTES + 1];

	csv_row_header(header);
	strcat(header, "\n");
	if (strncmp(plan, RUN_DIR_PLAN_HEADER, strlen(RUN_DIR_PLAN_HEADER)) ||
	    strncmp(samples, header, strlen(header)))
		die(EXIT_FAILED, "--resume %s: plan.csv or samples.csv has another header",
		    run->path);
	finished_add(&in_plan, plan, 3);
	finished_add(&in_samples, samples, 4);
	keep_whole(run, "samples.csv", samples, 4, &in_plan);
	keep_whole(run, "plan.csv", plan, 3, &in_samples);
	run->process = in_plan.count > in_samples.count ? in_plan.count : in_samples.count;
	while (run->process && !finished_has(&in_plan, run->process) &&
	       !finished_has(&in_samples, run->process))
		run->process--;
	finished_free(&in_plan);
	finished_free(&in_samples);
	free(plan);
	free(samples);
}

static int must_open(const struct run_dir *run, const char *name, int flags)
{
	int fd = run_file_open(run->path, name, flags);

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
	host = run_file_read(run.path, "host.csv");
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
