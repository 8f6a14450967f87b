// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that stays away is a leak; memory that comes back is none. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check/leak.h"
#include "state/exclusivity.h"
#include "base/size.h"
#include "state/thp.h"

enum { ATTEMPTS = 5 };

#define STATS "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/stats/"

static void write_meminfo(unsigned int anon_kib, unsigned int free_hugepages)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "AnonPages: %u kB\nPageTables: 900 kB\nCommitted_AS: 5000 kB\n"
		 "HugePages_Total: 10\nHugePages_Free: %u\n",
		 anon_kib, free_hugepages);
	fixture_write("/proc/meminfo", text);
}

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	write_meminfo(1000, 10);
	fixture_write(STATS "nr_anon", "5\n");
	fixture_write(STATS "nr_anon_partially_mapped", "0\n");
	return 0;
}

static void expect_leak(const struct leak_snapshot *before, const char *what)
{
	struct reason why = { "" };

	assert_int_equal(leak_judge(before, &why), ORACLE_DOUBTED);
	if (!strstr(why.text, what) || !strstr(why.text, "expected") || !strstr(why.text, "found"))
		fail_msg("not %s: %s", what, why.text);
}

static void test_each_counter(void **state)
{
	struct leak_snapshot before;
	struct reason why = { "" };

	(void)state;
	leak_take(&before);
	assert_int_equal(leak_judge(&before, &why), ORACLE_PASSED);
	fixture_write(STATS "nr_anon", "6\n");
	expect_leak(&before, "folios of 64K: expected at most 5, found 6");
	fixture_write(STATS "nr_anon", "4\n");
	fixture_write(STATS "nr_anon_partially_mapped", "1\n");
	expect_leak(&before, "folios of 64K, partially mapped");
	fixture_write(STATS "nr_anon_partially_mapped", "0\n");
	write_meminfo(1000, 9);
	expect_leak(&before, "hugetlb pages in use");
	write_meminfo(1000 + 512, 10);
	assert_int_equal(leak_judge(&before, &why), ORACLE_PASSED); /* others take some */
	write_meminfo(1000 + 513, 10);
	expect_leak(&before, "AnonPages");
}

static void test_no_counter_is_unknown(void **state)
{
	struct leak_snapshot before;
	struct reason why;

	(void)state;
	fixture_remove(state);
	fixture_make(state);
	leak_take(&before);
	assert_int_equal(leak_judge(&before, &why), ORACLE_UNKNOWN);
}

/* Return: a child that holds a folio of that size, or 0 where the kernel gave none. */
static pid_t hold_folio(size_t bytes, uint64_t folios_before)
{
	char *memory =
		mmap(NULL, 2 * bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *folio = memory + (-(uintptr_t)memory & (bytes - 1));
	pid_t child = 0;

	assert_true(memory != MAP_FAILED);
	madvise(folio, bytes, MADV_HUGEPAGE);
	folio[0] = 1;
	if (thp_stat(bytes, "nr_anon").value > folios_before)
		child = exclusivity_fork_stopped();
	munmap(memory, 2 * bytes);
	return child;
}

/* A real folio, kept by a process that nobody counts on. Others may give some back meanwhile. */
static void test_real_folio(void **state)
{
	size_t bytes = thp_pmd_bytes();
	bool is_found = false;

	(void)state;
	if (!bytes || !thp_stat(bytes, "nr_anon").known)
		skip();
	for (int i = 0; i < ATTEMPTS && !is_found; i++) {
		struct leak_snapshot before;
		struct reason why = { "" };
		pid_t child;

		leak_take(&before);
		child = hold_folio(bytes, thp_stat(bytes, "nr_anon").value);
		if (!child) {
			print_message("skipped: no large folio here\n");
			skip();
		}
		is_found = leak_judge(&before, &why) == ORACLE_DOUBTED &&
			   strstr(why.text, "folios of");
		exclusivity_end(child);
	}
	assert_true(is_found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_counter, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_no_counter_is_unknown, make, fixture_remove),
		cmocka_unit_test(test_real_folio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
