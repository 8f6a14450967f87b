// SPDX-License-Identifier: GPL-2.0-or-later
/* Inspects memory after an op. */
#include "oracle.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/die.h"
#include "sys/pagemap.h"
#include "sys/access_probe.h"
#include "base/size.h"
#include "state/pagecache.h"
#include "state/touch.h"
#include "verify/fault_count.h"

enum { WORDS = 128 };

/* No address has such an upper half. */
static const uint64_t salt_of_parent = 0x5a00000000000000, salt_of_child = 0x6b00000000000000;

static size_t page_count(const struct oracle_region *region)
{
	return region->bytes / size_page();
}

/* Of more pages than a table maps: both ends, each 16th, and those beside each 512th. */
static size_t next_page(const struct oracle_region *region, size_t page)
{
	enum { ALL = 512, ENDS = 128, EVERY = 16 };
	size_t pages = page_count(region), next = (page / EVERY + 1) * EVERY;

	if (pages <= ALL || page < ENDS || page >= pages - ENDS)
		return page + 1;
	if (next % ALL == 0 && page + 1 < next)
		next--;
	return MIN(next, pages - ENDS);
}

static char *page_at(const struct oracle_region *region, size_t page)
{
	return region->at + page * size_page();
}

static uint64_t tag_of(const struct oracle_region *region, size_t page, uint64_t salt)
{
	return (uint64_t)(uintptr_t)(region->origin + page * size_page()) ^ salt;
}

static enum oracle_verdict wrong_word(const char *what, const char *address, size_t page,
				      uint64_t expected, uint64_t found, struct reason *ret_reason)
{
	reason_set(ret_reason, "%s: page %zu at %p: expected %#llx, found %#llx", what, page,
		   (const void *)address, (unsigned long long)expected, (unsigned long long)found);
	return ORACLE_FAILED;
}

static enum oracle_verdict wrong_access(const char *address, size_t page, const char *expected,
					const char *found, struct reason *ret_reason)
{
	bool is_bus = access_probe_signal() == SIGBUS;

	reason_set(ret_reason, "permissions: page %zu at %p: expected %s, found %s%s", page,
		   (const void *)address, expected, found, is_bus ? " (SIGBUS)" : "");
	return is_bus ? ORACLE_DOUBTED : ORACLE_FAILED;
}

/* What each page must be like: one of these, as the look_fn needs. */
struct claim {
	uint64_t salt; /* of the tag */
	bool is_zero, is_readable, is_split;
	const struct page_state *spec;
};

typedef enum oracle_verdict look_fn(const struct oracle_region *region, size_t page,
				    const struct claim *claim, struct reason *ret_reason);

/* Calls @look for each page until one does not pass. Survives signals that it raises. */
static enum oracle_verdict each_page(const struct oracle_region *region, look_fn *look,
				     struct claim claim, struct reason *ret_reason)
{
	enum oracle_verdict verdict = ORACLE_PASSED;
	struct access_probe probe;

	access_probe_begin(&probe);
	for (size_t i = 0; i < page_count(region) && verdict == ORACLE_PASSED;
	     i = next_page(region, i))
		verdict = look(region, i, &claim, ret_reason);
	access_probe_end(&probe);
	return verdict;
}

static enum oracle_verdict look_for_word(const struct oracle_region *region, size_t page,
					 const struct claim *claim, struct reason *ret_reason)
{
	uint64_t expected = claim->is_zero ? 0 : tag_of(region, page, claim->salt), found = 0;
	const char *address = page_at(region, page);

	if (!access_probe_load(address, &found))
		return wrong_access(address, page, "readable", "no access", ret_reason);
	if (found != expected)
		return wrong_word("data", address, page, expected, found, ret_reason);
	return ORACLE_PASSED;
}

enum oracle_verdict oracle_tags(const struct oracle_region *region, uint64_t salt,
				struct reason *ret_reason)
{
	return each_page(region, look_for_word, (struct claim) { .salt = salt }, ret_reason);
}

enum oracle_verdict oracle_zeros(const struct oracle_region *region, struct reason *ret_reason)
{
	return each_page(region, look_for_word, (struct claim) { .is_zero = true }, ret_reason);
}

/* Stores the tag, so that no data is lost if the store works though it should not. */
static enum oracle_verdict look_for_access(const struct oracle_region *region, size_t page,
					   const struct claim *claim, struct reason *ret_reason)
{
	const char *expected = claim->is_readable ? "read-only" : "no access";
	char *address = page_at(region, page);
	uint64_t word;

	if (access_probe_load(address, &word) != claim->is_readable)
		return wrong_access(address, page, expected,
				    claim->is_readable ? "no access" : "readable", ret_reason);
	if (access_probe_store(address, tag_of(region, page, 0)))
		return wrong_access(address, page, expected, "writable", ret_reason);
	return ORACLE_PASSED;
}

