/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ratios of a comparison over several machines. */
#ifndef PTEBENCH_ACROSS_MACHINES_H
#define PTEBENCH_ACROSS_MACHINES_H

#include "comparison.h"

/** across_machines_print() - print machine by case with intervals, then the range of each. */
void across_machines_print(const struct comparison *comparison, enum csv_reader_metric metric,
			   FILE *out);

#endif
