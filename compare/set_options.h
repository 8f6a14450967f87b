/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of --metric and the sets of a command line, for all programs that read sets. */
#ifndef PTEBENCH_SET_OPTIONS_H
#define PTEBENCH_SET_OPTIONS_H

#include "load.h"

/* Names of enum csv_reader_metric on a command line, then NULL. */
extern const char *const set_options_metrics[];

/* Row of an option --metric that may be repeated. @into: bit mask of 1 << csv_reader_metric. */
#define SET_OPTIONS_METRICS(into)                                                                  \
	"metric", "M", "the metrics", .mask = (into), .words = set_options_metrics,                \
				      .fallback = "all"

/**
 * set_options_sets() - find and read sets; dies if one has no runs.
 * @paths: @count of them.
 * @named: of the first @named sets, those of the same name are named by their paths.
 * @out: folder of sets.
 *
 * Warns of runs and lines that are left out.
 *
 * Return: @count sets; set_options_free() them.
 */
struct load_set *set_options_sets(const char *const *paths, size_t count, size_t named,
				  const char *out);
void set_options_free(struct load_set *sets, size_t count);

#endif
