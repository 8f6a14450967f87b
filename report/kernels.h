/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which optimisations each kernel has, by its own numbers. */
#ifndef PTEBENCH_KERNELS_H
#define PTEBENCH_KERNELS_H

#include <stdio.h>

#include "compare/load.h"

/** kernels_write() - a section: a table of @count sets, a line a machine and kernel. */
void kernels_write(const struct load_set *sets, size_t count, FILE *out);

/** kernels_print() - the same as lines of ASCII: "SET, HOST, RELEASE: fork batching: present
 * (0.69);
 * ..." */
void kernels_print(const struct load_set *sets, size_t count, FILE *out);

#endif
