/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches memory page by page, for the builder and for ops that time it. */
#ifndef PTEBENCH_TOUCH_H
#define PTEBENCH_TOUCH_H

#include <stddef.h>

/** touch_read() - load a byte of each base page of @bytes at @start. */
void touch_read(const char *start, size_t bytes);

/**
 * touch_write() - store each @every-th base page's own address into its first word, for oracles.
 * @start: page-aligned.
 */
void touch_write(char *start, size_t bytes, size_t every);

/**
 * touch_flush_tlb() - flush the TLB of this address space: protect a mapping of more pages than are
 * flushed one by one.
 *
 * Otherwise TLB entries that reads left before a permission was given fault, though the page table
 * permits the write. Source: pte_needs_flush(), arch/x86/include/asm/tlbflush.h.
 */
void touch_flush_tlb(void);

#endif
