/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks that grow and shrink regions, or remap them in a loop. All return 0 or -errno. */
#ifndef PTEBENCH_MREMAP_RESIZE_H
#define PTEBENCH_MREMAP_RESIZE_H

#include "bench.h"

/* In place, to twice the size and back; the added half is not touched. */
int resize_grow(struct case_run *run);
int resize_shrink(struct case_run *run);

/* Also writes the added half. */
int resize_grow_and_write(struct case_run *run);

/* Make a hole of the region's length behind each region, and put the guard pages back. */
int resize_dig_behind(struct case_run *run);
int resize_fill_behind(struct case_run *run);
int resize_dig_and_grow(struct case_run *run);
int resize_shrink_and_fill(struct case_run *run);

/* Doubles the size wherever there is room, as realloc(3) does with large blocks. */
int resize_double_up(struct case_run *run);

/* Maps the block in its final size, for the proof, and unmaps it. */
int resize_show_block(struct case_run *run);
int resize_hide_block(struct case_run *run);

/* The loop of the patch review: maps 1 MiB at a fixed place, and moves it to the next MiB. */
int resize_hold_place(struct case_run *run);
int resize_show_1m(struct case_run *run);
int resize_loop_1m(struct case_run *run);

#endif
