// SPDX-License-Identifier: GPL-2.0-or-later
/* Shares pages with a child: all, all but each k-th, or half of each folio. */
#include "exclusivity.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/size.h"
#include "touch.h"

_Noreturn void exclusivity_stop(pid_t parent)
{
	syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	/* The parent may have died before. */
	if (!parent || syscall(SYS_getppid) == parent)
		syscall(SYS_kill, syscall(SYS_getpid), SIGSTOP);
	for (;;)
		syscall(SYS_exit_group, 0);
}

pid_t exclusivity_fork_stopped(void)
{
	pid_t parent = getpid();
	long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (!child)
		exclusivity_stop(parent);
	if (child < 0)
		return (pid_t)-errno;
	if (waitpid((pid_t)child, NULL, WUNTRACED) < 0)
		return (pid_t)-errno;
	return (pid_t)child;
}

void exclusivity_end(pid_t child)
{
	if (child <= 0)
		return;
	kill(child, SIGKILL);
	TEMP_FAILURE_RETRY(waitpid(child, NULL, 0));
}

/*
 * Are the exclusive pages kept from the child, rather than written afterwards? Before Linux 6.15,
 * writing a page of a large folio that a child mapped copies it, out of the folio
 * (wp_can_reuse_anon_folio(), mm/memory.c @ 6.12).
 */
static bool is_kept(const struct page_state *spec)
{
	return spec->sharing == SHARING_HALF ||
	       (spec->sharing == SHARING_MIXED && page_state_folio_order(spec) > 0);
}

/* Keeps the first part of each block. MADV_DOFORK for all merges the VMAs again. */
static int keep_from_child(const struct page_state *spec, char *region)
{
	bool is_half = spec->sharing == SHARING_HALF;
	size_t block = (is_half ? page_state_half_pages(spec) : spec->mixed_every) * size_page();
	size_t kept = is_half ? block / 2 : size_page();

	for (char *p = region; p < region + spec->size_bytes; p += block)
		if (madvise(p, kept, MADV_DONTFORK))
			return -errno;
	return 0;
}

static int for_child(const struct page_state *spec, char *const *regions, bool is_before)
{
	int error = 0;

	for (unsigned int i = 0; i < spec->region_count && !error; i++) {
		if (is_before)
			error = keep_from_child(spec, regions[i]);
		else
			error = madvise(regions[i], spec->size_bytes, MADV_DOFORK) ? -errno : 0;
	}
	return error;
}

int exclusivity_make(const struct page_state *spec, char *const *regions, pid_t *ret_child,
		     struct reason *ret_reason)
{
	int error = is_kept(spec) ? for_child(spec, regions, true) : 0;
	pid_t child = error ? error : exclusivity_fork_stopped();

	*ret_child = 0;
	if (child > 0 && is_kept(spec))
		error = for_child(spec, regions, false);
	if (child < 0 || error) {
		error = child < 0 ? child : error;
		exclusivity_end(child);
		reason_set(ret_reason, "share the pages with a child: %s", strerror(-error));
		return error;
	}
	if (spec->child_lives)
		*ret_child = child;
	else
		exclusivity_end(child);
	if (spec->sharing != SHARING_MIXED || is_kept(spec))
		return 0;
	for (unsigned int i = 0; i < spec->region_count; i++)
		touch_write(regions[i], spec->size_bytes, spec->mixed_every);
	return 0;
}
