/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folder of a site, and its manifest, which lists the pages. Leaves other files alone, and follows
 * no symbolic link in the folder.
 */
#ifndef PTEBENCH_SITE_DIR_H
#define PTEBENCH_SITE_DIR_H

#include <pthread.h>
#include <stddef.h>

#include "base/die.h"
#include "measure/csv_row.h"

/**
 * struct site_dir - the folder during an update.
 * @manifest: its text when the update began; NULL without one.
 * @before: @before_count names that it listed, sorted.
 * @names: @count names of the site, sorted; kept by reference, as @path is.
 * @written, @removed: number of files.
 * @trouble: the first error; else empty.
 */
struct site_dir {
	int folder;
	const char *path, **before, **names;
	char *manifest;
	size_t before_count, count, written, removed;
	pthread_mutex_t lock;
	struct reason trouble;
};

/**
 * site_dir_open() - lock the folder for this process.
 * @path: created if missing, with its parents. May be a symbolic link.
 * @names: @count different names, see slug_is_name(); they must outlive @ret_dir.
 *
 * Dies (EXIT_FAILED) on an error, if the folder has files but no manifest, if a line of the
 * manifest is no such name, or if another process has the lock.
 *
 * From now on the manifest lists old and new names: after a kill, the next writer knows the files.
 */
void site_dir_open(const char *path, const char *const *names, size_t count,
		   struct site_dir *ret_dir);

/**
 * site_dir_put() - write a file; threads may call it at the same time, each for another name.
 * @name: one of the names.
 *
 * Leaves a regular file of exactly this content alone; replaces anything else atomically. Keeps
 * errors for site_dir_close().
 */
void site_dir_put(struct site_dir *dir, const char *name, const char *text, size_t length);

/**
 * site_dir_close() - remove obsolete files, and free all but the numbers.
 *
 * After an error of site_dir_put() removes nothing, and dies (EXIT_FAILED).
 */
void site_dir_close(struct site_dir *dir);

#endif
