/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which pages a site has, and which series are on each. */
#ifndef PTEBENCH_SITEMAP_H
#define PTEBENCH_SITEMAP_H

#include "history/alerts.h"
#include "history/since.h"

/**
 * struct sitemap_page - of a machine and a point.
 * @series: of each metric; NULL where it was not measured.
 * @row: index of its row.
 * @name: of its file.
 */
struct sitemap_page {
	size_t machine, row;
	const struct dataset_series *series[CSV_READER_METRICS];
	char *name;
};

/**
 * struct sitemap_row - a point on all machines.
 * @group, @label: see format_point(); rows of a group follow each other.
 * @pages: one a machine; NULL where it was not measured.
 */
struct sitemap_row {
	const struct dataset_point *point;
	char *group, *label;
	struct sitemap_page **pages;
};

/**
 * struct sitemap - all of it.
 * @since: see site.h.
 * @rows: groups in the order of their first points, smaller folios first.
 * @pages: by machine and row.
 * @first_alert: of each series the index of its first alert, and one more, so that those of series
 *               i are from [i] to below [i + 1].
 * @page_of: of each series.
 * @has: was a metric measured anywhere?
 */
struct sitemap {
	const struct dataset *dataset;
	const struct alerts *alerts;
	const char *since;
	size_t row_count, page_count;
	struct sitemap_row *rows;
	struct sitemap_page *pages;
	size_t *first_alert;
	const struct sitemap_page **page_of;
	bool has[CSV_READER_METRICS];
};

/** sitemap_make() - of a dataset, which is kept by reference, as @alerts. sitemap_free() it. */
void sitemap_make(const struct dataset *dataset, const struct alerts *alerts, const char *since,
		  struct sitemap *ret_map);

/** sitemap_free() - free the tables. */
void sitemap_free(struct sitemap *map);

/** sitemap_alert() - the alert of a change of a series; NULL when there is none. */
const struct alerts_alert *sitemap_alert(const struct sitemap *map,
					 const struct dataset_series *series, size_t change);

/**
 * sitemap_state() - what is most urgent of a series: open, acknowledged, or that its last change
 * was for the better; ALERTS_OVER when there is nothing to say.
 */
enum alerts_state sitemap_state(const struct sitemap *map, const struct dataset_series *series);

#endif
