// SPDX-License-Identifier: GPL-2.0-or-later
/* What does the memory do when it is written, or forked? */
#include "behaviour.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"
#include "kernel.h"
#include "pagemap.h"
#include "size.h"

/*
 * Stores what state.h says each page holds. To read it first, or to let the CPU run ahead to the
 * next store, would leave read-only entries in the TLB, over which some guests fault again though
 * their page table permits the write by now: seen with PMD-mapped memory whose host maps it by
 * smaller entries. The system call after each store keeps the CPU from it.
 */
static struct count count_write_faults(char *region, size_t bytes)
{
	struct count before = witness_thread_faults(), now = before;

	for (char *p = region; p < region + bytes; p += size_page()) {
		*(char *volatile *)(void *)p = p;
		now = witness_thread_faults();
	}
	return count_since(before, now);
}

struct count behaviour_count_shared(const struct state_spec *spec, char *const *regions)
{
	uint64_t shared = 0;

	for (unsigned int i = 0; i < spec->region_count; i++) {
		struct count faults;

		if (mprotect(regions[i], spec->size_bytes, PROT_READ) ||
		    mprotect(regions[i], spec->size_bytes, PROT_READ | PROT_WRITE))
			return (struct count) { 0 };
		faults = count_write_faults(regions[i], spec->size_bytes);
		if (!faults.known)
			return faults;
		shared += faults.value;
	}
	/* From 6.1 on exclusive pages get writable at once: can_change_pte_writable(). */
	if (shared && !kernel_is_at_least(6, 1))
		return (struct count) { 0 };
	return count_of(shared);
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

static void judge(struct count found, uint64_t wanted, const char *what, const char *unknown,
		  struct evidence *evidence)
{
	uint64_t off = found.value > wanted ? found.value - wanted : wanted - found.value;

	if (found.known && !off)
		return;
	evidence->verdict = found.known ? EVIDENCE_REFUTED : EVIDENCE_UNKNOWN;
	if (found.known)
		reason_set(&evidence->reason, "%llu pages %s, not %llu",
			   (unsigned long long)found.value, what, (unsigned long long)wanted);
	else
		reason_set(&evidence->reason, "%s", unknown);
	if (found.known)
		evidence->matching_pages -=
			off < evidence->matching_pages ? off : evidence->matching_pages;
}

void behaviour_prove(const struct state_spec *spec, char *const *regions, struct evidence *evidence)
{
	if (evidence->verdict == EVIDENCE_REFUTED || !spec_is_private_anon(spec) ||
	    spec->child_lives)
		return;
	if (spec->pages == PAGES_PINNED)
		judge(count_copied(spec, regions), spec_page_count(spec), "were copied by fork",
		      "fork, or pagemap, failed", evidence);
	else if (spec->pages == PAGES_WRITTEN &&
		 (spec->sharing == SHARING_EXCLUSIVE || behaviour_is_destructive(spec)))
		judge(behaviour_count_shared(spec, regions), spec_write_faults(spec),
		      "are not exclusive", "this kernel does not tell exclusive pages", evidence);
}
