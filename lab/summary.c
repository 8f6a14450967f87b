// SPDX-License-Identifier: GPL-2.0-or-later
/* What did the run find, in a table for people? */
#include "summary.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "row.h"

enum figure { FIGURE_NS, FIGURE_INSTRUCTIONS, FIGURE_CYCLES, FIGURES };

/* The ok samples of one figure in one process, each per page or per call. */
struct series {
	size_t count;
	double *values;
};

/* One point: the figures of its processes so far, and the samples of the process being read. */
struct entry {
	struct row last;
	bool is_per_page;
	unsigned long process;
	struct series samples[FIGURES];
	struct series processes[FIGURES];
	size_t ok_rows, other_rows;
	char why[320];
};

struct table {
	size_t count;
	struct entry *entries;
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double summary_median(double *values, size_t count)
{
	qsort(values, count, sizeof(values[0]), compare);
	return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void moments(const double *values, size_t count, double *ret_mean, double *ret_sd)
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
double summary_libmicro(double *values, size_t count)
{
	size_t before = count + 1;

	while (count > 40 && count < before) {
		double mean, sd;
		size_t kept = 0;

		moments(values, count, &mean, &sd);
		for (size_t i = 0; i < count; i++)
			if (fabs(values[i] - mean) <= 3 * sd)
				values[kept++] = values[i];
		before = count;
		count = kept;
	}
	return summary_median(values, count);
}

static void push(struct series *series, double value)
{
	series->values = xrealloc(series->values, series->count + 1, sizeof(double));
	series->values[series->count++] = value;
}

static void end_process(struct entry *entry)
{
	bool is_libmicro = !strcmp(entry->last.case_name, "mprot_tw4m");

	for (int f = 0; f < FIGURES; f++) {
		struct series *samples = &entry->samples[f];

		if (samples->count)
			push(&entry->processes[f],
			     is_libmicro ? summary_libmicro(samples->values, samples->count)
					 : summary_median(samples->values, samples->count));
		samples->count = 0;
	}
}

static struct entry *find_entry(struct table *table, const struct row *row)
{
	for (size_t i = 0; i < table->count; i++)
		if (!strcmp(table->entries[i].last.point, row->point))
			return &table->entries[i];
	table->entries = xrealloc(table->entries, table->count + 1, sizeof(*table->entries));
	memset(&table->entries[table->count], 0, sizeof(*table->entries));
	return &table->entries[table->count++];
}

static void add_row(struct table *table, const struct row *row)
{
	struct entry *entry = find_entry(table, row);
	struct count figures[FIGURES] = { row->elapsed_ns, row->instructions_kernel,
					  row->cycles_kernel };
	double per = (double)(row->pages.known ? row->pages.value : row->ops.value);

	if (entry->process != row->process.value)
		end_process(entry);
	entry->process = row->process.value;
	entry->last = *row;
	if (strcmp(row->status, row_status_name(STATUS_OK)) || per <= 0) {
		snprintf(entry->why, sizeof(entry->why), "%s: %s", row->status, row->reason);
		entry->other_rows++;
		return;
	}
	entry->ok_rows++;
	entry->is_per_page = row->pages.known;
	for (int f = 0; f < FIGURES; f++)
		if (figures[f].known)
			push(&entry->samples[f], (double)figures[f].value / per);
}

/* Four digits whatever the size. */
static const char *format(const struct series *series, bool is_time, char *ret_text)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	double value = series->count ? summary_median(series->values, series->count) : 0;
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

static void print_entry(struct entry *entry, int width, FILE *out)
{
	char ns[32], instructions[32], cycles[32], proved[48] = "-", cv[16] = "-";
	double mean, sd;

	if (entry->processes[FIGURE_NS].count > 1) {
		moments(entry->processes[FIGURE_NS].values, entry->processes[FIGURE_NS].count,
			&mean, &sd);
		snprintf(cv, sizeof(cv), "%.1f", mean > 0 ? 100 * sd / mean : 0);
	}
	if (entry->last.pages_total.value)
		snprintf(proved, sizeof(proved), "%llu/%llu",
			 (unsigned long long)entry->last.pages_matching.value,
			 (unsigned long long)entry->last.pages_total.value);
	fprintf(out, "%-*s %9s/%s %5s %7s %7s %13s\n", width, entry->last.point,
		format(&entry->processes[FIGURE_NS], true, ns),
		entry->is_per_page ? "page" : "call", cv,
		format(&entry->processes[FIGURE_INSTRUCTIONS], false, instructions),
		format(&entry->processes[FIGURE_CYCLES], false, cycles), proved);
}

/* By case, then as the case table has it: a run's order is shuffled. */
static int compare_entries(const void *a, const void *b)
{
	const struct row *x = &((const struct entry *)a)->last,
			 *y = &((const struct entry *)b)->last;
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

static void print_table(struct table *table, FILE *out)
{
	size_t measured = 0, disturbed = 0;
	int width = 0;

	if (table->count)
		qsort(table->entries, table->count, sizeof(*table->entries), compare_entries);
	for (size_t i = 0; i < table->count; i++)
		if ((int)strlen(table->entries[i].last.point) > width)
			width = (int)strlen(table->entries[i].last.point);
	fprintf(out, "%-*s %14s %5s %7s %7s %13s\n", width, "point", "median", "cv%", "instr:k",
		"cyc:k", "pages proved");
	for (size_t i = 0; i < table->count; i++) {
		if (!table->entries[i].ok_rows)
			continue;
		print_entry(&table->entries[i], width, out);
		measured++;
		disturbed += table->entries[i].other_rows;
	}
	if (measured < table->count)
		fprintf(out, "\nnot measured:\n");
	for (size_t i = 0; i < table->count; i++)
		if (!table->entries[i].ok_rows)
			fprintf(out, "%-*s %s\n", width, table->entries[i].last.point,
				table->entries[i].why);
	fprintf(out, "\nstates proved: %zu/%zu points; samples left out of their medians: %zu\n",
		measured, table->count, disturbed);
}

static void free_table(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		for (int f = 0; f < FIGURES; f++) {
			free(table->entries[i].samples[f].values);
			free(table->entries[i].processes[f].values);
		}
	free(table->entries);
}

/* Return: 0 or -EBADMSG. */
static int read_rows(FILE *in, const char *path, struct table *table)
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
			add_row(table, &row);
		}
	}
	if (number == 1 && error)
		warn("%s:1: %s", path, reason.text);
	free(line);
	return error ? -EBADMSG : 0;
}

int summary_print(const char *path, FILE *out)
{
	struct table table = { 0 };
	FILE *in = fopen(path, "re");
	int error;

	if (!in) {
		warn("open %s: %s", path, strerror(errno));
		return -EBADMSG;
	}
	error = read_rows(in, path, &table);
	fclose(in);
	for (size_t i = 0; i < table.count; i++)
		end_process(&table.entries[i]);
	print_table(&table, out);
	free_table(&table);
	return error;
}
