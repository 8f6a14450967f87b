/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Oracles: each checks one property of memory after an op, and names the page, what was expected
 * and what was found. The first word of a page is its tag: the address at which it was first
 * written (its origin), changed by a salt.
 */
#ifndef PTEBENCH_ORACLE_H
#define PTEBENCH_ORACLE_H

#include <sys/types.h>

#include "state/page_state.h"

enum oracle_verdict {
	ORACLE_PASSED,
	ORACLE_FAILED,
	ORACLE_UNKNOWN, /* undecided: @ret_reason says why */
};

/**
 * struct oracle_region - memory that an oracle looks at.
 * @at: where it is now.
 * @origin: where it was when its tags were written.
 * @child_at: where a child sees it that is asked about; else not looked at.
 * @bytes: its length.
 */
struct oracle_region {
	char *at;
	char *origin;
	char *child_at;
	size_t bytes;
};

/* All of them fill in @ret_reason unless they pass. */

/** oracle_tags() - data: each page holds its tag with that salt. */
enum oracle_verdict oracle_tags(const struct oracle_region *region, uint64_t salt,
				struct reason *ret_reason);

/** oracle_zeros() - data: the first word of each page is 0. */
enum oracle_verdict oracle_zeros(const struct oracle_region *region, struct reason *ret_reason);

/** oracle_read_only() - permissions: each page can be read, and a store raises a signal. */
enum oracle_verdict oracle_read_only(const struct oracle_region *region, struct reason *ret_reason);

/** oracle_no_access() - permissions: to load or store raises a signal on each page. */
enum oracle_verdict oracle_no_access(const struct oracle_region *region, struct reason *ret_reason);

/** oracle_guard_pages() - permissions: so it does on the page before and on the page after. */
enum oracle_verdict oracle_guard_pages(const struct oracle_region *region,
				       struct reason *ret_reason);

/**
 * oracle_faults() - copy-on-write: writes each page's tag; a page must fault if and only if it is
 * not exclusive. Too few faults: a shared page became writable. Too many: it is written the slow
 * way.
 * @spec: the state that was built.
 * @is_split: PMD-mapped folios are mapped by PTEs now.
 *
 * Unknown before Linux 6.1, where exclusive pages fault after mprotect(2).
 */
enum oracle_verdict oracle_faults(const struct page_state *spec, const struct oracle_region *region,
				  bool is_split, struct reason *ret_reason);

/**
 * oracle_isolation() - copy-on-write: what one process writes the other does not see, either way.
 * @child: a child of this process that does nothing; it maps the pages at @region->child_at.
 * @spec: which pages the child does not map (SHARING_HALF: the exclusive ones).
 *
 * Leaves other tags in both. Reads and writes the child by process_vm_readv(2) and _writev(2);
 * unknown where that is not permitted.
 */
enum oracle_verdict oracle_isolation(const struct page_state *spec,
				     const struct oracle_region *region, pid_t child,
				     struct reason *ret_reason);

/**
 * oracle_bits() - pagemap bits of each entry.
 * @set, @clear: bits that must, and must not be there.
 * @what: what the bits mean, as "soft-dirty".
 */
enum oracle_verdict oracle_bits(const struct oracle_region *region, uint64_t set, uint64_t clear,
				const char *what, struct reason *ret_reason);

/**
 * oracle_file() - dirty: what was written through a shared mapping is read back from the disk.
 * @fd: the file, mapped from @offset on.
 *
 * fsync(2), drop from the page cache, read. Unknown when the pages do not leave the cache; so the
 * caller unmaps the region first.
 */
enum oracle_verdict oracle_file(int fd, off_t offset, const struct oracle_region *region,
				struct reason *ret_reason);

/**
 * oracle_freed() - dirty: of MADV_FREE'd pages those that were written again (PAGES_FREED) survive
 * reclaim, which MADV_PAGEOUT asks for; others hold their tag or 0.
 */
enum oracle_verdict oracle_freed(const struct oracle_region *region, struct reason *ret_reason);

#endif
