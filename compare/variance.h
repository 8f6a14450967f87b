/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Variance components of processes in invocations in boots. */
#ifndef PTEBENCH_VARIANCE_H
#define PTEBENCH_VARIANCE_H

#include "design.h"

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

#endif
