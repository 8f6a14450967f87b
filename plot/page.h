/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frame of each figure: title, kernels, machine, commands. */
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
 * @about, @title: what it shows; the title is both. @note: how to read it; is wrapped.
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

#endif
