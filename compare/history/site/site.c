// SPDX-License-Identifier: GPL-2.0-or-later
/* How do the pages of a chronicle get into a folder? */
#include "site.h"

#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "shelf.h"
#include "site_case.h"
#include "site_css.h"
#include "site_index.h"
#include "site_js.h"
#include "threads.h"

/* Besides the pages of points. */
static const char *const others[] = { "index.html", "site.css", "site.js" };

enum { OTHERS = sizeof(others) / sizeof(others[0]) };

struct work {
	const struct sitemap *map;
	const struct betweens *betweens;
	struct shelf *shelf;
};

/* The first item is the index, which takes the longest. */
static void write_page(size_t item, void *argument)
{
	struct work *work = argument;
	const struct sitemap_page *page = item ? &work->map->pages[item - 1] : NULL;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		die(EXIT_FAILED, "write a page: out of memory");
	/* Nobody else writes to it. */
	__fsetlocking(out, FSETLOCKING_BYCALLER);
	if (page)
		site_case_write(work->map, work->betweens, page, out);
	else
		site_index_write(work->map, out);
	if (fclose(out))
		die(EXIT_FAILED, "write a page: out of memory");
	shelf_put(work->shelf, page ? page->name : others[0], text, length);
	free(text);
}

static const char **name_files(const struct sitemap *map)
{
	const char **names = xcalloc(map->page_count + OTHERS, sizeof(*names));

	for (size_t i = 0; i < map->page_count; i++)
		names[i] = map->pages[i].name;
	for (size_t i = 0; i < OTHERS; i++)
		names[map->page_count + i] = others[i];
	return names;
}

struct site_result site_write(const struct chronicle *chronicle, const struct alerts *alerts,
			      const struct site_options *options)
{
	struct site_result result;
	struct betweens betweens;
	struct sitemap map;
	struct shelf shelf;
	struct work work = { &map, &betweens, &shelf };
	const char **names;

	sitemap_make(chronicle, alerts, options->since, &map);
	names = name_files(&map);
	shelf_open(options->folder, names, map.page_count + OTHERS, &shelf);
	between_read(chronicle, &betweens);
	shelf_put(&shelf, others[1], site_css, strlen(site_css));
	shelf_put(&shelf, others[2], site_js, strlen(site_js));
	threads_run(map.page_count + 1, write_page, &work);
	shelf_close(&shelf);
	result = (struct site_result) { map.page_count + 1, shelf.written, shelf.removed };
	between_free(&betweens);
	sitemap_free(&map);
	free(names);
	return result;
}
