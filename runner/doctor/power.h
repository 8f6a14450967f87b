/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ./run.sh doctor --power: the smallest change that this machine shows. */
#ifndef PTEBENCH_POWER_H
#define PTEBENCH_POWER_H

#include <stdint.h>

#include "base/globlist.h"

/**
 * struct power_place - where and how processes run.
 * @bench_dir: the benchmark programs.
 * @cpu: the CPU that measures.
 * @stop: becomes non-zero when a signal came.
 * @count: processes so far.
 */
struct power_place {
	const char *bench_dir;
	int cpu;
	const volatile int *stop;
	unsigned long count;
};

/**
 * struct power_options - what to measure.
 * @cases: globs of points; none: the flagships.
 * @seconds: for all of them together.
 * @seed: of the order of processes.
 */
struct power_options {
	struct globlist cases;
	double seconds;
	uint64_t seed;
};

/**
 * power_run() - measure the power, and print the report.
 *
 * For each case: blocks of six processes in random order, two unslowed (A/A) and four slowed by
 * about 1, 2, 5 and 10% of a call, until the time is used. The process is the experimental unit.
 * The cost of the filter is calibrated on getppid(2) for each metric, so that the injected size is
 * known for each.
 *
 * Return: an exit code; EXIT_CANNOT_RUN where the kernel has no seccomp filters or no case can be
 * measured.
 */
int power_run(struct power_place *place, const struct power_options *options);

#endif
