/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Page of one point on one machine. */
#ifndef PTEBENCH_SITE_CASE_H
#define PTEBENCH_SITE_CASE_H

#include <stdio.h>

#include "env_diff.h"
#include "sitemap.h"

/** site_case_write() - write history, changes and levels of each metric, and all runs. */
void site_case_write(const struct sitemap *map, const struct env_diff_list *list,
		     const struct sitemap_page *page, FILE *out);

#endif
