/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Swap space for states whose pages are swapped out: a zram device of our own, journaled on disk
 * before it is made, and removed by whoever comes next, also after SIGKILL.
 */
#ifndef PTEBENCH_SWAPDEV_H
#define PTEBENCH_SWAPDEV_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/knobs.h"
#include "page_state.h"

#define SWAPDEV_NAME "swap.journal"
#define SWAPDEV_PATH KNOBS_JOURNAL_DIR "/" SWAPDEV_NAME

/**
 * swapdev_is_possible() - is so much swap free, or could swapdev_begin() make it? Changes nothing.
 * @bytes: wanted, 1 or more.
 * @ret_reason: receives why not.
 */
bool swapdev_is_possible(uint64_t bytes, struct reason *ret_reason);

/**
 * swapdev_begin() - make a swap area of that size, unless so much swap is free already.
 * @bytes: wanted, 1 or more; rounded up to whole pages. Large folios need free slots in a row, and
 *         CPUs keep clusters of slots for themselves: ask for more than is to be swapped out.
 * @ret_reason: receives what was tried, on what, why it failed and what to do.
 *
 * What an earlier swapdev_begin() made is removed first, when it is too little. The lock must be
 * held (lock.h).
 *
 * Return: 0; -EPERM without CAP_SYS_ADMIN; -ENOSYS without CONFIG_SWAP; -ENOENT without zram;
 * -E2BIG; or -errno. On error nothing is left, except what the journal tells of.
 */
int swapdev_begin(uint64_t bytes, struct reason *ret_reason);

/**
 * swapdev_restore() - remove the device that the journal tells of, and the journal.
 * @ret_restored: receives whether there was a device to remove. May be NULL.
 * @ret_reason: receives why not, on error.
 *
 * A device is touched only when it bears the mark of the journal, or nothing was ever stored in it
 * and it is the one that the journal names, or the only one made since. A journal of an earlier
 * boot is removed alone: the reboot has removed the device.
 *
 * Return: 0, also when there is no journal or another user's folder hides it; or -errno, and then
 * the journal stays.
 */
int swapdev_restore(bool *ret_restored, struct reason *ret_reason);

#endif
