/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * READS what memory really is, and holds it against what a case claims. Shares no code with
 * state.c. Three answers: proved, refuted, unknown.
 */
#ifndef PTEBENCH_EVIDENCE_H
#define PTEBENCH_EVIDENCE_H

#include "count.h"
#include "spec.h"

enum evidence_verdict {
	EVIDENCE_PROVED,  /* every page was seen to be as claimed */
	EVIDENCE_REFUTED, /* some page was seen to be otherwise */
	EVIDENCE_UNKNOWN, /* nothing speaks against it, but not every page could be seen */
};

/**
 * struct evidence_witness - what happened machine-wide and in this thread while memory was
 * populated; the proof of folio sizes where frame numbers are hidden (no root).
 * @faults: minor faults of this thread.
 * @larger: folios allocated by faults that are larger than the claimed size; machine-wide.
 * @splits: folios of the claimed size that were split; machine-wide.
 */
struct evidence_witness {
	struct count faults;
	struct count larger;
	struct count splits;
};

/** evidence_witness_begin() - call before the memory is populated. */
void evidence_witness_begin(const struct state_spec *spec, struct evidence_witness *ret_before);

/** evidence_witness_end() - call right after; turns @witness into what happened since. */
void evidence_witness_end(const struct state_spec *spec, struct evidence_witness *witness);

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
 * @witness: what evidence_witness_end() left, or NULL.
 *
 * With CAP_SYS_ADMIN each page's frame and its kpageflags are read; without, the number of faults
 * that populated the memory stands for the folio size. Present, mapping level, sharing and dirty
 * are read either way.
 */
void evidence_read(const struct state_spec *spec, char *const *regions,
		   const struct evidence_witness *witness, struct evidence *ret_evidence);

/**
 * evidence_count_shared() - pages that are not PageAnonExclusive, told by behaviour: after
 * mprotect(2) to read-only and back, a write to a page faults if and only if it is not exclusive.
 *
 * Writes every page (the value it holds) and leaves all of them exclusive. pagemap's bit 56 is no
 * such proof: after fork, copy-on-write of a half and the child's exit it is set on all pages.
 * Linux before 6.1 faults on exclusive pages too; there the answer is unknown when it is not 0.
 */
struct count evidence_count_shared(const struct state_spec *spec, char *const *regions);

#endif
