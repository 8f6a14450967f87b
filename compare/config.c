// SPDX-License-Identifier: GPL-2.0-or-later
/* Which options does a kernel-config set, and to what? */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { TEXT_BYTES_MAX = 16 << 20, LINE_BYTES = 8192 };

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int config_read(const char *path, struct config *ret_config)
{
	gzFile in = gzopen(path, "re"); /* reads plain text as well */
	char line[LINE_BYTES];
	size_t bytes = 0;
	int error = 0;

	*ret_config = (struct config) { 0 };
	if (!in)
		return errno ? -errno : -ENOMEM;
	while (gzgets(in, line, sizeof(line)) && bytes <= TEXT_BYTES_MAX) {
		bytes += strlen(line);
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "CONFIG_", 7) != 0 || !strchr(line, '='))
			continue;
		ret_config->lines = xrealloc(ret_config->lines, ret_config->count + 1,
					     sizeof(*ret_config->lines));
		ret_config->lines[ret_config->count++] = xstrdup(line);
	}
	gzerror(in, &error);
	gzclose(in);
	if ((error && error != Z_STREAM_END) || bytes > TEXT_BYTES_MAX || !ret_config->count)
		return -EBADMSG;
	qsort(ret_config->lines, ret_config->count, sizeof(*ret_config->lines), compare_lines);
	return 0;
}

void config_free(struct config *config)
{
	for (size_t i = 0; i < config->count; i++)
		free(config->lines[i]);
	free(config->lines);
}

static int compare_names(const char *a, const char *b)
{
	size_t m = strcspn(a, "="), n = strcspn(b, "=");
	int order = strncmp(a, b, m < n ? m : n);

	return order ? order : (m > n) - (m < n);
}

/* "" for a side that has no such line: an option that is not set reads as n, as in the kernel's own
 * menus. */
static char *describe(const char *a, const char *b)
{
	const char *name = *a ? a : b;

	return xasprintf("%.*s %s -> %s", (int)strcspn(name, "="), name,
			 *a ? a + strcspn(a, "=") + 1 : "n", *b ? b + strcspn(b, "=") + 1 : "n");
}

size_t config_differences(const struct config *a, const struct config *b, char ***ret_texts)
{
	char **texts = xcalloc(a->count + b->count + 1, sizeof(*texts));
	size_t i = 0, j = 0, count = 0;

	while (i < a->count || j < b->count) {
		const char *x = i < a->count ? a->lines[i] : "";
		const char *y = j < b->count ? b->lines[j] : "";
		int order = !*x ? 1 : !*y ? -1 : compare_names(x, y);

		if (order || strcmp(x, y))
			texts[count++] = describe(order <= 0 ? x : "", order >= 0 ? y : "");
		i += order <= 0;
		j += order >= 0;
	}
	*ret_texts = texts;
	return count;
}
