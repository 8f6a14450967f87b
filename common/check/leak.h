/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Detects memory that an op does not free. */
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

void leak_take(struct leak_snapshot *ret_snapshot);

/**
 * leak_judge() - are the counters down to what they were?
 * @before: taken before the process started, which has ended by now.
 *
 * No folio or hugetlb page may be left. For other processes, AnonPages may grow by 2 MiB,
 * PageTables by 512 KiB, Committed_AS by 64 MiB. Waits up to 1 s for counters that lag. Unknown if
 * no counter can be read.
 */
enum oracle_verdict leak_judge(const struct leak_snapshot *before, struct reason *ret_reason);

#endif
