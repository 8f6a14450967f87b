/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands on every figure besides the figure: title, kernels, machine, commands. */
#ifndef PTEBENCH_PAGE_H
#define PTEBENCH_PAGE_H

#include "plot_data.h"
#include "datafile.h"

enum { PAGE_PANELS_MAX = 12, PAGE_ROWS_MAX = 240 };

/**
 * struct page_drawing - what is asked of all figures, and what became of one.
 * @metric: what is drawn where one is: time, instructions or cycles.
 * @command: that repeats it. @folder: for the data files.
 * @name: of the figure.
 * @pages: files that were written.
 * @why: the reason when there are none.
 */
struct page_drawing {
	const struct plot_data *plot_data;
	enum csv_reader_metric metric;
	const char *command, *folder, *name;
	size_t pages;
	struct reason why;
};

/**
 * struct page - what a page is like.
 * @machine: whose it is; NULL where @machines of them are on it.
 * @title, @note: what it shows, and how it is read. @note is wrapped.
 * @panels: in @columns columns, each @panel_height high; 0 of either: what looks well.
 * @set: the one further set that it is about, and no colour tells kernels apart; 0 for all.
 */
struct page {
	const struct plot_data_machine *machine;
	const char *title, *note;
	size_t panels, columns, panel_height, set, machines;
};

/**
 * page_open() - begin the next data file, FOLDER/NAME-N.tsv, with the blocks that all have.
 *
 * 0: width, height, top, bottom (pixels), panels, columns, sets. 1: what stands above and below:
 * y (pixels from below), style (0 title, 1 text, 2 kernel), set and text. The figure's own blocks
 * begin with 2.
 */
void page_open(struct page_drawing *drawing, const struct page *page, struct datafile *ret_sheet);

/** page_units() - "6 boots", "1 boot, 5 processes": of a set on a machine; the caller frees it.
 */
char *page_units(const struct page_drawing *drawing, const struct plot_data_machine *machine,
		 size_t set);

/** page_about() - "time per page"; "instructions (icount)" stands for time where that is counted.
 */
const char *page_about(const struct plot_data_machine *machine, enum csv_reader_metric metric);

#endif
