// SPDX-License-Identifier: GPL-2.0-or-later
/* The proof finds each wrong page, and believes no lie. Real memory, base pages. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "verify/exclusive.h"
#include "built.h"
#include "verify/verify.h"
#include "base/size.h"
#include "state/build.h"

/* Builds what @truth says and reads it as if it were @claim. */
static struct verify judge(const struct page_state *truth, const struct page_state *claim)
{
	struct build state = built_state(truth);
	struct verify evidence;

	verify_state(claim, state.regions, NULL, &evidence);
	build_destroy(&state);
	return evidence;
}

static void need_frames(void)
{
	if (geteuid()) {
		print_message("skipped: frame numbers are hidden from this user\n");
		skip();
	}
}

static void test_truth_is_proved(void **state)
{
	struct page_state spec = built_base_pages();
	struct verify evidence;

	(void)state;
	need_frames();
	evidence = judge(&spec, &spec);
	assert_int_equal(evidence.verdict, PROOF_PROVED);
	assert_int_equal(evidence.matching_pages, BUILT_BYTES / size_page());
	assert_int_equal(evidence.total_pages, BUILT_BYTES / size_page());
	assert_string_equal(evidence.reason.text, "");
}

static void test_wrong_folio_size(void **state)
{
	struct page_state truth = built_base_pages(), claim = truth;
	struct verify evidence;

	(void)state;
	need_frames();
	claim.folio_bytes = 16 * size_page();
	evidence = judge(&truth, &claim);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	assert_int_equal(evidence.matching_pages, 0);
	assert_non_null(strstr(evidence.reason.text, "folio of 1 pages, not 16"));
	claim.construction = CONSTRUCTION_EMULATED;
	assert_int_equal(judge(&truth, &claim).verdict, PROOF_REFUTED);
}

static void test_pages_that_were_only_read(void **state)
{
	struct page_state truth = built_base_pages(), claim = truth;
	struct verify evidence;

	(void)state;
	truth.pages = PAGES_READ;
	evidence = judge(&truth, &claim);
	assert_int_equal(evidence.matching_pages, 0);
	if (!geteuid())
		assert_int_equal(evidence.verdict, PROOF_REFUTED);
}

static void test_pmd_claim_on_base_pages(void **state)
{
	struct page_state truth = built_base_pages(), claim = truth;

	(void)state;
	claim.mapping = MAPPING_PMD;
	assert_int_equal(judge(&truth, &claim).matching_pages, 0);
}

