/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reader must know before and after a table: who, where, how, and what is not in it. */
#ifndef PTEBENCH_NOTES_H
#define PTEBENCH_NOTES_H

#include "judge.h"

/**
 * notes_print_head() - version, figure, sets, machine, units, method, other differences.
 * @title: "time, lower is better".
 */
void notes_print_head(const struct judgement *judgement, const struct judge_machine *machine,
		      const char *title, enum samples_figure figure, FILE *out);

/**
 * notes_print_foot() - letters, what is undecided and why, what is not comparable, controls,
 * command.
 * @figures: bit mask of 1 << samples_figure: those of the table.
 */
void notes_print_foot(const struct judgement *judgement, const struct judge_machine *machine,
		      unsigned int figures, FILE *out);

/** notes_print_lone() - machines that are in one set only; nothing when there are none. */
void notes_print_lone(const struct judgement *judgement, FILE *out);

#endif
