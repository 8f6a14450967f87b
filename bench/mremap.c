// SPDX-License-Identifier: GPL-2.0-or-later
/* Times mremap(2) of a region, by the alignment of both ends and the folio size. */
#include "bench.h"
#include "sweeps.h"
#include "mremap/resize.h"

#include <errno.h>
#include <sys/mman.h>

/* From the first byte of the first region to the last of the last. */
static size_t span(const struct build *state)
{
	size_t bytes = state->spec.size_bytes;

	if (state->spec.region_count > 1)
		bytes += (size_t)(state->regions[state->spec.region_count - 1] - state->regions[0]);
	return bytes;
}

/* Makes holes as far apart as the regions, each @offset past an aligned address. */
static int reserve_at(struct case_run *run, size_t align, size_t offset)
{
	int error = region_reserve(span(&run->state), align, offset, &run->hole);

	return error ? error : region_punch(&run->hole, span(&run->state));
}

static int reserve(struct case_run *run, size_t offset)
{
	const struct page_state *spec = &run->state.spec;

	return reserve_at(run, build_alignment(spec), spec->offset_bytes + offset);
}

static char *destination(const struct case_run *run, unsigned int i)
{
	return run->hole.inside + (run->state.regions[i] - run->state.regions[0]);
}

/* Moves all regions to their destinations, or back from there. */
static int move(struct case_run *run, bool is_back, int flags)
{
	size_t bytes = run->state.spec.size_bytes;

	for (unsigned int i = 0; i < run->state.spec.region_count; i++) {
		char *home = run->state.regions[i], *there = destination(run, i);

		if (mremap(is_back ? there : home, bytes, bytes,
			   MREMAP_MAYMOVE | MREMAP_FIXED | flags,
			   is_back ? home : there) == MAP_FAILED)
			return -errno;
	}
	return 0;
}

static int move_there(struct case_run *run)
{
	return move(run, false, 0);
}

static int move_leaving(struct case_run *run)
{
	return move(run, false, MREMAP_DONTUNMAP);
}

static int move_back(struct case_run *run)
{
	return move(run, true, 0);
}

static int reserve_page_offset(struct case_run *run)
{
	return reserve(run, size_page());
}

static int reserve_64k_offset(struct case_run *run)
{
	return reserve(run, 64 * KIB);
}

static int reserve_1m_offset(struct case_run *run)
{
	return reserve(run, MIB);
}

static int reserve_pud(struct case_run *run)
{
	return reserve_at(run, GIB, 0);
}

/* Keeps regions of 1 GiB off an alignment at which a PUD entry would move. */
static int reserve_pmd(struct case_run *run)
{
	return reserve_at(run, GIB, build_alignment(&run->state.spec));
}

static int reserve_block_offset(struct case_run *run)
{
	return reserve(run, run->state.spec.folio_bytes);
}

/*
 * Both ends are 1 MiB past alignment, and nothing is mapped before them back to it: the kernel may
 * align down and move whole tables. Source: try_realign_addr(), mm/mremap.c @ 6.7.
 */
static int reserve_alike(struct case_run *run)
{
	size_t align = build_alignment(&run->state.spec);
	int error = region_reserve(span(&run->state) + MIB, align, 0, &run->hole);

	if (!error)
		error = region_punch(&run->hole, span(&run->state) + MIB);
	run->hole.inside += MIB;
	return error ? error : ops_dig(run->state.regions[0] - MIB, MIB);
}

static int fill_alike(struct case_run *run)
{
	return ops_fill(run->state.regions[0] - MIB, MIB);
}

