// SPDX-License-Identifier: GPL-2.0-or-later
/* Is the memory what it must be after an op? */
#include "oracle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "fail.h"
#include "kernel.h"
#include "pagemap.h"
#include "probe.h"
#include "size.h"
#include "witness.h"

/* Upper halves of addresses are never like that. */
static const uint64_t salt_of_parent = 0x5a00000000000000, salt_of_child = 0x6b00000000000000;

static size_t page_count(const struct oracle_region *region)
{
	return region->bytes / size_page();
}

static char *page_at(const struct oracle_region *region, size_t page)
{
	return region->at + page * size_page();
}

static uint64_t tag_of(const struct oracle_region *region, size_t page, uint64_t salt)
{
	return (uint64_t)(uintptr_t)(region->origin + page * size_page()) ^ salt;
}

static uint64_t load(const char *address)
{
	return *(const volatile uint64_t *)(const void *)address;
}

static void store(char *address, uint64_t word)
{
	*(volatile uint64_t *)(void *)address = word;
}

static enum oracle_verdict wrong_word(const char *what, const char *address, size_t page,
				      uint64_t expected, uint64_t found, struct reason *ret_reason)
{
	reason_set(ret_reason, "%s: page %zu at %p: expected %#llx, found %#llx", what, page,
		   (const void *)address, (unsigned long long)expected, (unsigned long long)found);
	return ORACLE_FAILED;
}

enum oracle_verdict oracle_tags(const struct oracle_region *region, uint64_t salt,
				struct reason *ret_reason)
{
	for (size_t i = 0; i < page_count(region); i++) {
		uint64_t found = load(page_at(region, i)), expected = tag_of(region, i, salt);

		if (found != expected)
			return wrong_word("data", page_at(region, i), i, expected, found,
					  ret_reason);
	}
	return ORACLE_PASSED;
}

enum oracle_verdict oracle_zeros(const struct oracle_region *region, struct reason *ret_reason)
{
	for (size_t i = 0; i < page_count(region); i++) {
		uint64_t found = load(page_at(region, i));

		if (found)
			return wrong_word("data", page_at(region, i), i, 0, found, ret_reason);
	}
	return ORACLE_PASSED;
}

static enum oracle_verdict wrong_access(const char *address, size_t page, const char *expected,
					const char *found, struct reason *ret_reason)
{
	reason_set(ret_reason, "permissions: page %zu at %p: expected %s, found %s", page,
		   (const void *)address, expected, found);
	return ORACLE_FAILED;
}

/* The byte that is stored is the one that a tag has there. */
static enum oracle_verdict check_access(const struct oracle_region *region, bool is_readable,
					struct reason *ret_reason)
{
	const char *expected = is_readable ? "read-only" : "no access";
	enum oracle_verdict verdict = ORACLE_PASSED;
	struct probe probe;

	probe_begin(&probe);
	for (size_t i = 0; i < page_count(region) && verdict == ORACLE_PASSED; i++) {
		char *page = page_at(region, i);
		char kept = (char)tag_of(region, i, 0);

		if (probe_read(page) != is_readable)
			verdict = wrong_access(page, i, expected,
					       is_readable ? "no access" : "readable", ret_reason);
		else if (probe_write(page, kept))
			verdict = wrong_access(page, i, expected, "writable", ret_reason);
	}
	probe_end(&probe);
	return verdict;
}

enum oracle_verdict oracle_read_only(const struct oracle_region *region, struct reason *ret_reason)
{
	return check_access(region, true, ret_reason);
}

enum oracle_verdict oracle_no_access(const struct oracle_region *region, struct reason *ret_reason)
{
	return check_access(region, false, ret_reason);
}

enum oracle_verdict oracle_fences(const struct oracle_region *region, struct reason *ret_reason)
{
	char *const outside[] = { region->at - size_page(), region->at + region->bytes };
	struct probe probe;
	int open = -1;

	probe_begin(&probe);
	for (int i = 0; i < 2 && open < 0; i++)
		if (probe_read(outside[i]) || probe_write(outside[i], 0))
			open = i;
	probe_end(&probe);
	if (open < 0)
		return ORACLE_PASSED;
	reason_set(ret_reason, "permissions: the page %s the region, at %p: expected no access",
		   open ? "after" : "before", (void *)outside[open]);
	return ORACLE_FAILED;
}

