// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the runs of a set, and reads them with one thread per CPU. */
#include "load.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/shared_config.h"
#include "samples_file.h"
#include "threads.h"

static struct load_run new_run(const char *path)
{
	return (struct load_run) { .path = xstrdup(path), .name = xstrdup(basename(path)) };
}

static void add_run(struct load_set *set, const char *path)
{
	set->runs = xrealloc(set->runs, set->count + 1, sizeof(*set->runs));
	set->runs[set->count++] = new_run(path);
}

static int compare_runs(const void *a, const void *b)
{
	return strcmp(((const struct load_run *)a)->name, ((const struct load_run *)b)->name);
}

static void add_runs_below(struct load_set *set)
{
	DIR *folder = opendir(set->path);
	struct dirent *entry;

	if (!folder)
		die(EXIT_USAGE,
		    "cannot open the set %s: %s (give a folder of runs, a run, or a set's "
		    "name)",
		    set->path, strerror(errno));
	while ((entry = readdir(folder))) {
		char *path = xasprintf("%s/%s", set->path, entry->d_name);

		if (entry->d_name[0] != '.' && samples_file_exists(path))
			add_run(set, path);
		free(path);
	}
	closedir(folder);
	if (!set->count)
		die(EXIT_USAGE,
		    "the set %s has no runs (a run is a folder with a samples.csv; "
		    "see results/README.md)",
		    set->path);
	qsort(set->runs, set->count, sizeof(*set->runs), compare_runs);
}

void load_find(const char *path, const char *out, struct load_set *ret_set)
{
	struct load_set set = { .path = xstrdup(path) };
	struct stat status;
	size_t length;

	if (stat(path, &status) && !strchr(path, '/')) {
		free(set.path);
		set.path = xasprintf("%s/%s", out, path);
	}
	for (length = strlen(set.path); length > 1 && set.path[length - 1] == '/'; length--)
		set.path[length - 1] = '\0';
	set.name = xstrdup(basename(set.path));
	if (samples_file_exists(set.path))
		add_run(&set, set.path);
	else
		add_runs_below(&set);
	*ret_set = set;
}

/* Machine and boot are those of host.csv; the folder may have been renamed. */
static int read_facts(struct load_run *run)
{
	char *path = xasprintf("%s/host.csv", run->path);
	int error = host_facts_read(path, &run->facts, &run->reason);

	free(path);
	if (error)
		return error;
	run->machine = host_facts_machine(&run->facts);
	if (host_facts_known(&run->facts, "boot_id"))
		return 0;
	reason_set(&run->reason,
		   "%s/host.csv: boot_id is unknown, so the boot cannot be identified", run->path);
	return -EBADMSG;
}

static int read_environment(struct load_run *run)
{
	run->error = read_facts(run);
	if (!run->error)
		kernel_config_read_of_run(
			run->path, host_facts_get(&run->facts, SHARED_CONFIG_FACT), &run->config);
	return run->error;
}

static int read_run(struct load_run *run)
{
	if (read_environment(run))
		return run->error;
	run->error = samples_file_read(run->path, &run->samples, &run->reason);
	if (!run->error && run->samples.count) {
		free(run->name);
		run->name = xstrdup(run->samples.run);
	}
	return run->error;
}

static void read_item(size_t item, void *argument)
{
	read_run(((struct load_run **)argument)[item]);
}

void load_read(struct load_set *sets, size_t count)
{
	struct load_run **runs;
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += sets[i].count;
	runs = xcalloc(total + 1, sizeof(*runs));
	total = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sets[i].count; j++)
			runs[total++] = &sets[i].runs[j];
	threads_run(total, read_item, runs);
	free(runs);
}

int load_run(const char *path, struct load_run *ret_run)
{
	*ret_run = new_run(path);
	return read_run(ret_run);
}

int load_environment(const char *path, struct load_run *ret_run)
{
	*ret_run = new_run(path);
	return read_environment(ret_run);
}

void load_free_run(struct load_run *run)
{
	csv_reader_free(&run->samples);
	kernel_config_free(&run->config);
	host_facts_free(&run->facts);
	free(run->machine);
	free(run->name);
	free(run->path);
}

void load_free(struct load_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		load_free_run(&set->runs[i]);
	free(set->runs);
	free(set->name);
	free(set->path);
}
