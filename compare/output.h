/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a program writes its result: standard output, a file, or a folder of files. */
#ifndef PTEBENCH_OUTPUT_H
#define PTEBENCH_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct output - standard output, a file, or a folder of files.
 * @out: the file or the folder; NULL for standard output. @is_folder: files go into @out.
 * @stream, @text, @bytes, @path: of the current file.
 */
struct output {
	const char *out;
	bool is_folder;
	FILE *stream;
	char *text, *path;
	size_t bytes;
};

/**
 * output_make() - choose the place. @out is also a folder if it is one already or ends in a slash.
 * @wants_folder: there will be several files. Dies (EXIT_USAGE) if @out is NULL.
 */
struct output output_make(const char *out, bool wants_folder);

/**
 * output_open() - begin a file.
 * @leaf: its path in the folder, not from a file; ignored unless @output is a folder.
 *
 * Return: the stream to write to; call output_close() before the next.
 */
FILE *output_open(struct output *output, const char *leaf);

/**
 * output_close() - write the current file whole, see atomic_file_replace().
 *
 * Makes the folders above it. Dies (EXIT_FAILED) on error; an earlier file is then unchanged.
 */
void output_close(struct output *output);

#endif
