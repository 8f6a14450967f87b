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
 * @stood: number of the latest looks that found it, 1 or more; see segments_follow().
 * @is_lasting: the values after the first CHANGEPOINT_SEGMENT_LEAST of the new level are in the
 * mean nearer to it than to the old one: those first ones alone may be a spike of some runs.
 */
struct segments_change {
	size_t at, from, to, stood;
	double p, d, low, high;
	bool is_lasting;
};

/**
 * struct segments - levels and changes of a series.
 * @levels: @count, at least 1. @changes: @count - 1; [i] lies between levels i and i + 1.
 * @lag1: autocorrelation of the residuals from the levels' means; NAN if unknown.
 * @is_autocorrelated: lag1 is larger than that of 95% of independent series: neighbours are alike;
 * p and intervals are too small.
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

/**
 * segments_follow() - count the looks that found each change.
 * @before: of the same series one look earlier: without its newest value.
 * @newest: index of that value in the series.
 * @segments: each change has stood one look longer than the nearest change of @before that has the
 *            same direction and an interval of place that overlaps; 1 without such a change.
 */
void segments_follow(const struct segments *before, size_t newest, struct segments *segments);

/**
 * segments_is_new() - true until a change has stood for @stand looks and is lasting; false for all
 * if @stand is 1.
 */
bool segments_is_new(const struct segments_change *change, size_t stand);
void segments_free(struct segments *segments);

#endif
