/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory in a state, for tests to look at. */
#ifndef PTEBENCH_BUILT_H
#define PTEBENCH_BUILT_H

#include "state/build.h"

enum { BUILT_BYTES = 4 << 20 };

/** built_base_pages() - one region of BUILT_BYTES of base pages, written and exclusive. */
struct page_state built_base_pages(void);

/** built_state() - build it, or fail the test; build_destroy() it. */
struct build built_state(const struct page_state *spec);

/** built_vma_count() - VMAs of this process that overlap a range. */
size_t built_vma_count(const void *address, size_t bytes);

#endif
