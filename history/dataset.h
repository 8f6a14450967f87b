/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All runs of a results tree: machines, kernels, and one series per case and metric. */
#ifndef PTEBENCH_DATASET_H
#define PTEBENCH_DATASET_H

#include "base/globlist.h"
#include "segments.h"
#include "measure/csv_reader.h"

/** struct dataset_kernel - one build. @release, @version: as uname(2) has them. */
struct dataset_kernel {
	char *release, *version;
};

/**
 * struct dataset_run - a readable run.
 * @path: its folder, relative to the tree. @name: its run column, which sorts by time.
 * @machine, @kernel: indexes.
 * @troubles: number of points without a value, since none of their samples is ok.
 */
struct dataset_run {
	int64_t id;
	char *path, *name;
	size_t machine, kernel, troubles;
};

/**
 * struct dataset_machine - runs whose values may be in one series.
 *
 * Runs that differ in base page size, PMD size, clock or clock domain are of different machines.
 * @key: unique. @name: the host's; @about: description with its CPU.
 * @counts_instructions: the clock shows them instead of ns.
 * @runs: @count indexes, in the order of history: kernels by their first run here, and the runs of
 *        a kernel by time.
 */
struct dataset_machine {
	char *key, *name, *about;
	bool counts_instructions;
	size_t count, *runs;
};

/**
 * struct dataset_point - a point of the catalogue, measured in one way. Points of one name that
 * were measured in different ways (csv_row_protocol()) have no series in common.
 * @name, @case_name, @family: as in samples.csv. @folio_bytes, @size_bytes: 0 if unknown.
 * @is_per_page: values are per base page, not per call.
 */
struct dataset_point {
	char *name, *case_name, *family;
	uint64_t folio_bytes, size_bytes;
	bool is_per_page;
};

/**
 * struct dataset_value - value of one run.
 * @run: index; @place: index in the machine's runs.
 * @value: ns, instructions or cycles per page or call; positive.
 * @low, @high: 95% interval over the processes of the run; NAN for one process.
 */
struct dataset_value {
	size_t run, place;
	double value, low, high;
	unsigned int processes;
};

/**
 * struct dataset_series - the values of one point and metric on one machine.
 * @machine, @point: indexes.
 * @values: @count, at least 1, in the order of the machine's runs.
 * @left_out: number of values of another protocol than the newest run's.
 * @segments: see segments_make(); of the values' ln.
 */
struct dataset_series {
	size_t machine, point;
	enum csv_reader_metric metric;
	size_t count, left_out;
	struct dataset_value *values;
	struct segments segments;
};

/**
 * struct dataset - all runs of a tree.
 * @root: the tree's folder.
 * @series: @series_count, by machine, then point as csv_reader_compare() has them, then metric.
 * @copies: number of runs left out since another folder has the same run.
 * @machines: by name. @kernels: by their first run on any machine.
 */
struct dataset {
	const char *root;
	size_t run_count, machine_count, kernel_count, point_count, series_count, copies;
	struct dataset_run *runs;
	struct dataset_machine *machines;
	struct dataset_kernel *kernels;
	struct dataset_point *points;
	struct dataset_series *series;
};

struct index;

/**
 * struct dataset_choice - points and metrics to load.
 * @only: globs of points; empty: all.
 * @metrics: bit mask of 1 << csv_reader_metric.
 */
struct dataset_choice {
	struct globlist only;
	unsigned int metrics;
};

/**
 * dataset_load() - load all from an index; leaves segments empty.
 * @root: of the tree; kept by reference.
 * @ret_dataset: dataset_free() it.
 */
void dataset_load(struct index *index, const char *root, const struct dataset_choice *choice,
		  struct dataset *ret_dataset);
void dataset_free(struct dataset *dataset);

/** dataset_run_at() - run of a value of a series. */
const struct dataset_run *dataset_run_at(const struct dataset *dataset,
					 const struct dataset_series *series, size_t value);

/** dataset_kernel_at() - kernel of a value of a series. */
const struct dataset_kernel *dataset_kernel_at(const struct dataset *dataset,
					       const struct dataset_series *series, size_t value);

/**
 * struct missing_point - a point of a machine that had values, but has none in the newest run.
 * @point, @why: as the newest run has them.
 * @machine, @run: indexes; the newest run.
 * @last: the last run with a value of it (index).
 */
struct missing_point {
	char *point, *why;
	size_t machine, run, last;
};

/** struct missing - @count, by machine and point. */
struct missing {
	size_t count;
	struct missing_point *points;
};

/**
 * missing_find() - find missing points of each machine's last run, in the order of history.
 *
 * A point that the newest run did not plan is not missing.
 */
void missing_find(struct index *index, const struct dataset *dataset, struct missing *ret_missing);
void missing_free(struct missing *missing);

/**
 * since_is_release() - true for the name of a release, as "6.12.117+deb12"; not "6.18.0-rc3",
 * "6.17.0-next-20251003", "6.18.0-rc3-00012-g0123456789ab", nor with "-dirty".
 */
bool since_is_release(const char *release);

/**
 * struct since - the newest kernel and the last release. @kernel: index of the last release before
 * the newest kernel of the series; SIZE_MAX if there is none. @value: the newest value of the
 * series.
 * @d: ln ratio of the newest kernel's values (mean) to that release's; NAN when unknown.
 */
struct since {
	size_t kernel;
	double value, d;
};

/** since_measure() - compare. @glob: of releases; NULL: see since_is_release(). */
struct since since_measure(const struct dataset *dataset, const struct dataset_series *series,
			   const char *glob);

#endif
