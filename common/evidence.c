// SPDX-License-Identifier: GPL-2.0-or-later
/* Is the memory what the case claims? */
#include "evidence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#include "fail.h"
#include "pagemap.h"
#include "size.h"
#include "thp.h"

static struct count thread_faults(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage))
		return (struct count) { 0 };
	return count_of((uint64_t)usage.ru_minflt);
}

/* Folios larger than claimed that faults allocated so far; 0 where the kernel has no larger size.
 */
static struct count larger_folios(const struct state_spec *spec)
{
	size_t sizes[THP_SIZES_MAX];
	size_t count = thp_sizes(sizes);
	uint64_t sum = 0;

	if (!count && thp_pmd_bytes() > spec->folio_bytes)
		return (struct count) { 0 };
	for (size_t i = 0; i < count; i++) {
		struct count one = thp_stat(sizes[i], "anon_fault_alloc");

		if (sizes[i] <= spec->folio_bytes)
			continue;
		if (!one.known)
			return one;
		sum += one.value;
	}
	return count_of(sum);
}

void evidence_witness_begin(const struct state_spec *spec, struct evidence_witness *ret_before)
{
	ret_before->larger = larger_folios(spec);
	ret_before->splits = thp_stat(spec->folio_bytes, "split");
	ret_before->faults = thread_faults();
}

void evidence_witness_end(const struct state_spec *spec, struct evidence_witness *witness)
{
	witness->faults = count_since(witness->faults, thread_faults());
	witness->larger = count_since(witness->larger, larger_folios(spec));
	witness->splits = count_since(witness->splits, thp_stat(spec->folio_bytes, "split"));
}

/*
 * Each fault maps one folio. When no folio is larger than claimed, the number of faults can equal
 * pages / folio only if every folio has the claimed size.
 */
static enum evidence_verdict judge_faults(const struct state_spec *spec,
					  const struct evidence_witness *witness,
					  struct reason *ret_reason)
{
	uint64_t expected = spec_pages(spec) / spec_folio_pages(spec);
	bool is_large = spec_folio_order(spec) > 0;

	if (!witness || !witness->faults.known || spec->construction == CONSTRUCTION_EMULATED) {
		reason_set(ret_reason, "frame numbers are hidden (run as root)");
		return EVIDENCE_UNKNOWN;
	}
	if (witness->faults.value != expected) {
		bool is_near =
			witness->faults.value > expected && witness->faults.value < expected + 8;

		reason_set(ret_reason, "populated by %llu faults, not %llu%s",
			   (unsigned long long)witness->faults.value, (unsigned long long)expected,
			   is_near ? ": frame numbers are hidden (run as root)" : "");
		return is_near ? EVIDENCE_UNKNOWN : EVIDENCE_REFUTED;
	}
	if (is_large && (!witness->larger.known || witness->larger.value ||
			 !witness->splits.known || witness->splits.value)) {
		reason_set(ret_reason, "mTHP counters moved or are missing: folios may differ");
		return EVIDENCE_UNKNOWN;
	}
	return EVIDENCE_PROVED;
}

/* One region's pages: entries and, where frames are shown, flags. */
struct view {
	const struct state_spec *spec;
	size_t count;
	uint64_t *entries;
	uint64_t *flags;
};

static bool is_consecutive(const struct view *view, size_t first, size_t pages)
{
	for (size_t i = 1; i < pages; i++)
		if (PAGEMAP_FRAME(view->entries[first + i]) !=
		    PAGEMAP_FRAME(view->entries[first]) + i)
			return false;
	return true;
}

static bool is_native_folio(const struct view *view, size_t first, size_t pages)
{
	uint64_t last = view->flags[first + pages - 1];

	if (pages == 1)
		return !(last & (KPAGEFLAGS_HEAD | KPAGEFLAGS_TAIL));
	if (!(view->flags[first] & KPAGEFLAGS_HEAD) || (last & KPAGEFLAGS_TAIL_FOLLOWS))
		return false;
	for (size_t i = 1; i < pages; i++)
		if (!(view->flags[first + i] & KPAGEFLAGS_TAIL))
			return false;
	return is_consecutive(view, first, pages);
}

/* A part of a larger folio, whose neighbour in the mapping is not its neighbour in memory. */
static bool is_emulated_folio(const struct view *view, size_t first, size_t pages)
{
	size_t next = first + pages;
	bool ends = next == view->count || !(view->flags[next] & KPAGEFLAGS_TAIL) ||
		    !is_consecutive(view, next - 1, 2);
	bool is_part = (view->flags[first] & KPAGEFLAGS_TAIL) ||
		       (view->flags[next - 1] & KPAGEFLAGS_TAIL_FOLLOWS);

	for (size_t i = 0; i < pages; i++)
		if (!(view->flags[first + i] & (KPAGEFLAGS_HEAD | KPAGEFLAGS_TAIL)))
			return false;
	return ends && is_part && is_consecutive(view, first, pages);
}

