/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rarer hooks of mprotect.c. All return 0 or -errno. */
#ifndef PTEBENCH_MPROTECT_HOOKS_H
#define PTEBENCH_MPROTECT_HOOKS_H

#include "bench.h"

/* All but the first and the last page: it begins inside a folio and a contpte block. */
int hooks_inside_to_read(struct case_run *run);
int hooks_inside_to_read_write(struct case_run *run);

/* The page in the middle of each region, to read-only and back. */
int hooks_split_off_page(struct case_run *run);
int hooks_merge_page(struct case_run *run);

/* To read-only, one call after the other; run->calls becomes their number. */
int hooks_page_of_folio(struct case_run *run); /* a page inside each folio */
int hooks_second_folio(struct case_run *run);  /* each second folio */
int hooks_first_half(struct case_run *run);    /* the first half of each folio */
int hooks_second_half(struct case_run *run);
int hooks_straddle(struct case_run *run); /* half of one folio and half of the next */

/* The first of each 16 pages, to PROT_NONE and back to read-write. */
int hooks_guard_pages_up(struct case_run *run);
int hooks_guard_pages_down(struct case_run *run);

/* run->number becomes a protection key, which all regions are given and lose again. */
int hooks_allocate_key(struct case_run *run);
int hooks_give_key(struct case_run *run);
int hooks_take_key(struct case_run *run);
int hooks_free_key(struct case_run *run);

/* The userfaultfd of the state write-protects all regions, and ends that. */
int hooks_uffd_protect(struct case_run *run);
int hooks_uffd_unprotect(struct case_run *run);

/* run->number becomes /proc/self/clear_refs, which clears the soft-dirty bits of the process. */
int hooks_open_clear_refs(struct case_run *run);
int hooks_clear_soft_dirty(struct case_run *run);
int hooks_close_clear_refs(struct case_run *run);

#endif
