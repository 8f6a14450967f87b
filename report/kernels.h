/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel optimisations that the metrics show, for each kernel. */
#ifndef PTEBENCH_KERNELS_H
#define PTEBENCH_KERNELS_H

#include <stdio.h>

#include "compare/load.h"

/**
 * kernels_take() - collect the usable runs of the machine of run @at; @by_release: of its kernel.
 * @ret_runs: room for all runs of the set.
 *
 * Return: number of runs; 0 if run @at is unusable, or is not the first of them.
 */
size_t kernels_take(const struct load_set *set, size_t at, bool by_release,
		    const struct load_run **ret_runs);

/** kernels_write() - write the section of @count sets, with a row per machine and kernel. */
void kernels_write(const struct load_set *sets, size_t count, FILE *out);

/** kernels_print() - print it as "SET, HOST, RELEASE: fork batching: present (0.69); ...". */
void kernels_print(const struct load_set *sets, size_t count, FILE *out);

#endif
