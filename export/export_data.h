/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups of runs (set, machine and kernel), and unique, harmless names for untrusted texts. */
#ifndef PTEBENCH_EXPORT_DATA_H
#define PTEBENCH_EXPORT_DATA_H

#include <jansson.h>

#include "base/globlist.h"
#include "compare/load.h"

enum { EXPORT_DATA_SLUG_BYTES = 120 };

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
 * @label: set, machine and kernel in one, by export_data_slug(); unique.
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
 * @names: an object of "labels", "sets", "machines", "machine_labels" and "points", each as
 *         export_data_name() takes it.
 */
struct export_data {
	size_t count;
	struct export_data_group *groups;
	unsigned int metrics;
	const char *origin;
	json_t *names;
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

/**
 * export_data_name() - name of a key.
 * @names: a JSON object: the names in use, by their keys.
 * @key: the same key always gets the same name.
 * @wanted: its name, ASCII; if another key has that, "-2", "-3", ... is appended.
 *
 * Return: the name, valid as long as @names.
 */
const char *export_data_name(json_t *names, const char *key, const char *wanted);

/**
 * export_data_slug() - text of letters, digits, '_', '-' and single dots between them.
 *
 * '/' becomes '.', '=' becomes '-', any other byte '_'. Has at least one byte, at most
 * EXPORT_DATA_SLUG_BYTES, and no dot at either end or next to another: valid as a component of a
 * path, never "..", and as a path of KCIDB. The caller frees it.
 */
char *export_data_slug(const char *text);

#endif
