/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folio sizes as frame numbers and kpageflags show them (root). Shares no code with state.c. */
#ifndef PTEBENCH_FRAMES_H
#define PTEBENCH_FRAMES_H

#include "spec.h"

/**
 * struct frames - one region's pages.
 * @count: base pages.
 * @entries: @count pagemap entries, with frame numbers.
 * @flags: @count kpageflags, of pagemap_read_flags().
 */
struct frames {
	const struct state_spec *spec;
	size_t count;
	uint64_t *entries;
	uint64_t *flags;
};

/**
 * frames_check() - which pages lie in folios of the claimed size?
 * @matches: @count answers; cleared for pages that do not, left alone for others.
 * @ret_reason: receives the first that does not, unless it holds a reason already.
 */
void frames_check(const struct frames *frames, bool *matches, struct reason *ret_reason);

#endif
