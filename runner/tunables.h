/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The knobs that ./run.sh run --tune holds to make measurements steadier. */
#ifndef PTEBENCH_TUNABLES_H
#define PTEBENCH_TUNABLES_H

#include "sys/knobs.h"

enum { TUNABLES_GROUPS = 8 };

/**
 * struct tunables_group - knobs that do one thing.
 * @name: as host.csv names it, behind "tune.".
 * @held: what it is called there when all of them hold what is wanted.
 * @first: of its @count knobs in the table.
 */
struct tunables_group {
	const char *name, *held;
	size_t first, count;
};

/**
 * struct tunables - the knobs, in the order in which they are set.
 * @knobs: where a knob cannot be set, it stays as it is.
 */
struct tunables {
	struct knobs_list knobs;
	struct tunables_group groups[TUNABLES_GROUPS];
};

/**
 * tunables_find() - the knobs that this machine has.
 * @cpu: the CPU that measures: interrupts go elsewhere, its siblings go offline.
 * @ret_tunables: receives them; @knobs is for knobs_free().
 */
void tunables_find(int cpu, struct tunables *ret_tunables);

#endif
