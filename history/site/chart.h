/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws the history of a series as SVG: a chart, or as small as a word. */
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

#endif
