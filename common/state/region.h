/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address space between PROT_NONE guard pages, so that no VMA of a case merges with another. */
#ifndef PTEBENCH_REGION_H
#define PTEBENCH_REGION_H

#include <sys/types.h>

/**
 * struct region - a reservation of @bytes at @start.
 * @inside: the address asked for, between guard pages.
 */
struct region {
	char *start;
	size_t bytes;
	char *inside;
};

/**
 * region_reserve() - reserve address space, PROT_NONE and without memory.
 * @size_bytes: usable bytes from @ret_region->inside on.
 * @align_bytes: of @ret_region->inside: power of 2, at least the base page size.
 * @offset_bytes: added to the aligned address; a multiple of the base page size.
 *
 * Return: 0 or -errno of mmap(2).
 */
int region_reserve(size_t size_bytes, size_t align_bytes, size_t offset_bytes,
		   struct region *ret_region);

/** region_map() - mmap(2) at @address; @flags has MAP_FIXED or the like. Return: 0 or -errno. */
int region_map(char *address, size_t bytes, int protection, int flags, int fd, off_t offset);

/**
 * region_punch() - unmap @size_bytes from @inside on, so that a mapping can be moved there without
 * unmapping anything.
 *
 * Return: 0 or -errno of munmap(2).
 */
int region_punch(const struct region *region, size_t size_bytes);

/** region_release() - unmap everything, also what was mapped inside. A zeroed region is fine. */
void region_release(struct region *region);

#endif
