/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a run: its tables on stdout, and its figures. */
#ifndef PTEBENCH_SUMMARY_H
#define PTEBENCH_SUMMARY_H

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
 * summary_draw() - draw a run's figures into its folder figures/.
 * @program: `plot`; NULL: draw nothing.
 *
 * The program prints the names of the files on stdout, or on stderr why there are none. Missing
 * figures do not fail a run.
 */
void summary_draw(const char *program, const char *run);

#endif
