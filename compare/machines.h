/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several machines at once: who gained how much, and where? */
#ifndef PTEBENCH_MACHINES_H
#define PTEBENCH_MACHINES_H

#include "judge.h"

/**
 * struct machines_range - B/A of several comparisons.
 * @count: of them; @least, @median, @most: ln ratios.
 */
struct machines_range {
	size_t count;
	double least, median, most;
};

/**
 * machines_range() - over machines, cases, or both.
 * @machine: that alone, or NULL for all.
 * @point: that alone, or NULL for all.
 *
 * Comparable cases alone; count is 0 when there is none.
 */
struct machines_range machines_range(const struct judgement *judgement,
				     const struct judge_machine *machine, const char *point,
				     enum samples_figure figure);

/** machines_print() - machine by case, with intervals; then least, median and most of each. */
void machines_print(const struct judgement *judgement, enum samples_figure figure, FILE *out);

#endif
