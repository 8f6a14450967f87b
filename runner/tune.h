/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds knobs for a whole run and puts them back when it ends, however it ends. */
#ifndef PTEBENCH_TUNE_H
#define PTEBENCH_TUNE_H

#include <stdio.h>

/** tune_show() - what tune_hold() would set; changes nothing. */
void tune_show(int cpu, FILE *out);

/**
 * tune_hold() - set the knobs, and go on in a child process.
 * @cpu: the CPU that measures.
 *
 * The parent hands signals on, waits for the child's end, puts the knobs back, and ends as the
 * child did. When the parent is killed the child gets SIGTERM; see tune_end(). Dies without root,
 * and when a knob can neither be set nor left alone. The lock must be held.
 */
void tune_hold(int cpu);

/** tune_end() - before the child's end: puts the knobs back when the parent that would is gone. */
void tune_end(void);

/**
 * tune_facts() - for host.csv: what is held now, or that nothing is.
 * @out: lines are added.
 */
void tune_facts(FILE *out);

/** tune_log() - one line for each knob of tune_hold(): path, before and now. */
void tune_log(int fd);

#endif
