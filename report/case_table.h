/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of all cases, which can be filtered and sorted where scripts run. */
#ifndef PTEBENCH_CASE_TABLE_H
#define PTEBENCH_CASE_TABLE_H

#include "compare/comparison.h"

/**
 * case_table_write() - the table of one machine.
 * @number: so that its filter has a name of its own.
 */
void case_table_write(const struct comparison_machine *machine, unsigned int number, FILE *out);

#endif
