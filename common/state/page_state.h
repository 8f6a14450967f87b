/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page state that a case claims: state/build builds it, verify/ proves it, a row names it. */
#ifndef PTEBENCH_PAGE_STATE_H
#define PTEBENCH_PAGE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/die.h"

enum page_state_backing {
	BACKING_NONE,	      /* the case is not about memory */
	BACKING_ANON,	      /* MAP_PRIVATE | MAP_ANONYMOUS */
	BACKING_ZERO_FILE,    /* MAP_PRIVATE of /dev/zero: anonymous memory, as libMicro maps it */
	BACKING_SHMEM,	      /* MAP_SHARED | MAP_ANONYMOUS */
	BACKING_FILE,	      /* MAP_SHARED of a file on a disk's file system: the page cache */
	BACKING_PRIVATE_FILE, /* MAP_PRIVATE of such a file */
	BACKING_HUGETLB,      /* MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB */
};

/* What the page table entries hold. */
enum page_state_pages {
	PAGES_NONE,	   /* nothing: never touched */
	PAGES_WRITTEN,	   /* pages that were written */
	PAGES_READ,	   /* pages that were only read: the zero page, or pages of the file */
	PAGES_SWAPPED,	   /* swap entries of written pages */
	PAGES_GUARD,	   /* guard markers: madvise(MADV_GUARD_INSTALL) */
	PAGES_UFFD_WP,	   /* written pages, write-protected by userfaultfd(2) */
	PAGES_UFFD_MARKER, /* write-protection markers of userfaultfd(2), without a page */
	PAGES_FREED,	   /* written, madvise(MADV_FREE), and every second one written again */
	PAGES_PINNED,	   /* written, and pinned for DMA: io_uring's registered buffers */
};

enum page_state_mapping {
	MAPPING_NONE, /* nothing is mapped, or it is built inside the op */
	MAPPING_PTE,  /* every page by its own PTE */
	MAPPING_PMD,  /* every folio by one PMD entry */
};

enum page_state_sharing {
	SHARING_NONE,
	SHARING_EXCLUSIVE, /* PageAnonExclusive: no other process maps or may map the pages */
	SHARING_PARENT, /* mapped by the parent too: written there, then used in a forked child */
	SHARING_FORKED, /* a child mapped them too, and has ended: no page is exclusive */
	SHARING_MIXED,	/* as forked, but each mixed_every-th page is exclusive and writable */
	SHARING_HALF,	/* as forked, but the first half of each block is exclusive and writable:
			 * MADV_DONTFORK kept it from the child; page_state_half_pages() */
};

/* How folios of the wanted size are made. */
enum page_state_construction {
	CONSTRUCTION_NATIVE,   /* the kernel allocates folios of that size (mTHP) */
	CONSTRUCTION_EMULATED, /* parts of PTE-mapped PMD-sized folios: build.c */
};

/* What asks for large folios. */
enum page_state_advice {
	ADVICE_MADVISE, /* madvise(MADV_HUGEPAGE), or MADV_NOHUGEPAGE for base pages */
	ADVICE_NONE,	/* knobs, which are "always" (or "never") while the worker runs */
};

/**
 * struct page_state - the state of the memory that an op works on.
 * @size_bytes: one region; a multiple of the base page size; 0 with BACKING_NONE.
 * @folio_bytes: folio size; the base page size for order 0.
 * @region_count: disjoint regions with guard pages between them; the op visits all.
 * @mixed_every: of SHARING_MIXED: 2 or more.
 * @vma_count: a region is split into so many VMAs of equal length, every second one
 *	MADV_DONTDUMP, so that they never merge; 0: it is one VMA.
 * @align_bytes: alignment of the regions; 0: what a PMD entry maps.
 * @offset_bytes: added to an aligned address; less than @align_bytes.
 * @is_locked: by mlock(2).
 * @child_lives: of SHARING_FORKED and SHARING_HALF: the child is stopped and keeps its pages.
 */
struct page_state {
	size_t size_bytes;
	size_t folio_bytes;
	unsigned int region_count;
	enum page_state_backing backing;
	enum page_state_mapping mapping;
	enum page_state_sharing sharing;
	enum page_state_construction construction;
	enum page_state_advice advice;
	enum page_state_pages pages;
	unsigned int mixed_every;
	unsigned int vma_count;
	size_t align_bytes;
	size_t offset_bytes;
	bool is_locked;
	bool child_lives;
};

/* The words of samples.csv; "" for NONE. */
const char *page_state_backing_name(enum page_state_backing backing);
const char *page_state_mapping_name(enum page_state_mapping mapping);
const char *page_state_sharing_name(enum page_state_sharing sharing);
const char *page_state_construction_name(enum page_state_construction construction);
const char *page_state_pages_name(enum page_state_pages pages);

/** page_state_page_count() - base pages of all regions. */
uint64_t page_state_page_count(const struct page_state *spec);

/** page_state_folio_pages() - base pages of one folio; at least 1. */
size_t page_state_folio_pages(const struct page_state *spec);

/** page_state_folio_order() - log2 of page_state_folio_pages(). */
unsigned int page_state_folio_order(const struct page_state *spec);

/** page_state_is_private_anon() - anonymous memory, which fork(2) shares until it is written. */
bool page_state_is_private_anon(const struct page_state *spec);

/** page_state_is_written_anon() - such memory, whose pages are PAGES_WRITTEN. */
bool page_state_is_written_anon(const struct page_state *spec);

/** page_state_is_forked() - does or did a child map pages: SHARING_FORKED, _MIXED or _HALF? */
bool page_state_is_forked(const struct page_state *spec);

/** page_state_is_file() - page cache of a file on a disk. */
bool page_state_is_file(const struct page_state *spec);

/** page_state_has_folios() - do the entries point to pages, so that a folio size can be claimed? */
bool page_state_has_folios(const struct page_state *spec);

/** page_state_half_pages() - base pages of a block of SHARING_HALF: a folio, or 16 of order 0. */
size_t page_state_half_pages(const struct page_state *spec);

/** page_state_is_exclusive() - is base page @page of a region claimed to be PageAnonExclusive? */
bool page_state_is_exclusive(const struct page_state *spec, size_t page);

/**
 * page_state_write_faults() - minor faults if every page of all regions is written once: one for
 * each entry (PTE or PMD) that is not exclusive.
 */
uint64_t page_state_write_faults(const struct page_state *spec);

#endif
