/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PROVES by behaviour what no file of /proc shows: exclusive pages by the faults of writing them,
 * pinned pages by the copies that fork(2) makes. Shares no code with state/build.
 */
#ifndef PTEBENCH_EXCLUSIVE_H
#define PTEBENCH_EXCLUSIVE_H

#include "verify.h"

/** exclusive_is_destructive() - does the proof change the state? */
bool exclusive_is_destructive(const struct page_state *spec);

/**
 * exclusive_prove() - compare the behaviour of the memory with the claimed sharing.
 * @evidence: of verify_state(); updated if behaviour differs. If it is refuted already, does
 * nothing.
 *
 * Proves exclusive, forked, mixed and half by exclusive_count_unlike(), and pinned by fork(2): the
 * child gets copies, so each page stays mapped once.
 */
void exclusive_prove(const struct page_state *spec, char *const *regions, struct verify *evidence);

/**
 * exclusive_count_unlike() - base pages that are exclusive and should not be, or vice versa: after
 * mprotect(2) to read-only and back, a write to a page faults if and only if its entry is not
 * PageAnonExclusive.
 *
 * Writes each page's address into its first word, as state/build did, and leaves all pages
 * exclusive. pagemap's bit 56 is no such proof: after fork, copy-on-write of a half and the child's
 * exit it is set on all pages. If writes prove nothing (fault_count_needs_writes()), uses
 * exclusive_count_unlike_pins().
 */
struct opt_u64 exclusive_count_unlike(const struct page_state *spec, char *const *regions);

/**
 * exclusive_count_unlike_pins() - the same by process_vm_readv(2) of our own memory, which pins the
 * pages, and first takes a fault for each one that is not PageAnonExclusive.
 *
 * Leaves all pages exclusive. Unknown if the call is forbidden, and before Linux 5.19, which
 * introduced gup_must_unshare() (mm/gup.c).
 */
struct opt_u64 exclusive_count_unlike_pins(const struct page_state *spec, char *const *regions);

#endif
