// SPDX-License-Identifier: GPL-2.0-or-later
/* Does the witness see what memory is, and is no lie believed? Real memory, base pages. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "behaviour.h"
#include "evidence.h"
#include "lock.h"
#include "pagemap.h"
#include "settings.h"
#include "size.h"
#include "state.h"
#include "thp.h"

enum { BYTES = 4 << 20 };

static struct state_spec base_pages(void)
{
	return (struct state_spec) {
		.size_bytes = BYTES,
		.folio_bytes = size_page(),
		.region_count = 1,
		.backing = BACKING_ANON,
		.mapping = MAPPING_PTE,
		.sharing = SHARING_EXCLUSIVE,
		.pages = PAGES_WRITTEN,
	};
}

static struct state build(const struct state_spec *spec)
{
	struct state state;
	struct reason reason;

	assert_int_equal(state_build(spec, &state, &reason), 0);
	return state;
}

/* Builds what @truth says and reads it as if it were @claim. */
static struct evidence judge(const struct state_spec *truth, const struct state_spec *claim)
{
	struct state state = build(truth);
	struct evidence evidence;

	evidence_read(claim, state.regions, NULL, &evidence);
	state_destroy(&state);
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
	struct state_spec spec = base_pages();
	struct evidence evidence;

	(void)state;
	need_frames();
	evidence = judge(&spec, &spec);
	assert_int_equal(evidence.verdict, EVIDENCE_PROVED);
	assert_int_equal(evidence.matching_pages, BYTES / size_page());
	assert_int_equal(evidence.total_pages, BYTES / size_page());
	assert_string_equal(evidence.reason.text, "");
}

static void test_wrong_folio_size(void **state)
{
	struct state_spec truth = base_pages(), claim = truth;
	struct evidence evidence;

	(void)state;
	need_frames();
	claim.folio_bytes = 16 * size_page();
	evidence = judge(&truth, &claim);
	assert_int_equal(evidence.verdict, EVIDENCE_REFUTED);
	assert_int_equal(evidence.matching_pages, 0);
	assert_non_null(strstr(evidence.reason.text, "folio of 1 pages, not 16"));
	claim.construction = CONSTRUCTION_EMULATED;
	assert_int_equal(judge(&truth, &claim).verdict, EVIDENCE_REFUTED);
}

static void test_pages_that_were_only_read(void **state)
{
	struct state_spec truth = base_pages(), claim = truth;
	struct evidence evidence;

	(void)state;
	truth.pages = PAGES_READ;
	evidence = judge(&truth, &claim);
	assert_int_equal(evidence.matching_pages, 0);
	if (!geteuid())
		assert_int_equal(evidence.verdict, EVIDENCE_REFUTED);
}

static void test_pmd_claim_on_base_pages(void **state)
{
	struct state_spec truth = base_pages(), claim = truth;

	(void)state;
	claim.mapping = MAPPING_PMD;
	assert_int_equal(judge(&truth, &claim).matching_pages, 0);
}

static void test_one_missing_page(void **state)
{
	struct state_spec spec = base_pages();
	struct state memory = build(&spec);
	struct evidence evidence;

	(void)state;
	assert_int_equal(madvise(memory.regions[0] + 5 * size_page(), size_page(), MADV_DONTNEED),
			 0);
	evidence_read(&spec, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, EVIDENCE_REFUTED);
	assert_non_null(strstr(evidence.reason.text, "page 5 is not present"));
	if (!geteuid())
		assert_int_equal(evidence.matching_pages, evidence.total_pages - 1);
	state_destroy(&memory);
}

/* MADV_FREE leaves the pages, clean: they may vanish, and count as not written. */
static void test_lazily_freed_pages(void **state)
{
	struct state_spec spec = base_pages();
	struct state memory = build(&spec);
	struct evidence evidence;

	(void)state;
	need_frames();
	assert_int_equal(madvise(memory.regions[0], BYTES, MADV_FREE), 0);
	evidence_read(&spec, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, EVIDENCE_REFUTED);
	assert_non_null(strstr(evidence.reason.text, "pages were written"));
	state_destroy(&memory);
}

/* While a child maps the pages they are not exclusive, and that is what SHARING_PARENT means. */
static void test_sharing(void **state)
{
	struct state_spec spec = base_pages(), shared = spec;
	struct state memory = build(&spec);
	struct evidence evidence;
	pid_t child;

	(void)state;
	need_frames();
	shared.sharing = SHARING_PARENT;
	evidence_read(&shared, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, EVIDENCE_REFUTED);
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	evidence_read(&spec, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, EVIDENCE_REFUTED);
	evidence_read(&shared, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.verdict, EVIDENCE_PROVED);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	state_destroy(&memory);
}

