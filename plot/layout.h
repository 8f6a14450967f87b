/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of a figure: a heading for each group, and one line per point. */
#ifndef PTEBENCH_LAYOUT_H
#define PTEBENCH_LAYOUT_H

#include "datafile.h"
#include "plot_data.h"

/**
 * struct layout_row - a row. @point: NULL for a heading. @is_alone: it has no heading.
 * @label: "mprotect.ro anon 64M" of a heading or a point alone, else "64K".
 */
struct layout_row {
	const struct plot_data_point *point;
	char *label;
	bool is_alone;
};

/**
 * struct layout - @count rows, from the top.
 * @columns: labels are cut to these. @has_unit: headings, and points alone, say "per page" or "per
 *           call". The caller sets both; all else begins with 0.
 * @from, @to: rows of the page; see layout_next().
 */
struct layout {
	size_t columns;
	bool has_unit;
	size_t count, from, to;
	struct layout_row *rows;
	char *group;
};

/** layout_add() - add a point, below a new heading if needed. Order: csv_reader_compare(). */
void layout_add(struct layout *layout, const struct plot_data_point *point);

/**
 * layout_next() - go on to the next page: at most @most rows, and no heading as the last.
 *
 * Pages have about the same length. Return: false after the last page, with all rows freed.
 */
bool layout_next(struct layout *layout, size_t most);

/** layout_write_labels() - write the block of labels: y (from the bottom), is heading, label. */
void layout_write_labels(const struct layout *layout, struct datafile *sheet);

#endif
