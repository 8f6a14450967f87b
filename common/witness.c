// SPDX-License-Identifier: GPL-2.0-or-later
/* How many folios did the faults map? */
#include "witness.h"

#include <sys/resource.h>

#include "kernel.h"
#include "thp.h"

bool witness_is_told_by_writes(const struct state_spec *spec)
{
	return kernel_is_at_least(6, spec->mapping == MAPPING_PMD ? 2 : 1);
}

struct count witness_thread_faults(void)
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

void witness_begin(const struct state_spec *spec, struct witness *ret_before)
{
	ret_before->larger = larger_folios(spec);
	ret_before->splits = thp_stat(spec->folio_bytes, "split");
	ret_before->faults = witness_thread_faults();
}

void witness_end(const struct state_spec *spec, struct witness *witness)
{
	witness->faults = count_since(witness->faults, witness_thread_faults());
	witness->larger = count_since(witness->larger, larger_folios(spec));
	witness->splits = count_since(witness->splits, thp_stat(spec->folio_bytes, "split"));
}

static bool speaks_of(const struct state_spec *spec)
{
	return spec_is_private_anon(spec) && spec->pages == PAGES_WRITTEN &&
	       spec->construction == CONSTRUCTION_NATIVE &&
	       (spec->sharing == SHARING_EXCLUSIVE || spec->sharing == SHARING_PARENT);
}

enum evidence_verdict witness_judge(const struct state_spec *spec, const struct witness *witness,
				    struct reason *ret_reason)
{
	uint64_t expected = spec_page_count(spec) / spec_folio_pages(spec);
	bool is_large = spec_folio_order(spec) > 0;

	if (!witness || !witness->faults.known || !speaks_of(spec)) {
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
