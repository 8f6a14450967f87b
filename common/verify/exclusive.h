/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PROVES by behaviour what no file of /proc shows: exclusive pages by the faults of writing
 * them, pinned pages by fork(2) copying them. Shares no code with state/build.
 */
#ifndef PTEBENCH_EXCLUSIVE_H
#define PTEBENCH_EXCLUSIVE_H

#include "verify.h"

/** exclusive_is_destructive() - does the proof leave another state than it found? */
bool exclusive_is_destructive(const struct page_state *spec);

/**
 * exclusive_prove() - hold what the memory does against the claim of sharing.
 * @evidence: what verify_state() found; made worse where behaviour is otherwise. A refuted one is
 *            left alone, and nothing is touched.
 *
 * Claims of exclusive, forked, mixed and half: by exclusive_count_unlike(). Pinned: a forked child
 * gets copies, so that each page stays mapped once.
 */
void exclusive_prove(const struct page_state *spec, char *const *regions, struct verify *evidence);

/**
 * exclusive_count_unlike() - base pages that are exclusive and should not be, or the other way:
 * after mprotect(2) to read-only and back, a write to a page faults if and only if its entry is not
 * PageAnonExclusive.
 *
 * Writes each page's address into its first word, where state/build put it, and leaves all of them
 * exclusive. pagemap's bit 56 is no such proof: after fork, copy-on-write of a half and the child's
 * exit it is set on all pages. Kernels where writes prove nothing (fault_count_needs_writes()) are
 * asked by exclusive_count_unlike_pins().
 */
struct opt_u64 exclusive_count_unlike(const struct page_state *spec, char *const *regions);

/**
 * exclusive_count_unlike_pins() - the same by process_vm_readv(2) of our own memory, which pins
 * pages to read them, and first takes a fault for each that is not PageAnonExclusive.
 *
 * Leaves all pages exclusive. Unknown where the call is forbidden, and before Linux 5.19, which
 * brought gup_must_unshare() (mm/gup.c).
 */
struct opt_u64 exclusive_count_unlike_pins(const struct page_state *spec, char *const *regions);

#endif
