/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Table of all cases; page.js can filter and sort it. */
#ifndef PTEBENCH_CASE_TABLE_H
#define PTEBENCH_CASE_TABLE_H

#include "compare/comparison.h"

/**
 * case_table_write() - write the table of one machine.
 * @number: makes the id of its filter unique.
 */
void case_table_write(const struct comparison_machine *machine, unsigned int number, FILE *out);

#endif
