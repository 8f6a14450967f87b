/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Axis of values: range, ticks, and the place of a value. */
#ifndef PTEBENCH_AXIS_H
#define PTEBENCH_AXIS_H

#include <stdbool.h>

#include "history/dataset.h"

enum { AXIS_TICKS_MAX = 16, AXIS_TEXT_BYTES = 32 };

/** struct axis - @low < @high, both positive. @is_log: logarithmic. */
struct axis {
	double low, high;
	bool is_log;
};

/**
 * axis_fit() - fit an axis to the values of a series.
 * @margin: ratio less 1: the axis spans at least 1.5 of it above and below the middle.
 */
struct axis axis_fit(const struct dataset_series *series, double margin);

/** axis_place() - 0 at the low end, 1 at the high one; clamps values beyond. */
double axis_place(const struct axis *axis, double value);

/** struct axis_tick - @text: as "12.4us"; "250k" for counts. */
struct axis_tick {
	double value;
	char text[AXIS_TEXT_BYTES];
};

/**
 * axis_ticks() - values of few digits, all in one unit, with distinct texts.
 * @unit: CSV_READER_NS for times, another for counts. @ret_ticks: AXIS_TICKS_MAX.
 *
 * Return: number of ticks, at least 2.
 */
int axis_ticks(const struct axis *axis, enum csv_reader_metric unit, struct axis_tick *ret_ticks);

#endif
