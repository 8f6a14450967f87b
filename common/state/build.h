/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BUILDS a page state, and never checks the result: verify/ does, and shares no code with this
 * file, so that the builder does not prove its own work.
 */
#ifndef PTEBENCH_BUILD_H
#define PTEBENCH_BUILD_H

#include <sys/types.h>

#include "region.h"
#include "page_state.h"

enum { BUILD_REGIONS_MAX = 64 };

/**
 * struct build - memory as a case wants it.
 * @spec: what was asked for.
 * @regions: @spec.region_count addresses, each the start of @spec.size_bytes, aligned as @spec
 *           says. The first word of each page that was written is its address when it was.
 * @address_space: address space of all regions, with a guard page before and after each.
 * @file_fd: the file whose page cache is mapped; -1 where there is none.
 * @content_fd: the userfaultfd or io_uring that the pages depend on; -1 where there is none.
 * @child: the process that shares the pages (@spec.child_lives); 0 where there is none.
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
 * @spec: the state; its THP knobs must be set already (thp.h).
 * @ret_state: receives the memory, mapped read-write.
 * @ret_reason: receives what failed.
 *
 * Faults once a folio in anonymous memory that is exclusive. When it returns, the region is
 * MADV_NOHUGEPAGE where @spec.advice is ADVICE_MADVISE, so that khugepaged leaves it alone.
 *
 * Return: 0 or -errno; on error nothing stays mapped.
 */
int build_state(const struct page_state *spec, struct build *ret_state, struct reason *ret_reason);

/** build_alignment() - bytes that regions are aligned to: @spec's own, or what a PMD entry maps. */
size_t build_alignment(const struct page_state *spec);

/** build_destroy() - unmap all, end the child. A zeroed state is fine. */
void build_destroy(struct build *state);

#endif
