/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups of runs (set, machine and kernel) and the names of their points. */
#ifndef PTEBENCH_EXPORT_DATA_H
#define PTEBENCH_EXPORT_DATA_H

#include "base/globlist.h"
#include "compare/load.h"
#include "names.h"

/**
 * struct export_data_point - a point of a group.
 * @row: one of its rows, an ok one if any.
 * @name: printable ASCII, unique in the whole export.
 * @is_per_page: metrics are per base page, not per call.
 */
struct export_data_point {
	const struct csv_row *row;
	const char *name;
	bool is_per_page;
};

/**
 * struct export_data_group - the runs of one kernel on one machine in one set.
 * @facts: of the first run.
 * @set, @machine, @kernel: printable ASCII; @set and @machine are unique.
 * @label: set, machine and kernel in one, by names_slug(); unique.
 * @machine_label: the machine's, likewise.
 * @runs: @run_count of them, by time.
 * @points: @point_count of them, in the order of csv_reader_compare().
 */
struct export_data_group {
	const struct host_facts *facts;
	const char *set, *machine, *label, *machine_label;
	char *kernel;
	size_t run_count;
	const struct load_run **runs;
	size_t point_count;
	struct export_data_point *points;
};

/**
 * struct export_data - all exported data.
 * @metrics: bit mask of 1 << csv_reader_metric: those requested.
 * @origin: name of the CI system, for formats that need it.
 * @set_names, @machine_names, @labels, @point_names: names in use, see names_show().
 */
struct export_data {
	size_t count;
	struct export_data_group *groups;
	unsigned int metrics;
	const char *origin;
	json_t *set_names, *machine_names, *machine_labels, *labels, *point_names;
};

/**
 * export_data_make() - group the runs of @count sets.
 * @only: globs of points; empty: all.
 * @metrics, @origin: as in struct export_data.
 * @ret_bundle: refers to @sets; export_data_free() it.
 *
 * Skips runs that could not be read.
 */
void export_data_make(const struct load_set *sets, size_t count, const struct globlist *only,
		      unsigned int metrics, const char *origin, struct export_data *ret_bundle);

/** export_data_free() - free the tables. */
void export_data_free(struct export_data *bundle);

#endif
