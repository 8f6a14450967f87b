/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads samples.csv: what each process measured at each point. */
#ifndef PTEBENCH_CSV_READER_H
#define PTEBENCH_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "csv_row.h"

/* A longer line, with its newline, ends the reading: the rest of the file is left out. */
enum { CSV_READER_LINE_BYTES = 256 * 1024 };

enum csv_reader_metric {
	CSV_READER_NS,
	CSV_READER_INSTRUCTIONS,
	CSV_READER_CYCLES,
	CSV_READER_METRICS
};

/** struct csv_reader_series - values per base page or per call. */
struct csv_reader_series {
	size_t count;
	double *values;
};

/**
 * struct csv_reader_process - the ok samples of one process in the series of its point.
 * @process, @round: as in its rows.
 * @first, @count: index and number of its values of each metric, in the order they were taken.
 */
struct csv_reader_process {
	uint64_t process, round;
	size_t first[CSV_READER_METRICS], count[CSV_READER_METRICS];
};

/**
 * struct csv_reader_point - one point.
 * @row: its first ok row; if there is none, its last row.
 * @unlike: the first column that says that its ok rows were measured in different ways, or NULL.
 * @pages_proved: minimum of its ok rows.
 * @is_per_page: metrics are per base page; else per call.
 * @pages_per_call: base pages that one call works on; NAN if unknown.
 * @per: pages or calls of a sample, by which its counts were divided.
 * @series: of each metric, all ok samples.
 * @processes: those with ok samples.
 * @ok_rows, @other_rows: number of rows that are ok, and that are not.
 * @why: "status: reason" of the last row that is not ok, or of one that an oracle failed.
 */
struct csv_reader_point {
	struct csv_row row;
	const char *unlike;
	struct opt_u64 pages_proved;
	bool is_per_page;
	double pages_per_call, per;
	struct csv_reader_series series[CSV_READER_METRICS];
	size_t process_count;
	struct csv_reader_process *processes;
	size_t ok_rows, other_rows;
	char why[320];
};

/**
 * struct csv_reader - points in the order of csv_reader_compare().
 * @rows: number of rows that were read, also of bad ones.
 * @bad_rows: number of rows that were left out.
 * @slots, @slot_count, @last, @process: used while reading.
 */
struct csv_reader {
	size_t count;
	struct csv_reader_point *points;
	size_t rows, bad_rows;
	size_t *slots, slot_count, last;
	uint64_t process;
	char run[sizeof(((struct csv_row *)0)->run)];
};

/**
 * csv_reader_read() - read and group a samples.csv, in one pass.
 * @path: a regular file.
 * @ret_samples: what could be read, also on error; csv_reader_free() it.
 * @ret_reason: "PATH:LINE: why" of the first line that was left out; or why nothing can be read.
 *
 * Leaves out lines that are malformed or too long, or have no newline (the writer was killed), or
 * are of another run, and those whose process started before that of the line above, or measured
 * another point.
 *
 * Return: 0, also if lines were left out; -EBADMSG: not a samples.csv; or -errno of open(2) or
 * read(2).
 */
int csv_reader_read(const char *path, struct csv_reader *ret_samples, struct reason *ret_reason);

/**
 * csv_reader_read_from() - the same of what a function reads.
 * @read_some: like read(2), on @handle.
 * @path: for messages.
 */
int csv_reader_read_from(ssize_t (*read_some)(void *handle, char *buffer, size_t size),
			 void *handle, const char *path, struct csv_reader *ret_samples,
			 struct reason *ret_reason);

void csv_reader_free(struct csv_reader *samples);

/** csv_reader_find() - the point of that name, or NULL. */
struct csv_reader_point *csv_reader_find(const struct csv_reader *samples, const char *point);

/**
 * csv_reader_medians() - the median of the ok samples of each process that has this metric, without
 * its warm-up (mser5_cut()). The caller frees the values.
 */
struct csv_reader_series csv_reader_medians(const struct csv_reader_point *point,
					    enum csv_reader_metric metric);

/** csv_reader_compare() - like strcmp(3): by family, case, size, folio size and name. */
int csv_reader_compare(const struct csv_row *a, const struct csv_row *b);

/** csv_reader_median() - of at least 1 value. Sorts them. */
double csv_reader_median(double *values, size_t count);

/** csv_reader_moments() - mean and standard deviation (over count - 1) of at least 1 value. */
void csv_reader_moments(const double *values, size_t count, double *ret_mean, double *ret_sd);

/**
 * csv_reader_value() - the value of a run: the geometric mean of its processes' medians.
 * @medians: of csv_reader_medians(), at least 1. 0 if one of them is.
 */
double csv_reader_value(const struct csv_reader_series *medians);

#endif
