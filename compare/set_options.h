/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the programs of compare/ are asked in the same words: margin, metric, points, sets. */
#ifndef PTEBENCH_SET_OPTIONS_H
#define PTEBENCH_SET_OPTIONS_H

#include "base/globlist.h"
#include "load.h"

/** set_options_margin() - "1%" as 0.01; dies with EXIT_USAGE. */
double set_options_margin(const char *text);

/** set_options_metric() - "time", "instructions" or "cycles"; CSV_READER_METRICS for another word.
 */
enum csv_reader_metric set_options_metric(const char *text);

/** set_options_only() - one glob more; dies with EXIT_USAGE when there are too many. */
void set_options_only(struct globlist *only, const char *glob);

/**
 * set_options_read() - find and read sets, and warn of runs and lines that are left out.
 * @paths: @count of them. @out: where sets lie.
 * @ret_sets: room for @count; load_free() each. Dies when one has no runs.
 */
void set_options_read(const char *const *paths, size_t count, const char *out,
		      struct load_set *ret_sets);

/** set_options_name_apart() - sets of the same name get their paths for names. */
void set_options_name_apart(struct load_set *sets, size_t count);

#endif
