/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads of this process that spin on other CPUs, so that each TLB flush must reach them. */
#ifndef PTEBENCH_BUSY_THREADS_H
#define PTEBENCH_BUSY_THREADS_H

#include <pthread.h>

#include "base/die.h"

enum { BUSY_THREADS_MAX = 1023 };

/**
 * struct busy_threads - threads that run.
 * @stop: makes them end.
 * @running: how many have begun to spin on their CPU.
 */
struct busy_threads {
	unsigned int count;
	int stop;
	unsigned int running;
	pthread_t threads[BUSY_THREADS_MAX];
};

/**
 * busy_threads_start() - start a thread on each of @count CPUs and wait until all spin in user
 * mode.
 * @spin: zeroed, and stays where it is until busy_threads_stop().
 * @cpus: their CPUs.
 *
 * Return: 0; or -errno, and then no thread runs.
 */
int busy_threads_start(struct busy_threads *spin, const int *cpus, unsigned int count,
		       struct reason *ret_reason);

/** busy_threads_stop() - end all threads. */
void busy_threads_stop(struct busy_threads *spin);

#endif
