/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trial of doctor --power: one process at one point, slowed by a known amount. */
#ifndef PTEBENCH_TRIAL_H
#define PTEBENCH_TRIAL_H

#include "runner/bench_exec.h"
#include "measure/csv_reader.h"

/**
 * struct trial_place - where trials are made.
 * @self_dir, @self: this program, which slows itself and becomes the benchmark.
 * @bench_dir: the benchmark programs.
 * @cpu: the CPU that is measured on.
 * @stop: becomes non-zero when a signal came.
 * @count: trials so far.
 */
struct trial_place {
	const char *self_dir, *self, *bench_dir;
	int cpu;
	const volatile int *stop;
	unsigned long count;
};

/**
 * struct trial - what one process found.
 * @medians: of its ok samples, per page or per call; NAN where a metric was not measured.
 * @per_call: pages of a call, or 1 where metrics are per call already.
 */
struct trial {
	double medians[CSV_READER_METRICS], per_call;
};

/**
 * trial_run() - one process.
 * @steps: see slowdown_install().
 * @ret_trial: receives the medians.
 *
 * Return: 0; -ENODATA when no sample is ok (@ret_reason says why), or -errno.
 */
int trial_run(struct trial_place *place, const struct bench_exec_point *point, unsigned long steps,
	      struct trial *ret_trial, struct reason *ret_reason);

#endif
