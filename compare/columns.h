/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns of all tables of a comparison: what stands above them, and what that means. */
#ifndef PTEBENCH_COLUMNS_H
#define PTEBENCH_COLUMNS_H

#include "measure/csv_reader.h"

enum columns_id {
	COLUMNS_CASE,
	COLUMNS_PER,
	COLUMNS_A,
	COLUMNS_B,
	COLUMNS_CV,
	COLUMNS_DELTA,
	COLUMNS_INTERVAL,
	COLUMNS_Q,
	COLUMNS_MDE,
	COLUMNS_VERDICT,
	COLUMNS_INSTRUCTIONS,
	COLUMNS_CYCLES,
	COLUMNS_FLAGS,
	COLUMNS_CASES,
	COLUMNS_SEE,
	COLUMNS_CALL_SAME,
	COLUMNS_N,
	COLUMNS_LEAST,
	COLUMNS_MEDIAN,
	COLUMNS_MOST,
	COLUMNS_COUNT,
};

/** columns_heading() - as "delta". @unit: of A and B, see format_unit(): "A", "A insn", "A cyc". */
const char *columns_heading(enum columns_id column, enum csv_reader_metric unit);

/**
 * columns_legend() - "delta: B/A-1; q: ..." of @shown, @count of them.
 *
 * Return: the caller frees it.
 */
char *columns_legend(const enum columns_id *shown, size_t count, enum csv_reader_metric unit);

#endif