/* After fork and the child's exit, mapcount is 1 everywhere; only behaviour tells the halves. */
static void test_exclusive_by_behaviour(void **state)
{
	struct state_spec spec = base_pages();
	struct state memory = build(&spec);
	size_t pages = BYTES / size_page();
	struct count unlike;
	pid_t child;

	(void)state;
	unlike = behaviour_count_unlike(&spec, memory.regions);
	if (!unlike.known)
		skip();
	assert_int_equal(unlike.value, 0);
	child = fork();
	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
	for (size_t i = 0; i < pages; i += 2)
		memory.regions[0][i * size_page()] = 7;
	unlike = behaviour_count_unlike(&spec, memory.regions);
	assert_true(unlike.known);
	assert_int_equal(unlike.value, pages / 2);
	state_destroy(&memory);
}

/* The other way to tell, of kernels whose writes do not: the same answers, page by page. */
static void test_exclusive_by_pins(void **state)
{
	struct state_spec spec = base_pages(), lie = spec;
	struct state memory = build(&spec);
	struct count unlike = behaviour_count_unlike_pins(&spec, memory.regions);

	(void)state;
	if (!unlike.known)
		skip();
	assert_int_equal(unlike.value, 0);
	lie.sharing = SHARING_FORKED;
	unlike = behaviour_count_unlike_pins(&lie, memory.regions);
	assert_int_equal(unlike.value, BYTES / size_page());
	state_destroy(&memory);
	spec.sharing = SHARING_HALF;
	for (int i = 0; i < 2; i++) {
		lie = spec;
		if (i) {
			lie.sharing = SHARING_MIXED;
			lie.mixed_every = 2; /* as many, but half of them others */
		}
		memory = build(&spec);
		unlike = behaviour_count_unlike_pins(&lie, memory.regions);
		assert_true(unlike.known);
		assert_int_equal(unlike.value, i ? BYTES / size_page() / 2 : 0);
		state_destroy(&memory);
	}
}

static void test_vma_count(void **state)
{
	struct state_spec spec = { .size_bytes = 10 * size_page(),
				   .folio_bytes = size_page(),
				   .region_count = 1,
				   .backing = BACKING_ANON,
				   .vma_count = 10 };
	struct state_spec claim = spec;

	(void)state;
	assert_int_equal(judge(&spec, &spec).verdict, EVIDENCE_PROVED);
	claim.vma_count = 5;
	assert_int_equal(judge(&spec, &claim).verdict, EVIDENCE_REFUTED);
}

/* The argument for those without root: as many faults as folios, and no larger folio. */
static void test_faults_as_witness(void **state)
{
	struct state_spec spec = base_pages();
	struct witness witness;
	struct state memory = build(&spec);

	(void)state;
	state_destroy(&memory);
#ifdef FIXTURE_SANITIZED
	print_message("skipped: the sanitizer's own memory faults too\n");
	skip();
#endif
	witness_begin(&spec, &witness);
	memory = build(&spec);
	witness_end(&spec, &witness);
	assert_true(witness.faults.known);
	assert_int_equal(witness.faults.value, BYTES / size_page());
	state_destroy(&memory);
}

/* Held until the process ends, once it was had. */
static bool may_set_knobs(void)
{
	static int lock = -1;
	struct reason reason;

	if (lock < 0 && !geteuid())
		lock = lock_acquire(&reason);
	return lock >= 0;
}

/* Folios of one size, with the knobs set and put back: each claim of another size is refuted. */
static void test_large_folios(void **state)
{
	struct state_spec spec = base_pages(), claim;
	struct settings settings;
	struct evidence evidence;
	struct reason reason;
	struct state memory;

	(void)state;
	spec.folio_bytes = 64 * KIB;
	if (thp_is_unsupported(&spec, &reason) || !may_set_knobs())
		skip();
	thp_settings(&spec, &settings);
	assert_int_equal(settings_apply(JOURNAL_OF_POINT, &settings, &reason), 0);
	settings_free(&settings);
	memory = build(&spec);
	assert_int_equal(settings_restore(JOURNAL_OF_POINT, NULL, &reason), 0);
	evidence_read(&spec, memory.regions, NULL, &evidence);
	if (evidence.verdict != EVIDENCE_PROVED)
		print_message("%s\n", evidence.reason.text);
	assert_int_equal(evidence.verdict, EVIDENCE_PROVED);
	for (size_t bytes = size_page(); bytes <= 256 * KIB; bytes *= 4) {
		claim = spec;
		claim.folio_bytes = bytes;
		evidence_read(&claim, memory.regions, NULL, &evidence);
		assert_int_equal(evidence.verdict,
				 bytes == 64 * KIB ? EVIDENCE_PROVED : EVIDENCE_REFUTED);
		if (bytes != 64 * KIB)
			assert_int_equal(evidence.matching_pages, 0);
	}
	state_destroy(&memory);
}

