/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROVES folio sizes by frame numbers and kpageflags (root). Shares no code with state/build. */
#ifndef PTEBENCH_FOLIO_ORDER_H
#define PTEBENCH_FOLIO_ORDER_H

#include "state/page_state.h"

/**
 * struct folio_order - one region's pages.
 * @count: base pages.
 * @entries: @count pagemap entries, with frame numbers.
 * @flags: @count kpageflags, of pagemap_read_flags().
 */
struct folio_order {
	const struct page_state *spec;
	size_t count;
	uint64_t *entries;
	uint64_t *flags;
};

/**
 * folio_order_check() - which pages lie in folios of the claimed size?
 * @matches: @count answers; cleared for pages that do not, left alone for others.
 * @ret_reason: receives the first that does not, unless it holds a reason already.
 */
void folio_order_check(const struct folio_order *frames, bool *matches, struct reason *ret_reason);

#endif
