/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of tab-separated values that gnuplot reads, whatever the texts in it are. */
#ifndef PTEBENCH_DATAFILE_H
#define PTEBENCH_DATAFILE_H

#include <stddef.h>
#include <stdio.h>

/** struct datafile - a file that is being written. @is_within: has the line a cell yet? */
struct datafile {
	FILE *out;
	char *path;
	size_t blocks;
	int is_within;
};

/** datafile_open() - create the file; dies when it cannot. @path: copied. */
void datafile_open(const char *path, struct datafile *ret_sheet);

/** datafile_close() - end the file; dies when it could not be written. */
void datafile_close(struct datafile *sheet);

/**
 * datafile_block() - begin a block: gnuplot's `index`, from 0 on.
 * @columns: names of its columns, for people; a comment.
 *
 * The first cell of each line must be a number.
 */
void datafile_block(struct datafile *sheet, const char *columns);

/** datafile_gap() - an empty line: a line in a plot breaks here. */
void datafile_gap(struct datafile *sheet);

/** datafile_number() - a cell; NaN where it is not known, which gnuplot does not draw. */
void datafile_number(struct datafile *sheet, double value);

/** datafile_count() - a cell. */
void datafile_count(struct datafile *sheet, size_t value);

/**
 * datafile_text() - a cell with any text.
 *
 * See utf8_clean(); controls become blanks. Quotes are written as gnuplot's reader of data wants
 * them, a backslash as the character that looks like one, so that stringcolumn() gives the text.
 */
void datafile_text(struct datafile *sheet, const char *text);

/** datafile_end() - end the line. */
void datafile_end(struct datafile *sheet);

#endif
