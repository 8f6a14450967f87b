/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures the time and the memory of a command. */
#ifndef PTEBENCH_TIMING_H
#define PTEBENCH_TIMING_H

/**
 * timing_command() - run a command of sh(1) without its output; dies when it cannot run, or leaves
 * with EXIT_USAGE.
 * @command: "exec PROGRAM ..." so that the memory is the program's.
 * @ret_mib: the peak of its memory.
 *
 * Return: seconds.
 */
double timing_command(const char *command, double *ret_mib);

/** timing_folder() - a new folder in $TMPDIR, or in /var/tmp, or die; the caller frees the path. */
char *timing_folder(void);

/** timing_remove() - remove it with all that is in it. */
void timing_remove(const char *folder);

#endif
