/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The figures there are. */
#ifndef PTEBENCH_DRAW_H
#define PTEBENCH_DRAW_H

#include "canvas.h"

/**
 * struct draw_figure - one figure.
 * @name: of its files. @script: in plot/.
 * @write: write its data files, and count them in pages; or none, and tell why.
 */
struct draw_figure {
	const char *name, *script;
	void (*write)(struct drawing *drawing);
};

/** draw_figures() - the table. @ret_count: how many. */
const struct draw_figure *draw_figures(size_t *ret_count);

/** draw_sweep_folio() - time by folio size, one panel a case. */
void draw_sweep_folio(struct drawing *drawing);

/** draw_sweep_size() - time by the size of the region. */
void draw_sweep_size(struct drawing *drawing);

/** draw_forest() - B/A with its interval, one row a point. */
void draw_forest(struct drawing *drawing);

/** draw_heat() - B/A, machine by point. */
void draw_heat(struct drawing *drawing);

/** draw_ecdf() - distribution of the samples of each boot, for few points. */
void draw_ecdf(struct drawing *drawing);

/** draw_history() - the value of each run in the order of time, for few points. */
void draw_history(struct drawing *drawing);

/** draw_costs() - time, instructions and cycles of each point side by side. */
void draw_costs(struct drawing *drawing);

#endif
