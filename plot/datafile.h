/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tab-separated data file for gnuplot, with texts of any origin. */
#ifndef PTEBENCH_DATAFILE_H
#define PTEBENCH_DATAFILE_H

#include <stddef.h>
#include <stdio.h>

/** struct datafile - an open file. @is_within: the current line has a cell. */
struct datafile {
	FILE *out;
	char *path;
	size_t blocks;
	int is_within;
};

/** datafile_open() - create the file; dies on error. @path: copied. */
void datafile_open(const char *path, struct datafile *ret_sheet);

/** datafile_close() - close the file; dies if it could not be written. */
void datafile_close(struct datafile *sheet);

/**
 * datafile_block() - begin a block: gnuplot's `index`, from 0 on.
 * @columns: names of its columns, written as a comment.
 *
 * The first cell of each line must be a number.
 */
void datafile_block(struct datafile *sheet, const char *columns);

/** datafile_gap() - write an empty line, which interrupts a line of the plot. */
void datafile_gap(struct datafile *sheet);

/** datafile_number() - write a cell; NaN if unknown, which gnuplot does not draw. */
void datafile_number(struct datafile *sheet, double value);

/** datafile_count() - write a cell. */
void datafile_count(struct datafile *sheet, size_t value);

/**
 * datafile_text() - write a cell with any text.
 *
 * See utf8_clean(); control characters become blanks. Quotes are escaped for gnuplot, and U+2216
 * replaces a backslash, so that stringcolumn() returns the text.
 */
void datafile_text(struct datafile *sheet, const char *text);

/** datafile_end() - end the line. */
void datafile_end(struct datafile *sheet);

#endif
