/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs one case with the oracles instead of the clock. */
#ifndef PTEBENCH_CHECK_H
#define PTEBENCH_CHECK_H

#include "plan.h"

/* Sets of oracles, by which a result says what was looked at. */
enum check_oracle {
	CHECK_STATE = 1 << 0, /* the page state is what the case claims, before and after */
	CHECK_DATA = 1 << 1,
	CHECK_PERMISSIONS = 1 << 2,
	CHECK_FAULTS = 1 << 3,
	CHECK_ISOLATION = 1 << 4,
	CHECK_DIRTY = 1 << 5,
	CHECK_SOFT_DIRTY = 1 << 6,
	CHECK_UFFD_WP = 1 << 7,
	CHECK_LEAKS = 1 << 8,
	CHECK_LOG = 1 << 9,
	CHECK_ORACLES = 10,
};

/**
 * struct check_result - what came of it.
 * @is_finished: the process came to its end.
 * @is_skipped: the state could not be had here, or the op is not supported: @reason says why.
 * @failed: the oracle that failed, 0 for none; @reason says on which page.
 * @passed: a set.
 * @unknown: a set: could not be told; @unknown_reason is that of the last.
 */
struct check_result {
	bool is_finished;
	bool is_skipped;
	unsigned int failed;
	unsigned int passed;
	unsigned int unknown;
	struct reason reason;
	struct reason unknown_reason;
};

/** check_oracle_name() - "data", "permissions", ... */
const char *check_oracle_name(enum check_oracle oracle);

/**
 * check_run() - build the state, run set-up, op and undo, look after each, several times over: with
 * and without undo, with the child that shares the pages ended and alive.
 * @point: its knobs are set; its regions are small.
 * @cpu: CPU to run on.
 * @ret_result: receives what came of it; zeroed before.
 */
void check_run(const struct point *point, int cpu, struct check_result *ret_result);

#endif
