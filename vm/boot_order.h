/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders boots in balanced blocks, so that a drift of the machine affects all kernels alike. */
#ifndef PTEBENCH_BOOT_ORDER_H
#define PTEBENCH_BOOT_ORDER_H

#include <stddef.h>
#include <stdint.h>

/**
 * boot_order_make() - order boots in balanced blocks.
 * @kernels: number of kernels, 1 or more. @boots: of each.
 * @seed: chooses the order within blocks.
 * @ret_order: receives @kernels x @boots numbers of kernels, 0 to @kernels - 1.
 *
 * Two kernels boot in blocks ABBA or BAAB, in which a steady drift favours none; a last odd boot of
 * each is AB or BA. Other numbers of kernels boot in shuffled blocks that hold each once.
 */
void boot_order_make(size_t kernels, size_t boots, uint64_t seed, size_t *ret_order);

#endif
