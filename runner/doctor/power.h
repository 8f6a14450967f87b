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
	unsigned int seconds;
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

/* The kernel takes 32768 instructions of all filters together, and counts 4 more for each. */
enum { POWER_STEPS_MAX = 32000 };

/**
 * power_slow_down() - add @steps to each timed system call of this process and its children.
 * @steps: divisions, each of which waits for the one before, in a seccomp(2) filter; 0 to
 * POWER_STEPS_MAX. 0 installs a filter, too, so that the cost of a filter itself makes no
 * difference.
 *
 * Timed calls are mprotect, pkey_mprotect, mremap, munmap, madvise, clone and getppid. Where a
 * filter depends on the number of a call alone, the kernel caches its verdict and does not run it
 * again (kernel/seccomp.c:seccomp_is_const_allow @ v6.18): all other calls are as fast as before.
 * It does not follow divisions there, so the filter runs for each timed call. A filter cannot be
 * removed.
 *
 * Return: 0 or -errno (-EINVAL: no seccomp filters in this kernel, or too many steps).
 */
int power_slow_down(unsigned long steps);

#endif