static void describe_folio(const struct view *view, size_t page, struct reason *ret_reason)
{
	size_t wanted = spec_folio_pages(view->spec), found = 1;

	if (view->flags[page] & KPAGEFLAGS_ZERO_PAGE) {
		reason_set(ret_reason, "page %zu is the zero page: it was never written", page);
		return;
	}
	if (view->spec->construction == CONSTRUCTION_EMULATED) {
		reason_set(ret_reason, "page %zu starts no %zu-page part of a larger folio", page,
			   wanted);
		return;
	}
	while (page + found < view->count && (view->flags[page + found] & KPAGEFLAGS_TAIL) &&
	       is_consecutive(view, page + found - 1, 2))
		found++;
	reason_set(ret_reason, "page %zu starts a folio of %zu pages, not %zu", page, found,
		   wanted);
}

/* Which pages lie in folios of the claimed size; clears @matches elsewhere. */
static void check_folios(const struct view *view, bool *matches, struct reason *ret_reason)
{
	size_t pages = spec_folio_pages(view->spec);
	bool is_emulated = view->spec->construction == CONSTRUCTION_EMULATED;

	for (size_t first = 0; first < view->count; first += pages) {
		bool is_fine = first + pages <= view->count &&
			       !(view->flags[first] & KPAGEFLAGS_ZERO_PAGE) &&
			       (is_emulated ? is_emulated_folio(view, first, pages)
					    : is_native_folio(view, first, pages));

		if (is_fine)
			continue;
		if (!ret_reason->text[0])
			describe_folio(view, first, ret_reason);
		for (size_t i = first; i < first + pages && i < view->count; i++)
			matches[i] = false;
	}
}

/* Present and sharing: shown to everybody. */
static void check_entries(const struct view *view, bool *matches, struct reason *ret_reason)
{
	for (size_t i = 0; i < view->count; i++) {
		uint64_t entry = view->entries[i];
		const char *wrong = NULL;

		if (!(entry & PAGEMAP_PRESENT))
			wrong = entry & PAGEMAP_SWAPPED ? "swapped out" : "not present";
		else if (view->spec->sharing == SHARING_EXCLUSIVE && !(entry & PAGEMAP_MAPPED_ONCE))
			wrong = "mapped more than once";
		else if (view->spec->sharing == SHARING_PARENT && (entry & PAGEMAP_MAPPED_ONCE))
			wrong = "mapped once only, not by the parent too";
		if (!wrong)
			continue;
		matches[i] = false;
		if (!ret_reason->text[0])
			reason_set(ret_reason, "page %zu is %s", i, wrong);
	}
}

static uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Mapping level: PAGEMAP_SCAN, else smaps. Return: pages at the claimed level. */
static struct count count_mapped_right(const struct state_spec *spec, const char *region,
				       const struct smaps *smaps)
{
	uint64_t pages = spec->size_bytes / size_page();
	struct count huge = pagemap_count_huge(region, spec->size_bytes);

	if (!huge.known)
		huge = smaps->huge_pages;
	if (!huge.known)
		return huge;
	return count_of(spec->mapping == MAPPING_PMD ? huge.value
						     : pages - min_u64(pages, huge.value));
}

/* Facts that are known of a region as a whole: they bound the number of pages that match. */
static void bound_region(const struct state_spec *spec, const char *region, uint64_t *matching,
			 uint64_t *known, struct reason *ret_reason)
{
	uint64_t pages = spec->size_bytes / size_page();
	struct smaps smaps = { 0 };
	struct count level;

	smaps_read(region, spec->size_bytes, &smaps);
	level = count_mapped_right(spec, region, &smaps);
	if (!level.known || (spec->dirty && !smaps.written_pages.known)) {
		*matching = *known = 0;
		if (!ret_reason->text[0])
			reason_set(ret_reason, "neither PAGEMAP_SCAN nor smaps can be read");
		return;
	}
	if (level.value < pages && !ret_reason->text[0])
		reason_set(ret_reason, "%llu of %llu pages are mapped by %s",
			   (unsigned long long)(pages - level.value), (unsigned long long)pages,
			   spec->mapping == MAPPING_PMD ? "PTEs" : "PMD entries");
	*matching = min_u64(*matching, level.value);
	if (!spec->dirty)
		return;
	if (smaps.written_pages.value < pages && !ret_reason->text[0])
		reason_set(ret_reason, "%llu of %llu pages were written",
			   (unsigned long long)smaps.written_pages.value,
			   (unsigned long long)pages);
	*matching = min_u64(*matching, smaps.written_pages.value);
}

/* Return: true when the frames could be seen and @matches tells of folios too. */
static bool look_at_pages(struct view *view, const char *region, bool *matches,
			  struct reason *ret_reason)
{
	bool has_frame = false;

