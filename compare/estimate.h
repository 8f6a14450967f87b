/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long does one point take in one set, and how surely is that known? */
#ifndef PTEBENCH_ESTIMATE_H
#define PTEBENCH_ESTIMATE_H

#include "design.h"

/**
 * struct estimate - one metric of one point in one set.
 * @n: units; @processes: in them.
 * @value: exp of the mean of the units' y: ns, instructions or cycles per page or call; NAN where
 *         nothing was measured, or the median is 0.
 * @low, @high: its 95% interval by Student's t over the units' y; NAN where there is none.
 * @is_within: there is one unit, and the interval is that of its processes: it says nothing of
 *             other boots.
 */
struct estimate {
	size_t n, processes;
	double value, low, high;
	bool is_within;
};

/** estimate_measure() - of one side of a design. */
struct estimate estimate_measure(const struct design *design, enum design_side side,
				 const char *point, enum csv_reader_metric metric);

/** estimate_of_run() - the value of one run alone; NAN where there is none. */
double estimate_of_run(const struct load_run *run, const char *point,
		       enum csv_reader_metric metric);

#endif
