/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The oracles of a case, applied after its op, and their results. */
#ifndef PTEBENCH_AFTER_OP_H
#define PTEBENCH_AFTER_OP_H

#include "oracle.h"
#include "measure/plan.h"

/* Sets of oracles, by which a result says what was looked at. */
enum after_op_oracle {
	AFTER_OP_STATE = 1 << 0, /* the page state is what the case claims, before and after */
	AFTER_OP_DATA = 1 << 1,
	AFTER_OP_PERMISSIONS = 1 << 2,
	AFTER_OP_FAULTS = 1 << 3,
	AFTER_OP_ISOLATION = 1 << 4,
	AFTER_OP_DIRTY = 1 << 5,
	AFTER_OP_SOFT_DIRTY = 1 << 6,
	AFTER_OP_UFFD_WP = 1 << 7,
	AFTER_OP_LEAKS = 1 << 8,
	AFTER_OP_LOG = 1 << 9,
	AFTER_OP_ORACLES = 10,
};

/**
 * struct after_op_result - the result of a check.
 * @is_finished: the process came to its end.
 * @is_skipped: the state could not be had here, or the op is not supported: @reason says why.
 * @failed: the oracle that failed, 0 for none; @reason says on which page.
 * @passed: a set.
 * @unknown: a set: undecided; @unknown_reason is that of the last.
 */
struct after_op_result {
	bool is_finished;
	bool is_skipped;
	unsigned int failed;
	unsigned int passed;
	unsigned int unknown;
	struct reason reason;
	struct reason unknown_reason;
};

/**
 * struct after_op - a case under check.
 * @run: its memory.
 * @is_about_soft_dirty: the bits were cleared before the op, so that each write faults.
 * @soft_dirty_bytes: so much of each region was written again since.
 * @has_other_tags: checks have changed them: nothing more can be checked.
 * @result: receives the results.
 */
struct after_op {
	const struct plan_point *point;
	struct case_run run;
	bool is_about_soft_dirty;
	size_t soft_dirty_bytes;
	bool has_other_tags;
	struct after_op_result *result;
};

/** after_op_oracle_name() - "data", "permissions", ... */
const char *after_op_oracle_name(enum after_op_oracle oracle);

/* All of them return false when an oracle failed, and the check is over. */

/** after_op_note() - enter what an oracle said. */
bool after_op_note(struct after_op *look, enum after_op_oracle oracle, enum oracle_verdict verdict,
		   const struct reason *reason);

/**
 * after_op_check() - data, permissions and markers of all regions.
 * @access: how the memory is to be found.
 * @is_located: after the op, so that regions are where the case says; else where they were built.
 */
bool after_op_check(struct after_op *look, enum case_access access, bool is_located);

/** after_op_check_child() - is the child that the op made isolated from us? Changes the tags. */
bool after_op_check_child(struct after_op *look);

/**
 * after_op_check_closely() - what may change everything: copy-on-write by faults and by writing on
 * both sides, what survives reclaim, the disk, or being swapped in.
 */
bool after_op_check_closely(struct after_op *look, bool is_located);

#endif
