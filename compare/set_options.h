/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the programs of compare/ have in common: the words of --metric, and how sets are read. */
#ifndef PTEBENCH_SET_OPTIONS_H
#define PTEBENCH_SET_OPTIONS_H

#include "load.h"

/** set_options_metrics - names of csv_reader_metric on a command line, with NULL behind them. */
extern const char *const set_options_metrics[];

/* The row of an option --metric that may be repeated; @into: bit mask of 1 << csv_reader_metric. */
#define SET_OPTIONS_METRICS(into)                                                                  \
	"metric", "M", "the metrics", .mask = (into), .words = set_options_metrics,                \
				      .fallback = "all"

/**
 * set_options_sets() - find and read sets, and warn of runs and lines that are left out; dies when
 * one has no runs.
 * @paths: @count of them.
 * @named: so many of them, the first ones, get their paths for names where they share a name.
 * @out: where sets lie.
 *
 * Return: @count sets, for set_options_free().
 */
struct load_set *set_options_sets(const char *const *paths, size_t count, size_t named,
				  const char *out);

/** set_options_free() - free what set_options_sets() returned. */
void set_options_free(struct load_set *sets, size_t count);

#endif
