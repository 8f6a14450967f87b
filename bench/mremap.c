// SPDX-License-Identifier: GPL-2.0-or-later
/* What does mremap(2) of a region cost, by the alignment of both ends and the folio size? */
#include "bench.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { LOOP_ITERATIONS = 100 };

static int move(void *from, void *to, size_t bytes)
{
	void *got = mremap(from, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, to);

	return got == MAP_FAILED ? -errno : 0;
}

/* Holes for all regions, as far apart as the regions, each at @offset from an aligned address. */
static int reserve(struct bench_run *run, size_t offset)
{
	const struct state *state = &run->state;
	size_t span = state->spec.size_bytes;
	int error;

	if (state->spec.region_count > 1)
		span += (size_t)(state->regions[state->spec.region_count - 1] - state->regions[0]);
	error = arena_reserve(span, 2 * MIB, offset, &run->hole);
	return error ? error : arena_punch(&run->hole, span);
}

static char *destination(const struct bench_run *run, unsigned int i)
{
	return run->hole.inside + (run->state.regions[i] - run->state.regions[0]);
}

static int move_there(struct bench_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++) {
		int error = move(run->state.regions[i], destination(run, i),
				 run->state.spec.size_bytes);

		if (error)
			return error;
	}
	return 0;
}

static int move_back(struct bench_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++) {
		int error = move(destination(run, i), run->state.regions[i],
				 run->state.spec.size_bytes);

		if (error)
			return error;
	}
	return 0;
}

static int reserve_aligned(struct bench_run *run)
{
	return reserve(run, 0);
}

static int reserve_page_offset(struct bench_run *run)
{
	return reserve(run, size_page());
}

static int reserve_64k_offset(struct bench_run *run)
{
	return reserve(run, 64 * KIB);
}

static int reserve_1m_offset(struct bench_run *run)
{
	return reserve(run, MIB);
}

/* The loop of the patch review: the place is fixed, and the move goes to the next MiB. */
static int map_and_fill(struct bench_run *run)
{
	char *start = run->state.regions[0];

	if (mmap(start, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		 0) == MAP_FAILED)
		return -errno;
	memset(start, 1, MIB);
	return 0;
}

static int loop_1m(struct bench_run *run)
{
	char *start = run->state.regions[0];

	for (int i = 0; i < LOOP_ITERATIONS; i++) {
		int error = map_and_fill(run);

		if (!error)
			error = move(start, start + MIB, MIB);
		if (error)
			return error;
		munmap(start + MIB, MIB);
	}
	return 0;
}

static int hold_place(struct bench_run *run)
{
	int error = arena_reserve(2 * MIB, 2 * MIB, 0, &run->hole);

	if (!error)
		error = arena_punch(&run->hole, 2 * MIB);
	run->state.regions[0] = run->hole.inside;
	run->calls = LOOP_ITERATIONS;
	return error;
}

static int show_1m(struct bench_run *run)
{
	int error = hold_place(run);

	return error ? error : map_and_fill(run);
}

static int hide_1m(struct bench_run *run)
{
	arena_release(&run->hole);
	return 0;
}

static const struct case_value sizes[] = { { 64 * MIB, TIER_QUICK }, { GIB, TIER_FULL }, { 0 } };
static const struct case_value size_1m[] = { { MIB, TIER_QUICK }, { 0 } };

#define EXCLUSIVE_ANON                                                                             \
	{                                                                                          \
		.backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .dirty = true               \
	}

static const struct bench_case cases[] = {
	{
		.name = "mremap.pmd",
		.timed = "mremap(2) to another address, both ends PMD-aligned: page tables move "
			 "whole",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_ALL,
		.setup = reserve_aligned,
		.op = move_there,
		.undo = move_back,
		.keeps_state = true,
	},
	{
		.name = "mremap.page-offset",
		.timed = "mremap(2) to an address that is a page past PMD alignment: PTEs move one "
			 "by one",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_PTE,
		.setup = reserve_page_offset,
		.op = move_there,
		.undo = move_back,
		.keeps_state = true,
	},
	{
		.name = "mremap.64k-offset",
		.timed = "mremap(2) to an address that is 64 KiB past PMD alignment "
			 "(contpte-aligned)",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_PTE,
		.setup = reserve_64k_offset,
		.op = move_there,
		.undo = move_back,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mremap.1m-loop",
		.timed =
			"100 times: map 1 MiB at a fixed place, memset, mremap(2) by 1 MiB, munmap",
		.state = { .backing = BACKING_ANON,
			   .sharing = SHARING_EXCLUSIVE,
			   .dirty = true,
			   .advice = ADVICE_NONE },
		.sizes = size_1m,
		.folios = FOLIOS_SMALL,
		.show = show_1m,
		.hide = hide_1m,
		.setup = hold_place,
		.op = loop_1m,
		.keeps_state = true,
		.unit = UNIT_CALL,
		.faults = FAULTS_PER_FOLIO,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mremap.1m-move",
		.timed = "the mremap(2) of mremap.1m-loop alone, over 16 such regions",
		.state = { .backing = BACKING_ANON,
			   .sharing = SHARING_EXCLUSIVE,
			   .dirty = true,
			   .region_count = 16 },
		.sizes = size_1m,
		.folios = FOLIOS_SMALL,
		.setup = reserve_1m_offset,
		.op = move_there,
		.undo = move_back,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
};

static const struct bench_program program = {
	.name = "mremap",
	.about = "mremap(2) to another address; a cost a page, however the page tables are moved.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, &program);
}
