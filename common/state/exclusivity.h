/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BUILDS the sharing of anonymous memory with other processes, past or present. */
#ifndef PTEBENCH_EXCLUSIVITY_H
#define PTEBENCH_EXCLUSIVITY_H

#include <sys/types.h>

#include "page_state.h"

/**
 * exclusivity_stop() - stop this process, which was just forked, until it is killed.
 * @parent: it dies with this process; 0: unknown.
 *
 * Uses raw system calls: libc runs no handlers, and the child touches little memory. A process
 * group that is orphaned before its member stops gets no SIGHUP, so this asks for SIGKILL.
 */
_Noreturn void exclusivity_stop(pid_t parent);

/**
 * exclusivity_fork_stopped() - fork a child and wait until it has stopped itself.
 *
 * Return: its process ID, or -errno.
 */
pid_t exclusivity_fork_stopped(void);

/** exclusivity_end() - kill a child and wait for its end. 0 is no child. */
void exclusivity_end(pid_t child);

/**
 * exclusivity_make() - bring written, exclusive regions into the claimed state of sharing.
 * @ret_child: receives the child that lives on (@spec->child_lives), else 0.
 *
 * SHARING_MIXED and SHARING_HALF need memory that is mapped by PTEs.
 *
 * Return: 0; or -errno, with @ret_reason set.
 */
int exclusivity_make(const struct page_state *spec, char *const *regions, pid_t *ret_child,
		     struct reason *ret_reason);

#endif
