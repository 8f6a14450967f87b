// SPDX-License-Identifier: GPL-2.0-or-later
/* Control cases, which run no mm code: the floor of a measurement, and a detector of drift. */
#include "bench.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALLS = 10000, SYSCALLS = 1000, CHASE_BYTES = 32 << 20, LINE_BYTES = 64 };

static int count_calls(struct case_run *run)
{
	run->calls = CALLS;
	return 0;
}

static int count_syscalls(struct case_run *run)
{
	run->calls = SYSCALLS;
	return 0;
}

static __attribute__((noinline)) void empty(void)
{
	__asm__ volatile("");
}

static int call_empty(struct case_run *run)
{
	(void)run;
	for (int i = 0; i < CALLS; i++)
		empty();
	return 0;
}

static int call_getppid(struct case_run *run)
{
	(void)run;
	for (int i = 0; i < SYSCALLS; i++)
		syscall(SYS_getppid);
	return 0;
}

static int exchange(struct case_run *run)
{
	uint64_t word = 0;

	(void)run;
	for (int i = 0; i < CALLS; i++)
		__atomic_exchange_n(&word, (uint64_t)i, __ATOMIC_SEQ_CST);
	return 0;
}

/* A random cycle through all cache lines (Sattolo), so that no prefetcher can follow. */
static int build_chase(struct case_run *run)
{
	size_t lines = CHASE_BYTES / LINE_BYTES, step = LINE_BYTES / sizeof(size_t);
	size_t *memory =
		mmap(NULL, CHASE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned short state[3] = { 1, 2, 3 };

	if (memory == MAP_FAILED)
		return -errno;
	for (size_t i = 0; i < lines; i++)
		memory[i * step] = i * step;
	for (size_t i = lines - 1; i > 0; i--) {
		size_t other = (size_t)nrand48(state) % i, kept = memory[i * step];

		memory[i * step] = memory[other * step];
		memory[other * step] = kept;
	}
	run->data = memory;
	return count_calls(run);
}

static int chase(struct case_run *run)
{
	const volatile size_t *memory = run->data;
	size_t at = 0;

	for (int i = 0; i < CALLS; i++)
		at = memory[at];
	return 0;
}

static int drop_chase(struct case_run *run)
{
	return munmap(run->data, CHASE_BYTES) ? -errno : 0;
}

/* clang-format off */
static const struct case_entry cases[] = {
	{ .name = "control.empty",
	  .timed = "10000 calls of an empty function",
	  .tier = TIER_QUICK,
	  .setup = count_calls, .op = call_empty, .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "control.getppid",
	  .timed = "1000 getppid(2): the cost of entering and leaving the kernel",
	  .tier = TIER_QUICK,
	  .setup = count_syscalls, .op = call_getppid, .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "control.xchg",
	  .timed = "10000 atomic exchanges of one word: the core's frequency",
	  .tier = TIER_QUICK,
	  .setup = count_calls, .op = exchange, .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "control.pointer-chase",
	  .timed = "10000 dependent loads along a random cycle through 32 MiB: memory latency",
	  .tier = TIER_QUICK,
	  .setup = build_chase, .op = chase, .teardown = drop_chase,
	  .keeps_state = true, .unit = UNIT_CALL },
};
/* clang-format on */

const struct case_program bench_program = {
	.name = "control",
	.about = "Costs that no mm patch changes: the floor, and the witness of drift.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
