/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Features of kernel and machine that a case needs, besides sizes and folios. */
#ifndef PTEBENCH_NEEDS_H
#define PTEBENCH_NEEDS_H

#include <stdio.h>

#include "page_state.h"

/* Bits of a set. */
enum needs {
	NEEDS_FILE = 1 << 0,	    /* ext4, xfs, btrfs or f2fs: pagecache.h */
	NEEDS_GUARD = 1 << 1,	    /* madvise(MADV_GUARD_INSTALL): Linux 6.13 */
	NEEDS_UFFD_WP = 1 << 2,	    /* userfaultfd(2) write protection: Linux 5.7, x86-64, arm64 */
	NEEDS_UFFD_MARKER = 1 << 3, /* the same of unpopulated memory: Linux 6.4 */
	NEEDS_IO_URING = 1 << 4,
	NEEDS_SWAP = 1 << 5,	   /* swap, or root and zram */
	NEEDS_PKEY = 1 << 6,	   /* pkey_alloc(2) */
	NEEDS_CONTPTE = 1 << 7,	   /* arm64, Linux 6.9 */
	NEEDS_MULTI_MOVE = 1 << 8, /* mremap(2) of several VMAs in one call: Linux 6.17 */
	NEEDS_SOFT_DIRTY = 1 << 9, /* CONFIG_MEM_SOFT_DIRTY */
};

/** needs_of_state() - what a page state needs by itself. */
unsigned int needs_of_state(const struct page_state *spec);

/**
 * needs_unmet() - is a need of the set or of the state not met?
 * @ret_reason: receives which, and why.
 *
 * Probes each feature by using it.
 */
bool needs_unmet(unsigned int needs, const struct page_state *spec, struct reason *ret_reason);

/** needs_write() - the names of a set, separated by blanks; "-" for an empty set. */
void needs_write(unsigned int needs, char *ret_text, size_t size);

#endif
