/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes many items in parallel, on all CPUs. */
#ifndef PTEBENCH_THREADS_H
#define PTEBENCH_THREADS_H

#include <stddef.h>

/**
 * threads_run() - call @work for each item from 0 to @count - 1, with one thread per CPU.
 * @work: must not touch another item's results.
 *
 * Returns when all is done. If no thread can be started, the caller does all.
 */
void threads_run(size_t count, void (*work)(size_t item, void *argument), void *argument);

#endif
