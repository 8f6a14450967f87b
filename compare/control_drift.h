/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds verdicts that a drift of the machine could explain, from its controls. */
#ifndef PTEBENCH_CONTROL_DRIFT_H
#define PTEBENCH_CONTROL_DRIFT_H

#include "verdict.h"
#include "match.h"

/**
 * control_drift_drift() - largest drift of any control over any run of either side.
 *
 * The drift of a run is the slope b of drift_of(), in ln. A run of 5 processes has 3 degrees of
 * freedom, too few to know its own error; but the processes of a control are alike in all runs. So
 * the variance of their residuals is pooled over the runs of both sides,
 *
 *	s^2 = sum df_i s_i^2 / sum df_i	s_i^2 = se(b_i)^2 S_i	(S: see linreg_fit())
 *	se(b_i)^2 = s^2 / S_i
 *
 * and a drift counts when |b_i| > 3 se(b_i).
 *
 * Return: |b| of the largest that counts; NAN if none does, or without degrees of freedom.
 */
double control_drift_drift(const struct design *design, enum csv_reader_metric metric);

/**
 * control_drift_flag() - set METRICS_FLAG_DRIFT on verdicts of cases (faster, slower) that a drift
 * could explain.
 * @points: one per point of @match, after verdict_make().
 *
 * A drift could explain a verdict if a control has the same one and at least the case's |d|, or if
 * control_drift_drift() is above the case's |d|. Verdicts do not change.
 */
void control_drift_flag(const struct design *design, const struct match *match,
			enum csv_reader_metric metric, struct verdict *points);

#endif
