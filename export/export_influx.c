// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes InfluxDB's line protocol. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "quantity.h"
#include "timestamp.h"
#include "compare/format.h"

/*
 * A backslash escapes blank, comma and '=', but has no escape itself and at the end of a value
 * would escape the comma: write '/' instead. Omits empty tags, which are not allowed.
 */
static void print_tag(FILE *out, const char *key, const char *value)
{
	if (!*value || !strcmp(value, HOST_FACTS_UNKNOWN))
		return;
	fprintf(out, ",%s=", key);
	for (; *value; value++) {
		if (strchr(" ,=", *value))
			fputc('\\', out);
		fputc(*value == '\\' ? '/' : *value, out);
	}
}

static void print_text(FILE *out, const char *key, const char *value)
{
	fprintf(out, ",%s=\"", key);
	for (; *value; value++) {
		if (strchr("\"\\", *value))
			fputc('\\', out);
		fputc(*value, out);
	}
	fputc('"', out);
}

/* By key, as the server sorts them. */
static void print_tags(FILE *out, const struct export_data_group *group,
		       const struct export_data_point *point, bool is_measured)
{
	char *case_name = format_clean(point->row->case_name);
	char *family = format_clean(point->row->family);
	char *architecture = format_clean(host_facts_get(group->facts, "architecture"));

	fputs("ptebench", out);
	print_tag(out, "architecture", architecture);
	print_tag(out, "case", case_name);
	print_tag(out, "family", family);
	print_tag(out, "host", group->machine);
	print_tag(out, "kernel", group->kernel);
	if (is_measured)
		print_tag(out, "per", quantity_per(point->is_per_page));
	print_tag(out, "point", point->name);
	print_tag(out, "set", group->set);
	free(architecture);
	free(family);
	free(case_name);
}

static void print_number(FILE *out, const char *unit, const char *end, double value)
{
	char text[QUANTITY_BYTES];

	if (isfinite(value))
		fprintf(out, ",%s%s=%s", unit, end, quantity_text(value, text));
}

static void print_level(FILE *out, const struct export_data_group *group,
			const struct load_run *run, const struct export_data_point *point,
			enum csv_reader_metric metric)
{
	const struct csv_reader_point *found = csv_reader_find(&run->samples, point->row->point);
	struct estimate level = export_data_level(run, point, metric);
	const char *unit = quantity_unit(group->facts, metric);

	if (!isfinite(level.value))
		return;
	print_number(out, unit, "", level.value);
	print_number(out, unit, "_low", level.low);
	print_number(out, unit, "_high", level.high);
	fprintf(out, ",%s_processes=%zui,%s_samples=%zui", unit, level.processes, unit,
		found ? found->series[metric].count : 0);
}

static void print_line(FILE *out, const struct export_data *bundle,
		       const struct export_data_group *group, const struct load_run *run,
		       time_t start, const struct export_data_point *point)
{
	struct outcome outcome = outcome_of_run(run, point->row->point);
	char *name = format_clean(run->name);

	if (outcome.kind != OUTCOME_ABSENT) {
		print_tags(out, group, point, outcome.kind == OUTCOME_MEASURED);
		fprintf(out, " other_samples=%zui", outcome.other_rows);
		print_text(out, "status", outcome.status);
		if (*outcome.reason)
			print_text(out, "reason", outcome.reason);
		print_text(out, "run", name);
		for (int f = 0; f < CSV_READER_METRICS; f++)
			if (export_data_wants(bundle, f))
				print_level(out, group, run, point, (enum csv_reader_metric)f);
		fprintf(out, " %lld000000000\n", (long long)start);
	}
	free(name);
}

void export_influx(const struct export_data *bundle, struct output *output)
{
	FILE *out = output_open(output, formats[FORMATS_INFLUX].file);

	for (size_t i = 0; i < bundle->count; i++) {
		const struct export_data_group *group = &bundle->groups[i];

		for (size_t r = 0; r < group->run_count; r++) {
			time_t start;

			if (!timestamp_of_run(group->runs[r], &start)) {
				warn("influx: the run %s is left out: its name has no date",
				     group->runs[r]->path);
				continue;
			}
			for (size_t k = 0; k < group->point_count; k++)
				print_line(out, bundle, group, group->runs[r], start,
					   &group->points[k]);
		}
	}
	output_close(output);
}
