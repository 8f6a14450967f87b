/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page faults while memory was populated: they prove folio sizes where frame numbers are hidden (no
 * root). Shares no code with state.c.
 */
#ifndef PTEBENCH_WITNESS_H
#define PTEBENCH_WITNESS_H

#include "count.h"
#include "spec.h"
#include "verdict.h"

/**
 * struct witness - what happened machine-wide and in this thread while memory was populated.
 * @faults: minor faults of this thread.
 * @larger: folios allocated by faults that are larger than the claimed size; machine-wide.
 * @splits: folios of the claimed size that were split; machine-wide.
 */
struct witness {
	struct count faults;
	struct count larger;
	struct count splits;
};

/** witness_begin() - call before the memory is populated. */
void witness_begin(const struct state_spec *spec, struct witness *ret_before);

/** witness_end() - call right after; turns @witness into what happened since. */
void witness_end(const struct state_spec *spec, struct witness *witness);

/**
 * witness_judge() - do the faults prove the folio size?
 * @witness: what witness_end() left, or NULL.
 * @ret_reason: receives why not.
 *
 * Each fault maps one folio. When no folio is larger than claimed, the number of faults can equal
 * pages / folio only if every folio has the claimed size. Speaks of exclusive anonymous memory
 * alone; of everything else it knows nothing.
 */
enum evidence_verdict witness_judge(const struct state_spec *spec, const struct witness *witness,
				    struct reason *ret_reason);

/**
 * witness_is_told_by_writes() - after mprotect(2) to read-only and back, does a write fault if and
 * only if the entry is not PageAnonExclusive?
 *
 * can_change_pte_writable() came with Linux 6.1, and took no heed of clean entries;
 * can_change_pmd_writable() came with 6.2 (mm/mprotect.c, mm/huge_memory.c).
 */
bool witness_is_told_by_writes(const struct state_spec *spec);

/** witness_thread_faults() - minor faults of this thread so far. */
struct count witness_thread_faults(void);

#endif
