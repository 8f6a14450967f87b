/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel reports of our own pages: /proc/self/pagemap, /proc/kpageflags, PAGEMAP_SCAN
 * and /proc/self/smaps. Source: Documentation/admin-guide/mm/pagemap.rst, filesystems/proc.rst.
 */
#ifndef PTEBENCH_PAGEMAP_H
#define PTEBENCH_PAGEMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/opt_u64.h"

/* Bits of a pagemap entry. */
#define PAGEMAP_FRAME(entry) ((entry) & ((1ull << 55) - 1))
#define PAGEMAP_SOFT_DIRTY (1ull << 55)
#define PAGEMAP_MAPPED_ONCE (1ull << 56) /* mapcount is 1; this is not PageAnonExclusive */
#define PAGEMAP_UFFD_WP (1ull << 57)
#define PAGEMAP_GUARD (1ull << 58)   /* Linux 6.15 and later */
#define PAGEMAP_FILE (1ull << 61)    /* of a file, or shared anonymous memory */
#define PAGEMAP_SWAPPED (1ull << 62) /* markers are stored as swap entries too */
#define PAGEMAP_PRESENT (1ull << 63)

/* Bits of a kpageflags entry. */
#define PAGEMAP_KPF_HEAD (1ull << 15)
#define PAGEMAP_KPF_TAIL (1ull << 16)
#define PAGEMAP_KPF_ZERO_PAGE (1ull << 24)
/* Not of the kernel: pagemap_read_flags() sets it where the next frame is a tail page. */
#define PAGEMAP_KPF_TAIL_FOLLOWS (1ull << 63)

/**
 * pagemap_read() - the pagemap entries of a range.
 * @address: start, page-aligned.
 * @ret_entries: receives @count entries. Without CAP_SYS_ADMIN the frame numbers in them are 0.
 *
 * Return: 0 or -errno.
 */
int pagemap_read(const void *address, size_t count, uint64_t *ret_entries);

/**
 * pagemap_read_flags() - the kpageflags of the frames that pagemap entries name.
 * @entries: @count pagemap entries.
 * @ret_flags: receives @count entries; 0 for pages that are not present.
 *
 * Return: 0; -EACCES or -EPERM without CAP_SYS_ADMIN; or -errno.
 */
int pagemap_read_flags(const uint64_t *entries, size_t count, uint64_t *ret_flags);

/**
 * pagemap_count_huge() - base pages of a range that are mapped by a PMD entry or above.
 *
 * PAGEMAP_SCAN (Linux 6.7 and later) with PAGE_IS_HUGE; needs no privilege.
 *
 * Return: unknown where the kernel has no PAGEMAP_SCAN.
 */
struct opt_u64 pagemap_count_huge(const void *address, size_t bytes);

/* Sums that smaps gives. */
enum pagemap_smaps_field {
	PAGEMAP_SMAPS_ANONYMOUS,
	PAGEMAP_SMAPS_LAZY_FREE, /* MADV_FREE: clean, and may vanish */
	PAGEMAP_SMAPS_DIRTY,	 /* Shared_Dirty and Private_Dirty; does not prove a write to
				  * private memory:     mprotect(2) was seen to clear that of a PMD
				  * entry     (x86-64, 6.18.15) */
	PAGEMAP_SMAPS_SWAP,
	PAGEMAP_SMAPS_LOCKED,
	PAGEMAP_SMAPS_HUGE, /* mapped by PMD entries: AnonHugePages, ShmemPmdMapped, FilePmdMapped
			     */
	PAGEMAP_SMAPS_HUGETLB,
	PAGEMAP_SMAPS_FIELDS,
};

/**
 * struct pagemap_smaps - sums over the VMAs that overlap a range, in base pages; unknown where the
 * kernel has no such line.
 */
struct pagemap_smaps {
	struct opt_u64 fields[PAGEMAP_SMAPS_FIELDS];
};

/** pagemap_smaps_read() - Return: 0 or -errno. */
int pagemap_smaps_read(const void *address, size_t bytes, struct pagemap_smaps *ret_smaps);

/** pagemap_vma_count() - VMAs of this process that overlap a range, by /proc/self/maps. */
struct opt_u64 pagemap_vma_count(const void *address, size_t bytes);

/** pagemap_vma_count_all() - all VMAs of this process. */
struct opt_u64 pagemap_vma_count_all(void);

/**
 * struct pagemap_vma - what backs one VMA.
 * @is_shared: MAP_SHARED.
 * @name: of its file, cut; "" for anonymous memory.
 */
struct pagemap_vma {
	bool is_shared;
	char name[64];
};

/** pagemap_vma_find() - the VMA that holds an address. Return: 0; -ENOENT; or -errno. */
int pagemap_vma_find(const void *address, struct pagemap_vma *ret_entry);

#endif
