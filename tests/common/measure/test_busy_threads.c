// SPDX-License-Identifier: GPL-2.0-or-later
/* Spinning threads cause TLB shootdowns, and these are counted. */
#include "fixture.h"

#include <string.h>
#include <sys/mman.h>

#include "sys/pin.h"
#include "sys/tlb_ipi.h"
#include "measure/sample.h"
#include "base/size.h"
#include "measure/busy_threads.h"

enum { CALLS = 200, ENOUGH = CALLS * 9 / 10, ATTEMPTS = 100 };

static char *page;

static int flip(void *argument)
{
	(void)argument;
	for (int i = 0; i < CALLS; i++) {
		*(volatile char *)page = 1;
		if (mprotect(page, size_page(), PROT_READ) ||
		    mprotect(page, size_page(), PROT_READ | PROT_WRITE))
			return -1;
	}
	return 0;
}

/* Return: interrupts of CALLS flushes while @count threads spin. */
static uint64_t interrupts_with(const int *cpus, unsigned int count, int cpu)
{
	static struct busy_threads spin;
	struct sample_session sampler;
	struct sample sample = { 0 };
	struct reason why = { "" };

	assert_int_equal(busy_threads_start(&spin, cpus, count, &why), 0);
	sample_open(COUNTERS_SCOPE_THREAD, cpu, true, &sampler);
	assert_int_equal(sample_take(&sampler, flip, NULL, &sample), 0);
	counters_close(&sampler.counters);
	busy_threads_stop(&spin);
	assert_int_equal(spin.count, 0);
	assert_true(sample.tlb_interrupts.known);
	return sample.tlb_interrupts.value + sample.call_interrupts.value;
}

static void test_shootdowns(void **state)
{
	int cpu = pin_choose_cpu(), other = -1;
	uint64_t many = 0, few = 0;
	struct reason why;

	(void)state;
	if (!tlb_ipi_is_used() || !pin_others(cpu, &other, 1)) {
		print_message("skipped: one CPU, or flushes send no interrupts\n");
		skip();
	}
	assert_int_equal(pin_to_cpu(cpu, &why), 0);
	page = mmap(NULL, size_page(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(page != MAP_FAILED);
	/* Other processes take the CPU from the thread, and interrupt it: then once more. */
	for (int i = 0; i < ATTEMPTS && (few >= ENOUGH || many < ENOUGH); i++) {
		many = interrupts_with(&other, 1, cpu);
		few = interrupts_with(&other, 0, cpu);
	}
	assert_true(many >= ENOUGH);
	assert_true(few < ENOUGH);
	munmap(page, size_page());
}

static void test_no_such_cpu(void **state)
{
	static struct busy_threads spin;
	const int cpus[] = { 1000 };
	struct reason why = { "" };

	(void)state;
	assert_true(busy_threads_start(&spin, cpus, 1, &why) < 0);
	assert_non_null(strstr(why.text, "CPU 1000"));
	assert_int_equal(spin.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_such_cpu),
		cmocka_unit_test(test_shootdowns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
