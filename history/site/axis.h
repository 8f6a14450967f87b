/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An axis of values: its range, its ticks, and where a value lies on it. */
#ifndef PTEBENCH_AXIS_H
#define PTEBENCH_AXIS_H

#include <stdbool.h>

#include "history/dataset.h"

enum { AXIS_TICKS_MAX = 16, AXIS_TEXT_BYTES = 32 };

/** struct axis - @low < @high, both positive. @is_log: are ratios of the same length? */
struct axis {
	double low, high;
	bool is_log;
};

/**
 * axis_fit() - around all values and regimes of a series.
 * @margin: ratio less 1: at least 1.5 of it is shown above and below the middle.
 */
struct axis axis_fit(const struct dataset_series *series, double margin);

/** axis_place() - 0 at the low end, 1 at the high one; what is beyond is put there. */
double axis_place(const struct axis *axis, double value);

/** struct axis_tick - @text: as "12.4us"; "250k" for counts. */
struct axis_tick {
	double value;
	char text[AXIS_TEXT_BYTES];
};

/**
 * axis_ticks() - values of few digits, all in one unit, and no two texts alike.
 * @unit: CSV_READER_NS for times, another for counts. @ret_ticks: AXIS_TICKS_MAX.
 *
 * Return: how many, at least 2.
 */
int axis_ticks(const struct axis *axis, enum csv_reader_metric unit, struct axis_tick *ret_ticks);

#endif
