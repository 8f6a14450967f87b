// SPDX-License-Identifier: GPL-2.0-or-later
/* What page faults prove of folio sizes, and what they do not. */
#include "fixture.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "base/size.h"
#include "verify/fault_count.h"

enum { FOLIOS = 32 };

int __real_getrusage(int who, struct rusage *usage); /* NOLINT: names that the linker makes */
int __wrap_getrusage(int who, struct rusage *usage); /* NOLINT */

static bool faults_are_hidden;

int __wrap_getrusage(int who, struct rusage *usage) /* NOLINT */
{
	if (!faults_are_hidden)
		return __real_getrusage(who, usage);
	errno = EINVAL;
	return -1;
}

static struct page_state folios_of(size_t pages)
{
	return (struct page_state) {
		.size_bytes = FOLIOS * pages * size_page(),
		.folio_bytes = pages * size_page(),
		.region_count = 1,
		.backing = BACKING_ANON,
		.mapping = MAPPING_PTE,
		.sharing = SHARING_EXCLUSIVE,
		.pages = PAGES_WRITTEN,
	};
}

static enum proof judge(const struct page_state *spec, struct fault_count fault_count)
{
	struct reason reason = { "" };
	enum proof verdict = fault_count_judge(spec, &fault_count, &reason);

	assert_int_equal(reason.text[0] == '\0', verdict == PROOF_PROVED);
	return verdict;
}

static void test_one_fault_a_folio(void **state)
{
	struct page_state spec = folios_of(1);
	struct fault_count fault_count = { .faults = opt_u64_of(FOLIOS) };
	struct reason reason;

	(void)state;
	assert_int_equal(judge(&spec, fault_count), PROOF_PROVED);
	fault_count.faults.value = FOLIOS - 1; /* one of them was larger */
	assert_int_equal(judge(&spec, fault_count), PROOF_REFUTED);
	fault_count.faults.value = FOLIOS + 1; /* somebody else's, or ours twice */
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	fault_count.faults.value = FOLIOS + 8;
	assert_int_equal(judge(&spec, fault_count), PROOF_REFUTED);
	fault_count.faults.known = false;
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	assert_int_equal(fault_count_judge(&spec, NULL, &reason), PROOF_UNKNOWN);
	assert_string_equal(reason.text, "frame numbers are hidden (run as root)");
}

/* Faults of large folios prove them where none was larger, and none was split. */
static void test_large_folios(void **state)
{
	struct page_state spec = folios_of(16);
	struct fault_count fault_count = { opt_u64_of(FOLIOS), opt_u64_of(0), opt_u64_of(0) };

	(void)state;
	assert_int_equal(judge(&spec, fault_count), PROOF_PROVED);
	fault_count.larger.value = 1;
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	fault_count.larger = (struct opt_u64) { 0 };
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	fault_count.larger = opt_u64_of(0);
	fault_count.splits.value = 1;
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	fault_count.splits = (struct opt_u64) { 0 };
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
}

static void test_of_what_it_knows_nothing(void **state)
{
	const struct fault_count fault_count = { opt_u64_of(FOLIOS), opt_u64_of(0), opt_u64_of(0) };
	struct page_state spec = folios_of(16);

	(void)state;
	spec.construction = CONSTRUCTION_EMULATED;
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	spec = folios_of(16);
	spec.pages = PAGES_UFFD_WP;
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	spec = folios_of(16);
	spec.backing = BACKING_SHMEM;
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
	spec = folios_of(16);
	spec.sharing = SHARING_HALF;
	assert_int_equal(judge(&spec, fault_count), PROOF_UNKNOWN);
}

#define THP "/sys/kernel/mm/transparent_hugepage"
#define COUNTERS THP "/hugepages-128kB/stats"

/* Counters of the kernel before and after: their growth is told, of larger folios alone. */
static void test_counters_of_the_kernel(void **state)
{
	struct page_state spec = folios_of(16);
	struct fault_count fault_count;

	(void)state;
	spec.folio_bytes = 64 * KIB;
	fault_count_begin(&spec, &fault_count);
	assert_true(fault_count.larger.known); /* no larger size: no larger folio */
	assert_false(fault_count.splits.known);
	fixture_write(THP "/hpage_pmd_size", "2097152\n");
	fault_count_begin(&spec, &fault_count);
	assert_false(fault_count.larger.known); /* 2M there is, and nobody counts it */
	fixture_write(THP "/hugepages-64kB/enabled", "never\n");
	fixture_write(THP "/hugepages-64kB/stats/split", "3\n");
	fixture_write(THP "/hugepages-64kB/stats/anon_fault_alloc", "7\n");
	fixture_write(THP "/hugepages-128kB/enabled", "never\n");
	fault_count_begin(&spec, &fault_count);
	assert_false(fault_count.larger.known);
	fixture_write(COUNTERS "/anon_fault_alloc", "5\n");
	fault_count_begin(&spec, &fault_count);
	fixture_write(COUNTERS "/anon_fault_alloc", "7\n");
	fixture_write(THP "/hugepages-64kB/stats/split", "4\n");
	fixture_write(THP "/hugepages-64kB/stats/anon_fault_alloc", "70\n");
	faults_are_hidden = true;
	fault_count_end(&spec, &fault_count);
	faults_are_hidden = false;
	assert_true(fault_count.larger.known);
	assert_int_equal(fault_count.larger.value, 2);
	assert_int_equal(fault_count.splits.value, 1);
	assert_false(fault_count.faults.known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_fault_a_folio),
		cmocka_unit_test(test_large_folios),
		cmocka_unit_test(test_of_what_it_knows_nothing),
		cmocka_unit_test_setup_teardown(test_counters_of_the_kernel, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
