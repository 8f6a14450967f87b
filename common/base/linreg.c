// SPDX-License-Identifier: GPL-2.0-or-later
/* Fits a line by least squares. */
#include "linreg.h"

#include <math.h>

enum { DATA_LEAST = 3 };

void linreg_fit(const struct linreg_point *data, size_t count, struct linreg *ret_line)
{
	double weights = 0, x = 0, y = 0, xx = 0, xy = 0, rr = 0;
	struct linreg line = { NAN, NAN, NAN, NAN, NAN, 0 };

	*ret_line = line;
	if (count < DATA_LEAST)
		return;
	for (size_t i = 0; i < count; i++)
		weights += data[i].weight;
	for (size_t i = 0; i < count; i++) {
		x += data[i].weight / weights * data[i].x;
		y += data[i].weight / weights * data[i].y;
	}
	for (size_t i = 0; i < count; i++) {
		const struct linreg_point *d = &data[i];

		xx += d->weight * (d->x - x) * (d->x - x);
		xy += d->weight * (d->x - x) * (d->y - y);
	}
	line.slope = xy / xx;
	line.intercept = y - line.slope * x;
	for (size_t i = 0; i < count; i++) {
		const struct linreg_point *d = &data[i];
		double residual = d->y - line.intercept - line.slope * d->x;

		rr += d->weight * residual * residual;
	}
	line.df = count - 2;
	rr /= (double)line.df;
	line.slope_se = sqrt(rr / xx);
	line.intercept_se = sqrt(rr * (1 / weights + x * x / xx));
	line.spread = xx;
	*ret_line = line;
}
