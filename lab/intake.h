/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program wrote, or why it did not. */
#ifndef PTEBENCH_INTAKE_H
#define PTEBENCH_INTAKE_H

#include "rundir.h"
#include "spec.h"

/**
 * intake_is_good() - are these whole rows of this very process?
 * @run: its @process is the number of the process.
 * @output: header and rows.
 * @ret_status: @size bytes; receives the status of the last row.
 * @ret_reason: receives the reason of the last row, or what is wrong with a row.
 */
bool intake_is_good(const struct rundir *run, const struct program_point *point, const char *output,
		    char *ret_status, size_t size, struct reason *ret_reason);

/** intake_row_of_failure() - the one row of a process that wrote none, with a newline; the caller
 * frees it. */
char *intake_row_of_failure(const struct rundir *run, const struct program_point *point,
			    unsigned int round, unsigned long seq, const char *reason);

/**
 * intake_describe_end() - why there are no good rows.
 * @result: how the program ended.
 * @detail: of intake_is_good().
 */
void intake_describe_end(const struct program_result *result, const struct reason *detail,
			 char *ret_text, size_t size);

#endif
