/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PROVES a page state: reads what the memory really is and compares it with what the case
 * claims. Shares no code with state/build. Three results: proved, refuted, unknown.
 */
#ifndef PTEBENCH_VERIFY_H
#define PTEBENCH_VERIFY_H

#include "base/opt_u64.h"
#include "state/page_state.h"
#include "proof.h"
#include "fault_count.h"

/**
 * struct verify - what was found.
 * @total_pages: base pages of all regions.
 * @known_pages: pages that could be checked.
 * @matching_pages: pages that are as claimed; at most @known_pages.
 * @vmas: VMAs of the process.
 * @reason: the first page that is otherwise, or what could not be seen; "" when proved.
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
 * verify_state() - look at the memory without changing it.
 * @spec: the claim.
 * @regions: @spec->region_count addresses of @spec->size_bytes each.
 * @fault_count: what fault_count_end() left, or NULL.
 *
 * What is read: the bits of each pagemap entry; with CAP_SYS_ADMIN each page's frame and its
 * kpageflags, else the faults that populated the memory stand for the folio size; the mapping level
 * by PAGEMAP_SCAN or smaps; written, dirty, swapped, freed and locked pages by smaps; VMAs by maps.
 */
void verify_state(const struct page_state *spec, char *const *regions,
		  const struct fault_count *fault_count, struct verify *ret_evidence);

#endif
