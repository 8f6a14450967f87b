// SPDX-License-Identifier: GPL-2.0-or-later
/* In which order do points stand, and what is the page of each called? */
#include "sitemap.h"

#include <stdlib.h>
#include <string.h>

#include "slug.h"
#include "text.h"

/* A point while its place is looked for. @order: of its group. */
struct entry {
	size_t point, order;
	struct row row;
	char *group, *label;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return samples_compare(&x->row, &y->row);
}

static int compare_orders(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->order != y->order ? (x->order > y->order) - (x->order < y->order)
				    : compare_entries(a, b);
}

static void fill_entry(const struct chronicle_point *point, struct entry *entry)
{
	struct row *row = &entry->row;

	snprintf(row->family, sizeof(row->family), "%s", point->family);
	snprintf(row->case_name, sizeof(row->case_name), "%s", point->case_name);
	snprintf(row->point, sizeof(row->point), "%s", point->name);
	row->size_bytes.value = point->size_bytes;
	row->folio_bytes.value = point->folio_bytes;
	text_point(point->name, &entry->group, &entry->label);
}

/* Points that differ in what else than size and folio would take turns otherwise. */
static void order_groups(struct entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		entries[i].order = i;
		for (size_t j = 0; j < i; j++)
			if (!strcmp(entries[j].group, entries[i].group)) {
				entries[i].order = entries[j].order;
				break;
			}
	}
	qsort(entries, count, sizeof(*entries), compare_orders);
}

/* Points of one name that were measured in several ways share a row. @row_of: of each point. */
static void make_rows(struct sitemap *map, struct entry *entries, size_t *row_of)
{
	const struct chronicle *chronicle = map->chronicle;

	for (size_t i = 0; i < chronicle->point_count; i++) {
		const struct chronicle_point *point = &chronicle->points[entries[i].point];
		struct sitemap_row *last = map->row_count ? &map->rows[map->row_count - 1] : NULL;

		row_of[entries[i].point] = map->row_count;
		if (last && !strcmp(last->point->name, point->name)) {
			row_of[entries[i].point]--;
			free(entries[i].group);
			free(entries[i].label);
			continue;
		}
		map->rows[map->row_count++] = (struct sitemap_row) {
			.point = point,
			.group = entries[i].group,
			.label = entries[i].label,
			.pages = xcalloc(chronicle->machine_count + 1, sizeof(map->pages)),
		};
	}
}

static size_t *order_rows(struct sitemap *map)
{
	const struct chronicle *chronicle = map->chronicle;
	struct entry *entries = xcalloc(chronicle->point_count + 1, sizeof(*entries));
	size_t *row_of = xcalloc(chronicle->point_count + 1, sizeof(*row_of));

	map->rows = xcalloc(chronicle->point_count + 1, sizeof(*map->rows));
	for (size_t i = 0; i < chronicle->point_count; i++) {
		entries[i].point = i;
		fill_entry(&chronicle->points[i], &entries[i]);
	}
	qsort(entries, chronicle->point_count, sizeof(*entries), compare_entries);
	order_groups(entries, chronicle->point_count);
	make_rows(map, entries, row_of);
	free(entries);
	return row_of;
}

/* Where each machine's series of each row and figure are: [machine][row][figure]. */
static const struct chronicle_series **place_series(struct sitemap *map, const size_t *row_of)
{
	const struct chronicle *chronicle = map->chronicle;
	const struct chronicle_series **grid = xcalloc(
		chronicle->machine_count * map->row_count * SAMPLES_FIGURES + 1, sizeof(*grid));

	for (size_t i = 0; i < chronicle->series_count; i++) {
		const struct chronicle_series *series = &chronicle->series[i];
		size_t cell = series->machine * map->row_count + row_of[series->point];

		grid[cell * SAMPLES_FIGURES + series->figure] = series;
		map->has[series->figure] = true;
	}
	return grid;
}

static void make_pages(struct sitemap *map, const size_t *row_of)
{
	size_t rows = map->row_count, cells = map->chronicle->machine_count * rows;
	const struct chronicle_series **grid = place_series(map, row_of);

	map->pages = xcalloc(cells + 1, sizeof(*map->pages));
	for (size_t cell = 0; cell < cells; cell++) {
		struct sitemap_page *page = &map->pages[map->page_count];
		bool has = false;

		for (int figure = 0; figure < SAMPLES_FIGURES; figure++) {
			page->series[figure] = grid[cell * SAMPLES_FIGURES + figure];
			has = has || page->series[figure];
		}
		if (!has)
			continue;
		page->machine = cell / rows;
		page->row = cell % rows;
		map->rows[page->row].pages[page->machine] = page;
		map->page_count++;
	}
	free(grid);
	map->page_of = xcalloc(map->chronicle->series_count + 1, sizeof(*map->page_of));
	for (size_t i = 0; i < map->chronicle->series_count; i++) {
		const struct chronicle_series *series = &map->chronicle->series[i];

		map->page_of[i] = map->rows[row_of[series->point]].pages[series->machine];
	}
}

static void name_pages(struct sitemap *map)
{
	char **names = xcalloc(map->page_count + 1, sizeof(*names));

	for (size_t i = 0; i < map->page_count; i++) {
		const struct sitemap_page *page = &map->pages[i];
		const struct chronicle_machine *machine = &map->chronicle->machines[page->machine];
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

	map->first_alert = xcalloc(map->chronicle->series_count + 1, sizeof(*map->first_alert));
	for (size_t i = 0; i <= map->chronicle->series_count; i++) {
		while (next < map->alerts->count && map->alerts->alerts[next].series < i)
			next++;
		map->first_alert[i] = next;
	}
}

void sitemap_make(const struct chronicle *chronicle, const struct alerts *alerts, const char *since,
		  struct sitemap *ret_map)
{
	struct sitemap map = { .chronicle = chronicle, .alerts = alerts, .since = since };
	size_t *row_of = order_rows(&map);

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

const struct alert *sitemap_alert(const struct sitemap *map, const struct chronicle_series *series,
				  size_t change)
{
	size_t at = (size_t)(series - map->chronicle->series);

	for (size_t i = map->first_alert[at]; i < map->first_alert[at + 1]; i++)
		if (map->alerts->alerts[i].change == change)
			return &map->alerts->alerts[i];
	return NULL;
}

enum alerts_state sitemap_state(const struct sitemap *map, const struct chronicle_series *series)
{
	size_t at = (size_t)(series - map->chronicle->series);
	enum alerts_state state = ALERT_OVER;

	for (size_t i = map->first_alert[at]; i < map->first_alert[at + 1]; i++) {
		const struct alert *alert = &map->alerts->alerts[i];

		if (alert->state == ALERT_OPEN || alert->state == ALERT_ACKNOWLEDGED)
			state = alert->state < state ? alert->state : state;
		else if (alert->state == ALERT_FASTER && state == ALERT_OVER &&
			 alert->change + 2 == series->regimes.count)
			state = ALERT_FASTER;
	}
	return state;
}
