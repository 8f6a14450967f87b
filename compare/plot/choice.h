/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which few points are worth a panel of their own? */
#ifndef PTEBENCH_CHOICE_H
#define PTEBENCH_CHOICE_H

#include "gallery.h"

/**
 * choice_of_points() - at most @room points of a machine that have the figure.
 * @ret_points: receives their indices, in the order of the machine's points.
 * @ret_decided: whether they are those that changed.
 *
 * Those that got faster or slower in any further set, by the size of the change; where there are
 * none, of the cases that most is known of: mprotect.ro, fork.anon, mremap, zap, mprot_tw4m; where
 * there are none of these either, the first ones.
 *
 * Return: how many.
 */
size_t choice_of_points(const struct gallery *gallery, const struct gallery_machine *machine,
			enum samples_figure figure, size_t room, size_t *ret_points,
			bool *ret_decided);

#endif
