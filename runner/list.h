/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ./run.sh list: prints all points. */
#ifndef PTEBENCH_LIST_H
#define PTEBENCH_LIST_H

#include "bench_exec.h"

/**
 * list_print() - print each point with its tier, and the number of points of each program.
 * @is_long: also print what each point times and needs.
 */
void list_print(const struct bench_exec_points *points, bool is_long);

#endif
