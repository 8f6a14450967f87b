// SPDX-License-Identifier: GPL-2.0-or-later
/* Each missing feature is named, with the reason. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "state/pagecache.h"
#include "state/needs.h"
#include "base/size.h"

static const struct page_state plain = { .size_bytes = MIB, .region_count = 1 };
static struct reason why;

static void test_names(void **state)
{
	char text[120], cut[8];

	(void)state;
	needs_write(0, text, sizeof(text));
	assert_string_equal(text, "-");
	needs_write(NEEDS_GUARD | NEEDS_SWAP, text, sizeof(text));
	assert_string_equal(text, "guard-regions swap");
	needs_write(NEEDS_GUARD | NEEDS_SWAP, cut, sizeof(cut));
	assert_string_equal(cut, "guard-r");
}

static void test_nothing_is_needed(void **state)
{
	(void)state;
	assert_false(needs_unmet(0, &plain, &why));
}

static void test_states_need(void **state)
{
	struct page_state spec = plain;

	(void)state;
	spec.pages = PAGES_PINNED;
	assert_int_equal(needs_of_state(&spec), NEEDS_IO_URING);
	spec.backing = BACKING_FILE;
	spec.pages = PAGES_WRITTEN;
	assert_int_equal(needs_of_state(&spec), NEEDS_FILE);
}

/* /proc is no disk: there is no page cache to be had. */
static void test_no_file_system(void **state)
{
	(void)state;
	setenv(PAGECACHE_VARIABLE, "/proc", 1);
	assert_true(needs_unmet(NEEDS_FILE, &plain, &why));
	assert_non_null(strstr(why.text, "needs file-system: "));
	assert_non_null(strstr(why.text, "/proc"));
	unsetenv(PAGECACHE_VARIABLE);
}

/* A machine without swap and without zram, by its files. */
static void test_no_swap(void **state)
{
	(void)state;
	fixture_write("/proc/meminfo", "MemTotal: 100 kB\nSwapFree: 10 kB\n");
	assert_true(needs_unmet(NEEDS_SWAP, &plain, &why));
	assert_non_null(strstr(why.text, "needs swap: "));
	fixture_write("/proc/meminfo", "MemTotal: 100 kB\nSwapFree: 4096 kB\n");
	assert_false(needs_unmet(NEEDS_SWAP, &plain, &why));
}

#ifndef __aarch64__
static void test_contpte_is_of_arm64(void **state)
{
	(void)state;
	assert_true(needs_unmet(NEEDS_CONTPTE, &plain, &why));
	assert_non_null(strstr(why.text, "arm64"));
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_nothing_is_needed),
		cmocka_unit_test(test_states_need),
		cmocka_unit_test(test_no_file_system),
		cmocka_unit_test_setup_teardown(test_no_swap, fixture_make, fixture_remove),
#ifndef __aarch64__
		cmocka_unit_test(test_contpte_is_of_arm64),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
