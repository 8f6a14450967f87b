/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Static pages of a dataset, for a browser without a server. */
#ifndef PTEBENCH_SITE_H
#define PTEBENCH_SITE_H

#include <stdio.h>

#include "sitemap.h"

/**
 * struct env_diff - differences of environment between the runs on both sides of a change.
 * @before, @after: indexes.
 * @texts: @count differences; see environment_differences().
 * @reason: why they are unknown; else empty.
 */
struct env_diff {
	size_t before, after, count;
	char **texts;
	struct reason reason;
};

/** struct env_diff_list - @count pairs, by their runs. */
struct env_diff_list {
	size_t count;
	struct env_diff *items;
};

/**
 * env_diff_read() - read host.csv and kernel-config of all runs beside a change, on all CPUs.
 * @ret_list: env_diff_free() it.
 */
void env_diff_read(const struct dataset *dataset, struct env_diff_list *ret_list);
void env_diff_free(struct env_diff_list *list);

/** env_diff_find() - find the pair of a change of a series. */
const struct env_diff *env_diff_find(const struct env_diff_list *list,
				     const struct dataset_series *series,
				     const struct segments_change *change);

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
