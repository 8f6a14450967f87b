// SPDX-License-Identifier: GPL-2.0-or-later
/* How is a page state named? */
#include "spec.h"

#include <stdarg.h>
#include <stdio.h>

#include "size.h"

void reason_set(struct reason *ret_reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(ret_reason->text, sizeof(ret_reason->text), format, args);
	va_end(args);
}

const char *spec_backing_name(enum spec_backing backing)
{
	static const char *const names[] = {
		[BACKING_NONE] = "",
		[BACKING_ANON] = "anon",
		[BACKING_ZERO_FILE] = "zero-file",
		[BACKING_SHMEM] = "shmem",
		[BACKING_FILE] = "file",
		[BACKING_PRIVATE_FILE] = "private-file",
		[BACKING_HUGETLB] = "hugetlb",
	};

	return names[backing];
}

const char *spec_mapping_name(enum spec_mapping mapping)
{
	static const char *const names[] = {
		[MAPPING_NONE] = "",
		[MAPPING_PTE] = "pte",
		[MAPPING_PMD] = "pmd",
	};

	return names[mapping];
}

const char *spec_sharing_name(enum spec_sharing sharing)
{
	static const char *const names[] = {
		[SHARING_NONE] = "",	     [SHARING_EXCLUSIVE] = "exclusive",
		[SHARING_PARENT] = "parent", [SHARING_FORKED] = "forked",
		[SHARING_MIXED] = "mixed",   [SHARING_HALF] = "half",
	};

	return names[sharing];
}

const char *spec_construction_name(enum spec_construction construction)
{
	static const char *const names[] = {
		[CONSTRUCTION_NATIVE] = "native",
		[CONSTRUCTION_EMULATED] = "emulated",
	};

	return names[construction];
}

const char *spec_pages_name(enum spec_pages pages)
{
	static const char *const names[] = {
		[PAGES_NONE] = "none",
		[PAGES_WRITTEN] = "written",
		[PAGES_READ] = "read",
		[PAGES_SWAPPED] = "swapped",
		[PAGES_GUARD] = "guard",
		[PAGES_UFFD_WP] = "uffd-wp",
		[PAGES_UFFD_MARKER] = "uffd-marker",
		[PAGES_FREED] = "half-freed",
		[PAGES_PINNED] = "pinned",
	};

	return names[pages];
}

uint64_t spec_page_count(const struct state_spec *spec)
{
	return (uint64_t)spec->region_count * (spec->size_bytes / size_page());
}

size_t spec_folio_pages(const struct state_spec *spec)
{
	size_t pages = spec->folio_bytes / size_page();

	return pages ? pages : 1;
}

unsigned int spec_folio_order(const struct state_spec *spec)
{
	return (unsigned int)__builtin_ctzl(spec_folio_pages(spec));
}

bool spec_is_private_anon(const struct state_spec *spec)
{
	return spec->backing == BACKING_ANON || spec->backing == BACKING_ZERO_FILE;
}

bool spec_is_file(const struct state_spec *spec)
{
	return spec->backing == BACKING_FILE || spec->backing == BACKING_PRIVATE_FILE;
}

bool spec_has_folios(const struct state_spec *spec)
{
	switch (spec->pages) {
	case PAGES_WRITTEN:
	case PAGES_UFFD_WP:
	case PAGES_FREED:
	case PAGES_PINNED: return true;
	case PAGES_READ: return !spec_is_private_anon(spec);
	default: return false;
	}
}

size_t spec_half_pages(const struct state_spec *spec)
{
	size_t pages = spec_folio_pages(spec);

	return pages > 1 ? pages : 16;
}

bool spec_is_exclusive(const struct state_spec *spec, size_t page)
{
	switch (spec->sharing) {
	case SHARING_EXCLUSIVE: return true;
	case SHARING_MIXED: return page % spec->mixed_every == 0;
	case SHARING_HALF: return page % spec_half_pages(spec) < spec_half_pages(spec) / 2;
	default: return false;
	}
}

uint64_t spec_write_faults(const struct state_spec *spec)
{
	size_t step = spec->mapping == MAPPING_PMD ? spec_folio_pages(spec) : 1;
	uint64_t faults = 0;

	for (size_t page = 0; page < spec->size_bytes / size_page(); page += step)
		faults += !spec_is_exclusive(spec, page);
	return faults * spec->region_count;
}
