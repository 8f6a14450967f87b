/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changed, by how much and how sure, in some sentences; then case by case. */
#ifndef PTEBENCH_OVERVIEW_H
#define PTEBENCH_OVERVIEW_H

#include "compare/comparison.h"

/**
 * overview_write() - the section of one machine.
 * @number: of the section, so that its elements have names of their own.
 */
void overview_write(const struct comparison *comparison, const struct comparison_machine *machine,
		    unsigned int number, FILE *out);

/** overview_summary() - a line a section, with a link, in the order of their numbers. */
void overview_summary(const struct comparison *judgements, size_t count, FILE *out);

#endif
