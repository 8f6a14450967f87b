// SPDX-License-Identifier: GPL-2.0-or-later
/* A counter that is absent, or was not always on the PMU, is unknown. A file plays the group. */
#include "fixture.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "measure/counters.h"

long __wrap_syscall(long number, ...); /* NOLINT: a name that the linker makes */

/* What perf_event_open(2) gives for one event after the other: a descriptor, or -errno. */
static int answers[COUNTERS];
static int leaders[COUNTERS];
static int asked;

long __wrap_syscall(long number, ...) /* NOLINT */
{
	va_list arguments;
	int answer;

	assert_int_equal(number, SYS_perf_event_open);
	va_start(arguments, number);
	(void)va_arg(arguments, void *); /* what to count */
	(void)va_arg(arguments, int);	 /* of which thread */
	(void)va_arg(arguments, int);	 /* on which CPU */
	leaders[asked] = va_arg(arguments, int);
	va_end(arguments);
	answer = answers[asked++];
	if (answer >= 0)
		return answer;
	errno = -answer;
	return -1;
}

/* A descriptor that gives these words, and then nothing more. */
static int group_of(const uint64_t *words, size_t count)
{
	int fd = memfd_create("group", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, words, count * sizeof(*words), 0), count * sizeof(*words));
	return fd;
}

static struct counters open_counters(int instructions, int cycles, int misses)
{
	struct counters counters;

	answers[COUNTERS_INSTRUCTIONS] = instructions;
	answers[COUNTERS_CYCLES] = cycles;
	answers[COUNTERS_DTLB_MISSES] = misses;
	asked = 0;
	counters_open(COUNTERS_SCOPE_THREAD, 0, &counters);
	assert_int_equal(asked, COUNTERS);
	return counters;
}

static void expect_unknown(const struct counters_reading *reading)
{
	for (int i = 0; i < COUNTERS; i++)
		assert_false(reading->values[i].known);
}

static void test_each_value_is_its_counters(void **state)
{
	const uint64_t words[] = { 2, 900, 900, 11, 33 };
	int leader = group_of(words, 5), other = memfd_create("other", MFD_CLOEXEC);
	struct counters counters = open_counters(leader, -ENOENT, other);
	struct counters_reading reading;

	(void)state;
	assert_int_equal(counters.error, 0);
	assert_int_equal(leaders[COUNTERS_INSTRUCTIONS], -1);
	assert_int_equal(leaders[COUNTERS_DTLB_MISSES], leader);
	counters_read(&counters, &reading);
	assert_true(reading.values[COUNTERS_INSTRUCTIONS].known);
	assert_int_equal(reading.values[COUNTERS_INSTRUCTIONS].value, 11);
	assert_false(reading.values[COUNTERS_CYCLES].known);
	assert_true(reading.values[COUNTERS_DTLB_MISSES].known);
	assert_int_equal(reading.values[COUNTERS_DTLB_MISSES].value, 33);
	counters_read(&counters, &reading); /* nothing: the group is in error state */
	expect_unknown(&reading);
	counters_close(&counters);
	assert_int_equal(close(leader), -1);
	assert_int_equal(close(other), -1);
}

static void test_the_first_that_there_is_leads(void **state)
{
	const uint64_t words[] = { 2, 900, 900, 22, 33 };
	int leader = group_of(words, 5), other = memfd_create("other", MFD_CLOEXEC);
	struct counters counters = open_counters(-ENOENT, leader, other);
	struct counters_reading reading;

	(void)state;
	assert_int_equal(counters.error, 0);
	assert_int_equal(leaders[COUNTERS_CYCLES], -1);
	counters_read(&counters, &reading);
	assert_false(reading.values[COUNTERS_INSTRUCTIONS].known);
	assert_int_equal(reading.values[COUNTERS_CYCLES].value, 22);
	assert_int_equal(reading.values[COUNTERS_DTLB_MISSES].value, 33);
	counters_close(&counters);
}

/* Values of a group that was on the PMU for a part of the time would have to be guessed. */
static void test_multiplexed_is_unknown(void **state)
{
	const uint64_t words[] = { 3, 900, 899, 11, 22, 33 };
	int leader = group_of(words, 6), cycles = memfd_create("other", MFD_CLOEXEC);
	int misses = memfd_create("other", MFD_CLOEXEC);
	struct counters counters = open_counters(leader, cycles, misses);
	struct counters_reading reading;

	(void)state;
	counters_read(&counters, &reading);
	expect_unknown(&reading);
	counters_close(&counters);
}

static void test_no_counter(void **state)
{
	struct counters counters = open_counters(-EACCES, -ENOENT, -ENOENT);
	struct counters_reading reading;

	(void)state;
	assert_int_equal(counters.error, -EACCES); /* why the first was refused */
	counters_read(&counters, &reading);
	expect_unknown(&reading);
	counters_close(&counters);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_value_is_its_counters),
		cmocka_unit_test(test_the_first_that_there_is_leads),
		cmocka_unit_test(test_multiplexed_is_unknown),
		cmocka_unit_test(test_no_counter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
