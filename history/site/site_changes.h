/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of a series, as sentences and tables. */
#ifndef PTEBENCH_SITE_CHANGES_H
#define PTEBENCH_SITE_CHANGES_H

#include <stdio.h>

#include "env_diff.h"
#include "sitemap.h"

/** site_changes_answer() - write the current state in one sentence. */
void site_changes_answer(const struct sitemap *map, const struct dataset_series *series, FILE *out);

/** site_changes_doubts() - write what was left out and other reservations, if any. */
void site_changes_doubts(const struct dataset_series *series, FILE *out);

/** site_changes_table() - write each change with its runs, kernels and other differences. */
void site_changes_table(const struct sitemap *map, const struct env_diff_list *env_diff_list,
			const struct dataset_series *series, FILE *out);

/** site_changes_levels() - write the levels. */
void site_changes_levels(const struct sitemap *map, const struct dataset_series *series, FILE *out);

#endif
