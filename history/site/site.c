// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the pages into a folder, in parallel. */
#include "site.h"

#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "site_css.h"
#include "site_dir.h"
#include "site_js.h"
#include "compare/threads.h"

/* Files that each site has. */
static const char *const others[] = { "index.html", "site.css", "site.js" };

enum { OTHERS = sizeof(others) / sizeof(others[0]) };

struct work {
	const struct sitemap *map;
	const struct env_diff_list *list;
	struct site_dir *dir;
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
	/* Only this thread writes to it. */
	__fsetlocking(out, FSETLOCKING_BYCALLER);
	if (page)
		site_case_write(work->map, work->list, page, out);
	else
		site_index_write(work->map, out);
	if (fclose(out))
		die(EXIT_FAILED, "write a page: out of memory");
	site_dir_put(work->dir, page ? page->name : others[0], text, length);
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

struct site_result site_write(const struct dataset *dataset, const struct alerts *alerts,
			      const char *folder, const char *since)
{
	struct site_result result;
	struct env_diff_list list;
	struct sitemap map;
	struct site_dir dir;
	struct work work = { &map, &list, &dir };
	const char **names;

	sitemap_make(dataset, alerts, since, &map);
	names = name_files(&map);
	site_dir_open(folder, names, map.page_count + OTHERS, &dir);
	env_diff_read(dataset, &list);
	site_dir_put(&dir, others[1], site_css, strlen(site_css));
	site_dir_put(&dir, others[2], site_js, strlen(site_js));
	threads_run(map.page_count + 1, write_page, &work);
	site_dir_close(&dir);
	result = (struct site_result) { map.page_count + 1, dir.written, dir.removed };
	env_diff_free(&list);
	sitemap_free(&map);
	free(names);
	return result;
}
