// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the title, kernels, machine, notes and commands of a figure. */
#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/format.h"
#include "compare/utf8.h"
#include "base/version.h"

enum {
	LINE_PIXELS = 17,
	TITLE_PIXELS = 30,
	PANEL_PIXELS = 250,
	PANEL_ALONE_PIXELS = 380,
	LINES_MAX = 64,
	TEXT_LINES_MAX = 3,
	SETS_SHOWN_MAX = 16,
};

enum line_style { LINE_TITLE, LINE_TEXT, LINE_SET };

/* Lines above and below the panels. */
struct frame {
	size_t count, columns;
	struct {
		enum line_style style;
		size_t set;
		bool is_below;
		char *text;
	} lines[LINES_MAX];
};

const char *page_about(const struct plot_data_machine *machine, enum csv_reader_metric metric)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "kernel instructions",
							       "kernel cycles" };

	if (metric == CSV_READER_NS && machine && host_facts_counts_instructions(machine->facts))
		return "instructions of user and kernel (icount)";
	return names[metric];
}

static void add_line(struct frame *frame, enum line_style style, size_t set, bool is_below,
		     const char *text)
{
	if (frame->count == LINES_MAX)
		return;
	frame->lines[frame->count].style = style;
	frame->lines[frame->count].set = set;
	frame->lines[frame->count].is_below = is_below;
	frame->lines[frame->count++].text = utf8_cut(text, frame->columns);
}

/* Wraps words to the page's width; cuts them after three lines. */
static void add_wrapped(struct frame *frame, bool is_below, const char *text)
{
	char *clean = utf8_clean(text, ' '), *from = clean;

	for (int i = 0; i < TEXT_LINES_MAX && *from; i++) {
		size_t length = strlen(from);
		char *to = from + length;

		if (length > frame->columns && i + 1 < TEXT_LINES_MAX) {
			for (to = from + frame->columns; to > from && *to != ' '; to--)
				;
			if (to > from)
				*to = '\0';
			else
				to = from + length;
		}
		add_line(frame, LINE_TEXT, 0, is_below, from);
		from = to < from + length ? to + 1 : to;
	}
	free(clean);
}

char *page_units(const struct page_drawing *drawing, const struct plot_data_machine *machine,
		 size_t set)
{
	const char *name = design_level_name(machine->sides[set].design->level);
	size_t n = 0, processes = 0;

	for (size_t i = 0; i < machine->count; i++) {
		const struct estimate *level =
			plot_data_level(&machine->points[i], set, drawing->metric);

		n = level->n > n ? level->n : n;
		processes = level->processes > processes ? level->processes : processes;
	}
	if (n == 1)
		return xasprintf("1 %s, %zu process%s", name, processes,
				 processes == 1 ? "" : "es");
	return xasprintf("%zu %s%s", n, name, strcmp(name, "process") ? "s" : "es");
}

/* "base (6.18.0), 6 boots"; the units are those of the machine, if there is only one. */
static char *describe_set(const struct page_drawing *drawing,
			  const struct plot_data_machine *machine, size_t set)
{
	const struct load_set *of = &drawing->plot_data->sets[set];
	char *text = xasprintf("%c: %s", (char)('A' + (int)set % 26), of->name), *units;
	char *kernels = xstrdup("");

	for (size_t i = 0; i < of->count; i++) {
		const char *kernel = host_facts_get(&of->runs[i].facts, "kernel_release");

		if (!of->runs[i].error && !strstr(kernels, kernel))
			xappend(&kernels, ", ", "%s", kernel);
	}
	units = machine ? machine->sides[set].count ? page_units(drawing, machine, set)
						    : xstrdup("not on this machine")
			: xasprintf("%zu runs", of->count);
	xappend(&text, " ", "(Linux %s), %s", kernels, units);
	free(units);
	free(kernels);
	return text;
}

static void add_sets(struct frame *frame, const struct page_drawing *drawing,
		     const struct page *page)
{
	for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
		char *text;

		if (page->set && set && set != page->set)
			continue;
		if (set == SETS_SHOWN_MAX) {
			add_line(frame, LINE_TEXT, 0, false, "...");
			return;
		}
		text = describe_set(drawing, page->machine, set);
		add_line(frame, page->set ? LINE_TEXT : LINE_SET, set + 1, false, text);
		free(text);
	}
}

