/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drift of a point over its run: the slope of its processes by time. */
#ifndef PTEBENCH_DRIFT_H
#define PTEBENCH_DRIFT_H

#include "base/linreg.h"
#include "csv_reader.h"

/**
 * drift_of() - fit a straight line to the processes of a point, by time.
 * @samples: the run of @point.
 * @ret_line: y is ln of the median of a process's ok samples. x is its number in the run, scaled: 0
 *	for the first process of the run that has ok samples, 1 for the last. So the slope is the
 *	drift over the whole run, in ln. NAN, with df 0, if fewer than 3 processes have this metric,
 *	or if a median is 0.
 */
void drift_of(const struct csv_reader *samples, const struct csv_reader_point *point,
	      enum csv_reader_metric metric, struct linreg *ret_line);

/**
 * drift_is_clear() - is a slope more than 3 standard errors away from 0? False if one is NAN.
 *
 * True by chance for points without drift: 20% with 3 processes, 6% with 5, 2% with 10, 0.3% with
 * many (Student's t with n - 2 degrees of freedom).
 */
bool drift_is_clear(double slope, double slope_se);

#endif
