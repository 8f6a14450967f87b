// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts and stops busy threads on other CPUs. */
#include "busy_threads.h"

#include <sched.h>
#include <string.h>

static void *run(void *argument)
{
	struct busy_threads *busy = argument;

	__atomic_fetch_add(&busy->running, 1, __ATOMIC_SEQ_CST);
	while (!__atomic_load_n(&busy->stop, __ATOMIC_RELAXED))
		__asm__ volatile("" ::: "memory");
	return NULL;
}

static int start_one(struct busy_threads *busy, int cpu)
{
	pthread_attr_t attributes;
	cpu_set_t one;
	int error;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	error = -pthread_attr_init(&attributes);
	if (error)
		return error;
	error = -pthread_attr_setaffinity_np(&attributes, sizeof(one), &one);
	if (!error)
		error = -pthread_create(&busy->threads[busy->count], &attributes, run, busy);
	if (!error)
		busy->count++;
	pthread_attr_destroy(&attributes);
	return error;
}

int busy_threads_start(struct busy_threads *busy, const int *cpus, unsigned int count,
		       struct reason *ret_reason)
{
	int error = 0;

	for (unsigned int i = 0; i < count && !error; i++)
		error = start_one(busy, cpus[i]);
	if (error) {
		reason_set(ret_reason, "start a thread on CPU %d: %s", cpus[busy->count],
			   strerror(-error));
		busy_threads_stop(busy);
		return error;
	}
	while (__atomic_load_n(&busy->running, __ATOMIC_SEQ_CST) < count)
		sched_yield();
	return 0;
}

void busy_threads_stop(struct busy_threads *busy)
{
	__atomic_store_n(&busy->stop, 1, __ATOMIC_RELAXED);
	for (unsigned int i = 0; i < busy->count; i++)
		pthread_join(busy->threads[i], NULL);
	busy->count = busy->running = 0;
	busy->stop = 0;
}
