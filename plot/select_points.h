/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Selects the few points that get a panel of their own. */
#ifndef PTEBENCH_SELECT_POINTS_H
#define PTEBENCH_SELECT_POINTS_H

#include "page.h"

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
