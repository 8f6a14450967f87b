/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which runs lie in a set, and what did they measure? */
#ifndef PTEBENCH_LOAD_H
#define PTEBENCH_LOAD_H

#include "config.h"
#include "facts.h"
#include "samples.h"

/**
 * struct run - one invocation in one boot.
 * @path: its folder; @name: the run column and last component.
 * @machine: see facts_machine().
 * @config: empty when the kernel did not tell.
 * @error: why it cannot be used, or 0; @reason: the same for people, or the first line left out.
 */
struct run {
	char *path, *name, *machine;
	struct facts facts;
	struct config config;
	struct samples samples;
	int error;
	struct reason reason;
};

/** struct set - one side: @count runs, by name, which is by time. @name: its folder's. */
struct set {
	char *path, *name;
	size_t count;
	struct run *runs;
};

/**
 * load_find() - find the runs of a set; reads nothing of them.
 * @path: a folder of runs, a run, or the name of a set under @out.
 * @out: where sets lie ("results").
 *
 * Dies (EXIT_USAGE) when there are none.
 */
void load_find(const char *path, const char *out, struct set *ret_set);

/**
 * load_read() - read all runs of all sets, on as many threads as there are CPUs.
 *
 * A run that cannot be read keeps its @error.
 */
void load_read(struct set *sets, size_t count);

/** load_run() - read the run in a folder; one that cannot be read keeps its @error. */
void load_run(const char *path, struct run *ret_run);

/**
 * load_environment() - facts and kernel-config of one run, and none of its samples.
 * @path: the run's folder.
 * @ret_run: load_free_run() it, on error too.
 *
 * Return: 0; or as @ret_run's @error: -ENOENT, -EBADMSG (no host.csv, or its boot is unknown) or
 * another -errno.
 */
int load_environment(const char *path, struct run *ret_run);

/** load_free_run() - free what is in a run. */
void load_free_run(struct run *run);

/** load_free() - free a set. */
void load_free(struct set *set);

#endif
