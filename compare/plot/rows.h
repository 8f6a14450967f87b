/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Points as the rows of a figure: a heading for each group, and one line a point. */
#ifndef PTEBENCH_ROWS_H
#define PTEBENCH_ROWS_H

#include "gallery.h"

/**
 * struct rows_row - @point: NULL for a heading. @label: "mprotect.ro anon 64M", or "64K".
 * @is_alone: it stands under no heading.
 */
struct rows_row {
	const struct gallery_point *point;
	char *label;
	bool is_alone;
};

/** struct rows - @count of them, from above. */
struct rows {
	size_t count;
	struct rows_row *rows;
};

/**
 * rows_make() - the rows of some points.
 * @points: @count, in the order of samples_compare().
 * @ret_rows: rows_free() it.
 */
void rows_make(const struct gallery_point *const *points, size_t count, struct rows *ret_rows);

/** rows_free() - free the labels. */
void rows_free(struct rows *rows);

/**
 * rows_page() - where the next page ends: at most @most rows, and no heading as the last.
 * @from: its first row.
 *
 * Pages are of about the same length.
 */
size_t rows_page(const struct rows *rows, size_t from, size_t most);

#endif
