// SPDX-License-Identifier: GPL-2.0-or-later
/* Walks a tree with fts(3). */
#include "tree.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/die.h"
#include "compare/samples_file.h"

static char *stamp_of(const char *path, const char *leaf, bool *ret_is_there)
{
	char *file = xasprintf("%s/%s", path, leaf), *stamp;
	struct stat status;

	*ret_is_there = !lstat(file, &status) && S_ISREG(status.st_mode);
	stamp = *ret_is_there ? xasprintf("%lld %lld.%09ld", (long long)status.st_size,
					  (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
			      : xstrdup("none");
	free(file);
	return stamp;
}

/* Adds a folder if it is a run. Return: true if it is. */
static bool add(struct tree *tree, const char *root, const char *path)
{
	bool is_run = false, has_host;
	size_t length = strlen(root);
	char *samples = NULL, *host;

	for (int i = 0; i < SAMPLES_FILE_NAMES && !is_run; i++) {
		free(samples);
		samples = stamp_of(path, samples_file_names[i], &is_run);
	}
	if (!is_run) {
		free(samples);
		return false;
	}
	host = stamp_of(path, "host.csv", &has_host);
	tree->runs = xrealloc(tree->runs, tree->count + 1, sizeof(*tree->runs));
	tree->runs[tree->count++] = (struct tree_run) {
		.path = xstrdup(path[length] ? path + length + 1 : "."),
		.stamp = xasprintf("%s, %s", samples, host),
	};
	free(host);
	free(samples);
	return true;
}

static void note_unread(struct tree *tree, const FTSENT *entry)
{
	if (!tree->unread_count++)
		reason_set(&tree->unread, "read the folder %s: %s", entry->fts_path,
			   strerror(entry->fts_errno));
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct tree_run *)a)->path, ((const struct tree_run *)b)->path);
}

void tree_walk(const char *root, struct tree *ret_tree)
{
	char *folder = xstrdup(root), *roots[] = { folder, NULL };
	struct tree tree = { 0 };
	FTSENT *entry;
	FTS *walk;

	for (size_t end = strlen(folder); end > 1 && folder[end - 1] == '/'; end--)
		folder[end - 1] = '\0';
	walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT, NULL);
	if (!walk)
		die(EXIT_USAGE, "read the folder %s: %s", root, strerror(errno));
	while ((entry = fts_read(walk))) {
		bool is_root = entry->fts_level == FTS_ROOTLEVEL;

		if (is_root && entry->fts_info != FTS_D && entry->fts_info != FTS_DP)
			die(EXIT_USAGE,
			    "read the folder %s: %s (give a folder of runs, at any depth)", root,
			    strerror(entry->fts_errno ? entry->fts_errno : ENOTDIR));
		if (entry->fts_info == FTS_DNR)
			note_unread(&tree, entry);
		if (entry->fts_info == FTS_D && ((!is_root && entry->fts_name[0] == '.') ||
						 add(&tree, folder, entry->fts_path)))
			fts_set(walk, entry, FTS_SKIP);
	}
	fts_close(walk);
	free(folder);
	if (tree.count)
		qsort(tree.runs, tree.count, sizeof(*tree.runs), by_path);
	*ret_tree = tree;
}

void tree_free(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		free(tree->runs[i].path);
		free(tree->runs[i].stamp);
	}
	free(tree->runs);
}
