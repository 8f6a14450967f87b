/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Table of all figures. */
#ifndef PTEBENCH_PLOT_H
#define PTEBENCH_PLOT_H

#include "page.h"

/**
 * struct plot_type - one figure.
 * @name: of its files. @script: in plot/.
 * @is_of_pairs: shows each further set beside the first, on pages of their own.
 * @is_of_machine: shows one machine per page.
 * @draw: writes the data files of one machine and set, if they have what it shows.
 * @none: the reason if it writes none.
 */
struct plot_type {
	const char *name, *script;
	bool is_of_pairs, is_of_machine;
	void (*draw)(struct page_drawing *drawing);
	const char *none;
};

/** plot_types() - the table of @ret_count figures. */
const struct plot_type *plot_types(size_t *ret_count);

/** plot_write() - write the data files of a figure, and set pages; or why, if there are none. */
void plot_write(const struct plot_type *type, struct page_drawing *drawing);

/* The draw() of each figure. */
void plot_sweep_folio(struct page_drawing *drawing); /* cost by folio size, a panel per case */
void plot_sweep_size(struct page_drawing *drawing);  /* cost by size of the region, likewise */
void plot_forest(struct page_drawing *drawing);	     /* B/A with its interval, a row per point */
void plot_heat(struct page_drawing *drawing);	     /* B/A, point by machine */
void plot_ecdf(struct page_drawing *drawing);	     /* samples of each boot, for few points */
void plot_history(struct page_drawing *drawing);     /* each run by time, for few points */
void plot_costs(struct page_drawing *drawing); /* time, instructions, cycles, a row per point */

#endif
