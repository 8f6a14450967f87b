// SPDX-License-Identifier: GPL-2.0-or-later
/* Times mprotect(2), by page state, folio size and direction. */
#include "bench.h"
#include "sweeps.h"
#include "mprotect/marks.h"
#include "mprotect/parts.h"

#include <errno.h>
#include <sys/mman.h>

enum { RW = PROT_READ | PROT_WRITE, RX = PROT_READ | PROT_EXEC, FLIPS = 100 };

static int to_read_execute(struct case_run *run)
{
	return ops_protect(run, RX);
}

static int count_flips(struct case_run *run)
{
	run->calls = 2ull * FLIPS;
	return 0;
}

static int flip(struct case_run *run)
{
	for (int i = 0; i < FLIPS; i++)
		if (mprotect(run->state.regions[0], size_page(), RX) ||
		    mprotect(run->state.regions[0], size_page(), RW))
			return -errno;
	return 0;
}

static int cycle(struct case_run *run)
{
	int error = ops_to_read(run);

	return error ? error : ops_to_read_write(run);
}

static const struct case_value mixes[] = { { 2, TIER_DEFAULT }, { 16, TIER_DEFAULT }, { 0 } };
static const struct case_value vma_counts[] = { { 1000, TIER_DEFAULT }, { 0 } };

/* From read-write, and back again: the four directions. */
#define TO_READ .op = ops_to_read, .undo = ops_to_read_write, .after_op = ACCESS_READ
#define FROM_READ                                                                                  \
	.setup = ops_to_read, .op = ops_to_read_write, .undo = ops_to_read,                        \
	.teardown = ops_to_read_write, .after_undo = ACCESS_READ
#define TO_NONE .op = ops_to_none, .undo = ops_to_read_write, .after_op = ACCESS_NONE
#define FROM_NONE                                                                                  \
	.setup = ops_to_none, .op = ops_to_read_write, .undo = ops_to_none,                        \
	.teardown = ops_to_read_write, .after_undo = ACCESS_NONE
#define READ_TO_EXECUTE                                                                            \
	.setup = ops_to_read, .op = to_read_execute, .undo = ops_to_read,                          \
	.teardown = ops_to_read_write, .after_op = ACCESS_READ, .after_undo = ACCESS_READ
#define EXECUTE_TO_READ                                                                            \
	.setup = to_read_execute, .op = ops_to_read, .undo = to_read_execute,                      \
	.teardown = ops_to_read_write, .after_op = ACCESS_READ, .after_undo = ACCESS_READ

/* A region as a whole; what follows the state is one of the directions above. */
#define WHOLE(title, sentence, size_list, folio_set, when, ...)                                    \
	.name = "mprotect." title, .timed = sentence, .state = { __VA_ARGS__ },                    \
	.sizes = size_list, .folios = folio_set, .keeps_state = true, .tier = when
/* Both directions of a state that is not the ordinary one. */
#define PAIR(title, what, folio_set, ...)                                                          \
	{ WHOLE(title "-ro", "mprotect(2) from read-write to read-only of " what, sweeps_64m,      \
		folio_set, TIER_DEFAULT, __VA_ARGS__),                                             \
	  TO_READ },                                                                               \
	{                                                                                          \
		WHOLE(title "-rw", "mprotect(2) from read-only to read-write of " what,            \
		      sweeps_64m, folio_set, TIER_DEFAULT, __VA_ARGS__),                           \
			FROM_READ                                                                  \
	}
#define MIXED                                                                                      \
	.state = { .backing = BACKING_ANON, .sharing = SHARING_MIXED, .pages = PAGES_WRITTEN },    \
	.sizes = sweeps_64m, .folios = FOLIOS_PTE, .parameter = "mixed", .parameters = mixes,      \
	.sweep = SWEEP_MIXED, .keeps_state = true, .tier = TIER_DEFAULT
