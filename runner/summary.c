// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the table of medians, the drift, and what size_fit makes of the same rows. */
#include "summary.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "measure/drift.h"
#include "size_fit.h"

/* Four digits whatever the size. */
static const char *format(const struct csv_reader_series *series, bool is_time, char *ret_text)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	double value = series->count ? csv_reader_value(series) : 0;
	int unit = 0, decimals;

	if (!series->count)
		return "-";
	for (; is_time && value >= 9999.5 && unit < 3; unit++)
		value /= 1000;
	decimals = value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0;
	snprintf(ret_text, 32, "%.*f%s", decimals, value, is_time ? units[unit] : "");
	return ret_text;
}

static void print_point(const struct csv_reader_point *point, int width, FILE *out)
{
	char text[CSV_READER_METRICS][32], proved[48] = "-", cv[16] = "-";
	struct csv_reader_series metrics[CSV_READER_METRICS];
	double mean, sd;

	for (int m = 0; m < CSV_READER_METRICS; m++)
		metrics[m] = csv_reader_medians(point, (enum csv_reader_metric)m);
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
	for (int m = 0; m < CSV_READER_METRICS; m++)
		free(metrics[m].values);
}

static void print_table(const struct csv_reader *samples, FILE *out)
{
	const struct csv_reader_point *points = samples->points;
	size_t measured = 0, disturbed = 0;
	int width = 0;

	for (size_t i = 0; i < samples->count; i++)
		if ((int)strlen(points[i].row.point) > width)
			width = (int)strlen(points[i].row.point);
	fprintf(out, "%-*s %14s %5s %7s %7s %13s\n", width, "point", "median", "cv%", "instr:k",
		"cyc:k", "pages proved");
	for (size_t i = 0; i < samples->count; i++) {
		if (!points[i].ok_rows)
			continue;
		print_point(&points[i], width, out);
		measured++;
		disturbed += points[i].other_rows;
	}
	if (measured < samples->count)
		fprintf(out, "\nnot measured:\n");
	for (size_t i = 0; i < samples->count; i++)
		if (!points[i].ok_rows)
			fprintf(out, "%-*s %s\n", width, points[i].row.point, points[i].why);
	fprintf(out, "\nstates proved: %zu/%zu points; samples left out of their medians: %zu\n",
		measured, samples->count, disturbed);
}

/* By chance, a fifth of all sets of 3 processes lie 3 standard errors off: warn from 5 on. */
enum { COLUMNS = 100, INDENT = 2, CLEAR_DF_LEAST = 3 };

static const double DRIFT_LEAST = 0.01;

/* Breaks a text into lines, all but the first indented, and frees it. */
static void print_wrapped(char *text, FILE *out)
{
	char *rest = text, *word;
	int column = 0;

	while ((word = strsep(&rest, " "))) {
		int length = (int)strlen(word);

		if (column && column + 1 + length > COLUMNS) {
			fputc('\n', out);
			column = fprintf(out, "%*s%s", INDENT, "", word);
		} else {
			column += fprintf(out, "%s%s", column ? " " : "", word);
		}
	}
	fputc('\n', out);
	free(text);
}

void summary_print_drift(const struct csv_reader *samples, FILE *out)
{
	char *drifts = xstrdup(""), *clear = xstrdup("");

	for (size_t i = 0; i < samples->count; i++) {
		const struct csv_reader_point *point = &samples->points[i];
		struct linreg line;

		if (!csv_row_is_control(&point->row))
			continue;
		drift_of(samples, point, CSV_READER_NS, &line);
		if (!line.df)
			continue;
		xappend(&drifts, ", ", "%s %+.1f +- %.1f%%", point->row.point,
			100 * expm1(line.slope), 100 * exp(line.slope) * line.slope_se);
		if (line.df >= CLEAR_DF_LEAST && drift_is_clear(line.slope, line.slope_se) &&
		    fabs(expm1(line.slope)) > DRIFT_LEAST)
			xappend(&clear, ", ", "%s", point->row.point);
	}
	if (*drifts)
		print_wrapped(xasprintf("drift of the witnesses over the run: %s", drifts), out);
	if (*clear)
		print_wrapped(xasprintf("the machine drifted during the run (%s): trust no change "
					"of that size",
					clear),
			      out);
	free(clear);
	free(drifts);
}

/* Return: false when rows cannot be read, or fit.csv not written; a warning says why. */
static bool print_samples(const char *run, FILE *out)
{
	char *path = xasprintf("%s/samples.csv", run), *fit = xasprintf("%s/fit.csv", run);
	struct csv_reader samples;
	struct reason reason;
	int error = csv_reader_read(path, &samples, &reason);

	if (samples.bad_rows)
		warn("%s (%zu such lines are left out)", reason.text, samples.bad_rows);
	else if (error)
		warn("%s", reason.text);
	if (!error)
		print_table(&samples, out);
	if (!error && !samples.bad_rows)
		error = size_fit_print(&samples, fit, out);
	if (!error && !samples.bad_rows)
		summary_print_drift(&samples, out);
	error = error || samples.bad_rows;
	csv_reader_free(&samples);
	free(fit);
	free(path);
	return !error;
}

/* A resumed run may hold rows from anybody: keep control characters from the terminal. */
static void print_plain(const char *text)
{
	for (; *text; text++)
		putchar((*text < ' ' && *text != '\n') || *text > '~' ? '?' : *text);
}

int summary_print(const char *run)
{
	char *text = NULL;
	size_t length = 0;
	FILE *table = open_memstream(&text, &length);
	bool is_good = table && print_samples(run, table);

	if (table && !fclose(table))
		print_plain(text);
	free(text);
	printf("results: %s\n", run);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the table: %s", strerror(errno));
	return is_good ? EXIT_DONE : EXIT_FAILED;
}

void summary_draw(const char *program, const char *run)
{
	char *folder;
	pid_t child;

	if (!program)
		return;
	if (access(program, X_OK)) {
		warn("no figures: %s is not built (./run.sh plot --setup installs what it needs)",
		     program);
		return;
	}
	folder = xasprintf("%s/figures", run);
	child = fork();
	if (!child) {
		execl(program, program, "--quiet", "--out", folder, "--", run, (char *)NULL);
		warn("run %s: %s", program, strerror(errno));
		_exit(EXIT_FAILED);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (child < 0)
		warn("no figures: start %s: %s", program, strerror(errno));
	free(folder);
}
