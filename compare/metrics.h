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
	METRICS_FLAG_ORDER = 32,    /* boots of A and B did not take turns */
	METRICS_FLAG_FEW = 64,	    /* too few boots to see that they are of two kinds */
	METRICS_FLAG_WITHIN = 128,  /* all is of one boot, and says nothing of another */
	METRICS_FLAGS = 8,
};

/* Units of a side that are kept with their values; of more, none is. */
enum { METRICS_UNITS_KEPT = 32 };

/** struct metrics_unit - one experimental unit: as in struct design_values. */
struct metrics_unit {
	double y, time;
	uint64_t order;
};

/**
 * struct metrics - one metric (time, instructions, cycles) of one point.
 * @n: experimental units; @processes, @samples: in them.
 * @value: exp of the mean of the units' y: ns, instructions or cycles per page or call.
 * @moments: of the units' y, in ln; relative to their block's mean if there are several blocks.
 * @units: the units themselves, @kept of each side.
 * @times: of the units, likewise. @has_times: A and B took turns, and there are units enough to
 *         tell a drift from the difference.
 * @gap: of the units of both sides together, where these fall into two groups that are not A and
 *       B; else 0.
 * @within: moments of the processes' ln medians; for one unit per side.
 * @lost_df: degrees of freedom that the blocks take.
 * @least_variance: variance of y by quantization alone. @shared_variance: variance of d by the
 *      rounding that all units of a side share, as far as their spread does not dither
 * it.
 * @is_fickle: units, or the samples of most processes, fall into two groups: no verdict unless
 *             @is_apart. @chance: how far apart, in ln: so much may be chance.
 * @is_apart: all units of B are on the same side of all of A's.
 * @outlier_share: samples beyond 10 MAD.
 * @lag1: autocorrelation of the units about their side's mean, by time; NAN for few.
 * @flags: enum metrics_flag. @reason: why there is nothing to compare; else empty.
 */
struct metrics {
	size_t n[DESIGN_SIDES], processes[DESIGN_SIDES], samples[DESIGN_SIDES];
	double value[DESIGN_SIDES];
	struct stats_moments moments[DESIGN_SIDES], within[DESIGN_SIDES];
	size_t kept[DESIGN_SIDES];
	struct metrics_unit units[DESIGN_SIDES][METRICS_UNITS_KEPT];
	struct stats_times times[DESIGN_SIDES];
	bool has_times;
	size_t lost_df;
	double gap, chance, least_variance, shared_variance;
	bool is_fickle, is_apart;
	double outlier_share, lag1;
	unsigned int flags;
	struct reason reason;
};

/* "quantized", ... of each bit. */
extern const char *const metrics_flag_names[METRICS_FLAGS];

/** metrics_has_units() - true if each side has at least @least units, and there is no reason. */
bool metrics_has_units(const struct metrics *metrics, size_t least);

/**
 * metrics_measure() - compute value, spread and flags.
 * @margin: ln(1 + eps); smaller effects set no flag.
 */
void metrics_measure(const struct design *design, const char *point, enum csv_reader_metric metric,
		     double margin, struct metrics *ret_metrics);

/**
 * metrics_describe() - the part of metrics_measure() that computes from values.
 * @sides: of A and B; receives them relative to their block's mean, and one unit a block.
 * @metrics: @processes and @samples are set.
 */
void metrics_describe(struct design_values *sides, const struct design *design,
		      enum csv_reader_metric metric, double margin, struct metrics *metrics);

#endif
