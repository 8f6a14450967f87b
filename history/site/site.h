/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Static pages of a dataset, for a browser without a server. */
#ifndef PTEBENCH_SITE_H
#define PTEBENCH_SITE_H

#include <stdio.h>

#include "env_diff.h"
#include "sitemap.h"

/** struct site_result - numbers of pages; of files new or changed; of obsolete files removed. */
struct site_result {
	size_t pages, written, removed;
};

/**
 * site_write() - write the index, and a page for each machine and point.
 * @folder: of the pages; created if missing.
 * @since: glob of the releases that the index compares with; NULL: all releases.
 *
 * Leaves unchanged pages alone, and replaces others atomically. Dies (EXIT_FAILED) if it cannot
 * write, or if the folder has files but no site.
 */
struct site_result site_write(const struct dataset *dataset, const struct alerts *alerts,
			      const char *folder, const char *since);

/** site_index_write() - write headline, changes by kernel, machines, and all cases. */
void site_index_write(const struct sitemap *map, FILE *out);

/** site_case_write() - write history, changes and levels of each metric, and all runs. */
void site_case_write(const struct sitemap *map, const struct env_diff_list *list,
		     const struct sitemap_page *page, FILE *out);

/** site_matrix_write() - write a table of machines by cases per metric, and the filter. */
void site_matrix_write(const struct sitemap *map, FILE *out);

#endif
