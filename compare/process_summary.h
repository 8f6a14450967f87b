/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What did one process measure, in two metrics and some warnings? */
#ifndef PTEBENCH_PROCESS_SUMMARY_H
#define PTEBENCH_PROCESS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct process_summary - of one process's samples, without its warm-up.
 * @samples: that are left.
 * @ln_median, @ln_mean: natural logarithms; -INFINITY where the metric is 0.
 * @outliers: samples beyond 10 MAD from the median; they are kept.
 * @is_unsteady: the warm-up would take half of the samples or more.
 * @is_bimodal: they fall into two clusters; @upper_share is that of the upper one.
 * @is_torn: the smaller one has a quarter or more, so that chance may carry the median over.
 */
struct process_summary {
	size_t samples, outliers;
	double ln_median, ln_mean, upper_share;
	bool is_unsteady, is_bimodal, is_torn;
};

/**
 * process_summary_make() - warm-up by MSER-5, then median and mean.
 * @values: @count in the order they were taken, at least 1.
 * @least_ln: clusters whose means differ by less than this, in ln, are no two.
 * @scratch: room for @count values.
 */
struct process_summary process_summary_make(const double *values, size_t count, double least_ln,
					    double *scratch);

#endif
