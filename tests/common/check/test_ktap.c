// SPDX-License-Identifier: GPL-2.0-or-later
/* Each case is checked on each kind of memory that it can have. */
#include "fixture.h"

#include <string.h>

#include "check/ktap.h"
#include "base/size.h"

static int nothing(struct case_run *run)
{
	(void)run;
	return 0;
}

static const struct case_value sizes[] = { { 64 * MIB, TIER_QUICK }, { GIB, TIER_FULL }, { 0 } };
static const struct case_value threads[] = { { 1, TIER_QUICK }, { 2, TIER_QUICK }, { 0 } };

#define PLAIN .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN

static const struct case_entry cases[] = {
	{ .name = "a.plain",
	  .timed = "",
	  .state = { PLAIN },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE_AND_PMD,
	  .op = nothing },
	{ .name = "a.zero",
	  .timed = "",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_READ },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .op = nothing },
	{ .name = "a.large",
	  .timed = "",
	  .state = { PLAIN, .align_bytes = GIB },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .op = nothing },
	{ .name = "a.threads",
	  .timed = "",
	  .state = { PLAIN, .region_count = 16 },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .parameter = "threads",
	  .parameters = threads,
	  .sweep = SWEEP_THREADS,
	  .op = nothing },
};
static const struct case_program program = { "a", "about", cases, 4 };

static struct plan plan, checks;

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	plan_expand(&program, &plan);
	ktap_expand(&plan, &checks);
	return 0;
}

static int drop(void **state)
{
	plan_free(&plan);
	plan_free(&checks);
	return fixture_remove(state);
}

static const struct plan_point *find(const char *id)
{
	for (size_t i = 0; i < checks.count; i++)
		if (!strcmp(checks.points[i].id, id))
			return &checks.points[i];
	return NULL;
}

static size_t count(const char *name)
{
	size_t found = 0;

	for (size_t i = 0; i < checks.count; i++)
		found += !strcmp(checks.points[i].case_entry->name, name);
	return found;
}

static void test_variants(void **state)
{
	(void)state;
	if (size_page() != 4096)
		skip();
	assert_int_equal(count("a.plain"), 4 + 2); /* a PMD entry has one exclusive bit */
	assert_non_null(find("a.plain/anon/folio=4K/size=4M/exclusive"));
	assert_int_equal(find("a.plain/anon/folio=4K/size=4M/forked")->spec.sharing,
			 SHARING_FORKED);
	assert_int_equal(find("a.plain/anon/folio=4K/size=4M/mixed")->spec.mixed_every, 2);
	assert_int_equal(find("a.plain/anon/folio=4K/size=4M/half")->spec.size_bytes, 4 * MIB);
	assert_non_null(find("a.plain/anon/folio=2M/size=4M/forked"));
	assert_null(find("a.plain/anon/folio=2M/size=4M/half"));
}

static void test_one_of_what_has_one_kind(void **state)
{
	(void)state;
	assert_int_equal(count("a.zero"), 1);
	assert_int_equal(count("a.large"), 1); /* needs its size: it is not made small */
	for (size_t i = 0; i < checks.count; i++)
		if (!strcmp(checks.points[i].case_entry->name, "a.large"))
			assert_int_equal(checks.points[i].spec.size_bytes, 64 * MIB);
}

static void test_most_threads(void **state)
{
	(void)state;
	for (size_t i = 0; i < checks.count; i++)
		if (!strcmp(checks.points[i].case_entry->name, "a.threads"))
			assert_int_equal(checks.points[i].parameter,
					 plan.points[plan.count - 1].parameter);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_one_of_what_has_one_kind),
		cmocka_unit_test(test_most_threads),
	};

	return fixture_run(tests, make, drop);
}
