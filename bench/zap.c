// SPDX-License-Identifier: GPL-2.0-or-later
/* Times unmapping pages, by folio size. */
#include "bench.h"
#include "sweeps.h"

#include <errno.h>
#include <sys/mman.h>

static int unmap_all(struct case_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (munmap(run->state.regions[i], run->state.spec.size_bytes))
			return -errno;
	return 0;
}

static int discard_all(struct case_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (madvise(run->state.regions[i], run->state.spec.size_bytes, MADV_DONTNEED))
			return -errno;
	return 0;
}

static int free_all(struct case_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (madvise(run->state.regions[i], run->state.spec.size_bytes, MADV_FREE))
			return -errno;
	return 0;
}

static int map_over(struct case_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (mmap(run->state.regions[i], run->state.spec.size_bytes, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
			return -errno;
	return 0;
}

static int discard_halves(struct case_run *run)
{
	size_t folio = run->state.spec.folio_bytes;
	char *start = run->state.regions[0];

	run->calls = run->state.spec.size_bytes / folio;
	for (char *p = start; p < start + run->state.spec.size_bytes; p += folio)
		if (madvise(p + folio / 2, folio / 2, MADV_DONTNEED))
			return -errno;
	return 0;
}

/* clang-format off */
static const struct case_entry cases[] = {
	{ .name = "zap.munmap",
	  .timed = "munmap(2)",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_rebuilt_sizes, .folios = FOLIOS_ALL, .tier = TIER_QUICK,
	  .op = unmap_all, .after_op = ACCESS_NONE, .samples = 10 },
	{ .name = "zap.dontneed",
	  .timed = "madvise(MADV_DONTNEED)",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_rebuilt_sizes, .folios = FOLIOS_ALL, .tier = TIER_QUICK,
	  .op = discard_all, .after_op = ACCESS_ZEROED, .samples = 10 },
	{ .name = "zap.map-fixed",
	  .timed = "mmap(2) with MAP_FIXED over the region",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_ALL, .tier = TIER_DEFAULT,
	  .op = map_over, .after_op = ACCESS_ZEROED, .samples = 10 },
	{ .name = "zap.free",
	  .timed = "madvise(MADV_FREE)",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_ALL, .tier = TIER_DEFAULT,
	  .op = free_all, .after_op = ACCESS_UNTOLD, .samples = 10 },
	{ .name = "zap.partial",
	  .timed = "madvise(MADV_DONTNEED) of the second half of each folio, one after the other: "
		   "the folio waits to be split",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_LARGE, .tier = TIER_DEFAULT,
	  .op = discard_halves, .after_op = ACCESS_UNTOLD, .unit = UNIT_CALL, .samples = 10 },
	{ .name = "zap.swap",
	  .timed = "munmap(2) of swap entries",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_SWAPPED, .mapping = MAPPING_PTE },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .op = unmap_all, .after_op = ACCESS_NONE, .samples = 10 },
	{ .name = "zap.threads",
	  .timed = "munmap(2), while threads of the process spin on other CPUs",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 16 },
	  .sizes = sweeps_64k, .folios = FOLIOS_BASE, .parameter = "threads",
	  .parameters = sweeps_threads, .sweep = SWEEP_THREADS, .tier = TIER_DEFAULT,
	  .op = unmap_all, .after_op = ACCESS_NONE, .unit = UNIT_CALL, .samples = 10 },
};
/* clang-format on */

const struct case_program bench_program = {
	.name = "zap",
	.about = "Taking pages away: munmap(2), madvise(2), mmap(2) over a mapping.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
