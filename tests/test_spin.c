// SPDX-License-Identifier: GPL-2.0-or-later
/* Do spinning threads make shootdowns, and are those counted? */
#include "fixture.h"

#include <string.h>
#include <sys/mman.h>

#include "affinity.h"
#include "interrupts.h"
#include "sample.h"
#include "size.h"
#include "spin.h"

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
	static struct spin spin;
	struct sampler sampler;
	struct sample sample = { 0 };
	struct reason why = { "" };

	assert_int_equal(spin_start(&spin, cpus, count, &why), 0);
	sampler_open(COUNTER_SCOPE_THREAD, cpu, &sampler);
	assert_int_equal(sampler_take(&sampler, flip, NULL, &sample), 0);
	sampler_close(&sampler);
	spin_stop(&spin);
	assert_int_equal(spin.count, 0);
	assert_true(sample.tlb_interrupts.known);
	return sample.tlb_interrupts.value + sample.call_interrupts.value;
}

static void test_shootdowns(void **state)
{
	int cpu = affinity_choose_cpu(), other = -1;
	uint64_t many = 0, few = 0;
	struct reason why;

	(void)state;
	if (!interrupts_carry_shootdowns() || !affinity_others(cpu, &other, 1)) {
		print_message("skipped: one CPU, or flushes send no interrupts\n");
		skip();
	}
	assert_int_equal(affinity_pin(cpu, &why), 0);
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
	static struct spin spin;
	const int cpus[] = { 1000 };
	struct reason why = { "" };

	(void)state;
	assert_true(spin_start(&spin, cpus, 1, &why) < 0);
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
