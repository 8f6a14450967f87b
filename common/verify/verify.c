// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares memory with the page state that a case claims. */
#include "verify.h"

#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "base/die.h"
#include "folio_order.h"
#include "sys/kernel_version.h"
#include "sys/pagemap.h"
#include "base/size.h"
#include "state/thp.h"

/* How messages describe an entry that lacks a bit, or has it. */
static const struct {
	uint64_t bit;
	const char *lacks, *has;
} bits[] = {
	{ PAGEMAP_PRESENT, "not present", "present" },
	{ PAGEMAP_GUARD, "no guard", "a guard" },
	{ PAGEMAP_UFFD_WP, "not write-protected by userfaultfd", "write-protected by userfaultfd" },
	{ PAGEMAP_SWAPPED, "not swapped out", "swapped out" },
	{ PAGEMAP_FILE, "not of a file or shared memory", "of a file or shared memory" },
	{ PAGEMAP_MAPPED_ONCE, "mapped more than once", "mapped once only, not by the parent too" },
};

/* Bits that an entry must have, and must not have. */
struct demand {
	uint64_t set, clear;
};

static void demand_sharing(const struct page_state *spec, struct demand *demand)
{
	if (!page_state_is_private_anon(spec) || spec->child_lives || spec->pages == PAGES_READ)
		return;
	if (spec->sharing == SHARING_PARENT)
		demand->clear |= PAGEMAP_MAPPED_ONCE;
	else if (spec->sharing != SHARING_NONE)
		demand->set |= PAGEMAP_MAPPED_ONCE;
}

static struct demand demand_of(const struct page_state *spec)
{
	const uint64_t others = PAGEMAP_SWAPPED | PAGEMAP_GUARD | PAGEMAP_UFFD_WP;
	struct demand demand = { PAGEMAP_PRESENT, others };

	switch (spec->pages) {
	case PAGES_NONE: return (struct demand) { 0, PAGEMAP_PRESENT | others };
	case PAGES_SWAPPED:
		return (struct demand) { PAGEMAP_SWAPPED,
					 PAGEMAP_PRESENT | PAGEMAP_GUARD | PAGEMAP_UFFD_WP };
	case PAGES_GUARD: return (struct demand) { PAGEMAP_GUARD, PAGEMAP_PRESENT };
	case PAGES_UFFD_MARKER: return (struct demand) { PAGEMAP_UFFD_WP, PAGEMAP_PRESENT };
	case PAGES_UFFD_WP:
		demand = (struct demand) { PAGEMAP_PRESENT | PAGEMAP_UFFD_WP,
					   PAGEMAP_SWAPPED | PAGEMAP_GUARD };
		break;
	default: break;
	}
	if (page_state_is_file(spec) || spec->backing == BACKING_SHMEM)
		demand.set |= PAGEMAP_FILE;
	else
		demand.clear |= PAGEMAP_FILE;
	demand_sharing(spec, &demand);
	return demand;
}

static void check_entries(const struct folio_order *view, bool *matches, struct reason *ret_reason)
{
	struct demand demand = demand_of(view->spec);

	for (size_t i = 0; i < view->count; i++) {
		uint64_t lacking = demand.set & ~view->entries[i];
		uint64_t wrong = lacking | (demand.clear & view->entries[i]);

		if (!wrong)
			continue;
		matches[i] = false;
		for (size_t b = 0; b < sizeof(bits) / sizeof(bits[0]) && !ret_reason->text[0]; b++)
			if (wrong & bits[b].bit)
				reason_set(ret_reason, "page %zu is %s", i,
					   lacking & bits[b].bit ? bits[b].lacks : bits[b].has);
	}
}

/* Upper limits of the pages of a region that match, and that are known. */
struct finding {
	uint64_t pages, matching, known;
	struct reason *reason;
};

static void nothing_known(struct finding *finding, const char *why)
{
	finding->matching = finding->known = 0;
	if (!finding->reason->text[0])
		reason_set(finding->reason, "%s", why);
}

static void demand_sum(struct finding *finding, struct opt_u64 found, uint64_t wanted,
		       const char *what)
{
	uint64_t off;

	if (!found.known) {
		nothing_known(finding, "smaps cannot be read, or lacks a line");
		return;
	}
	off = found.value > wanted ? found.value - wanted : wanted - found.value;
	if (off && !finding->reason->text[0])
		reason_set(finding->reason, "%llu pages %s, not %llu",
			   (unsigned long long)found.value, what, (unsigned long long)wanted);
	finding->matching = MIN(finding->matching, finding->pages - MIN(finding->pages, off));
}

