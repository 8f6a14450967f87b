/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One lock a machine: two measurements at once would disturb each other and fight over knobs. */
#ifndef PTEBENCH_LOCK_H
#define PTEBENCH_LOCK_H

#include <stdbool.h>

#include "base/die.h"

/*
 * The abstract AF_UNIX name that is bound, without its leading NUL; /proc/net/unix shows it with an
 * @. No file exists that somebody could put there, remove or keep. The name belongs to the network
 * namespace (unix(7)): a container with a network of its own has a lock of its own.
 */
#define LOCK_NAME "ptebench-lock"

/* Names the inherited descriptor of a lock that the runner holds for its programs. */
#define LOCK_VARIABLE "PTEBENCH_LOCK_FD"

/* Values of @wait_s besides seconds. */
enum { LOCK_NO_WAIT = 0, LOCK_WAIT_FOREVER = -1 };

/**
 * lock_acquire() - take the machine's lock, or use the one that the runner holds for us.
 * @wait_s: how long to wait for another holder, in seconds from 1; or LOCK_NO_WAIT or
 *          LOCK_WAIT_FOREVER. One line on stderr names the holder before the wait.
 * @ret_reason: receives who holds it (process ID and command) on -EWOULDBLOCK.
 *
 * The lock is a listening socket, bound to LOCK_NAME. It is free when the last process that
 * has it open ends, however it ends. Where the kernel has no AF_UNIX, a warning says so and nothing
 * is locked. With another root (kfile_root()) the name is another, too.
 *
 * Return: a descriptor to keep open as long as the lock is needed; -EWOULDBLOCK; -EINTR: a signal
 * came while waiting; or -errno.
 */
int lock_acquire(long wait_s, struct reason *ret_reason);

/** lock_pass_on() - let the programs that this process starts use the lock, too. */
void lock_pass_on(int fd);

/** lock_is_inherited() - does the environment name a lock of the runner's? */
bool lock_is_inherited(void);

#endif
