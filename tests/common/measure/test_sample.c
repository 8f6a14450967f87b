// SPDX-License-Identifier: GPL-2.0-or-later
/* A sample holds the time, the faults and the disturbances of its op. */
#include "fixture.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "measure/sample.h"
#include "base/size.h"

enum { PAGES = 256 };

static struct sample_session sampler;

static int open_sampler(void **state)
{
	(void)state;
	sample_open(COUNTERS_SCOPE_THREAD, 0, false, &sampler);
	return 0;
}

static int close_sampler(void **state)
{
	(void)state;
	counters_close(&sampler.counters);
	return 0;
}

static int refuse(void *argument)
{
	(void)argument;
	return -EIO;
}

static int touch(void *argument)
{
	volatile char *memory = argument;

	for (size_t i = 0; i < PAGES; i++)
		memory[i * size_page()] = 1;
	return 0;
}

static int call_kernel(void *argument)
{
	for (int i = 0; i < *(int *)argument; i++)
		syscall(SYS_getppid);
	return 0;
}

/* Names that the linker makes of --wrap=clock_gettime. */
int __real_clock_gettime(clockid_t clock, struct timespec *now); /* NOLINT */
int __wrap_clock_gettime(clockid_t clock, struct timespec *now); /* NOLINT */

/* What the clock shows next, and then again @ticks_ns later; 0: the true clock. */
static long ticks_ns;
static unsigned long clock_reads;

int __wrap_clock_gettime(clockid_t clock, struct timespec *now) /* NOLINT */
{
	static long shown_ns;

	clock_reads++;
	if (!ticks_ns)
		return __real_clock_gettime(clock, now);
	shown_ns += ticks_ns;
	*now = (struct timespec) { .tv_nsec = shown_ns };
	return 0;
}

/* To read the clock takes time itself, which is no part of the op. */
static void test_the_clock_takes_no_time(void **state)
{
	struct sample_session faked = sampler;
	struct sample sample;
	int calls = 0;

	(void)state;
	faked.clock_overhead_ns = 30;
	ticks_ns = 100;
	assert_int_equal(sample_take(&faked, call_kernel, &calls, &sample), 0);
	assert_int_equal(sample.elapsed_ns, 70);
	ticks_ns = 20;
	assert_int_equal(sample_take(&faked, call_kernel, &calls, &sample), 0);
	assert_int_equal(sample.elapsed_ns, 0);
	ticks_ns = 0;
}

static void test_error_leaves_the_sample_alone(void **state)
{
	struct sample sample, before;

	(void)state;
	memset(&sample, 0x5a, sizeof(sample));
	before = sample;
	assert_int_equal(sample_take(&sampler, refuse, NULL, &sample), -EIO);
	assert_memory_equal(&sample, &before, sizeof(sample));
}

static void test_faults_are_counted(void **state)
{
	size_t bytes = PAGES * size_page();
	char *memory =
		mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct sample sample;

	(void)state;
#ifdef FIXTURE_SANITIZED
	skip();
#endif
	assert_ptr_not_equal(memory, MAP_FAILED);
	madvise(memory, bytes, MADV_NOHUGEPAGE);
	assert_int_equal(sample_take(&sampler, touch, memory, &sample), 0);
	assert_true(sample.minor_faults.known);
	assert_int_equal(sample.minor_faults.value, PAGES);
	assert_int_equal(sample_take(&sampler, touch, memory, &sample), 0);
	assert_int_equal(sample.minor_faults.value, 0);
	munmap(memory, bytes);
}

/* Known counters grow with the work; unknown ones say why. */
static void test_more_work_costs_more(void **state)
{
	int few = 100, many = 20000;
	struct sample a, b;

	(void)state;
	assert_int_equal(sample_take(&sampler, call_kernel, &few, &a), 0);
	assert_int_equal(sample_take(&sampler, call_kernel, &many, &b), 0);
	assert_true(b.elapsed_ns > 5 * a.elapsed_ns);
	if (!a.counters.values[COUNTERS_INSTRUCTIONS].known) {
		print_message("no PMU here: counters are unknown, not 0\n");
		assert_true(sampler.counters.error < 0);
		assert_int_equal(a.counters.values[COUNTERS_INSTRUCTIONS].value, 0);
		return;
	}
	assert_true(b.counters.values[COUNTERS_INSTRUCTIONS].value >
		    50 * a.counters.values[COUNTERS_INSTRUCTIONS].value);
}

/* Empty samples calibrate counters alone. Files are read where somebody asks for them. */
static void test_nothing_is_read_in_vain(void **state)
{
	struct sample_session other;
	unsigned long before = clock_reads, pairs;
	struct sample sample;
	int calls = 1;

	(void)state;
	clock_pair_overhead_ns();
	pairs = clock_reads - before;
	before = clock_reads;
	sample_open(COUNTERS_SCOPE_THREAD, 0, false, &other);
	assert_int_equal(clock_reads - before > pairs, !other.counters.error);
	assert_int_equal(other.interrupts_fd, -1);
	assert_int_equal(sample_take(&other, call_kernel, &calls, &sample), 0);
	assert_false(sample.tlb_interrupts.known);
	assert_false(sample.call_interrupts.known);
	counters_close(&other.counters);
}

static void test_clock_overhead_is_small_but_there(void **state)
{
	uint64_t overhead = clock_pair_overhead_ns();

	(void)state;
	assert_true(overhead < 1000000);
	assert_true(sampler.clock_overhead_ns < 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_clock_takes_no_time),
		cmocka_unit_test(test_error_leaves_the_sample_alone),
		cmocka_unit_test(test_faults_are_counted),
		cmocka_unit_test(test_more_work_costs_more),
		cmocka_unit_test(test_nothing_is_read_in_vain),
		cmocka_unit_test(test_clock_overhead_is_small_but_there),
	};

	return cmocka_run_group_tests(tests, open_sampler, close_sampler);
}
