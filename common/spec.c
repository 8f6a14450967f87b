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
		[SHARING_NONE] = "",
		[SHARING_EXCLUSIVE] = "exclusive",
		[SHARING_PARENT] = "parent",
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

uint64_t spec_pages(const struct state_spec *spec)
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
