/* SPDX-License-Identifier: GPL-2.0-or-later */
/* At which level were A and B realised apart, and what is the value of each unit there? */
#ifndef PTEBENCH_DESIGN_H
#define PTEBENCH_DESIGN_H

#include "load.h"
#include "stats.h"

enum design_side { DESIGN_SIDE_A, DESIGN_SIDE_B, DESIGN_SIDES };

enum design_level { DESIGN_BOOT, DESIGN_INVOCATION, DESIGN_PROCESS };

/**
 * struct design_run - a run's place in the design.
 * @unit: index of its boot or invocation on its side; unused where processes are the units.
 * @block: index of what A and B share: the boot where invocations are the units, the run where
 *         processes are; 0 where boots are the units.
 */
struct design_run {
	const struct load_run *run;
	enum design_side side;
	size_t unit, block;
};

/**
 * struct design - how A and B were realised on one machine.
 * @runs: @count, A's then B's, each by time.
 * @units: boots or invocations a side; 0 where processes are the units.
 * @blocks: how many there are; 1 where boots are the units.
 * @alternates: were units of A and B taken in turns, so that a drift hits both alike? Of boots
 *              only; for the other levels each point is looked at.
 * @refused: why A and B cannot be compared at all; empty when they can.
 */
struct design {
	enum design_level level;
	size_t count;
	struct design_run *runs;
	size_t units[DESIGN_SIDES], blocks;
	bool alternates;
	struct reason refused;
};

/**
 * struct design_values - what the units of one side say of one point and metric.
 * @n: units.
 * @y: of each: the mean over its processes of ln median.
 * @y_of_means: the same with means for medians.
 * @block: of each; @order: when it was taken, to be compared with the other side's.
 * @processes: ln median of each process, @process_count of them; @process_unit: the unit of each.
 * @samples, @outliers: over all processes, without their warm-up.
 * @unsteady, @bimodal, @torn: processes that are.
 * @upper_share: of the upper cluster, in the last process that has two.
 * @resolution: what one count of the raw metric is, in ln of the median.
 * @distinct: different raw values, at most DESIGN_DISTINCT_ENOUGH.
 */
struct design_values {
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

enum { DESIGN_DISTINCT_ENOUGH = 30 };

/** design_level_name() - "boot", "invocation" or "process". */
const char *design_level_name(enum design_level level);

/**
 * design_make() - find the level from boot_id and run.
 * @a, @b: the runs of each side, by time; all of one machine.
 * @ret_design: design_free() it.
 *
 * Different boots: the boot. The same boots on both sides: the invocation. The same invocations on
 * both sides: the process. Where only some are shared, or the very same processes are on both
 * sides, @refused says so.
 */
void design_make(const struct load_run *const *a, size_t a_count, const struct load_run *const *b,
		 size_t b_count, struct design *ret_design);

/** design_free() - free the table. */
void design_free(struct design *design);

/**
 * design_collect() - the values of one side.
 * @least_ln: see process_summary_make().
 * @ret_values: design_free_values() it; n is 0 where nothing was measured.
 */
void design_collect(const struct design *design, enum design_side side, const char *point,
		    enum csv_reader_metric metric, double least_ln,
		    struct design_values *ret_values);

/**
 * design_take_turns() - would a steady drift hit both sides alike?
 *
 * Yes when the mean ranks of A's and B's units, taken in order, differ by no more than 1: ABAB
 * differs by 1, ABBA by 0, AABB by 2. Blocks do not matter: order runs through all.
 */
bool design_take_turns(const struct design_values *a, const struct design_values *b);

/** design_free_values() - free the tables. */
void design_free_values(struct design_values *values);

#endif
