// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes swap entries, markers and pinned pages. */
#include "special_ptes.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/userfaultfd.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/size.h"
#include "touch.h"

/* The system's headers may be older: include/uapi/linux/userfaultfd.h @ 6.4. */
#define FEATURE_WP_UNPOPULATED (1 << 13)
#ifndef MADV_PAGEOUT
#define MADV_COLD 20
#define MADV_PAGEOUT 21
#endif
#ifndef UFFD_USER_MODE_ONLY
#define UFFD_USER_MODE_ONLY 1
#endif

enum { PAGEOUT_ATTEMPTS = 5 };

int special_ptes_uffd_open(bool with_markers)
{
	struct uffdio_api api = {
		.api = UFFD_API,
		.features = UFFD_FEATURE_PAGEFAULT_FLAG_WP |
			    (with_markers ? FEATURE_WP_UNPOPULATED : 0) | UFFD_FEATURE_SIGBUS,
	};
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
	int error;

	if (fd < 0)
		return -errno;
	if (!ioctl(fd, UFFDIO_API, &api))
		return fd;
	error = -errno;
	close(fd);
	return error;
}

int special_ptes_uffd_protect(int fd, const char *start, size_t bytes, bool is_protected)
{
	struct uffdio_writeprotect range = {
		.range = { .start = (uintptr_t)start, .len = bytes },
		.mode = is_protected ? UFFDIO_WRITEPROTECT_MODE_WP : 0,
	};

	return ioctl(fd, UFFDIO_WRITEPROTECT, &range) ? -errno : 0;
}

static int protect_by_uffd(const struct page_state *spec, char *const *regions, int *ret_fd)
{
	int fd = special_ptes_uffd_open(spec->pages == PAGES_UFFD_MARKER), error = 0;

	if (fd < 0)
		return fd;
	for (unsigned int i = 0; i < spec->region_count && !error; i++) {
		struct uffdio_register range = {
			.range = { .start = (uintptr_t)regions[i], .len = spec->size_bytes },
			.mode = UFFDIO_REGISTER_MODE_WP,
		};

		if (ioctl(fd, UFFDIO_REGISTER, &range))
			error = -errno;
		else
			error = special_ptes_uffd_protect(fd, regions[i], spec->size_bytes, true);
	}
	if (error)
		close(fd);
	else
		*ret_fd = fd;
	return error;
}

int special_ptes_ring_open(void)
{
	struct io_uring_params parameters = { 0 };
	int fd = (int)syscall(SYS_io_uring_setup, 1, &parameters);

	return fd < 0 ? -errno : fd;
}

/* Registered buffers stay pinned (FOLL_LONGTERM) until the ring is closed. */
static int pin(const struct page_state *spec, char *const *regions, int *ret_fd)
{
	struct iovec buffers[64];
	int fd = special_ptes_ring_open(), error;

	if (fd < 0)
		return fd;
	for (unsigned int i = 0; i < spec->region_count && i < 64; i++)
		buffers[i] = (struct iovec) { regions[i], spec->size_bytes };
	if (!syscall(SYS_io_uring_register, fd, IORING_REGISTER_BUFFERS, buffers,
		     spec->region_count)) {
		*ret_fd = fd;
		return 0;
	}
	error = -errno;
	close(fd);
	return error;
}

/* The first attempt misses pages in a CPU's LRU batch. */
static int swap_out(const struct page_state *spec, char *region)
{
	for (int i = 0; i < PAGEOUT_ATTEMPTS; i++)
		if (madvise(region, spec->size_bytes, MADV_PAGEOUT))
			return -errno;
	return 0;
}

/* MADV_FREE puts pages into a CPU's LRU batch first, which madvise_cold() @ 6.18 drains. */
static void drain_lru_batch(void)
{
	char *page = mmap(NULL, size_page(), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return;
	madvise(page, size_page(), MADV_COLD);
	munmap(page, size_page());
}

static int free_and_rewrite(const struct page_state *spec, char *region)
{
	if (madvise(region, spec->size_bytes, MADV_FREE))
		return -errno;
	drain_lru_batch();
	touch_write(region, spec->size_bytes, 2);
	return 0;
}

static int each_region(const struct page_state *spec, char *region)
{
	switch (spec->pages) {
	case PAGES_SWAPPED: return swap_out(spec, region);
	case PAGES_FREED: return free_and_rewrite(spec, region);
	case PAGES_GUARD:
		return madvise(region, spec->size_bytes, SPECIAL_PTES_GUARD_INSTALL) ? -errno : 0;
	default: return 0;
	}
}

int special_ptes_make(const struct page_state *spec, char *const *regions, int *ret_fd,
		      struct reason *ret_reason)
{
	int error = 0;

	*ret_fd = -1;
	if (spec->pages == PAGES_UFFD_WP || spec->pages == PAGES_UFFD_MARKER)
		error = protect_by_uffd(spec, regions, ret_fd);
	else if (spec->pages == PAGES_PINNED)
		error = pin(spec, regions, ret_fd);
	for (unsigned int i = 0; i < spec->region_count && !error; i++)
		error = each_region(spec, regions[i]);
	if (error)
		reason_set(ret_reason, "make pages %s: %s%s", page_state_pages_name(spec->pages),
			   strerror(-error),
			   spec->pages == PAGES_PINNED && error == -ENOMEM ? " (ulimit -l?)" : "");
	return error;
}
