// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes CSV for Apache Otava, a line per run. Otava rejects an empty cell, so a column needs a
 * value in each run.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "quantity.h"
#include "timestamp.h"
#include "compare/format.h"

/* A run of the machine that has a date. */
struct linreg {
	const struct export_data_group *group;
	const struct load_run *run;
	time_t start;
};

/* @values: one per line. */
struct column {
	char *name;
	double *values;
};

struct history {
	size_t line_count, column_count, left_out;
	struct linreg *lines;
	struct column *columns;
};

static void add_lines(struct history *history, const struct export_data_group *group)
{
	for (size_t i = 0; i < group->run_count; i++) {
		struct linreg line = { group, group->runs[i], 0 };

		if (!timestamp_of_run(line.run, &line.start)) {
			warn("otava: the run %s is left out: its name has no date", line.run->path);
			continue;
		}
		history->lines =
			xrealloc(history->lines, history->line_count + 1, sizeof(*history->lines));
		history->lines[history->line_count++] = line;
	}
}

static int compare_lines(const void *a, const void *b)
{
	const struct linreg *x = a, *y = b;

	if (x->start != y->start)
		return (x->start > y->start) - (x->start < y->start);
	return strcmp(x->run->name, y->run->name);
}

/* Return: true if every run has a value of the column called @name. */
static bool fill(const struct history *history, const struct export_data_point *point,
		 enum csv_reader_metric metric, const char *unit, double *values)
{
	for (size_t i = 0; i < history->line_count; i++) {
		const struct linreg *line = &history->lines[i];

		if (strcmp(unit, quantity_unit(line->group->facts, metric)) != 0)
			return false;
		values[i] = export_data_level(line->run, point, metric).value;
		if (!isfinite(values[i]))
			return false;
	}
	return true;
}

/* @seen: all columns so far, kept or not. */
static void add_column(struct history *history, struct names *seen,
		       const struct export_data_group *group, const struct export_data_point *point,
		       enum csv_reader_metric metric)
{
	const char *unit = quantity_unit(group->facts, metric);
	size_t before = seen->count;
	struct column column = { .name = xasprintf("%s.%s_per_%s", point->name, unit,
						   quantity_per(point->is_per_page)) };

	names_show(seen, column.name, column.name);
	column.values = xcalloc(history->line_count, sizeof(double));
	if (seen->count > before && fill(history, point, metric, unit, column.values)) {
		history->columns = xrealloc(history->columns, history->column_count + 1,
					    sizeof(*history->columns));
		history->columns[history->column_count++] = column;
		return;
	}
	history->left_out += seen->count - before;
	free(column.name);
	free(column.values);
}

static void add_columns(struct history *history, const struct export_data *bundle,
			const char *label)
{
	struct names seen = { 0 };

	for (size_t i = 0; i < bundle->count; i++) {
		const struct export_data_group *group = &bundle->groups[i];

		for (size_t k = 0; group->machine_label == label && k < group->point_count; k++)
			for (int f = 0; f < CSV_READER_METRICS; f++)
				if (isfinite(group->points[k].levels[f].value))
					add_column(history, &seen, group, &group->points[k],
						   (enum csv_reader_metric)f);
	}
	names_free(&seen);
}

static void print_cell(FILE *out, const char *text)
{
	char *clean = format_clean(text), *cell = xcalloc(2 * strlen(clean) + 4, 1);

	csv_row_quote(clean, cell);
	fprintf(out, ",%s", cell);
	free(cell);
	free(clean);
}

/* The release of a kernel built from git has its commit: 6.18.0-rc1-00012-g0123456789ab. */
static char *commit_of(const char *kernel)
{
	const char *found = strstr(kernel, "-g");
	size_t length = found ? strspn(found + 2, "0123456789abcdef") : 0;

	if (length < 7 || length > 40 || (found[2 + length] && !strchr("-+", found[2 + length])))
		return xstrdup(kernel);
	return strndup(found + 2, length);
}

static void print_history(FILE *out, const struct history *history)
{
	char date[TIMESTAMP_BYTES], text[QUANTITY_BYTES];

	fputs("time,commit,kernel,run", out);
	for (size_t k = 0; k < history->column_count; k++)
		print_cell(out, history->columns[k].name);
	for (size_t i = 0; i < history->line_count; i++) {
		const struct linreg *line = &history->lines[i];
		char *commit = commit_of(line->group->kernel);

		fprintf(out, "\n%s", timestamp_text(line->start, date));
		print_cell(out, commit);
		print_cell(out, line->group->kernel);
		print_cell(out, line->run->name);
		for (size_t k = 0; k < history->column_count; k++)
			fprintf(out, ",%s", quantity_text(history->columns[k].values[i], text));
		free(commit);
	}
	fputc('\n', out);
}

static void write_machine(const struct export_data *bundle, const char *label,
			  struct output *output)
{
	struct history history = { 0 };
	char *leaf = xasprintf("%s%s", label, formats[FORMATS_OTAVA].file);

	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->groups[i].machine_label == label)
			add_lines(&history, &bundle->groups[i]);
	if (history.line_count) {
		qsort(history.lines, history.line_count, sizeof(*history.lines), compare_lines);
		add_columns(&history, bundle, label);
		print_history(output_open(output, leaf), &history);
		output_close(output);
	}
	if (history.left_out)
		warn("otava: %zu metrics of %s are left out, since a run lacks them: Otava reads "
		     "no "
		     "empty cell (give the runs that have them)",
		     history.left_out, label);
	for (size_t k = 0; k < history.column_count; k++) {
		free(history.columns[k].name);
		free(history.columns[k].values);
	}
	free(history.columns);
	free(history.lines);
	free(leaf);
}

void export_otava(const struct export_data *bundle, struct output *output)
{
	for (size_t i = 0; i < bundle->machine_labels.count; i++)
		write_machine(bundle, bundle->machine_labels.entries[i].shown, output);
	export_data_warn(bundle, "otava");
}