static void test_one_missing_page(void **state)
{
	struct page_state spec = built_base_pages();
	struct build memory = built_state(&spec);
	struct verify evidence;

	(void)state;
	assert_int_equal(madvise(memory.regions[0] + 5 * size_page(), size_page(), MADV_DONTNEED),
			 0);
	verify_state(&spec, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	assert_non_null(strstr(evidence.reason.text, "page 5 is not present"));
	if (!geteuid())
		assert_int_equal(evidence.matching_pages, evidence.total_pages - 1);
	build_destroy(&memory);
}

/* MADV_FREE leaves the pages, clean: they may vanish, and count as not written. */
static void test_lazily_freed_pages(void **state)
{
	struct page_state spec = built_base_pages();
	struct build memory = built_state(&spec);
	struct verify evidence;

	(void)state;
	need_frames();
	assert_int_equal(madvise(memory.regions[0], BUILT_BYTES, MADV_FREE), 0);
	verify_state(&spec, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	assert_non_null(strstr(evidence.reason.text, "pages were written"));
	build_destroy(&memory);
}

/* While a child maps the pages they are not exclusive, and that is what SHARING_PARENT means. */
static void test_sharing(void **state)
{
	struct page_state spec = built_base_pages(), shared = spec;
	struct build memory = built_state(&spec);
	struct verify evidence;
	pid_t child;

	(void)state;
	need_frames();
	shared.sharing = SHARING_PARENT;
	verify_state(&shared, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	verify_state(&spec, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	verify_state(&shared, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, PROOF_PROVED);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	build_destroy(&memory);
}

/* After fork and the child's exit, mapcount is 1 everywhere; only behaviour tells the halves. */
static void test_exclusive_by_behaviour(void **state)
{
	struct page_state spec = built_base_pages();
	struct build memory = built_state(&spec);
	size_t pages = BUILT_BYTES / size_page();
	struct opt_u64 unlike;
	pid_t child;

	(void)state;
	unlike = exclusive_count_unlike(&spec, memory.regions);
	if (!unlike.known)
		skip();
	assert_int_equal(unlike.value, 0);
	child = fork();
	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
	for (size_t i = 0; i < pages; i += 2)
		memory.regions[0][i * size_page()] = 7;
	unlike = exclusive_count_unlike(&spec, memory.regions);
	assert_true(unlike.known);
	assert_int_equal(unlike.value, pages / 2);
	build_destroy(&memory);
}

/* Evidence that all is as claimed, but for what behaviour tells. */
static struct verify prove(const struct page_state *spec, const struct build *memory)
{
	uint64_t pages = page_state_page_count(spec);
	struct verify evidence = { PROOF_PROVED, pages, pages, pages, opt_u64_of(1), { "" } };

	exclusive_prove(spec, memory->regions, &evidence);
	assert_int_equal(evidence.reason.text[0] == '\0', evidence.verdict == PROOF_PROVED);
	return evidence;
}

/* What pagemap shows alike: behaviour makes the evidence worse, and never better. */
static void test_behaviour_refutes(void **state)
{
	struct page_state spec = built_base_pages(), forked = spec, pinned = spec;
	struct build memory = built_state(&spec);
	struct verify evidence;

	(void)state;
	if (!exclusive_count_unlike(&spec, memory.regions).known)
		skip();
	evidence = prove(&spec, &memory);
	assert_int_equal(evidence.verdict, PROOF_PROVED);
	forked.sharing = SHARING_FORKED;
	evidence = prove(&forked, &memory);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	assert_int_equal(evidence.matching_pages, 0);
	assert_non_null(strstr(evidence.reason.text, "pages are not exclusive as claimed"));
	pinned.pages = PAGES_PINNED;
	evidence = prove(&pinned, &memory);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	assert_non_null(strstr(evidence.reason.text, "pages are not copied by fork"));
	evidence.matching_pages = 1;
	reason_set(&evidence.reason, "as it was");
	exclusive_prove(&spec, memory.regions, &evidence);
	assert_int_equal(evidence.verdict, PROOF_REFUTED);
	assert_string_equal(evidence.reason.text, "as it was");
	build_destroy(&memory);
}

/* The other way to tell, of kernels whose writes do not: the same answers, page by page. */
static void test_exclusive_by_pins(void **state)
{
	struct page_state spec = built_base_pages(), lie = spec;
	struct build memory = built_state(&spec);
	struct opt_u64 unlike = exclusive_count_unlike_pins(&spec, memory.regions);

	(void)state;
	if (!unlike.known)
		skip();
	assert_int_equal(unlike.value, 0);
	lie.sharing = SHARING_FORKED;
	unlike = exclusive_count_unlike_pins(&lie, memory.regions);
	assert_int_equal(unlike.value, BUILT_BYTES / size_page());
	build_destroy(&memory);
	spec.sharing = SHARING_HALF;
	for (int i = 0; i < 2; i++) {
		lie = spec;
		if (i) {
			lie.sharing = SHARING_MIXED;
			lie.mixed_every = 2; /* as many, but half of them others */
		}
		memory = built_state(&spec);
		unlike = exclusive_count_unlike_pins(&lie, memory.regions);
		assert_true(unlike.known);
		assert_int_equal(unlike.value, i ? BUILT_BYTES / size_page() / 2 : 0);
		build_destroy(&memory);
	}
}

static void test_vma_count(void **state)
{
	struct page_state spec = { .size_bytes = 10 * size_page(),
				   .folio_bytes = size_page(),
				   .region_count = 1,
				   .backing = BACKING_ANON,
				   .vma_count = 10 };
	struct page_state claim = spec;

	(void)state;
	assert_int_equal(judge(&spec, &spec).verdict, PROOF_PROVED);
	claim.vma_count = 5;
	assert_int_equal(judge(&spec, &claim).verdict, PROOF_REFUTED);
}

/* The argument for those without root: as many faults as folios, and no larger folio. */
static void test_faults_as_witness(void **state)
{
	struct page_state spec = built_base_pages();
	struct fault_count fault_count;
	struct build memory = built_state(&spec);

	(void)state;
	build_destroy(&memory);
#ifdef FIXTURE_SANITIZED
	print_message("skipped: the sanitizer's own memory faults too\n");
	skip();
#endif
	fault_count_begin(&spec, &fault_count);
	memory = built_state(&spec);
	fault_count_end(&spec, &fault_count);
	assert_true(fault_count.faults.known);
	assert_int_equal(fault_count.faults.value, BUILT_BYTES / size_page());
	build_destroy(&memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truth_is_proved),
		cmocka_unit_test(test_wrong_folio_size),
		cmocka_unit_test(test_pages_that_were_only_read),
		cmocka_unit_test(test_pmd_claim_on_base_pages),
		cmocka_unit_test(test_one_missing_page),
		cmocka_unit_test(test_lazily_freed_pages),
		cmocka_unit_test(test_sharing),
		cmocka_unit_test(test_exclusive_by_behaviour),
		cmocka_unit_test(test_behaviour_refutes),
		cmocka_unit_test(test_exclusive_by_pins),
		cmocka_unit_test(test_vma_count),
		cmocka_unit_test(test_faults_as_witness),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
