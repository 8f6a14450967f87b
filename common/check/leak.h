/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Detects memory that an op does not give back. */
#ifndef PTEBENCH_LEAK_H
#define PTEBENCH_LEAK_H

#include "base/opt_u64.h"
#include "oracle.h"

enum { LEAK_COUNTERS_MAX = 64 };

/**
 * struct leak_snapshot - machine-wide counters: anonymous folios of each size and how many of them
 * are partially mapped (Linux 6.12 and later), hugetlb pages in use, AnonPages, PageTables,
 * Committed_AS.
 */
struct leak_snapshot {
	unsigned int count;
	struct opt_u64 values[LEAK_COUNTERS_MAX];
};

/** leak_take() - read them all. */
void leak_take(struct leak_snapshot *ret_snapshot);

/**
 * leak_judge() - are they back to what they were?
 * @before: taken when the process that is judged had not begun; it has ended by now.
 *
 * Folios and hugetlb pages must be back to the last one; base pages within what other processes
 * take meanwhile: AnonPages and PageTables 2 MiB and 512 KiB, Committed_AS 64 MiB. Waits up to 1 s
 * for counters that lag. Unknown when no counter can be read.
 */
enum oracle_verdict leak_judge(const struct leak_snapshot *before, struct reason *ret_reason);

#endif
