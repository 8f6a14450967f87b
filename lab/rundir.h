/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run on disk: host.csv, plan.csv, samples.csv and log.txt, appended in whole lines. */
#ifndef PTEBENCH_RUNDIR_H
#define PTEBENCH_RUNDIR_H

#include "options.h"
#include "programs.h"

/* The first line of plan.csv. */
#define RUNDIR_PLAN_HEADER "round,seq,process,program,point,status\n"

/**
 * struct rundir - an open run.
 * @path: its folder.
 * @name: its last component, the run column.
 * @log_fd: log.txt, for appending.
 * @process: the highest process number in use.
 */
struct rundir {
	char path[4096];
	char name[64];
	int plan_fd, samples_fd, log_fd;
	unsigned long process;
};

/**
 * rundir_create() - make a new run's folder and files; dies when it cannot, and leaves none.
 * @options: out, set (NULL: the kernel's release), seed, rounds, tier and only are recorded.
 * @cpu: the CPU that is measured on.
 */
void rundir_create(const struct run_options *options, int cpu, struct rundir *ret_run);

/** rundir_read_boot_id() - the boot that this is, as host.csv has it. */
void rundir_read_boot_id(char *ret_id, size_t size);

/** rundir_is_done() - did a process of this point finish in this round? */
bool rundir_is_done(const struct rundir *run, unsigned int round, const char *point);

/**
 * rundir_append() - the rows of one process, then its line in plan.csv.
 * @rows: whole lines.
 *
 * Return: 0; or -errno (-ENOSPC), and then nothing of it stays in either file.
 */
int rundir_append(struct rundir *run, unsigned int round, unsigned long seq,
		  const struct program_point *point, const char *rows, const char *status);

/** rundir_sync() - fsync what was appended. Return: 0 or -errno. */
int rundir_sync(const struct rundir *run);

#endif
