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

/* Lines above and below the panels. @above, @below: their numbers, without the title. */
struct frame {
	size_t count, columns, above, below;
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
	frame->above += !is_below && style != LINE_TITLE;
	frame->below += is_below;
}

/* Wraps words to the page's width; cuts them after three lines. Frees the text. */
static void add_wrapped(struct frame *frame, bool is_below, char *text)
{
	char *clean = utf8_clean(text, ' '), *from = clean;

	for (int i = 0; i < TEXT_LINES_MAX && *from; i++) {
		char *end = from + strlen(from), *to = end;

		if ((size_t)(end - from) > frame->columns && i + 1 < TEXT_LINES_MAX) {
			for (to = from + frame->columns; to > from && *to != ' '; to--)
				;
			if (to > from)
				*to = '\0';
			else
				to = end;
		}
		add_line(frame, LINE_TEXT, 0, is_below, from);
		from = to < end ? to + 1 : to;
	}
	free(clean);
	free(text);
}

char *page_units(const struct page_drawing *drawing, const struct plot_data_machine *machine,
		 size_t set)
{
	const char *name = design_level_names[machine->sides[set].design->level];
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

/* "A: base (Linux 6.18.0), 6 boots"; the units are those of the machine, if there is only one. */
static char *describe_set(const struct page_drawing *drawing, size_t set)
{
	const struct load_set *of = &drawing->plot_data->sets[set];
	const struct plot_data_machine *machine = drawing->machine;
	char *kernels = format_kernels(of, "");
	char *units = !machine			  ? xasprintf("%zu runs", of->count)
		      : machine->sides[set].count ? page_units(drawing, machine, set)
						  : xstrdup("not on this machine");
	char *text = xasprintf("%c: %s (Linux %s), %s", (char)('A' + (int)set % 26), of->name,
			       kernels, units);

	free(units);
	free(kernels);
	return text;
}

static void add_sets(struct frame *frame, const struct page_drawing *drawing)
{
	for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
		char *text;

		if (drawing->set && set && set != drawing->set)
			continue;
		if (set == SETS_SHOWN_MAX) {
			add_line(frame, LINE_TEXT, 0, false, "...");
			return;
		}
		text = describe_set(drawing, set);
		add_line(frame, drawing->set ? LINE_TEXT : LINE_SET, set + 1, false, text);
		free(text);
	}
}

static void add_machines(struct frame *frame, const struct plot_data_machine *machine, size_t count)
{
	if (!machine) {
		add_wrapped(frame, false, xasprintf("%zu machines", count));
		return;
	}
	add_wrapped(frame, false, format_host(machine->name, machine->facts));
	if (machine->left_out)
		add_wrapped(frame, false,
			    xasprintf("Left out: %zu values that were measured otherwise than in "
				      "A, or otherwise from run to run; ./run.sh compare names "
				      "them.",
				      machine->left_out));
}

static void add_commands(struct frame *frame, const struct page_drawing *drawing)
{
	char *measured = format_command(&drawing->plot_data->sets[0]);

	add_wrapped(frame, true, xasprintf("measured (A): %s", measured));
	add_wrapped(frame, true, xasprintf("drawn: %s", drawing->command));
	add_wrapped(frame, true, xasprintf("ptebench %s", version_text));
	free(measured);
}

static void write_frame(struct datafile *sheet, const struct frame *frame, size_t height,
			size_t bottom)
{
	size_t above = height - TITLE_PIXELS / 2, below = bottom - LINE_PIXELS;

	datafile_block(sheet, "y style set text");
	for (size_t i = 0; i < frame->count; i++) {
		enum line_style style = frame->lines[i].style;
		bool is_below = frame->lines[i].is_below;

		if (style != LINE_TITLE && !is_below)
			above -= LINE_PIXELS;
		datafile_row(sheet, "%zu %zu %zu %s", is_below ? below : above, (size_t)style,
			     frame->lines[i].set, frame->lines[i].text);
		if (style == LINE_TITLE)
			above -= 4;
		if (is_below)
			below -= LINE_PIXELS;
		free(frame->lines[i].text);
	}
}

void page_open(struct page_drawing *drawing, const struct page *page)
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
	const char *about =
		page->about ? page->about : page_about(drawing->machine, drawing->metric);
	char *title = xasprintf("%s%s", about, page->title);

	add_line(&frame, LINE_TITLE, 0, false, title);
	add_sets(&frame, drawing);
	add_machines(&frame, drawing->machine, page->machines);
	add_wrapped(&frame, false, xstrdup(page->note));
	add_commands(&frame, drawing);
	top = TITLE_PIXELS + LINE_PIXELS * frame.above + 8;
	bottom = 8 + LINE_PIXELS * frame.below + 8;
	height = top + bottom + rows * panel_height;
	datafile_open(path, &drawing->sheet);
	datafile_block(&drawing->sheet, "width height top bottom panels columns sets");
	datafile_row(&drawing->sheet, "%zu %zu %zu %zu %zu %zu %zu", width, height, top, bottom,
		     page->panels, columns, drawing->plot_data->set_count);
	write_frame(&drawing->sheet, &frame, height, bottom);
	free(title);
	free(path);
}
