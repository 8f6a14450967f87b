// SPDX-License-Identifier: GPL-2.0-or-later
/* What does the memory do when it is written, or forked? */
#include "behaviour.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"
#include "kernel.h"
#include "pagemap.h"
#include "size.h"

/* A folio that is mapped by a PMD entry has one exclusive bit: its first page tells. */
static bool tells(const struct state_spec *spec, size_t page)
{
	return spec->mapping != MAPPING_PMD || page % spec_folio_pages(spec) == 0;
}

/* Pages that such a page answers for. */
static uint64_t weight(const struct state_spec *spec)
{
	return spec->mapping == MAPPING_PMD ? spec_folio_pages(spec) : 1;
}

/*
 * Stores what state.h says each page holds. To read it first, or to let the CPU run ahead to the
 * next store, would leave read-only entries in the TLB, over which some guests fault again though
 * their page table permits the write by now: seen with PMD-mapped memory whose host maps it by
 * smaller entries. The system call after each store keeps the CPU from it.
 */
static uint64_t write_and_compare(const struct state_spec *spec, char *region)
{
	struct count before = witness_thread_faults(), now;
	size_t pages = spec->size_bytes / size_page();
	uint64_t unlike = 0;

	for (size_t i = 0; i < pages; i++) {
		char *page = region + i * size_page();
		bool is_exclusive;

		*(char *volatile *)(void *)page = page;
		now = witness_thread_faults();
		is_exclusive = now.value == before.value;
		before = now;
		if (tells(spec, i) && is_exclusive != spec_is_exclusive(spec, i))
			unlike += weight(spec);
	}
	return unlike;
}

static bool pin(char *address, uint64_t *ret_word)
{
	struct iovec here = { ret_word, sizeof(*ret_word) };
	struct iovec there = { address, sizeof(*ret_word) };

	return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)sizeof(*ret_word);
}

/* After a fork our own stack faults too: it takes those faults first. */
static struct count pin_and_compare(const struct state_spec *spec, char *region)
{
	size_t pages = spec->size_bytes / size_page();
	uint64_t own = 0, word = 0, unlike = 0;
	bool is_pinned = pin((char *)&own, &word);
	struct count before = witness_thread_faults(), now;

	for (size_t i = 0; i < pages && is_pinned; i++) {
		is_pinned = pin(region + i * size_page(), &word);
		now = witness_thread_faults();
		if (tells(spec, i) && (now.value == before.value) != spec_is_exclusive(spec, i))
			unlike += weight(spec);
		before = now;
	}
	return is_pinned ? count_of(unlike) : (struct count) { 0 };
}

struct count behaviour_count_unlike_pins(const struct state_spec *spec, char *const *regions)
{
	struct count unlike = count_of(0);

	if (!kernel_is_at_least(5, 19) || !witness_thread_faults().known)
		return (struct count) { 0 };
	for (unsigned int i = 0; i < spec->region_count && unlike.known; i++) {
		struct count more = pin_and_compare(spec, regions[i]);

		unlike = (struct count) { more.known, unlike.value + more.value };
	}
	return unlike;
}

struct count behaviour_count_unlike(const struct state_spec *spec, char *const *regions)
{
	uint64_t unlike = 0;

	if (!witness_is_told_by_writes(spec))
		return behaviour_count_unlike_pins(spec, regions);
	if (!witness_thread_faults().known)
		return (struct count) { 0 };
	for (unsigned int i = 0; i < spec->region_count; i++) {
		if (mprotect(regions[i], spec->size_bytes, PROT_READ) ||
		    mprotect(regions[i], spec->size_bytes, PROT_READ | PROT_WRITE))
			return (struct count) { 0 };
		unlike += write_and_compare(spec, regions[i]);
	}
	return count_of(unlike);
}

/* While a child maps the pages, those that it got copies of are still mapped once. */
static struct count count_copied(const struct state_spec *spec, char *const *regions)
{
	size_t pages = spec->size_bytes / size_page();
	uint64_t *entries = xcalloc(pages, sizeof(*entries));
	struct count copied = count_of(0);
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

bool behaviour_is_destructive(const struct state_spec *spec)
{
	return spec->pages == PAGES_WRITTEN &&
	       (spec->sharing == SHARING_FORKED || spec->sharing == SHARING_MIXED ||
		spec->sharing == SHARING_HALF);
}

/* @right: pages that behave as claimed. */
static void judge(struct count right, const char *otherwise, struct evidence *evidence)
{
	if (right.known && right.value == evidence->total_pages)
		return;
	evidence->verdict = right.known ? EVIDENCE_REFUTED : EVIDENCE_UNKNOWN;
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

void behaviour_prove(const struct state_spec *spec, char *const *regions, struct evidence *evidence)
{
	bool is_exclusive = spec->sharing == SHARING_EXCLUSIVE;
	struct count right;

	if (evidence->verdict == EVIDENCE_REFUTED || !spec_is_private_anon(spec))
		return;
	if (spec->pages == PAGES_PINNED)
		judge(count_copied(spec, regions), "copied by fork", evidence);
	if (spec->pages != PAGES_WRITTEN || (!is_exclusive && !behaviour_is_destructive(spec)))
		return;
	right = behaviour_count_unlike(spec, regions);
	right.value = evidence->total_pages - right.value;
	judge(right, is_exclusive ? "exclusive" : "exclusive as claimed", evidence);
}
