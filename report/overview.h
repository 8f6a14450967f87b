/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Overview of a comparison: what changed and by how much, then each case. */
#ifndef PTEBENCH_OVERVIEW_H
#define PTEBENCH_OVERVIEW_H

#include "compare/comparison.h"

/**
 * overview_write() - write the section of one machine.
 * @number: makes the ids of its elements unique.
 */
void overview_write(const struct comparison *comparison, const struct comparison_machine *machine,
		    unsigned int number, FILE *out);

/** overview_summary() - write a line with a link per section, in the order of their numbers. */
void overview_summary(const struct comparison *comparisons, size_t count, FILE *out);

#endif
