/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Value, spread and flags of one metric of one point, before any test. */
#ifndef PTEBENCH_METRICS_H
#define PTEBENCH_METRICS_H

#include "design.h"

enum metrics_flag {
	METRICS_FLAG_QUANTIZED = 1, /* a tick is over 0.1% of a sample, or few distinct values */
	METRICS_FLAG_UNSTEADY = 2,  /* most processes never got out of their warm-up */
	METRICS_FLAG_TAIL = 4,	    /* mean and median changed in opposite directions */
	METRICS_FLAG_BIMODAL = 8,   /* two groups: of samples, of processes, or of units */
	METRICS_FLAG_DRIFT = 16,    /* a control moved as much, between A and B or within a run */
	METRICS_FLAGS = 5,
};

/**
 * struct metrics - one metric (time, instructions, cycles) of one point.
 * @n: experimental units; @processes, @samples: in them.
 * @value: exp of the mean of the units' y: ns, instructions or cycles per page or call.
 * @moments: of the units' y, in ln; relative to their block's mean if there are several blocks.
 * @within: moments of the processes' ln medians; for one unit per side.
 * @lost_df: degrees of freedom that the blocks take.
 * @least_variance: variance of y by quantization alone.
 * @is_fickle: units, or the samples of most processes, fall into two groups: no verdict unless
 *             @is_apart.
 * @is_apart: all units of B are on the same side of all of A's.
 * @outlier_share: samples beyond 10 MAD. @upper_share: of the upper cluster, NAN without two.
 * @lag1: autocorrelation of the units about their side's mean, by time; NAN for few.
 * @flags: enum metrics_flag.
 * @reason: why there is nothing to compare; else empty.
 */
struct metrics {
	size_t n[DESIGN_SIDES], processes[DESIGN_SIDES], samples[DESIGN_SIDES];
	double value[DESIGN_SIDES];
	struct stats_moments moments[DESIGN_SIDES], within[DESIGN_SIDES];
	size_t lost_df;
	double least_variance;
	bool is_fickle, is_apart;
	double outlier_share, upper_share, lag1;
	unsigned int flags;
	struct reason reason;
};

/** metrics_flag_name() - "quantized", ... of 1 << @bit. */
const char *metrics_flag_name(unsigned int bit);

/**
 * metrics_measure() - compute value, spread and flags.
 * @margin: ln(1 + eps); smaller effects set no flag.
 */
void metrics_measure(const struct design *design, const char *point, enum csv_reader_metric metric,
		     double margin, struct metrics *ret_metrics);

#endif
