/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two measurements at once would disturb each other and fight over knobs: one lock a machine. */
#ifndef PTEBENCH_LOCK_H
#define PTEBENCH_LOCK_H

#include <stdbool.h>

#include "base/die.h"

/* A directory that every user may write, so that root and others meet at the same file. */
#define LOCK_PATH "/tmp/ptebench.lock"

/* Names the inherited descriptor of a lock that the runner holds for its programs. */
#define LOCK_VARIABLE "PTEBENCH_LOCK_FD"

/**
 * lock_acquire() - take the machine-wide flock(2), or use the one that the runner holds for us.
 * @ret_reason: receives who holds it (process ID and command) on -EWOULDBLOCK.
 *
 * Whose the file is does not matter, since nothing is read from it or written to it. What is no
 * regular file, has a second name, or may not be read, is refused.
 *
 * Return: a descriptor to keep open as long as the lock is needed; -EWOULDBLOCK; -ESTALE: somebody
 * removes it again and again; or -errno.
 */
int lock_acquire(struct reason *ret_reason);

/** lock_is_inherited() - does the environment name a lock of the runner's? */
bool lock_is_inherited(void);

#endif
