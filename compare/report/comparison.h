/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changed, by how much and how sure, in some sentences; then case by case. */
#ifndef PTEBENCH_COMPARISON_H
#define PTEBENCH_COMPARISON_H

#include "judge.h"

/**
 * comparison_write() - the section of one machine.
 * @number: of the section, so that its elements have names of their own.
 */
void comparison_write(const struct judgement *judgement, const struct judge_machine *machine,
		      unsigned int number, FILE *out);

/** comparison_overview() - a line a section, with a link, in the order of their numbers. */
void comparison_overview(const struct judgement *judgements, size_t count, FILE *out);

#endif
