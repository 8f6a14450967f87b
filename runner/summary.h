/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The summary of a run, printed on stdout when it is over. */
#ifndef PTEBENCH_SUMMARY_H
#define PTEBENCH_SUMMARY_H

/**
 * summary_print() - the tables of a run, and where it lies; writes its fit.csv.
 * @run: its folder.
 *
 * Dies when stdout cannot be written.
 *
 * Return: the exit code: EXIT_DONE, or EXIT_FAILED when its rows cannot be read or fit.csv not
 * written.
 */
int summary_print(const char *run);

#endif
