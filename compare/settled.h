/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which intervals are narrow enough to stop: for --until of run and vm. */
#ifndef PTEBENCH_SETTLED_H
#define PTEBENCH_SETTLED_H

#include <stdio.h>

#include "comparison.h"

/**
 * struct settled_options - @width: ratio less 1, of half an interval that is looked at @looks
 * times.
 * @rounds: nonzero: leave out the processes of later rounds.
 */
struct settled_options {
	double width;
	unsigned int looks, rounds;
};

/**
 * settled_half_width() - half width of an interval that is looked at @looks times.
 *
 * t[1 - .05 / (2 looks), df] se: all of the looks cover together with at least 95% (Bonferroni), so
 * the one does at which measuring stops. NAN if se or df is.
 */
double settled_half_width(double se, double df, size_t looks);

/**
 * settled_print() - print "settled POINT" or "wide POINT" for each interval.
 * @sets: @count of them. One: the mean of each point's processes in one run. Two: B/A of each case.
 *
 * An interval that is unknown is wide, and so is one of less than half a tick of the clock. A point
 * that nothing was measured of has no line.
 */
void settled_print(struct load_set *sets, size_t count, const struct settled_options *options,
		   FILE *out);

#endif
