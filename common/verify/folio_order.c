// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds folio sizes in frame numbers and page flags. */
#include "folio_order.h"

#include "sys/pagemap.h"

static bool is_consecutive(const struct folio_order *frames, size_t first, size_t pages)
{
	for (size_t i = 1; i < pages; i++)
		if (PAGEMAP_FRAME(frames->entries[first + i]) !=
		    PAGEMAP_FRAME(frames->entries[first]) + i)
			return false;
	return true;
}

static bool is_native_folio(const struct folio_order *frames, size_t first, size_t pages)
{
	uint64_t last = frames->flags[first + pages - 1];

	if (pages == 1)
		return !(last & (PAGEMAP_KPF_HEAD | PAGEMAP_KPF_TAIL));
	if (!(frames->flags[first] & PAGEMAP_KPF_HEAD) || (last & PAGEMAP_KPF_TAIL_FOLLOWS))
		return false;
	for (size_t i = 1; i < pages; i++)
		if (!(frames->flags[first + i] & PAGEMAP_KPF_TAIL))
			return false;
	return is_consecutive(frames, first, pages);
}

/* Is this a part of a larger folio, which does not continue at the next page? */
static bool is_emulated_folio(const struct folio_order *frames, size_t first, size_t pages)
{
	size_t next = first + pages;
	bool ends = next == frames->count || !(frames->flags[next] & PAGEMAP_KPF_TAIL) ||
		    !is_consecutive(frames, next - 1, 2);
	bool is_part = (frames->flags[first] & PAGEMAP_KPF_TAIL) ||
		       (frames->flags[next - 1] & PAGEMAP_KPF_TAIL_FOLLOWS);

	for (size_t i = 0; i < pages; i++)
		if (!(frames->flags[first + i] & (PAGEMAP_KPF_HEAD | PAGEMAP_KPF_TAIL)))
			return false;
	return ends && is_part && is_consecutive(frames, first, pages);
}

static void describe_folio(const struct folio_order *frames, size_t page, struct reason *ret_reason)
{
	size_t wanted = page_state_folio_pages(frames->spec), found = 1;

	if (frames->flags[page] & PAGEMAP_KPF_ZERO_PAGE) {
		reason_set(ret_reason, "page %zu is the zero page: it was never written", page);
		return;
	}
	if (frames->spec->construction == CONSTRUCTION_EMULATED) {
		reason_set(ret_reason, "page %zu starts no %zu-page part of a larger folio", page,
			   wanted);
		return;
	}
	while (page + found < frames->count && (frames->flags[page + found] & PAGEMAP_KPF_TAIL) &&
	       is_consecutive(frames, page + found - 1, 2))
		found++;
	reason_set(ret_reason, "page %zu starts a folio of %zu pages, not %zu", page, found,
		   wanted);
}

void folio_order_check(const struct folio_order *frames, bool *matches, struct reason *ret_reason)
{
	size_t pages = page_state_folio_pages(frames->spec);
	bool is_emulated = frames->spec->construction == CONSTRUCTION_EMULATED;

	for (size_t first = 0; first < frames->count; first += pages) {
		bool is_fine = first + pages <= frames->count &&
			       !(frames->flags[first] & PAGEMAP_KPF_ZERO_PAGE) &&
			       (is_emulated ? is_emulated_folio(frames, first, pages)
					    : is_native_folio(frames, first, pages));

		if (is_fine)
			continue;
		if (!ret_reason->text[0])
			describe_folio(frames, first, ret_reason);
		for (size_t i = first; i < first + pages && i < frames->count; i++)
			matches[i] = false;
	}
}
