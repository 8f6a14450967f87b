/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hugetlb pages, allocated on demand. Source: Documentation/admin-guide/mm/hugetlbpage.rst. */
#ifndef PTEBENCH_HUGETLB_H
#define PTEBENCH_HUGETLB_H

#include "sys/knobs.h"
#include "page_state.h"

/**
 * hugetlb_knobs() - add nr_overcommit_hugepages if too few pages of the pool are free. It permits
 * surplus pages, which exist as long as the mapping.
 */
void hugetlb_knobs(const struct page_state *spec, struct knobs_list *knobs);

/** hugetlb_is_unsupported() - does this kernel lack pages of that size? */
bool hugetlb_is_unsupported(const struct page_state *spec, struct reason *ret_reason);

#endif
