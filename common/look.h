/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which oracles look at a case after its op, and what they said. */
#ifndef PTEBENCH_LOOK_H
#define PTEBENCH_LOOK_H

#include "oracle.h"
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

/**
 * struct look - a case that is being looked at.
 * @run: its memory.
 * @is_about_soft_dirty: the bits were cleared before the op, so that each write faults.
 * @soft_dirty_bytes: so much of each region was written again since.
 * @has_other_tags: looking has changed them: no more can be seen.
 * @result: receives what was seen.
 */
struct look {
	const struct point *point;
	struct bench_run run;
	bool is_about_soft_dirty;
	size_t soft_dirty_bytes;
	bool has_other_tags;
	struct check_result *result;
};

/** check_oracle_name() - "data", "permissions", ... */
const char *check_oracle_name(enum check_oracle oracle);

/* All of them return false when an oracle failed, and the check is over. */

/** look_note() - enter what an oracle said. */
bool look_note(struct look *look, enum check_oracle oracle, enum oracle_verdict verdict,
	       const struct reason *reason);

/**
 * look_after() - data, permissions and markers of all regions.
 * @access: how the memory is to be found.
 * @is_located: after the op, so that regions are where the case says; else where they were built.
 */
bool look_after(struct look *look, enum case_access access, bool is_located);

/** look_at_own_child() - is the child that the op made isolated from us? Changes the tags. */
bool look_at_own_child(struct look *look);

/**
 * look_closely() - what may change everything: copy-on-write by faults and by writing on both
 * sides, what survives reclaim, the disk, or being swapped in.
 */
bool look_closely(struct look *look, bool is_located);

#endif
