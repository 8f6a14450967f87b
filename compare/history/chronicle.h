/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all runs of a results tree say: machines, kernels, and one series a case and figure. */
#ifndef PTEBENCH_CHRONICLE_H
#define PTEBENCH_CHRONICLE_H

#include "globs.h"
#include "regimes.h"
#include "samples.h"

/** struct chronicle_kernel - one build. @release, @version: as uname(2) has them. */
struct chronicle_kernel {
	char *release, *version;
};

/**
 * struct chronicle_run - a run that could be read.
 * @path: its folder, below that of the tree. @name: its run column, by which runs are in time.
 * @machine, @kernel: indexes.
 * @troubles: points that have no value in it, since no sample of them is ok.
 */
struct chronicle_run {
	int64_t id;
	char *path, *name;
	size_t machine, kernel, troubles;
};

/**
 * struct chronicle_machine - runs whose values may stand in one series.
 *
 * Runs that differ in base page size, PMD size, clock or clock domain are of different machines.
 * @key: tells it from all others. @name: the host's; @about: in words, with its CPU.
 * @unit: what its time is counted in: "ns", or "instructions" where the clock counts them.
 * @runs: @count indexes, in the order of history: kernels by their first run here, and the runs of
 *        a kernel by time.
 */
struct chronicle_machine {
	char *key, *name, *about;
	const char *unit;
	size_t count, *runs;
};

/**
 * struct chronicle_point - a point of the catalogue, measured in one way.
 * @name, @case_name, @family: as in samples.csv. @folio_bytes, @size_bytes: 0 where unknown.
 * @is_per_page: are values per base page? Else per call.
 * @protocol: how it was measured; values of another protocol do not stand in the same series.
 */
struct chronicle_point {
	int64_t id;
	char *name, *case_name, *family;
	uint64_t folio_bytes, size_bytes, protocol;
	bool is_per_page;
};

/**
 * struct chronicle_value - what one run found.
 * @run: index; @place: index in the machine's runs.
 * @value: ns, instructions or cycles per page or call; positive.
 * @low, @high: 95% interval over the processes of the run; NAN where there is one process.
 */
struct chronicle_value {
	size_t run, place;
	double value, low, high;
	unsigned int processes;
};

/**
 * struct chronicle_series - the values of one point and figure on one machine.
 * @machine, @point: indexes.
 * @values: @count, at least 1, in the order of the machine's runs.
 * @left_out: values that were measured in another way than the newest run's (another protocol).
 * @regimes: see regimes_find(); of the values' ln.
 */
struct chronicle_series {
	size_t machine, point;
	enum samples_figure figure;
	size_t count, left_out;
	struct chronicle_value *values;
	struct regimes regimes;
};

/**
 * struct chronicle - all of it.
 * @root: the tree's folder.
 * @series: @series_count, by machine, then point as samples_compare() has them, then figure.
 * @copies: runs that are left out, since the same run lies in another folder too.
 * @machines: by name. @kernels: by their first run on any machine.
 */
struct chronicle {
	const char *root;
	size_t run_count, machine_count, kernel_count, point_count, series_count, copies;
	struct chronicle_run *runs;
	struct chronicle_machine *machines;
	struct chronicle_kernel *kernels;
	struct chronicle_point *points;
	struct chronicle_series *series;
};

struct index;

/**
 * struct chronicle_choice - what is looked at.
 * @only: points; all when it is empty.
 * @figures: bit mask of 1 << samples_figure.
 */
struct chronicle_choice {
	struct globs only;
	unsigned int figures;
};

/**
 * chronicle_load() - all that an index tells; regimes are left empty.
 * @root: of the tree; kept by reference.
 * @ret_chronicle: chronicle_free() it.
 */
void chronicle_load(struct index *index, const char *root, const struct chronicle_choice *choice,
		    struct chronicle *ret_chronicle);

/** chronicle_free() - free the tables. */
void chronicle_free(struct chronicle *chronicle);

/** chronicle_run_at() - the run of a value of a series. */
const struct chronicle_run *chronicle_run_at(const struct chronicle *chronicle,
					     const struct chronicle_series *series, size_t value);

/** chronicle_kernel_at() - its kernel. */
const struct chronicle_kernel *chronicle_kernel_at(const struct chronicle *chronicle,
						   const struct chronicle_series *series,
						   size_t value);

#endif
