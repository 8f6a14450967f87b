/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws the history of a series as SVG: a chart, or as small as a word; and their axis. */
#ifndef PTEBENCH_CHART_H
#define PTEBENCH_CHART_H

#include <stdio.h>

#include "sitemap.h"

/**
 * chart_write() - write inline SVG.
 *
 * x: the machine's runs in order, with gaps if a value is missing. y: the value, on a log axis if
 * the largest is three times the least, else linear, not necessarily from 0; at least 1.5 margins
 * up and down. A dot per run and a line per level, with 95% intervals clipped to the drawing; a
 * dashed line per change, with its effect, interval of place and sign of its state.
 */
void chart_write(const struct sitemap *map, const struct dataset_series *series, FILE *out);

/**
 * chart_sparkline() - write inline SVG of 72 by 18: up to 40 values (of more, means of neighbours),
 * and a dot for the newest, on a log axis of at least 1.5 margins up and down.
 */
void chart_sparkline(const struct dataset_series *series, double margin, FILE *out);

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
