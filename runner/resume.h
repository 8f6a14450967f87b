/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Continues an interrupted run. */
#ifndef PTEBENCH_RESUME_H
#define PTEBENCH_RESUME_H

#include "run_dir.h"

/**
 * resume_run() - open an interrupted run, and drop rows of processes that did not finish.
 * @options: its @resume is the run's folder; receives seed, rounds, tier, only and tune of the run.
 * @ret_cpu: receives the CPU of the run.
 *
 * Dies when the folder is no run, or one of another boot or version.
 */
void resume_run(struct run_options *options, int *ret_cpu, struct run_dir *ret_run);

#endif
