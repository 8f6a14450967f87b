/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A nameless file on a disk's file system, whose pages lie in the page cache. */
#ifndef PTEBENCH_CACHEFILE_H
#define PTEBENCH_CACHEFILE_H

#include "spec.h"

/* Names the directory for such files. */
#define CACHEFILE_VARIABLE "PTEBENCH_FILE_DIR"

/**
 * cachefile_directory() - a directory on ext4, xfs, btrfs or f2fs: that of the environment, else
 * /var/tmp, else the working directory.
 * @ret_reason: receives what was looked at, when there is none.
 *
 * Return: its path, or NULL.
 */
const char *cachefile_directory(struct reason *ret_reason);

/** cachefile_type() - the name of that directory's file system, as "ext4"; "" when there is none.
 */
const char *cachefile_type(void);

/**
 * cachefile_make() - a file that holds all regions, one after the other, clean and cached.
 * @spec: the file is written in pieces of @spec->folio_bytes, of which a file system with large
 *        folios makes folios of that size.
 * @regions: where they will be mapped: the first word of each page is its address there.
 *
 * Return: a descriptor; or -errno, with @ret_reason set.
 */
int cachefile_make(const struct state_spec *spec, char *const *regions, struct reason *ret_reason);

#endif
