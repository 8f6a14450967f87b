/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Orders the boots of kernels in balanced blocks, so that a drift of the machine affects all
 * alike.
 */
#ifndef PTEBENCH_BOOT_ORDER_H
#define PTEBENCH_BOOT_ORDER_H

#include <stddef.h>
#include <stdint.h>

/**
 * boot_order_make() - boots in balanced blocks, their order by a seed.
 * @kernels: how many kernels, 1 or more. @boots: of each.
 * @ret_order: receives @kernels x @boots numbers of kernels, 0 to @kernels - 1.
 *
 * Two kernels boot in blocks ABBA or BAAB, which a steady drift does not favour one in; a boot that
 * is left over in AB or BA. Others boot in blocks that hold each once, shuffled. The seed chooses.
 */
void boot_order_make(size_t kernels, size_t boots, uint64_t seed, size_t *ret_order);

#endif
