/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BUILDS a page state. It never looks at what came of it: that is evidence.c, which shares no code
 * with this file, since the builder must not be its own witness.
 */
#ifndef PTEBENCH_STATE_H
#define PTEBENCH_STATE_H

#include "arena.h"
#include "spec.h"

enum { STATE_REGIONS_MAX = 64 };

/**
 * struct state - memory as a case wants it.
 * @spec: what was asked for.
 * @regions: @spec.region_count addresses, each the start of @spec.size_bytes; PMD-aligned.
 * @arena: holds all regions.
 */
struct state {
	struct state_spec spec;
	char *regions[STATE_REGIONS_MAX];
	struct arena arena;
};

/**
 * state_build() - reserve, align, advise, populate.
 * @spec: the state; its THP knobs must be set already (thp.h).
 * @ret_state: receives the memory, mapped read-write.
 * @ret_reason: receives what failed.
 *
 * Faults once a folio. When it returns, the region is MADV_NOHUGEPAGE where @spec.advice is
 * ADVICE_MADVISE, so that khugepaged leaves it alone.
 *
 * Return: 0 or -errno; on error nothing stays mapped.
 */
int state_build(const struct state_spec *spec, struct state *ret_state, struct reason *ret_reason);

/** state_destroy() - unmap all. A zeroed state is fine. */
void state_destroy(struct state *state);

#endif
