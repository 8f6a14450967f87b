/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page state that a case claims: what state.c builds, what evidence.c proves, what a row names.
 */
#ifndef PTEBENCH_SPEC_H
#define PTEBENCH_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum spec_backing {
	BACKING_NONE,	   /* the case is not about memory */
	BACKING_ANON,	   /* MAP_PRIVATE | MAP_ANONYMOUS */
	BACKING_ZERO_FILE, /* MAP_PRIVATE of /dev/zero: anonymous memory as libMicro maps it */
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
 * @dirty: every page was written (else only read, which maps the zero page).
 * @vma_count: a region is cut into that many VMAs of equal length, whose protections alternate
 *             between read-only and read-write, and holds no page (MAPPING_NONE); 0: it is one VMA.
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
	bool dirty;
	unsigned int vma_count;
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

/** spec_pages() - base pages in all regions together. */
uint64_t spec_pages(const struct state_spec *spec);

/** spec_folio_pages() - base pages of one folio; at least 1. */
size_t spec_folio_pages(const struct state_spec *spec);

/** spec_folio_order() - log2 of spec_folio_pages(). */
unsigned int spec_folio_order(const struct state_spec *spec);

#endif
