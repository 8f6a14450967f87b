/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Transparent huge pages in sysfs: which folio sizes the kernel offers, and which knobs a page
 * state needs, those of hugetlb too. Source: Documentation/admin-guide/mm/transhuge.rst.
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

/** thp_pmd_bytes() - bytes that one PMD entry maps; 0 without transparent huge pages. */
size_t thp_pmd_bytes(void);

/**
 * thp_sizes() - the folio sizes that have a directory of their own (Linux 6.8 and later).
 * @ret_sizes: receives up to THP_SIZES_MAX sizes in bytes, ascending.
 *
 * Return: their number; 0 on kernels without mTHP.
 */
size_t thp_sizes(size_t *ret_sizes);

/** thp_stat() - a machine-wide counter in hugepages-<size>kB/stats (Linux 6.10 and later). */
struct opt_u64 thp_stat(size_t bytes, const char *name);

/** thp_knobs() - the knobs that make the kernel allocate exactly the wanted folio size. */
void thp_knobs(const struct page_state *spec, struct knobs_list *ret_knobs);

/** thp_is_unsupported() - does the machine lack this folio size or the memory? */
bool thp_is_unsupported(const struct page_state *spec, struct reason *ret_reason);

#endif