	for (size_t i = 0; i < view->count; i++)
		matches[i] = true;
	if (pagemap_read(region, view->count, view->entries)) {
		for (size_t i = 0; i < view->count; i++)
			matches[i] = false;
		return false;
	}
	check_entries(view, matches, ret_reason);
	for (size_t i = 0; i < view->count && !has_frame; i++)
		has_frame = PAGEMAP_FRAME(view->entries[i]) != 0;
	if (!has_frame || pagemap_read_flags(view->entries, view->count, view->flags))
		return false;
	check_folios(view, matches, ret_reason);
	return true;
}

static void read_region(const struct state_spec *spec, const char *region,
			enum evidence_verdict by_faults, const struct reason *fault_reason,
			struct evidence *evidence)
{
	struct view view = { .spec = spec, .count = spec->size_bytes / size_page() };
	uint64_t matching = 0, known = view.count;
	bool *matches = xcalloc(view.count, sizeof(*matches));
	bool sees_frames;

	view.entries = xcalloc(view.count, sizeof(*view.entries));
	view.flags = xcalloc(view.count, sizeof(*view.flags));
	sees_frames = look_at_pages(&view, region, matches, &evidence->reason);
	for (size_t i = 0; i < view.count; i++)
		matching += matches[i];
	if (!sees_frames && by_faults == EVIDENCE_UNKNOWN)
		known = view.count - matching; /* what is otherwise is known to be so */
	if (!sees_frames && by_faults != EVIDENCE_PROVED) {
		matching = 0;
		if (!evidence->reason.text[0])
			evidence->reason = *fault_reason;
	}
	bound_region(spec, region, &matching, &known, &evidence->reason);
	evidence->matching_pages += matching;
	evidence->known_pages += known;
	free(view.flags);
	free(view.entries);
	free(matches);
}

/* A region that is cut into VMAs claims nothing of its pages, of which there are none. */
static void check_vmas(const struct state_spec *spec, char *const *regions,
		       struct evidence *evidence)
{
	uint64_t pages = spec->size_bytes / size_page();

	evidence->total_pages = spec_pages(spec);
	for (unsigned int i = 0; i < spec->region_count; i++) {
		struct count vmas = maps_count(regions[i], spec->size_bytes);

		evidence->known_pages += vmas.known ? pages : 0;
		if (vmas.known && vmas.value == spec->vma_count)
			evidence->matching_pages += pages;
		else
			reason_set(&evidence->reason, "%llu VMAs, not %u",
				   (unsigned long long)vmas.value, spec->vma_count);
	}
}

void evidence_read(const struct state_spec *spec, char *const *regions,
		   const struct evidence_witness *witness, struct evidence *ret_evidence)
{
	struct evidence evidence = { .vmas = maps_count_all() };
	struct reason fault_reason = { "" };

	if (spec->vma_count) {
		check_vmas(spec, regions, &evidence);
	} else if (spec->backing != BACKING_NONE) {
		enum evidence_verdict by_faults = judge_faults(spec, witness, &fault_reason);

		evidence.total_pages = spec_pages(spec);
		for (unsigned int i = 0; i < spec->region_count; i++)
			read_region(spec, regions[i], by_faults, &fault_reason, &evidence);
	}
	if (evidence.matching_pages == evidence.total_pages)
		evidence.verdict = EVIDENCE_PROVED;
	else if (evidence.known_pages > evidence.matching_pages)
		evidence.verdict = EVIDENCE_REFUTED;
	else
		evidence.verdict = EVIDENCE_UNKNOWN;
	*ret_evidence = evidence;
}

/* From 6.1 on, mprotect(2) makes exclusive pages writable at once: can_change_pte_writable(). */
static bool mprotect_restores_write(void)
{
	struct utsname name;
	unsigned int major, minor;

	if (uname(&name) || sscanf(name.release, "%u.%u", &major, &minor) != 2)
		return false;
	return major > 6 || (major == 6 && minor >= 1);
}

struct count evidence_count_shared(const struct state_spec *spec, char *const *regions)
{
	uint64_t shared = 0;

	for (unsigned int i = 0; i < spec->region_count; i++) {
		struct count before, during;

		if (mprotect(regions[i], spec->size_bytes, PROT_READ) ||
		    mprotect(regions[i], spec->size_bytes, PROT_READ | PROT_WRITE))
			return (struct count) { 0 };
		before = thread_faults();
		for (size_t at = 0; at < spec->size_bytes; at += size_page()) {
			volatile unsigned char *byte = (unsigned char *)regions[i] + at;

			*byte = *byte; /* cppcheck-suppress selfAssignment */
		}
		during = count_since(before, thread_faults());
		if (!during.known)
			return during;
		shared += during.value;
	}
	if (shared && !mprotect_restores_write())
		return (struct count) { 0 };
	return count_of(shared);
}
