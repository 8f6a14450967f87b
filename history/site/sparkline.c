// SPDX-License-Identifier: GPL-2.0-or-later
/* Averages a series into buckets, and draws these as a line. */
#include "chart.h"

#include <math.h>

enum { WIDTH = 72, HEIGHT = 18, EDGE = 3, VALUES = 40 };

/* Mean of ln over a bucket of values. */
static double bucket(const struct dataset_series *series, size_t at, size_t count)
{
	size_t from = at * series->count / count, to = (at + 1) * series->count / count;
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += log(series->values[i].value);
	return sum / (double)(to - from);
}

struct spot {
	int x, y;
};

static struct spot spot_of(const struct dataset_series *series, const struct axis *axis, size_t at,
			   size_t count)
{
	double place = axis_place(axis, exp(bucket(series, at, count)));

	return (struct spot) {
		count > 1 ? EDGE + (WIDTH - 2 * EDGE) * (int)at / ((int)count - 1) : WIDTH - EDGE,
		HEIGHT - EDGE - (int)lround((HEIGHT - 2 * EDGE) * place),
	};
}

/* Relative coordinates are short, and a flat part is one line. */
void chart_sparkline(const struct dataset_series *series, double margin, FILE *out)
{
	size_t count = series->count < VALUES ? series->count : VALUES;
	struct axis axis = axis_fit(series, margin);
	struct spot last, spot;

	axis.is_log = true;
	last = spot_of(series, &axis, 0, count);
	fprintf(out, "<svg viewBox=\"0 0 %d %d\"><path d=\"M%d %d", WIDTH, HEIGHT, last.x, last.y);
	for (size_t i = 1; i < count; i++) {
		spot = spot_of(series, &axis, i, count);
		if (spot.y == last.y && i + 1 < count &&
		    spot_of(series, &axis, i + 1, count).y == spot.y)
			continue;
		if (spot.y == last.y)
			fprintf(out, "h%d", spot.x - last.x);
		else
			fprintf(out, "l%d%s%d", spot.x - last.x, spot.y < last.y ? "" : " ",
				spot.y - last.y);
		last = spot;
	}
	fprintf(out, "\"/><circle cx=\"%d\" cy=\"%d\" r=\"2\"/></svg>", last.x, last.y);
}
