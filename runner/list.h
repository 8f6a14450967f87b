/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ./run.sh list: prints all points for people. */
#ifndef PTEBENCH_LIST_H
#define PTEBENCH_LIST_H

#include <stdio.h>

#include "bench_exec.h"

/**
 * list_print() - each point with the first run that has it, and how many each program has.
 * @is_long: also what each times and needs.
 */
void list_print(const struct bench_exec_points *points, bool is_long, FILE *out);

#endif
