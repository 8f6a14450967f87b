/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ratios of a comparison over several machines. */
#ifndef PTEBENCH_ACROSS_MACHINES_H
#define PTEBENCH_ACROSS_MACHINES_H

#include "comparison.h"

/**
 * struct across_machines_range - B/A of several comparisons.
 * @count: comparisons; @least, @median, @most: ln ratios.
 */
struct across_machines_range {
	size_t count;
	double least, median, most;
};

/**
 * across_machines_range() - range of B/A over machines, cases, or both.
 * @machine: only this one, or NULL for all.
 * @point: only this one, or NULL for all.
 *
 * Only comparable cases; count is 0 without any.
 */
struct across_machines_range across_machines_range(const struct comparison *comparison,
						   const struct comparison_machine *machine,
						   const char *point,
						   enum csv_reader_metric metric);

/** across_machines_print() - print machine by case with intervals, then the range of each. */
void across_machines_print(const struct comparison *comparison, enum csv_reader_metric metric,
			   FILE *out);

#endif
