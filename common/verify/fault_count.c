// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts faults while memory is populated. */
#include "fault_count.h"

#include <sys/resource.h>

#include "sys/kernel_version.h"
#include "sys/pagemap.h"
#include "state/thp.h"

bool fault_count_needs_writes(const struct page_state *spec)
{
	return kernel_version_is_at_least(6, spec->mapping == MAPPING_PMD ? 2 : 1);
}

/* Of a page that is there: our own stack. */
bool fault_count_is_needed(void)
{
	uint64_t entry = 0, flags;

	return pagemap_read(&entry, 1, &entry) || !PAGEMAP_FRAME(entry) ||
	       pagemap_read_flags(&entry, 1, &flags);
}

struct opt_u64 fault_count_thread_faults(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage))
		return (struct opt_u64) { 0 };
	return opt_u64_of((uint64_t)usage.ru_minflt);
}

/* Return: folios larger than claimed that faults allocated so far; 0 if there is no larger size. */
static struct opt_u64 larger_folios(const struct page_state *spec)
{
	size_t sizes[THP_SIZES_MAX];
	size_t count = thp_sizes(sizes);
	uint64_t sum = 0;

	if (!count && thp_pmd_bytes() > spec->folio_bytes)
		return (struct opt_u64) { 0 };
	for (size_t i = 0; i < count; i++) {
		struct opt_u64 one = thp_stat(sizes[i], "anon_fault_alloc");

		if (sizes[i] <= spec->folio_bytes)
			continue;
		if (!one.known)
			return one;
		sum += one.value;
	}
	return opt_u64_of(sum);
}

void fault_count_begin(const struct page_state *spec, struct fault_count *ret_before)
{
	/* Faults last: the other two read files. */
	ret_before->larger = larger_folios(spec);
	ret_before->splits = thp_stat(spec->folio_bytes, "split");
	ret_before->faults = fault_count_thread_faults();
}

void fault_count_end(const struct page_state *spec, struct fault_count *fault_count)
{
	fault_count->faults = opt_u64_since(fault_count->faults, fault_count_thread_faults());
	fault_count->larger = opt_u64_since(fault_count->larger, larger_folios(spec));
	fault_count->splits =
		opt_u64_since(fault_count->splits, thp_stat(spec->folio_bytes, "split"));
}

static bool can_prove(const struct page_state *spec)
{
	return page_state_is_written_anon(spec) && spec->construction == CONSTRUCTION_NATIVE &&
	       (spec->sharing == SHARING_EXCLUSIVE || spec->sharing == SHARING_PARENT);
}

enum proof fault_count_judge(const struct page_state *spec, const struct fault_count *fault_count,
			     struct reason *ret_reason)
{
	uint64_t expected = page_state_page_count(spec) / page_state_folio_pages(spec);
	bool is_large = page_state_folio_order(spec) > 0;

	if (!fault_count || !fault_count->faults.known || !can_prove(spec)) {
		reason_set(ret_reason, "frame numbers are hidden (run as root)");
		return PROOF_UNKNOWN;
	}
	if (fault_count->faults.value != expected) {
		bool is_near = fault_count->faults.value > expected &&
			       fault_count->faults.value < expected + 8;

		reason_set(ret_reason, "populated by %llu faults, not %llu%s",
			   (unsigned long long)fault_count->faults.value,
			   (unsigned long long)expected,
			   is_near ? ": frame numbers are hidden (run as root)" : "");
		return is_near ? PROOF_UNKNOWN : PROOF_REFUTED;
	}
	if (is_large && (!fault_count->larger.known || fault_count->larger.value ||
			 !fault_count->splits.known || fault_count->splits.value)) {
		reason_set(ret_reason, "mTHP counters moved or are missing: folios may differ");
		return PROOF_UNKNOWN;
	}
	return PROOF_PROVED;
}