/* Maps a page before each destination, so that the move finds a page table there. */
static int reserve_warm(struct case_run *run)
{
	int error = reserve_1m_offset(run);

	for (unsigned int i = 0; i < run->state.spec.region_count && !error; i++) {
		char *neighbour = destination(run, i) - size_page();

		error = region_map(neighbour, size_page(), PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
		if (!error)
			touch_write(neighbour, size_page(), 1);
	}
	return error;
}

static const struct case_value size_16m[] = { { 16 * MIB, TIER_QUICK }, { 0 } };
static const struct case_value size_1g[] = { { GIB, TIER_QUICK }, { 0 } };
static const struct case_value vma_counts[] = { { 1000, TIER_DEFAULT }, { 0 } };

/* clang-format off */
static const struct case_entry cases[] = {
	{ .name = "mremap.pmd",
	  .timed = "mremap(2) to another address, both ends PMD-aligned and not PUD-aligned: page "
		   "tables move whole",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_main_sizes, .folios = FOLIOS_ALL, .tier = TIER_QUICK,
	  .setup = reserve_pmd, .op = move_there, .undo = move_back, .locate = destination,
	  .moves_tables = true, .keeps_state = true },
	{ .name = "mremap.pud",
	  .timed = "mremap(2) to another address, both ends aligned to 1 GiB: a PUD entry moves",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1, .align_bytes = GIB },
	  .sizes = size_1g, .folios = FOLIOS_BASE_AND_PMD, .tier = TIER_FULL,
	  .setup = reserve_pud, .op = move_there, .undo = move_back, .locate = destination,
	  .moves_tables = true, .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "mremap.page-offset",
	  .timed = "mremap(2) to an address that is a page past PMD alignment: PTEs move one by "
		   "one",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_all_sizes, .folios = FOLIOS_PTE, .tier = TIER_QUICK,
	  .setup = reserve_page_offset, .op = move_there, .undo = move_back, .locate = destination,
	  .keeps_state = true },
	{ .name = "mremap.64k-offset",
	  .timed = "mremap(2) to an address that is 64 KiB past PMD alignment (with pages of 4K, "
		   "contpte-aligned)",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_16m_sizes, .folios = FOLIOS_PTE, .tier = TIER_DEFAULT,
	  .setup = reserve_64k_offset, .op = move_there, .undo = move_back, .locate = destination,
	  .keeps_state = true },
	{ .name = "mremap.same-offset",
	  .timed = "mremap(2) where both ends are 1 MiB past PMD alignment, with nothing around "
		   "them",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1, .offset_bytes = MIB },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_SMALL, .tier = TIER_DEFAULT,
	  .setup = reserve_alike, .op = move_there, .undo = move_back, .teardown = fill_alike,
	  .locate = destination, .moves_tables = true, .keeps_state = true },
	{ .name = "mremap.pmd-split",
	  .timed = "mremap(2) of PMD-mapped folios to an address that is a page past PMD "
		   "alignment: each is split",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_PMD, .tier = TIER_DEFAULT,
	  .setup = reserve_page_offset, .op = move_there, .locate = destination, .splits = true },
	{ .name = "mremap.uffd-wp",
	  .timed = "mremap(2), PMD-aligned, of memory that userfaultfd write-protects, without "
		   "EVENT_REMAP: the protection is cleared page by page",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_UFFD_WP, .mapping = MAPPING_PTE },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_BASE_AND_PMD, .tier = TIER_DEFAULT,
	  .setup = reserve_pmd, .op = move_there, .locate = destination },
	{ .name = "mremap.uffd-marker",
	  .timed = "the same of uffd-wp markers, which are dropped",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_UFFD_MARKER, .mapping = MAPPING_PTE },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .setup = reserve_pmd, .op = move_there, .locate = destination },
	{ .name = "mremap.swap",
	  .timed = "mremap(2) of swap entries to an address that is a page past PMD alignment",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_SWAPPED, .mapping = MAPPING_PTE },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .setup = reserve_page_offset, .op = move_there, .undo = move_back, .locate = destination,
	  .keeps_state = true },
	{ .name = "mremap.dontunmap",
	  .timed = "mremap(2) with MREMAP_DONTUNMAP, PMD-aligned: an empty VMA stays behind",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE,
		     .pages = PAGES_WRITTEN },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_BASE_AND_PMD, .tier = TIER_DEFAULT,
	  .setup = reserve_pmd, .op = move_leaving, .undo = move_back,
	  .after_op = ACCESS_UNTOLD, .moves_tables = true, .keeps_state = true },
	{ .name = "mremap.vmas",
	  .timed = "one mremap(2) of that many VMAs of one page each",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .mapping = MAPPING_PTE, .region_count = 1 },
	  .parameter = "vmas", .parameters = vma_counts, .sweep = SWEEP_VMAS, .tier = TIER_DEFAULT,
	  .needs = NEEDS_MULTI_MOVE, .setup = reserve_pmd, .op = move_there, .undo = move_back,
	  .locate = destination, .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "mremap.threads",
	  .timed = "mremap(2) to an address that is a page past PMD alignment, while threads of "
		   "the process spin on other CPUs",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 16 },
	  .sizes = sweeps_64k, .folios = FOLIOS_BASE, .parameter = "threads",
	  .parameters = sweeps_threads, .sweep = SWEEP_THREADS, .tier = TIER_DEFAULT,
	  .setup = reserve_page_offset, .op = move_there, .undo = move_back, .locate = destination,
	  .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "mremap.contpte-whole",
	  .timed = "mremap(2) of whole blocks of contiguous PTEs to an address a block further",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 16 },
	  .sizes = sweeps_4m, .folios = FOLIOS_CONTPTE, .tier = TIER_DEFAULT,
	  .needs = NEEDS_CONTPTE, .setup = reserve_block_offset, .op = move_there,
	  .undo = move_back, .locate = destination, .keeps_state = true },
	{ .name = "mremap.grow",
	  .timed = "mremap(2) of 1 MiB to 2 MiB in place; the second is not touched",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 16 },
	  .sizes = sweeps_1m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .has_one_size = true,
	  .setup = resize_dig_behind, .op = resize_grow, .undo = resize_shrink,
	  .teardown = resize_fill_behind, .after_op = ACCESS_UNTOLD, .after_undo = ACCESS_UNTOLD,
	  .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "mremap.shrink",
	  .timed = "mremap(2) of 2 MiB to 1 MiB in place; the second had been written",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 16 },
	  .sizes = sweeps_1m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .has_one_size = true,
	  .setup = resize_dig_and_grow, .op = resize_shrink, .undo = resize_grow_and_write,
	  .teardown = resize_shrink_and_fill, .after_op = ACCESS_UNTOLD,
	  .after_undo = ACCESS_UNTOLD, .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "mremap.realloc",
	  .timed = "grow a block from 128 KiB to 16 MiB as realloc(3) does: double it by "
		   "mremap(2), write the new half, at last munmap(2)",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = size_16m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .show = resize_show_block, .hide = resize_hide_block, .setup = ops_count_one,
	  .op = resize_double_up, .after_op = ACCESS_UNTOLD, .after_undo = ACCESS_UNTOLD,
	  .keeps_state = true, .faults = FAULTS_PER_FOLIO, .samples = 10 },
	{ .name = "mremap.1m-loop",
	  .timed = "100 times: map 1 MiB at a fixed place, memset, mremap(2) by 1 MiB, munmap",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .advice = ADVICE_NONE },
	  .sizes = sweeps_1m, .folios = FOLIOS_SMALL, .tier = TIER_DEFAULT,
	  .show = resize_show_1m, .hide = resize_hide_block, .setup = resize_hold_place,
	  .op = resize_loop_1m, .after_op = ACCESS_UNTOLD, .after_undo = ACCESS_UNTOLD,
	  .keeps_state = true, .unit = UNIT_CALL, .faults = FAULTS_PER_FOLIO, .samples = 5 },
	{ .name = "mremap.1m-move",
	  .timed = "the mremap(2) of mremap.1m-loop alone, over 16 such regions",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 16 },
	  .sizes = sweeps_1m, .folios = FOLIOS_SMALL, .tier = TIER_DEFAULT,
	  .has_one_size = true,
	  .setup = reserve_1m_offset, .op = move_there, .undo = move_back, .locate = destination,
	  .keeps_state = true },
	{ .name = "mremap.1m-warm",
	  .timed = "the same where a page table is there already at each destination",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 16 },
	  .sizes = sweeps_1m, .folios = FOLIOS_SMALL, .tier = TIER_DEFAULT,
	  .has_one_size = true,
	  .setup = reserve_warm, .op = move_there, .undo = move_back, .locate = destination,
	  .keeps_state = true },
};
/* clang-format on */

const struct case_program bench_program = {
	.name = "mremap",
	.about = "mremap(2): moves, by the alignment of both ends and the page state; growing and "
		 "shrinking.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
