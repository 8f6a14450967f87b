/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a run: its tables on stdout, and its figures. */
#ifndef PTEBENCH_SUMMARY_H
#define PTEBENCH_SUMMARY_H

#include <stdio.h>

#include "measure/csv_reader.h"

/**
 * summary_print() - print the tables of a run and its folder; write its fit.csv.
 * @run: its folder.
 *
 * A metric is csv_reader_value(), which compare and the exports have of this run, too; cv is the
 * standard deviation of the processes' medians over their mean, in percent. Points without an ok
 * sample have a line that says why.
 *
 * Dies when stdout cannot be written.
 *
 * Return: the exit code: EXIT_DONE, or EXIT_FAILED when rows cannot be read or fit.csv cannot be
 * written.
 */
int summary_print(const char *run);

/**
 * summary_print_drift() - print the drift of each control over a run, in at most 100 columns.
 * @samples: the rows of the run.
 * @out: receives the text; nothing where no control has ok samples of 3 processes or more, as in
 * runs of fewer than 3 rounds.
 *
 * Controls do not depend on memory management, and each round has all of them. With y the ln of a
 * process's median time, and x its number in the run, scaled to 0 ... 1,
 *
 *	y = a + b x	drift = exp(b) - 1, in percent	se(drift) = exp(b) se(b)
 *
 * by least squares (linreg_fit() has the formulas and their source; drift_of() the data). A
 * sentence warns of controls whose drift is above 1% and b above 3 se(b); drift_is_clear() says how
 * often that is chance. A drift that reverses within the run is not seen.
 */
void summary_print_drift(const struct csv_reader *samples, FILE *out);

/**
 * summary_draw() - draw a run's figures into its folder figures/.
 * @program: `plot`; NULL: draw nothing.
 *
 * The program prints the names of the files on stdout, or on stderr why there are none. Missing
 * figures do not fail a run.
 */
void summary_draw(const char *program, const char *run);

#endif
