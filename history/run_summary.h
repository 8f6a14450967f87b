/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Summary of a run: what history keeps of it. */
#ifndef PTEBENCH_RUN_SUMMARY_H
#define PTEBENCH_RUN_SUMMARY_H

#include "compare/estimate.h"

/**
 * struct run_summary_point - a point of the run.
 * @row: one of its rows. @protocol: see csv_row_protocol().
 * @on: of each metric; value is NAN if unknown. See estimate_measure().
 * @why: why it has no value at all; else NULL.
 */
struct run_summary_point {
	struct csv_row row;
	uint64_t protocol;
	bool is_per_page;
	struct estimate on[CSV_READER_METRICS];
	char *why;
};

/**
 * struct run_summary - of one run.
 * @error, @reason: as in struct load_run; with an error the rest is empty.
 * @machine: key of machine, page sizes and clock. @about: description.
 * @rows, @bad_rows: number of rows read, and left out.
 */
struct run_summary {
	int error;
	struct reason reason;
	char *name, *machine, *host, *about, *release, *version;
	bool counts_instructions;
	size_t rows, bad_rows, count;
	struct run_summary_point *points;
};

/** run_summary_run() - read the run in a folder. @ret_summary: run_summary_free() it. */
void run_summary_run(const char *path, struct run_summary *ret_summary);
void run_summary_free(struct run_summary *summary);

#endif
