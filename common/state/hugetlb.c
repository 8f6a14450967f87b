// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the knobs of hugetlb pages. */
#include "hugetlb.h"

#include <stdio.h>

#include "sys/kfile.h"
#include "base/size.h"

static void knob_path(size_t bytes, const char *leaf, char *ret_path)
{
	snprintf(ret_path, KNOBS_PATH_BYTES, "/sys/kernel/mm/hugepages/hugepages-%zukB/%s",
		 bytes / KIB, leaf);
}

void hugetlb_knobs(const struct page_state *spec, struct knobs_list *knobs)
{
	uint64_t need = spec->size_bytes / spec->folio_bytes * spec->region_count;
	uint64_t free_pages = 0, overcommit = 0;
	char path[KNOBS_PATH_BYTES], word[KNOBS_VALUE_BYTES];

	knob_path(spec->folio_bytes, "free_hugepages", path);
	if (!kfile_read_u64(path, &free_pages) && free_pages >= need)
		return;
	knob_path(spec->folio_bytes, "nr_overcommit_hugepages", path);
	if (kfile_read_u64(path, &overcommit) || overcommit >= need)
		return;
	snprintf(word, sizeof(word), "%u", (unsigned int)need);
	knobs_add(knobs, path, word, "");
}

bool hugetlb_is_unsupported(const struct page_state *spec, struct reason *ret_reason)
{
	char path[KNOBS_PATH_BYTES], text[SIZE_TEXT_BYTES];

	knob_path(spec->folio_bytes, "nr_overcommit_hugepages", path);
	if (kfile_exists(path))
		return false;
	reason_set(ret_reason, "hugetlb: kernel has no pages of %s",
		   size_format(spec->folio_bytes, text));
	return true;
}
