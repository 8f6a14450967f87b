/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Axis of values of a panel. */
#ifndef PTEBENCH_PANEL_H
#define PTEBENCH_PANEL_H

#include "page.h"

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

#endif
