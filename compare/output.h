/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where does what a program makes go? A file is there whole, or as it was before. */
#ifndef PTEBENCH_OUTPUT_H
#define PTEBENCH_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct output - standard output, a file, or a folder of files.
 * @out: the file or the folder; NULL for standard output.
 * @is_folder: do files go into @out?
 * @stream, @text, @bytes, @path: of the file that is being made.
 */
struct output {
	const char *out;
	bool is_folder;
	FILE *stream;
	char *text, *path;
	size_t bytes;
};

/**
 * output_make() - a sink.
 * @out: as in struct output.
 * @wants_folder: there will be several files. Dies (EXIT_USAGE) where @out is NULL.
 *
 * @out is a folder, too, where it is one already or ends in a slash.
 */
struct output output_make(const char *out, bool wants_folder);

/**
 * output_open() - begin a file.
 * @leaf: its path in the folder, of our making; not looked at where the sink is no folder.
 *
 * Return: where to write it; output_close() it before the next.
 */
FILE *output_open(struct output *sink, const char *leaf);

/**
 * output_close() - write what was begun, all of it.
 *
 * Dies (EXIT_FAILED) where it cannot; a file that was there before is then as it was.
 */
void output_close(struct output *sink);

#endif
