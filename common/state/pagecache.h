/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An unlinked file on a disk's file system whose pages are in the page cache. */
#ifndef PTEBENCH_PAGECACHE_H
#define PTEBENCH_PAGECACHE_H

#include <stdbool.h>
#include <sys/types.h>

#include "page_state.h"

/* The environment variable that names the directory for such files. */
#define PAGECACHE_VARIABLE "PTEBENCH_FILE_DIR"

/**
 * pagecache_directory() - a directory on ext4, xfs, btrfs or f2fs: PAGECACHE_VARIABLE; if unset,
 * /var/tmp, else the working directory.
 *
 * Return: its path; or NULL, with @ret_reason set.
 */
const char *pagecache_directory(struct reason *ret_reason);

/** pagecache_type() - the file system of that directory, as "ext4", or NULL. */
const char *pagecache_type(void);

/**
 * pagecache_make() - make a file that holds all regions, one after the other, clean and cached.
 * @spec: the file is written in pieces of @spec->folio_bytes; a file system with large folios makes
 *	folios of that size.
 * @regions: their future addresses: the first word of each page is its address.
 *
 * Return: a descriptor; or -errno, with @ret_reason set.
 */
int pagecache_make(const struct page_state *spec, char *const *regions, struct reason *ret_reason);

/** pagecache_has_page() - is the page of the file at @offset cached? Does not read from the disk.
 */
bool pagecache_has_page(int fd, off_t offset);

#endif
