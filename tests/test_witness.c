// SPDX-License-Identifier: GPL-2.0-or-later
/* What do page faults prove of folio sizes, and what not? */
#include "fixture.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "size.h"
#include "witness.h"

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

static struct state_spec folios_of(size_t pages)
{
	return (struct state_spec) {
		.size_bytes = FOLIOS * pages * size_page(),
		.folio_bytes = pages * size_page(),
		.region_count = 1,
		.backing = BACKING_ANON,
		.mapping = MAPPING_PTE,
		.sharing = SHARING_EXCLUSIVE,
		.pages = PAGES_WRITTEN,
	};
}

static enum evidence_verdict judge(const struct state_spec *spec, struct witness witness)
{
	struct reason reason = { "" };
	enum evidence_verdict verdict = witness_judge(spec, &witness, &reason);

	assert_int_equal(reason.text[0] == '\0', verdict == EVIDENCE_PROVED);
	return verdict;
}

static void test_one_fault_a_folio(void **state)
{
	struct state_spec spec = folios_of(1);
	struct witness witness = { .faults = count_of(FOLIOS) };
	struct reason reason;

	(void)state;
	assert_int_equal(judge(&spec, witness), EVIDENCE_PROVED);
	witness.faults.value = FOLIOS - 1; /* one of them was larger */
	assert_int_equal(judge(&spec, witness), EVIDENCE_REFUTED);
	witness.faults.value = FOLIOS + 1; /* somebody else's, or ours twice */
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	witness.faults.value = FOLIOS + 8;
	assert_int_equal(judge(&spec, witness), EVIDENCE_REFUTED);
	witness.faults.known = false;
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	assert_int_equal(witness_judge(&spec, NULL, &reason), EVIDENCE_UNKNOWN);
	assert_string_equal(reason.text, "frame numbers are hidden (run as root)");
}

/* Faults of large folios prove them where none was larger, and none was split. */
static void test_large_folios(void **state)
{
	struct state_spec spec = folios_of(16);
	struct witness witness = { count_of(FOLIOS), count_of(0), count_of(0) };

	(void)state;
	assert_int_equal(judge(&spec, witness), EVIDENCE_PROVED);
	witness.larger.value = 1;
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	witness.larger = (struct count) { 0 };
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	witness.larger = count_of(0);
	witness.splits.value = 1;
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	witness.splits = (struct count) { 0 };
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
}

static void test_of_what_it_knows_nothing(void **state)
{
	const struct witness witness = { count_of(FOLIOS), count_of(0), count_of(0) };
	struct state_spec spec = folios_of(16);

	(void)state;
	spec.construction = CONSTRUCTION_EMULATED;
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	spec = folios_of(16);
	spec.pages = PAGES_UFFD_WP;
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	spec = folios_of(16);
	spec.backing = BACKING_SHMEM;
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
	spec = folios_of(16);
	spec.sharing = SHARING_HALF;
	assert_int_equal(judge(&spec, witness), EVIDENCE_UNKNOWN);
}

#define THP "/sys/kernel/mm/transparent_hugepage"
#define COUNTERS THP "/hugepages-128kB/stats"

/* Counters of the kernel before and after: their growth is told, of larger folios alone. */
static void test_counters_of_the_kernel(void **state)
{
	struct state_spec spec = folios_of(16);
	struct witness witness;

	(void)state;
	spec.folio_bytes = 64 * KIB;
	witness_begin(&spec, &witness);
	assert_true(witness.larger.known); /* no larger size: no larger folio */
	assert_false(witness.splits.known);
	fixture_write(THP "/hpage_pmd_size", "2097152\n");
	witness_begin(&spec, &witness);
	assert_false(witness.larger.known); /* 2M there is, and nobody counts it */
	fixture_write(THP "/hugepages-64kB/enabled", "never\n");
	fixture_write(THP "/hugepages-64kB/stats/split", "3\n");
	fixture_write(THP "/hugepages-64kB/stats/anon_fault_alloc", "7\n");
	fixture_write(THP "/hugepages-128kB/enabled", "never\n");
	witness_begin(&spec, &witness);
	assert_false(witness.larger.known);
	fixture_write(COUNTERS "/anon_fault_alloc", "5\n");
	witness_begin(&spec, &witness);
	fixture_write(COUNTERS "/anon_fault_alloc", "7\n");
	fixture_write(THP "/hugepages-64kB/stats/split", "4\n");
	fixture_write(THP "/hugepages-64kB/stats/anon_fault_alloc", "70\n");
	faults_are_hidden = true;
	witness_end(&spec, &witness);
	faults_are_hidden = false;
	assert_true(witness.larger.known);
	assert_int_equal(witness.larger.value, 2);
	assert_int_equal(witness.splits.value, 1);
	assert_false(witness.faults.known);
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
