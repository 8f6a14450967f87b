/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which few points are worth a panel of their own? */
#ifndef PTEBENCH_SELECT_POINTS_H
#define PTEBENCH_SELECT_POINTS_H

#include "plot_data.h"

/**
 * select_points() - at most @room points of a machine that have the metric.
 * @ret_points: receives their indices, in the order of the machine's points.
 * @ret_decided: whether they are those that changed.
 *
 * Those that got faster or slower in any further set, by the size of the change; where there are
 * none, of the cases that most is known of: mprotect.ro, fork.anon, mremap, zap, mprot_tw4m; where
 * there are none of these either, the first ones.
 *
 * Return: how many.
 */
size_t select_points(const struct plot_data *plot_data, const struct plot_data_machine *machine,
		     enum csv_reader_metric metric, size_t room, size_t *ret_points,
		     bool *ret_decided);

#endif
