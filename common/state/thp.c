// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the folio sizes and knobs of transparent huge pages and of hugetlb. */
#include "thp.h"

#include <stdio.h>
#include <string.h>

#include "sys/kfile.h"
#include "base/size.h"

#define THP_DIR "/sys/kernel/mm/transparent_hugepage"

size_t thp_pmd_bytes(void)
{
	uint64_t bytes;

	return kfile_read_u64(THP_DIR "/hpage_pmd_size", &bytes) ? 0 : (size_t)bytes;
}

static void size_path(size_t bytes, const char *leaf, char *ret_path, size_t size)
{
	snprintf(ret_path, size, THP_DIR "/hugepages-%zukB/%s", bytes / KIB, leaf);
}

size_t thp_sizes(size_t *ret_sizes)
{
	char path[KNOBS_PATH_BYTES];
	size_t count = 0;

	for (size_t order = 1; order <= THP_SIZES_MAX; order++) {
		size_path(size_page() << order, "enabled", path, sizeof(path));
		if (kfile_exists(path))
			ret_sizes[count++] = size_page() << order;
	}
	return count;
}

static bool has_knob(size_t bytes, const char *leaf)
{
	char path[KNOBS_PATH_BYTES];

	size_path(bytes, leaf, path, sizeof(path));
	return kfile_exists(path);
}

struct opt_u64 thp_stat(size_t bytes, const char *name)
{
	char path[KNOBS_PATH_BYTES], leaf[48];
	uint64_t value;

	snprintf(leaf, sizeof(leaf), "stats/%.40s", name);
	size_path(bytes, leaf, path, sizeof(path));
	if (kfile_read_u64(path, &value))
		return (struct opt_u64) { 0 };
	return opt_u64_of(value);
}

/* @inherit_is_fine: "inherit", which has the effect of the global knob, is tolerated, too. */
static void add_size(struct knobs_list *knobs, size_t bytes, const char *wanted,
		     const char *tolerated, bool inherit_is_fine)
{
	char path[KNOBS_PATH_BYTES], words[KNOBS_TOLERATED_BYTES];

	size_path(bytes, "enabled", path, sizeof(path));
	snprintf(words, sizeof(words), "%s%s", tolerated, inherit_is_fine ? " inherit" : "");
	knobs_add(knobs, path, wanted, words);
}

/* Return: the size of the folios that the kernel must allocate; 0: base pages. */
static size_t allocated_bytes(const struct page_state *spec)
{
	if (spec->construction == CONSTRUCTION_EMULATED)
		return thp_pmd_bytes();
	return page_state_folio_order(spec) ? spec->folio_bytes : 0;
}

/* shmem has its own knobs (Linux 6.11 and later), with "advise" in place of "madvise". */
static void add_shmem_sizes(size_t target, struct knobs_list *ret_knobs)
{
	size_t sizes[THP_SIZES_MAX];
	size_t count = thp_sizes(sizes);
	char path[KNOBS_PATH_BYTES];

	for (size_t i = 0; i < count; i++) {
		size_path(sizes[i], "shmem_enabled", path, sizeof(path));
		if (!kfile_exists(path))
			continue;
		if (sizes[i] == target)
			knobs_add(ret_knobs, path, "advise", "always");
		else
			knobs_add(ret_knobs, path, "never",
				  sizes[i] < target ? KNOBS_TOLERATE_ALL : "");
	}
}

static void add_all_sizes(const struct page_state *spec, size_t target, const char *global,
			  struct knobs_list *ret_knobs)
{
	bool advised = spec->advice == ADVICE_MADVISE;
	const char *on = advised ? "madvise" : "always";
	bool inherit_is_on = !strcmp(global, "always") || (advised && !strcmp(global, "madvise"));
	size_t sizes[THP_SIZES_MAX];
	size_t count = thp_sizes(sizes);

	for (size_t i = 0; i < count; i++) {
		if (sizes[i] == target)
			add_size(ret_knobs, sizes[i], on, "always", inherit_is_on);
		else if (sizes[i] < target) /* the kernel tries larger sizes first */
			add_size(ret_knobs, sizes[i], "never", KNOBS_TOLERATE_ALL, false);
		else
			add_size(ret_knobs, sizes[i], "never", advised ? "" : "madvise",
				 !inherit_is_on);
	}
	if (!count && target)
		knobs_add(ret_knobs, THP_DIR "/enabled", on, "always");
	else if (!count)
		knobs_add(ret_knobs, THP_DIR "/enabled", "madvise", "never");
}

static void hugetlb_path(size_t bytes, const char *leaf, char *ret_path)
{
	snprintf(ret_path, KNOBS_PATH_BYTES, "/sys/kernel/mm/hugepages/hugepages-%zukB/%s",
		 bytes / KIB, leaf);
}

/*
 * Adds nr_overcommit_hugepages if too few pages of the pool are free. It permits surplus pages,
 * which exist as long as the mapping. Source: Documentation/admin-guide/mm/hugetlbpage.rst.
 */
static void hugetlb_knobs(const struct page_state *spec, struct knobs_list *knobs)
{
	uint64_t need = spec->size_bytes / spec->folio_bytes * spec->region_count;
	uint64_t free_pages = 0, overcommit = 0;
	char path[KNOBS_PATH_BYTES], word[KNOBS_VALUE_BYTES];

	hugetlb_path(spec->folio_bytes, "free_hugepages", path);
	if (!kfile_read_u64(path, &free_pages) && free_pages >= need)
		return;
	hugetlb_path(spec->folio_bytes, "nr_overcommit_hugepages", path);
	if (kfile_read_u64(path, &overcommit) || overcommit >= need)
		return;
	snprintf(word, sizeof(word), "%u", (unsigned int)need);
	knobs_add(knobs, path, word, "");
}

