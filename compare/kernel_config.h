/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel configurations, and the options in which two of them differ. */
#ifndef PTEBENCH_KERNEL_CONFIG_H
#define PTEBENCH_KERNEL_CONFIG_H

#include <stddef.h>

#include "base/hash.h"
#include "base/die.h"

/* Limits: of the text, and of a line with its newline. */
enum { KERNEL_CONFIG_BYTES_MAX = 16 << 20, KERNEL_CONFIG_LINE_BYTES = 8192 };

/**
 * struct kernel_config - @lines CONFIG_NAME=value, by name; an option that is not set has none.
 * @file_hash, @text_hash: of the file's bytes, and of its text; the same unless it is gzip.
 */
struct kernel_config {
	size_t count;
	char **lines;
	char file_hash[HASH_BYTES], text_hash[HASH_BYTES];
};

/**
 * kernel_config_read() - read a run's kernel-config.
 * @path: text, or gzip of it; at most KERNEL_CONFIG_BYTES_MAX.
 * @ret_config: kernel_config_free() it, on error too.
 *
 * Return: 0; or -errno: -ENOENT, -EBADMSG (damaged, too long, or no configuration),
 * -EINVAL (no regular file).
 */
int kernel_config_read(const char *path, struct kernel_config *ret_config);

/**
 * kernel_config_read_of_run() - read the configuration that a run's host.csv names.
 * @run: the run's folder. @hash: its SHARED_CONFIG_FACT. @ret_config: empty if there is none.
 *
 * Reads the run's own file or that of its set, as text or gzip. Ignores files of another hash.
 */
void kernel_config_read_of_run(const char *run, const char *hash, struct kernel_config *ret_config);
void kernel_config_free(struct kernel_config *config);

/**
 * kernel_config_differences() - one text per option that differs, as "CONFIG_NAME y -> n".
 * @ret_texts: receives the texts; the caller frees them and the array.
 *
 * Return: number of texts.
 */
size_t kernel_config_differences(const struct kernel_config *a, const struct kernel_config *b,
				 char ***ret_texts);

#endif
