/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which options do the configurations of two kernels differ? */
#ifndef PTEBENCH_CONFIG_H
#define PTEBENCH_CONFIG_H

#include <stddef.h>

#include "fail.h"

/* Limits: of the text, and of a line with its newline. */
enum { CONFIG_BYTES_MAX = 16 << 20, CONFIG_LINE_BYTES = 8192 };

/** struct config - the lines CONFIG_NAME=value of a kernel, by name; an option that is not set has
 * none. */
struct config {
	size_t count;
	char **lines;
};

/**
 * config_read() - read a run's kernel-config.
 * @path: text, or text in gzip; CONFIG_BYTES_MAX at most.
 * @ret_config: config_free() it, on error too.
 *
 * Return: 0; or -errno: -ENOENT, -EBADMSG (damaged, too long, or no configuration),
 * -EINVAL (no regular file).
 */
int config_read(const char *path, struct config *ret_config);

/** config_free() - free the lines. */
void config_free(struct config *config);

/**
 * config_differences() - "CONFIG_NAME y -> n", one text an option that differs.
 * @ret_texts: receives the texts, which the caller frees, and the array.
 *
 * Return: how many.
 */
size_t config_differences(const struct config *a, const struct config *b, char ***ret_texts);

#endif
