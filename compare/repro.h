/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that repeat a comparison's measurements. */
#ifndef PTEBENCH_REPRO_H
#define PTEBENCH_REPRO_H

#include "comparison.h"

/**
 * repro_print() - print the command of A's first run, and of B's if it differs.
 *
 * They can be pasted into a shell: words are quoted, lines end with a backslash. Kernels of
 * --kernel that are not compared are left out. Does not quote right what had blanks in it, which
 * host.csv does not tell.
 */
void repro_print(const struct comparison *comparison, FILE *out);

#endif
