/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BUILDS the sharing of anonymous memory with other processes, past or present. verify/ does not
 * see it.
 */
#ifndef PTEBENCH_EXCLUSIVITY_H
#define PTEBENCH_EXCLUSIVITY_H

#include <sys/types.h>

#include "page_state.h"

/**
 * exclusivity_fork_stopped() - a child that stops itself at once, by raw system calls: no handlers
 * of libc run in it. It has stopped when this returns.
 *
 * Return: its process id, or -errno.
 */
pid_t exclusivity_fork_stopped(void);

/** exclusivity_end() - kill a child and wait for its end. 0 is no child. */
void exclusivity_end(pid_t child);

/**
 * exclusivity_make() - bring written regions into the claimed state of sharing.
 * @regions: @spec->region_count of them, all pages exclusive.
 * @ret_child: receives the child that lives on (@spec->child_lives), else 0.
 *
 * SHARING_MIXED and SHARING_HALF take memory that is mapped by PTEs.
 *
 * Return: 0; or -errno, with @ret_reason set.
 */
int exclusivity_make(const struct page_state *spec, char *const *regions, pid_t *ret_child,
		     struct reason *ret_reason);

#endif
