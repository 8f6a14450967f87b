/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The history of one series, as small as a word. */
#ifndef PTEBENCH_SPARK_H
#define PTEBENCH_SPARK_H

#include <stdio.h>

#include "alerts.h"

/**
 * spark_write() - inline SVG of 72 by 18: up to 40 values (of more, means of neighbours), and a dot
 * for the newest. On a log axis, which is at least as high as 1.5 margins up and down.
 */
void spark_write(const struct chronicle_series *series, double margin, FILE *out);

#endif