enum oracle_verdict oracle_read_only(const struct oracle_region *region, struct reason *ret_reason)
{
	return each_page(region, look_for_access, (struct claim) { .is_readable = true },
			 ret_reason);
}

enum oracle_verdict oracle_no_access(const struct oracle_region *region, struct reason *ret_reason)
{
	return each_page(region, look_for_access, (struct claim) { 0 }, ret_reason);
}

enum oracle_verdict oracle_guard_pages(const struct oracle_region *region,
				       struct reason *ret_reason)
{
	char *const outside[] = { region->at - size_page(), region->at + region->bytes };
	struct access_probe probe;
	uint64_t word;
	int open = -1;

	access_probe_begin(&probe);
	for (int i = 0; i < 2 && open < 0; i++)
		if (access_probe_load(outside[i], &word) || access_probe_store(outside[i], 0))
			open = i;
	access_probe_end(&probe);
	if (open < 0)
		return ORACLE_PASSED;
	reason_set(ret_reason, "permissions: the page %s the region, at %p: expected no access",
		   open ? "after" : "before", (void *)outside[open]);
	return ORACLE_FAILED;
}

/* Must the first write to this page fault? A PMD entry faults once, on its first page. */
static bool must_fault(const struct page_state *spec, size_t page, bool is_split)
{
	if (spec->mapping == MAPPING_PMD && !is_split && page % page_state_folio_pages(spec))
		return false;
	return !page_state_is_exclusive(spec, page);
}

static enum oracle_verdict look_for_fault(const struct oracle_region *region, size_t page,
					  const struct claim *claim, struct reason *ret_reason)
{
	bool expected = must_fault(claim->spec, page, claim->is_split);
	char *address = page_at(region, page);
	struct opt_u64 before = fault_count_thread_faults();

	if (!access_probe_store(address, tag_of(region, page, 0)))
		return wrong_access(address, page, "writable", "a signal", ret_reason);
	if ((opt_u64_since(before, fault_count_thread_faults()).value != 0) == expected)
		return ORACLE_PASSED;
	reason_set(ret_reason, "faults: page %zu at %p: expected %s, found %s", page,
		   (void *)address,
		   expected ? "a fault, since it is shared" : "none, since it is exclusive",
		   expected ? "none: it was writable" : "one: an optimisation is lost");
	return expected ? ORACLE_FAILED : ORACLE_DOUBTED;
}

/* After a fork our own stack and data fault, too: takes those faults by a trial on our own page. */
static void rehearse(void)
{
	struct page_state spec = { .sharing = SHARING_EXCLUSIVE, .folio_bytes = size_page() };
	static char own[2 * 65536];
	struct oracle_region page = {
		.at = own + (size_page() - (uintptr_t)own % size_page()) % size_page(),
		.bytes = size_page(),
	};
	struct reason ignored;

	each_page(&page, look_for_fault, (struct claim) { .spec = &spec }, &ignored);
}

enum oracle_verdict oracle_faults(const struct page_state *spec, const struct oracle_region *region,
				  bool is_split, struct reason *ret_reason)
{
	if (!fault_count_needs_writes(spec) || !fault_count_thread_faults().known) {
		reason_set(ret_reason, "faults: this kernel faults on exclusive pages too");
		return ORACLE_UNKNOWN;
	}
	rehearse();
	touch_flush_tlb();
	return each_page(region, look_for_fault,
			 (struct claim) { .spec = spec, .is_split = is_split }, ret_reason);
}

/* Words of the child, of pages that it maps: many by one system call. */
struct words {
	size_t count, pages[WORDS];
	uint64_t values[WORDS];
};

/* Reads or writes @words of the child. Return: 0 or -errno. */
static int child_words(pid_t child, const struct oracle_region *region, struct words *words,
		       bool is_write)
{
	struct iovec own = { words->values, words->count * sizeof(words->values[0]) };
	struct iovec others[WORDS];
	ssize_t done;

	for (size_t i = 0; i < words->count; i++)
		others[i] = (struct iovec) { region->child_at + words->pages[i] * size_page(),
					     sizeof(words->values[0]) };
	done = is_write ? process_vm_writev(child, &own, 1, others, words->count, 0)
			: process_vm_readv(child, &own, 1, others, words->count, 0);
	return done == (ssize_t)own.iov_len ? 0 : done < 0 ? -errno : -EFAULT;
}

static bool child_maps(const struct page_state *spec, size_t page)
{
	return spec->sharing != SHARING_HALF || !page_state_is_exclusive(spec, page);
}

static enum oracle_verdict unreachable(int error, struct reason *ret_reason)
{
	reason_set(ret_reason, "isolation: the child's memory: %s", strerror(-error));
	return error == -EFAULT ? ORACLE_FAILED : ORACLE_UNKNOWN;
}

/* Return: the page after the last one that was gathered. */
static size_t gather_words(const struct page_state *spec, const struct oracle_region *region,
			   size_t page, struct words *ret_words)
{
	ret_words->count = 0;
	for (; page < page_count(region) && ret_words->count < WORDS;
	     page = next_page(region, page))
		if (child_maps(spec, page))
			ret_words->pages[ret_words->count++] = page;
	return page;
}

