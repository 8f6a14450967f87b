/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel reports about our own pages: /proc/self/pagemap, /proc/kpageflags, PAGEMAP_SCAN,
 * /proc/self/smaps. Source: Documentation/admin-guide/mm/pagemap.rst, filesystems/proc.rst.
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
/* Our own, of pagemap_read_flags(): the next frame is a tail page. */
#define PAGEMAP_KPF_TAIL_FOLLOWS (1ull << 63)

/**
 * pagemap_read() - @count pagemap entries from @address on, which is page-aligned.
 *
 * Without CAP_SYS_ADMIN the frame numbers are 0.
 *
 * Return: 0 or -errno.
 */
int pagemap_read(const void *address, size_t count, uint64_t *ret_entries);

/**
 * pagemap_read_flags() - the kpageflags of @count pagemap entries; 0 for pages that are not
 * present.
 *
 * Return: 0; -EACCES or -EPERM without CAP_SYS_ADMIN; or -errno.
 */
int pagemap_read_flags(const uint64_t *entries, size_t count, uint64_t *ret_flags);

/**
 * pagemap_count_huge() - base pages of a range that are mapped by a PMD entry or above.
 *
 * Unknown without PAGEMAP_SCAN (Linux 6.7). Needs no privilege.
 */
struct opt_u64 pagemap_count_huge(const void *address, size_t bytes);

/*
 * Sums of smaps. PAGEMAP_SMAPS_DIRTY does not prove a write to private memory: mprotect(2) was seen
 * to clear it for a PMD entry (x86-64, 6.18.15).
 */
enum pagemap_smaps_field {
	PAGEMAP_SMAPS_ANONYMOUS,
	PAGEMAP_SMAPS_LAZY_FREE, /* MADV_FREE: clean, and may vanish */
	PAGEMAP_SMAPS_DIRTY,	 /* Shared_Dirty and Private_Dirty */
	PAGEMAP_SMAPS_SWAP,
	PAGEMAP_SMAPS_LOCKED,
	PAGEMAP_SMAPS_HUGE, /* AnonHugePages, ShmemPmdMapped, FilePmdMapped */
	PAGEMAP_SMAPS_HUGETLB,
	PAGEMAP_SMAPS_FIELDS,
};

/** struct pagemap_smaps - sums over VMAs, in base pages; unknown if the kernel has no such line. */
struct pagemap_smaps {
	struct opt_u64 fields[PAGEMAP_SMAPS_FIELDS];
};

/**
 * struct pagemap_vma - a VMA of this process.
 * @start, @end: addresses.
 * @name: of its file, cut; "" for anonymous memory.
 */
struct pagemap_vma {
	uintptr_t start, end;
	bool is_shared;
	char name[64];
	struct pagemap_smaps smaps;
};

/** struct pagemap_vmas - VMAs of this process, by address. */
struct pagemap_vmas {
	size_t count;
	struct pagemap_vma *vmas;
};

/**
 * pagemap_vmas_read() - read smaps; or maps, and then the sums are unknown.
 * @ret_vmas: to be freed by pagemap_vmas_free(), also after an error.
 *
 * Return: 0 or -errno.
 */
int pagemap_vmas_read(struct pagemap_vmas *ret_vmas);

void pagemap_vmas_free(struct pagemap_vmas *vmas);

/** pagemap_vmas_find() - the VMA that holds an address, or NULL. */
const struct pagemap_vma *pagemap_vmas_find(const struct pagemap_vmas *vmas, const void *address);

/**
 * pagemap_vmas_sum() - add up the VMAs that overlap a range.
 * @ret_smaps: receives their sums.
 *
 * Return: their number.
 */
size_t pagemap_vmas_sum(const struct pagemap_vmas *vmas, const void *address, size_t bytes,
			struct pagemap_smaps *ret_smaps);

#endif
