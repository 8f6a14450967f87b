/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Validates the rows that a program wrote, and makes the row of one that failed. */
#ifndef PTEBENCH_VALIDATE_ROWS_H
#define PTEBENCH_VALIDATE_ROWS_H

#include <stdbool.h>

#include "run_dir.h"
#include "base/die.h"

/**
 * validate_rows_is_good() - are these whole rows of this process?
 * @run: @run->process is the number of the process.
 * @output: header and rows.
 * @ret_status: @size bytes; receives the status of the last row.
 * @ret_reason: receives the reason of the last row, or what is wrong with a row.
 */
bool validate_rows_is_good(const struct run_dir *run, const struct bench_exec_point *point,
			   const char *output, char *ret_status, size_t size,
			   struct reason *ret_reason);

/** validate_rows_row_of_failure() - the row of a process that failed, and a newline; to be freed.
 */
char *validate_rows_row_of_failure(const struct run_dir *run, const struct bench_exec_point *point,
				   unsigned int round, unsigned long seq, const char *reason);

/**
 * validate_rows_describe_end() - explain why there are no good rows.
 * @detail: the reason that validate_rows_is_good() gave.
 */
void validate_rows_describe_end(const struct bench_exec_result *result, const struct reason *detail,
				char *ret_text, size_t size);

#endif
