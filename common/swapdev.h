/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Swap space for states that are swapped out: a zram device of our own, journaled before it is
 * made, and taken away by whoever comes next, also after SIGKILL.
 * Source: Documentation/admin-guide/blockdev/zram.rst.
 */
#ifndef PTEBENCH_SWAPDEV_H
#define PTEBENCH_SWAPDEV_H

#include <stdbool.h>

#include "spec.h"

#define SWAPDEV_JOURNAL "swap.journal"

/**
 * swapdev_is_possible() - is that much swap free, or could it be made?
 * @ret_reason: receives why not.
 */
bool swapdev_is_possible(uint64_t bytes, struct reason *ret_reason);

/**
 * swapdev_begin() - make swap of at least @bytes, unless that much is free already.
 * @ret_reason: receives what failed.
 *
 * Return: 0 or -errno, and then nothing is left behind. The lock must be held (lock.h).
 */
int swapdev_begin(uint64_t bytes, struct reason *ret_reason);

/**
 * swapdev_restore() - take away what the journal names.
 * @ret_reason: receives why not, on error; then the journal stays.
 *
 * A device that holds anything but our own swap space is never touched.
 *
 * Return: 0, also when there is no journal; or -errno.
 */
int swapdev_restore(struct reason *ret_reason);

#endif
