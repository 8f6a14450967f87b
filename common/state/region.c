// SPDX-License-Identifier: GPL-2.0-or-later
/* Reserves address space. */
#include "region.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>

#include "base/size.h"

int region_reserve(size_t size_bytes, size_t align_bytes, size_t offset_bytes,
		   struct region *ret_region)
{
	size_t bytes = size_bytes + offset_bytes + 2 * align_bytes + 2 * size_page();
	char *start =
		mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	uintptr_t first;

	if (start == MAP_FAILED)
		return -errno;
	first = (uintptr_t)start + size_page() + align_bytes - 1;
	ret_region->start = start;
	ret_region->bytes = bytes;
	ret_region->inside =
		start + (first / align_bytes * align_bytes - (uintptr_t)start) + offset_bytes;
	return 0;
}

int region_map(char *address, size_t bytes, int protection, int flags, int fd, off_t offset)
{
	return mmap(address, bytes, protection, flags, fd, offset) == MAP_FAILED ? -errno : 0;
}

int region_punch(const struct region *region, size_t size_bytes)
{
	return munmap(region->inside, size_bytes) ? -errno : 0;
}

void region_release(struct region *region)
{
	if (region->start)
		munmap(region->start, region->bytes);
	*region = (struct region) { 0 };
}
