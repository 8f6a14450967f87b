/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Swap space for states whose pages are swapped out: a zram device of our own. A journal names it
 * before it exists, so that the next program removes it even after SIGKILL.
 */
#ifndef PTEBENCH_SWAP_H
#define PTEBENCH_SWAP_H

#include "sys/knobs.h"
#include "page_state.h"

#define SWAP_NAME "swap.journal"
#define SWAP_PATH KNOBS_JOURNAL_DIR "/" SWAP_NAME

/** swap_is_possible() - is so much swap space free, or can swap_begin() make it? */
bool swap_is_possible(uint64_t bytes, struct reason *ret_reason);

/**
 * swap_begin() - make swap space, unless so much is free already.
 * @bytes: 1 or more. Ask for more than is to be swapped out: large folios need free slots in a row,
 *	and CPUs reserve clusters of slots.
 *
 * The caller holds the lock, and calls swap_restore() afterwards, also on error.
 *
 * Return: 0; -ENODEV if swap_is_possible() is false; or -errno.
 */
int swap_begin(uint64_t bytes, struct reason *ret_reason);

/**
 * swap_restore() - remove the device that the journal names, if it is ours (swap.c), and the
 * journal. After a reboot there is no such device.
 *
 * Return: 0, also if there is no journal that we may read; -EBUSY if somebody has the device open
 * for more than a second; or -errno. On error the journal stays.
 */
int swap_restore(struct reason *ret_reason);

#endif
