/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of a site, and the series on each. */
#ifndef PTEBENCH_SITEMAP_H
#define PTEBENCH_SITEMAP_H

#include "history/alerts.h"

/**
 * struct sitemap_page - page of a machine and a point.
 * @series: of each metric; NULL if not measured.
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
 * struct sitemap - all rows and pages.
 * @since: see site.h.
 * @rows: groups in the order of their first points, smaller folios first.
 * @pages: by machine and row.
 * @first_alert: index of the first alert of each series, and one more: series i has those from [i]
 *               to below [i + 1].
 * @page_of: page of each series.
 * @has: the metric was measured anywhere.
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

/** sitemap_make() - map a dataset; keeps it and @alerts by reference. sitemap_free() it. */
void sitemap_make(const struct dataset *dataset, const struct alerts *alerts, const char *since,
		  struct sitemap *ret_map);
void sitemap_free(struct sitemap *map);

/** sitemap_alert() - alert of a change of a series. */
const struct alerts_alert *sitemap_alert(const struct sitemap *map,
					 const struct dataset_series *series, size_t change);

/**
 * sitemap_state() - most urgent state of a series: open, pending, acknowledged, or faster by its
 * last change; else ALERTS_OVER.
 */
enum alerts_state sitemap_state(const struct sitemap *map, const struct dataset_series *series);

#endif
