// SPDX-License-Identifier: GPL-2.0-or-later
/* Measures the cost of reading the clock. */
#include "clock.h"

#include <stdlib.h>

enum { PAIRS = 1001 };

static int compare_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

uint64_t clock_pair_overhead_ns(void)
{
	uint64_t pairs[PAIRS];

	for (int i = 0; i < PAIRS; i++) {
		uint64_t start = clock_now_ns();

		pairs[i] = clock_now_ns() - start;
	}
	qsort(pairs, PAIRS, sizeof(pairs[0]), compare_u64);
	return pairs[PAIRS / 2];
}
