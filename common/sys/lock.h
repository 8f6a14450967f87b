/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One lock a machine: concurrent measurements would disturb each other and compete for knobs. */
#ifndef PTEBENCH_LOCK_H
#define PTEBENCH_LOCK_H

#include <stdbool.h>

#include "base/die.h"

/*
 * The abstract AF_UNIX name that is bound, without its leading NUL; /proc/net/unix shows it with an
 * @. No file can be put there, removed or left behind. The name belongs to the network namespace
 * (unix(7)): a container with its own network has its own lock.
 */
#define LOCK_NAME "ptebench-lock"

/* The environment variable that holds the descriptor of the runner's lock for its programs. */
#define LOCK_VARIABLE "PTEBENCH_LOCK_FD"

enum { LOCK_NO_WAIT = 0, LOCK_WAIT_FOREVER = -1 };

/**
 * lock_acquire() - take the machine's lock, or use the one that the runner holds for us.
 * @wait_s: how long to wait for another holder, in seconds, or one of the above. Before the wait,
 *	one line on stderr names the holder.
 * @ret_reason: receives the holder (process ID and command) on -EWOULDBLOCK.
 *
 * The lock is a listening socket bound to LOCK_NAME (and kfile_root()). It is free when the last
 * process that has it open ends. If the kernel has no AF_UNIX, warns and locks nothing.
 *
 * Return: a descriptor to keep open as long as the lock is needed; -EWOULDBLOCK; -EINTR: a signal
 * came while waiting; or -errno.
 */
int lock_acquire(long wait_s, struct reason *ret_reason);

/** lock_pass_on() - let the programs that this process starts use the lock, too. */
void lock_pass_on(int fd);

/** lock_is_inherited() - does the environment name the runner's lock? */
bool lock_is_inherited(void);

#endif
