// SPDX-License-Identifier: GPL-2.0-or-later
/* Probes for kernel features that cases need. */
#include "needs.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pagecache.h"
#include "special_ptes.h"
#include "sys/kernel_version.h"
#include "sys/pagemap.h"
#include "base/size.h"
#include "swap.h"

/* Return: @pages base pages, written; or NULL. */
static char *map_some(size_t pages)
{
	char *some = mmap(NULL, pages * size_page(), PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (some == MAP_FAILED)
		return NULL;
	for (size_t i = 0; i < pages; i++)
		*(volatile char *)(some + i * size_page()) = 1;
	return some;
}

static int try_advice(int advice)
{
	char *page = map_some(1);
	int error = -ENOMEM;

	if (!page)
		return error;
	error = madvise(page, size_page(), advice) ? -errno : 0;
	munmap(page, size_page());
	return error;
}

static int close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static int try_pkey(struct reason *ret_reason)
{
	long key = syscall(SYS_pkey_alloc, 0, 0);
	int error = key < 0 ? -errno : 0;

	if (key >= 0)
		syscall(SYS_pkey_free, key);
	else
		reason_set(ret_reason, "the CPU or the kernel has none (pkey_alloc: %s)",
			   strerror(-error));
	return error;
}

static int try_contpte(struct reason *ret_reason)
{
#ifdef __aarch64__
	if (kernel_version_is_at_least(6, 9))
		return 0;
	reason_set(ret_reason, "the kernel is older than 6.9");
#else
	reason_set(ret_reason, "contiguous PTEs are of arm64");
#endif
	return -EOPNOTSUPP;
}

/* Moves two VMAs that cannot merge by one call. */
static int try_multi_move(void)
{
	size_t bytes = 2 * size_page();
	char *from = map_some(2), *to = map_some(2);
	int error = from && to ? 0 : -ENOMEM;

	if (error)
		return error;
	madvise(from, size_page(), MADV_DONTDUMP);
	if (mremap(from, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED)
		error = -errno;
	munmap(from, bytes);
	munmap(to, bytes);
	return error;
}

/* A new mapping has the bit (VM_SOFTDIRTY), if the kernel has it. */
static int try_soft_dirty(struct reason *ret_reason)
{
	char *page = map_some(1);
	uint64_t entry = 0;

	if (page) {
		pagemap_read(page, 1, &entry);
		munmap(page, size_page());
	}
	if (entry & PAGEMAP_SOFT_DIRTY)
		return 0;
	reason_set(ret_reason, "CONFIG_MEM_SOFT_DIRTY is not set");
	return -EOPNOTSUPP;
}

/* In the order of enum needs. */
static const char *const names[] = {
	"file-system", "guard-regions",	  "uffd-wp", "uffd-wp-markers",	       "io_uring",
	"swap",	       "protection-keys", "contpte", "mremap-of-several-VMAs", "soft-dirty",
};

enum { NEEDS = sizeof(names) / sizeof(names[0]) };

/* Return: 0; or -errno, with @ret_reason possibly set. */
static int try_need(enum needs need, const struct page_state *spec, struct reason *ret_reason)
{
	uint64_t bytes = (uint64_t)spec->size_bytes * spec->region_count;

	switch (need) {
	case NEEDS_FILE: return pagecache_directory(ret_reason) ? 0 : -ENODEV;
	case NEEDS_GUARD: return try_advice(SPECIAL_PTES_GUARD_INSTALL);
	case NEEDS_UFFD_WP: return close_if_open(special_ptes_uffd_open(false));
	case NEEDS_UFFD_MARKER: return close_if_open(special_ptes_uffd_open(true));
	case NEEDS_IO_URING: return close_if_open(special_ptes_ring_open());
	case NEEDS_SWAP: return swap_is_possible(bytes, ret_reason) ? 0 : -ENODEV;
	case NEEDS_PKEY: return try_pkey(ret_reason);
	case NEEDS_CONTPTE: return try_contpte(ret_reason);
	case NEEDS_MULTI_MOVE: return try_multi_move();
	case NEEDS_SOFT_DIRTY: return try_soft_dirty(ret_reason);
	}
	return 0;
}

unsigned int needs_of_state(const struct page_state *spec)
{
	unsigned int needs = page_state_is_file(spec) ? NEEDS_FILE : 0;

	switch (spec->pages) {
	case PAGES_SWAPPED: return needs | NEEDS_SWAP;
	case PAGES_GUARD: return needs | NEEDS_GUARD;
	case PAGES_UFFD_WP: return needs | NEEDS_UFFD_WP;
	case PAGES_UFFD_MARKER: return needs | NEEDS_UFFD_MARKER;
	case PAGES_PINNED: return needs | NEEDS_IO_URING;
	default: return needs;
	}
}

bool needs_unmet(unsigned int needs, const struct page_state *spec, struct reason *ret_reason)
{
	needs |= needs_of_state(spec);
	for (int i = 0; i < NEEDS; i++) {
		struct reason why = { "" };
		int error = needs & (1u << i) ? try_need((enum needs)(1u << i), spec, &why) : 0;

		if (!error)
			continue;
		reason_set(ret_reason, "needs %s: %.200s", names[i],
			   why.text[0] ? why.text : strerror(-error));
		return true;
	}
	return false;
}

void needs_write(unsigned int needs, char *ret_text, size_t size)
{
	size_t used = 0;

	snprintf(ret_text, size, "-");
	for (int i = 0; i < NEEDS; i++)
		if ((needs & (1u << i)) && used < size)
			used += (size_t)snprintf(ret_text + used, size - used, "%s%s",
						 used ? " " : "", names[i]);
}
