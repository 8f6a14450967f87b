/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Continues an interrupted run. */
#ifndef PTEBENCH_RESUME_H
#define PTEBENCH_RESUME_H

#include "run_dir.h"

/**
 * resume_run() - open an interrupted run.
 * @options: @options->resume names it; receives seed, rounds, tier, only and tune as
 *           they were.
 * @ret_cpu: receives the CPU as it was.
 *
 * Drops what no whole process wrote. Dies when it is no run, was made in another boot, or by
 * another version.
 */
void resume_run(struct run_options *options, int *ret_cpu, struct run_dir *ret_run);

#endif