void thp_knobs(const struct page_state *spec, struct knobs_list *ret_knobs)
{
	size_t target = allocated_bytes(spec);
	char global[KNOBS_VALUE_BYTES] = "";

	*ret_knobs = (struct knobs_list) { 0 };
	if (spec->backing == BACKING_HUGETLB)
		hugetlb_knobs(spec, ret_knobs);
	if (spec->backing == BACKING_SHMEM && target)
		add_shmem_sizes(target, ret_knobs);
	if ((!page_state_is_private_anon(spec) && spec->backing != BACKING_SHMEM) ||
	    (!target && spec->advice == ADVICE_MADVISE))
		return;
	if (kfile_read_choice(THP_DIR "/enabled", global, sizeof(global)))
		return;
	if (spec->backing != BACKING_SHMEM)
		add_all_sizes(spec, target, global, ret_knobs);
	if (target && spec->advice == ADVICE_MADVISE)
		knobs_add(ret_knobs, THP_DIR "/defrag", "madvise", "always defer+madvise");
	else if (target)
		knobs_add(ret_knobs, THP_DIR "/defrag", "always", KNOBS_TOLERATE_ALL);
}

static bool size_is_unsupported(const struct page_state *spec, struct reason *ret_reason)
{
	size_t pmd = thp_pmd_bytes();
	bool is_shmem = spec->backing == BACKING_SHMEM;
	char folio[SIZE_TEXT_BYTES];

	size_format(spec->folio_bytes, folio);
	if (!page_state_folio_order(spec) || page_state_is_file(spec))
		return false;
	if (!pmd)
		reason_set(ret_reason, "folio %s: kernel has no transparent huge pages", folio);
	else if (is_shmem && !has_knob(spec->folio_bytes, "shmem_enabled"))
		reason_set(ret_reason, "folio %s: kernel has no hugepages-%zukB/shmem_enabled",
			   folio, spec->folio_bytes / KIB);
	else if (!is_shmem && spec->folio_bytes != pmd &&
		 spec->construction == CONSTRUCTION_NATIVE &&
		 !has_knob(spec->folio_bytes, "enabled"))
		reason_set(ret_reason,
			   "folio %s: kernel has no hugepages-%zukB (see folio=%s-emul)", folio,
			   spec->folio_bytes / KIB, folio);
	else
		return false;
	return true;
}

static bool hugetlb_is_unsupported(const struct page_state *spec, struct reason *ret_reason)
{
	char path[KNOBS_PATH_BYTES], text[SIZE_TEXT_BYTES];

	hugetlb_path(spec->folio_bytes, "nr_overcommit_hugepages", path);
	if (kfile_exists(path))
		return false;
	reason_set(ret_reason, "hugetlb: kernel has no pages of %s",
		   size_format(spec->folio_bytes, text));
	return true;
}

static bool folio_is_unsupported(const struct page_state *spec, struct reason *ret_reason)
{
	char folio[SIZE_TEXT_BYTES], page[SIZE_TEXT_BYTES], pmd_text[SIZE_TEXT_BYTES];
	size_t pmd = thp_pmd_bytes();

	size_format(spec->folio_bytes, folio);
	size_format(size_page(), page);
	size_format(pmd, pmd_text);
	if (spec->folio_bytes < size_page())
		reason_set(ret_reason, "folio %s: base pages are %s here", folio, page);
	else if (spec->folio_bytes > spec->size_bytes)
		reason_set(ret_reason, "folio %s: larger than the region", folio);
	else if (spec->size_bytes % spec->folio_bytes)
		reason_set(ret_reason, "folio %s: the region is no multiple of it", folio);
	else if (spec->backing == BACKING_HUGETLB)
		return hugetlb_is_unsupported(spec, ret_reason);
	else if (page_state_folio_order(spec) == 1)
		reason_set(ret_reason, "folio %s: anonymous folios have no order 1", folio);
	else if (spec->mapping == MAPPING_PMD && pmd && spec->folio_bytes != pmd)
		reason_set(ret_reason, "folio %s: a PMD entry maps %s here", folio, pmd_text);
	else
		return size_is_unsupported(spec, ret_reason);
	return true;
}

static bool memory_is_short(const struct page_state *spec, struct reason *ret_reason)
{
	uint64_t need = (uint64_t)spec->size_bytes * spec->region_count;
	struct opt_u64 available = kfile_meminfo("MemAvailable");

	if (spec->pages == PAGES_NONE && spec->vma_count)
		return false;
	if (spec->construction == CONSTRUCTION_EMULATED)
		need *= thp_pmd_bytes() / spec->folio_bytes;
	need += need / 4; /* the child's copies, page tables */
	if (!available.known || available.value * KIB >= need)
		return false;
	reason_set(ret_reason, "needs %llu MiB of memory, %llu MiB are available",
		   (unsigned long long)(need / MIB),
		   (unsigned long long)(available.value * KIB / MIB));
	return true;
}

bool thp_is_unsupported(const struct page_state *spec, struct reason *ret_reason)
{
	if (spec->backing == BACKING_NONE)
		return false;
	return folio_is_unsupported(spec, ret_reason) || memory_is_short(spec, ret_reason);
}
