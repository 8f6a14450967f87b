/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hugetlb pages, allocated on demand. Source: Documentation/admin-guide/mm/hugetlbpage.rst. */
#ifndef PTEBENCH_HUGETLB_H
#define PTEBENCH_HUGETLB_H

#include "sys/knobs.h"
#include "page_state.h"

/**
 * hugetlb_knobs() - nr_overcommit_hugepages, where too few pages of the pool are free: surplus
 * pages come with the mapping and go with it.
 * @knobs: receives one more knob, or none.
 */
void hugetlb_knobs(const struct page_state *spec, struct knobs_list *knobs);

/** hugetlb_is_unsupported() - has this kernel no pages of that size? */
bool hugetlb_is_unsupported(const struct page_state *spec, struct reason *ret_reason);

#endif
