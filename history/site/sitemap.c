// SPDX-License-Identifier: GPL-2.0-or-later
/* Orders the points, and names the page of each. */
#include "sitemap.h"

#include <stdlib.h>
#include <string.h>

#include "slug.h"
#include "compare/format.h"

/* A point for sorting. @order: that of the first point of its group. */
struct entry {
	size_t point, order;
	char *group, *label;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->point < y->point ? -1 : 1;
}

/* Keeps groups together: points that differ in other parameters than size and folio would mix. */
static struct entry *order_points(const struct dataset *dataset)
{
	struct entry *entries = xcalloc(dataset->point_count + 1, sizeof(*entries));

	for (size_t i = 0; i < dataset->point_count; i++) {
		size_t first = 0;

		format_point(dataset->points[i].name, &entries[i].group, &entries[i].label);
		while (strcmp(entries[first].group, entries[i].group) != 0)
			first++;
		entries[i].point = i;
		entries[i].order = first;
	}
	qsort(entries, dataset->point_count, sizeof(*entries), compare_entries);
	return entries;
}

/* Points of one name that were measured in several ways share a row. Return: the row of each. */
static size_t *make_rows(struct sitemap *map)
{
	const struct dataset *dataset = map->dataset;
	struct entry *entries = order_points(dataset);
	size_t *row_of = xcalloc(dataset->point_count + 1, sizeof(*row_of));

	map->rows = xcalloc(dataset->point_count + 1, sizeof(*map->rows));
	for (size_t i = 0; i < dataset->point_count; i++) {
		const struct dataset_point *point = &dataset->points[entries[i].point];
		struct sitemap_row *last = map->row_count ? &map->rows[map->row_count - 1] : NULL;

		if (last && !strcmp(last->point->name, point->name)) {
			free(entries[i].group);
			free(entries[i].label);
		} else {
			map->rows[map->row_count++] = (struct sitemap_row) {
				.point = point,
				.group = entries[i].group,
				.label = entries[i].label,
				.pages = xcalloc(dataset->machine_count + 1, sizeof(map->pages)),
			};
		}
		row_of[entries[i].point] = map->row_count - 1;
	}
	free(entries);
	return row_of;
}

/* Series by machine, row and metric: [machine][row][metric]. */
static const struct dataset_series **place_series(struct sitemap *map, const size_t *row_of)
{
	const struct dataset *dataset = map->dataset;
	const struct dataset_series **grid = xcalloc(
		dataset->machine_count * map->row_count * CSV_READER_METRICS + 1, sizeof(*grid));

	for (size_t i = 0; i < dataset->series_count; i++) {
		const struct dataset_series *series = &dataset->series[i];
		size_t cell = series->machine * map->row_count + row_of[series->point];

		grid[cell * CSV_READER_METRICS + series->metric] = series;
		map->has[series->metric] = true;
	}
	return grid;
}

static void make_pages(struct sitemap *map, const size_t *row_of)
{
	size_t rows = map->row_count, cells = map->dataset->machine_count * rows;
	const struct dataset_series **grid = place_series(map, row_of);

	map->pages = xcalloc(cells + 1, sizeof(*map->pages));
	for (size_t cell = 0; cell < cells; cell++) {
		struct sitemap_page *page = &map->pages[map->page_count];
		bool has = false;

		for (int metric = 0; metric < CSV_READER_METRICS; metric++) {
			page->series[metric] = grid[cell * CSV_READER_METRICS + metric];
			has = has || page->series[metric];
		}
		if (!has)
			continue;
		page->machine = cell / rows;
		page->row = cell % rows;
		map->rows[page->row].pages[page->machine] = page;
		map->page_count++;
	}
	free(grid);
	map->page_of = xcalloc(map->dataset->series_count + 1, sizeof(*map->page_of));
	for (size_t i = 0; i < map->dataset->series_count; i++) {
		const struct dataset_series *series = &map->dataset->series[i];

		map->page_of[i] = map->rows[row_of[series->point]].pages[series->machine];
	}
}

static void name_pages(struct sitemap *map)
{
	char **names = xcalloc(map->page_count + 1, sizeof(*names));

	for (size_t i = 0; i < map->page_count; i++) {
		const struct sitemap_page *page = &map->pages[i];
		const struct dataset_machine *machine = &map->dataset->machines[page->machine];
		const char *point = map->rows[page->row].point->name;
		char *host = slug_make(machine->name, machine->key),
		     *what = slug_make(point, point);

		names[i] = xasprintf("%s.%s", host, what);
		free(what);
		free(host);
	}
	slug_tell_apart(names, map->page_count);
	for (size_t i = 0; i < map->page_count; i++) {
		map->pages[i].name = xasprintf("%s.html", names[i]);
		free(names[i]);
	}
	free(names);
}

static void index_alerts(struct sitemap *map)
{
	size_t next = 0;

	map->first_alert = xcalloc(map->dataset->series_count + 1, sizeof(*map->first_alert));
	for (size_t i = 0; i <= map->dataset->series_count; i++) {
		while (next < map->alerts->count && map->alerts->alerts[next].series < i)
			next++;
		map->first_alert[i] = next;
	}
}

void sitemap_make(const struct dataset *dataset, const struct alerts *alerts, const char *since,
		  struct sitemap *ret_map)
{
	struct sitemap map = { .dataset = dataset, .alerts = alerts, .since = since };
	size_t *row_of = make_rows(&map);

	make_pages(&map, row_of);
	free(row_of);
	name_pages(&map);
	index_alerts(&map);
	*ret_map = map;
}

void sitemap_free(struct sitemap *map)
{
	for (size_t i = 0; i < map->row_count; i++) {
		free(map->rows[i].group);
		free(map->rows[i].label);
		free(map->rows[i].pages);
	}
	for (size_t i = 0; i < map->page_count; i++)
		free(map->pages[i].name);
	free(map->rows);
	free(map->pages);
	free(map->first_alert);
	free(map->page_of);
}

const struct alerts_alert *sitemap_alert(const struct sitemap *map,
					 const struct dataset_series *series, size_t change)
{
	size_t first = map->first_alert[series - map->dataset->series];

	return &map->alerts->alerts[first + change];
}

enum alerts_state sitemap_state(const struct sitemap *map, const struct dataset_series *series)
{
	size_t at = (size_t)(series - map->dataset->series);
	enum alerts_state state = ALERTS_OVER;

	for (size_t i = map->first_alert[at]; i < map->first_alert[at + 1]; i++) {
		const struct alerts_alert *alert = &map->alerts->alerts[i];

		if (alert->state < ALERTS_OVER)
			state = alert->state < state ? alert->state : state;
		else if (alert->state == ALERTS_FASTER && state == ALERTS_OVER &&
			 alert->change + 2 == series->segments.count)
			state = ALERTS_FASTER;
	}
	return state;
}
