/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Head and foot of a table: machine, sets and method; what is undecided or not comparable. */
#ifndef PTEBENCH_TABLE_NOTES_H
#define PTEBENCH_TABLE_NOTES_H

#include "comparison.h"

/**
 * table_notes_print_head() - print version, metric, sets, machine, units, method, differences.
 * @title: "time, lower is better".
 */
void table_notes_print_head(const struct comparison *comparison,
			    const struct comparison_machine *machine, const char *title,
			    enum csv_reader_metric metric, FILE *out);

/**
 * table_notes_print_foot() - print legend, undecided and not comparable points, controls, command.
 * @metrics: bit mask of 1 << csv_reader_metric: those of the table.
 */
void table_notes_print_foot(const struct comparison *comparison,
			    const struct comparison_machine *machine, unsigned int metrics,
			    FILE *out);

/** table_notes_print_lone() - print machines that are in one set only, if any. */
void table_notes_print_lone(const struct comparison *comparison, FILE *out);

#endif
