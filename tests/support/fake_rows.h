/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows that nobody measured: points, their true costs, and lines written by the million. */
#ifndef PTEBENCH_FAKE_ROWS_H
#define PTEBENCH_FAKE_ROWS_H

#include <stdio.h>

#include "measure/csv_row.h"

enum { FAKE_ROWS_PAGES = 16384, FAKE_ROWS_FOLIOS = 5 };

/**
 * fake_rows_point() - what stands in each row of a point.
 * @point: mprotect.case-N of FAKE_ROWS_FOLIOS folio sizes; number @points is control.fake.
 */
struct csv_row fake_rows_point(unsigned int point, unsigned int points);

/** fake_rows_true_ns() - ns a page, from 0.4 to some 100, as page-table work is. */
double fake_rows_true_ns(unsigned int point);

/**
 * struct fake_rows_form - a row with four cells left open.
 * @head: up to the cell of the sample. @middle: from there to the time. @tail: after the cycles.
 */
struct fake_rows_form {
	char head[CSV_ROW_LINE_BYTES], middle[64], tail[512];
	size_t head_bytes, middle_bytes, tail_bytes;
};

/** fake_rows_cut() - of a row whose texts need no quotes; its four cells do not matter. */
void fake_rows_cut(const struct csv_row *row, struct fake_rows_form *ret_form);

/** fake_rows_put() - write a line; the counts may be unknown. */
void fake_rows_put(FILE *out, const struct fake_rows_form *form, unsigned int sample,
		   struct opt_u64 elapsed_ns, struct opt_u64 instructions, struct opt_u64 cycles);

/** fake_rows_create() - open a file of a folder for writing, or die. */
FILE *fake_rows_create(const char *folder, const char *leaf);

/** fake_rows_close() - close what fake_rows_create() opened, or die. Return: its bytes. */
uint64_t fake_rows_close(FILE *out, const char *folder, const char *leaf);

/** fake_rows_folder() - make a folder that may be there already, or die. */
void fake_rows_folder(const char *path);

#endif
