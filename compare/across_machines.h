/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several machines at once: who gained how much, and where? */
#ifndef PTEBENCH_ACROSS_MACHINES_H
#define PTEBENCH_ACROSS_MACHINES_H

#include "comparison.h"

/**
 * struct across_machines_range - B/A of several comparisons.
 * @count: of them; @least, @median, @most: ln ratios.
 */
struct across_machines_range {
	size_t count;
	double least, median, most;
};

/**
 * across_machines_range() - over machines, cases, or both.
 * @machine: that alone, or NULL for all.
 * @point: that alone, or NULL for all.
 *
 * Comparable cases alone; count is 0 when there is none.
 */
struct across_machines_range across_machines_range(const struct comparison *comparison,
						   const struct comparison_machine *machine,
						   const char *point,
						   enum csv_reader_metric metric);

/** across_machines_print() - machine by case, with intervals; then least, median and most of each.
 */
void across_machines_print(const struct comparison *comparison, enum csv_reader_metric metric,
			   FILE *out);

#endif
