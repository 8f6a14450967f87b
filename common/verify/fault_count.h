/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PROVES folio sizes by counting page faults while memory is populated, if frame numbers are hidden
 * (no root). Shares no code with state/build.
 */
#ifndef PTEBENCH_FAULT_COUNT_H
#define PTEBENCH_FAULT_COUNT_H

#include "base/opt_u64.h"
#include "state/page_state.h"

enum proof {
	PROOF_PROVED,  /* every page is as claimed */
	PROOF_REFUTED, /* some page is not */
	PROOF_UNKNOWN, /* no page is known to differ, but not every page could be checked */
};

/**
 * struct fault_count - counts while memory was populated.
 * @faults: minor faults of this thread.
 * @larger: machine-wide, folios larger than the claimed size that faults allocated.
 * @splits: machine-wide, folios of the claimed size that were split.
 */
struct fault_count {
	struct opt_u64 faults;
	struct opt_u64 larger;
	struct opt_u64 splits;
};

/* Call them right before and right after the memory is populated. The second subtracts. */
void fault_count_begin(const struct page_state *spec, struct fault_count *ret_before);
void fault_count_end(const struct page_state *spec, struct fault_count *fault_count);

/**
 * fault_count_judge() - do the faults prove the folio size?
 * @fault_count: of fault_count_end(), or NULL.
 * @ret_reason: receives why not.
 *
 * Each fault maps one folio. If no folio is larger than claimed, and the number of faults is
 * pages / folio, then every folio has the claimed size. Unknown, except for exclusive anonymous
 * memory.
 */
enum proof fault_count_judge(const struct page_state *spec, const struct fault_count *fault_count,
			     struct reason *ret_reason);

/** fault_count_is_needed() - are frames hidden, so that only faults can prove the folio size? */
bool fault_count_is_needed(void);

/**
 * fault_count_needs_writes() - after mprotect(2) to read-only and back, does a write fault if and
 * only if the entry is not PageAnonExclusive?
 *
 * Since can_change_pte_writable() of Linux 6.1, which does not make clean entries writable, and
 * can_change_pmd_writable() of 6.2 (mm/mprotect.c, mm/huge_memory.c).
 */
bool fault_count_needs_writes(const struct page_state *spec);

/** fault_count_thread_faults() - minor faults of this thread so far. */
struct opt_u64 fault_count_thread_faults(void);

#endif
