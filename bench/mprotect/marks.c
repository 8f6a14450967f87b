// SPDX-License-Identifier: GPL-2.0-or-later
/* Marks page table entries: by protection keys, by userfaultfd, as clean. */
#include "marks.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { RW = PROT_READ | PROT_WRITE };

static int with_key(struct case_run *run, long key)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (syscall(SYS_pkey_mprotect, run->state.regions[i], run->state.spec.size_bytes,
			    RW, key))
			return -errno;
	return 0;
}

int marks_allocate_key(struct case_run *run)
{
	run->number = syscall(SYS_pkey_alloc, 0, 0);
	return run->number < 0 ? -errno : 0;
}

int marks_give_key(struct case_run *run)
{
	return with_key(run, run->number);
}

int marks_take_key(struct case_run *run)
{
	return with_key(run, 0);
}

int marks_free_key(struct case_run *run)
{
	return syscall(SYS_pkey_free, run->number) ? -errno : 0;
}

static int toggle_uffd(struct case_run *run, bool is_protected)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++) {
		int error = special_ptes_uffd_protect(run->state.content_fd, run->state.regions[i],
						      run->state.spec.size_bytes, is_protected);

		if (error)
			return error;
	}
	return 0;
}

int marks_uffd_protect(struct case_run *run)
{
	return toggle_uffd(run, true);
}

int marks_uffd_unprotect(struct case_run *run)
{
	return toggle_uffd(run, false);
}

int marks_open_clear_refs(struct case_run *run)
{
	run->calls = 1;
	run->number = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
	return run->number < 0 ? -errno : 0;
}

int marks_clear_soft_dirty(struct case_run *run)
{
	return write((int)run->number, "4", 1) == 1 ? 0 : -errno;
}

int marks_close_clear_refs(struct case_run *run)
{
	return close((int)run->number) ? -errno : 0;
}
