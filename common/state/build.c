// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds page states. */
#include "build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <unistd.h>

#include "pagecache.h"
#include "special_ptes.h"
#include "exclusivity.h"
#include "base/size.h"
#include "thp.h"
#include "touch.h"

/* include/uapi/asm-generic/hugetlb_encode.h: log2 of the size, in the flags of mmap(2). */
enum { HUGE_SIZE_SHIFT = 26 };

static int fail(struct reason *ret_reason, const char *what, int error)
{
	reason_set(ret_reason, "%s: %s", what, strerror(-error));
	return error;
}

size_t build_alignment(const struct page_state *spec)
{
	size_t pmd = thp_pmd_bytes();

	if (spec->align_bytes)
		return spec->align_bytes;
	return pmd ? pmd : 2 * MIB;
}

static int mmap_flags(const struct page_state *spec)
{
	switch (spec->backing) {
	case BACKING_SHMEM: return MAP_SHARED | MAP_ANONYMOUS;
	case BACKING_FILE: return MAP_SHARED;
	case BACKING_ZERO_FILE:
	case BACKING_PRIVATE_FILE: return MAP_PRIVATE;
	case BACKING_HUGETLB:
		return MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB |
		       (__builtin_ctzl(spec->folio_bytes) << HUGE_SIZE_SHIFT);
	default: return MAP_PRIVATE | MAP_ANONYMOUS;
	}
}

static int map_region(const struct build *state, unsigned int i)
{
	const struct page_state *spec = &state->spec;
	off_t from = page_state_is_file(spec) ? (off_t)i * (off_t)spec->size_bytes : 0;
	bool is_zero_file = spec->backing == BACKING_ZERO_FILE;
	int fd = is_zero_file ? open("/dev/zero", O_RDWR | O_CLOEXEC) : state->file_fd, error;

	if (is_zero_file && fd < 0)
		return -errno;
	error = region_map(state->regions[i], spec->size_bytes, PROT_READ | PROT_WRITE,
			   mmap_flags(spec) | MAP_FIXED, fd, from);
	if (is_zero_file)
		close(fd);
	return error;
}

/* Does nothing without transparent huge pages: madvise(2) would fail with EINVAL. */
static int advise(const struct page_state *spec, char *address, int advice)
{
	if (spec->advice == ADVICE_NONE || spec->backing == BACKING_HUGETLB || !thp_pmd_bytes())
		return 0;
	return madvise(address, spec->size_bytes, advice) ? -errno : 0;
}

static void touch(const struct page_state *spec, char *address)
{
	if (spec->pages == PAGES_READ)
		touch_read(address, spec->size_bytes);
	else if (spec->pages != PAGES_NONE && spec->pages != PAGES_GUARD &&
		 spec->pages != PAGES_UFFD_MARKER)
		touch_write(address, spec->size_bytes, 1);
}

/*
 * Makes a VMA boundary in each PMD mapping, and removes it: that splits the mapping, not the folio
 * (vma_adjust_trans_huge() and split_huge_pmd_if_needed(), mm/huge_memory.c @ 6.18). Linux 6.1
 * leaves clean entries, which would not be writable after mprotect(2), so writes them once more
 * (__split_huge_pmd_locked(), mm/huge_memory.c @ 6.1).
 */
static int map_by_ptes(const struct page_state *spec, char *address)
{
	size_t pmd = thp_pmd_bytes();

	for (char *p = address; p < address + spec->size_bytes; p += pmd)
		if (madvise(p, size_page(), MADV_DONTFORK) || madvise(p, size_page(), MADV_DOFORK))
			return -errno;
	touch(spec, address);
	return 0;
}

/* Neighbours differ in a flag that no op changes, so they never merge. */
static int cut_into_vmas(const struct page_state *spec, char *address)
{
	size_t bytes = spec->vma_count ? spec->size_bytes / spec->vma_count : 0;

	for (unsigned int i = 1; i < spec->vma_count; i += 2)
		if (madvise(address + i * bytes, bytes, MADV_DONTDUMP))
			return -errno;
	return 0;
}

