/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads that spin on other CPUs, so that each TLB flush of this process must reach them. */
#ifndef PTEBENCH_BUSY_THREADS_H
#define PTEBENCH_BUSY_THREADS_H

#include <pthread.h>

#include "base/die.h"

enum { BUSY_THREADS_MAX = 1023 };

/**
 * struct busy_threads - @count threads.
 * @stop: ends them.
 * @running: number of threads that have started to spin.
 */
struct busy_threads {
	unsigned int count;
	int stop;
	unsigned int running;
	pthread_t threads[BUSY_THREADS_MAX];
};

/**
 * busy_threads_start() - start a thread on each of @count CPUs, and wait until all spin.
 * @busy: zeroed; must not move until busy_threads_stop().
 *
 * Return: 0; or -errno, and then no thread runs.
 */
int busy_threads_start(struct busy_threads *busy, const int *cpus, unsigned int count,
		       struct reason *ret_reason);

void busy_threads_stop(struct busy_threads *busy);

#endif
