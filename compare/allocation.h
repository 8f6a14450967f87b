/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many boots, and rounds in each, a change takes: ./run.sh compare --plan. */
#ifndef PTEBENCH_ALLOCATION_H
#define PTEBENCH_ALLOCATION_H

#include <stdio.h>

#include "comparison.h"
#include "power.h"

/**
 * struct variance_value - one process. @boot, @run: numbers of its boot and its invocation.
 * @group: boots of different groups (sides) may have different means.
 */
struct variance_value {
	size_t group, boot, run;
	double y;
};

/**
 * struct variance_components - of a point, in the unit of y squared.
 * @of: by enum design_level; 0 if the estimate was negative, NAN where the data cannot tell it: it
 *      is then in that of the next level above.
 * @is_negative: the estimate was.
 * @df: degrees of freedom of each; @units: boots, invocations and processes.
 * @boot_variance: of a boot's mean of @per_boot processes, by what the boots show; NAN if unknown.
 * @per_boot: processes in a boot, the mean.
 */
struct variance_components {
	double of[3], df[3], boot_variance, per_boot;
	size_t units[3];
	bool is_negative[3];
};

/**
 * variance_components() - nested analysis of variance by the method of moments.
 * @values: @count of them, by group, boot and run: those of one lie together.
 *
 * Henderson's method 1 (Searle, Linear Models, 1971, chapter 11). With N values, n_i of boot i and
 * n_ij of its invocation j, and sums over groups of what follows:
 *   E[SS process] = (N - runs) s2_p
 *   E[SS run]  = (runs - boots) s2_p + (N - k12) s2_r              k12 = sum n_ij^2 / n_i
 *   E[SS boot] = (boots - 1) s2_p + (k12 - k3) s2_r + (N - k1) s2_b
 *   k1 = sum n_i^2 / N     k3 = sum n_ij^2 / N
 */
struct variance_components variance_components(const struct variance_value *values, size_t count);

enum { ALLOCATION_ROUNDS_MAX = 50, ALLOCATION_BOOTS_MAX = 99 };

/**
 * struct allocation_options - what is asked for.
 * @test: its margin, see and only are used. @minutes: for both sides; 0: any.
 * @boot_s: seconds of a boot without its rounds; @round_s: of a round; 0: see struct allocation.
 */
struct allocation_options {
	const struct comparison_options *test;
	unsigned int minutes, boot_s, round_s;
};

/**
 * struct allocation_design - @boots a side of @rounds rounds each; @boots is 0 where the set does
 * not tell, and ALLOCATION_BOOTS_MAX + 1 where more are needed. @seconds: of both sides.
 * @change: the ratio less 1 that it finds; only where a budget is given.
 */
struct allocation_design {
	size_t boots, rounds;
	double seconds, change;
};

/**
 * struct allocation_point - one case.
 * @point: kept by reference. @components: of ln of a process's median.
 * @unit: variance of a boot's mean of components.per_boot processes, moderated; NAN if unknown.
 * @cheapest: its optimal design.
 */
struct allocation_point {
	const char *point;
	struct variance_components components;
	double unit;
	struct allocation_design cheapest;
};

/* Cases that a design for all of them has to suffice for: 80%, or each. */
enum { ALLOCATION_MOST, ALLOCATION_EACH, ALLOCATION_SHARES };

/**
 * struct allocation - the plan for one machine.
 * @name: the host's; @machine: see host_facts_machine(). @options: kept by reference.
 * @units: most boots, invocations and processes of a point.
 * @f0: see struct power_plan. @level: of the test: that of Benjamini-Hochberg for one discovery.
 * @boot_s, @round_s: as used. @boot_is_measured: from the times in the names of the runs of vm;
 * @boot_is_assumed, @round_is_assumed: a minute; .1 s a process.
 * @cheapest: least time that finds the change. @within: least change in the time given.
 */
struct allocation {
	const char *name, *machine;
	const struct allocation_options *options;
	size_t units[3], count;
	struct allocation_point *points;
	double f0, level, boot_s, round_s;
	bool boot_is_measured, boot_is_assumed, round_is_assumed;
	struct allocation_design cheapest[ALLOCATION_SHARES], within[ALLOCATION_SHARES];
};

/**
 * allocation_make() - plan for each machine of one or two sets, each of which has its own mean.
 * @ret_plans: allocation_free() them. Controls are left out.
 *
 * A boot of r rounds has the variance V(r) = unit + s2_process (1/r - 1/per_boot), at least
 * s2_process / r. The rounds of one case's optimal design are
 *	r = sqrt(boot_s / round_s * s2_process / V(infinity))
 * rounded up (Kalibera and Jones, Rigorous benchmarking in reasonable time, 2013, section 5); its
 * boots follow by power_units_to_see(). For several cases all r are tried. Where the set does not
 * tell the variance of processes, rounds stay as they are.
 *
 * Return: their number.
 */
size_t allocation_make(const struct load_set *sets, size_t set_count, enum csv_reader_metric metric,
		       const struct allocation_options *options, struct allocation **ret_plans);
void allocation_free(struct allocation *plans, size_t count);

/** allocation_for() - the rest of it, from @options, the costs, and points with components. */
void allocation_for(struct allocation *plan);

/** allocation_print() - as text. */
void allocation_print(const struct allocation *plans, size_t count, FILE *out);

/** allocation_print_json() - with the name of the set and the word of --metric. */
void allocation_print_json(const struct allocation *plans, size_t count, const char *name,
			   const char *metric, const struct allocation_options *options, FILE *out);

#endif