static void add_machines(struct frame *frame, const struct page *page)
{
	const struct plot_data_machine *machine = page->machine;
	char *text;

	if (!machine) {
		text = xasprintf("%zu machines", page->machines);
		add_line(frame, LINE_TEXT, 0, false, text);
		free(text);
		return;
	}
	text = format_host(machine->name, machine->facts);
	add_wrapped(frame, false, text);
	free(text);
	if (!machine->left_out)
		return;
	text = xasprintf(
		"Left out: %zu values that were measured otherwise than in A, or otherwise "
		"from run to run; ./run.sh compare names them.",
		machine->left_out);
	add_wrapped(frame, false, text);
	free(text);
}

static void add_commands(struct frame *frame, const struct page_drawing *drawing)
{
	char *measured = format_command(&drawing->plot_data->sets[0]), *text;

	text = xasprintf("measured (A): %s", measured);
	add_wrapped(frame, true, text);
	free(text);
	text = xasprintf("drawn: %s", drawing->command);
	add_wrapped(frame, true, text);
	free(text);
	text = xasprintf("ptebench %s", version_text);
	add_line(frame, LINE_TEXT, 0, true, text);
	free(text);
	free(measured);
}

static size_t pixels_of(const struct frame *frame, bool is_below)
{
	size_t pixels = is_below ? 8 : TITLE_PIXELS;

	for (size_t i = 0; i < frame->count; i++)
		if (frame->lines[i].is_below == is_below && frame->lines[i].style != LINE_TITLE)
			pixels += LINE_PIXELS;
	return pixels + 8;
}

static void write_frame(struct datafile *sheet, const struct frame *frame, size_t height,
			size_t bottom)
{
	size_t above = height - TITLE_PIXELS / 2, below = bottom - LINE_PIXELS;

	datafile_block(sheet, "y style set text");
	for (size_t i = 0; i < frame->count; i++) {
		size_t *y = frame->lines[i].is_below ? &below : &above;

		if (frame->lines[i].style != LINE_TITLE && !frame->lines[i].is_below)
			above -= LINE_PIXELS;
		datafile_count(sheet, *y);
		datafile_count(sheet, frame->lines[i].style);
		datafile_count(sheet, frame->lines[i].set);
		datafile_text(sheet, frame->lines[i].text);
		datafile_end(sheet);
		if (frame->lines[i].style == LINE_TITLE)
			above -= 4;
		if (frame->lines[i].is_below)
			below -= LINE_PIXELS;
		free(frame->lines[i].text);
	}
}

void page_open(struct page_drawing *drawing, const struct page *page, struct datafile *ret_sheet)
{
	static const size_t widths[] = { 0, 840, 1040, 1240 };
	size_t columns = page->columns ? page->columns : page->panels < 3 ? page->panels : 3;
	size_t width = widths[columns < 3 ? columns : 3], top, bottom, height;
	size_t rows = (page->panels + columns - 1) / columns;
	size_t panel_height = page->panel_height ? page->panel_height
			      : page->panels > 1 ? PANEL_PIXELS
						 : PANEL_ALONE_PIXELS;
	struct frame frame = { .columns = width * 2 / 15 };
	char *path = xasprintf("%s/%s-%zu.tsv", drawing->folder, drawing->name, ++drawing->pages);

	add_line(&frame, LINE_TITLE, 0, false, page->title);
	add_sets(&frame, drawing, page);
	add_machines(&frame, page);
	add_wrapped(&frame, false, page->note);
	add_commands(&frame, drawing);
	top = pixels_of(&frame, false);
	bottom = pixels_of(&frame, true);
	height = top + bottom + rows * panel_height;
	datafile_open(path, ret_sheet);
	datafile_block(ret_sheet, "width height top bottom panels columns sets");
	datafile_count(ret_sheet, width);
	datafile_count(ret_sheet, height);
	datafile_count(ret_sheet, top);
	datafile_count(ret_sheet, bottom);
	datafile_count(ret_sheet, page->panels);
	datafile_count(ret_sheet, columns);
	datafile_count(ret_sheet, drawing->plot_data->set_count);
	datafile_end(ret_sheet);
	write_frame(ret_sheet, &frame, height, bottom);
	free(path);
}
