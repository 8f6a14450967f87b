/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page state that a case claims: what state.c builds, what evidence.c proves, what a row names.
 */
#ifndef PTEBENCH_SPEC_H
#define PTEBENCH_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum spec_backing {
	BACKING_NONE,	      /* the case is not about memory */
	BACKING_ANON,	      /* MAP_PRIVATE | MAP_ANONYMOUS */
	BACKING_ZERO_FILE,    /* MAP_PRIVATE of /dev/zero: anonymous memory as libMicro maps it */
	BACKING_SHMEM,	      /* MAP_SHARED | MAP_ANONYMOUS */
	BACKING_FILE,	      /* MAP_SHARED of a file on a disk's file system: the page cache */
	BACKING_PRIVATE_FILE, /* MAP_PRIVATE of such a file */
	BACKING_HUGETLB,      /* MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB */
};

/* What the page table entries hold. */
enum spec_pages {
	PAGES_NONE,	   /* nothing: never touched */
	PAGES_WRITTEN,	   /* pages that were written */
	PAGES_READ,	   /* pages that were only read: the zero page, or the file's */
	PAGES_SWAPPED,	   /* swap entries of written pages */
	PAGES_GUARD,	   /* guard markers: madvise(MADV_GUARD_INSTALL) */
	PAGES_UFFD_WP,	   /* written pages, write-protected by userfaultfd(2) */
	PAGES_UFFD_MARKER, /* write-protection markers where no page ever was */
	PAGES_FREED,	   /* written, madvise(MADV_FREE), and each second one written again */
	PAGES_PINNED,	   /* written, and pinned for DMA: io_uring's registered buffers */
};

enum spec_mapping {
	MAPPING_NONE, /* nothing is mapped, or it is built inside the op */
	MAPPING_PTE,  /* every page by its own PTE */
	MAPPING_PMD,  /* every folio by one PMD entry */
};

enum spec_sharing {
	SHARING_NONE,
	SHARING_EXCLUSIVE, /* PageAnonExclusive: no other process maps or may map the pages */
	SHARING_PARENT, /* mapped by the parent too: written there, then used in a forked child */
	SHARING_FORKED, /* a child that has ended mapped them too: no page is exclusive */
	SHARING_MIXED,	/* as forked, but each mixed_every-th page is exclusive and writable: it was
			 * written after that, or kept from the child where it is part of a folio */
	SHARING_HALF,	/* the first half of each block (spec_half_pages()) was kept from the child
			 * by MADV_DONTFORK: exclusive and writable, beside pages that are neither */
};

/* How folios of the wanted size come about. */
enum spec_construction {
	CONSTRUCTION_NATIVE,   /* the kernel allocates folios of that size (mTHP) */
	CONSTRUCTION_EMULATED, /* that many bytes are kept of each PTE-mapped PMD-sized folio */
};

/* Who asks for large folios. */
enum spec_advice {
	ADVICE_MADVISE, /* the region: madvise(MADV_HUGEPAGE), or MADV_NOHUGEPAGE for base pages */
	ADVICE_NONE,	/* nobody: the knobs say "always" (or never) while the worker runs */
};

/**
 * struct state_spec - the state of the memory that an op works on.
 * @size_bytes: one region; a multiple of the base page size. 0 when @backing is BACKING_NONE.
 * @folio_bytes: folio size; the base page size for order 0.
 * @region_count: disjoint regions with PROT_NONE fences between them; the op visits all.
 * @pages: what the page table entries hold.
 * @mixed_every: of SHARING_MIXED: 2 or more.
 * @vma_count: a region is cut into that many VMAs of equal length, each second one
 *             MADV_DONTDUMP, so that they never merge; 0: it is one VMA.
 * @align_bytes: the regions lie at multiples of that; 0: of what a PMD entry maps.
 * @offset_bytes: and so far past it; less than @align_bytes.
 * @is_locked: mlock(2)ed.
 * @child_lives: of SHARING_FORKED and SHARING_HALF: the child is stopped and keeps its pages.
 */
struct state_spec {
	size_t size_bytes;
	size_t folio_bytes;
	unsigned int region_count;
	enum spec_backing backing;
	enum spec_mapping mapping;
	enum spec_sharing sharing;
	enum spec_construction construction;
	enum spec_advice advice;
	enum spec_pages pages;
	unsigned int mixed_every;
	unsigned int vma_count;
	size_t align_bytes;
	size_t offset_bytes;
	bool is_locked;
	bool child_lives;
};

/**
 * struct reason - why something was not reached, in one line without a newline; "" when it was.
 */
struct reason {
	char text[240];
};

/**
 * reason_set() - fill in a reason, cut at its size.
 */
void reason_set(struct reason *ret_reason, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The words of rows; "" for NONE. */
const char *spec_backing_name(enum spec_backing backing);
const char *spec_mapping_name(enum spec_mapping mapping);
const char *spec_sharing_name(enum spec_sharing sharing);
const char *spec_construction_name(enum spec_construction construction);
const char *spec_pages_name(enum spec_pages pages);

/** spec_page_count() - base pages in all regions together. */
uint64_t spec_page_count(const struct state_spec *spec);

/** spec_folio_pages() - base pages of one folio; at least 1. */
size_t spec_folio_pages(const struct state_spec *spec);

/** spec_folio_order() - log2 of spec_folio_pages(). */
unsigned int spec_folio_order(const struct state_spec *spec);

/** spec_is_private_anon() - anonymous memory, which fork(2) shares until it is written. */
bool spec_is_private_anon(const struct state_spec *spec);

/** spec_is_file() - page cache of a file on a disk. */
bool spec_is_file(const struct state_spec *spec);

/** spec_has_folios() - do the entries point to pages, so that a folio size can be claimed? */
bool spec_has_folios(const struct state_spec *spec);

/**
 * spec_half_pages() - base pages of one block of SHARING_HALF, whose first half is exclusive: a
 * folio, and 16 pages of order 0.
 */
size_t spec_half_pages(const struct state_spec *spec);

/** spec_is_exclusive() - is base page @page of a region claimed to be PageAnonExclusive? */
bool spec_is_exclusive(const struct state_spec *spec, size_t page);

/**
 * spec_write_faults() - minor faults if every page of all regions is written once: one for each
 * entry (of PTE or PMD) that is not exclusive.
 */
uint64_t spec_write_faults(const struct state_spec *spec);

#endif
