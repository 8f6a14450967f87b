/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cost of a call and the cost of a page: a line fitted through region sizes. */
#ifndef PTEBENCH_SIZE_FIT_H
#define PTEBENCH_SIZE_FIT_H

#include <stdio.h>

/**
 * size_fit_print() - a line through the region sizes of each group of points; a table and a CSV of
 *it.
 * @samples_path: a samples.csv.
 * @csv_path: receives one line a group; docs/CSV.md describes it. Not made without a group.
 * @out: receives the table; nothing without a group.
 *
 * A group are the points that differ in their "/size=" alone, cost by the page, and have ok samples
 * of at least 3 sizes (two would lie on any line). Its model is
 *
 *	y = a + b x	y: ns per call, x: base pages per call; a: per_call_ns, b: per_page_ns
 *
 * Each process is a datum: the median of its ok samples. Processes differ in their physical pages
 * and samples of one process do not, so that the spread of processes is the error to reckon with;
 * one median a size would leave 3 data, one degree of freedom, for two metrics and their errors.
 *
 * The weight is w = 1 / m^2, where m is the median of the size's processes: errors are alike in
 * proportion. The process's own y would give those that happened to be fast the larger weight.
 * linreg_fit() has the formulas.
 *
 * The errors hold if the cost is a line. Where it is a curve they are too small, and more processes
 * make them smaller yet. off_percent measures that: of all sizes the largest 100 |a + b x - m| / m.
 *
 * Return: 0; an error of csv_reader_read(), of which nothing is said: point_table_print() does; or
 *-errno when @csv_path cannot be written (named on stderr). Lines that are no rows are left out.
 */
int size_fit_print(const char *samples_path, const char *csv_path, FILE *out);

#endif