/* Expects the child's tags with that salt. Writes those with the salt @next, unless it is 0. */
static enum oracle_verdict walk_child(const struct page_state *spec,
				      const struct oracle_region *region, pid_t child,
				      uint64_t salt, uint64_t next, struct reason *ret_reason)
{
	struct words words;

	for (size_t page = 0; page < page_count(region);) {
		int error;

		page = gather_words(spec, region, page, &words);
		error = child_words(child, region, &words, false);
		for (size_t i = 0; i < words.count && !error; i++) {
			size_t at = words.pages[i];
			uint64_t expected = tag_of(region, at, salt);

			if (words.values[i] != expected)
				return wrong_word("isolation: the child sees another's write",
						  region->child_at + at * size_page(), at, expected,
						  words.values[i], ret_reason);
			words.values[i] = tag_of(region, at, next);
		}
		if (!error && next)
			error = child_words(child, region, &words, true);
		if (error)
			return unreachable(error, ret_reason);
	}
	return ORACLE_PASSED;
}

static enum oracle_verdict write_tag(const struct oracle_region *region, size_t page,
				     const struct claim *claim, struct reason *ret_reason)
{
	if (access_probe_store(page_at(region, page), tag_of(region, page, claim->salt)))
		return ORACLE_PASSED;
	return wrong_access(page_at(region, page), page, "writable", "a signal", ret_reason);
}

enum oracle_verdict oracle_isolation(const struct page_state *spec,
				     const struct oracle_region *region, pid_t child,
				     struct reason *ret_reason)
{
	const struct claim claim = { .salt = salt_of_parent };
	enum oracle_verdict verdict = each_page(region, write_tag, claim, ret_reason);

	if (verdict == ORACLE_PASSED)
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
	bool lacks;

	while (!error && wrong < pages && (entries[wrong] & set) == set &&
	       !(entries[wrong] & clear))
		wrong++;
	lacks = wrong < pages && (entries[wrong] & set) != set;
	free(entries);
	if (error) {
		reason_set(ret_reason, "%s: read pagemap: %s", what, strerror(-error));
		return ORACLE_UNKNOWN;
	}
	if (wrong == pages)
		return ORACLE_PASSED;
	reason_set(ret_reason, "%s: page %zu at %p: expected the mark %s, found it %s", what, wrong,
		   (void *)page_at(region, wrong), lacks ? "set" : "clear",
		   lacks ? "clear" : "set");
	return ORACLE_DOUBTED;
}

enum oracle_verdict oracle_file(int fd, const struct oracle_region *region,
				struct reason *ret_reason)
{
	off_t offset = region->file_offset;

	if (fsync(fd) || posix_fadvise(fd, offset, (off_t)region->bytes, POSIX_FADV_DONTNEED)) {
		reason_set(ret_reason, "dirty: fsync or drop the file: %s", strerror(errno));
		return ORACLE_UNKNOWN;
	}
	for (size_t i = 0; i < page_count(region); i++) {
		off_t at = offset + (off_t)(i * size_page());
		uint64_t expected = tag_of(region, i, 0), found = 0;

		/* A read caches the neighbours, too, so check only before the first one. */
		if (i == 0 && pagecache_has_page(fd, at)) {
			reason_set(ret_reason, "dirty: the file stays in the page cache");
			return ORACLE_UNKNOWN;
		}
		if (pread(fd, &found, sizeof(found), at) < 0) {
			reason_set(ret_reason, "dirty: read the file: %s", strerror(errno));
			return ORACLE_UNKNOWN;
		}
		if (found != expected)
			return wrong_word("dirty: the file on the disk", region->origin, i,
					  expected, found, ret_reason);
	}
	return ORACLE_PASSED;
}

/* Odd pages were not written again, so reclaim may have dropped them. */
static enum oracle_verdict look_for_survivor(const struct oracle_region *region, size_t page,
					     const struct claim *claim, struct reason *ret_reason)
{
	uint64_t expected = tag_of(region, page, claim->salt), found = 0;
	const char *address = page_at(region, page);

	if (!access_probe_load(address, &found))
		return wrong_access(address, page, "readable", "no access", ret_reason);
	if (found == expected || (page % 2 && !found))
		return ORACLE_PASSED;
	return wrong_word("dirty: a page of MADV_FREE'd memory", address, page, expected, found,
			  ret_reason);
}

enum oracle_verdict oracle_freed(const struct oracle_region *region, struct reason *ret_reason)
{
	if (madvise(region->at, region->bytes, MADV_PAGEOUT)) {
		reason_set(ret_reason, "dirty: MADV_PAGEOUT: %s", strerror(errno));
		return ORACLE_UNKNOWN;
	}
	return each_page(region, look_for_survivor, (struct claim) { 0 }, ret_reason);
}
