// SPDX-License-Identifier: GPL-2.0-or-later
/* Pools the residuals of the controls over runs, to test their drifts. */
#include "comparison.h"

#include <math.h>
#include <stdlib.h>

#include "measure/drift.h"

/* NAN, without a degree of freedom, if the run has too little of this point. */
static struct linreg line_of(const struct load_run *run, const char *name,
			     enum csv_reader_metric metric)
{
	const struct csv_reader_point *point = csv_reader_find(&run->samples, name);
	struct linreg line = { .slope = NAN, .slope_se = NAN };

	if (point)
		drift_of(&run->samples, point, metric, &line);
	return line;
}

/* Largest drift of one control over all runs that is above its error, or NAN. */
static double drift_of_point(const struct design *design, const char *name,
			     enum csv_reader_metric metric)
{
	struct linreg *lines = xcalloc(design->count + 1, sizeof(*lines));
	double squares = 0, df = 0, most = NAN;

	for (size_t i = 0; i < design->count; i++) {
		lines[i] = line_of(design->runs[i].run, name, metric);
		if (!lines[i].df)
			continue;
		squares += (double)lines[i].df * lines[i].slope_se * lines[i].slope_se *
			   lines[i].spread;
		df += (double)lines[i].df;
	}
	for (size_t i = 0; i < design->count; i++)
		if (lines[i].df &&
		    drift_is_clear(lines[i].slope, sqrt(squares / df / lines[i].spread)))
			most = fmax(most, fabs(lines[i].slope));
	free(lines);
	return most;
}

static bool is_in_earlier_run(const struct design *design, size_t at, const char *name)
{
	for (size_t i = 0; i < at; i++)
		if (csv_reader_find(&design->runs[i].run->samples, name))
			return true;
	return false;
}

double control_drift_drift(const struct design *design, enum csv_reader_metric metric)
{
	double most = NAN; /* fmax() ignores it */

	for (size_t i = 0; i < design->count; i++) {
		const struct csv_reader *samples = &design->runs[i].run->samples;

		for (size_t k = 0; k < samples->count; k++) {
			const struct csv_row *row = &samples->points[k].row;

			if (csv_row_is_control(row) && !is_in_earlier_run(design, i, row->point))
				most = fmax(most, drift_of_point(design, row->point, metric));
		}
	}
	return most;
}

void control_drift_flag(const struct design *design, const struct match *match,
			enum csv_reader_metric metric, struct verdict *points)
{
	double moved[VERDICT_KINDS] = { NAN, NAN, NAN, NAN, NAN };
	double drift = control_drift_drift(design, metric);

	for (size_t i = 0; i < match->count; i++)
		if (csv_row_is_control(match->points[i].row))
			moved[points[i].verdict] =
				fmax(moved[points[i].verdict], fabs(points[i].d));
	for (size_t i = 0; i < match->count; i++) {
		struct verdict *on = &points[i];

		if (!on->is_judged ||
		    (on->verdict != VERDICT_FASTER && on->verdict != VERDICT_SLOWER))
			continue;
		if (fabs(on->d) <= moved[on->verdict] || fabs(on->d) < drift)
			on->metrics.flags |= METRICS_FLAG_DRIFT;
	}
}
