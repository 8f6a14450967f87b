/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the system calls of one process tree slower by a known amount, without root. */
#ifndef PTEBENCH_SLOWDOWN_H
#define PTEBENCH_SLOWDOWN_H

/* The kernel takes filters of 32768 instructions together, each with 4 more. */
enum { SLOWDOWN_MAX = 32000 };

/**
 * slowdown_install() - each timed system call of this process and its children makes @steps more.
 * @steps: divisions that each wait for the one before, in a seccomp(2) filter; 0 to SLOWDOWN_MAX.
 * With 0 there is a filter all the same, so that what a filter costs by itself is no difference.
 *
 * Timed calls are mprotect, pkey_mprotect, mremap, munmap, madvise, clone and getppid. The kernel
 * keeps the verdicts on calls of which a filter looks at the number alone, and runs it no more for
 * them (kernel/seccomp.c:seccomp_is_const_allow @ v6.18): all others are as fast as before. A
 * division is no instruction that it can follow there, so that for timed calls the filter
 * runs each time. It cannot be taken off again.
 *
 * Return: 0 or -errno (-EINVAL: no seccomp filters in this kernel, or too many steps).
 */
int slowdown_install(unsigned long steps);

#endif
