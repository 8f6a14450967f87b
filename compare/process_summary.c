// SPDX-License-Identifier: GPL-2.0-or-later
/* Drops the warm-up of a process, and computes median, mean and shape of its samples. */
#include "process_summary.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "stats.h"

/* Above the 0.2 of a timer interrupt in every fifth sample, which does not move the median. */
static const double TORN_SHARE = 0.25;

struct process_summary process_summary_make(const double *values, size_t count, double least_ln)
{
	struct process_summary summary = { 0 };
	size_t cut = stats_mser5(values, count, &summary.is_unsteady);
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
	summary.outliers = stats_outliers(sorted, count);
	summary.is_bimodal =
		stats_two_clusters(sorted, count, median * expm1(least_ln), &summary.upper_share);
	summary.is_torn = summary.is_bimodal && summary.upper_share >= TORN_SHARE &&
			  summary.upper_share <= 1 - TORN_SHARE;
	free(sorted);
	return summary;
}
