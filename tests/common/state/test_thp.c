// SPDX-License-Identifier: GPL-2.0-or-later
/* The knobs that a state needs, on kernels with and without mTHP. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "sys/knobs.h"
#include "base/size.h"
#include "state/thp.h"

#define DIR "/sys/kernel/mm/transparent_hugepage/"
#define HUGETLB "/sys/kernel/mm/hugepages/hugepages-2048kB/"

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	fixture_write("/proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    8388608 kB\n");
	return 0;
}

static struct page_state anon(size_t folio_bytes)
{
	return (struct page_state) { .size_bytes = 64 * MIB,
				     .folio_bytes = folio_bytes,
				     .region_count = 1,
				     .backing = BACKING_ANON,
				     .mapping = MAPPING_PTE,
				     .pages = PAGES_WRITTEN };
}

static const struct knobs_entry *find(const struct knobs_list *knobs, const char *path)
{
	for (unsigned int i = 0; i < knobs->count; i++)
		if (!strcmp(knobs->entries[i].path, path))
			return &knobs->entries[i];
	print_error("no setting for %s\n", path);
	exit(1);
}

static void expect(const struct knobs_list *knobs, const char *path, const char *wanted,
		   const char *tolerated)
{
	const struct knobs_entry *entry = find(knobs, path);

	assert_string_equal(entry->wanted, wanted);
	assert_non_null(strstr(entry->tolerated, tolerated));
}

static void test_64k(void **state)
{
	struct page_state spec = anon(64 * KIB);
	struct knobs_list knobs;

	(void)state;
	thp_knobs(&spec, &knobs);
	expect(&knobs, DIR "hugepages-64kB/enabled", "madvise", "always");
	expect(&knobs, DIR "hugepages-32kB/enabled", "never", KNOBS_TOLERATE_ALL);
	expect(&knobs, DIR "hugepages-2048kB/enabled", "never", "");
	assert_null(strstr(find(&knobs, DIR "hugepages-2048kB/enabled")->tolerated, "inherit"));
	expect(&knobs, DIR "defrag", "madvise", "defer+madvise");
	spec.advice = ADVICE_NONE;
	knobs_free(&knobs);
	thp_knobs(&spec, &knobs);
	expect(&knobs, DIR "hugepages-64kB/enabled", "always", "");
	expect(&knobs, DIR "hugepages-2048kB/enabled", "never", "madvise inherit");
	knobs_free(&knobs);
}

static void test_base_pages(void **state)
{
	struct page_state spec = anon(size_page());
	struct knobs_list knobs;

	(void)state;
	thp_knobs(&spec, &knobs);
	assert_int_equal(knobs.count, 0);
	spec.advice = ADVICE_NONE; /* nobody says MADV_NOHUGEPAGE: all sizes must be off */
	knobs_free(&knobs);
	thp_knobs(&spec, &knobs);
	assert_int_equal(knobs.count, 8);
	expect(&knobs, DIR "hugepages-2048kB/enabled", "never", "inherit");
	knobs_free(&knobs);
}

static void test_emulated_needs_the_pmd_size(void **state)
{
	struct page_state spec = anon(64 * KIB);
	struct knobs_list knobs;

	(void)state;
	spec.construction = CONSTRUCTION_EMULATED;
	thp_knobs(&spec, &knobs);
	expect(&knobs, DIR "hugepages-2048kB/enabled", "madvise", "inherit");
	knobs_free(&knobs);
}

/* Shared memory has knobs and words of its own; folios of anonymous memory are no matter then. */
static void test_shmem(void **state)
{
	struct page_state spec = anon(64 * KIB);
	struct knobs_list knobs;
	struct reason reason;

	(void)state;
	spec.backing = BACKING_SHMEM;
	assert_true(thp_is_unsupported(&spec, &reason));
	assert_non_null(strstr(reason.text, "hugepages-64kB/shmem_enabled"));
	fixture_write(DIR "hugepages-64kB/shmem_enabled", "always inherit advise [never]\n");
	fixture_write(DIR "hugepages-2048kB/shmem_enabled", "always [inherit] advise never\n");
	assert_false(thp_is_unsupported(&spec, &reason));
	thp_knobs(&spec, &knobs);
	expect(&knobs, DIR "hugepages-64kB/shmem_enabled", "advise", "always");
	expect(&knobs, DIR "hugepages-2048kB/shmem_enabled", "never", "");
	for (unsigned int i = 0; i < knobs.count; i++) {
		assert_null(strstr(knobs.entries[i].path, "kB/enabled"));
		assert_true(knobs_allow(knobs.entries[i].path, knobs.entries[i].wanted));
	}
	knobs_free(&knobs);
}

