// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the options of kernel configurations and compares them. */
#include "kernel_config.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/shared_config.h"
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

/* Limits what is inflated, as gztell() counts it: a few bytes of gzip can be much text. */
static int read_lines(gzFile in, struct kernel_config *config)
{
	char line[KERNEL_CONFIG_LINE_BYTES];
	uint64_t hash = HASH_START;
	int error = 0;

	while (gzgets(in, line, sizeof(line))) {
		size_t length = strlen(line);

		if (gztell(in) > KERNEL_CONFIG_BYTES_MAX ||
		    (length == sizeof(line) - 1 && line[length - 1] != '\n'))
			return -EBADMSG;
		hash = hash_add(hash, line, length);
		line[strcspn(line, "\n")] = '\0';
		add_line(config, line);
	}
	hash_text(hash, config->text_hash);
	gzerror(in, &error);
	return (error && error != Z_STREAM_END) || !config->count ? -EBADMSG : 0;
}

static void hash_file(int fd, struct kernel_config *config)
{
	uint64_t hash = HASH_START;
	char bytes[KERNEL_CONFIG_LINE_BYTES];
	ssize_t got;

	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		hash = hash_add(hash, bytes, (size_t)got);
	hash_text(hash, config->file_hash);
	lseek(fd, 0, SEEK_SET);
}

int kernel_config_read(const char *path, struct kernel_config *ret_config)
{
	int fd = regular_file_open(path, KERNEL_CONFIG_BYTES_MAX, NULL), error;
	gzFile in;

	*ret_config = (struct kernel_config) { 0 };
	if (fd < 0)
		return fd == -EFBIG ? -EBADMSG : fd;
	hash_file(fd, ret_config);
	in = gzdopen(fd, "r"); /* reads plain text as well */
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

/* The hash is of what the kernel gave, text or gzip; somebody may have packed the text since. */
static bool read_proved(const char *path, const char *hash, struct kernel_config *ret_config)
{
	struct kernel_config config;

	if (kernel_config_read(path, &config) ||
	    (strcmp(config.file_hash, hash) != 0 && strcmp(config.text_hash, hash) != 0)) {
		kernel_config_free(&config);
		return false;
	}
	*ret_config = config;
	return true;
}

void kernel_config_read_of_run(const char *run, const char *hash, struct kernel_config *ret_config)
{
	char *own = xasprintf("%s/" SHARED_CONFIG_FILE, run);
	char *shared = shared_config_path(run, hash);

	*ret_config = (struct kernel_config) { 0 };
	if (!read_proved(own, hash, ret_config) && shared)
		read_proved(shared, hash, ret_config);
	free(shared);
	free(own);
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

/* @a, @b: "" if a side has no such line: an option that is not set is n, as in menuconfig. */
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
