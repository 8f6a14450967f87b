/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIGINT, SIGTERM and SIGHUP: noted, so that everything is undone before the process ends. */
#ifndef PTEBENCH_SIGNALS_H
#define PTEBENCH_SIGNALS_H

#include <signal.h>

/** stop_signal - its number, or 0 while there is none. */
extern volatile sig_atomic_t stop_signal;

/**
 * signals_take() - from now on SIGINT, SIGTERM and SIGHUP are noted, and interrupt what waits.
 *
 * What is written to a closed pipe, or past a limit of files, fails instead of killing us.
 */
void signals_take(void);

/** signals_stop_as_asked() - end by the signal that was noted; returns when there is none. */
void signals_stop_as_asked(void);

#endif
