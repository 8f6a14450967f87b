/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel-side hardware counters in one group: on the PMU all the time, or not counted at all.
 * Source: perf_event_open(2).
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

/* Whose kernel-side work is counted. */
enum counters_scope {
	COUNTERS_SCOPE_THREAD, /* the calling thread */
	COUNTERS_SCOPE_CPU,    /* everything on one CPU, forked children too; needs CAP_PERFMON */
};

/**
 * struct counters - an open group.
 * @fds: -1 where the counter does not exist.
 * @order: position of the counter in the group's reading; -1 where it does not exist.
 * @error: why the leader could not be opened, as -errno; 0 when it could.
 */
struct counters {
	int fds[COUNTERS];
	int order[COUNTERS];
	int error;
};

/** struct counters_reading - absolute values; unknown when absent or multiplexed. */
struct counters_reading {
	struct opt_u64 values[COUNTERS];
};

/**
 * counters_open() - open what the machine has; never fails as a whole.
 * @scope: whose work.
 * @cpu: the CPU of COUNTERS_SCOPE_CPU; the caller is pinned to it.
 */
void counters_open(enum counters_scope scope, int cpu, struct counters *ret_counters);

/** counters_read() - one read(2) of the group. */
void counters_read(const struct counters *counters, struct counters_reading *ret_reading);

/** counters_close() - close all descriptors. */
void counters_close(struct counters *counters);

#endif
