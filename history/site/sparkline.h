/* SPDX-License-Identifier: GPL-2.0-or-later */
/* History of one series as a word-sized drawing. */
#ifndef PTEBENCH_SPARKLINE_H
#define PTEBENCH_SPARKLINE_H

#include <stdio.h>

#include "history/alerts.h"

/**
 * sparkline_write() - write inline SVG of 72 by 18: up to 40 values (of more, means of neighbours),
 * and a dot for the newest, on a log axis of at least 1.5 margins up and down.
 */
void sparkline_write(const struct dataset_series *series, double margin, FILE *out);

#endif
