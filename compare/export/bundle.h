/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is exported: which kernels on which machines, which points, and what was found there? */
#ifndef PTEBENCH_BUNDLE_H
#define PTEBENCH_BUNDLE_H

#include "globs.h"
#include "level.h"
#include "names.h"
#include "outcome.h"

/**
 * struct bundle_point - a point of a group.
 * @row: a row of it, an ok one where there is one.
 * @name: printable ASCII, no other point's in the whole bundle.
 * @outcome: over all runs of the group.
 * @is_per_page: are the figures per base page? Else they are per call.
 * @levels: of each figure that is asked for; value is NAN where there is none.
 * @samples: that each rests on, warm-up included.
 */
struct bundle_point {
	const struct row *row;
	const char *name;
	struct outcome outcome;
	bool is_per_page;
	struct level levels[SAMPLES_FIGURES];
	size_t samples[SAMPLES_FIGURES];
};

/**
 * struct bundle_group - the runs of one kernel on one machine in one set.
 * @facts: of the first run.
 * @set, @machine, @kernel: printable ASCII; @set and @machine are no other set's or machine's.
 * @label: set, machine and kernel in one, as names_slug() has it; no other group's.
 * @machine_label: the machine's, likewise.
 * @runs: @run_count of them, by time.
 * @points: @point_count of them, in the order of samples_compare().
 */
struct bundle_group {
	const struct facts *facts;
	const char *set, *machine, *label, *machine_label;
	char *kernel;
	size_t run_count;
	const struct run **runs;
	struct units_design design;
	size_t point_count;
	struct bundle_point *points;
};

/**
 * struct bundle - all that is exported.
 * @figures: bit mask of 1 << samples_figure: those that are asked for.
 * @origin: what the CI system is called, for formats that want to know.
 * @set_names, @machine_names, @labels, @point_names: the names that were given.
 */
struct bundle {
	size_t count;
	struct bundle_group *groups;
	unsigned int figures;
	const char *origin;
	struct names set_names, machine_names, machine_labels, labels, point_names;
};

/**
 * bundle_make() - sort the runs of @count sets into groups, and look at all their points.
 * @only: the points that are taken; all when it is empty.
 * @figures, @origin: as in struct bundle.
 * @ret_bundle: refers to @sets; bundle_free() it.
 *
 * Runs that could not be read are passed over.
 */
void bundle_make(const struct set *sets, size_t count, const struct globs *only,
		 unsigned int figures, const char *origin, struct bundle *ret_bundle);

/** bundle_free() - free the tables. */
void bundle_free(struct bundle *bundle);

/**
 * bundle_level() - of one run alone.
 *
 * Return: as level_measure(); value is NAN where the point was not measured in this run.
 */
struct level bundle_level(const struct run *run, const struct bundle_point *point,
			  enum samples_figure figure);

/** bundle_wants() - is the figure asked for? */
bool bundle_wants(const struct bundle *bundle, int figure);

/**
 * bundle_warn() - name on stderr the points that are not ok: for formats that cannot say it.
 * @format: which.
 */
void bundle_warn(const struct bundle *bundle, const char *format);

#endif
