// SPDX-License-Identifier: GPL-2.0-or-later
/* Names page states and computes their folios. */
#include "page_state.h"

#include <stdio.h>

#include "base/size.h"

/* The names are in the order of the enums. */
const char *page_state_backing_name(enum page_state_backing backing)
{
	static const char *const names[] = { "",     "anon",	     "zero-file", "shmem",
					     "file", "private-file", "hugetlb" };

	return names[backing];
}

const char *page_state_mapping_name(enum page_state_mapping mapping)
{
	static const char *const names[] = { "", "pte", "pmd" };

	return names[mapping];
}

const char *page_state_sharing_name(enum page_state_sharing sharing)
{
	static const char *const names[] = { "", "exclusive", "parent", "forked", "mixed", "half" };

	return names[sharing];
}

const char *page_state_construction_name(enum page_state_construction construction)
{
	static const char *const names[] = { "native", "emulated" };

	return names[construction];
}

const char *page_state_pages_name(enum page_state_pages pages)
{
	static const char *const names[] = { "none",	    "written",	  "read",
					     "swapped",	    "guard",	  "uffd-wp",
					     "uffd-marker", "half-freed", "pinned" };

	return names[pages];
}

uint64_t page_state_page_count(const struct page_state *spec)
{
	return (uint64_t)spec->region_count * (spec->size_bytes / size_page());
}

size_t page_state_folio_pages(const struct page_state *spec)
{
	size_t pages = spec->folio_bytes / size_page();

	return pages ? pages : 1;
}

unsigned int page_state_folio_order(const struct page_state *spec)
{
	return (unsigned int)__builtin_ctzl(page_state_folio_pages(spec));
}

bool page_state_is_private_anon(const struct page_state *spec)
{
	return spec->backing == BACKING_ANON || spec->backing == BACKING_ZERO_FILE;
}

bool page_state_is_written_anon(const struct page_state *spec)
{
	return page_state_is_private_anon(spec) && spec->pages == PAGES_WRITTEN;
}

bool page_state_is_forked(const struct page_state *spec)
{
	return spec->sharing == SHARING_FORKED || spec->sharing == SHARING_MIXED ||
	       spec->sharing == SHARING_HALF;
}

bool page_state_is_file(const struct page_state *spec)
{
	return spec->backing == BACKING_FILE || spec->backing == BACKING_PRIVATE_FILE;
}

bool page_state_has_folios(const struct page_state *spec)
{
	switch (spec->pages) {
	case PAGES_WRITTEN:
	case PAGES_UFFD_WP:
	case PAGES_FREED:
	case PAGES_PINNED: return true;
	case PAGES_READ: return !page_state_is_private_anon(spec);
	default: return false;
	}
}

size_t page_state_half_pages(const struct page_state *spec)
{
	size_t pages = page_state_folio_pages(spec);

	return pages > 1 ? pages : 16;
}

bool page_state_is_exclusive(const struct page_state *spec, size_t page)
{
	size_t half = page_state_half_pages(spec);

	switch (spec->sharing) {
	case SHARING_EXCLUSIVE: return true;
	case SHARING_MIXED: return page % spec->mixed_every == 0;
	case SHARING_HALF: return page % half < half / 2;
	default: return false;
	}
}

uint64_t page_state_write_faults(const struct page_state *spec)
{
	size_t step = spec->mapping == MAPPING_PMD ? page_state_folio_pages(spec) : 1;
	uint64_t faults = 0;

	for (size_t page = 0; page < spec->size_bytes / size_page(); page += step)
		faults += !page_state_is_exclusive(spec, page);
	return faults * spec->region_count;
}
