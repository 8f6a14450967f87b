/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds knobs for a whole run and puts them back when it ends, however it ends. */
#ifndef PTEBENCH_TUNE_H
#define PTEBENCH_TUNE_H

#include <stdio.h>

/** tune_show() - print what tune_hold() would set; change nothing. */
void tune_show(int cpu);

/**
 * tune_hold() - set the knobs, and return in a child process.
 * @cpu: the CPU that measures.
 *
 * The parent forwards signals, waits for the child, puts the knobs back, and ends as the child did.
 * When the parent is killed the child gets SIGTERM; see tune_end(). Dies without root, and when a
 * knob can neither be set nor left alone. The lock must be held.
 */
void tune_hold(int cpu);

/** tune_end() - call before the child ends: puts the knobs back when the parent is gone. */
void tune_end(void);

/** tune_facts() - add to host.csv what is held now, or that nothing is. */
void tune_facts(FILE *out);

/** tune_log() - log path, old and present value of each knob of tune_hold(). @fd: log.txt. */
void tune_log(int fd);

#endif
