/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same work on many items, on all CPUs. */
#ifndef PTEBENCH_THREADS_H
#define PTEBENCH_THREADS_H

#include <stddef.h>

/**
 * threads_run() - call @work for each item from 0 to @count - 1, on as many threads as CPUs.
 * @work: must not touch another item's results.
 *
 * Returns when all is done. Where no thread can be started, the caller's does it all.
 */
void threads_run(size_t count, void (*work)(size_t item, void *argument), void *argument);

#endif
