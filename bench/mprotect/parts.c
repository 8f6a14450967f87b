// SPDX-License-Identifier: GPL-2.0-or-later
/* Protects less than a whole region. */
#include "parts.h"

#include <errno.h>
#include <sys/mman.h>

enum { RW = PROT_READ | PROT_WRITE, GUARD_EVERY = 16 };

/* The region without its first and last page: it begins inside a folio and a contpte block. */
static int inside_to(struct case_run *run, int protection)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (mprotect(run->state.regions[i] + size_page(),
			     run->state.spec.size_bytes - 2 * size_page(), protection))
			return -errno;
	return 0;
}

int parts_inside_to_read(struct case_run *run)
{
	return inside_to(run, PROT_READ);
}

int parts_inside_to_read_write(struct case_run *run)
{
	return inside_to(run, RW);
}

static int middle_to(struct case_run *run, int protection)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (mprotect(run->state.regions[i] + run->state.spec.size_bytes / 2, size_page(),
			     protection))
			return -errno;
	return 0;
}

int parts_split_off_page(struct case_run *run)
{
	return middle_to(run, PROT_READ);
}

int parts_merge_page(struct case_run *run)
{
	return middle_to(run, RW);
}

/* Calls mprotect(2) on @bytes at @offset of each @step. Return: the number of calls, or -errno. */
static int protect_parts(struct case_run *run, size_t step, size_t offset, size_t bytes,
			 int protection)
{
	char *start = run->state.regions[0], *end = start + run->state.spec.size_bytes;
	int calls = 0;

	for (char *p = start; p + offset + bytes <= end; p += step, calls++)
		if (mprotect(p + offset, bytes, protection))
			return -errno;
	run->calls = (uint64_t)calls;
	return 0;
}

int parts_split_each_folio(struct case_run *run)
{
	size_t folio = run->state.spec.folio_bytes;

	return protect_parts(run, folio, folio / 2, size_page(), PROT_READ);
}

int parts_block_whole(struct case_run *run)
{
	size_t block = run->state.spec.folio_bytes;

	return protect_parts(run, 2 * block, 0, block, PROT_READ);
}

int parts_block_page(struct case_run *run)
{
	size_t block = run->state.spec.folio_bytes;

	return protect_parts(run, block, block / 2, size_page(), PROT_READ);
}

int parts_block_head(struct case_run *run)
{
	size_t block = run->state.spec.folio_bytes;

	return protect_parts(run, block, 0, block / 2, PROT_READ);
}

int parts_block_tail(struct case_run *run)
{
	size_t block = run->state.spec.folio_bytes;

	return protect_parts(run, block, block / 2, block / 2, PROT_READ);
}

int parts_block_straddle(struct case_run *run)
{
	size_t block = run->state.spec.folio_bytes;

	return protect_parts(run, 2 * block, block / 2, block, PROT_READ);
}

int parts_guard_pages_up(struct case_run *run)
{
	return protect_parts(run, GUARD_EVERY * size_page(), 0, size_page(), PROT_NONE);
}

int parts_guard_pages_down(struct case_run *run)
{
	return protect_parts(run, GUARD_EVERY * size_page(), 0, size_page(), RW);
}
