/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks that mark page table entries. All return 0 or -errno. */
#ifndef PTEBENCH_MPROTECT_MARKS_H
#define PTEBENCH_MPROTECT_MARKS_H

#include "bench.h"

/* run->number becomes a protection key; it is given to all regions, and taken off. */
int marks_allocate_key(struct case_run *run);
int marks_give_key(struct case_run *run);
int marks_take_key(struct case_run *run);
int marks_free_key(struct case_run *run);

/* The state's userfaultfd write-protects all regions, or no more. */
int marks_uffd_protect(struct case_run *run);
int marks_uffd_unprotect(struct case_run *run);

/* run->number becomes /proc/self/clear_refs, which takes the soft-dirty bits of the process. */
int marks_open_clear_refs(struct case_run *run);
int marks_clear_soft_dirty(struct case_run *run);
int marks_close_clear_refs(struct case_run *run);

#endif
