// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the warm-up of a series from its end on, in one pass. */
#include "mser5.h"

#include <math.h>

size_t mser5_cut(const double *values, size_t count, bool *ret_wants_more)
{
	enum { BATCH = 5, BATCHES_LEAST = 10 };
	size_t batches = count / BATCH, best = 0;
	double least = INFINITY, sum = 0, squares = 0;

	*ret_wants_more = false;
	if (batches < BATCHES_LEAST)
		return 0;
	/* From the end: the sums grow with the part that is kept; relative to the last value. */
	for (size_t batch = batches; batch-- > 0;) {
		double kept = (double)(batches - batch), mean = 0, statistic;

		for (size_t i = 0; i < BATCH; i++)
			mean += (values[batch * BATCH + i] - values[count - 1]) / BATCH;
		sum += mean;
		squares += mean * mean;
		statistic = fmax(0, squares - sum * sum / kept) / (kept * kept);
		if (batch <= batches / 2 && statistic <= least) {
			least = statistic;
			best = batch;
		}
	}
	*ret_wants_more = best == batches / 2 && least > 0;
	return best * BATCH;
}
