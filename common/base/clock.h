/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one clock: CLOCK_MONOTONIC_RAW, which NTP does not slew, in integer nanoseconds. */
#ifndef PTEBENCH_CLOCK_H
#define PTEBENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

/** clock_now_ns() - nanoseconds since a fixed moment of this boot. */
static inline uint64_t clock_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/** clock_pair_overhead_ns() - the time between two readings in a row: the median of 1001. */
uint64_t clock_pair_overhead_ns(void);

#endif
