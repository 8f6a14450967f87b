/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The history of one series as a drawing. */
#ifndef PTEBENCH_CHART_H
#define PTEBENCH_CHART_H

#include <stdio.h>

#include "sitemap.h"

/**
 * chart_write() - inline SVG.
 *
 * Along: the machine's runs in order, those without a value as gaps. Up: the value, on a log axis
 * where the largest is three times the least, else on a linear one that shows what there is and
 * need not begin at 0, and never less than 1.5 margins up and down. A dot a run, with its 95%
 * interval; a line a segments_level, with its own; a dashed line a change, with its effect, the
 * runs between which it lies, and a sign of its state. Intervals end where the drawing does.
 */
void chart_write(const struct sitemap *map, const struct dataset_series *series, FILE *out);

#endif
