/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sweeps and states that the case tables of several programs share. */
#ifndef PTEBENCH_TABLES_H
#define PTEBENCH_TABLES_H

#include "case.h"

/* Region sizes: 64M, and 4M (in cache) and 1G (to compare with published figures) in --full. */
extern const struct case_value tables_main_sizes[];

/* Those and 4K, 64K, 1M, 16M, 4G: for the fit of cost per call and per page. */
extern const struct case_value tables_all_sizes[];

/* One size. */
extern const struct case_value tables_64k[], tables_1m[], tables_4m[], tables_64m[];

/* Threads, all but one of them spinning: powers of 2. */
extern const struct case_value tables_threads[];

/* Initializers of struct state_spec. */
#define EXCLUSIVE .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN
#define ANON_THAT(kind) .backing = BACKING_ANON, .pages = (kind), .mapping = MAPPING_PTE

#endif
