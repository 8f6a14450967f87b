// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes down which lines ran in a process that leaves by _exit(2): only exit(3) does so by
 * itself.
 */
#include <unistd.h>

/* NOLINTBEGIN(bugprone-reserved-identifier): names of the linker's --wrap, and of libgcov */
_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);
void __gcov_dump(void);
void __gcov_reset(void);

/* A child of vfork(2) has its parent's counts, and the parent goes on: they start anew. */
void __wrap__exit(int status)
{
	__gcov_dump();
	__gcov_reset();
	__real__exit(status);
}
/* NOLINTEND(bugprone-reserved-identifier) */