/* Anonymous less lazily freed pages: in private memory a page becomes anonymous by a write. */
static struct opt_u64 written_pages(const struct pagemap_smaps *smaps)
{
	struct opt_u64 anonymous = smaps->fields[PAGEMAP_SMAPS_ANONYMOUS];

	if (anonymous.known)
		anonymous.value -=
			MIN(anonymous.value, smaps->fields[PAGEMAP_SMAPS_LAZY_FREE].value);
	return anonymous;
}

static void demand_sums(const struct page_state *spec, const struct pagemap_smaps *smaps,
			struct finding *finding)
{
	const struct opt_u64 *fields = smaps->fields;
	uint64_t all = finding->pages;

	if (spec->is_locked)
		demand_sum(finding, fields[PAGEMAP_SMAPS_LOCKED], all, "are locked");
	if (spec->backing == BACKING_HUGETLB)
		demand_sum(finding, fields[PAGEMAP_SMAPS_HUGETLB], all, "are of hugetlb");
	else if (spec->pages == PAGES_SWAPPED)
		demand_sum(finding, fields[PAGEMAP_SMAPS_SWAP], all, "are swapped out");
	else if (spec->pages == PAGES_READ)
		demand_sum(finding, fields[PAGEMAP_SMAPS_ANONYMOUS], 0, "were written");
	else if (spec->pages == PAGES_FREED)
		demand_sum(finding, fields[PAGEMAP_SMAPS_LAZY_FREE], all / 2, "are freed lazily");
	else if (page_state_has_folios(spec) && page_state_is_private_anon(spec))
		demand_sum(finding, written_pages(smaps), all, "were written");
	else if (page_state_has_folios(spec))
		demand_sum(finding, fields[PAGEMAP_SMAPS_DIRTY], all, "are dirty");
}

/* By PAGEMAP_SCAN, else by smaps. */
static void demand_level(const struct page_state *spec, const char *region,
			 const struct pagemap_smaps *smaps, struct finding *finding)
{
	struct opt_u64 huge = pagemap_count_huge(region, spec->size_bytes);
	bool by_pmd = spec->mapping == MAPPING_PMD;
	uint64_t right;

	if (spec->mapping == MAPPING_NONE || spec->pages == PAGES_NONE)
		return;
	if (!huge.known)
		huge = smaps->fields[spec->backing == BACKING_HUGETLB ? PAGEMAP_SMAPS_HUGETLB
								      : PAGEMAP_SMAPS_HUGE];
	if (!huge.known) {
		nothing_known(finding, "neither PAGEMAP_SCAN nor smaps can be read");
		return;
	}
	right = by_pmd ? huge.value : finding->pages - MIN(finding->pages, huge.value);
	if (right < finding->pages && !finding->reason->text[0])
		reason_set(finding->reason, "%llu of %llu pages are mapped by %s",
			   (unsigned long long)(finding->pages - right),
			   (unsigned long long)finding->pages, by_pmd ? "PTEs" : "PMD entries");
	finding->matching = MIN(finding->matching, right);
}

static void demand_vmas(const struct page_state *spec, size_t found, struct finding *finding)
{
	unsigned int wanted = spec->vma_count ? spec->vma_count : 1;

	if (found == wanted)
		return;
	reason_set(finding->reason, "%zu VMAs, not %u", found, wanted);
	finding->matching = 0;
}

/* The address decides whether page tables move whole, and whether batches begin inside a block. */
static void demand_place(const struct page_state *spec, const char *region, struct finding *finding)
{
	size_t pmd = thp_pmd_bytes();
	size_t align = spec->align_bytes ? spec->align_bytes : pmd ? pmd : 2 * MIB;

	if ((uintptr_t)region % align == spec->offset_bytes)
		return;
	if (!finding->reason->text[0])
		reason_set(finding->reason, "the region lies at %p, not %zu past a multiple of %zu",
			   (const void *)region, spec->offset_bytes, align);
	finding->matching = 0;
}

/* In maps, shared anonymous memory is /dev/zero, and hugetlb is /anon_hugepage. */
static void demand_backing(const struct page_state *spec, const struct pagemap_vma *vma,
			   struct finding *finding)
{
	bool is_shared = spec->backing == BACKING_SHMEM || spec->backing == BACKING_FILE;
	const char *wanted = spec->backing == BACKING_HUGETLB ? "/anon_hugepage"
			     : page_state_is_file(spec)	      ? "/"
			     : spec->backing == BACKING_ANON  ? ""
							      : "/dev/zero";

