// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts one thread per CPU; each takes the next item. */
#include "threads.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS_MAX = 64 };

struct queue {
	size_t count;
	atomic_size_t next;
	void (*work)(size_t item, void *argument);
	void *argument;
};

static void *take_items(void *argument)
{
	struct queue *queue = argument;
	size_t item;

	while ((item = atomic_fetch_add(&queue->next, 1)) < queue->count)
		queue->work(item, queue->argument);
	return NULL;
}

void threads_run(size_t count, void (*work)(size_t item, void *argument), void *argument)
{
	struct queue queue = { .count = count, .work = work, .argument = argument };
	pthread_t threads[THREADS_MAX];
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int started = 0;

	while (started < THREADS_MAX && started + 1 < cpus &&
	       !pthread_create(&threads[started], NULL, take_items, &queue))
		started++;
	take_items(&queue);
	while (started)
		pthread_join(threads[--started], NULL);
}
