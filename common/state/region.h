/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address space between PROT_NONE guard pages, so that no VMA of a case merges with a neighbour. */
#ifndef PTEBENCH_REGION_H
#define PTEBENCH_REGION_H

#include <stddef.h>

/**
 * struct region - one reservation.
 * @start: what mmap(2) gave.
 * @bytes: its length.
 * @inside: the address asked for: @align-aligned plus @offset; guard pages on
 *          both sides.
 */
struct region {
	char *start;
	size_t bytes;
	char *inside;
};

/**
 * region_reserve() - reserve address space, PROT_NONE and without memory.
 * @size_bytes: usable bytes from @ret_region->inside on.
 * @align_bytes: power of 2, at least the base page size.
 * @offset_bytes: added to the aligned address; a multiple of the base page size.
 *
 * Return: 0 or -errno of mmap(2).
 */
int region_reserve(size_t size_bytes, size_t align_bytes, size_t offset_bytes,
		   struct region *ret_region);

/**
 * region_punch() - make [@inside, @inside + @size_bytes) a hole between guard pages, where a
 * mapping can be moved to without unmapping anything.
 *
 * Return: 0 or -errno of munmap(2).
 */
int region_punch(const struct region *region, size_t size_bytes);

/** region_release() - unmap all of it, holes and mappings inside included. A zeroed region is fine.
 */
void region_release(struct region *region);

#endif
