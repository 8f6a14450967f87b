// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups points under headings, and splits the rows into pages. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

#include "compare/format.h"

void layout_make(const struct plot_data_point *const *points, size_t count, struct layout *ret_rows)
{
	struct layout rows = { .rows = xcalloc(2 * count + 1, sizeof(*rows.rows)) };
	char *last = xstrdup("");

	for (size_t i = 0; i < count; i++) {
		char *group, *label;

		format_point(points[i]->row->point, &group, &label);
		if (*label && strcmp(group, last) != 0)
			rows.rows[rows.count++].label = xstrdup(group);
		rows.rows[rows.count++] =
			(struct layout_row) { points[i], xstrdup(*label ? label : group), !*label };
		free(last);
		free(label);
		last = group;
	}
	free(last);
	*ret_rows = rows;
}

void layout_free(struct layout *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->rows[i].label);
	free(rows->rows);
}

size_t layout_page(const struct layout *rows, size_t from, size_t most)
{
	size_t left = rows->count - from, pages = (left + most - 1) / most;
	size_t to = from + (pages ? (left + pages - 1) / pages : 0);

	if (to < rows->count && to - 1 > from && !rows->rows[to - 1].point)
		to--;
	return to;
}
