/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of all cases, which can be filtered and sorted where scripts run. */
#ifndef PTEBENCH_CASES_H
#define PTEBENCH_CASES_H

#include "judge.h"

/**
 * cases_write() - the table of one machine.
 * @number: so that its filter has a name of its own.
 */
void cases_write(const struct judge_machine *machine, unsigned int number, FILE *out);

#endif
