/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports the drift of the machine during a run, as its control cases show it. */
#ifndef PTEBENCH_DRIFT_REPORT_H
#define PTEBENCH_DRIFT_REPORT_H

#include <stdio.h>

/**
 * drift_report_print() - the drift of each control over a run, in lines of at most 100 columns.
 * @samples_path: a samples.csv.
 * @out: receives the text; nothing where no control has ok samples of 3 processes or more, as in
 *runs of fewer than 3 rounds.
 *
 * No change to memory management moves a control; each is in every round. With y the ln of a
 * process's median time, and x its number in the run, scaled to 0 ... 1,
 *
 *	y = a + b x	drift = exp(b) - 1, in percent	se(drift) = exp(b) se(b)
 *
 * by least squares (linreg_fit() has the formulas and their source; drift_of() the data). A
 *sentence warns of those controls whose drift is above 1% and b above 3 se(b); drift_is_clear()
 *documents how often that is chance. A drift that comes and goes again within the run is not seen.
 *
 * Return: 0; or an error of csv_reader_read(), of which nothing is said: point_table_print() does.
 */
int drift_report_print(const char *samples_path, FILE *out);

#endif
