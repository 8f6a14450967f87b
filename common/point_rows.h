/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the outcome of a point as rows of samples.csv, or as a line for people. */
#ifndef PTEBENCH_POINT_ROWS_H
#define PTEBENCH_POINT_ROWS_H

#include <stdio.h>

#include "measure/worker.h"

/** struct point_rows_place - place of the rows in a run: the columns of these names. */
struct point_rows_place {
	const char *run;
	uint64_t round, process, seq;
};

/**
 * point_rows_row() - one row of an outcome.
 * @sample: 0 .. outcome->sample_count - 1; ignored if there are no samples: one row says why.
 *
 * A sample is "disturbed" if the thread lost its CPU, or if its faults are not those of the case.
 * If the faults prove the state (FAULTS_PER_FOLIO), it is "state-not-reached" and has no metrics.
 */
void point_rows_row(const struct plan_point *point, const struct worker_outcome *outcome,
		    unsigned int sample, const struct point_rows_place *place, const char *family,
		    struct csv_row *ret_row);

/** point_rows_csv() - print all rows of an outcome, at least one. Sets ferror(@out) on error. */
void point_rows_csv(const struct plan_point *point, const struct worker_outcome *outcome,
		    const struct point_rows_place *place, const char *family, FILE *out);

/** point_rows_line() - print the median of the ok samples, or the status and its reason. */
void point_rows_line(const struct plan_point *point, const struct worker_outcome *outcome,
		     const char *family, FILE *out);

#endif
