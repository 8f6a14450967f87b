/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Points as the rows of a metric: a heading for each group, and one line a point. */
#ifndef PTEBENCH_LAYOUT_H
#define PTEBENCH_LAYOUT_H

#include "plot_data.h"

/**
 * struct layout_row - @point: NULL for a heading. @label: "mprotect.ro anon 64M", or "64K".
 * @is_alone: it stands under no heading.
 */
struct layout_row {
	const struct plot_data_point *point;
	char *label;
	bool is_alone;
};

/** struct layout - @count of them, from above. */
struct layout {
	size_t count;
	struct layout_row *rows;
};

/**
 * layout_make() - the rows of some points.
 * @points: @count, in the order of csv_reader_compare().
 * @ret_rows: layout_free() it.
 */
void layout_make(const struct plot_data_point *const *points, size_t count,
		 struct layout *ret_rows);

/** layout_free() - free the labels. */
void layout_free(struct layout *rows);

/**
 * layout_page() - where the next page ends: at most @most rows, and no heading as the last.
 * @from: its first row.
 *
 * Pages are of about the same length.
 */
size_t layout_page(const struct layout *rows, size_t from, size_t most);

#endif
