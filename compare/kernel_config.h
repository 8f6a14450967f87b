/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which options do the configurations of two kernels differ? */
#ifndef PTEBENCH_KERNEL_CONFIG_H
#define PTEBENCH_KERNEL_CONFIG_H

#include <stddef.h>

#include "base/die.h"

/* Limits: of the text, and of a line with its newline. */
enum { KERNEL_CONFIG_BYTES_MAX = 16 << 20, KERNEL_CONFIG_LINE_BYTES = 8192 };

/** struct kernel_config - the lines CONFIG_NAME=value of a kernel, by name; an option that is not
 * set has none. */
struct kernel_config {
	size_t count;
	char **lines;
};

/**
 * kernel_config_read() - read a run's kernel-config.
 * @path: text, or text in gzip; KERNEL_CONFIG_BYTES_MAX at most.
 * @ret_config: kernel_config_free() it, on error too.
 *
 * Return: 0; or -errno: -ENOENT, -EBADMSG (damaged, too long, or no configuration),
 * -EINVAL (no regular file).
 */
int kernel_config_read(const char *path, struct kernel_config *ret_config);

/** kernel_config_free() - free the lines. */
void kernel_config_free(struct kernel_config *config);

/**
 * kernel_config_differences() - "CONFIG_NAME y -> n", one text an option that differs.
 * @ret_texts: receives the texts, which the caller frees, and the array.
 *
 * Return: how many.
 */
size_t kernel_config_differences(const struct kernel_config *a, const struct kernel_config *b,
				 char ***ret_texts);

#endif
