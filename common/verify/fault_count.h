/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PROVES folio sizes by counting page faults while memory is populated, where frame numbers are
 * hidden (no root). Shares no code with state/build.
 */
#ifndef PTEBENCH_FAULT_COUNT_H
#define PTEBENCH_FAULT_COUNT_H

#include "base/opt_u64.h"
#include "state/page_state.h"
#include "proof.h"

/**
 * struct fault_count - what happened machine-wide and in this thread while memory was populated.
 * @faults: minor faults of this thread.
 * @larger: folios allocated by faults that are larger than the claimed size; machine-wide.
 * @splits: folios of the claimed size that were split; machine-wide.
 */
struct fault_count {
	struct opt_u64 faults;
	struct opt_u64 larger;
	struct opt_u64 splits;
};

/** fault_count_begin() - call before the memory is populated. */
void fault_count_begin(const struct page_state *spec, struct fault_count *ret_before);

/** fault_count_end() - call right after; turns @fault_count into what happened since. */
void fault_count_end(const struct page_state *spec, struct fault_count *fault_count);

/**
 * fault_count_judge() - do the faults prove the folio size?
 * @fault_count: what fault_count_end() left, or NULL.
 * @ret_reason: receives why not.
 *
 * Each fault maps one folio. When no folio is larger than claimed, the number of faults can equal
 * pages / folio only if every folio has the claimed size. Speaks of exclusive anonymous memory
 * alone; of everything else it knows nothing.
 */
enum proof fault_count_judge(const struct page_state *spec, const struct fault_count *fault_count,
			     struct reason *ret_reason);

/**
 * fault_count_needs_writes() - after mprotect(2) to read-only and back, does a write fault if and
 * only if the entry is not PageAnonExclusive?
 *
 * can_change_pte_writable() came with Linux 6.1, and took no heed of clean entries;
 * can_change_pmd_writable() came with 6.2 (mm/mprotect.c, mm/huge_memory.c).
 */
bool fault_count_needs_writes(const struct page_state *spec);

/** fault_count_thread_faults() - minor faults of this thread so far. */
struct opt_u64 fault_count_thread_faults(void);

#endif
