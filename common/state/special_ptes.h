/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BUILDS page table entries that hold something other than plain pages. */
#ifndef PTEBENCH_SPECIAL_PTES_H
#define PTEBENCH_SPECIAL_PTES_H

#include "page_state.h"

/**
 * special_ptes_make() - bring regions from written (or never touched) to what @spec->pages says.
 * @regions: @spec->region_count of them.
 * @ret_fd: receives the userfaultfd or io_uring that the state lives on, else -1.
 *
 * Return: 0; or -errno, with @ret_reason set. verify/ proves what the kernel made of it.
 */
int special_ptes_make(const struct page_state *spec, char *const *regions, int *ret_fd,
		      struct reason *ret_reason);

/** special_ptes_uffd_open() - a userfaultfd that can write-protect. Return: descriptor, or -errno.
 */
int special_ptes_uffd_open(bool with_markers);

/**
 * special_ptes_uffd_protect() - set or clear uffd write protection.
 * @fd: of special_ptes_uffd_open(), with the range registered.
 *
 * Return: 0 or -errno.
 */
int special_ptes_uffd_protect(int fd, const char *start, size_t bytes, bool is_protected);

/** special_ptes_ring_open() - an io_uring of one entry. Return: descriptor, or -errno. */
int special_ptes_ring_open(void);

#endif
