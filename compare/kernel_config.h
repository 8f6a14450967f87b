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
 * struct kernel_config - the lines CONFIG_NAME=value of a kernel, by name; an option that is not
 * set has none.
 * @file_hash, @text_hash: of the file's bytes, and of the text in it (the same where it is no
 * gzip).
 */
struct kernel_config {
	size_t count;
	char **lines;
	char file_hash[HASH_BYTES], text_hash[HASH_BYTES];
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

/**
 * kernel_config_read_of_run() - read the configuration that a run's host.csv names.
 * @run: the run's folder.
 * @hash: its SHARED_CONFIG_FACT.
 * @ret_config: kernel_config_free() it; empty where there is none.
 *
 * It is the run's own file or the one of its set, as text or gzip. A file of another hash is passed
 * over.
 */
void kernel_config_read_of_run(const char *run, const char *hash, struct kernel_config *ret_config);

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
