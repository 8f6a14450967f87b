/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run says when it is over, on stdout. */
#ifndef PTEBENCH_ENDING_H
#define PTEBENCH_ENDING_H

/**
 * ending_print() - the tables of a run, and where it lies; writes its fit.csv.
 * @run: its folder.
 *
 * Dies when stdout cannot be written.
 *
 * Return: the exit code: EXIT_DONE, or EXIT_FAILED when its rows cannot be read or fit.csv not
 * written.
 */
int ending_print(const char *run);

#endif
