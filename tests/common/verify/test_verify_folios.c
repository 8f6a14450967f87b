// SPDX-License-Identifier: GPL-2.0-or-later
/* The proof finds large folios, however they were built. With the knobs of this machine. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "verify/exclusive.h"
#include "built.h"
#include "verify/verify.h"
#include "sys/lock.h"
#include "sys/pagemap.h"
#include "sys/knobs.h"
#include "base/size.h"
#include "state/thp.h"

static struct build build_with_knobs(const struct page_state *spec)
{
	struct knobs_list knobs;
	struct reason reason;
	struct build memory;

	thp_knobs(spec, &knobs);
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), 0);
	knobs_free(&knobs);
	memory = built_state(spec);
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), 0);
	return memory;
}

/* Held until the process ends, once it was had. */
static bool may_set_knobs(void)
{
	static int lock = -1;
	struct reason reason;

	if (lock < 0 && !geteuid())
		lock = lock_acquire(60, &reason);
	return lock >= 0;
}

/* Folios of one size, with the knobs set and put back: each claim of another size is refuted. */
static void test_large_folios(void **state)
{
	struct page_state spec = built_base_pages(), claim;
	struct verify evidence;
	struct reason reason;
	struct build memory = { 0 };

	(void)state;
	spec.folio_bytes = 64 * KIB;
	if (thp_is_unsupported(&spec, &reason) || !may_set_knobs())
		skip();
	memory = build_with_knobs(&spec);
	verify_state(&spec, memory.regions, NULL, &evidence);
	if (evidence.verdict != PROOF_PROVED)
		print_message("%s\n", evidence.reason.text);
	assert_int_equal(evidence.verdict, PROOF_PROVED);
	for (size_t bytes = size_page(); bytes <= 256 * KIB; bytes *= 4) {
		claim = spec;
		claim.folio_bytes = bytes;
		verify_state(&claim, memory.regions, NULL, &evidence);
		assert_int_equal(evidence.verdict,
				 bytes == 64 * KIB ? PROOF_PROVED : PROOF_REFUTED);
		if (bytes != 64 * KIB)
			assert_int_equal(evidence.matching_pages, 0);
	}
	build_destroy(&memory);
}

/* Exclusive pages between others, and yet parts of the same folio. */
static void test_mixed_folios(void **state)
{
	struct page_state spec = built_base_pages(), claim;
	struct verify evidence;
	struct reason reason;
	struct build memory = { 0 };

	(void)state;
	spec.folio_bytes = 64 * KIB;
	spec.sharing = SHARING_MIXED;
	if (thp_is_unsupported(&spec, &reason) || !may_set_knobs())
		skip();
	for (unsigned int every = 2; every <= 6; every += 2) {
		spec.mixed_every = every;
		memory = build_with_knobs(&spec);
		claim = spec;
		claim.mixed_every = 4;
		verify_state(&claim, memory.regions, NULL, &evidence);
		exclusive_prove(&claim, memory.regions, &evidence);
		if (every == 4 && evidence.verdict != PROOF_PROVED)
			print_message("%s\n", evidence.reason.text);
		assert_int_equal(evidence.verdict, every == 4 ? PROOF_PROVED : PROOF_REFUTED);
		build_destroy(&memory);
	}
}

/* A region of less than a PMD entry maps: no more than the region is built, and it stays fenced. */
static void test_small_emulation(void **state)
{
	struct page_state spec = built_base_pages();
	struct verify evidence;
	struct reason reason;
	struct build memory = { 0 };

	(void)state;
	spec.size_bytes = thp_pmd_bytes() / 2;
	spec.folio_bytes = spec.size_bytes / 8;
	spec.construction = CONSTRUCTION_EMULATED;
	if (!thp_pmd_bytes() || thp_is_unsupported(&spec, &reason) || !may_set_knobs())
		skip();
	memory = build_with_knobs(&spec);
	verify_state(&spec, memory.regions, NULL, &evidence);
	if (evidence.verdict != PROOF_PROVED)
		print_message("%s\n", evidence.reason.text);
	assert_int_equal(evidence.verdict, PROOF_PROVED);
	assert_int_equal(built_vma_count(memory.regions[0] + spec.size_bytes, 1), 1);
	build_destroy(&memory);
}

/*
 * A hugetlb page of 16 base pages at 1 GiB, as files of /proc show it: without PAGEMAP_SCAN, which
 * is no file, smaps tells that it is huge.
 */
static void test_hugetlb_without_scan(void **state)
{
	enum { PAGES = 16, FRAME = 64 };
	struct page_state spec = built_base_pages();
	uint64_t entries[PAGES], flags[PAGES + 1] = { 0 };
	char *region = (char *)(uintptr_t)GIB; /* NOLINT(performance-no-int-to-ptr): no memory */
	struct verify evidence;
	char text[300];

	(void)state;
	spec.size_bytes = spec.folio_bytes = spec.align_bytes = PAGES * size_page();
	spec.backing = BACKING_HUGETLB;
	spec.mapping = MAPPING_PMD;
	spec.sharing = SHARING_NONE;
	for (size_t i = 0; i < PAGES; i++) {
		entries[i] = PAGEMAP_PRESENT | PAGEMAP_MAPPED_ONCE | (FRAME + i);
		flags[i] = i ? PAGEMAP_KPF_TAIL : PAGEMAP_KPF_HEAD;
	}
	fixture_words("/proc/self/pagemap", GIB / size_page(), entries, PAGES);
	fixture_words("/proc/kpageflags", FRAME, flags, PAGES + 1);
	for (int is_huge = 0; is_huge < 2; is_huge++) {
		snprintf(text, sizeof(text), "%llx-%llx rw-p 0 00:0f 7 /anon_hugepage (deleted)\n",
			 (unsigned long long)GIB, (unsigned long long)GIB + spec.size_bytes);
		fixture_write("/proc/self/maps", text);
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "AnonHugePages: 0 kB\nPrivate_Hugetlb: %zu kB\n",
			 is_huge ? spec.size_bytes / KIB : 0);
		fixture_write("/proc/self/smaps", text);
		verify_state(&spec, &region, NULL, &evidence);
		if (is_huge && evidence.verdict != PROOF_PROVED)
			print_message("%s\n", evidence.reason.text);
		assert_int_equal(evidence.verdict, is_huge ? PROOF_PROVED : PROOF_REFUTED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_large_folios),
		cmocka_unit_test(test_mixed_folios),
		cmocka_unit_test(test_small_emulation),
		cmocka_unit_test_setup_teardown(test_hugetlb_without_scan, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
