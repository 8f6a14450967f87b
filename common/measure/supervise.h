/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets the knobs, forks the worker, survives it, and puts the knobs back. Only this process
 * restores, and not by atexit(3), which a forked child would run, too.
 */
#ifndef PTEBENCH_SUPERVISE_H
#define PTEBENCH_SUPERVISE_H

#include "worker.h"

/**
 * struct supervise_session - how to measure a point.
 * @cpu: CPU to pin to.
 * @samples: 0: as the case says.
 * @time_limit_s: after which the worker is killed; at least 1.
 */
struct supervise_session {
	int cpu;
	unsigned int samples;
	unsigned int time_limit_s;
};

/**
 * supervise_begin() - block the signals that end a run, which the waits then receive; ignore
 * SIGPIPE.
 *
 * Call once, before the first supervise_point().
 */
void supervise_begin(void);

/**
 * supervise_restore() - put back the knobs and remove the swap space of this or a killed program.
 * @ret_restored: receives the number of knobs that were put back; may be NULL.
 *
 * Return: 0; or -errno, with @ret_reason set.
 */
int supervise_restore(unsigned int *ret_restored, struct reason *ret_reason);

/**
 * supervise_recover() - the same, and put back the knobs of a killed run, unless the lock is
 * inherited from a living run. The caller holds the lock.
 */
int supervise_recover(unsigned int *ret_restored, struct reason *ret_reason);

/**
 * struct supervise_job - work on a point that needs knobs, and that may die.
 * @work: runs in its own process; writes its result to @shared.
 * @result_bytes: size of @shared, which is zeroed.
 */
struct supervise_job {
	const struct plan_point *point;
	const struct supervise_session *how;
	void (*work)(const struct supervise_job *job, void *shared);
	size_t result_bytes;
};

/**
 * supervise_run() - set the knobs, run the job, put everything back.
 * @result: receives @job->result_bytes.
 * @ret_end: receives how the process ended, or what could not be set.
 * @ret_is_prepared: false: the job did not run, because something could not be set.
 *
 * Return: as supervise_point().
 */
int supervise_run(const struct supervise_job *job, void *result, struct reason *ret_end,
		  bool *ret_is_prepared, struct reason *ret_reason);

/**
 * supervise_point() - measure one point.
 * @outcome: always set.
 * @ret_reason: set on error, after which nothing more may be measured.
 *
 * Return: 0; the number of a signal that asked to end (@outcome is invalid); -EBUSY: the worker
 * hangs in the kernel and could not be killed; or another -errno: a knob could not be put back. In
 * the first three cases the knobs are restored.
 */
int supervise_point(const struct plan_point *point, const struct supervise_session *how,
		    struct worker_outcome *outcome, struct reason *ret_reason);

#endif
