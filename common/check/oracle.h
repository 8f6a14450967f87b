/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Oracles: each checks one property of memory after an op, and reports the page, what was expected
 * and what was found. The first word of a page is its tag: the address at which it was first
 * written (its origin), XOR a salt.
 */
#ifndef PTEBENCH_ORACLE_H
#define PTEBENCH_ORACLE_H

#include <sys/types.h>

#include "state/page_state.h"

/*
 * DOUBTED: what was found is wrong, but others may have done that: the kernel when it migrates,
 * reclaims or collapses pages, or other processes. Only a check that finds it again, on memory that
 * is built anew and with nothing going on beside it, tells.
 */
enum oracle_verdict {
	ORACLE_PASSED,
	ORACLE_FAILED,
	ORACLE_DOUBTED,
	ORACLE_UNKNOWN,
};

/**
 * struct oracle_region - @bytes of memory to check.
 * @at: its address.
 * @origin: its address when the tags were written.
 * @child_at: its address in the child; for oracle_isolation().
 * @file_offset: for oracle_file().
 */
struct oracle_region {
	char *at;
	char *origin;
	char *child_at;
	size_t bytes;
	off_t file_offset;
};

/*
 * All oracles set @ret_reason, unless they pass. Data, permissions and isolation fail at once,
 * since no migration or reclaim may change them; only SIGBUS is doubted, which a want of memory
 * raises.
 */

/** oracle_tags() - data: each page holds its tag with that salt. */
enum oracle_verdict oracle_tags(const struct oracle_region *region, uint64_t salt,
				struct reason *ret_reason);

/** oracle_zeros() - data: the first word of each page is 0. */
enum oracle_verdict oracle_zeros(const struct oracle_region *region, struct reason *ret_reason);

/** oracle_read_only() - permissions: of each page a load works, and a store raises a signal. */
enum oracle_verdict oracle_read_only(const struct oracle_region *region, struct reason *ret_reason);

/** oracle_no_access() - permissions: of each page loads and stores raise a signal. */
enum oracle_verdict oracle_no_access(const struct oracle_region *region, struct reason *ret_reason);

/** oracle_guard_pages() - permissions: the same of the pages before and after the region. */
enum oracle_verdict oracle_guard_pages(const struct oracle_region *region,
				       struct reason *ret_reason);

/**
 * oracle_faults() - copy-on-write: write each page's tag; that must fault if and only if the page
 * is not exclusive. Too few faults: a shared page became writable. Too many: writes are slow, or
 * the page was under migration (doubted).
 * @spec: the state that was built.
 * @is_split: PMD-mapped folios are mapped by PTEs now.
 *
 * Unknown before Linux 6.1, where exclusive pages fault after mprotect(2).
 */
enum oracle_verdict oracle_faults(const struct page_state *spec, const struct oracle_region *region,
				  bool is_split, struct reason *ret_reason);

/**
 * oracle_isolation() - copy-on-write: this process and the child do not see each other's writes.
 * @child: does nothing, and maps the pages at @region->child_at.
 * @spec: says which pages the child does not map (SHARING_HALF: the exclusive ones).
 *
 * Leaves other tags in both. Uses process_vm_readv(2) and _writev(2); unknown if not permitted.
 */
enum oracle_verdict oracle_isolation(const struct page_state *spec,
				     const struct oracle_region *region, pid_t child,
				     struct reason *ret_reason);

/**
 * oracle_bits() - each pagemap entry has all bits of @set and none of @clear; else doubted.
 * @what: name of the bits in the reason.
 */
enum oracle_verdict oracle_bits(const struct oracle_region *region, uint64_t set, uint64_t clear,
				const char *what, struct reason *ret_reason);

/**
 * oracle_file() - dirty: the disk has the tags that were written through a shared mapping.
 *
 * fsync(2), drop from the page cache, read. Unknown if the pages stay in the cache, so the caller
 * unmaps the region before.
 */
enum oracle_verdict oracle_file(int fd, const struct oracle_region *region,
				struct reason *ret_reason);

/**
 * oracle_freed() - dirty: after reclaim by MADV_PAGEOUT, MADV_FREE'd pages that were written again
 * (PAGES_FREED) hold their tag, others their tag or 0.
 */
enum oracle_verdict oracle_freed(const struct oracle_region *region, struct reason *ret_reason);

#endif
