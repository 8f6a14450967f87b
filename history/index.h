/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cache of a results tree in a SQLite database. If removed, it is made again from the CSV files. */
#ifndef PTEBENCH_INDEX_H
#define PTEBENCH_INDEX_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tree.h"

/** struct index - an open database. @path: its file. */
struct index {
	sqlite3 *database;
	char *path;
};

/**
 * struct index_news - result of an update.
 * @read, @changed, @gone: number of runs that were new, changed since they were read, or removed.
 * @kept: number of unchanged runs.
 * @rows: number of rows of samples.csv that were read.
 */
struct index_news {
	size_t read, changed, gone, kept, rows;
};

/**
 * index_open() - open or create an index; index_close() it.
 * @path: its file. Refuses a symbolic link.
 * @ret_is_renewed: it was of another version of this program, and is now empty.
 *
 * Dies: EXIT_USAGE if the file is something else, EXIT_FAILED if it is damaged, in use for longer
 * than 10 s, or cannot be created.
 */
struct index *index_open(const char *path, bool *ret_is_renewed);

/** index_close() - close; ignores NULL. */
void index_close(struct index *index);

/** index_prepare() - prepare a statement; finalize it. Dies on error. */
sqlite3_stmt *index_prepare(struct index *index, const char *sql);

/** index_step() - step a statement. Return: true for a row. Dies on error. */
bool index_step(struct index *index, sqlite3_stmt *statement);

/**
 * index_put() - bind values, step once, and reset.
 * @types: a letter for each parameter: t const char * or NULL, i int, l int64_t, d double,
 *         o struct opt_u64. An unknown number and one that is not finite are NULL.
 *
 * Return: the integer in the first column of the row that it returns, or 0. Dies on error.
 */
int64_t index_put(struct index *index, sqlite3_stmt *statement, const char *types, ...);

/** index_number() - integer that a query returns, or 0. Dies on error. */
int64_t index_number(struct index *index, const char *sql);

/** index_execute() - run statements without results. Dies on error. */
void index_execute(struct index *index, const char *sql);

/** index_update() - update from the runs of a tree. @progress: stream for progress, or NULL. */
void index_update(struct index *index, const char *root, const struct tree *tree, FILE *progress,
		  struct index_news *ret_news);

/**
 * index_differences() - find runs that differ between two indexes, or are in only one.
 * @ret_paths: receives the runs' paths, which the caller frees, and the array.
 *
 * Return: number of runs.
 */
size_t index_differences(struct index *index, struct index *other, char ***ret_paths);

#endif
