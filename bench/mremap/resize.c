// SPDX-License-Identifier: GPL-2.0-or-later
/* Grows, shrinks and remaps regions. */
#include "resize.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { LOOP_ITERATIONS = 100, REALLOC_FIRST_BYTES = 128 << 10 };

static int resize(struct case_run *run, size_t from, size_t to)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (mremap(run->state.regions[i], from, to, 0) == MAP_FAILED)
			return -errno;
	return 0;
}

int resize_grow(struct case_run *run)
{
	return resize(run, run->state.spec.size_bytes, 2 * run->state.spec.size_bytes);
}

int resize_shrink(struct case_run *run)
{
	return resize(run, 2 * run->state.spec.size_bytes, run->state.spec.size_bytes);
}

int resize_grow_and_write(struct case_run *run)
{
	size_t bytes = run->state.spec.size_bytes;
	int error = resize_grow(run);

	for (unsigned int i = 0; i < run->state.spec.region_count && !error; i++)
		touch_write(run->state.regions[i] + bytes, bytes, 1);
	return error;
}

/* Calls @change for the memory of a region's length behind each region. */
static int change_behind(struct case_run *run, int (*change)(char *start, size_t bytes))
{
	size_t bytes = run->state.spec.size_bytes;
	int error = 0;

	for (unsigned int i = 0; i < run->state.spec.region_count && !error; i++)
		error = change(run->state.regions[i] + bytes, bytes);
	return error;
}

int resize_dig_behind(struct case_run *run)
{
	return change_behind(run, ops_dig);
}

int resize_fill_behind(struct case_run *run)
{
	return change_behind(run, ops_fill);
}

int resize_dig_and_grow(struct case_run *run)
{
	int error = resize_dig_behind(run);

	return error ? error : resize_grow_and_write(run);
}

int resize_shrink_and_fill(struct case_run *run)
{
	int error = resize_shrink(run);

	return error ? error : resize_fill_behind(run);
}

int resize_double_up(struct case_run *run)
{
	size_t bytes = REALLOC_FIRST_BYTES;
	char *block = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (block == MAP_FAILED)
		return -errno;
	touch_write(block, bytes, 1);
	for (; bytes < run->state.spec.size_bytes; bytes *= 2) {
		block = mremap(block, bytes, 2 * bytes, MREMAP_MAYMOVE);
		if (block == MAP_FAILED)
			return -errno;
		touch_write(block + bytes, bytes, 1);
	}
	return munmap(block, bytes) ? -errno : 0;
}

int resize_show_block(struct case_run *run)
{
	size_t bytes = run->state.spec.size_bytes;
	int error = region_reserve(bytes, build_alignment(&run->state.spec), 0, &run->hole);

	if (error)
		return error;
	run->state.regions[0] = run->hole.inside;
	error = region_map(run->hole.inside, bytes, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (!error)
		touch_write(run->hole.inside, bytes, 1);
	return error;
}

int resize_hide_block(struct case_run *run)
{
	region_release(&run->hole);
	return 0;
}

static int map_and_fill(struct case_run *run)
{
	char *start = run->state.regions[0];

	if (mmap(start, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		 0) == MAP_FAILED)
		return -errno;
	memset(start, 1, MIB);
	return 0;
}

int resize_loop_1m(struct case_run *run)
{
	char *start = run->state.regions[0];

	for (int i = 0; i < LOOP_ITERATIONS; i++) {
		int error = map_and_fill(run);

		if (!error && mremap(start, MIB, MIB, MREMAP_MAYMOVE | MREMAP_FIXED, start + MIB) ==
				      MAP_FAILED)
			error = -errno;
		if (error)
			return error;
		munmap(start + MIB, MIB);
	}
	return 0;
}

int resize_hold_place(struct case_run *run)
{
	int error = region_reserve(2 * MIB, build_alignment(&run->state.spec), 0, &run->hole);

	if (!error)
		error = region_punch(&run->hole, 2 * MIB);
	run->state.regions[0] = run->hole.inside;
	run->calls = LOOP_ITERATIONS;
	return error;
}

int resize_show_1m(struct case_run *run)
{
	int error = resize_hold_place(run);

	return error ? error : map_and_fill(run);
}
