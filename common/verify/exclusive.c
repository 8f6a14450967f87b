// SPDX-License-Identifier: GPL-2.0-or-later
/* Proves exclusivity and pinning by writing or forking. */
#include "exclusive.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "sys/kernel_version.h"
#include "sys/pagemap.h"
#include "base/size.h"

/* Return: pages that share the exclusive bit of this one; a PMD entry has that of its first page.
 */
static uint64_t weight(const struct page_state *spec, size_t page)
{
	size_t folio = page_state_folio_pages(spec);

	return spec->mapping != MAPPING_PMD ? 1 : page % folio ? 0 : folio;
}

/*
 * Stores in each page what it holds (build.h). Reading it first, or letting the CPU run ahead to
 * the next store, would leave read-only entries in the TLB. Because of those some guests fault
 * again though their page table permits the write by then: seen with PMD-mapped memory whose host
 * maps it by smaller entries. The system call after each store prevents running ahead.
 */
static uint64_t write_and_compare(const struct page_state *spec, char *region)
{
	struct opt_u64 before = fault_count_thread_faults(), now;
	size_t pages = spec->size_bytes / size_page();
	uint64_t unlike = 0;

	for (size_t i = 0; i < pages; i++) {
		char *page = region + i * size_page();
		bool is_exclusive;

		*(char *volatile *)(void *)page = page;
		now = fault_count_thread_faults();
		is_exclusive = now.value == before.value;
		before = now;
		if (is_exclusive != page_state_is_exclusive(spec, i))
			unlike += weight(spec, i);
	}
	return unlike;
}

static bool pin(char *address, uint64_t *ret_word)
{
	struct iovec here = { ret_word, sizeof(*ret_word) };
	struct iovec there = { address, sizeof(*ret_word) };

	return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)sizeof(*ret_word);
}

/* After a fork our own stack faults, too. The first pin() takes those faults. */
static struct opt_u64 pin_and_compare(const struct page_state *spec, char *region)
{
	size_t pages = spec->size_bytes / size_page();
	uint64_t own = 0, word = 0, unlike = 0;
	bool is_pinned = pin((char *)&own, &word);
	struct opt_u64 before = fault_count_thread_faults(), now;

	for (size_t i = 0; i < pages && is_pinned; i++) {
		is_pinned = pin(region + i * size_page(), &word);
		now = fault_count_thread_faults();
		if ((now.value == before.value) != page_state_is_exclusive(spec, i))
			unlike += weight(spec, i);
		before = now;
	}
	return is_pinned ? opt_u64_of(unlike) : (struct opt_u64) { 0 };
}

struct opt_u64 exclusive_count_unlike_pins(const struct page_state *spec, char *const *regions)
{
	struct opt_u64 unlike = opt_u64_of(0);

	if (!kernel_version_is_at_least(5, 19) || !fault_count_thread_faults().known)
		return (struct opt_u64) { 0 };
	for (unsigned int i = 0; i < spec->region_count && unlike.known; i++) {
		struct opt_u64 more = pin_and_compare(spec, regions[i]);

		unlike = (struct opt_u64) { more.known, unlike.value + more.value };
	}
	return unlike;
}

struct opt_u64 exclusive_count_unlike(const struct page_state *spec, char *const *regions)
{
	uint64_t unlike = 0;

	if (!fault_count_needs_writes(spec))
		return exclusive_count_unlike_pins(spec, regions);
	if (!fault_count_thread_faults().known)
		return (struct opt_u64) { 0 };
	for (unsigned int i = 0; i < spec->region_count; i++) {
		if (mprotect(regions[i], spec->size_bytes, PROT_READ) ||
		    mprotect(regions[i], spec->size_bytes, PROT_READ | PROT_WRITE))
			return (struct opt_u64) { 0 };
		unlike += write_and_compare(spec, regions[i]);
	}
	return opt_u64_of(unlike);
}

/* Forks: pages that the child has copies of stay mapped once. */
static struct opt_u64 count_copied(const struct page_state *spec, char *const *regions)
{
	size_t pages = spec->size_bytes / size_page();
	uint64_t *entries = xcalloc(pages, sizeof(*entries));
	struct opt_u64 copied = opt_u64_of(0);
	pid_t child = fork();

	if (!child)
		for (;;)
			pause();
	for (unsigned int i = 0; i < spec->region_count && child > 0; i++) {
		if (pagemap_read(regions[i], pages, entries))
			copied.known = false;
		for (size_t p = 0; p < pages; p++)
			copied.value += (entries[p] & PAGEMAP_MAPPED_ONCE) != 0;
	}
	copied.known = copied.known && child > 0;
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	free(entries);
	return copied;
}

bool exclusive_is_destructive(const struct page_state *spec)
{
	return spec->pages == PAGES_WRITTEN && page_state_is_forked(spec);
}

/* @right: number of pages that behave as claimed. */
static void judge(struct opt_u64 right, const char *otherwise, struct verify *evidence)
{
	if (right.known && right.value == evidence->total_pages)
		return;
	evidence->verdict = right.known ? PROOF_REFUTED : PROOF_UNKNOWN;
	if (!right.known) {
		reason_set(&evidence->reason, "this kernel does not tell whether pages are %s",
			   otherwise);
		return;
	}
	reason_set(&evidence->reason, "%llu pages are not %s",
		   (unsigned long long)(evidence->total_pages - right.value), otherwise);
	if (right.value < evidence->matching_pages)
		evidence->matching_pages = right.value;
}

void exclusive_prove(const struct page_state *spec, char *const *regions, struct verify *evidence)
{
	bool is_exclusive = spec->sharing == SHARING_EXCLUSIVE;
	struct opt_u64 right;

	if (evidence->verdict == PROOF_REFUTED || !page_state_is_private_anon(spec))
		return;
	if (spec->pages == PAGES_PINNED)
		judge(count_copied(spec, regions), "copied by fork", evidence);
	if (spec->pages != PAGES_WRITTEN || (!is_exclusive && !exclusive_is_destructive(spec)))
		return;
	right = exclusive_count_unlike(spec, regions);
	right.value = evidence->total_pages - right.value;
	judge(right, is_exclusive ? "exclusive" : "exclusive as claimed", evidence);
}
