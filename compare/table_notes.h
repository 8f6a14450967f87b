/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reader must know before and after a table: who, where, how, and what is not in it. */
#ifndef PTEBENCH_TABLE_NOTES_H
#define PTEBENCH_TABLE_NOTES_H

#include "comparison.h"

/**
 * table_notes_print_head() - version, metric, sets, machine, units, method, other differences.
 * @title: "time, lower is better".
 */
void table_notes_print_head(const struct comparison *comparison,
			    const struct comparison_machine *machine, const char *title,
			    enum csv_reader_metric metric, FILE *out);

/**
 * table_notes_print_foot() - letters, what is undecided and why, what is not comparable, controls,
 * command.
 * @metrics: bit mask of 1 << csv_reader_metric: those of the table.
 */
void table_notes_print_foot(const struct comparison *comparison,
			    const struct comparison_machine *machine, unsigned int metrics,
			    FILE *out);

/** table_notes_print_lone() - machines that are in one set only; nothing when there are none. */
void table_notes_print_lone(const struct comparison *comparison, FILE *out);

#endif
