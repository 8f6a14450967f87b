/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BUILDS a page state. verify/ proves it, and shares no code with this file. */
#ifndef PTEBENCH_BUILD_H
#define PTEBENCH_BUILD_H

#include <sys/types.h>

#include "region.h"
#include "page_state.h"

enum { BUILD_REGIONS_MAX = 64 };

/**
 * struct build - memory in the page state @spec.
 * @regions: @spec.region_count addresses of @spec.size_bytes each. Each written page begins with
 *	the address at which it was written.
 * @address_space: address space of all regions, with a guard page before and after each.
 * @file_fd: the file whose page cache is mapped, or -1.
 * @content_fd: the userfaultfd or io_uring that the pages depend on, or -1.
 * @child: the process that shares the pages (@spec.child_lives), or 0.
 */
struct build {
	struct page_state spec;
	char *regions[BUILD_REGIONS_MAX];
	struct region address_space;
	int file_fd;
	int content_fd;
	pid_t child;
};

/**
 * build_state() - reserve, align, advise, populate.
 * @spec: its THP knobs must be set (thp.h).
 * @state: zeroed, destroyed, or emptied of the same state; receives the memory, mapped read-write.
 *
 * Exclusive anonymous memory takes one fault a folio. With ADVICE_MADVISE the regions end as
 * MADV_NOHUGEPAGE, so that khugepaged ignores them.
 *
 * Return: 0; or -errno, with @ret_reason set and nothing mapped.
 */
int build_state(const struct page_state *spec, struct build *state, struct reason *ret_reason);

/** build_alignment() - alignment of regions in bytes: @spec's own, or what a PMD entry maps. */
size_t build_alignment(const struct page_state *spec);

/**
 * build_empty() - destroy all but the file of a private mapping: its page cache, to which nobody
 * writes, is mapped again by the next build_state().
 */
void build_empty(struct build *state);

/** build_destroy() - unmap everything, end the child. A zeroed state is fine. */
void build_destroy(struct build *state);

#endif