static int populate(const struct build *state, unsigned int i, struct reason *ret_reason)
{
	const struct page_state *spec = &state->spec;
	int advice = page_state_folio_order(spec) ? MADV_HUGEPAGE : MADV_NOHUGEPAGE;
	char *address = state->regions[i];
	int error = map_region(state, i);

	if (error)
		return fail(ret_reason,
			    spec->backing == BACKING_ZERO_FILE ? "map /dev/zero" : "map the region",
			    error);
	error = cut_into_vmas(spec, address);
	if (error)
		return fail(ret_reason, "cut the region into VMAs (vm.max_map_count?)", error);
	error = advise(spec, address, advice);
	if (error)
		return fail(ret_reason, "madvise the region", error);
	touch(spec, address);
	if (spec->pages == PAGES_NONE) /* the op populates, so it needs the advice */
		return 0;
	/* Before the split, since khugepaged would map the folio by a PMD entry again. */
	error = advise(spec, address, MADV_NOHUGEPAGE);
	if (error)
		return fail(ret_reason, "madvise MADV_NOHUGEPAGE", error);
	if (spec->mapping == MAPPING_PTE && spec->folio_bytes == thp_pmd_bytes())
		error = map_by_ptes(spec, address);
	if (error)
		return fail(ret_reason, "split the PMD mappings (MADV_DONTFORK)", error);
	if (spec->is_locked && mlock(address, spec->size_bytes))
		return fail(ret_reason, "mlock (ulimit -l?)", -errno);
	return 0;
}

