/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens input files that might be pipes, devices or too long. */
#ifndef PTEBENCH_REGULAR_FILE_H
#define PTEBENCH_REGULAR_FILE_H

#include <stddef.h>

#include "base/die.h"

/**
 * regular_file_open() - open a file for reading, without blocking.
 * @bytes_max: largest size. @ret_reason: receives why not; or NULL.
 *
 * Return: a descriptor; -EINVAL: no regular file; -EFBIG: it is longer; or -errno of open(2).
 */
int regular_file_open(const char *path, size_t bytes_max, struct reason *ret_reason);

#endif
