// SPDX-License-Identifier: GPL-2.0-or-later
/* Case tables expand to the right points, and their order is reproducible. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "measure/plan.h"
#include "base/size.h"

static const struct case_value sizes[] = { { 64 * MIB, TIER_QUICK },
					   { 4 * MIB, TIER_FULL },
					   { 0 } };
static const struct case_value many_sizes[] = {
	{ 4 * KIB, TIER_FULL }, { 64 * MIB, TIER_QUICK }, { 4 * GIB, TIER_FULL }, { 0 }
};
static const struct case_value threads[] = { { 1, TIER_QUICK }, { 1000000, TIER_QUICK }, { 0 } };
static const struct case_value batches[] = { { 1, TIER_QUICK }, { 10, TIER_DEFAULT }, { 0 } };

static const struct case_entry cases[] = {
	{ .name = "a.sweep",
	  .timed = "x",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE },
	  .sizes = sizes,
	  .folios = FOLIOS_ALL },
	{ .name = "a.fit",
	  .timed = "w",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE },
	  .sizes = many_sizes,
	  .folios = FOLIOS_ALL,
	  .tier = TIER_DEFAULT },
	{ .name = "a.threads",
	  .timed = "v",
	  .parameter = "threads",
	  .parameters = threads,
	  .sweep = SWEEP_THREADS },
	{ .name = "a.plain", .timed = "y" },
	{ .name = "a.batch",
	  .timed = "z",
	  .parameter = "batch",
	  .parameters = batches,
	  .tier = TIER_DEFAULT },
};

static const struct case_program program = { "a", "about", cases, 5 };

static const struct plan_point *find(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->count; i++)
		if (!strcmp(plan->points[i].id, id))
			return &plan->points[i];
	fail_msg("no point %s", id);
	return NULL;
}

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	return 0;
}

static void test_points(void **state)
{
	struct plan plan;

	(void)state;
	if (size_page() != 4096)
		skip();
	plan_expand(&program, &plan);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=4K/size=64M")->tier, TIER_QUICK);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=16K/size=64M")->tier, TIER_DEFAULT);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=64K/size=4M")->tier, TIER_FULL);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=64K-emul/size=4M")->tier, TIER_FULL);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=2M-pte/size=64M")->spec.mapping,
			 MAPPING_PTE);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=2M/size=64M")->spec.region_count, 1);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=2M/size=4M")->spec.region_count, 16);
	assert_int_equal(find(&plan, "a.plain")->spec.size_bytes, 0);
	assert_int_equal(find(&plan, "a.batch/batch=10")->parameter, 10);
	/* 4K: base pages alone; 64M: all; 4G: base pages, 64K, 2M-pte, 2M. */
	assert_int_equal(find(&plan, "a.fit/anon/folio=4K/size=4K")->spec.region_count, 32);
	assert_int_equal(find(&plan, "a.fit/anon/folio=2M/size=4G")->tier, TIER_FULL);
	assert_int_equal(find(&plan, "a.fit/anon/folio=64K/size=64M")->tier, TIER_DEFAULT);
	assert_int_equal(find(&plan, "a.fit/anon/folio=16K/size=64M")->tier, TIER_FULL);
	/* Threads: as far as there are CPUs. */
	assert_int_equal(find(&plan, "a.threads/threads=1")->parameter, 1);
	assert_int_equal(plan.count, (10 + 10 + 7) + (1 + 10 + 4) + 1 + 1 + 2);
	for (size_t i = 0; i < plan.count; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(plan.points[i].id, plan.points[j].id);
	plan_free(&plan);
}

/* A kernel without mTHP: the emulated sizes take the place of the native ones. */
static void test_kernel_without_mthp(void **state)
{
	struct plan plan;

	fixture_remove(state);
	fixture_make(state);
	fixture_write("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "2097152\n");
	plan_expand(&program, &plan);
	assert_int_equal(find(&plan, "a.sweep/anon/folio=64K-emul/size=4M")->tier, TIER_DEFAULT);
	plan_free(&plan);
}

static void test_shuffle(void **state)
{
	enum { COUNT = 50 };
	size_t a[COUNT], b[COUNT], seen[COUNT] = { 0 };

	(void)state;
	plan_shuffle(a, COUNT, 7, 1);
	plan_shuffle(b, COUNT, 7, 1);
	assert_memory_equal(a, b, sizeof(a));
	for (size_t i = 0; i < COUNT; i++)
		seen[a[i]]++;
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(seen[i], 1);
	plan_shuffle(b, COUNT, 7, 2);
	assert_memory_not_equal(a, b, sizeof(a));
	plan_shuffle(b, COUNT, 8, 1);
	assert_memory_not_equal(a, b, sizeof(a));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_kernel_without_mthp),
		cmocka_unit_test(test_shuffle),
	};

	return fixture_run(tests, make, fixture_remove);
}
