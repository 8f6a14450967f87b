// SPDX-License-Identifier: GPL-2.0-or-later
/* How is the frame of a figure written? */
#include "canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "utf8.h"
#include "version.h"

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

/* The lines above and below the panels. */
struct frame {
	size_t count, columns;
	struct {
		enum line_style style;
		size_t set;
		bool is_below;
		char *text;
	} lines[LINES_MAX];
};

const char *canvas_about(const struct gallery_machine *machine, enum samples_figure figure)
{
	static const char *const names[SAMPLES_FIGURES] = { "time", "kernel instructions",
							    "kernel cycles" };

	if (figure == SAMPLES_NS && machine && facts_counts_instructions(machine->facts))
		return "instructions of user and kernel (icount)";
	return names[figure];
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

/* Words in lines of the page's width; what does not fit into three is cut. */
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

char *canvas_units(const struct drawing *drawing, const struct gallery_machine *machine, size_t set)
{
	const char *name = units_level_name(machine->sides[set].design->level);
	size_t n = 0, processes = 0;

	for (size_t i = 0; i < machine->count; i++) {
		const struct level *level =
			gallery_level(&machine->points[i], set, drawing->figure);

		n = level->n > n ? level->n : n;
		processes = level->processes > processes ? level->processes : processes;
	}
	if (n == 1)
		return xasprintf("1 %s, %zu process%s", name, processes,
				 processes == 1 ? "" : "es");
	return xasprintf("%zu %s%s", n, name, strcmp(name, "process") ? "s" : "es");
}

/* "base (6.18.0), 6 boots"; the units are those of the machine, where there is one. */
static char *describe_set(const struct drawing *drawing, const struct gallery_machine *machine,
			  size_t set)
{
	const struct set *of = &drawing->gallery->sets[set];
	char *text = xasprintf("%c: %s", (char)('A' + (int)set % 26), of->name), *longer, *units;
	char *kernels = xstrdup("");

	for (size_t i = 0; i < of->count; i++) {
		const char *kernel = facts_get(&of->runs[i].facts, "kernel_release");

		if (of->runs[i].error || strstr(kernels, kernel))
			continue;
		longer = xasprintf("%s%s%s", kernels, *kernels ? ", " : "", kernel);
		free(kernels);
		kernels = longer;
	}
	units = machine ? machine->sides[set].count ? canvas_units(drawing, machine, set)
						    : xstrdup("not on this machine")
			: xasprintf("%zu runs", of->count);
	longer = xasprintf("%s (Linux %s), %s", text, kernels, units);
	free(units);
	free(kernels);
	free(text);
	return longer;
}

static void add_sets(struct frame *frame, const struct drawing *drawing,
		     const struct canvas *canvas)
{
	for (size_t set = 0; set < drawing->gallery->set_count; set++) {
		char *text;

		if (canvas->set && set && set != canvas->set)
			continue;
		if (set == SETS_SHOWN_MAX) {
			add_line(frame, LINE_TEXT, 0, false, "...");
			return;
		}
		text = describe_set(drawing, canvas->machine, set);
		add_line(frame, canvas->set ? LINE_TEXT : LINE_SET, set + 1, false, text);
		free(text);
	}
}

static void add_machines(struct frame *frame, const struct canvas *canvas)
{
	const struct gallery_machine *machine = canvas->machine;
	char *text;

	if (!machine) {
		text = xasprintf("%zu machines", canvas->machines);
		add_line(frame, LINE_TEXT, 0, false, text);
		free(text);
		return;
	}
	text = text_host(machine->name, machine->facts);
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

static void add_commands(struct frame *frame, const struct drawing *drawing)
{
	char *measured = text_command(&drawing->gallery->sets[0]), *text;

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

static void write_frame(struct sheet *sheet, const struct frame *frame, size_t height,
			size_t bottom)
{
	size_t above = height - TITLE_PIXELS / 2, below = bottom - LINE_PIXELS;

	sheet_block(sheet, "y style set text");
	for (size_t i = 0; i < frame->count; i++) {
		size_t *y = frame->lines[i].is_below ? &below : &above;

		if (frame->lines[i].style != LINE_TITLE && !frame->lines[i].is_below)
			above -= LINE_PIXELS;
		sheet_count(sheet, *y);
		sheet_count(sheet, frame->lines[i].style);
		sheet_count(sheet, frame->lines[i].set);
		sheet_text(sheet, frame->lines[i].text);
		sheet_end(sheet);
		if (frame->lines[i].style == LINE_TITLE)
			above -= 4;
		if (frame->lines[i].is_below)
			below -= LINE_PIXELS;
		free(frame->lines[i].text);
	}
}

void canvas_open(struct drawing *drawing, const struct canvas *canvas, struct sheet *ret_sheet)
{
	static const size_t widths[] = { 0, 840, 1040, 1240 };
	size_t columns = canvas->columns      ? canvas->columns
			 : canvas->panels < 3 ? canvas->panels
					      : 3;
	size_t width = widths[columns < 3 ? columns : 3], top, bottom, height;
	size_t rows = (canvas->panels + columns - 1) / columns;
	size_t panel_height = canvas->panel_height ? canvas->panel_height
			      : canvas->panels > 1 ? PANEL_PIXELS
						   : PANEL_ALONE_PIXELS;
	struct frame frame = { .columns = width * 2 / 15 };
	char *path = xasprintf("%s/%s-%zu.tsv", drawing->folder, drawing->name, ++drawing->pages);

	add_line(&frame, LINE_TITLE, 0, false, canvas->title);
	add_sets(&frame, drawing, canvas);
	add_machines(&frame, canvas);
	add_wrapped(&frame, false, canvas->note);
	add_commands(&frame, drawing);
	top = pixels_of(&frame, false);
	bottom = pixels_of(&frame, true);
	height = top + bottom + rows * panel_height;
	sheet_open(path, ret_sheet);
	sheet_block(ret_sheet, "width height top bottom panels columns sets");
	sheet_count(ret_sheet, width);
	sheet_count(ret_sheet, height);
	sheet_count(ret_sheet, top);
	sheet_count(ret_sheet, bottom);
	sheet_count(ret_sheet, canvas->panels);
	sheet_count(ret_sheet, columns);
	sheet_count(ret_sheet, drawing->gallery->set_count);
	sheet_end(ret_sheet);
	write_frame(ret_sheet, &frame, height, bottom);
	free(path);
}