	if (vma->is_shared == is_shared && !strncmp(vma->name, wanted, strlen(wanted)) &&
	    (*wanted || !*vma->name) &&
	    !(page_state_is_file(spec) && !strncmp(vma->name, "/dev/zero", strlen("/dev/zero"))))
		return;
	if (!finding->reason->text[0])
		reason_set(finding->reason, "the mapping is %s, of '%s'",
			   vma->is_shared ? "shared" : "private", vma->name);
	finding->matching = 0;
}

/* Return: true if the frames could be read, so that @matches covers folios, too. */
static bool look_at_frames(struct folio_order *view, bool *matches, struct reason *ret_reason)
{
	bool has_frame = false;

	for (size_t i = 0; i < view->count && !has_frame; i++)
		has_frame = PAGEMAP_FRAME(view->entries[i]) != 0;
	if (!has_frame || pagemap_read_flags(view->entries, view->count, view->flags))
		return false;
	folio_order_check(view, matches, ret_reason);
	return true;
}

/* Without frames, the faults may prove the folios. If not, only pages that mismatch are known. */
static void judge_unseen(enum proof by_faults, const struct reason *why, struct finding *finding)
{
	if (by_faults == PROOF_PROVED)
		return;
	if (by_faults == PROOF_UNKNOWN)
		finding->known = finding->pages - finding->matching;
	finding->matching = 0;
	if (!finding->reason->text[0])
		*finding->reason = *why;
}

static void judge_pages(const struct page_state *spec, const char *region,
			const struct fault_count *fault_count, struct finding *finding)
{
	struct folio_order view = { .spec = spec, .count = finding->pages };
	bool *matches = xcalloc(view.count, sizeof(*matches));
	struct reason why = { "" };

	view.entries = xcalloc(view.count, sizeof(*view.entries));
	view.flags = xcalloc(view.count, sizeof(*view.flags));
	if (pagemap_read(region, view.count, view.entries)) {
		nothing_known(finding, "/proc/self/pagemap cannot be read");
	} else {
		bool needs_frames = page_state_has_folios(spec), sees_frames;

		for (size_t i = 0; i < view.count; i++)
			matches[i] = true;
		check_entries(&view, matches, finding->reason);
		sees_frames = needs_frames && look_at_frames(&view, matches, finding->reason);
		finding->matching = 0;
		for (size_t i = 0; i < view.count; i++)
			finding->matching += matches[i];
		if (needs_frames && !sees_frames)
			judge_unseen(fault_count_judge(spec, fault_count, &why), &why, finding);
	}
	free(view.flags);
	free(view.entries);
	free(matches);
}

static void read_region(const struct page_state *spec, const char *region,
			const struct pagemap_vmas *vmas, const struct fault_count *fault_count,
			struct verify *evidence)
{
	const struct pagemap_vma *vma = pagemap_vmas_find(vmas, region);
	struct finding finding = { .reason = &evidence->reason };
	struct pagemap_smaps smaps;
	size_t vma_count = pagemap_vmas_sum(vmas, region, spec->size_bytes, &smaps);

	finding.pages = finding.matching = finding.known = spec->size_bytes / size_page();
	judge_pages(spec, region, fault_count, &finding);
	if (!vma)
		nothing_known(&finding, "neither smaps nor maps shows the region");
	demand_level(spec, region, &smaps, &finding);
	demand_sums(spec, &smaps, &finding);
	if (vma) {
		demand_vmas(spec, vma_count, &finding);
		demand_backing(spec, vma, &finding);
	}
	demand_place(spec, region, &finding);
	if (spec->pages == PAGES_GUARD && !kernel_version_is_at_least(6, 15))
		nothing_known(&finding, "pagemap shows guards from Linux 6.15 on");
	evidence->matching_pages += finding.matching;
	evidence->known_pages += finding.known;
}

void verify_state(const struct page_state *spec, char *const *regions,
		  const struct fault_count *fault_count, struct verify *ret_evidence)
{
	struct verify evidence = { 0 };
	struct pagemap_vmas vmas;

	if (!pagemap_vmas_read(&vmas))
		evidence.vmas = opt_u64_of(vmas.count);
	if (spec->backing != BACKING_NONE) {
		evidence.total_pages = page_state_page_count(spec);
		for (unsigned int i = 0; i < spec->region_count; i++)
			read_region(spec, regions[i], &vmas, fault_count, &evidence);
	}
	pagemap_vmas_free(&vmas);
	if (evidence.matching_pages == evidence.total_pages)
		evidence.verdict = PROOF_PROVED;
	else if (evidence.known_pages > evidence.matching_pages)
		evidence.verdict = PROOF_REFUTED;
	else
		evidence.verdict = PROOF_UNKNOWN;
	if (evidence.verdict == PROOF_PROVED)
		evidence.reason.text[0] = '\0';
	*ret_evidence = evidence;
}
