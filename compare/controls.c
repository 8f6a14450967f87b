// SPDX-License-Identifier: GPL-2.0-or-later
/* Which verdicts could a drift of the machine explain, by what the controls saw? */
#include "controls.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "trend.h"

/* NAN where the run has not enough of this point, which has no degree of freedom either. */
static struct line line_of(const struct run *run, const char *name, enum samples_figure figure)
{
	const struct samples_point *point = samples_find(&run->samples, name);
	struct line line = { .slope = NAN, .slope_se = NAN };

	if (point)
		trend_of(&run->samples, point, figure, &line);
	return line;
}

/* Of one control: over all runs, the largest drift that is above its error, or NAN. */
static double drift_of(const struct units_design *design, const char *name,
		       enum samples_figure figure)
{
	struct line *lines = xcalloc(design->count + 1, sizeof(*lines));
	double squares = 0, df = 0, most = NAN;

	for (size_t i = 0; i < design->count; i++) {
		lines[i] = line_of(design->runs[i].run, name, figure);
		if (!lines[i].df)
			continue;
		squares += (double)lines[i].df * lines[i].slope_se * lines[i].slope_se *
			   lines[i].spread;
		df += (double)lines[i].df;
	}
	for (size_t i = 0; i < design->count; i++)
		if (lines[i].df &&
		    trend_is_clear(lines[i].slope, sqrt(squares / df / lines[i].spread)))
			most = fmax(most, fabs(lines[i].slope));
	free(lines);
	return most;
}

static bool is_in_earlier_run(const struct units_design *design, size_t at, const char *name)
{
	for (size_t i = 0; i < at; i++)
		if (samples_find(&design->runs[i].run->samples, name))
			return true;
	return false;
}

double controls_drift(const struct units_design *design, enum samples_figure figure)
{
	double most = NAN; /* fmax() takes the other one */

	for (size_t i = 0; i < design->count; i++) {
		const struct samples *samples = &design->runs[i].run->samples;

		for (size_t k = 0; k < samples->count; k++) {
			const struct row *row = &samples->points[k].row;

			if (row_is_control(row) && !is_in_earlier_run(design, i, row->point))
				most = fmax(most, drift_of(design, row->point, figure));
		}
	}
	return most;
}

void controls_flag(const struct units_design *design, const struct match *match,
		   enum samples_figure figure, struct decision *points)
{
	double moved[VERDICTS] = { NAN, NAN, NAN, NAN, NAN };
	double drift = controls_drift(design, figure);

	for (size_t i = 0; i < match->count; i++)
		if (row_is_control(match->points[i].row))
			moved[points[i].verdict] =
				fmax(moved[points[i].verdict], fabs(points[i].d));
	for (size_t i = 0; i < match->count; i++) {
		struct decision *on = &points[i];

		if (!on->is_judged ||
		    (on->verdict != VERDICT_FASTER && on->verdict != VERDICT_SLOWER))
			continue;
		if (fabs(on->d) <= moved[on->verdict] || fabs(on->d) < drift)
			on->figures.flags |= FLAG_DRIFT;
	}
}