static int map_advised(char *address, size_t bytes)
{
	int error = region_map(address, bytes, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	return !error && madvise(address, bytes, MADV_HUGEPAGE) ? -errno : error;
}

/*
 * Populates the slot by a huge folio, moves the chunk at @offset to @parking, and unmaps the rest
 * of the folio. Later emulate_slot() moves all chunks back, and they merge into one VMA: each was
 * faulted at its final address, so its page offset fits there, and each new mapping of the slot
 * reuses the anon_vma of the anchor page. khugepaged was seen to collapse chunks that still asked
 * for huge pages.
 */
static int fault_chunk(size_t chunk, char *slot, size_t offset, char *parking)
{
	size_t pmd = thp_pmd_bytes();
	int error = map_advised(slot, pmd);

	if (error)
		return error;
	touch_write(slot, pmd, 1);
	if (madvise(slot, pmd, MADV_NOHUGEPAGE))
		return -errno;
	if (mremap(slot + offset, chunk, chunk, MREMAP_MAYMOVE | MREMAP_FIXED, parking + offset) ==
	    MAP_FAILED)
		return -errno;
	return munmap(slot, pmd) ? -errno : 0;
}

/*
 * Fills a slot from @from to @to. Advises the page before the slot (the anchor, or of another slot)
 * like the slot: one VMA.
 */
static int emulate_slot(size_t chunk, size_t from, size_t to, char *slot, char *parking)
{
	int error = madvise(slot - size_page(), size_page(), MADV_HUGEPAGE) ? -errno : 0;

	for (size_t offset = from; offset < to && !error; offset += chunk)
		error = fault_chunk(chunk, slot, offset, parking);
	for (size_t offset = from; offset < to && !error; offset += chunk)
		if (mremap(parking + offset, chunk, chunk, MREMAP_MAYMOVE | MREMAP_FIXED,
			   slot + offset) == MAP_FAILED)
			error = -errno;
	return error;
}

static int fence_off(char *address, size_t bytes)
{
	return region_map(address, bytes, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

/*
 * Builds a region of which each @spec->folio_bytes are part of another folio, for kernels without
 * mTHP. @address: reserved, with reserved memory before it back to where a PMD entry may begin, and
 * a page more; its distance from there is a multiple of the folio size.
 */
static int emulate_folios(const struct page_state *spec, char *address)
{
	size_t pmd = thp_pmd_bytes(), first = (uintptr_t)address % pmd;
	size_t end = first + spec->size_bytes, done = 0;
	char *slots = address - first, *anchor = slots - size_page();
	struct region parking = { 0 };
	int error = region_reserve(pmd, pmd, 0, &parking);

	if (!error)
		error = map_advised(anchor, size_page());
	if (!error)
		touch_write(anchor, size_page(), 1);
	for (; done < end && !error; done += pmd)
		error = emulate_slot(spec->folio_bytes, done ? 0 : first, MIN(end - done, pmd),
				     slots + done, parking.inside);
	if (!error)
		error = fence_off(anchor, (size_t)(address - anchor));
	if (!error && done > end) /* the rest of the last slot */
		error = fence_off(slots + end, done - end);
	if (!error && madvise(address, spec->size_bytes, MADV_NOHUGEPAGE))
		error = -errno;
	if (!error) /* Linux 6.1 leaves clean entries where it split: see map_by_ptes() */
		touch_write(address, spec->size_bytes, 1);
	region_release(&parking);
	return error;
}

static int build_region(const struct build *state, unsigned int i, struct reason *ret_reason)
{
	int error;

	if (state->spec.construction != CONSTRUCTION_EMULATED)
		return populate(state, i, ret_reason);
	error = emulate_folios(&state->spec, state->regions[i]);
	return error ? fail(ret_reason, "emulate folios by mremap", error) : 0;
}

static int reserve(const struct page_state *spec, struct build *state, struct reason *ret_reason)
{
	size_t align = build_alignment(spec);
	size_t stride = (spec->size_bytes + spec->offset_bytes + align - 1) / align * align + align;
	int error = region_reserve(stride * spec->region_count, align, spec->offset_bytes,
				   &state->address_space);

	if (error)
		return fail(ret_reason, "reserve address space", error);
	for (unsigned int i = 0; i < spec->region_count; i++)
		state->regions[i] = state->address_space.inside + i * stride;
	return 0;
}

static void close_fd(int fd)
{
	if (fd > 0)
		close(fd);
}

static int build(const struct page_state *spec, struct build *state, struct reason *ret_reason)
{
	const char *first = state->regions[0]; /* whose address a kept file begins with */
	int error = reserve(spec, state, ret_reason);

	if (!error && page_state_is_file(spec) &&
	    (state->file_fd < 0 || state->regions[0] != first)) {
		close_fd(state->file_fd);
		state->file_fd = pagecache_make(spec, state->regions, ret_reason);
		error = state->file_fd < 0 ? state->file_fd : 0;
	}
	for (unsigned int i = 0; i < spec->region_count && !error; i++)
		error = build_region(state, i, ret_reason);
	if (!error && page_state_is_forked(spec))
		error = exclusivity_make(spec, state->regions, &state->child, ret_reason);
	if (!error)
		error = special_ptes_make(spec, state->regions, &state->content_fd, ret_reason);
	return error;
}

int build_state(const struct page_state *spec, struct build *state, struct reason *ret_reason)
{
	int error;

	if (state->file_fd <= 0)
		state->file_fd = -1;
	state->spec = *spec;
	error = spec->backing == BACKING_NONE ? 0 : build(spec, state, ret_reason);
	if (error)
		build_destroy(state);
	return error;
}

void build_empty(struct build *state)
{
	bool keeps_file = state->spec.backing == BACKING_PRIVATE_FILE;
	struct build rest = { .spec = state->spec, .file_fd = -1, .content_fd = -1 };

	if (keeps_file) {
		rest.file_fd = state->file_fd;
		rest.regions[0] = state->regions[0];
		state->file_fd = -1;
	}
	build_destroy(state);
	*state = rest;
}

void build_destroy(struct build *state)
{
	exclusivity_end(state->child);
	close_fd(state->content_fd);
	close_fd(state->file_fd);
	region_release(&state->address_space);
	*state = (struct build) { .file_fd = -1, .content_fd = -1 };
}
