/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The folder of a site's pages and its manifest, which lists the pages. Other files are left alone,
 * and no symbolic link in the folder is followed.
 */
#ifndef PTEBENCH_SITE_DIR_H
#define PTEBENCH_SITE_DIR_H

#include <pthread.h>
#include <stddef.h>

#include "base/die.h"
#include "measure/csv_row.h"

/**
 * struct site_dir - the folder while it is brought up to date.
 * @before: names that the manifest listed, @before_count, sorted.
 * @names: those that are to be there, @count, sorted; kept by reference.
 * @written, @removed: so many files.
 * @trouble: what failed first; empty when nothing did.
 */
struct site_dir {
	int folder;
	char *path, **before;
	const char **names;
	size_t before_count, count, written, removed;
	pthread_mutex_t lock;
	struct reason trouble;
};

/**
 * site_dir_open() - take the folder, for this process alone.
 * @path: it is made when it is not there, not so the folders above. It may be a link itself.
 * @names: @count different names of files, see slug_is_name(); they must outlive @ret_dir.
 *
 * Dies (EXIT_FAILED) when it cannot, when the folder holds files but no manifest, when a line of
 * the manifest is no such name, or when another process writes there.
 *
 * From here on the manifest lists old and new names, so that a writer that is killed leaves
 * nothing that the next one would not know for its own.
 */
void site_dir_open(const char *path, const char *const *names, size_t count,
		   struct site_dir *ret_dir);

/**
 * site_dir_put() - a file's content; threads may call it at the same time, each for another name.
 * @name: one of the names.
 *
 * A regular file that holds exactly this is left alone; whatever else is there is replaced when the
 * new one is whole. What fails is kept for site_dir_close().
 */
void site_dir_put(struct site_dir *dir, const char *name, const char *text, size_t length);

/**
 * site_dir_close() - remove what is not to be there any more, and free all but the counts.
 *
 * Dies (EXIT_FAILED) when anything failed since site_dir_open(); then nothing is removed.
 */
void site_dir_close(struct site_dir *dir);

#endif
