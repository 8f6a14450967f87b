/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of each figure: frame (title, kernels, machine, commands), rows, panels and their points.
 */
#ifndef PTEBENCH_PAGE_H
#define PTEBENCH_PAGE_H

#include "plot_data.h"
#include "datafile.h"

enum { PAGE_PANELS_MAX = 12, PAGE_ROWS_MAX = 240 };

/**
 * struct page_drawing - request for all figures, and the result of one.
 * @metric: time, instructions or cycles, for figures of one metric.
 * @command: the command that repeats it. @folder: for the data files.
 * @name: the figure's name.
 * @machine: the one being drawn; NULL if the figure shows several together.
 * @set: the only further set shown, without a colour per kernel; 0 for all.
 * @sheet: data file of the current page.
 * @pages: number of files written.
 * @why: the reason if there are none.
 */
struct page_drawing {
	const struct plot_data *plot_data;
	enum csv_reader_metric metric;
	const char *command, *folder, *name;
	const struct plot_data_machine *machine;
	size_t set;
	struct datafile sheet;
	size_t pages;
	struct reason why;
};

/**
 * struct page - properties of a page.
 * @about, @title: what it shows; the title is both. NULL @about: page_about(). @note: how to read
 * it; is wrapped.
 * @panels: in @columns columns, each @panel_height high; 0 of either: default.
 * @machines: number of machines that it shows.
 */
struct page {
	const char *about, *title, *note;
	size_t panels, columns, panel_height, machines;
};

/**
 * page_open() - begin the next data file, FOLDER/NAME-N.tsv, with the blocks common to all.
 *
 * 0: width, height, top, bottom (pixels), panels, columns, sets. 1: the lines above and below: y
 * (pixels from the bottom), style (0 title, 1 text, 2 kernel), set and text. The figure's own
 * blocks begin with 2. The caller closes @drawing->sheet.
 */
void page_open(struct page_drawing *drawing, const struct page *page);

/** page_units() - a set's units on a machine: "1 boot, 5 processes"; the caller frees it. */
char *page_units(const struct page_drawing *drawing, const struct plot_data_machine *machine,
		 size_t set);

/** page_about() - the metric: "time"; "instructions ... (icount)" if the clock counts these. */
const char *page_about(const struct plot_data_machine *machine, enum csv_reader_metric metric);

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

/**
 * struct panel - an axis of values.
 * @is_per_page: values are per page, not per call. The caller sets it; all else begins with 0.
 * @least, @most: of the values, in ns or counts; see panel_add().
 */
struct panel {
	bool is_per_page;
	double least, most;
};

/** panel_add() - add a value; ignores all but positive finite values. */
void panel_add(struct panel *panel, double value);

/**
 * panel_write() - write the line of a panel: number, base, low, high, scale, title, label.
 * @from_zero: a linear axis begins at 0.
 *
 * @base: 10 if the values span a factor of 20 or more, 2 from a factor of 6 on (with @from_zero),
 * else 0: linear. gnuplot divides values by @scale, that of the label's unit (ns, us, ms; thousands
 * of counts).
 */
void panel_write(struct datafile *sheet, size_t number, const struct panel *panel, bool from_zero,
		 const char *unit, const char *title);

/**
 * select_points() - select at most @room points of the machine that have the metric.
 * @ret_points: receives them, in the order of the machine's points.
 * @ret_what: receives what they are, for the note of the page.
 *
 * Prefers points that got faster or slower in any further set, largest change first; else those of
 * mprotect.ro, fork.anon, mremap, zap and mprot_tw4m; else the first ones. No controls.
 *
 * Return: number of points.
 */
size_t select_points(const struct page_drawing *drawing, size_t room,
		     const struct plot_data_point **ret_points, const char **ret_what);

#endif
