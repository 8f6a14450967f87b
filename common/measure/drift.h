/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drift of a point over its run: the slope of its processes by time. */
#ifndef PTEBENCH_DRIFT_H
#define PTEBENCH_DRIFT_H

#include "base/linreg.h"
#include "csv_reader.h"

/**
 * drift_of() - a straight line through the processes of a point, by time.
 * @samples: the run. @point: of it.
 * @ret_line: y is ln of the median of a process's ok samples, x its number in the run: 0 of the
 * first process of any point that has ok samples, 1 of the last. So the slope is the drift over the
 * whole run, in ln. Each process weighs 1.
 *
 * NAN, with no degree of freedom, where it is unknown: fewer than 3 processes have this
 * metric, or a median is 0.
 */
void drift_of(const struct csv_reader *samples, const struct csv_reader_point *point,
	      enum csv_reader_metric metric, struct linreg *ret_line);

/**
 * drift_is_clear() - is a slope more than 3 standard errors away from 0? Not where one is NAN.
 *
 * By chance alone, of points that do not drift, 20% with 3 processes, 6% with 5, 2% with 10 and
 * 0.3% with many (Student's t with n - 2 degrees of freedom).
 */
bool drift_is_clear(double slope, double slope_se);

#endif
