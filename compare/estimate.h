/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Value and confidence interval of one point in one set. */
#ifndef PTEBENCH_ESTIMATE_H
#define PTEBENCH_ESTIMATE_H

#include "design.h"

/**
 * struct estimate - one metric of one point in one set.
 * @n: experimental units; @processes: processes in them.
 * @value: exp of the mean of the units' y: ns, instructions or cycles per page or call; NAN if
 *         nothing was measured, or the median is 0.
 * @low, @high: its 95% interval by Student's t over the units' y; NAN if unknown.
 * @is_within: one unit only: the interval covers its processes and no other boots.
 */
struct estimate {
	size_t n, processes;
	double value, low, high;
	bool is_within;
};

/** estimate_half_width() - of the 95% interval of a mean, by Student's t; NAN for one value. */
double estimate_half_width(const struct stats_moments *moments);

/** estimate_measure() - estimate a point on one side of a design. */
struct estimate estimate_measure(const struct design *design, enum design_side side,
				 const char *point, enum csv_reader_metric metric);

/** estimate_of_run() - value of a single run; NAN if unknown. */
double estimate_of_run(const struct load_run *run, const char *point,
		       enum csv_reader_metric metric);

#endif
