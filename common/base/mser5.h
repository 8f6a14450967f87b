/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warm-up of a series by MSER-5. */
#ifndef PTEBENCH_MSER5_H
#define PTEBENCH_MSER5_H

#include <stdbool.h>
#include <stddef.h>

/**
 * mser5_cut() - number of first values that are warm-up (White, MSER-5; batches of 5).
 * @ret_wants_more: receives whether the best cut lies at or beyond half of the batches.
 *
 * Return: values to leave out, at most half; 0 when there are fewer than 10 batches: of 4 batches
 * of white noise 38% would want more, of 10 a tenth, of 20 a fiftieth
 * (tests/compare/test_stats_shape.c).
 */
size_t mser5_cut(const double *values, size_t count, bool *ret_wants_more);

#endif
