// SPDX-License-Identifier: GPL-2.0-or-later
/* Which options does a kernel-config set, and to what? */
#include "kernel_config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "regular_file.h"

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_line(struct kernel_config *config, const char *line)
{
	if (strncmp(line, "CONFIG_", 7) != 0 || !strchr(line, '='))
		return;
	config->lines = xrealloc(config->lines, config->count + 1, sizeof(*config->lines));
	config->lines[config->count++] = xstrdup(line);
}

/* gztell() counts what was inflated; few bytes of gzip are many of text. */
static int read_lines(gzFile in, struct kernel_config *config)
{
	char line[KERNEL_CONFIG_LINE_BYTES];
	int error = 0;

	while (gzgets(in, line, sizeof(line))) {
		size_t length = strlen(line);

		if (gztell(in) > KERNEL_CONFIG_BYTES_MAX ||
		    (length == sizeof(line) - 1 && line[length - 1] != '\n'))
			return -EBADMSG;
		line[strcspn(line, "\n")] = '\0';
		add_line(config, line);
	}
	gzerror(in, &error);
	return (error && error != Z_STREAM_END) || !config->count ? -EBADMSG : 0;
}

int kernel_config_read(const char *path, struct kernel_config *ret_config)
{
	int fd = regular_file_open(path, KERNEL_CONFIG_BYTES_MAX), error;
	gzFile in = fd < 0 ? NULL : gzdopen(fd, "r"); /* reads plain text as well */

	*ret_config = (struct kernel_config) { 0 };
	if (fd < 0)
		return fd == -EFBIG ? -EBADMSG : fd;
	if (!in) {
		close(fd);
		return -ENOMEM;
	}
	error = read_lines(in, ret_config);
	gzclose(in);
	if (!error)
		qsort(ret_config->lines, ret_config->count, sizeof(*ret_config->lines),
		      compare_lines);
	return error;
}

void kernel_config_free(struct kernel_config *config)
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

size_t kernel_config_differences(const struct kernel_config *a, const struct kernel_config *b,
				 char ***ret_texts)
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
