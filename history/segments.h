/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Levels of a series between its change points, and the changes with their intervals. */
#ifndef PTEBENCH_SEGMENTS_H
#define PTEBENCH_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct segments_level - @count values from @first at one level.
 * @mean: of the values; @low, @high: its 95% interval by Student's t. All in ln.
 */
struct segments_level {
	size_t first, count;
	double mean, low, high;
};

/**
 * struct segments_change - between two levels.
 * @at: index of the first value of the new one.
 * @from, @to: 95% interval of the first value of the new level (Bai 1997).
 * @p: see changepoint_find().
 * @d: the new mean minus the old one; @low, @high: its 95% interval by Welch. In ln.
 */
struct segments_change {
	size_t at, from, to;
	double p, d, low, high;
};

/**
 * struct segments - levels and changes of a series.
 * @levels: @count, at least 1. @changes: @count - 1; [i] lies between levels i and i + 1.
 * @lag1: autocorrelation of the residuals from the levels' means; NAN if unknown.
 * @is_autocorrelated: lag1 is larger than that of 95% of independent series: neighbours are alike; p
 *                     and intervals are too small.
 * @is_short: too few values to find any change.
 */
struct segments {
	size_t count;
	struct segments_level *levels;
	struct segments_change *changes;
	double lag1;
	bool is_autocorrelated, is_short;
};

struct changepoint_point;

/**
 * segments_make() - levels of a series between its change points.
 * @y: @n values, ln, at least 1.
 * @points: @count, of changepoint_find().
 * @ret_segments: segments_free() it.
 *
 * Undoes changes whose 95% interval includes 0, the least certain first: among few values a spike
 * or a change of spread is a change point, too, but no change of level.
 *
 * The interval of a change's place is +- (1 + floor(11 s^2 / d^2)), s^2 the pooled variance of
 * both levels, cut to them (Bai, Review of Economics and Statistics 79, 1997, for shifts of the
 * mean).
 */
void segments_make(const double *y, size_t n, const struct changepoint_point *points, size_t count,
		   struct segments *ret_segments);
void segments_free(struct segments *segments);

#endif
