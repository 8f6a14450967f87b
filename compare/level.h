/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long does one point take in one set, and how surely is that known? */
#ifndef PTEBENCH_LEVEL_H
#define PTEBENCH_LEVEL_H

#include "units.h"

/**
 * struct level - one figure of one point in one set.
 * @n: units; @processes: in them.
 * @value: exp of the mean of the units' y: ns, instructions or cycles per page or call; NAN where
 *         nothing was measured, or the median is 0.
 * @low, @high: its 95% interval by Student's t over the units' y; NAN where there is none.
 * @is_within: there is one unit, and the interval is that of its processes: it says nothing of
 *             other boots.
 */
struct level {
	size_t n, processes;
	double value, low, high;
	bool is_within;
};

/** level_measure() - of one side of a design. */
struct level level_measure(const struct units_design *design, enum units_side side,
			   const char *point, enum samples_figure figure);

/** level_of_run() - the value of one run alone; NAN where there is none. */
double level_of_run(const struct run *run, const char *point, enum samples_figure figure);

#endif
