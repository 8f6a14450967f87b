/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BUILDS a page state. It never looks at what came of it: that is evidence.c, which shares no code
 * with this file, since the builder must not be its own witness.
 */
#ifndef PTEBENCH_STATE_H
#define PTEBENCH_STATE_H

#include <sys/types.h>

#include "arena.h"
#include "spec.h"

enum { STATE_REGIONS_MAX = 64 };

/**
 * struct state - memory as a case wants it.
 * @spec: what was asked for.
 * @regions: @spec.region_count addresses, each the start of @spec.size_bytes, aligned as @spec
 *           says. The first word of each page that was written is its address when it was.
 * @arena: holds all regions, with inaccessible fences before and after each.
 * @file_fd: the file whose page cache is mapped; -1 where there is none.
 * @content_fd: the userfaultfd or io_uring that the pages depend on; -1 where there is none.
 * @child: the process that shares the pages (@spec.child_lives); 0 where there is none.
 */
struct state {
	struct state_spec spec;
	char *regions[STATE_REGIONS_MAX];
	struct arena arena;
	int file_fd;
	int content_fd;
	pid_t child;
};

/**
 * state_build() - reserve, align, advise, populate.
 * @spec: the state; its THP knobs must be set already (thp.h).
 * @ret_state: receives the memory, mapped read-write.
 * @ret_reason: receives what failed.
 *
 * Faults once a folio in anonymous memory that is exclusive. When it returns, the region is
 * MADV_NOHUGEPAGE where @spec.advice is ADVICE_MADVISE, so that khugepaged leaves it alone.
 *
 * Return: 0 or -errno; on error nothing stays mapped.
 */
int state_build(const struct state_spec *spec, struct state *ret_state, struct reason *ret_reason);

/** state_alignment() - bytes that regions are aligned to: @spec's own, or what a PMD entry maps. */
size_t state_alignment(const struct state_spec *spec);

/** state_destroy() - unmap all, end the child. A zeroed state is fine. */
void state_destroy(struct state *state);

#endif
