/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where does what a program makes go? A file is there whole, or as it was before. */
#ifndef PTEBENCH_SINK_H
#define PTEBENCH_SINK_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct sink - standard output, a file, or a folder of files.
 * @out: the file or the folder; NULL for standard output.
 * @is_folder: do files go into @out?
 * @stream, @text, @bytes, @path: of the file that is being made.
 */
struct sink {
	const char *out;
	bool is_folder;
	FILE *stream;
	char *text, *path;
	size_t bytes;
};

/**
 * sink_make() - a sink.
 * @out: as in struct sink.
 * @wants_folder: there will be several files. Dies (EXIT_USAGE) where @out is NULL.
 *
 * @out is a folder, too, where it is one already or ends in a slash.
 */
struct sink sink_make(const char *out, bool wants_folder);

/**
 * sink_open() - begin a file.
 * @leaf: its path in the folder, of our making; not looked at where the sink is no folder.
 *
 * Return: where to write it; sink_close() it before the next.
 */
FILE *sink_open(struct sink *sink, const char *leaf);

/**
 * sink_close() - write what was begun, all of it.
 *
 * Dies (EXIT_FAILED) where it cannot; a file that was there before is then as it was.
 */
void sink_close(struct sink *sink);

#endif
