/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What are the axes of a panel like, so that its values are legible? */
#ifndef PTEBENCH_PANEL_H
#define PTEBENCH_PANEL_H

#include "page.h"

/**
 * struct panel - an axis of values.
 * @least, @most: of the values, in ns or counts; see panel_add(). Begin with panel_new().
 * @is_per_page: what they are of.
 */
struct panel {
	double least, most;
	bool is_per_page;
};

/** panel_new() - without values. */
struct panel panel_new(bool is_per_page);

/** panel_add() - one more value; what is not positive and finite is passed over. */
void panel_add(struct panel *panel, double value);

/**
 * panel_write() - the line of a panel: number, base, low, high, scale, title, label.
 * @from_zero: does a linear axis begin at 0?
 *
 * @base: 10 where the values span a factor of 20 or more, 2 from a factor of 6 on (where
 * @from_zero), else 0: linear. Values are divided by @scale, which the label's unit tells (ns, us,
 * ms; thousands of counts).
 */
void panel_write(struct datafile *sheet, size_t number, const struct panel *panel, bool from_zero,
		 const char *unit, const char *title);

#endif