#define REWRITE(title, what, kind, folio_set)                                                      \
	{                                                                                          \
		.name = "mprotect." title,                                                         \
		.timed = "write each page of " what ", after read-only and back",                  \
		.state = { .backing = (kind), .pages = PAGES_WRITTEN }, .sizes = sweeps_64m,       \
		.folios = folio_set, .setup = cycle, .op = ops_write, .undo = cycle,               \
		.keeps_state = true, .faults = FAULTS_ANY, .tier = TIER_DEFAULT                    \
	}
/* Calls on parts of a region: each leaves more VMAs. */
#define PARTS(title, sentence, how, ...)                                                           \
	{                                                                                          \
		.name = "mprotect." title, .timed = sentence,                                      \
		.state = { EXCLUSIVE, .region_count = 1 }, .op = how, .unit = UNIT_CALL,           \
		.after_op = ACCESS_UNTOLD, .tier = TIER_DEFAULT, __VA_ARGS__                       \
	}
#define BLOCKS(title, what, how)                                                                   \
	PARTS("contpte-" title, "mprotect(2) to read-only, one after the other, of " what, how,    \
	      .sizes = sweeps_4m, .folios = FOLIOS_CONTPTE, .needs = NEEDS_CONTPTE)

static const struct case_entry cases[] = {
	{ WHOLE("ro", "mprotect(2) from read-write to read-only", sweeps_all_sizes, FOLIOS_ALL,
		TIER_QUICK, EXCLUSIVE),
	  TO_READ },
	{ WHOLE("rw", "mprotect(2) from read-only to read-write", sweeps_main_sizes, FOLIOS_ALL,
		TIER_QUICK, EXCLUSIVE),
	  FROM_READ },
	{ WHOLE("none", "mprotect(2) from read-write to PROT_NONE", sweeps_main_sizes, FOLIOS_ALL,
		TIER_QUICK, EXCLUSIVE),
	  TO_NONE },
	{ WHOLE("from-none", "mprotect(2) from PROT_NONE to read-write", sweeps_main_sizes,
		FOLIOS_ALL, TIER_DEFAULT, EXCLUSIVE),
	  FROM_NONE },
	PAIR("shared-dirty", "shared anonymous memory (shmem)", FOLIOS_UNSPLIT,
	     .backing = BACKING_SHMEM, .pages = PAGES_WRITTEN),
	REWRITE("shared-dirty-rewrite", "shared anonymous memory (shmem)", BACKING_SHMEM,
		FOLIOS_UNSPLIT),
	PAIR("file", "dirty page cache, mapped shared", FOLIOS_SMALL, .backing = BACKING_FILE,
	     .pages = PAGES_WRITTEN),
	REWRITE("file-rewrite", "page cache, mapped shared", BACKING_FILE, FOLIOS_BASE),
	{ WHOLE("file-rx", "mprotect(2) from read-only to read-execute of a private file mapping",
		sweeps_64m, FOLIOS_SMALL, TIER_DEFAULT, .backing = BACKING_PRIVATE_FILE,
		.pages = PAGES_READ),
	  READ_TO_EXECUTE },
	{ WHOLE("file-from-rx",
		"mprotect(2) from read-execute to read-only of a private file mapping", sweeps_64m,
		FOLIOS_SMALL, TIER_DEFAULT, .backing = BACKING_PRIVATE_FILE, .pages = PAGES_READ),
	  EXECUTE_TO_READ },
	{
		.name = "mprotect.mixed-ro",
		.timed = "mprotect(2) from read-write to read-only; one page in so many is "
			 "exclusive and writable",
		MIXED,
		TO_READ,
	},
	{
		.name = "mprotect.mixed-rw",
		.timed = "mprotect(2) from read-only to read-write; one page in so many is "
			 "exclusive",
		MIXED,
		FROM_READ,
	},
	PAIR("half", "folios whose first half is exclusive and writable", FOLIOS_PTE,
	     .backing = BACKING_ANON, .sharing = SHARING_HALF, .pages = PAGES_WRITTEN),
	PAIR("zero", "the zero page", FOLIOS_BASE, ANON_THAT(PAGES_READ)),
	PAIR("swap", "swap entries", FOLIOS_BASE, ANON_THAT(PAGES_SWAPPED)),
	PAIR("guard", "guard regions", FOLIOS_BASE, ANON_THAT(PAGES_GUARD)),
	PAIR("uffd-wp", "pages that userfaultfd write-protects", FOLIOS_BASE_AND_PMD,
	     ANON_THAT(PAGES_UFFD_WP)),
	PAIR("uffd-marker", "uffd-wp markers", FOLIOS_BASE, ANON_THAT(PAGES_UFFD_MARKER)),
	PAIR("locked", "mlocked pages", FOLIOS_BASE_AND_PMD, EXCLUSIVE, .is_locked = true),
	PAIR("hugetlb", "hugetlb pages", FOLIOS_PMD, .backing = BACKING_HUGETLB,
	     .pages = PAGES_WRITTEN),
	{ WHOLE("rx", "mprotect(2) from read-only to read-execute", sweeps_64m, FOLIOS_ALL,
		TIER_DEFAULT, EXCLUSIVE),
	  READ_TO_EXECUTE },
	{ WHOLE("from-rx", "mprotect(2) from read-execute to read-only", sweeps_64m, FOLIOS_ALL,
		TIER_DEFAULT, EXCLUSIVE),
	  EXECUTE_TO_READ },
	/* Not kept: a batch of 6.17 and later makes all its entries dirty when one is. */
	{
		.name = "mprotect.freed-ro",
		.timed = "mprotect(2) from read-write to read-only of MADV_FREE'd pages, of which "
			 "each second was written again: dirty and clean beside each other",
		.state = { ANON_THAT(PAGES_FREED) },
		.sizes = sweeps_64m,
		.folios = FOLIOS_PTE,
		.op = ops_to_read,
		.after_op = ACCESS_READ,
		.samples = 10,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.inside-folio",
		.timed = "mprotect(2) to read-only of all but the first and last page",
		.state = { EXCLUSIVE },
		.sizes = sweeps_64m,
		.folios = FOLIOS_LARGE,
		.op = parts_inside_to_read,
		.undo = parts_inside_to_read_write,
		.after_op = ACCESS_UNTOLD,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.pkey",
		.timed = "pkey_mprotect(2) from the default key to another",
		.state = { EXCLUSIVE },
		.sizes = sweeps_64m,
		.folios = FOLIOS_BASE_AND_PMD,
		.needs = NEEDS_PKEY,
		.setup = marks_allocate_key,
		.op = marks_give_key,
		.undo = marks_take_key,
		.teardown = marks_free_key,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.one-page-split",
		.timed = "mprotect(2) to read-only of one page inside a VMA: one becomes three",
		.state = { EXCLUSIVE, .region_count = 16 },
		.sizes = sweeps_1m,
		.folios = FOLIOS_BASE,
		.op = parts_split_off_page,
		.undo = parts_merge_page,
		.after_op = ACCESS_UNTOLD,
		.keeps_state = true,
		.unit = UNIT_CALL,
	},
	{
		.name = "mprotect.one-page-merge",
		.timed = "mprotect(2) to read-write of that page: three VMAs become one",
		.state = { EXCLUSIVE, .region_count = 16 },
		.sizes = sweeps_1m,
		.folios = FOLIOS_BASE,
		.setup = parts_split_off_page,
		.op = parts_merge_page,
		.undo = parts_split_off_page,
		.teardown = parts_merge_page,
		.after_undo = ACCESS_UNTOLD,
		.keeps_state = true,
		.unit = UNIT_CALL,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.threads",
		.timed = "mprotect(2) from read-write to read-only, while threads of the process "
			 "spin on other CPUs",
		.state = { EXCLUSIVE, .region_count = 16 },
		.sizes = sweeps_64k,
		.folios = FOLIOS_BASE,
		.parameter = "threads",
		.parameters = sweeps_threads,
		.sweep = SWEEP_THREADS,
		TO_READ,
		.keeps_state = true,
		.unit = UNIT_CALL,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.vmas",
		.timed = "one mprotect(2) to read-only over that many VMAs of one page each",
		.state = { EXCLUSIVE, .region_count = 1, .mapping = MAPPING_PTE },
		.parameter = "vmas",
		.parameters = vma_counts,
		.sweep = SWEEP_VMAS,
		TO_READ,
		.keeps_state = true,
		.unit = UNIT_CALL,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.flip",
		.timed = "100 times: one page to read-execute and back to read-write, as JITs do",
		.state = { EXCLUSIVE, .region_count = 1 },
		.sizes = sweeps_64k,
		.folios = FOLIOS_BASE,
		.setup = count_flips,
		.op = flip,
		.keeps_state = true,
		.unit = UNIT_CALL,
		.tier = TIER_DEFAULT,
	},
	PARTS("guard-pages", "mprotect(2) to PROT_NONE of one page in each 16",
	      parts_guard_pages_up, .sizes = sweeps_64m, .folios = FOLIOS_BASE,
	      .undo = parts_guard_pages_down, .keeps_state = true),
	PARTS("pmd-split", "mprotect(2) to read-only of one page inside each PMD-mapped folio",
	      parts_split_each_folio, .sizes = sweeps_64m, .folios = FOLIOS_PMD),
	{
		.name = "mprotect.uffd-protect",
		.timed = "ioctl(UFFDIO_WRITEPROTECT) that protects",
		.state = { ANON_THAT(PAGES_UFFD_WP) },
		.sizes = sweeps_64m,
		.folios = FOLIOS_BASE_AND_PMD,
		.setup = marks_uffd_unprotect,
		.op = marks_uffd_protect,
		.undo = marks_uffd_unprotect,
		.teardown = marks_uffd_protect,
		.after_undo = ACCESS_UNTOLD,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.uffd-unprotect",
		.timed = "ioctl(UFFDIO_WRITEPROTECT) that takes the protection off",
		.state = { ANON_THAT(PAGES_UFFD_WP) },
		.sizes = sweeps_64m,
		.folios = FOLIOS_BASE_AND_PMD,
		.op = marks_uffd_unprotect,
		.undo = marks_uffd_protect,
		.after_op = ACCESS_UNTOLD,
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "mprotect.soft-dirty-clear",
		.timed = "write 4 to /proc/self/clear_refs, after each page was written",
		.state = { EXCLUSIVE, .region_count = 1 },
		.sizes = sweeps_64m,
		.folios = FOLIOS_BASE_AND_PMD,
		.needs = NEEDS_SOFT_DIRTY,
		.setup = marks_open_clear_refs,
		.op = marks_clear_soft_dirty,
		.undo = ops_write,
		.teardown = marks_close_clear_refs,
		.leaves = SHARING_EXCLUSIVE,
		.faults = FAULTS_FEW, /* our own stack and data are write-protected too */
		.keeps_state = true,
		.tier = TIER_DEFAULT,
	},
	BLOCKS("whole", "each second block of contiguous PTEs", parts_block_whole),
	BLOCKS("page", "one page of each block of contiguous PTEs", parts_block_page),
	BLOCKS("head", "the first half of each block of contiguous PTEs", parts_block_head),
	BLOCKS("tail", "the second half of each block of contiguous PTEs", parts_block_tail),
	BLOCKS("straddle", "half a block of contiguous PTEs and half the next",
	       parts_block_straddle),
};

static const struct case_program program = {
	.name = "mprotect",
	.about = "mprotect(2), and what else changes protections; each direction is a case of its "
		 "own.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, &program);
}
