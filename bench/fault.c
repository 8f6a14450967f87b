// SPDX-License-Identifier: GPL-2.0-or-later
/* Times first-touch page faults, by folio size. */
#include "bench.h"
#include "sweeps.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* Drops one page of each block, so that its PTEs are no longer contiguous. */
static int drop_pages(struct case_run *run)
{
	size_t block = run->state.spec.folio_bytes;
	char *start = run->state.regions[0];

	run->calls = run->state.spec.size_bytes / block;
	for (char *p = start; p < start + run->state.spec.size_bytes; p += block)
		if (madvise(p + block / 2, size_page(), MADV_DONTNEED))
			return -errno;
	return 0;
}

static int fault_pages(struct case_run *run)
{
	size_t block = run->state.spec.folio_bytes;
	char *start = run->state.regions[0];

	for (char *p = start; p < start + run->state.spec.size_bytes; p += block)
		touch_write(p + block / 2, size_page(), 1);
	return 0;
}

/* "1" clears the accessed bits: Documentation/filesystems/proc.rst. */
static int clear_young(struct case_run *run)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC), error = 0;

	(void)run;
	if (fd < 0)
		return -errno;
	if (write(fd, "1", 1) != 1)
		error = -EIO;
	close(fd);
	return error;
}

/* clang-format off */
static const struct case_entry cases[] = {
	{ .name = "fault.first-touch",
	  .timed = "write each page of a new mapping: a fault for each folio",
	  .state = { .backing = BACKING_ANON, .region_count = 1 },
	  .sizes = sweeps_rebuilt_sizes, .folios = FOLIOS_UNSPLIT, .tier = TIER_QUICK,
	  .op = ops_write, .faults = FAULTS_PER_FOLIO, .samples = 10 },
	{ .name = "fault.contpte-refault",
	  .timed = "write one page of each block of contiguous PTEs, after MADV_DONTNEED of that "
		   "page",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_CONTPTE, .tier = TIER_DEFAULT,
	  .needs = NEEDS_CONTPTE, .setup = drop_pages, .op = fault_pages,
	  .after_op = ACCESS_UNTOLD, .unit = UNIT_CALL, .faults = FAULTS_OWN, .samples = 10 },
	{ .name = "fault.contpte-young",
	  .timed = "read each page after clear_refs has taken the accessed bits of blocks of "
		   "contiguous PTEs",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_CONTPTE, .tier = TIER_DEFAULT,
	  .needs = NEEDS_CONTPTE, .setup = clear_young, .op = ops_read, .undo = clear_young,
	  .keeps_state = true, .faults = FAULTS_ANY },
};
/* clang-format on */

const struct case_program bench_program = {
	.name = "fault",
	.about = "Page faults: the first touch, and the ones that bring back what was lost.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
