/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What did each process of a samples.csv find at each point? */
#ifndef PTEBENCH_SAMPLES_H
#define PTEBENCH_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "row.h"

/* A line that is longer, with its newline, ends the reading: what follows is left out. */
enum { SAMPLES_LINE_BYTES = 256 * 1024 };

enum samples_figure { SAMPLES_NS, SAMPLES_INSTRUCTIONS, SAMPLES_CYCLES, SAMPLES_FIGURES };

/** struct samples_series - @count values, per base page or per call. */
struct samples_series {
	size_t count;
	double *values;
};

/**
 * struct samples_process - where one process's ok samples lie in the series of its point.
 * @process, @round: as in its rows.
 * @first, @count: of each figure, in the order they were taken.
 */
struct samples_process {
	uint64_t process, round;
	size_t first[SAMPLES_FIGURES], count[SAMPLES_FIGURES];
};

/**
 * struct samples_point - one point.
 * @row: its first ok row; its last row where none is ok.
 * @unlike: the column by which its ok rows were measured in more than one way, or NULL.
 * @pages_proved: the least that any of its ok rows proved.
 * @is_per_page: are the figures per base page? Else they are per call.
 * @pages_per_call: base pages that one call works on; NAN where that is not known.
 * @per: pages or calls of a sample, by which its counts were divided.
 * @series: of each figure, all ok samples.
 * @processes: @process_count of them, those with ok samples alone.
 * @ok_rows, @other_rows: samples that count, and those that do not.
 * @why: "status: reason" of the last one that does not, or of an oracle's: that is never lost.
 */
struct samples_point {
	struct row row;
	const char *unlike;
	struct count pages_proved;
	bool is_per_page;
	double pages_per_call, per;
	struct samples_series series[SAMPLES_FIGURES];
	size_t process_count;
	struct samples_process *processes;
	size_t ok_rows, other_rows;
	char why[320];
};

/**
 * struct samples - @count points, by family, case, size, folio size and name.
 * @rows: that were read, good ones and others.
 * @bad_rows: that were left out, since they are malformed.
 * @slots, @slot_count, @last, @process: for reading.
 */
struct samples {
	size_t count;
	struct samples_point *points;
	size_t rows, bad_rows;
	size_t *slots, slot_count, last;
	uint64_t process;
	char run[sizeof(((struct row *)0)->run)];
};

/**
 * samples_read() - read and group a samples.csv, in one pass.
 * @path: a regular file.
 * @ret_samples: what could be read, on error too; samples_free() it.
 * @ret_reason: "PATH:LINE: why" of the first line that was left out; or why nothing can be read.
 *
 * A line is left out when it is no row or too long, when it has no newline (its writer was killed),
 * when its process began before that of the line above, when that process measured another point,
 * or when it is of another run.
 *
 * Return: 0, also when lines were left out; or -errno when the file cannot be opened or read
 * (-ENOENT, -EACCES, -EISDIR), -EBADMSG when it is no samples.csv.
 */
int samples_read(const char *path, struct samples *ret_samples, struct reason *ret_reason);

/** samples_free() - free the points. */
void samples_free(struct samples *samples);

/** samples_find() - the point of that name, or NULL. */
struct samples_point *samples_find(const struct samples *samples, const char *point);

/**
 * samples_medians() - one value a process: the median of its ok samples.
 *
 * For mprot_tw4m it is libMicro's figure, see samples_libmicro().
 *
 * Return: one value a process that has this figure; the caller frees it.
 */
struct samples_series samples_medians(const struct samples_point *point,
				      enum samples_figure figure);

/** samples_compare() - strcmp(3)-like, for points: by family, case, size, folio size and name. */
int samples_compare(const struct row *a, const struct row *b);

/** samples_median() - of @count values, which are sorted in place; @count is at least 1. */
double samples_median(double *values, size_t count);

/**
 * samples_moments() - mean and standard deviation (over count - 1; 0 for one value).
 * @count: at least 1.
 */
void samples_moments(const double *values, size_t count, double *ret_mean, double *ret_sd);

/**
 * samples_libmicro() - libMicro's headline of @count samples, which are changed in place.
 *
 * While there are more than 40, those that lie more than 3 standard deviations from the mean are
 * dropped, again and again; then the median is taken.
 */
double samples_libmicro(double *values, size_t count);

#endif