/* Is the first write to this page expected to fault? PMD entries fault once, on their first page.
 */
static bool must_fault(const struct state_spec *spec, size_t page, bool is_split)
{
	if (spec->mapping == MAPPING_PMD && !is_split && page % spec_folio_pages(spec))
		return false;
	return !spec_is_exclusive(spec, page);
}

/* Return: did the store fault? @before: faults so far, updated. */
static bool store_faults(char *address, uint64_t word, struct count *before)
{
	struct count now;
	bool found;

	store(address, word);
	now = witness_thread_faults();
	found = now.value != before->value;
	*before = now;
	return found;
}

/*
 * A mapping for more pages than are flushed one by one loses its permissions: that flushes all of
 * this address space. Else entries left by reads, from before a permission was given, fault though
 * the page table permits the write. Source: pte_needs_flush(), arch/x86/include/asm/tlbflush.h.
 * It is written as the region will be, so that after a fork our own stack has faulted already.
 */
static void rehearse_and_flush_tlb(void)
{
	struct count before = witness_thread_faults();
	size_t bytes = 2 * MIB;
	char *other = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (other == MAP_FAILED)
		return;
	for (char *p = other; p < other + bytes; p += size_page())
		store_faults(p, 0, &before);
	mprotect(other, bytes, PROT_NONE);
	munmap(other, bytes);
}

enum oracle_verdict oracle_faults(const struct state_spec *spec, const struct oracle_region *region,
				  bool is_split, struct reason *ret_reason)
{
	struct count before = witness_thread_faults();

	if (!kernel_is_at_least(6, 1) || !before.known) {
		reason_set(ret_reason, "faults: Linux before 6.1 faults on exclusive pages too");
		return ORACLE_UNKNOWN;
	}
	rehearse_and_flush_tlb();
	before = witness_thread_faults();
	for (size_t i = 0; i < page_count(region); i++) {
		bool expected = must_fault(spec, i, is_split);

		if (store_faults(page_at(region, i), tag_of(region, i, 0), &before) == expected)
			continue;
		reason_set(ret_reason, "faults: page %zu at %p: expected %s, found %s", i,
			   (void *)page_at(region, i),
			   expected ? "a fault, since it is shared" : "none, since it is exclusive",
			   expected ? "none: it was writable" : "one: an optimisation is lost");
		return ORACLE_FAILED;
	}
	return ORACLE_PASSED;
}

/* The child's words, a page at a time. Return: 0 or -errno. */
static int child_word(pid_t child, const char *address, uint64_t *word, bool is_write)
{
	struct iovec own = { word, sizeof(*word) };
	struct iovec other = { (void *)(uintptr_t)address, sizeof(*word) };
	ssize_t done = is_write ? process_vm_writev(child, &own, 1, &other, 1, 0)
				: process_vm_readv(child, &own, 1, &other, 1, 0);

	return done == (ssize_t)sizeof(*word) ? 0 : done < 0 ? -errno : -EFAULT;
}

static bool child_maps(const struct state_spec *spec, size_t page)
{
	return spec->sharing != SHARING_HALF || !spec_is_exclusive(spec, page);
}

static enum oracle_verdict unreachable(int error, struct reason *ret_reason)
{
	reason_set(ret_reason, "isolation: the child's memory: %s", strerror(-error));
	return error == -EPERM || error == -ENOSYS || error == -ESRCH ? ORACLE_UNKNOWN
								      : ORACLE_FAILED;
}

/* The child holds the tags with that salt; then, when @next is not 0, that one. */
static enum oracle_verdict walk_child(const struct state_spec *spec,
				      const struct oracle_region *region, pid_t child,
				      uint64_t salt, uint64_t next, struct reason *ret_reason)
{
	for (size_t i = 0; i < page_count(region); i++) {
		const char *address = region->origin + i * size_page();
		uint64_t expected = tag_of(region, i, salt), word = 0;
		int error = child_maps(spec, i) ? child_word(child, address, &word, false) : 0;

		if (error)
			return unreachable(error, ret_reason);
		if (child_maps(spec, i) && word != expected)
			return wrong_word("isolation: the child sees another's write", address, i,
					  expected, word, ret_reason);
		word = tag_of(region, i, next);
		error = child_maps(spec, i) && next ? child_word(child, address, &word, true) : 0;
		if (error)
			return unreachable(error, ret_reason);
	}
	return ORACLE_PASSED;
}

