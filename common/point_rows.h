/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the outcome of a point: as rows of samples.csv, or as a line for people. */
#ifndef PTEBENCH_POINT_ROWS_H
#define PTEBENCH_POINT_ROWS_H

#include <stdio.h>

#include "measure/worker.h"

/**
 * struct point_rows_place - where in a run the rows stand; columns of the same names.
 * @run: name of the run; "" when there is none.
 */
struct point_rows_place {
	const char *run;
	uint64_t round, process, seq;
};

/**
 * point_rows_row() - one row of an outcome.
 * @sample: index of the sample, 0 .. outcome->sample_count - 1; ignored when there is none.
 *
 * Without samples it is the one row that says why. A sample during which the thread lost its CPU,
 * or whose faults are not those of the case, is "disturbed"; where the faults are the proof of the
 * state (FAULTS_PER_FOLIO) it is "state-not-reached" and holds no metrics.
 */
void point_rows_row(const struct plan_point *point, const struct worker_outcome *outcome,
		    unsigned int sample, const struct point_rows_place *place, const char *family,
		    struct csv_row *ret_row);

/** point_rows_csv() - all rows of an outcome, at least one. Errors show in ferror(@out). */
void point_rows_csv(const struct plan_point *point, const struct worker_outcome *outcome,
		    const struct point_rows_place *place, const char *family, FILE *out);

/** point_rows_line() - the median of the ok samples for people, or the status and its reason. */
void point_rows_line(const struct plan_point *point, const struct worker_outcome *outcome,
		     const char *family, FILE *out);

#endif
