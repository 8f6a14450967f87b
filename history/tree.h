/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs in a tree of results. */
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
 * struct tree - @count runs, by path.
 * @unread_count: number of unreadable folders; @unread: the first, and why.
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
 * Follows no symbolic links; skips folders whose name begins with a dot, such as those of runs that
 * are being copied, and all below a run. Dies (EXIT_USAGE) if the folder cannot be read.
 */
void tree_walk(const char *root, struct tree *ret_tree);
void tree_free(struct tree *tree);

#endif
