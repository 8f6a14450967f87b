/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks that protect parts of a region: pages, halves, blocks. All return 0 or -errno. */
#ifndef PTEBENCH_MPROTECT_PARTS_H
#define PTEBENCH_MPROTECT_PARTS_H

#include "bench.h"

/* All but the first and the last page: it begins inside a folio and a contpte block. */
int parts_inside_to_read(struct case_run *run);
int parts_inside_to_read_write(struct case_run *run);

/* The page in the middle of each region, to read-only and back. */
int parts_split_off_page(struct case_run *run);
int parts_merge_page(struct case_run *run);

/* To read-only, one call after the other; run->calls becomes their number. */
int parts_split_each_folio(struct case_run *run); /* a page inside each folio */
int parts_block_whole(struct case_run *run);	  /* each second folio */
int parts_block_page(struct case_run *run);	  /* a page inside each folio */
int parts_block_head(struct case_run *run);	  /* the first half of each */
int parts_block_tail(struct case_run *run);	  /* the second half */
int parts_block_straddle(struct case_run *run);	  /* half of one and half of the next */

/* One page in each 64 KiB, to PROT_NONE and back to read-write. */
int parts_guard_pages_up(struct case_run *run);
int parts_guard_pages_down(struct case_run *run);

#endif
