/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of a figure: a heading for each group, and one line per point. */
#ifndef PTEBENCH_LAYOUT_H
#define PTEBENCH_LAYOUT_H

#include "plot_data.h"

/**
 * struct layout_row - @point: NULL for a heading. @label: "mprotect.ro anon 64M", or "64K".
 * @is_alone: it has no heading.
 */
struct layout_row {
	const struct plot_data_point *point;
	char *label;
	bool is_alone;
};

/** struct layout - @count rows, from the top. */
struct layout {
	size_t count;
	struct layout_row *rows;
};

/**
 * layout_make() - make the rows of some points.
 * @points: @count, in the order of csv_reader_compare().
 * @ret_rows: layout_free() it.
 */
void layout_make(const struct plot_data_point *const *points, size_t count,
		 struct layout *ret_rows);

/** layout_free() - free the labels. */
void layout_free(struct layout *rows);

/**
 * layout_page() - end of the next page: at most @most rows, and no heading as the last.
 * @from: its first row.
 *
 * Pages have about the same length.
 */
size_t layout_page(const struct layout *rows, size_t from, size_t most);

#endif
