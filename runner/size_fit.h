/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cost of a call and the cost of a page: a line fitted through region sizes. */
#ifndef PTEBENCH_SIZE_FIT_H
#define PTEBENCH_SIZE_FIT_H

#include <stdio.h>

#include "measure/csv_reader.h"

/**
 * size_fit_print() - fit a line through the region sizes of each group; print a table, write a CSV.
 * @samples: the rows of a run.
 * @csv_path: receives one line a group; docs/CSV.md describes it. Not made without a group.
 * @out: receives the table; nothing without a group.
 *
 * The points of a group differ in their "/size=" alone, cost by the page, and have ok samples of at
 * least 3 sizes (two would lie on any line). The model is
 *
 *	y = a + b x	y: ns per call, x: base pages per call; a: per_call_ns, b: per_page_ns
 *
 * Each process is a datum: the median of its ok samples. Processes differ in their physical pages,
 * and samples of one process do not: the error that counts is the spread of processes. One median a
 * size would leave 3 data and one degree of freedom.
 *
 * The weight is w = 1 / m^2, where m is the median over the size's processes: errors are
 * proportional to the time. With the process's own y, fast processes would weigh more.
 * linreg_fit() has the formulas.
 *
 * The errors hold if the cost is a line. Where it is a curve they are too small, and shrink further
 * with more processes. off_percent measures that: the largest 100 |a + b x - m| / m of all sizes.
 *
 * Return: 0; or -errno when @csv_path cannot be written (a warning names it).
 */
int size_fit_print(const struct csv_reader *samples, const char *csv_path, FILE *out);

#endif
