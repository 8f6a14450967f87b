/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of a run: host.csv, plan.csv, samples.csv and log.txt, appended in whole lines. */
#ifndef PTEBENCH_RUN_DIR_H
#define PTEBENCH_RUN_DIR_H

#include "base/die.h"
#include "bench_exec.h"
#include "run_options.h"

/* The first line of plan.csv. */
#define RUN_DIR_PLAN_HEADER "round,seq,process,program,point,status\n"

/**
 * struct run_dir - an open run.
 * @path: its folder.
 * @name: its last component, the run column.
 * @log_fd: log.txt, for appending.
 * @process: the highest process number in use.
 */
struct run_dir {
	char path[4096];
	char name[64];
	int plan_fd, samples_fd, log_fd;
	unsigned long process;
};

/**
 * run_dir_create() - make a new run's folder and files; on failure remove them and die.
 * @options: host.csv gets its seed, rounds, tier and only. A NULL set is the kernel's release.
 * @cpu: the CPU that measures.
 */
void run_dir_create(const struct run_options *options, int cpu, struct run_dir *ret_run);

/** run_dir_read_boot_id() - the ID of this boot, as in host.csv. */
void run_dir_read_boot_id(char *ret_id, size_t size);

/** run_dir_is_done() - did a process of this point finish in this round? */
bool run_dir_is_done(const struct run_dir *run, unsigned int round, const char *point);

/**
 * run_dir_is_good() - are these whole rows of the process @run->process?
 * @output: header and rows.
 * @ret_status: @size bytes; receives the status of the last row.
 * @ret_reason: receives the reason of the last row, or what is wrong with a row.
 */
bool run_dir_is_good(const struct run_dir *run, const struct bench_exec_point *point,
		     const char *output, char *ret_status, size_t size, struct reason *ret_reason);

/**
 * run_dir_append() - append the rows of one process, then its line in plan.csv.
 * @rows: whole lines.
 *
 * Return: 0; or -errno (-ENOSPC), and then neither file has any of it.
 */
int run_dir_append(struct run_dir *run, unsigned int round, unsigned long seq,
		   const struct bench_exec_point *point, const char *rows, const char *status);

/** run_dir_append_failure() - the same with the row of a process that failed. */
int run_dir_append_failure(struct run_dir *run, unsigned int round, unsigned long seq,
			   const struct bench_exec_point *point, const char *reason);

/** run_dir_sync() - fsync what was appended. Return: 0 or -errno. */
int run_dir_sync(const struct run_dir *run);

/**
 * run_dir_open() - open the file @name in the folder @run; do not follow a symbolic link.
 * @flags: of open(2).
 *
 * Return: a descriptor, or -errno.
 */
int run_dir_open(const char *run, const char *name, int flags);

/**
 * run_dir_log() - write a line to log.txt, or to stderr when that fails.
 * @fd: log.txt.
 * @format: without a newline.
 */
void run_dir_log(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * run_dir_log_profile() - end log.txt with where the time went.
 * @from: offset of what the processes have logged.
 * @seconds: the time of the run. The rest of it starts processes, sets knobs, runs the hooks around
 *	the ops, and writes rows.
 */
void run_dir_log_profile(const struct run_dir *run, size_t from, unsigned long processes,
			 double seconds);

/** run_dir_read() - the text of @name in the folder @run, up to a NUL, to be freed; or die. */
char *run_dir_read(const char *run, const char *name);

/**
 * run_dir_replace() - replace the text of @name in the folder @run; sync it before the rename.
 *
 * Return: 0; or -errno, and then the file is as it was.
 */
int run_dir_replace(const char *run, const char *name, const char *text);

#endif
