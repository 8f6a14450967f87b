/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table at the end of a run: the median of each point. */
#ifndef PTEBENCH_POINT_TABLE_H
#define PTEBENCH_POINT_TABLE_H

#include <stdio.h>

/**
 * point_table_print() - one line a point from a samples.csv.
 * @path: the file.
 * @out: where to.
 *
 * A metric is the median over the processes of the median of each process's ok samples; cv is the
 * standard deviation of the processes' medians over their mean, in percent. For mprot_tw4m a
 * process's metric is libMicro's: while a sample lies more than 3 standard deviations from the mean
 * it is dropped, then the median is taken. Points without an ok sample say why.
 *
 * Return: 0; or an error of csv_reader_read(): after -EBADMSG the rest is printed all the same.
 */
int point_table_print(const char *path, FILE *out);

#endif
