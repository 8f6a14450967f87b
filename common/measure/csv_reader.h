/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads samples.csv: what each process measured at each point. */
#ifndef PTEBENCH_CSV_READER_H
#define PTEBENCH_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "csv_row.h"

/* A line that is longer, with its newline, ends the reading: what follows is left out. */
enum { CSV_READER_LINE_BYTES = 256 * 1024 };

enum csv_reader_metric {
	CSV_READER_NS,
	CSV_READER_INSTRUCTIONS,
	CSV_READER_CYCLES,
	CSV_READER_METRICS
};

/** struct csv_reader_series - @count values, per base page or per call. */
struct csv_reader_series {
	size_t count;
	double *values;
};

/**
 * struct csv_reader_process - where one process's ok samples lie in the series of its point.
 * @process, @round: as in its rows.
 * @first, @count: of each metric, in the order they were taken.
 */
struct csv_reader_process {
	uint64_t process, round;
	size_t first[CSV_READER_METRICS], count[CSV_READER_METRICS];
};

/**
 * struct csv_reader_point - one point.
 * @row: its first ok row; its last row where none is ok.
 * @unlike: the column by which its ok rows were measured in more than one way, or NULL.
 * @pages_proved: the least that any of its ok rows proved.
 * @is_per_page: are the metrics per base page? Else they are per call.
 * @pages_per_call: base pages that one call works on; NAN where that is not known.
 * @per: pages or calls of a sample, by which its counts were divided.
 * @series: of each metric, all ok samples.
 * @processes: @process_count of them, those with ok samples alone.
 * @ok_rows, @other_rows: samples that count, and those that do not.
 * @why: "status: reason" of the last one that does not, or of an oracle's: that is never lost.
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
 * struct csv_reader - @count points, by family, case, size, folio size and name.
 * @rows: that were read, good ones and others.
 * @bad_rows: that were left out, since they are malformed.
 * @slots, @slot_count, @last, @process: for reading.
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
 * @ret_samples: what could be read, on error too; csv_reader_free() it.
 * @ret_reason: "PATH:LINE: why" of the first line that was left out; or why nothing can be read.
 *
 * A line is left out when it is no row or too long, when it has no newline (its writer was killed),
 * when its process began before that of the line above, when that process measured another point,
 * or when it is of another run.
 *
 * Return: 0, also when lines were left out; or -errno when the file cannot be opened or read
 * (-ENOENT, -EACCES, -EISDIR), -EBADMSG when it is no samples.csv.
 */
int csv_reader_read(const char *path, struct csv_reader *ret_samples, struct reason *ret_reason);

/**
 * csv_reader_read_from() - the same of a text that comes by a function.
 * @read_some: as read(2): bytes that were read, 0 at the end, -1 with errno.
 * @handle: its first argument.
 * @path: how messages call the text.
 */
int csv_reader_read_from(ssize_t (*read_some)(void *handle, char *buffer, size_t size),
			 void *handle, const char *path, struct csv_reader *ret_samples,
			 struct reason *ret_reason);

/** csv_reader_free() - free the points. */
void csv_reader_free(struct csv_reader *samples);

/** csv_reader_find() - the point of that name, or NULL. */
struct csv_reader_point *csv_reader_find(const struct csv_reader *samples, const char *point);

/**
 * csv_reader_medians() - one value a process: the median of its ok samples.
 *
 * For mprot_tw4m it is libMicro's metric, see csv_reader_libmicro().
 *
 * Return: one value a process that has this metric; the caller frees it.
 */
struct csv_reader_series csv_reader_medians(const struct csv_reader_point *point,
					    enum csv_reader_metric metric);

/** csv_reader_compare() - strcmp(3)-like, for points: by family, case, size, folio size and name.
 */
int csv_reader_compare(const struct csv_row *a, const struct csv_row *b);

/** csv_reader_median() - of @count values, which are sorted in place; @count is at least 1. */
double csv_reader_median(double *values, size_t count);

/**
 * csv_reader_moments() - mean and standard deviation (over count - 1; 0 for one value).
 * @count: at least 1.
 */
void csv_reader_moments(const double *values, size_t count, double *ret_mean, double *ret_sd);

/**
 * csv_reader_libmicro() - libMicro's headline of @count samples, which are changed in place.
 *
 * While there are more than 40, those that lie more than 3 standard deviations from the mean are
 * dropped, again and again; then the median is taken.
 */
double csv_reader_libmicro(double *values, size_t count);

#endif
