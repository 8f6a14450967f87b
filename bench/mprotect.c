// SPDX-License-Identifier: GPL-2.0-or-later
/* What does mprotect(2) of a whole region cost, by folio size and direction? */
#include "bench.h"

#include <errno.h>
#include <sys/mman.h>

enum { RW = PROT_READ | PROT_WRITE };

static int protect(struct bench_run *run, int protection)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (mprotect(run->state.regions[i], run->state.spec.size_bytes, protection))
			return -errno;
	return 0;
}

static int to_read(struct bench_run *run)
{
	return protect(run, PROT_READ);
}

static int to_read_write(struct bench_run *run)
{
	return protect(run, RW);
}

static int to_none(struct bench_run *run)
{
	return protect(run, PROT_NONE);
}

static const struct case_value sizes[] = {
	{ 64 * MIB, TIER_QUICK }, { 4 * MIB, TIER_FULL }, { GIB, TIER_FULL }, { 0 }
};

#define EXCLUSIVE_ANON                                                                             \
	{                                                                                          \
		.backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .dirty = true               \
	}

static const struct bench_case cases[] = {
	{
		.name = "mprotect.ro",
		.timed = "mprotect(2) from read-write to read-only",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_ALL,
		.op = to_read,
		.undo = to_read_write,
		.keeps_state = true,
	},
	{
		.name = "mprotect.rw",
		.timed = "mprotect(2) from read-only to read-write",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_ALL,
		.setup = to_read,
		.op = to_read_write,
		.undo = to_read,
		.teardown = to_read_write,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.none",
		.timed = "mprotect(2) from read-write to PROT_NONE",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_ALL,
		.op = to_none,
		.undo = to_read_write,
		.keeps_state = true,
	},
	{
		.name = "mprotect.from-none",
		.timed = "mprotect(2) from PROT_NONE to read-write",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_ALL,
		.setup = to_none,
		.op = to_read_write,
		.undo = to_none,
		.teardown = to_read_write,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
};

static const struct bench_program program = {
	.name = "mprotect",
	.about = "mprotect(2) of whole regions; each direction is a case of its own.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, &program);
}
