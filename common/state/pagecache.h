/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An unlinked file on a disk's file system whose pages are in the page cache. */
#ifndef PTEBENCH_PAGECACHE_H
#define PTEBENCH_PAGECACHE_H

#include "page_state.h"

/* Names the directory for such files. */
#define PAGECACHE_VARIABLE "PTEBENCH_FILE_DIR"

/**
 * pagecache_directory() - a directory on ext4, xfs, btrfs or f2fs: that of the environment, else
 * /var/tmp, else the working directory.
 * @ret_reason: receives what was looked at, when there is none.
 *
 * Return: its path, or NULL.
 */
const char *pagecache_directory(struct reason *ret_reason);

/** pagecache_type() - the name of that directory's file system, as "ext4"; "" when there is none.
 */
const char *pagecache_type(void);

/**
 * pagecache_make() - a file that holds all regions, one after the other, clean and cached.
 * @spec: the file is written in pieces of @spec->folio_bytes, of which a file system with large
 *        folios makes folios of that size.
 * @regions: where they will be mapped: the first word of each page is its address there.
 *
 * Return: a descriptor; or -errno, with @ret_reason set.
 */
int pagecache_make(const struct page_state *spec, char *const *regions, struct reason *ret_reason);

#endif
