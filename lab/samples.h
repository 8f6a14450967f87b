/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What did each process of a samples.csv find at each point? */
#ifndef PTEBENCH_SAMPLES_H
#define PTEBENCH_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "row.h"

enum samples_figure { SAMPLES_NS, SAMPLES_INSTRUCTIONS, SAMPLES_CYCLES, SAMPLES_FIGURES };

/** struct samples_series - @count values; NULL when there are none. */
struct samples_series {
	size_t count;
	double *values;
};

/**
 * struct samples_point - one point.
 * @last: its last row, ok or not.
 * @pages_proved: the least that any of its ok rows proved.
 * @is_per_page: are the figures per base page? Else they are per call.
 * @pages_per_call: base pages that one call works on; NAN where that is not known.
 * @process: the process that was read last.
 * @samples: that process's ok samples; empty when all is read.
 * @processes: one value a process with ok samples: the median of these. For mprot_tw4m it is
 * libMicro's figure, see samples_libmicro().
 * @ok_rows, @other_rows: samples that count, and those that do not.
 * @why: status and reason of the last one that does not.
 */
struct samples_point {
	struct row last;
	struct count pages_proved;
	bool is_per_page;
	double pages_per_call;
	unsigned long process;
	struct samples_series samples[SAMPLES_FIGURES];
	struct samples_series processes[SAMPLES_FIGURES];
	size_t ok_rows, other_rows;
	char why[320];
};

/** struct samples - @count points, by family, case, size, folio size and name. */
struct samples {
	size_t count;
	struct samples_point *points;
};

/**
 * samples_read() - read and group a samples.csv.
 * @path: the file.
 * @ret_samples: what could be read, on error too; samples_free() it.
 *
 * Return: 0; -EBADMSG when a line is malformed (it is left out); or -errno when the file cannot be
 * opened (-ENOENT, -EACCES). What failed is named on stderr.
 */
int samples_read(const char *path, struct samples *ret_samples);

/** samples_free() - free the points. */
void samples_free(struct samples *samples);

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