enum oracle_verdict oracle_isolation(const struct state_spec *spec,
				     const struct oracle_region *region, pid_t child,
				     struct reason *ret_reason)
{
	enum oracle_verdict verdict;

	for (size_t i = 0; i < page_count(region); i++)
		store(page_at(region, i), tag_of(region, i, salt_of_parent));
	verdict = walk_child(spec, region, child, 0, salt_of_child, ret_reason);
	if (verdict == ORACLE_PASSED)
		verdict = oracle_tags(region, salt_of_parent, ret_reason);
	if (verdict == ORACLE_PASSED)
		verdict = walk_child(spec, region, child, salt_of_child, 0, ret_reason);
	return verdict;
}

enum oracle_verdict oracle_bits(const struct oracle_region *region, uint64_t set, uint64_t clear,
				const char *what, struct reason *ret_reason)
{
	size_t pages = page_count(region), wrong = 0;
	uint64_t *entries = xcalloc(pages, sizeof(*entries));
	int error = pagemap_read(region->at, pages, entries);

	while (!error && wrong < pages && (entries[wrong] & set) == set &&
	       !(entries[wrong] & clear))
		wrong++;
	if (error)
		reason_set(ret_reason, "%s: read pagemap: %s", what, strerror(-error));
	else if (wrong < pages)
		reason_set(ret_reason,
			   "%s: page %zu at %p: expected bits %#llx and none of %#llx, found %#llx",
			   what, wrong, (void *)page_at(region, wrong), (unsigned long long)set,
			   (unsigned long long)clear, (unsigned long long)entries[wrong]);
	free(entries);
	if (error)
		return ORACLE_UNKNOWN;
	return wrong < pages ? ORACLE_FAILED : ORACLE_PASSED;
}

/* Is a page of the file still cached? RWF_NOWAIT does not go to the disk. */
static bool is_cached(int fd, off_t offset)
{
	char byte;
	struct iovec one = { &byte, 1 };

	return preadv2(fd, &one, 1, offset, RWF_NOWAIT) == 1;
}

enum oracle_verdict oracle_file(int fd, off_t offset, const struct oracle_region *region,
				struct reason *ret_reason)
{
	if (fsync(fd) || posix_fadvise(fd, offset, (off_t)region->bytes, POSIX_FADV_DONTNEED)) {
		reason_set(ret_reason, "dirty: fsync or drop the file: %s", strerror(errno));
		return ORACLE_UNKNOWN;
	}
	for (size_t i = 0; i < page_count(region); i++) {
		off_t at = offset + (off_t)(i * size_page());
		uint64_t expected = tag_of(region, i, 0), found = 0;

		/* What is read brings its neighbours in: only the first tells. */
		if (i == 0 && is_cached(fd, at)) {
			reason_set(ret_reason, "dirty: the file stays in the page cache");
			return ORACLE_UNKNOWN;
		}
		if (pread(fd, &found, sizeof(found), at) != (ssize_t)sizeof(found) ||
		    found != expected)
			return wrong_word("dirty: the file on the disk", region->origin, i,
					  expected, found, ret_reason);
	}
	return ORACLE_PASSED;
}

enum oracle_verdict oracle_freed(const struct oracle_region *region, struct reason *ret_reason)
{
	if (madvise(region->at, region->bytes, MADV_PAGEOUT)) {
		reason_set(ret_reason, "dirty: MADV_PAGEOUT: %s", strerror(errno));
		return ORACLE_UNKNOWN;
	}
	for (size_t i = 0; i < page_count(region); i++) {
		uint64_t expected = tag_of(region, i, 0), found = load(page_at(region, i));

		if (found != expected && (i % 2 == 0 || found))
			return wrong_word("dirty: a page that was written after MADV_FREE",
					  page_at(region, i), i, expected, found, ret_reason);
	}
	return ORACLE_PASSED;
}
