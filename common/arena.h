/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address space with PROT_NONE fences, so that no VMA of a case merges with a neighbour. */
#ifndef PTEBENCH_ARENA_H
#define PTEBENCH_ARENA_H

#include <stddef.h>

/**
 * struct arena - one reservation.
 * @start: what mmap(2) gave.
 * @bytes: its length.
 * @inside: the address asked for: @align-aligned plus @offset; fences of at least a page on
 *          both sides.
 */
struct arena {
	char *start;
	size_t bytes;
	char *inside;
};

/**
 * arena_reserve() - reserve address space, PROT_NONE and without memory.
 * @size_bytes: usable bytes from @ret_arena->inside on.
 * @align_bytes: power of 2, at least the base page size.
 * @offset_bytes: added to the aligned address; a multiple of the base page size.
 *
 * Return: 0 or -errno of mmap(2).
 */
int arena_reserve(size_t size_bytes, size_t align_bytes, size_t offset_bytes,
		  struct arena *ret_arena);

/**
 * arena_punch() - make [@inside, @inside + @size_bytes) a hole between fences, where a mapping can
 * be moved to without unmapping anything.
 *
 * Return: 0 or -errno of munmap(2).
 */
int arena_punch(const struct arena *arena, size_t size_bytes);

/** arena_release() - unmap all of it, holes and mappings inside included. A zeroed arena is fine.
 */
void arena_release(struct arena *arena);

#endif
