/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROVES folio sizes by frame numbers and kpageflags (root). Shares no code with state/build. */
#ifndef PTEBENCH_FOLIO_ORDER_H
#define PTEBENCH_FOLIO_ORDER_H

#include "state/page_state.h"

/**
 * struct folio_order - the @count base pages of a region.
 * @entries: pagemap entries, with frame numbers.
 * @flags: kpageflags, of pagemap_read_flags().
 */
struct folio_order {
	const struct page_state *spec;
	size_t count;
	uint64_t *entries;
	uint64_t *flags;
};

/**
 * folio_order_check() - which pages are in folios of the claimed size?
 * @matches: an element a page; becomes false for pages that are not.
 * @ret_reason: receives the first such page, unless it holds a reason already.
 */
void folio_order_check(const struct folio_order *frames, bool *matches, struct reason *ret_reason);

#endif
