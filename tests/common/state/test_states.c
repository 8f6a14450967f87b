// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every kind of state against every claim: what was built is proved, whatever else is claimed of it
 * is refuted. Real memory, base pages; needs root, since others do not see frames.
 */
#include "fixture.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/exclusive.h"
#include "verify/verify.h"
#include "state/needs.h"
#include "base/size.h"
#include "state/build.h"

enum { BYTES = 1 << 20 };

#define ANON(kind, how) .backing = BACKING_ANON, .pages = (kind), .sharing = (how)

static const struct {
	const char *name;
	struct page_state spec;
} kinds[] = {
	{ "exclusive", { ANON(PAGES_WRITTEN, SHARING_EXCLUSIVE) } },
	{ "forked", { ANON(PAGES_WRITTEN, SHARING_FORKED) } },
	{ "mixed 2", { ANON(PAGES_WRITTEN, SHARING_MIXED), .mixed_every = 2 } },
	{ "mixed 16", { ANON(PAGES_WRITTEN, SHARING_MIXED), .mixed_every = 16 } },
	{ "zero page", { ANON(PAGES_READ, SHARING_NONE) } },
	{ "nothing", { ANON(PAGES_NONE, SHARING_NONE) } },
	{ "guard", { ANON(PAGES_GUARD, SHARING_NONE) } },
	{ "uffd-wp", { ANON(PAGES_UFFD_WP, SHARING_NONE) } },
	{ "uffd-marker", { ANON(PAGES_UFFD_MARKER, SHARING_NONE) } },
	{ "half-freed", { ANON(PAGES_FREED, SHARING_NONE) } },
	{ "pinned", { ANON(PAGES_PINNED, SHARING_NONE) } },
	{ "shmem", { .backing = BACKING_SHMEM, .pages = PAGES_WRITTEN } },
	{ "file", { .backing = BACKING_FILE, .pages = PAGES_WRITTEN } },
	{ "private file", { .backing = BACKING_PRIVATE_FILE, .pages = PAGES_READ } },
	{ "locked", { ANON(PAGES_WRITTEN, SHARING_EXCLUSIVE), .is_locked = true } },
	{ "two VMAs", { ANON(PAGES_WRITTEN, SHARING_EXCLUSIVE), .vma_count = 2 } },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static struct page_state spec_of(int kind)
{
	struct page_state spec = kinds[kind].spec;

	spec.size_bytes = BYTES;
	spec.folio_bytes = size_page();
	spec.region_count = 2;
	spec.mapping = MAPPING_PTE;
	return spec;
}

/* Does the one say all that the other does, so that the other is no lie? */
static bool implies(int truth, int claim)
{
	bool is_more_exclusive = (truth == 14 || truth == 10) && claim == 0; /* locked, pinned */

	return truth == claim || is_more_exclusive;
}

static enum proof prove(int claim, const struct build *memory, struct reason *ret_why)
{
	struct page_state spec = spec_of(claim);
	struct verify evidence;

	verify_state(&spec, memory->regions, NULL, &evidence);
	exclusive_prove(&spec, memory->regions, &evidence);
	*ret_why = evidence.reason;
	if (evidence.verdict == PROOF_PROVED)
		assert_int_equal(evidence.matching_pages, evidence.total_pages);
	else
		assert_true(evidence.matching_pages < evidence.total_pages);
	return evidence.verdict;
}

static void judge_pair(int truth, int claim)
{
	struct page_state spec = spec_of(truth);
	enum proof verdict;
	struct build memory = { 0 };
	struct reason why;

	if (build_state(&spec, &memory, &why))
		fail_msg("%s: %s", kinds[truth].name, why.text);
	verdict = prove(claim, &memory, &why);
	build_destroy(&memory);
	if (implies(truth, claim) && verdict != PROOF_PROVED)
		fail_msg("%s is not proved to be %s: %s", kinds[truth].name, kinds[claim].name,
			 why.text);
	if (!implies(truth, claim) && verdict != PROOF_REFUTED)
		fail_msg("%s passes for %s", kinds[truth].name, kinds[claim].name);
}

static bool is_there(int kind)
{
	struct page_state spec = spec_of(kind);
	struct reason why;

#ifdef FIXTURE_SANITIZED
	if (spec.is_locked) /* the sanitizer makes mlock(2) do nothing */
		return false;
#endif
	if (!needs_unmet(0, &spec, &why))
		return true;
	print_message("not here: %s: %s\n", kinds[kind].name, why.text);
	return false;
}

static void test_each_against_each(void **state)
{
	bool has[KINDS];

	(void)state;
	if (geteuid())
		skip();
	for (int i = 0; i < KINDS; i++)
		has[i] = is_there(i);
	for (int truth = 0; truth < KINDS; truth++)
		for (int claim = 0; claim < KINDS; claim++)
			if (has[truth] && has[claim])
				judge_pair(truth, claim);
}

/* Builds @truth. Return: what the proof says of @claim. */
static enum proof verdict_on(const struct page_state *truth, const struct page_state *claim)
{
	struct verify evidence;
	struct build memory = { 0 };
	struct reason why;

	assert_int_equal(build_state(truth, &memory, &why), 0);
	verify_state(claim, memory.regions, NULL, &evidence);
	exclusive_prove(claim, memory.regions, &evidence);
	build_destroy(&memory);
	return evidence.verdict;
}

/* A claim of as many exclusive pages, but others: counting them is not enough. */
static void test_half(void **state)
{
	struct page_state truth = spec_of(0), claim;

	(void)state;
	if (geteuid())
		skip();
	truth.sharing = SHARING_HALF;
	assert_int_equal(verdict_on(&truth, &truth), PROOF_PROVED);
	claim = truth;
	claim.sharing = SHARING_MIXED;
	claim.mixed_every = 2;
	assert_int_equal(verdict_on(&truth, &claim), PROOF_REFUTED);
}

/* The proof sees which pages are shared while the child lives, too. */
static void test_living_child(void **state)
{
	struct page_state half = spec_of(1), forked;

	(void)state;
	if (geteuid())
		skip();
	half.child_lives = true;
	forked = half;
	half.sharing = SHARING_HALF;
	forked.sharing = SHARING_FORKED;
	assert_int_equal(verdict_on(&half, &half), PROOF_PROVED);
	assert_int_equal(verdict_on(&half, &forked), PROOF_REFUTED);
	assert_int_equal(verdict_on(&forked, &forked), PROOF_PROVED);
	assert_int_equal(verdict_on(&forked, &half), PROOF_REFUTED);
}

static void test_place(void **state)
{
	struct page_state spec = spec_of(0), claim = spec;
	struct verify evidence;
	struct build memory = { 0 };
	struct reason why;

	(void)state;
	claim.offset_bytes = size_page();
	assert_int_equal(build_state(&spec, &memory, &why), 0);
	verify_state(&claim, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.matching_pages, 0);
	build_destroy(&memory);
	assert_int_equal(build_state(&claim, &memory, &why), 0);
	verify_state(&spec, memory.regions, NULL, &evidence);
	assert_int_equal(evidence.matching_pages, 0);
	build_destroy(&memory);
}

static ino_t file_of(const struct build *memory)
{
	struct stat facts;

	assert_int_equal(fstat(memory->file_fd, &facts), 0);
	assert_ptr_equal(*(char **)(void *)memory->regions[0], memory->regions[0]);
	return facts.st_ino;
}

/* The file holds addresses, so it is of use at the same place only. */
static void test_a_kept_file(void **state)
{
	struct page_state spec = spec_of(0);
	struct build memory = { 0 };
	struct reason why;
	ino_t file;
	char *place;

	(void)state;
	spec.backing = BACKING_PRIVATE_FILE;
	spec.pages = PAGES_READ;
	spec.sharing = SHARING_NONE;
	if (needs_unmet(0, &spec, &why))
		skip();
	assert_int_equal(build_state(&spec, &memory, &why), 0);
	file = file_of(&memory);
	place = memory.regions[0];
	build_empty(&memory);
	assert_int_equal(build_state(&spec, &memory, &why), 0);
	assert_true(memory.regions[0] == place && file_of(&memory) == file);
	build_empty(&memory);
	assert_ptr_equal(mmap(place, size_page(), PROT_NONE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0),
			 place);
	assert_int_equal(build_state(&spec, &memory, &why), 0);
	assert_true(memory.regions[0] != place);
	file_of(&memory);
	munmap(place, size_page());
	build_destroy(&memory);
	assert_int_equal(memory.file_fd, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_against_each), cmocka_unit_test(test_half),
		cmocka_unit_test(test_living_child),	  cmocka_unit_test(test_place),
		cmocka_unit_test(test_a_kept_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
