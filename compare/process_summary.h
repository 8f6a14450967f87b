/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Summary of the samples of one process. */
#ifndef PTEBENCH_PROCESS_SUMMARY_H
#define PTEBENCH_PROCESS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct process_summary - one process without its warm-up.
 * @samples: number of samples after the warm-up.
 * @ln_median, @ln_mean: natural logarithms; -INFINITY if the metric is 0.
 * @outliers: samples beyond 10 MAD from the median; they are kept.
 * @step: least difference between two samples; INFINITY if all are equal.
 * @is_unsteady: the warm-up would take half of the samples or more.
 * @is_bimodal: two clusters.
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
