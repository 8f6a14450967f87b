/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Experimental units of A and B (boot, invocation or process), and the values of each. */
#ifndef PTEBENCH_DESIGN_H
#define PTEBENCH_DESIGN_H

#include "load.h"
#include "stats.h"

enum design_side { DESIGN_SIDE_A, DESIGN_SIDE_B, DESIGN_SIDES };

enum design_level { DESIGN_BOOT, DESIGN_INVOCATION, DESIGN_PROCESS };

/**
 * struct design_run - a run's place in the design.
 * @unit: index of its boot or invocation on its side.
 * @block: index of what A and B share: the boot, or the run if they share the runs of one boot; 0
 *         if they share nothing.
 */
struct design_run {
	const struct load_run *run;
	enum design_side side;
	size_t unit, block;
};

/**
 * struct design - how A and B were run on one machine.
 * @runs: @count, A's then B's, each by time.
 * @level: A and B were run apart at it. @unit: experimental unit: the blocks if there are several,
 *         since A - B may differ from boot to boot; else the level.
 * @is_within: all is of one boot, and says nothing of others.
 * @units: boots per side, or invocations if A and B share boots.
 * @blocks: number of blocks; 1 if nothing is shared.
 * @alternates: boots of A and B took turns, so that a drift affects both alike: their mean ranks by
 *              time differ by at most 1, and no stretch of one side alone is longer than 2 boots
 *              for each of the other side. For the other levels see design_take_turns() of each
 *              point.
 * @refused: why A and B are not comparable at all; empty if they are.
 */
struct design {
	enum design_level level, unit;
	bool is_within;
	size_t count;
	struct design_run *runs;
	size_t units[DESIGN_SIDES], blocks;
	bool alternates;
	struct reason refused;
};

/**
 * struct design_values - values of the experimental units of one side, for one point and metric.
 * @y: of each of @n units: the mean over its processes of ln median. @y_of_means: of ln mean.
 * @block: of each unit; @order: its place in time among the units of both sides; @time: likewise,
 *         relative to its block's mean once the values are.
 * @processes: ln median of each process, @process_count of them; @process_unit: the unit of each.
 * @samples, @outliers: over all processes, without their warm-up.
 * @unsteady, @bimodal, @torn: number of such processes, see struct process_summary.
 * @apart: largest distance that chance may move a median, see struct process_summary.
 * @resolution: least difference between two raw values, in ln of the median: a tick of the clock.
 * @distinct: different raw values, at most DESIGN_DISTINCT_ENOUGH.
 */
struct design_values {
	size_t n;
	double *y, *y_of_means;
	size_t *block;
	uint64_t *order;
	double *time;
	size_t process_count;
	double *processes;
	size_t *process_unit;
	size_t samples, outliers, unsteady, bimodal, torn;
	double apart, resolution;
	size_t distinct;
};

enum { DESIGN_DISTINCT_ENOUGH = 30 };

extern const char *const design_level_names[DESIGN_PROCESS + 1];

/**
 * design_make() - find the experimental unit from boot_id and run.
 * @a, @b: the runs of each side, by time; all of one machine.
 *
 * Different boots: the boot. The same boots on both sides: the boot, in which A and B are compared;
 * the invocation if there is one boot. The same invocations: the process, likewise. @refused is set
 * if only some are shared, or if both sides hold the same processes.
 */
void design_make(const struct load_run *const *a, size_t a_count, const struct load_run *const *b,
		 size_t b_count, struct design *ret_design);
void design_free(struct design *design);

/** design_order() - place in time of a run, among those of both sides: see design_values.order. */
uint64_t design_order(const struct design *design, size_t run);

/**
 * design_collect() - collect the values of one side.
 * @least_ln: see process_summary_make(). @ret_values: n is 0 if nothing was measured.
 */
void design_collect(const struct design *design, enum design_side side, const char *point,
		    enum csv_reader_metric metric, double least_ln,
		    struct design_values *ret_values);
void design_free_values(struct design_values *values);

/**
 * design_take_turns() - true if a steady drift affects both sides alike.
 *
 * It does if the mean ranks of A's and B's units, by time, differ by at most 1: ABAB differs by 1,
 * ABBA by 0, AABB by 2. Blocks do not matter: the order runs through all.
 */
bool design_take_turns(const struct design_values *a, const struct design_values *b);

/**
 * struct process_summary - one process without its warm-up.
 * @samples: number of samples after the warm-up.
 * @ln_median, @ln_mean: natural logarithms; -INFINITY if the metric is 0.
 * @outliers: samples beyond 10 MAD from the median; they are kept.
 * @step: least difference between two samples; INFINITY if all are equal.
 * @is_unsteady: the warm-up would take half of the samples or more. @is_bimodal: two clusters.
 * @is_torn: the smaller cluster has a quarter or more, so that chance may move the median, by
 * @apart in ln.
 */
struct process_summary {
	size_t samples, outliers;
	double ln_median, ln_mean, step, apart;
	bool is_unsteady, is_bimodal, is_torn;
};

/**
 * process_summary_make() - drop the warm-up by MSER-5, then compute median and mean.
 * @values: @count samples in time order, at least 1.
 * @least_ln: clusters whose means differ by less than this, in ln, count as one.
 */
struct process_summary process_summary_make(const double *values, size_t count, double least_ln);

#endif
