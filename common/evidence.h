/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * READS what memory really is, and holds it against what a case claims. Shares no code with
 * state.c. Three answers: proved, refuted, unknown.
 */
#ifndef PTEBENCH_EVIDENCE_H
#define PTEBENCH_EVIDENCE_H

#include "count.h"
#include "spec.h"
#include "verdict.h"
#include "witness.h"

/**
 * struct evidence - what was found.
 * @total_pages: base pages of all regions.
 * @known_pages: pages of which it could be told whether they are as claimed.
 * @matching_pages: pages that are as claimed; never more than @known_pages.
 * @vmas: VMAs of the process.
 * @reason: the first page that is otherwise, or what could not be seen; "" when proved.
 */
struct evidence {
	enum evidence_verdict verdict;
	uint64_t total_pages;
	uint64_t known_pages;
	uint64_t matching_pages;
	struct count vmas;
	struct reason reason;
};

/**
 * evidence_read() - look at the memory without changing it.
 * @spec: the claim.
 * @regions: @spec->region_count addresses of @spec->size_bytes each.
 * @witness: what witness_end() left, or NULL.
 *
 * What is read: the bits of each pagemap entry; with CAP_SYS_ADMIN each page's frame and its
 * kpageflags, else the faults that populated the memory stand for the folio size; the mapping level
 * by PAGEMAP_SCAN or smaps; written, dirty, swapped, freed and locked pages by smaps; VMAs by maps.
 */
void evidence_read(const struct state_spec *spec, char *const *regions,
		   const struct witness *witness, struct evidence *ret_evidence);

#endif
