/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of a point: was it measured, and if not, why? */
#ifndef PTEBENCH_OUTCOME_H
#define PTEBENCH_OUTCOME_H

#include "compare/load.h"

/* From good to bad: of several runs the worst counts, save that what one measured is measured. */
enum outcome_kind {
	OUTCOME_ABSENT,	 /* the run has no line of it */
	OUTCOME_SKIPPED, /* this machine or kernel can never do it */
	OUTCOME_ERROR,	 /* not measured as claimed: the kernel is neither right nor wrong by it */
	OUTCOME_MEASURED,
	OUTCOME_FAILED, /* the kernel did something wrong */
};

/**
 * struct outcome - what became of a point in a run, or in several.
 * @status: as in samples.csv: "ok", "unsupported", ...; what a format shows beside its own word.
 * @reason: why it is not measured, printable ASCII. Where it is: "disturbed: why" of a sample that
 *          does not count, or empty.
 * @other_rows: samples that do not count.
 */
struct outcome {
	enum outcome_kind kind;
	char status[24], reason[320];
	size_t other_rows;
};

/** outcome_of_run() - of the point called @point. */
struct outcome outcome_of_run(const struct load_run *run, const char *point);

/** outcome_of_runs() - of @count runs of one kernel on one machine. */
struct outcome outcome_of_runs(const struct load_run *const *runs, size_t count, const char *point);

#endif
