/* SPDX-License-Identifier: GPL-2.0-or-later */
/* At which level were A and B realised apart, and what is the value of each unit there? */
#ifndef PTEBENCH_UNITS_H
#define PTEBENCH_UNITS_H

#include "load.h"
#include "stats.h"

enum units_side { SIDE_A, SIDE_B, SIDES };

enum units_level { UNITS_BOOT, UNITS_INVOCATION, UNITS_PROCESS };

/**
 * struct units_run - a run's place in the design.
 * @unit: index of its boot or invocation on its side; unused where processes are the units.
 * @block: index of what A and B share: the boot where invocations are the units, the run where
 *         processes are; 0 where boots are the units.
 */
struct units_run {
	const struct run *run;
	enum units_side side;
	size_t unit, block;
};

/**
 * struct units_design - how A and B were realised on one machine.
 * @runs: @count, A's then B's, each by time.
 * @units: boots or invocations a side; 0 where processes are the units.
 * @blocks: how many there are; 1 where boots are the units.
 * @alternates: were units of A and B taken in turns, so that a drift hits both alike? Of boots
 *              only; for the other levels each point is looked at.
 * @refused: why A and B cannot be compared at all; empty when they can.
 */
struct units_design {
	enum units_level level;
	size_t count;
	struct units_run *runs;
	size_t units[SIDES], blocks;
	bool alternates;
	struct reason refused;
};

/**
 * struct units_values - what the units of one side say of one point and figure.
 * @n: units.
 * @y: of each: the mean over its processes of ln median.
 * @y_of_means: the same with means for medians.
 * @block: of each; @order: when it was taken, to be compared with the other side's.
 * @processes: ln median of each process, @process_count of them; @process_unit: the unit of each.
 * @samples, @outliers: over all processes, without their warm-up.
 * @unsteady, @bimodal, @torn: processes that are.
 * @upper_share: of the upper cluster, in the last process that has two.
 * @resolution: what one count of the raw figure is, in ln of the median.
 * @distinct: different raw values, at most UNITS_DISTINCT_ENOUGH.
 */
struct units_values {
	size_t n;
	double *y, *y_of_means;
	size_t *block;
	uint64_t *order;
	size_t process_count;
	double *processes;
	size_t *process_unit;
	size_t samples, outliers, unsteady, bimodal, torn;
	double upper_share, resolution;
	size_t distinct;
};

enum { UNITS_DISTINCT_ENOUGH = 30 };

/** units_level_name() - "boot", "invocation" or "process". */
const char *units_level_name(enum units_level level);

/**
 * units_plan() - find the level from boot_id and run.
 * @a, @b: the runs of each side, by time; all of one machine.
 * @ret_design: units_free_design() it.
 *
 * Different boots: the boot. The same boots on both sides: the invocation. The same invocations on
 * both sides: the process. Where only some are shared, or the very same processes are on both
 * sides, @refused says so.
 */
void units_plan(const struct run *const *a, size_t a_count, const struct run *const *b,
		size_t b_count, struct units_design *ret_design);

/** units_free_design() - free the table. */
void units_free_design(struct units_design *design);

/**
 * units_collect() - the values of one side.
 * @least_ln: see process_summarise().
 * @ret_values: units_free_values() it; n is 0 where nothing was measured.
 */
void units_collect(const struct units_design *design, enum units_side side, const char *point,
		   enum samples_figure figure, double least_ln, struct units_values *ret_values);

/**
 * units_take_turns() - would a steady drift hit both sides alike?
 *
 * Yes when the mean ranks of A's and B's units, taken in order, differ by no more than 1: ABAB
 * differs by 1, ABBA by 0, AABB by 2. Blocks do not matter: order runs through all.
 */
bool units_take_turns(const struct units_values *a, const struct units_values *b);

/** units_free_values() - free the tables. */
void units_free_values(struct units_values *values);

#endif
