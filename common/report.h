/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How an outcome is told: as rows of samples.csv, or as a line for people. */
#ifndef PTEBENCH_REPORT_H
#define PTEBENCH_REPORT_H

#include <stdio.h>

#include "worker.h"

/**
 * struct report_place - where in a run the rows stand; columns of the same names.
 * @run: name of the run; "" when there is none.
 */
struct report_place {
	const char *run;
	unsigned long round, process, seq;
};

/**
 * report_row() - one row of an outcome.
 * @sample: index of the sample, 0 .. outcome->sample_count - 1; ignored when there is none.
 *
 * Without samples it is the one row that says why. A sample during which the thread lost its CPU,
 * or whose faults are not those of the case, is "disturbed"; where the faults are the proof of the
 * state (FAULTS_PER_FOLIO) it is "state-not-reached" and holds no figures.
 */
void report_row(const struct point *point, const struct outcome *outcome, unsigned int sample,
		const struct report_place *place, const char *family, struct row *ret_row);

/** report_csv() - all rows of an outcome, at least one. Errors show in ferror(@out). */
void report_csv(const struct point *point, const struct outcome *outcome,
		const struct report_place *place, const char *family, FILE *out);

/** report_line() - the median of the ok samples for people, or the status and its reason. */
void report_line(const struct point *point, const struct outcome *outcome, const char *family,
		 FILE *out);

#endif
