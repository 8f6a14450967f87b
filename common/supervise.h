/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets the knobs, forks the worker, outlives whatever becomes of it, and puts the knobs back. Only
 * this process restores: never by atexit(3), which a forked child would run too.
 */
#ifndef PTEBENCH_SUPERVISE_H
#define PTEBENCH_SUPERVISE_H

#include "worker.h"

/**
 * struct supervision - how a point is to be measured.
 * @cpu: CPU to pin to.
 * @samples: 0: as the case says.
 * @time_limit_s: the worker is killed after that many seconds; at least 1.
 */
struct supervision {
	int cpu;
	unsigned int samples;
	unsigned int time_limit_s;
};

/**
 * supervise_begin() - block the signals that end a run, so that they are taken between two steps.
 *
 * Call once, before the first supervise_point(). SIGPIPE is ignored from then on.
 */
void supervise_begin(void);

/**
 * supervise_point() - measure one point.
 * @outcome: receives what came of it; always filled in.
 * @ret_reason: receives which knob could not be put back, on error.
 *
 * Return: 0; a positive signal number when a signal asked to end (knobs are restored, @outcome is
 * to be thrown away); or -errno when a knob could not be put back.
 */
int supervise_point(const struct point *point, const struct supervision *how,
		    struct outcome *outcome, struct reason *ret_reason);

#endif
