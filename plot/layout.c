// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups points under headings, and splits the rows into pages. */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "compare/format.h"
#include "compare/utf8.h"

static void add_row(struct layout *layout, const struct plot_data_point *point, const char *label,
		    const char *unit, bool is_alone)
{
	char *cut = utf8_cut(label, layout->columns);

	layout->rows = xrealloc(layout->rows, layout->count + 1, sizeof(*layout->rows));
	layout->rows[layout->count++] =
		(struct layout_row) { point, xasprintf("%s%s", cut, unit), is_alone };
	free(cut);
}

void layout_add(struct layout *layout, const struct plot_data_point *point)
{
	const char *unit = !layout->has_unit	? ""
			   : point->is_per_page ? ", per page"
						: ", per call";
	const char *last = layout->group ? layout->group : "";
	char *group, *label;

	format_point(point->row->point, &group, &label);
	if (!*label)
		add_row(layout, point, group, unit, true);
	else if (strcmp(group, last) != 0)
		add_row(layout, NULL, group, unit, false);
	if (*label)
		add_row(layout, point, label, "", false);
	free(label);
	free(layout->group);
	layout->group = group;
}

bool layout_next(struct layout *layout, size_t most)
{
	size_t left = layout->count - layout->to, pages = (left + most - 1) / most;

	if (!left) {
		for (size_t i = 0; i < layout->count; i++)
			free(layout->rows[i].label);
		free(layout->rows);
		free(layout->group);
		return false;
	}
	layout->from = layout->to;
	layout->to += (left + pages - 1) / pages;
	if (layout->to < layout->count && layout->to - 1 > layout->from &&
	    !layout->rows[layout->to - 1].point)
		layout->to--;
	return true;
}

void layout_write_labels(const struct layout *layout, struct datafile *sheet)
{
	datafile_block(sheet, "y heading label");
	for (size_t i = layout->from; i < layout->to; i++)
		datafile_row(sheet, "%zu %zu %s", layout->to - i, (size_t)!layout->rows[i].point,
			     layout->rows[i].label);
}
