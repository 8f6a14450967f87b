/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of others, which may be pipes and devices as well. */
#ifndef PTEBENCH_REGULAR_FILE_H
#define PTEBENCH_REGULAR_FILE_H

#include <stddef.h>

/**
 * regular_file_open() - open a file to read it; waits for nobody.
 * @bytes_max: what it may hold.
 *
 * Return: a descriptor; -EINVAL: no regular file; -EFBIG: it is longer; or -errno of open(2).
 */
int regular_file_open(const char *path, size_t bytes_max);

#endif
