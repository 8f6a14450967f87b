// SPDX-License-Identifier: GPL-2.0-or-later
/* How is memory brought into the state that a case claims? */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "size.h"
#include "thp.h"

static int fail(struct reason *ret_reason, const char *what)
{
	int error = -errno;

	reason_set(ret_reason, "%s: %s", what, strerror(-error));
	return error;
}

static size_t alignment(void)
{
	size_t pmd = thp_pmd_bytes();

	return pmd ? pmd : 2 * MIB;
}

static bool wants_large(const struct state_spec *spec)
{
	return spec_folio_order(spec) > 0;
}

static int map_fixed(const struct state_spec *spec, char *address, size_t bytes)
{
	int flags = MAP_PRIVATE | MAP_FIXED, fd = -1;
	void *got;

	if (spec->backing == BACKING_ZERO_FILE) {
		fd = open("/dev/zero", O_RDWR | O_CLOEXEC);
		if (fd < 0)
			return -errno;
	} else {
		flags |= MAP_ANONYMOUS;
	}
	got = mmap(address, bytes, PROT_READ | PROT_WRITE, flags, fd, 0);
	if (fd >= 0)
		close(fd);
	return got == MAP_FAILED ? -errno : 0;
}

/* Kernels without transparent huge pages answer EINVAL: then there is nothing to advise. */
static int advise(const struct state_spec *spec, char *address, size_t bytes, int advice)
{
	if (spec->advice == ADVICE_NONE || !thp_pmd_bytes())
		return 0;
	return madvise(address, bytes, advice) ? -errno : 0;
}

/* One word a page: its own address, which oracles can look for. Reading maps the zero page. */
static void touch(const struct state_spec *spec, char *address, size_t bytes)
{
	size_t page = size_page();

	for (char *p = address; p < address + bytes; p += page) {
		volatile char **word = (volatile char **)p;

		if (spec->dirty)
			*word = p;
		else
			(void)*word;
	}
}

/*
 * Splits each PMD mapping but not the folio: a VMA boundary inside it, made and unmade.
 * Source: vma_adjust_trans_huge() and split_huge_pmd_if_needed(), mm/huge_memory.c @ 6.18.
 */
static int map_by_ptes(char *address, size_t bytes)
{
	for (char *p = address; p < address + bytes; p += alignment())
		if (madvise(p, size_page(), MADV_DONTFORK) || madvise(p, size_page(), MADV_DOFORK))
			return -errno;
	return 0;
}

static int populate(const struct state_spec *spec, char *address, struct reason *ret_reason)
{
	int advice = wants_large(spec) ? MADV_HUGEPAGE : MADV_NOHUGEPAGE;

	if ((errno = -map_fixed(spec, address, spec->size_bytes)))
		return fail(ret_reason, spec->backing == BACKING_ZERO_FILE ? "map /dev/zero"
									   : "map the region");
	if ((errno = -advise(spec, address, spec->size_bytes, advice)))
		return fail(ret_reason, "madvise the region");
	touch(spec, address, spec->size_bytes);
	/* Before the split: khugepaged would map the folio by a PMD entry again. */
	if ((errno = -advise(spec, address, spec->size_bytes, MADV_NOHUGEPAGE)))
		return fail(ret_reason, "madvise MADV_NOHUGEPAGE");
	if (spec->mapping == MAPPING_PTE && spec->folio_bytes == thp_pmd_bytes() &&
	    (errno = -map_by_ptes(address, spec->size_bytes)))
		return fail(ret_reason, "split the PMD mappings (MADV_DONTFORK)");
	return 0;
}

/*
 * Emulation of mTHP. The chunk at @offset of the slot keeps the folio that it was faulted with, the
 * rest of that folio is unmapped, and the chunk waits at @parking until the slot is free of others.
 * Since it was faulted at its final address, its page offset fits there, and since the anchor page
 * lends its anon_vma to each new mapping of the slot, the chunks merge into one VMA at the end.
 */