/* Surplus pages are permitted where the pool has too few, and only as many as are needed. */
static void test_hugetlb(void **state)
{
	struct page_state spec = anon(2 * MIB);
	struct knobs_list knobs;
	struct reason reason;

	(void)state;
	spec.backing = BACKING_HUGETLB;
	spec.mapping = MAPPING_PMD;
	assert_true(thp_is_unsupported(&spec, &reason));
	fixture_write(HUGETLB "nr_overcommit_hugepages", "0\n");
	fixture_write(HUGETLB "free_hugepages", "31\n");
	assert_false(thp_is_unsupported(&spec, &reason));
	thp_knobs(&spec, &knobs);
	assert_int_equal(knobs.count, 1);
	expect(&knobs, HUGETLB "nr_overcommit_hugepages", "32", "");
	assert_true(knobs_allow(knobs.entries[0].path, "0"));
	assert_false(knobs_allow(knobs.entries[0].path, "-1"));
	assert_false(knobs_allow(knobs.entries[0].path, ""));
	assert_false(knobs_allow(HUGETLB "nr_hugepages", "1"));
	fixture_write(HUGETLB "free_hugepages", "32\n");
	knobs_free(&knobs);
	thp_knobs(&spec, &knobs);
	assert_int_equal(knobs.count, 0);
	knobs_free(&knobs);
}

static void test_kernel_without_mthp(void **state)
{
	struct page_state spec = anon(2 * MIB);
	struct knobs_list knobs;
	struct reason reason;

	fixture_remove(state);
	fixture_make(state);
	fixture_write(DIR "hpage_pmd_size", "2097152\n");
	fixture_write(DIR "enabled", "always madvise [never]\n");
	thp_knobs(&spec, &knobs);
	expect(&knobs, DIR "enabled", "madvise", "always");
	assert_false(thp_is_unsupported(&spec, &reason));
	spec.folio_bytes = 64 * KIB;
	assert_true(thp_is_unsupported(&spec, &reason));
	assert_non_null(strstr(reason.text, "64K-emul"));
	knobs_free(&knobs);
}

static void test_unsupported(void **state)
{
	struct reason reason;
	struct page_state spec = anon(size_page());

	(void)state;
	assert_false(thp_is_unsupported(&spec, &reason));
	spec.folio_bytes = size_page() / 2;
	assert_true(thp_is_unsupported(&spec, &reason));
	spec.folio_bytes = 2 * size_page();
	assert_true(thp_is_unsupported(&spec, &reason));
	assert_non_null(strstr(reason.text, "order 1"));
	spec = anon(64 * KIB);
	spec.mapping = MAPPING_PMD;
	assert_true(thp_is_unsupported(&spec, &reason));
	spec = anon(size_page());
	spec.size_bytes = 8 * GIB;
	assert_true(thp_is_unsupported(&spec, &reason));
	assert_non_null(strstr(reason.text, "8192 MiB are available"));
}

static void test_kernel_without_thp(void **state)
{
	struct page_state spec = anon(2 * MIB);
	struct reason reason;

	fixture_remove(state);
	fixture_make(state);
	assert_int_equal(thp_pmd_bytes(), 0);
	assert_true(thp_is_unsupported(&spec, &reason));
	assert_non_null(strstr(reason.text, "no transparent huge pages"));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_64k),
		cmocka_unit_test(test_base_pages),
		cmocka_unit_test(test_emulated_needs_the_pmd_size),
		cmocka_unit_test(test_shmem),
		cmocka_unit_test(test_hugetlb),
		cmocka_unit_test(test_kernel_without_mthp),
		cmocka_unit_test(test_unsupported),
		cmocka_unit_test(test_kernel_without_thp),
	};

	return fixture_run(tests, make, fixture_remove);
}
