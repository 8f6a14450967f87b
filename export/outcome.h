/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Outcome of a point: measured, or why not. */
#ifndef PTEBENCH_OUTCOME_H
#define PTEBENCH_OUTCOME_H

#include "compare/load.h"

/* From good to bad. Of several runs the worst counts; but measured once is measured. */
enum outcome_kind {
	OUTCOME_ABSENT,	 /* no line in the run */
	OUTCOME_SKIPPED, /* impossible on this machine or kernel */
	OUTCOME_ERROR,	 /* not measured as claimed: no statement about the kernel */
	OUTCOME_MEASURED,
	OUTCOME_FAILED, /* the kernel did something wrong */
};

/**
 * struct outcome - what became of a point in a run, or in several.
 * @status: as in samples.csv: "ok", "unsupported", ...; what a format shows beside its own word.
 * @reason: why it is not measured, printable ASCII. Where it is: "disturbed: why" of a sample that
 *          does not count, or empty.
 * @other_rows: number of samples that do not count.
 */
struct outcome {
	enum outcome_kind kind;
	char status[24], reason[320];
	size_t other_rows;
};

/** outcome_of_runs() - of the point called @point in @count runs of one kernel on one machine. */
struct outcome outcome_of_runs(const struct load_run *const *runs, size_t count, const char *point);

#endif
