// SPDX-License-Identifier: GPL-2.0-or-later
/* Drops the warm-up of a process, and computes median, mean and shape of its samples. */
#include "design.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mser5.h"

/* Above the 0.2 of a timer interrupt in every fifth sample, which does not move the median. */
static const double TORN_SHARE = 0.25;

/*
 * A few samples far away, as of timer interrupts, would be one of the two clusters and hide that
 * the others are two: so the samples within 10 MAD of the median are looked at, too.
 */
static bool are_two_clusters(const double *sorted, size_t count, double least,
			     struct stats_clusters *ret_clusters)
{
	size_t first, last;

	if (stats_two_clusters(sorted, count, least, ret_clusters))
		return true;
	stats_inliers(sorted, count, &first, &last);
	return last - first < count &&
	       stats_two_clusters(sorted + first, last - first, least, ret_clusters);
}

struct process_summary process_summary_make(const double *values, size_t count, double least_ln)
{
	struct process_summary summary = { .step = INFINITY };
	size_t cut = mser5_cut(values, count, &summary.is_unsteady);
	struct stats_clusters clusters;
	size_t first, last;
	double *sorted, sum = 0, median;

	count -= cut;
	sorted = xcalloc(count, sizeof(*sorted));
	memcpy(sorted, values + cut, count * sizeof(*sorted));
	gsl_sort(sorted, 1, count);
	for (size_t i = 0; i < count; i++)
		sum += sorted[i];
	median = gsl_stats_median_from_sorted_data(sorted, 1, count);
	summary.samples = count;
	summary.ln_median = log(median);
	summary.ln_mean = log(sum / (double)count);
	stats_inliers(sorted, count, &first, &last);
	summary.outliers = count - (last - first);
	summary.is_bimodal = are_two_clusters(sorted, count, median * expm1(least_ln), &clusters);
	for (size_t i = 1; i < count; i++)
		if (sorted[i] > sorted[i - 1])
			summary.step = fmin(summary.step, sorted[i] - sorted[i - 1]);
	summary.is_torn = summary.is_bimodal && clusters.share >= TORN_SHARE &&
			  clusters.share <= 1 - TORN_SHARE;
	if (summary.is_torn)
		summary.apart = log(clusters.high / clusters.low);
	free(sorted);
	return summary;
}
