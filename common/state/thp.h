/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Transparent huge pages in sysfs: which folio sizes the kernel offers, and which knobs a page
 * state needs. Source: Documentation/admin-guide/mm/transhuge.rst.
 */
#ifndef PTEBENCH_THP_H
#define PTEBENCH_THP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/opt_u64.h"
#include "sys/knobs.h"
#include "page_state.h"

/* The most folio sizes a kernel can offer: orders 1 to 20. */
enum { THP_SIZES_MAX = 20 };

/**
 * thp_pmd_bytes() - what one PMD entry maps: 2 MiB with 4K pages on x86-64 and arm64.
 *
 * Return: bytes, or 0 where the kernel has no transparent huge pages.
 */
size_t thp_pmd_bytes(void);

/**
 * thp_sizes() - the folio sizes that have a directory of their own (Linux 6.8 and later).
 * @ret_sizes: receives the sizes in bytes, ascending; THP_SIZES_MAX elements.
 *
 * Return: how many; 0 on kernels without mTHP.
 */
size_t thp_sizes(size_t *ret_sizes);

/**
 * thp_stat() - one counter of hugepages-<size>kB/stats (Linux 6.10 and later); machine-wide.
 * @bytes: folio size.
 * @name: for instance "anon_fault_alloc".
 */
struct opt_u64 thp_stat(size_t bytes, const char *name);

/**
 * thp_knobs() - the knobs that let exactly the wanted folio size be allocated.
 * @spec: the state.
 * @ret_knobs: receives the table, for knobs_free(); empty when no knob matters.
 */
void thp_knobs(const struct page_state *spec, struct knobs_list *ret_knobs);

/**
 * thp_is_unsupported() - is this a folio size that the machine can never give?
 * @spec: the state.
 * @ret_reason: receives why, when the answer is yes.
 */
bool thp_is_unsupported(const struct page_state *spec, struct reason *ret_reason);

#endif
