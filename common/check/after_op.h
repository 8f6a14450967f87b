/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The oracles of a case, applied after its op, and their results. */
#ifndef PTEBENCH_AFTER_OP_H
#define PTEBENCH_AFTER_OP_H

#include "disturbance.h"
#include "oracle.h"
#include "measure/plan.h"

/* Bits of sets of oracles. */
enum after_op_oracle {
	AFTER_OP_STATE = 1 << 0, /* the page state is as the case claims, before and after */
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
 * @is_finished: the process ended as it should.
 * @is_skipped: @reason says why the machine lacks the state or the op.
 * @failed: the oracle that failed, or 0; @reason says on which page. @is_doubted: ORACLE_DOUBTED.
 * @passed: set of oracles.
 * @unknown: set of undecided oracles; @unknown_reason is that of the last one.
 * @before: taken when the memory was built. @is_disturbed: since then the kernel handled pages, or
 *	killed processes, of its own accord: @disturbance.
 */
struct after_op_result {
	bool is_finished;
	bool is_skipped, is_doubted, is_disturbed;
	unsigned int failed;
	unsigned int passed;
	unsigned int unknown;
	struct reason reason;
	struct reason unknown_reason;
	struct disturbance before;
	struct reason disturbance;
};

/**
 * struct after_op - a case under check.
 * @run: its memory.
 * @is_about_soft_dirty: the bits were cleared before the op, so each write faults.
 * @soft_dirty_bytes: bytes at the start of each region that were written since.
 * @has_other_tags: checks have changed the tags: nothing more can be checked.
 * @access, @is_located: parameters of the current check.
 * @reason: of the last oracle.
 */
struct after_op {
	const struct plan_point *point;
	struct case_run run;
	bool is_about_soft_dirty;
	size_t soft_dirty_bytes;
	bool has_other_tags;
	enum case_access access;
	bool is_located;
	struct reason reason;
	struct after_op_result *result;
};

/** after_op_oracle_name() - "data", "permissions", ... */
const char *after_op_oracle_name(enum after_op_oracle oracle);

/* All of them return false if an oracle failed, which ends the check. */

/** after_op_note() - add the verdict of an oracle to the results. A doubt hides no failure. */
bool after_op_note(struct after_op_result *result, enum after_op_oracle oracle,
		   enum oracle_verdict verdict, const struct reason *reason);

/**
 * after_op_check() - check data, permissions and markers of all regions.
 * @access: expected of the memory.
 * @is_located: regions are where the case says, after the op; else where they were built.
 */
bool after_op_check(struct after_op *look, enum case_access access, bool is_located);

/** after_op_check_child() - is the child that the op forked isolated from us? Changes the tags. */
bool after_op_check_child(struct after_op *look);

/**
 * after_op_check_closely() - checks that may change the memory: copy-on-write by faults and by
 * writes of both processes; data after reclaim, from the disk, or swapped in.
 */
bool after_op_check_closely(struct after_op *look, bool is_located);

#endif
