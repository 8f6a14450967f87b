// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the table of medians. */
#include "point_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "measure/csv_reader.h"

/* Four digits whatever the size. */
static const char *format(struct csv_reader_series *series, bool is_time, char *ret_text)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	double value = series->count ? csv_reader_median(series->values, series->count) : 0;
	int unit = 0;

	if (!series->count)
		return "-";
	while (is_time && value >= 9999.5 && unit < 3) {
		value /= 1000;
		unit++;
	}
	snprintf(ret_text, 32, "%.*f%s",
		 value < 10	? 3
		 : value < 100	? 2
		 : value < 1000 ? 1
				: 0,
		 value, is_time ? units[unit] : "");
	return ret_text;
}

static void print_point(const struct csv_reader_point *point, int width, FILE *out)
{
	char text[CSV_READER_METRICS][32], proved[48] = "-", cv[16] = "-";
	struct csv_reader_series metrics[CSV_READER_METRICS];
	double mean, sd;

	for (int f = 0; f < CSV_READER_METRICS; f++)
		metrics[f] = csv_reader_medians(point, (enum csv_reader_metric)f);
	if (metrics[CSV_READER_NS].count > 1) {
		csv_reader_moments(metrics[CSV_READER_NS].values, metrics[CSV_READER_NS].count,
				   &mean, &sd);
		snprintf(cv, sizeof(cv), "%.1f", mean > 0 ? 100 * sd / mean : 0);
	}
	if (point->row.pages_total.value && point->pages_proved.known)
		snprintf(proved, sizeof(proved), "%llu/%llu",
			 (unsigned long long)point->pages_proved.value,
			 (unsigned long long)point->row.pages_total.value);
	fprintf(out, "%-*s %9s/%s %5s %7s %7s %13s\n", width, point->row.point,
		format(&metrics[CSV_READER_NS], true, text[CSV_READER_NS]),
		point->is_per_page ? "page" : "call", cv,
		format(&metrics[CSV_READER_INSTRUCTIONS], false, text[CSV_READER_INSTRUCTIONS]),
		format(&metrics[CSV_READER_CYCLES], false, text[CSV_READER_CYCLES]), proved);
	for (int f = 0; f < CSV_READER_METRICS; f++)
		free(metrics[f].values);
}

static void print_table(struct csv_reader *samples, FILE *out)
{
	size_t measured = 0, disturbed = 0;
	int width = 0;

	for (size_t i = 0; i < samples->count; i++)
		if ((int)strlen(samples->points[i].row.point) > width)
			width = (int)strlen(samples->points[i].row.point);
	fprintf(out, "%-*s %14s %5s %7s %7s %13s\n", width, "point", "median", "cv%", "instr:k",
		"cyc:k", "pages proved");
	for (size_t i = 0; i < samples->count; i++) {
		if (!samples->points[i].ok_rows)
			continue;
		print_point(&samples->points[i], width, out);
		measured++;
		disturbed += samples->points[i].other_rows;
	}
	if (measured < samples->count)
		fprintf(out, "\nnot measured:\n");
	for (size_t i = 0; i < samples->count; i++)
		if (!samples->points[i].ok_rows)
			fprintf(out, "%-*s %s\n", width, samples->points[i].row.point,
				samples->points[i].why);
	fprintf(out, "\nstates proved: %zu/%zu points; samples left out of their medians: %zu\n",
		measured, samples->count, disturbed);
}

int point_table_print(const char *path, FILE *out)
{
	struct csv_reader samples;
	struct reason reason;
	int error = csv_reader_read(path, &samples, &reason);

	if (samples.bad_rows)
		warn("%s (%zu such lines are left out)", reason.text, samples.bad_rows);
	else if (error)
		warn("%s", reason.text);
	if (!error)
		print_table(&samples, out);
	if (samples.bad_rows)
		error = -EBADMSG;
	csv_reader_free(&samples);
	return error;
}