/* Exclusive pages between others, and yet parts of the same folio. */
static void test_mixed_folios(void **state)
{
	struct state_spec spec = base_pages(), claim;
	struct evidence evidence;
	struct settings settings;
	struct reason reason;
	struct state memory;

	(void)state;
	spec.folio_bytes = 64 * KIB;
	spec.sharing = SHARING_MIXED;
	if (thp_is_unsupported(&spec, &reason) || !may_set_knobs())
		skip();
	for (unsigned int every = 2; every <= 6; every += 2) {
		spec.mixed_every = every;
		thp_settings(&spec, &settings);
		assert_int_equal(settings_apply(JOURNAL_OF_POINT, &settings, &reason), 0);
		settings_free(&settings);
		memory = build(&spec);
		assert_int_equal(settings_restore(JOURNAL_OF_POINT, NULL, &reason), 0);
		claim = spec;
		claim.mixed_every = 4;
		evidence_read(&claim, memory.regions, NULL, &evidence);
		behaviour_prove(&claim, memory.regions, &evidence);
		if (every == 4 && evidence.verdict != EVIDENCE_PROVED)
			print_message("%s\n", evidence.reason.text);
		assert_int_equal(evidence.verdict, every == 4 ? EVIDENCE_PROVED : EVIDENCE_REFUTED);
		state_destroy(&memory);
	}
}

/* A region of less than a PMD entry maps: no more than the region is built, and it stays fenced. */
static void test_small_emulation(void **state)
{
	struct state_spec spec = base_pages();
	struct maps_entry fence;
	struct evidence evidence;
	struct settings settings;
	struct reason reason;
	struct state memory;

	(void)state;
	spec.size_bytes = thp_pmd_bytes() / 2;
	spec.folio_bytes = spec.size_bytes / 8;
	spec.construction = CONSTRUCTION_EMULATED;
	if (!thp_pmd_bytes() || thp_is_unsupported(&spec, &reason) || !may_set_knobs())
		skip();
	thp_settings(&spec, &settings);
	assert_int_equal(settings_apply(JOURNAL_OF_POINT, &settings, &reason), 0);
	settings_free(&settings);
	memory = build(&spec);
	assert_int_equal(settings_restore(JOURNAL_OF_POINT, NULL, &reason), 0);
	evidence_read(&spec, memory.regions, NULL, &evidence);
	if (evidence.verdict != EVIDENCE_PROVED)
		print_message("%s\n", evidence.reason.text);
	assert_int_equal(evidence.verdict, EVIDENCE_PROVED);
	assert_int_equal(maps_find(memory.regions[0] + spec.size_bytes, &fence), 0);
	state_destroy(&memory);
}

/* @words at the @first-th place of a file of the root. */
static void write_words(const char *path, size_t first, const uint64_t *words, size_t count)
{
	FILE *file;

	fixture_write(path, "");
	file = fopen(fixture_path(path), "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, (long)(first * sizeof(*words)), SEEK_SET), 0);
	assert_int_equal(fwrite(words, sizeof(*words), count, file), count);
	assert_int_equal(fclose(file), 0);
}

/*
 * A hugetlb page of 16 base pages at 1 GiB, as files of /proc show it: without PAGEMAP_SCAN, which
 * is no file, smaps tells that it is huge.
 */
static void test_hugetlb_without_scan(void **state)
{
	enum { PAGES = 16, FRAME = 64 };
	struct state_spec spec = base_pages();
	uint64_t entries[PAGES], flags[PAGES + 1] = { 0 };
	char *region = (char *)(uintptr_t)GIB; /* NOLINT(performance-no-int-to-ptr): no memory */
	struct evidence evidence;
	char text[300];

	(void)state;
	spec.size_bytes = spec.folio_bytes = spec.align_bytes = PAGES * size_page();
	spec.backing = BACKING_HUGETLB;
	spec.mapping = MAPPING_PMD;
	spec.sharing = SHARING_NONE;
	for (size_t i = 0; i < PAGES; i++) {
		entries[i] = PAGEMAP_PRESENT | PAGEMAP_MAPPED_ONCE | (FRAME + i);
		flags[i] = i ? KPAGEFLAGS_TAIL : KPAGEFLAGS_HEAD;
	}
	write_words("/proc/self/pagemap", GIB / size_page(), entries, PAGES);
	write_words("/proc/kpageflags", FRAME, flags, PAGES + 1);
	for (int is_huge = 0; is_huge < 2; is_huge++) {
		snprintf(text, sizeof(text), "%llx-%llx rw-p 0 00:0f 7 /anon_hugepage (deleted)\n",
			 (unsigned long long)GIB, (unsigned long long)GIB + spec.size_bytes);
		fixture_write("/proc/self/maps", text);
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "AnonHugePages: 0 kB\nPrivate_Hugetlb: %zu kB\n",
			 is_huge ? spec.size_bytes / KIB : 0);
		fixture_write("/proc/self/smaps", text);
		evidence_read(&spec, &region, NULL, &evidence);
		if (is_huge && evidence.verdict != EVIDENCE_PROVED)
			print_message("%s\n", evidence.reason.text);
		assert_int_equal(evidence.verdict, is_huge ? EVIDENCE_PROVED : EVIDENCE_REFUTED);
	}
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
		cmocka_unit_test(test_exclusive_by_pins),
		cmocka_unit_test(test_vma_count),
		cmocka_unit_test(test_faults_as_witness),
		cmocka_unit_test(test_large_folios),
		cmocka_unit_test(test_mixed_folios),
		cmocka_unit_test(test_small_emulation),
		cmocka_unit_test_setup_teardown(test_hugetlb_without_scan, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
