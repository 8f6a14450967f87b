/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the system calls of one process tree slower by a known amount, without root. */
#ifndef PTEBENCH_SLOWDOWN_H
#define PTEBENCH_SLOWDOWN_H

/* The kernel takes 32768 instructions of all filters together, and counts 4 more for each. */
enum { SLOWDOWN_MAX = 32000 };

/**
 * slowdown_install() - add @steps to each timed system call of this process and its children.
 * @steps: divisions, each of which waits for the one before, in a seccomp(2) filter; 0 to
 * SLOWDOWN_MAX. 0 installs a filter, too, so that the cost of a filter itself makes no difference.
 *
 * Timed calls are mprotect, pkey_mprotect, mremap, munmap, madvise, clone and getppid. Where a
 * filter depends on the number of a call alone, the kernel caches its verdict and does not run it
 * again (kernel/seccomp.c:seccomp_is_const_allow @ v6.18): all other calls are as fast as before.
 * It does not follow divisions there, so the filter runs for each timed call. A filter cannot be
 * removed.
 *
 * Return: 0 or -errno (-EINVAL: no seccomp filters in this kernel, or too many steps).
 */
int slowdown_install(unsigned long steps);

#endif
