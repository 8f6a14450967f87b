/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is exported: which kernels on which machines, which points, and what was found there? */
#ifndef PTEBENCH_EXPORT_DATA_H
#define PTEBENCH_EXPORT_DATA_H

#include "base/globlist.h"
#include "compare/estimate.h"
#include "names.h"
#include "outcome.h"

/**
 * struct export_data_point - a point of a group.
 * @row: a row of it, an ok one where there is one.
 * @name: printable ASCII, no other point's in the whole bundle.
 * @outcome: over all runs of the group.
 * @is_per_page: are the metrics per base page? Else they are per call.
 * @levels: of each metric that is asked for; value is NAN where there is none.
 * @samples: that each rests on, warm-up included.
 */
struct export_data_point {
	const struct csv_row *row;
	const char *name;
	struct outcome outcome;
	bool is_per_page;
	struct estimate levels[CSV_READER_METRICS];
	size_t samples[CSV_READER_METRICS];
};

/**
 * struct export_data_group - the runs of one kernel on one machine in one set.
 * @facts: of the first run.
 * @set, @machine, @kernel: printable ASCII; @set and @machine are no other set's or machine's.
 * @label: set, machine and kernel in one, as names_slug() has it; no other group's.
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
	struct design design;
	size_t point_count;
	struct export_data_point *points;
};

/**
 * struct export_data - all that is exported.
 * @metrics: bit mask of 1 << csv_reader_metric: those that are asked for.
 * @origin: what the CI system is called, for formats that want to know.
 * @set_names, @machine_names, @labels, @point_names: the names that were given.
 */
struct export_data {
	size_t count;
	struct export_data_group *groups;
	unsigned int metrics;
	const char *origin;
	struct names set_names, machine_names, machine_labels, labels, point_names;
};

/**
 * export_data_make() - sort the runs of @count sets into groups, and look at all their points.
 * @only: the points that are taken; all when it is empty.
 * @metrics, @origin: as in struct export_data.
 * @ret_bundle: refers to @sets; export_data_free() it.
 *
 * Runs that could not be read are passed over.
 */
void export_data_make(const struct load_set *sets, size_t count, const struct globlist *only,
		      unsigned int metrics, const char *origin, struct export_data *ret_bundle);

/** export_data_free() - free the tables. */
void export_data_free(struct export_data *bundle);

/**
 * export_data_level() - of one run alone.
 *
 * Return: as estimate_measure(); value is NAN where the point was not measured in this run.
 */
struct estimate export_data_level(const struct load_run *run, const struct export_data_point *point,
				  enum csv_reader_metric metric);

/** export_data_wants() - is the metric asked for? */
bool export_data_wants(const struct export_data *bundle, int metric);

/**
 * export_data_warn() - name on stderr the points that are not ok: for formats that cannot say it.
 * @format: which.
 */
void export_data_warn(const struct export_data *bundle, const char *format);

#endif
