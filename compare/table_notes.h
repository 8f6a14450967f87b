/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is around the tables: head and foot, machines, commands to repeat the measurement. */
#ifndef PTEBENCH_TABLE_NOTES_H
#define PTEBENCH_TABLE_NOTES_H

#include <stdio.h>

#include "comparison.h"

/** table_notes_print_head() - print what is above a table. @title: "time, lower is better". */
void table_notes_print_head(const struct comparison_machine *machine, const char *title,
			    enum csv_reader_metric metric, FILE *out);

/**
 * table_notes_print_foot() - print legend, undecided and not comparable points, controls, command.
 * @metrics: bit mask of 1 << csv_reader_metric: those of the table.
 */
void table_notes_print_foot(const struct comparison_machine *machine, unsigned int metrics,
			    FILE *out);

/**
 * outlying_boots_print() - print a line for each boot that differs from the others in most cases.
 *
 * A boot is off in a case if it differs from the mean of the others of its side, without the drift
 * that A and B share, by more than the margin and by more than 4 SD of a difference like that, the
 * SD being of all other boots. It is named if it is so, one way, in most cases, and in 3 at least.
 * Sides of fewer than 3 boots, or more than METRICS_UNITS_KEPT, have none.
 */
void outlying_boots_print(const struct comparison_machine *machine, enum csv_reader_metric metric,
			  FILE *out);

/**
 * repro_print() - print the command of A's first run, and of B's if it differs.
 *
 * They can be pasted into a shell: words are quoted, lines end with a backslash. Kernels of
 * --kernel that are not compared are left out. Does not quote right what had blanks in it, which
 * host.csv does not tell.
 */
void repro_print(const struct comparison *comparison, FILE *out);

/** across_machines_print() - print machine by case with intervals, then the range of each. */
void across_machines_print(const struct comparison *comparison, enum csv_reader_metric metric,
			   FILE *out);

/** table_notes_print_lone() - print machines that are in one set only, if any. */
void table_notes_print_lone(const struct comparison *comparison, FILE *out);

#endif
