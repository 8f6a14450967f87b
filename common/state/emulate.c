// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds folios of sizes that a kernel without mTHP does not allocate. */
#include "emulate.h"

#include <errno.h>
#include <sys/mman.h>

#include "region.h"
#include "base/size.h"
#include "thp.h"
#include "touch.h"

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

/* Advises the page before the slot (the anchor, or of another slot) like the slot: one VMA. */
static int emulate_slot(size_t chunk, size_t bytes, char *slot, char *parking)
{
	int error = madvise(slot - size_page(), size_page(), MADV_HUGEPAGE) ? -errno : 0;

	for (size_t offset = 0; offset < bytes && !error; offset += chunk)
		error = fault_chunk(chunk, slot, offset, parking);
	for (size_t offset = 0; offset < bytes && !error; offset += chunk)
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

int emulate_folios(const struct page_state *spec, char *address)
{
	size_t pmd = thp_pmd_bytes(), done = 0;
	char *anchor = address - size_page();
	struct region parking = { 0 };
	int error = region_reserve(pmd, pmd, 0, &parking);

	if (!error)
		error = map_advised(anchor, size_page());
	if (!error)
		touch_write(anchor, size_page(), 1);
	for (; done < spec->size_bytes && !error; done += pmd) {
		size_t rest = spec->size_bytes - done;

		error = emulate_slot(spec->folio_bytes, rest < pmd ? rest : pmd, address + done,
				     parking.inside);
	}
	if (!error)
		error = fence_off(anchor, size_page());
	if (!error && done > spec->size_bytes) /* the rest of the last slot */
		error = fence_off(address + spec->size_bytes, done - spec->size_bytes);
	if (!error && madvise(address, spec->size_bytes, MADV_NOHUGEPAGE))
		error = -errno;
	if (!error) /* Linux 6.1 leaves clean entries where it split: see build.c */
		touch_write(address, spec->size_bytes, 1);
	region_release(&parking);
	return error;
}
