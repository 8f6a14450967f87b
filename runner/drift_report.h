/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports the drift of the machine during a run, as its control cases show it. */
#ifndef PTEBENCH_DRIFT_REPORT_H
#define PTEBENCH_DRIFT_REPORT_H

#include <stdio.h>

#include "measure/csv_reader.h"

/**
 * drift_report_print() - print the drift of each control over a run, in at most 100 columns.
 * @samples: the rows of the run.
 * @out: receives the text; nothing where no control has ok samples of 3 processes or more, as in
 * runs of fewer than 3 rounds.
 *
 * Controls do not depend on memory management, and each round has all of them. With y the ln of a
 * process's median time, and x its number in the run, scaled to 0 ... 1,
 *
 *	y = a + b x	drift = exp(b) - 1, in percent	se(drift) = exp(b) se(b)
 *
 * by least squares (linreg_fit() has the formulas and their source; drift_of() the data). A
 * sentence warns of controls whose drift is above 1% and b above 3 se(b); drift_is_clear() says how
 * often that is chance. A drift that reverses within the run is not seen.
 */
void drift_report_print(const struct csv_reader *samples, FILE *out);

#endif
