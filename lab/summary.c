// SPDX-License-Identifier: GPL-2.0-or-later
/* What did the run find, in a table for people? */
#include "summary.h"

#include <errno.h>
#include <string.h>

#include "samples.h"

/* Four digits whatever the size. */
static const char *format(const struct samples_series *series, bool is_time, char *ret_text)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	double value = series->count ? samples_median(series->values, series->count) : 0;
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

static void print_point(struct samples_point *point, int width, FILE *out)
{
	char ns[32], instructions[32], cycles[32], proved[48] = "-", cv[16] = "-";
	double mean, sd;

	if (point->processes[SAMPLES_NS].count > 1) {
		samples_moments(point->processes[SAMPLES_NS].values,
				point->processes[SAMPLES_NS].count, &mean, &sd);
		snprintf(cv, sizeof(cv), "%.1f", mean > 0 ? 100 * sd / mean : 0);
	}
	if (point->last.pages_total.value && point->pages_proved.known)
		snprintf(proved, sizeof(proved), "%llu/%llu",
			 (unsigned long long)point->pages_proved.value,
			 (unsigned long long)point->last.pages_total.value);
	fprintf(out, "%-*s %9s/%s %5s %7s %7s %13s\n", width, point->last.point,
		format(&point->processes[SAMPLES_NS], true, ns),
		point->is_per_page ? "page" : "call", cv,
		format(&point->processes[SAMPLES_INSTRUCTIONS], false, instructions),
		format(&point->processes[SAMPLES_CYCLES], false, cycles), proved);
}

static void print_table(struct samples *samples, FILE *out)
{
	size_t measured = 0, disturbed = 0;
	int width = 0;

	for (size_t i = 0; i < samples->count; i++)
		if ((int)strlen(samples->points[i].last.point) > width)
			width = (int)strlen(samples->points[i].last.point);
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
			fprintf(out, "%-*s %s\n", width, samples->points[i].last.point,
				samples->points[i].why);
	fprintf(out, "\nstates proved: %zu/%zu points; samples left out of their medians: %zu\n",
		measured, samples->count, disturbed);
}

int summary_print(const char *path, FILE *out)
{
	struct samples samples;
	int error = samples_read(path, &samples);

	if (!error || error == -EBADMSG)
		print_table(&samples, out);
	samples_free(&samples);
	return error;
}
