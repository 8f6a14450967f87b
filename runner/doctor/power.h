/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ./run.sh doctor --power: the smallest change that this machine shows, found with slowdowns of
 * known size.
 */
#ifndef PTEBENCH_POWER_H
#define PTEBENCH_POWER_H

#include <stdint.h>

#include "base/globlist.h"
#include "trial.h"

/**
 * struct power_options - what is asked.
 * @cases: points; the flagships when empty.
 * @seconds: for all of them together.
 * @seed: of the order of processes.
 */
struct power_options {
	struct globlist cases;
	double seconds;
	uint64_t seed;
};

/**
 * power_run() - prove it, and print what was seen.
 *
 * For each case: blocks of six processes in random order, two as they are (A/A) and four slowed by
 * about 1, 2, 5 and 10% of a call, until the time is used. The process is the unit. What the filter
 * adds is calibrated on getppid(2), metric by metric, so that the injected size is known for each.
 *
 * Return: an exit code; EXIT_CANNOT_RUN where the kernel has no seccomp filters or no case can be
 * measured.
 */
int power_run(struct trial_place *place, const struct power_options *options);

#endif
