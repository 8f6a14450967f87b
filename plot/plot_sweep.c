// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of sweep.gp: cost by folio size or by size of the region, one panel per case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "panel.h"
#include "compare/utf8.h"

enum { LABEL_COLUMNS = 12 };

/* The parameter that varies within a panel. */
struct sweep {
	const char *parameter, *about, *none;
};

static const struct sweep folio = { "/folio=", "by folio size",
				    "no two points differ in their folio size alone" };
static const struct sweep size = { "/size=", "by size of the region",
				   "no two points differ in their size alone" };

/* A point, and the key that it shares with the others of its panel; @first: the panel's first. */
struct member {
	char *key, *label;
	const struct plot_data_point *point;
	size_t at, first;
};

static const char emulated[] = "-emul";

/* Splits a name into key and parameter. Return: false without the parameter. */
static bool split(const char *name, const struct sweep *sweep, struct member *ret_member)
{
	const char *from = strstr(name, sweep->parameter), *value, *to;
	char *suffix;

	if (!from)
		return false;
	value = from + strlen(sweep->parameter);
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

static int by_key(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_panel(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	size_t i = x->first == y->first ? x->at : x->first;
	size_t j = x->first == y->first ? y->at : y->first;

	return (i > j) - (i < j);
}

static bool is_measured(const struct page_drawing *drawing, const struct plot_data_point *point)
{
	for (size_t set = 0; set < drawing->plot_data->set_count; set++)
		if (!isnan(plot_data_level(point, set, drawing->metric)->value))
			return true;
	return false;
}

/* Lists members, with panels in the order of their first points. Return: their number. */
static size_t list_members(const struct page_drawing *drawing,
			   const struct plot_data_machine *machine, const struct sweep *sweep,
			   struct member *members)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < machine->count; i++) {
		struct member member = { .point = &machine->points[i], .at = i };

		if (is_measured(drawing, member.point) &&
		    split(member.point->row->point, sweep, &member))
			members[count++] = member;
	}
	qsort(members, count, sizeof(*members), by_key);
	for (size_t i = 0, next; i < count; i = next) {
		size_t first = members[i].at;

		for (next = i + 1; next < count && !strcmp(members[i].key, members[next].key);)
			next++;
		for (size_t j = i; j < next; j++) {
			members[j].first = first;
			if (next - i > 1) {
				members[kept++] = members[j];
				continue;
			}
			free(members[j].key);
			free(members[j].label);
		}
	}
	qsort(members, kept, sizeof(*members), by_panel);
	return kept;
}

static size_t panel_end(const struct member *members, size_t count, size_t from)
{
	size_t to = from + 1;

	while (to < count && !strcmp(members[from].key, members[to].key))
		to++;
	return to;
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

static void write_panels(struct datafile *sheet, const struct page_drawing *drawing,
			 const struct plot_data_machine *machine, const struct member *members,
			 size_t count)
{
	size_t number = 0;

	datafile_block(sheet, "panel base low high scale title label");
	for (size_t from = 0, to; from < count; from = to) {
		struct panel panel = panel_new(members[from].point->is_per_page);
		char *title = title_of(members[from].key);

		to = panel_end(members, count, from);
		for (size_t i = from; i < to; i++)
			for (size_t set = 0; set < drawing->plot_data->set_count; set++)
				add_level(&panel,
					  plot_data_level(members[i].point, set, drawing->metric));
		panel_write(sheet, ++number, &panel, true, plot_data_unit(machine, drawing->metric),
			    title);
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

			datafile_count(sheet, number);
			datafile_count(sheet, i - from + 1);
			datafile_text(sheet, label);
			datafile_end(sheet);
			free(label);
		}
	}
}

static void write_values(struct datafile *sheet, const struct page_drawing *drawing,
			 const struct member *members, size_t count)
{
	size_t number = 0;

	datafile_block(sheet, "panel set x value low high");
	for (size_t from = 0, to; from < count; from = to) {
		to = panel_end(members, count, from);
		number++;
		for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
			for (size_t i = from; i < to; i++) {
				const struct estimate *level =
					plot_data_level(members[i].point, set, drawing->metric);

				datafile_count(sheet, number);
				datafile_count(sheet, set + 1);
				datafile_count(sheet, i - from + 1);
				datafile_number(sheet, level->value);
				datafile_number(sheet, level->low);
				datafile_number(sheet, level->high);
				datafile_end(sheet);
			}
			datafile_gap(sheet);
		}
	}
}

static void write_page(struct page_drawing *drawing, const struct plot_data_machine *machine,
		       const struct sweep *sweep, const struct member *members, size_t count,
		       size_t panels)
{
	char *title = xasprintf("%s %s, lower is better", page_about(machine, drawing->metric),
				sweep->about);
	struct page page = {
		.machine = machine,
		.title = title,
		.note = "Bars: 95% intervals over the units of a kernel; where it has one boot, "
			"over "
			"its processes, which says nothing of other boots.",
		.panels = panels,
	};
	struct datafile sheet;

	page_open(drawing, &page, &sheet);
	write_panels(&sheet, drawing, machine, members, count);
	write_categories(&sheet, members, count);
	write_values(&sheet, drawing, members, count);
	datafile_close(&sheet);
	free(title);
}

static void draw_machine(struct page_drawing *drawing, const struct plot_data_machine *machine,
			 const struct sweep *sweep)
{
	struct member *members = xcalloc(machine->count + 1, sizeof(*members));
	size_t count = list_members(drawing, machine, sweep, members);

	for (size_t from = 0, to = 0; from < count; from = to) {
		size_t panels = 0;

		while (to < count && panels < PAGE_PANELS_MAX) {
			to = panel_end(members, count, to);
			panels++;
		}
		write_page(drawing, machine, sweep, members + from, to - from, panels);
	}
	for (size_t i = 0; i < count; i++) {
		free(members[i].key);
		free(members[i].label);
	}
	free(members);
}

static void draw(struct page_drawing *drawing, const struct sweep *sweep)
{
	for (size_t i = 0; i < drawing->plot_data->count; i++)
		draw_machine(drawing, &drawing->plot_data->machines[i], sweep);
	if (!drawing->pages)
		reason_set(&drawing->why, "%s", sweep->none);
}

void plot_sweep_folio(struct page_drawing *drawing)
{
	draw(drawing, &folio);
}

void plot_sweep_size(struct page_drawing *drawing)
{
	draw(drawing, &size);
}
