/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The knobs that ./run.sh run --tune holds to make measurements steadier. */
#ifndef PTEBENCH_TUNABLES_H
#define PTEBENCH_TUNABLES_H

#include "sys/knobs.h"

enum { TUNABLES_GROUPS = 8 };

/**
 * struct tunables_group - knobs that do one thing.
 * @name: its key in host.csv, behind "tune.".
 * @held: its value there when all of its knobs hold the wanted word.
 * @first: index of the first of its @count knobs.
 */
struct tunables_group {
	const char *name, *held;
	size_t first, count;
};

/** struct tunables - the knobs, in the order in which they are set. Each may refuse the write. */
struct tunables {
	struct knobs_list knobs;
	struct tunables_group groups[TUNABLES_GROUPS];
};

/**
 * tunables_find() - find the knobs that this machine has.
 * @cpu: the CPU that measures: interrupts go elsewhere, its siblings go offline.
 * @ret_tunables: receives them; pass its @knobs to knobs_free().
 */
void tunables_find(int cpu, struct tunables *ret_tunables);

#endif
