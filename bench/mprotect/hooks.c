// SPDX-License-Identifier: GPL-2.0-or-later
/* Protects parts of regions; marks entries by protection keys, userfaultfd and clear_refs. */
#include "hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { RW = PROT_READ | PROT_WRITE, GUARD_EVERY = 16 };

/* Protects @bytes at @offset of each region. */
static int protect_inside(struct case_run *run, size_t offset, size_t bytes, int protection)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (mprotect(run->state.regions[i] + offset, bytes, protection))
			return -errno;
	return 0;
}

static int inside_to(struct case_run *run, int protection)
{
	return protect_inside(run, size_page(), run->state.spec.size_bytes - 2 * size_page(),
			      protection);
}

int hooks_inside_to_read(struct case_run *run)
{
	return inside_to(run, PROT_READ);
}

int hooks_inside_to_read_write(struct case_run *run)
{
	return inside_to(run, RW);
}

int hooks_split_off_page(struct case_run *run)
{
	return protect_inside(run, run->state.spec.size_bytes / 2, size_page(), PROT_READ);
}

int hooks_merge_page(struct case_run *run)
{
	return protect_inside(run, run->state.spec.size_bytes / 2, size_page(), RW);
}

/* Protects @bytes at @offset of each @step, one call after the other; sets run->calls. */
static int protect_parts(struct case_run *run, size_t step, size_t offset, size_t bytes,
			 int protection)
{
	char *start = run->state.regions[0], *end = start + run->state.spec.size_bytes;
	uint64_t calls = 0;

	for (char *p = start; p + offset + bytes <= end; p += step, calls++)
		if (mprotect(p + offset, bytes, protection))
			return -errno;
	run->calls = calls;
	return 0;
}

int hooks_page_of_folio(struct case_run *run)
{
	size_t folio = run->state.spec.folio_bytes;

	return protect_parts(run, folio, folio / 2, size_page(), PROT_READ);
}

/* Makes @count half folios read-only from the @first of each @step on. */
static int protect_halves(struct case_run *run, size_t step, size_t first, size_t count)
{
	size_t half = run->state.spec.folio_bytes / 2;

	return protect_parts(run, step * half, first * half, count * half, PROT_READ);
}

int hooks_second_folio(struct case_run *run)
{
	return protect_halves(run, 4, 0, 2);
}

int hooks_first_half(struct case_run *run)
{
	return protect_halves(run, 2, 0, 1);
}

int hooks_second_half(struct case_run *run)
{
	return protect_halves(run, 2, 1, 1);
}

int hooks_straddle(struct case_run *run)
{
	return protect_halves(run, 4, 1, 2);
}

int hooks_guard_pages_up(struct case_run *run)
{
	return protect_parts(run, GUARD_EVERY * size_page(), 0, size_page(), PROT_NONE);
}

int hooks_guard_pages_down(struct case_run *run)
{
	return protect_parts(run, GUARD_EVERY * size_page(), 0, size_page(), RW);
}

static int with_key(struct case_run *run, long key)
{
	for (unsigned int i = 0; i < run->state.spec.region_count; i++)
		if (syscall(SYS_pkey_mprotect, run->state.regions[i], run->state.spec.size_bytes,
			    RW, key))
			return -errno;
	return 0;
}

int hooks_allocate_key(struct case_run *run)
{
	run->number = syscall(SYS_pkey_alloc, 0, 0);
	return run->number < 0 ? -errno : 0;
}

int hooks_give_key(struct case_run *run)
{
	return with_key(run, run->number);
}

int hooks_take_key(struct case_run *run)
{
	return with_key(run, 0);
}

int hooks_free_key(struct case_run *run)
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

int hooks_uffd_protect(struct case_run *run)
{
	return toggle_uffd(run, true);
}

int hooks_uffd_unprotect(struct case_run *run)
{
	return toggle_uffd(run, false);
}

int hooks_open_clear_refs(struct case_run *run)
{
	run->calls = 1;
	run->number = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
	return run->number < 0 ? -errno : 0;
}

int hooks_clear_soft_dirty(struct case_run *run)
{
	return write((int)run->number, "4", 1) == 1 ? 0 : -errno;
}

int hooks_close_clear_refs(struct case_run *run)
{
	return close((int)run->number) ? -errno : 0;
}
