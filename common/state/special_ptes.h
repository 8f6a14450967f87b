/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BUILDS page table entries that hold something other than plain pages. */
#ifndef PTEBENCH_SPECIAL_PTES_H
#define PTEBENCH_SPECIAL_PTES_H

#include "page_state.h"

/* MADV_GUARD_INSTALL; the system's headers may be older: asm-generic/mman-common.h @ 6.13. */
#define SPECIAL_PTES_GUARD_INSTALL 102

/**
 * special_ptes_make() - bring regions from written (or never touched) to @spec->pages.
 * @ret_fd: receives the userfaultfd or io_uring that the state depends on, else -1.
 *
 * Return: 0; or -errno, with @ret_reason set.
 */
int special_ptes_make(const struct page_state *spec, char *const *regions, int *ret_fd,
		      struct reason *ret_reason);

/** special_ptes_uffd_open() - open a write-protecting userfaultfd. Return: descriptor or -errno. */
int special_ptes_uffd_open(bool with_markers);

/** special_ptes_uffd_protect() - of a range that is registered with @fd. Return: 0 or -errno. */
int special_ptes_uffd_protect(int fd, const char *start, size_t bytes, bool is_protected);

/** special_ptes_ring_open() - open an io_uring of one entry. Return: descriptor or -errno. */
int special_ptes_ring_open(void);

#endif