static int fault_chunk(const struct state_spec *spec, char *slot, size_t offset, char *parking)
{
	size_t pmd = alignment();
	int error = map_fixed(spec, slot, pmd);

	if (!error)
		error = advise(spec, slot, pmd, MADV_HUGEPAGE);
	if (error)
		return error;
	touch(spec, slot, pmd);
	if (mremap(slot + offset, spec->folio_bytes, spec->folio_bytes,
		   MREMAP_MAYMOVE | MREMAP_FIXED, parking + offset) == MAP_FAILED)
		return -errno;
	return munmap(slot, pmd) ? -errno : 0;
}

static int emulate_slot(const struct state_spec *spec, char *slot, char *parking)
{
	size_t pmd = alignment(), chunk = spec->folio_bytes;
	int error = 0;

	for (size_t offset = 0; offset < pmd && !error; offset += chunk)
		error = fault_chunk(spec, slot, offset, parking);
	for (size_t offset = 0; offset < pmd && !error; offset += chunk)
		if (mremap(parking + offset, chunk, chunk, MREMAP_MAYMOVE | MREMAP_FIXED,
			   slot + offset) == MAP_FAILED)
			error = -errno;
	return error;
}

static int fence_off(char *address, size_t bytes)
{
	return mmap(address, bytes, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED
		       ? -errno
		       : 0;
}

static int emulate(const struct state_spec *spec, char *address, struct reason *ret_reason)
{
	char *anchor = address - size_page();
	struct arena parking = { 0 };
	int error = arena_reserve(alignment(), alignment(), 0, &parking);

	if (!error)
		error = map_fixed(spec, anchor, size_page());
	if (!error)
		error = advise(spec, anchor, size_page(), MADV_HUGEPAGE);
	if (!error)
		touch(spec, anchor, size_page());
	for (size_t done = 0; done < spec->size_bytes && !error; done += alignment())
		error = emulate_slot(spec, address + done, parking.inside);
	if (!error)
		error = fence_off(anchor, size_page());
	if (!error)
		error = advise(spec, address, spec->size_bytes, MADV_NOHUGEPAGE);
	arena_release(&parking);
	if (error)
		reason_set(ret_reason, "emulate folios by mremap: %s", strerror(-error));
	return error;
}

/* Neighbours differ in protection, so that they do not merge. */
static int cut_into_vmas(const struct state_spec *spec, char *address, struct reason *ret_reason)
{
	size_t bytes = spec->size_bytes / spec->vma_count;

	if ((errno = -map_fixed(spec, address, spec->size_bytes)))
		return fail(ret_reason, "map the region");
	for (unsigned int i = 1; i < spec->vma_count; i += 2)
		if (mprotect(address + i * bytes, bytes, PROT_READ))
			return fail(ret_reason, "cut the region into VMAs (vm.max_map_count?)");
	return 0;
}

static int build_region(const struct state_spec *spec, char *address, struct reason *ret_reason)
{
	if (spec->vma_count)
		return cut_into_vmas(spec, address, ret_reason);
	if (spec->construction == CONSTRUCTION_EMULATED)
		return emulate(spec, address, ret_reason);
	return populate(spec, address, ret_reason);
}

int state_build(const struct state_spec *spec, struct state *ret_state, struct reason *ret_reason)
{
	size_t align = alignment();
	size_t stride = (spec->size_bytes + align - 1) / align * align + align;
	struct state state = { .spec = *spec };
	int error;

	if (spec->backing == BACKING_NONE) {
		*ret_state = state;
		return 0;
	}
	error = arena_reserve(stride * spec->region_count, align, 0, &state.arena);
	if (error)
		reason_set(ret_reason, "reserve address space: %s", strerror(-error));
	for (unsigned int i = 0; i < spec->region_count && !error; i++) {
		state.regions[i] = state.arena.inside + i * stride;
		error = build_region(spec, state.regions[i], ret_reason);
	}
	if (error)
		arena_release(&state.arena);
	else
		*ret_state = state;
	return error;
}

void state_destroy(struct state *state)
{
	arena_release(&state->arena);
	*state = (struct state) { 0 };
}
