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

#define ZAP(title, sentence, how, found, ...)                                                      \
	{                                                                                          \
		.name = "zap." title, .timed = sentence, .op = how, .after_op = (found),           \
		.samples = 10, __VA_ARGS__                                                         \
	}

static const struct case_entry cases[] = {
	ZAP("munmap", "munmap(2)", unmap_all, ACCESS_NONE, .state = { EXCLUSIVE },
	    .sizes = sweeps_main_sizes, .folios = FOLIOS_ALL),
	ZAP("dontneed", "madvise(MADV_DONTNEED)", discard_all, ACCESS_ZEROED,
	    .state = { EXCLUSIVE }, .sizes = sweeps_main_sizes, .folios = FOLIOS_ALL),
	ZAP("map-fixed", "mmap(2) with MAP_FIXED over the region", map_over, ACCESS_ZEROED,
	    .state = { EXCLUSIVE }, .sizes = sweeps_64m, .folios = FOLIOS_ALL,
	    .tier = TIER_DEFAULT),
	ZAP("free", "madvise(MADV_FREE)", free_all, ACCESS_UNTOLD, .state = { EXCLUSIVE },
	    .sizes = sweeps_64m, .folios = FOLIOS_ALL, .tier = TIER_DEFAULT),
	ZAP("partial",
	    "madvise(MADV_DONTNEED) of the second half of each folio, one after the other: the "
	    "folio waits to be split",
	    discard_halves, ACCESS_UNTOLD, .state = { EXCLUSIVE, .region_count = 1 },
	    .sizes = sweeps_64m, .folios = FOLIOS_LARGE, .unit = UNIT_CALL, .tier = TIER_DEFAULT),
	ZAP("swap", "munmap(2) of swap entries", unmap_all, ACCESS_NONE,
	    .state = { .backing = BACKING_ANON, .pages = PAGES_SWAPPED, .mapping = MAPPING_PTE },
	    .sizes = sweeps_64m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT),
	ZAP("threads", "munmap(2), while threads of the process spin on other CPUs", unmap_all,
	    ACCESS_NONE, .state = { EXCLUSIVE, .region_count = 16 }, .sizes = sweeps_64k,
	    .folios = FOLIOS_BASE, .parameter = "threads", .parameters = sweeps_threads,
	    .sweep = SWEEP_THREADS, .unit = UNIT_CALL, .tier = TIER_DEFAULT),
};

static const struct case_program program = {
	.name = "zap",
	.about = "Taking pages away: munmap(2), madvise(2), mmap(2) over a mapping.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, &program);
}
