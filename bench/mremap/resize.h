/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks that grow and shrink regions, or remap them in a loop. All return 0 or -errno. */
#ifndef PTEBENCH_MREMAP_RESIZE_H
#define PTEBENCH_MREMAP_RESIZE_H

#include "bench.h"

/* In place, to twice the size and back; what is added is not touched. */
int resize_grow(struct case_run *run);
int resize_shrink(struct case_run *run);

/* The same, and the added half is written. */
int resize_grow_and_write(struct case_run *run);

/* Makes a hole of the region's length behind each region; the second puts the guard page back. */
int resize_dig_behind(struct case_run *run);
int resize_fill_behind(struct case_run *run);
int resize_dig_and_grow(struct case_run *run);
int resize_shrink_and_fill(struct case_run *run);

/* As realloc(3) does it with large blocks: twice the size, wherever there is room. */
int resize_double_up(struct case_run *run);

/* The block as it is at last, for the evidence. */
int resize_show_block(struct case_run *run);
int resize_hide_block(struct case_run *run);

/* The loop of the patch review: the place is fixed, and the move goes to the next MiB. */
int resize_hold_place(struct case_run *run);
int resize_show_1m(struct case_run *run);
int resize_loop_1m(struct case_run *run);

#endif
