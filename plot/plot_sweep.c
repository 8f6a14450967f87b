// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of sweep.gp: cost by folio size or by size of the region, one panel per case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "compare/utf8.h"

enum { LABEL_COLUMNS = 12 };

/*
 * A point, and the key that it shares with the others of its panel. @at: its place among the
 * machine's points; @first: that of the panel's first.
 */
struct member {
	char *key, *label;
	const struct plot_data_point *point;
	size_t at, first;
};

static const char emulated[] = "-emul";

/* Splits a name into key and parameter. Return: false without the parameter. */
static bool split(const char *name, const char *parameter, struct member *ret_member)
{
	const char *from = strstr(name, parameter), *value, *to;
	char *suffix;

	if (!from)
		return false;
	value = from + strlen(parameter);
	to = value + strcspn(value, "/");
	ret_member->label = xasprintf("%.*s", (int)(to - value), value);
	/* Emulated folios are built differently and get their own panel. */
	suffix = strstr(ret_member->label, emulated);
	ret_member->key =
		xasprintf("%.*s%s%s", (int)(from - name), name, to, suffix ? "/emulated" : "");
	if (suffix)
		*suffix = '\0';
	return true;
}

static int by_panel(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	size_t i = x->first == y->first ? x->at : x->first;
	size_t j = x->first == y->first ? y->at : y->first;

	return (i > j) - (i < j);
}

static size_t panel_end(const struct member *members, size_t count, size_t from)
{
	size_t to = from + 1;

	while (to < count && members[from].first == members[to].first)
		to++;
	return to;
}

/* Lists members by panel, in the order of their first points. Return: their number. */
static size_t list_members(const struct page_drawing *drawing, const char *parameter,
			   struct member *members)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < drawing->machine->count; i++) {
		struct member member = { .point = &drawing->machine->points[i], .at = i };
		size_t first = 0;

		if (!plot_data_has(drawing->plot_data, member.point, drawing->metric) ||
		    !split(member.point->row->point, parameter, &member))
			continue;
		while (first < count && strcmp(members[first].key, member.key) != 0)
			first++;
		member.first = first < count ? members[first].at : i;
		members[count++] = member;
	}
	qsort(members, count, sizeof(*members), by_panel);
	for (size_t i = 0, to; i < count; i = to) {
		to = panel_end(members, count, i);
		if (to == i + 1) { /* alone: nothing varies */
			free(members[i].key);
			free(members[i].label);
			continue;
		}
		memmove(&members[kept], &members[i], (to - i) * sizeof(*members));
		kept += to - i;
	}
	return kept;
}

/* "mprotect.ro anon 64M" */
static char *title_of(const char *key)
{
	char *copy = xstrdup(key), *rest = copy, *part, *title = xstrdup("");

	while ((part = strsep(&rest, "/"))) {
		const char *value = !strncmp(part, "size=", 5)	  ? part + 5
				    : !strncmp(part, "folio=", 6) ? part + 6
								  : part;

		xappend(&title, " ", "%s", value);
	}
	free(copy);
	return title;
}

/* Cuts an interval at half and twice the value: a wide one would flatten the curve. */
static void add_level(struct panel *panel, const struct estimate *level)
{
	panel_add(panel, level->value);
	if (isnan(level->low))
		return;
	panel_add(panel, fmin(level->high, 2 * level->value));
	panel_add(panel, fmax(level->low, level->value / 2));
}

static void write_panels(struct page_drawing *drawing, const struct member *members, size_t count)
{
	const char *unit = plot_data_unit(drawing->machine, drawing->metric);
	size_t number = 0;

	datafile_block(&drawing->sheet, "panel base low high scale title label");
	for (size_t from = 0, to; from < count; from = to) {
		struct panel panel = { .is_per_page = members[from].point->is_per_page };
		char *title = title_of(members[from].key);

		to = panel_end(members, count, from);
		for (size_t i = from; i < to; i++)
			for (size_t set = 0; set < drawing->plot_data->set_count; set++)
				add_level(&panel,
					  plot_data_level(members[i].point, set, drawing->metric));
		panel_write(&drawing->sheet, ++number, &panel, true, unit, title);
		free(title);
	}
}

static void write_categories(struct datafile *sheet, const struct member *members, size_t count)
{
	size_t number = 0;

	datafile_block(sheet, "panel x label");
	for (size_t from = 0, to; from < count; from = to) {
		to = panel_end(members, count, from);
		number++;
		for (size_t i = from; i < to; i++) {
			char *label = utf8_cut(members[i].label, LABEL_COLUMNS);

			datafile_row(sheet, "%zu %zu %s", number, i - from + 1, label);
			free(label);
		}
	}
}

static void write_values(struct page_drawing *drawing, const struct member *members, size_t count)
{
	size_t number = 0;

	datafile_block(&drawing->sheet, "panel set x value low high");
	for (size_t from = 0, to; from < count; from = to) {
		to = panel_end(members, count, from);
		number++;
		for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
			for (size_t i = from; i < to; i++) {
				const struct estimate *level =
					plot_data_level(members[i].point, set, drawing->metric);

				datafile_row(&drawing->sheet, "%zu %zu %zu %g %g %g", number,
					     set + 1, i - from + 1, level->value, level->low,
					     level->high);
			}
			datafile_gap(&drawing->sheet);
		}
	}
}

static void write_page(struct page_drawing *drawing, const char *title,
		       const struct member *members, size_t count, size_t panels)
{
	const struct page page = {
		.title = title,
		.note = "Bars: 95% intervals over the units of a kernel; where it has one boot, "
			"over its processes, which says nothing of other boots.",
		.panels = panels,
	};

	page_open(drawing, &page);
	write_panels(drawing, members, count);
	write_categories(&drawing->sheet, members, count);
	write_values(drawing, members, count);
	datafile_close(&drawing->sheet);
}

/* @parameter: varies within a panel. */
static void draw(struct page_drawing *drawing, const char *parameter, const char *title)
{
	struct member *members = xcalloc(drawing->machine->count + 1, sizeof(*members));
	size_t count = list_members(drawing, parameter, members);

	for (size_t from = 0, to = 0; from < count; from = to) {
		size_t panels = 0;

		while (to < count && panels < PAGE_PANELS_MAX) {
			to = panel_end(members, count, to);
			panels++;
		}
		write_page(drawing, title, members + from, to - from, panels);
	}
	for (size_t i = 0; i < count; i++) {
		free(members[i].key);
		free(members[i].label);
	}
	free(members);
}

void plot_sweep_folio(struct page_drawing *drawing)
{
	draw(drawing, "/folio=", " by folio size, lower is better");
}

void plot_sweep_size(struct page_drawing *drawing)
{
	draw(drawing, "/size=", " by size of the region, lower is better");
}
