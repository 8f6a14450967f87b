/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds change points of a series by E-divisive. */
#ifndef PTEBENCH_CHANGEPOINT_H
#define PTEBENCH_CHANGEPOINT_H

#include <stddef.h>

enum {
	CHANGEPOINT_SEGMENT_LEAST = 5, /* values on each side: a single spike is no change */
	CHANGEPOINT_PERMUTATIONS = 199,
	CHANGEPOINT_WINDOW = 500, /* number of last values that are used of a longer series */
};

/**
 * struct changepoint_point - a change.
 * @at: index of the first value of the new level.
 * @p: (b + 1) / (R + 1), of R permutations b that split as well or better.
 * @d: mean of the segment that begins here minus that of the one before.
 */
struct changepoint_point {
	size_t at;
	double p, d;
};

/**
 * changepoint_find() - E-divisive (Matteson and James, JASA 109, 2014), Euclidean, alpha = 1.
 * @y: @n values in the order of time: ln of one summary per run.
 * @least: smaller changes, in ln, are ignored.
 * @seed: of the permutations; the same seed gives the same result.
 * @ret_points: receives the changes by @at; the caller frees them. NULL without any.
 *
 * Each segment is split where
 *
 *	q = m k / (m + k) (2 / (m k) sum |x - y| - mean |x - x'| - mean |y - y'|)
 *
 * is largest, x of the m values before, y of the k after it in the segment. The best split of all
 * segments is accepted if at most 1% of permutations within the segments have as large a q; then
 * the next is sought. At last, changes below @least are undone, the smallest first.
 *
 * Return: number of changes.
 */
size_t changepoint_find(const double *y, size_t n, double least, unsigned long seed,
			struct changepoint_point **ret_points);

#endif
