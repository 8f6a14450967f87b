/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was read of a results tree, in a SQLite database, so that it need not be read again. The
 * CSV files are the truth: an index can be removed, and is made anew from them.
 */
#ifndef PTEBENCH_INDEX_H
#define PTEBENCH_INDEX_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "run_summary.h"
#include "tree.h"

/** struct index - an open database. @path: its file. */
struct index {
	sqlite3 *database;
	char *path;
};

/**
 * struct index_news - what an update did.
 * @read, @changed, @gone: runs that were new, written to since they were read, not there any more.
 * @kept: those that were as they had been.
 * @rows: of samples.csv that were read for it.
 */
struct index_news {
	size_t read, changed, gone, kept, rows;
};

/**
 * index_open() - open or make one.
 * @path: its file. A symbolic link is refused.
 * @ret_is_renewed: it was of another version of this program, and begins empty.
 *
 * Dies: EXIT_USAGE when the file is something else, EXIT_FAILED when it is damaged, in use for
 * longer than 10 s, or cannot be made; it says what to do. index_close() it.
 */
struct index *index_open(const char *path, bool *ret_is_renewed);

/** index_close() - NULL is passed over. */
void index_close(struct index *index);

/** index_prepare() - a statement for sqlite3_step(3); finalize it. Dies. */
sqlite3_stmt *index_prepare(struct index *index, const char *sql);

/** index_step() - Return: is there a row? Dies when it fails. */
bool index_step(struct index *index, sqlite3_stmt *statement);

/** index_execute() - statements without results. Dies. */
void index_execute(struct index *index, const char *sql);

/** index_update() - make it tell of the runs of a tree. @progress: NULL, or where it is told. */
void index_update(struct index *index, const char *root, const struct tree *tree, FILE *progress,
		  struct index_news *ret_news);

/**
 * index_differences() - which runs does another index tell otherwise?
 * @ret_paths: receives the runs' paths, which the caller frees, and the array.
 *
 * Runs that are in one of them alone count too.
 *
 * Return: how many.
 */
size_t index_differences(struct index *index, struct index *other, char ***ret_paths);

#endif
