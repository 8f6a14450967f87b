/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Selects the few points that get a panel of their own. */
#ifndef PTEBENCH_SELECT_POINTS_H
#define PTEBENCH_SELECT_POINTS_H

#include "plot_data.h"

/**
 * select_points() - select at most @room points of a machine that have the metric.
 * @ret_points: receives their indices, in the order of the machine's points.
 * @ret_decided: receives whether these points changed.
 *
 * Prefers points that got faster or slower in any further set, largest change first; else those of
 * mprotect.ro, fork.anon, mremap, zap and mprot_tw4m; else the first ones.
 *
 * Return: number of points.
 */
size_t select_points(const struct plot_data *plot_data, const struct plot_data_machine *machine,
		     enum csv_reader_metric metric, size_t room, size_t *ret_points,
		     bool *ret_decided);

#endif
