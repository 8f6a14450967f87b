/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel-side hardware counters in one group, which is on the PMU all the time, or not counted at
 * all. Source: perf_event_open(2).
 */
#ifndef PTEBENCH_COUNTERS_H
#define PTEBENCH_COUNTERS_H

#include "base/opt_u64.h"
#include "base/die.h"

enum counters_event {
	COUNTERS_INSTRUCTIONS,
	COUNTERS_CYCLES,
	COUNTERS_DTLB_MISSES, /* last-level data TLB load misses, where the CPU model maps them */
	COUNTERS,
};

/* Whose kernel-side work is counted? */
enum counters_scope {
	COUNTERS_SCOPE_THREAD, /* the calling thread */
	COUNTERS_SCOPE_CPU,    /* everything on one CPU, forked children too; needs CAP_PERFMON */
};

/**
 * struct counters - an open group.
 * @fds: -1: the counter does not exist.
 * @order: position of the counter in the group's reading, or -1.
 * @error: 0, or -errno of the first counter if none could be opened.
 */
struct counters {
	int fds[COUNTERS];
	int order[COUNTERS];
	int error;
};

/** struct counters_reading - absolute values; unknown if absent or multiplexed. */
struct counters_reading {
	struct opt_u64 values[COUNTERS];
};

/**
 * counters_open() - open the counters that the machine has, maybe none.
 * @cpu: the CPU of COUNTERS_SCOPE_CPU; the caller is pinned to it.
 */
void counters_open(enum counters_scope scope, int cpu, struct counters *ret_counters);

/** counters_read() - read the group by one read(2). */
void counters_read(const struct counters *counters, struct counters_reading *ret_reading);

void counters_close(struct counters *counters);

#endif
