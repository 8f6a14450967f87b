// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of CPUs are read and written as the kernel does. */
#include "fixture.h"

#include <errno.h>

#include "sys/cpulist.h"

static void test_round_trips(void **state)
{
	static const char *const lists[] = { "",     "0",	"0-1",	 "1,3", "0-63,128-191",
					     "1023", "0,2-5,7", "0-1023" };
	char text[CPULIST_BYTES];
	cpu_set_t cpus;

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		cpulist_parse(lists[i], &cpus);
		assert_int_equal(cpulist_format(&cpus, text, sizeof(text)), 0);
		assert_string_equal(text, lists[i]);
	}
}

static void test_what_does_not_belong_ends_it(void **state)
{
	cpu_set_t cpus;

	(void)state;
	cpulist_parse("2-3,x7", &cpus);
	assert_int_equal(CPU_COUNT(&cpus), 2);
	cpulist_parse("5000-6000,99999999999999999999", &cpus);
	assert_int_equal(CPU_COUNT(&cpus), 0);
	cpulist_parse("1020-4000000000", &cpus);
	assert_int_equal(CPU_COUNT(&cpus), 4);
	cpulist_parse("-3", &cpus);
	assert_int_equal(CPU_COUNT(&cpus), 0);
	cpulist_parse("7-3", &cpus);
	assert_int_equal(CPU_COUNT(&cpus), 0);
}

static void test_no_room(void **state)
{
	char text[8];
	cpu_set_t cpus;

	(void)state;
	cpulist_parse("10-11,20-21", &cpus);
	assert_int_equal(cpulist_format(&cpus, text, sizeof(text)), -EFBIG);
	cpulist_parse("10-1023", &cpus);
	assert_int_equal(cpulist_format(&cpus, text, 8), 0);
	assert_int_equal(cpulist_format(&cpus, text, 7), -EFBIG);
}

static void test_files(void **state)
{
	cpu_set_t cpus;

	(void)state;
	fixture_write("/sys/x", "0,4\n");
	assert_int_equal(cpulist_read("/sys/x", &cpus), 0);
	assert_int_equal(CPU_COUNT(&cpus), 2);
	assert_true(CPU_ISSET(4, &cpus));
	assert_int_equal(cpulist_read("/sys/y", &cpus), -ENOENT);
	assert_int_equal(CPU_COUNT(&cpus), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_what_does_not_belong_ends_it),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test_setup_teardown(test_files, fixture_make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
