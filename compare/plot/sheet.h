/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of tab-separated values that gnuplot reads, whatever the texts in it are. */
#ifndef PTEBENCH_SHEET_H
#define PTEBENCH_SHEET_H

#include <stddef.h>
#include <stdio.h>

/** struct sheet - a file that is being written. @is_within: has the line a cell yet? */
struct sheet {
	FILE *out;
	char *path;
	size_t blocks;
	int is_within;
};

/** sheet_open() - create the file; dies when it cannot. @path: copied. */
void sheet_open(const char *path, struct sheet *ret_sheet);

/** sheet_close() - end the file; dies when it could not be written. */
void sheet_close(struct sheet *sheet);

/**
 * sheet_block() - begin a block: gnuplot's `index`, from 0 on.
 * @columns: names of its columns, for people; a comment.
 *
 * The first cell of each line must be a number.
 */
void sheet_block(struct sheet *sheet, const char *columns);

/** sheet_gap() - an empty line: a line in a plot breaks here. */
void sheet_gap(struct sheet *sheet);

/** sheet_number() - a cell; NaN where it is not known, which gnuplot does not draw. */
void sheet_number(struct sheet *sheet, double value);

/** sheet_count() - a cell. */
void sheet_count(struct sheet *sheet, size_t value);

/**
 * sheet_text() - a cell with any text.
 *
 * See utf8_clean(); controls become blanks. Quotes are written as gnuplot's reader of data wants
 * them, a backslash as the character that looks like one, so that stringcolumn() gives the text.
 */
void sheet_text(struct sheet *sheet, const char *text);

/** sheet_end() - end the line. */
void sheet_end(struct sheet *sheet);

#endif
