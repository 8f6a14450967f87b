/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds and reads the runs of a set. */
#ifndef PTEBENCH_LOAD_H
#define PTEBENCH_LOAD_H

#include "kernel_config.h"
#include "host_facts.h"
#include "measure/csv_reader.h"

/**
 * struct load_run - one invocation in one boot.
 * @path: its folder; @name: its run column, normally the last component of @path.
 * @machine: see host_facts_machine(). @config: empty if the kernel does not provide it.
 * @error: negative errno if the run is unusable, or 0; @reason: the same as text, or the first
 *         line left out.
 */
struct load_run {
	char *path, *name, *machine;
	struct host_facts facts;
	struct kernel_config config;
	struct csv_reader samples;
	int error;
	struct reason reason;
};

/** struct load_set - one side: @count runs by name, so by time. @name: its folder's. */
struct load_set {
	char *path, *name;
	size_t count;
	struct load_run *runs;
};

/**
 * load_find() - find the runs of a set, without reading them.
 * @path: a folder of runs, a run, or the name of a set under @out.
 * @out: folder of sets ("results").
 *
 * Dies (EXIT_USAGE) if there are none.
 */
void load_find(const char *path, const char *out, struct load_set *ret_set);

/**
 * load_read() - read all runs of all sets, on as many threads as there are CPUs.
 *
 * A run that cannot be read keeps its @error.
 */
void load_read(struct load_set *sets, size_t count);
void load_free(struct load_set *set);

/**
 * load_run() - read the run in a folder. load_environment(): only its facts and kernel-config.
 * @ret_run: load_free_run() it, on error too.
 *
 * Return: 0; or as @ret_run's @error: -ENOENT, -EBADMSG (no host.csv, or its boot is unknown) or
 * another -errno.
 */
int load_run(const char *path, struct load_run *ret_run);
int load_environment(const char *path, struct load_run *ret_run);
void load_free_run(struct load_run *run);

#endif
