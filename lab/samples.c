// SPDX-License-Identifier: GPL-2.0-or-later
/* How do the rows of a run become one figure a process and point? */
#include "samples.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double samples_median(double *values, size_t count)
{
	qsort(values, count, sizeof(values[0]), compare);
	return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

void samples_moments(const double *values, size_t count, double *ret_mean, double *ret_sd)
{
	double mean = 0, squares = 0;

	for (size_t i = 0; i < count; i++)
		mean += values[i] / (double)count;
	for (size_t i = 0; i < count; i++)
		squares += (values[i] - mean) * (values[i] - mean);
	*ret_mean = mean;
	*ret_sd = count > 1 ? sqrt(squares / (double)(count - 1)) : 0;
}

/* libMicro drops outliers only of more than 40 samples. */
double samples_libmicro(double *values, size_t count)
{
	size_t before = count + 1;

	while (count > 40 && count < before) {
		double mean, sd;
		size_t kept = 0;

		samples_moments(values, count, &mean, &sd);
		for (size_t i = 0; i < count; i++)
			if (fabs(values[i] - mean) <= 3 * sd)
				values[kept++] = values[i];
		before = count;
		count = kept;
	}
	return samples_median(values, count);
}

static void push(struct samples_series *series, double value)
{
	series->values = xrealloc(series->values, series->count + 1, sizeof(double));
	series->values[series->count++] = value;
}

static void end_process(struct samples_point *point)
{
	bool is_libmicro = !strcmp(point->last.case_name, "mprot_tw4m");

	for (int f = 0; f < SAMPLES_FIGURES; f++) {
		struct samples_series *samples = &point->samples[f];

		if (samples->count)
			push(&point->processes[f],
			     is_libmicro ? samples_libmicro(samples->values, samples->count)
					 : samples_median(samples->values, samples->count));
		samples->count = 0;
	}
}

static struct samples_point *find_point(struct samples *samples, const struct row *row)
{
	for (size_t i = 0; i < samples->count; i++)
		if (!strcmp(samples->points[i].last.point, row->point))
			return &samples->points[i];
	samples->points = xrealloc(samples->points, samples->count + 1, sizeof(*samples->points));
	memset(&samples->points[samples->count], 0, sizeof(*samples->points));
	return &samples->points[samples->count++];
}

static void add_row(struct samples *samples, const struct row *row)
{
	struct samples_point *point = find_point(samples, row);
	struct count figures[SAMPLES_FIGURES] = { row->elapsed_ns, row->instructions_kernel,
						  row->cycles_kernel };
	double per = (double)(row->pages.known ? row->pages.value : row->ops.value);

	if (point->process != row->process.value)
		end_process(point);
	point->process = row->process.value;
	point->last = *row;
	if (strcmp(row->status, row_status_name(STATUS_OK)) || per <= 0) {
		snprintf(point->why, sizeof(point->why), "%s: %s", row->status, row->reason);
		point->other_rows++;
		return;
	}
	point->ok_rows++;
	if (row->pages_matching.known &&
	    (!point->pages_proved.known || row->pages_matching.value < point->pages_proved.value))
		point->pages_proved = row->pages_matching;
	point->is_per_page = row->pages.known;
	point->pages_per_call = row->pages.known && row->ops.value
					? (double)row->pages.value / (double)row->ops.value
					: NAN;
	for (int f = 0; f < SAMPLES_FIGURES; f++)
		if (figures[f].known)
			push(&point->samples[f], (double)figures[f].value / per);
}

/* By case, then as the case table has it: a run's order is shuffled. */
static int compare_points(const void *a, const void *b)
{
	const struct row *x = &((const struct samples_point *)a)->last,
			 *y = &((const struct samples_point *)b)->last;
	int order = strcmp(x->family, y->family);

	if (!order)
		order = strcmp(x->case_name, y->case_name);
	if (!order)
		order = (x->size_bytes.value > y->size_bytes.value) -
			(x->size_bytes.value < y->size_bytes.value);
	if (!order)
		order = (x->folio_bytes.value > y->folio_bytes.value) -
			(x->folio_bytes.value < y->folio_bytes.value);
	return order ? order : strcmp(x->point, y->point);
}

/* Return: 0 or -EBADMSG. */
static int read_rows(FILE *in, const char *path, struct samples *samples)
{
	struct row_layout layout;
	struct reason reason;
	char *line = NULL;
	size_t room = 0;
	unsigned long number = 0;
	int error = 0;

	while (getline(&line, &room, in) > 0) {
		struct row row;

		line[strcspn(line, "\n")] = '\0';
		if (++number == 1) {
			error = row_parse_header(line, &layout, &reason);
			if (error)
				break;
		} else if (row_parse(line, &layout, &row, &reason)) {
			warn("%s:%lu: %s (the line is left out)", path, number, reason.text);
			error = -EBADMSG;
		} else {
			add_row(samples, &row);
		}
	}
	if (number == 1 && error)
		warn("%s:1: %s", path, reason.text);
	free(line);
	return error ? -EBADMSG : 0;
}

int samples_read(const char *path, struct samples *ret_samples)
{
	FILE *in = fopen(path, "re");
	int error;

	*ret_samples = (struct samples) { 0 };
	if (!in) {
		error = -errno;
		warn("open %s: %s", path, strerror(errno));
		return error;
	}
	error = read_rows(in, path, ret_samples);
	fclose(in);
	for (size_t i = 0; i < ret_samples->count; i++)
		end_process(&ret_samples->points[i]);
	if (ret_samples->count)
		qsort(ret_samples->points, ret_samples->count, sizeof(*ret_samples->points),
		      compare_points);
	return error;
}

void samples_free(struct samples *samples)
{
	for (size_t i = 0; i < samples->count; i++)
		for (int f = 0; f < SAMPLES_FIGURES; f++) {
			free(samples->points[i].samples[f].values);
			free(samples->points[i].processes[f].values);
		}
	free(samples->points);
}
