/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a program writes its result: standard output, a file, or a folder of files. */
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
 * output_make() - choose the place.
 * @out: as in struct output.
 * @wants_folder: there will be several files. Dies (EXIT_USAGE) where @out is NULL.
 *
 * @out is a folder, too, where it is one already or ends in a slash.
 */
struct output output_make(const char *out, bool wants_folder);

/**
 * output_open() - begin a file.
 * @leaf: its path in the folder, of our making; ignored unless @output is a folder.
 *
 * Return: where to write it; output_close() it before the next.
 */
FILE *output_open(struct output *output, const char *leaf);

/**
 * output_close() - write the file that was begun, all of it, as atomic_file_replace() does.
 *
 * Makes the folders above it where @output is a folder. Dies (EXIT_FAILED) where it cannot write;
 * then a file that was there before is as it was.
 */
void output_close(struct output *output);

#endif
