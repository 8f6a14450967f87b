/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the programs of compare/ are asked in the same words: margin, metric, points, sets. */
#ifndef PTEBENCH_REQUEST_H
#define PTEBENCH_REQUEST_H

#include "globs.h"
#include "load.h"

/** request_margin() - "1%" as 0.01; dies with EXIT_USAGE. */
double request_margin(const char *text);

/** request_metric() - "time", "instructions" or "cycles"; SAMPLES_FIGURES for another word. */
enum samples_figure request_metric(const char *text);

/** request_only() - one glob more; dies with EXIT_USAGE when there are too many. */
void request_only(struct globs *only, const char *glob);

/**
 * request_read() - find and read sets, and warn of runs and lines that are left out.
 * @paths: @count of them. @out: where sets lie.
 * @ret_sets: room for @count; load_free() each. Dies when one has no runs.
 */
void request_read(const char *const *paths, size_t count, const char *out, struct set *ret_sets);

/** request_name_apart() - sets of the same name get their paths for names. */
void request_name_apart(struct set *sets, size_t count);

#endif
