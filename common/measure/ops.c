// SPDX-License-Identifier: GPL-2.0-or-later
/* Hooks that cases of several programs share. */
#include "ops.h"

#include <errno.h>
#include <sys/mman.h>

#include "state/exclusivity.h"
#include "state/touch.h"

int ops_protect(struct case_run *run, int protection)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (mprotect(run->state.regions[i], run->state.spec.size_bytes, protection))
			return -errno;
	return 0;
}

int ops_to_read(struct case_run *run)
{
	return ops_protect(run, PROT_READ);
}

int ops_to_read_write(struct case_run *run)
{
	return ops_protect(run, PROT_READ | PROT_WRITE);
}

int ops_to_none(struct case_run *run)
{
	return ops_protect(run, PROT_NONE);
}

int ops_write(struct case_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		touch_write(run->state.regions[i], run->state.spec.size_bytes, 1);
	return 0;
}

int ops_read(struct case_run *run)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		touch_read(run->state.regions[i], run->state.spec.size_bytes);
	return 0;
}

int ops_count_one(struct case_run *run)
{
	run->calls = 1;
	return 0;
}

int ops_fork_stopped(struct case_run *run)
{
	run->calls = 1;
	run->child = exclusivity_fork_stopped();
	return run->child < 0 ? run->child : 0;
}

int ops_end_child(struct case_run *run)
{
	exclusivity_end(run->child);
	run->child = 0;
	return 0;
}

int ops_dig(char *start, size_t bytes)
{
	return munmap(start, bytes) ? -errno : 0;
}

int ops_fill(char *start, size_t bytes)
{
	return region_map(start, bytes, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
}
