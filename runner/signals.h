/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes SIGINT, SIGTERM and SIGHUP, so that knobs are put back before the process ends. */
#ifndef PTEBENCH_SIGNALS_H
#define PTEBENCH_SIGNALS_H

#include <signal.h>

/** stop_signal - the number of the signal that came; 0: none. */
extern volatile sig_atomic_t stop_signal;

/**
 * signals_take() - from now on note SIGINT, SIGTERM and SIGHUP; they interrupt calls that wait.
 *
 * Ignores SIGPIPE and SIGXFSZ: writes to a closed pipe, or past a file size limit, fail instead.
 */
void signals_take(void);

/** signals_stop_as_asked() - end by the signal that was noted; return when there is none. */
void signals_stop_as_asked(void);

#endif
