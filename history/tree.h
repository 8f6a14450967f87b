/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which runs lie in a tree of results? */
#ifndef PTEBENCH_TREE_H
#define PTEBENCH_TREE_H

#include <stddef.h>

#include "measure/csv_row.h"

/**
 * struct tree_run - a folder that holds a samples.csv, plain or packed (see samples_file.h).
 * @path: below the tree's folder; "." for that folder itself.
 * @stamp: sizes in bytes and times of change in ns of its samples and host.csv, as a text: another
 *         one means that a file was written since.
 */
struct tree_run {
	char *path, *stamp;
};

/**
 * struct tree - @count of them, by path.
 * @unread_count: folders that could not be read; @unread: the first, and why.
 */
struct tree {
	size_t unread_count;
	struct reason unread;
	size_t count;
	struct tree_run *runs;
};

/**
 * tree_walk() - find all runs below a folder.
 *
 * Symbolic links are not followed; folders whose name begins with a dot are passed over, such as
 * those of runs that are being copied. Nothing below a run is looked at. Dies (EXIT_USAGE) when the
 * folder cannot be read.
 */
void tree_walk(const char *root, struct tree *ret_tree);

/** tree_free() - free the texts. */
void tree_free(struct tree *tree);

#endif
