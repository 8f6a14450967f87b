/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tab-separated data file for gnuplot, with texts of any origin. */
#ifndef PTEBENCH_DATAFILE_H
#define PTEBENCH_DATAFILE_H

#include <stddef.h>
#include <stdio.h>

/** struct datafile - an open file. */
struct datafile {
	FILE *out;
	char *path;
	size_t blocks;
};

/** datafile_open() - create the file; dies on error. @path: copied. */
void datafile_open(const char *path, struct datafile *ret_sheet);

/** datafile_close() - close the file; dies if it could not be written. */
void datafile_close(struct datafile *sheet);

/**
 * datafile_block() - begin a block: gnuplot's `index`, from 0 on.
 * @columns: names of its columns, written as a comment.
 */
void datafile_block(struct datafile *sheet, const char *columns);

/** datafile_gap() - write an empty line, which interrupts a line of the plot. */
void datafile_gap(struct datafile *sheet);

/**
 * datafile_row() - write a line, as "%zu %g %s": a count, a number and a text.
 * @cells: only these three, one per cell; the first cell must be no text.
 *
 * A number that is not finite becomes NaN, which gnuplot does not draw.
 */
void datafile_row(struct datafile *sheet, const char *cells, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * datafile_text() - write any text, within a cell.
 *
 * See utf8_clean(); control characters become blanks. Quotes are escaped for gnuplot, and U+2216
 * replaces a backslash, so that stringcolumn() returns the text.
 */
void datafile_text(struct datafile *sheet, const char *text);

#endif
