/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets the knobs, forks the worker, outlives it whatever happens to it, and puts the knobs back.
 * Only this process restores, and not by atexit(3), which a forked child would run too.
 */
#ifndef PTEBENCH_SUPERVISE_H
#define PTEBENCH_SUPERVISE_H

#include "worker.h"

/**
 * struct supervise_session - how a point is to be measured.
 * @cpu: CPU to pin to.
 * @samples: 0: as the case says.
 * @time_limit_s: the worker is killed after that many seconds; at least 1.
 */
struct supervise_session {
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
 * supervise_restore() - leave the machine as it was found: knobs and swap space that this or a
 * killed run has changed.
 * @ret_restored: receives the number of knobs that were put back. May be NULL.
 *
 * Return: 0; or -errno, with @ret_reason set.
 */
int supervise_restore(unsigned int *ret_restored, struct reason *ret_reason);

/**
 * supervise_recover() - the same, and what a killed run held for its whole length.
 *
 * For whoever took the lock; a program that a living run has started leaves that run's knobs alone.
 */
int supervise_recover(unsigned int *ret_restored, struct reason *ret_reason);

/**
 * struct supervise_job - work that needs knobs, and that may die.
 * @spec: names the knobs and the swap space.
 * @work: runs in a process of its own; writes what it found to @shared.
 * @context: handed to it.
 * @result_bytes: size of what it finds; zeros when it begins.
 */
struct supervise_job {
	const struct page_state *spec;
	void (*work)(const void *context, void *shared);
	const void *context;
	size_t result_bytes;
	unsigned int time_limit_s;
};

/**
 * supervise_run() - set what must be set, run the job, put everything back.
 * @result: receives @job->result_bytes.
 * @ret_end: receives how the process ended, or what could not be set.
 * @ret_is_prepared: receives false when the job did not run because of that.
 *
 * Return: as supervise_point().
 */
int supervise_run(const struct supervise_job *job, void *result, struct reason *ret_end,
		  bool *ret_is_prepared, struct reason *ret_reason);

/**
 * supervise_point() - measure one point.
 * @outcome: receives what came of it; always filled in.
 * @ret_reason: receives why nothing more may be measured, on error.
 *
 * Return: 0; a positive signal number when a signal asked to end (knobs are restored, @outcome is
 * to be thrown away); -EBUSY when the worker hangs in the kernel and could not be killed (knobs are
 * restored); or another -errno when a knob could not be put back.
 */
int supervise_point(const struct plan_point *point, const struct supervise_session *how,
		    struct worker_outcome *outcome, struct reason *ret_reason);

#endif
