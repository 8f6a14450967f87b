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

/* Newer than the system's headers may be: include/uapi/asm-generic/mman-common.h @ 6.13. */
#define ADVICE_GUARD_INSTALL 102

/* @pages base pages, written. */
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

static int try_file(const struct page_state *spec, struct reason *ret_reason)
{
	(void)spec;
	return pagecache_directory(ret_reason) ? 0 : -ENODEV;
}

static int try_guard(const struct page_state *spec, struct reason *ret_reason)
{
	(void)spec;
	(void)ret_reason;
	return try_advice(ADVICE_GUARD_INSTALL);
}

static int try_uffd_wp(const struct page_state *spec, struct reason *ret_reason)
{
	(void)spec;
	(void)ret_reason;
	return close_if_open(special_ptes_uffd_open(false));
}

static int try_uffd_marker(const struct page_state *spec, struct reason *ret_reason)
{
	(void)spec;
	(void)ret_reason;
	return close_if_open(special_ptes_uffd_open(true));
}

static int try_io_uring(const struct page_state *spec, struct reason *ret_reason)
{
	(void)spec;
	(void)ret_reason;
	return close_if_open(special_ptes_ring_open());
}

static int try_swap(const struct page_state *spec, struct reason *ret_reason)
{
	return swap_is_possible(spec->size_bytes * spec->region_count, ret_reason) ? 0 : -ENODEV;
}

static int try_pkey(const struct page_state *spec, struct reason *ret_reason)
{
	long key = syscall(SYS_pkey_alloc, 0, 0);
	int error = key < 0 ? -errno : 0;

	(void)spec;
	if (key >= 0)
		syscall(SYS_pkey_free, key);
	else
		reason_set(ret_reason, "the CPU or the kernel has none (pkey_alloc: %s)",
			   strerror(-error));
	return error;
}

static int try_contpte(const struct page_state *spec, struct reason *ret_reason)
{
	(void)spec;
#ifdef __aarch64__
	if (kernel_version_is_at_least(6, 9))
		return 0;
	reason_set(ret_reason, "the kernel is older than 6.9");
#else
	reason_set(ret_reason, "contiguous PTEs are of arm64");
#endif
	return -EOPNOTSUPP;
}

/* Neighbours that cannot merge, moved by one call. */
static int try_multi_move(const struct page_state *spec, struct reason *ret_reason)
{
	size_t page = size_page();
	char *from = map_some(2), *to = map_some(2);
	int error = -ENOMEM;

	(void)spec;
	(void)ret_reason;
	if (from && to) {
		madvise(from, page, MADV_DONTDUMP);
		error = mremap(from, 2 * page, 2 * page, MREMAP_MAYMOVE | MREMAP_FIXED, to) ==
					MAP_FAILED
				? -errno
				: 0;
		munmap(from, 2 * page);
		munmap(to, 2 * page);
	}
	return error;
}

/* In a new mapping the bit is set from the start (VM_SOFTDIRTY), where there is one. */
static int try_soft_dirty(const struct page_state *spec, struct reason *ret_reason)
{
	char *page = map_some(1);
	uint64_t entry = 0;

	(void)spec;
	if (page)
		pagemap_read(page, 1, &entry);
	if (page)
		munmap(page, size_page());
	if (entry & PAGEMAP_SOFT_DIRTY)
		return 0;
	reason_set(ret_reason, "CONFIG_MEM_SOFT_DIRTY is not set");
	return -EOPNOTSUPP;
}

static const struct {
	enum needs need;
	const char *name;
	int (*try_it)(const struct page_state *spec, struct reason *ret_reason);
} probes[] = {
	{ NEEDS_FILE, "file-system", try_file },
	{ NEEDS_GUARD, "guard-regions", try_guard },
	{ NEEDS_UFFD_WP, "uffd-wp", try_uffd_wp },
	{ NEEDS_UFFD_MARKER, "uffd-wp-markers", try_uffd_marker },
	{ NEEDS_IO_URING, "io_uring", try_io_uring },
	{ NEEDS_SWAP, "swap", try_swap },
	{ NEEDS_PKEY, "protection-keys", try_pkey },
	{ NEEDS_CONTPTE, "contpte", try_contpte },
	{ NEEDS_MULTI_MOVE, "mremap-of-several-VMAs", try_multi_move },
	{ NEEDS_SOFT_DIRTY, "soft-dirty", try_soft_dirty },
};

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
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		struct reason why = { "" };
		int error = needs & probes[i].need ? probes[i].try_it(spec, &why) : 0;

		if (!error)
			continue;
		reason_set(ret_reason, "needs %s: %.200s", probes[i].name,
			   why.text[0] ? why.text : strerror(-error));
		return true;
	}
	return false;
}

void needs_write(unsigned int needs, char *ret_text, size_t size)
{
	size_t used = 0;

	snprintf(ret_text, size, "-");
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++)
		if ((needs & probes[i].need) && used < size)
			used += (size_t)snprintf(ret_text + used, size - used, "%s%s",
						 used ? " " : "", probes[i].name);
}
