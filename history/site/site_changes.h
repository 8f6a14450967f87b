/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of a series, in words and tables. */
#ifndef PTEBENCH_SITE_CHANGES_H
#define PTEBENCH_SITE_CHANGES_H

#include <stdio.h>

#include "env_diff.h"
#include "sitemap.h"

/** site_changes_answer() - one sentence: how things stand. */
void site_changes_answer(const struct sitemap *map, const struct dataset_series *series, FILE *out);

/** site_changes_doubts() - what was left out, and why the rest may be too good; may be nothing. */
void site_changes_doubts(const struct dataset_series *series, FILE *out);

/** site_changes_table() - each change with its runs and kernels, and in what else these differ. */
void site_changes_table(const struct sitemap *map, const struct env_diff_list *env_diff_list,
			const struct dataset_series *series, FILE *out);

/** site_changes_levels() - the regimes. */
void site_changes_levels(const struct sitemap *map, const struct dataset_series *series, FILE *out);

#endif
