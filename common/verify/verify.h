/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROVES a page state: compares the memory with the claim. Shares no code with state/build. */
#ifndef PTEBENCH_VERIFY_H
#define PTEBENCH_VERIFY_H

#include "base/opt_u64.h"
#include "state/page_state.h"
#include "fault_count.h"

/**
 * struct verify - the result.
 * @total_pages: base pages of all regions.
 * @known_pages: pages that could be checked.
 * @matching_pages: pages that are as claimed; at most @known_pages.
 * @vmas: VMAs of the process.
 * @reason: the first page that is not as claimed, or what could not be read; "" if proved.
 */
struct verify {
	enum proof verdict;
	uint64_t total_pages;
	uint64_t known_pages;
	uint64_t matching_pages;
	struct opt_u64 vmas;
	struct reason reason;
};

/**
 * verify_state() - compare the memory with @spec, without changing it.
 * @regions: @spec->region_count addresses of @spec->size_bytes each.
 * @fault_count: of fault_count_end(), or NULL.
 *
 * Reads the bits of each pagemap entry; folio sizes by frames and kpageflags, or without
 * CAP_SYS_ADMIN by the faults that populated the memory; the mapping level by PAGEMAP_SCAN or
 * smaps; written, dirty, swapped, freed and locked pages by smaps; VMAs by maps.
 */
void verify_state(const struct page_state *spec, char *const *regions,
		  const struct fault_count *fault_count, struct verify *ret_evidence);

#endif
