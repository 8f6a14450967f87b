/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads of this process that do nothing, on other CPUs, so that each TLB flush must reach them.
 */
#ifndef PTEBENCH_SPIN_H
#define PTEBENCH_SPIN_H

#include <pthread.h>

#include "spec.h"

enum { SPIN_THREADS_MAX = 1023 };

/**
 * struct spin - threads that run.
 * @stop: tells them to end.
 * @running: how many have begun to spin on their CPU.
 */
struct spin {
	unsigned int count;
	int stop;
	unsigned int running;
	pthread_t threads[SPIN_THREADS_MAX];
};

/**
 * spin_start() - start a thread on each of @count CPUs and wait until all spin in user mode.
 * @spin: zeroed, and stays where it is until spin_stop().
 * @cpus: their CPUs.
 *
 * Return: 0; or -errno, and then no thread runs.
 */
int spin_start(struct spin *spin, const int *cpus, unsigned int count, struct reason *ret_reason);

/** spin_stop() - end all threads. */
void spin_stop(struct spin *spin);

#endif
