/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which verdicts could a drift of the machine explain, by what the controls saw? */
#ifndef PTEBENCH_CONTROLS_H
#define PTEBENCH_CONTROLS_H

#include "decision.h"
#include "match.h"

/**
 * controls_drift() - the largest drift of any control over any run of either side.
 *
 * The drift of a run is the slope b of trend_of(), in ln. A run of 5 processes has 3 degrees of
 * freedom, too few to know its own error; but the processes of a control are alike in all runs. So
 * the variance of their residuals is pooled over the runs of both sides,
 *
 *	s^2 = sum df_i s_i^2 / sum df_i	s_i^2 = se(b_i)^2 S_i	(S: see line_fit())
 *	se(b_i)^2 = s^2 / S_i
 *
 * and a drift counts when |b_i| > 3 se(b_i).
 *
 * Return: |b| of the largest that counts; NAN where none does, or there is nothing to tell it by.
 */
double controls_drift(const struct units_design *design, enum samples_figure figure);

/**
 * controls_flag() - set FLAG_DRIFT on verdicts of cases (faster, slower) that a drift could
 * explain.
 * @points: one a point of @match, after decision_make().
 *
 * It could where a control has the same verdict and at least the case's |d|, or where
 * controls_drift() is above the case's |d|. Verdicts stay as they are.
 */
void controls_flag(const struct units_design *design, const struct match *match,
		   enum samples_figure figure, struct decision *points);

#endif
