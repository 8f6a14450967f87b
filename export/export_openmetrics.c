// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes a Prometheus textfile. node_exporter reads the older text format, so only gauges, which
 * are the same in OpenMetrics, and no timestamps, which it refuses.
 */
#include <math.h>
#include <stdlib.h>

#include "export.h"
#include "quantity.h"
#include "timestamp.h"
#include "compare/format.h"

/* A family of metrics, with its value of a point; NAN: none. */
struct family {
	const char *name, *unit, *help;
	double (*value)(const struct export_data_group *group,
			const struct export_data_point *point);
};

static double time_of(const struct export_data_group *group, double ns)
{
	return host_facts_counts_instructions(group->facts) ? NAN : ns / 1e9;
}

static double seconds(const struct export_data_group *group, const struct export_data_point *point)
{
	return time_of(group, point->levels[CSV_READER_NS].value);
}

static double seconds_low(const struct export_data_group *group,
			  const struct export_data_point *point)
{
	return time_of(group, point->levels[CSV_READER_NS].low);
}

static double seconds_high(const struct export_data_group *group,
			   const struct export_data_point *point)
{
	return time_of(group, point->levels[CSV_READER_NS].high);
}

static double counted(const struct export_data_group *group, const struct export_data_point *point)
{
	return host_facts_counts_instructions(group->facts) ? point->levels[CSV_READER_NS].value
							    : NAN;
}

static double instructions(const struct export_data_group *group,
			   const struct export_data_point *point)
{
	(void)group;
	return point->levels[CSV_READER_INSTRUCTIONS].value;
}

static double cycles(const struct export_data_group *group, const struct export_data_point *point)
{
	(void)group;
	return point->levels[CSV_READER_CYCLES].value;
}

static double processes(const struct export_data_group *group,
			const struct export_data_point *point)
{
	size_t most = 0;

	(void)group;
	for (int f = 0; f < CSV_READER_METRICS; f++)
		if (point->levels[f].processes > most)
			most = point->levels[f].processes;
	return most ? (double)most : NAN;
}

static double ok(const struct export_data_group *group, const struct export_data_point *point)
{
	(void)group;
	return point->outcome.kind == OUTCOME_MEASURED;
}

static const struct family families[] = {
	{ "ptebench_time_seconds", "seconds", "Time a page or call.", seconds },
	{ "ptebench_time_low_seconds", "seconds", "Lower end of its 95% interval.", seconds_low },
	{ "ptebench_time_high_seconds", "seconds", "Upper end of its 95% interval.", seconds_high },
	{ "ptebench_instructions", NULL,
	  "Instructions a page or call, user and kernel, where the clock counts them.", counted },
	{ "ptebench_kernel_instructions", NULL, "Instructions in the kernel a page or call.",
	  instructions },
	{ "ptebench_kernel_cycles", NULL, "Cycles in the kernel a page or call.", cycles },
	{ "ptebench_processes", NULL, "Processes that measured the point.", processes },
	{ "ptebench_point_ok", NULL, "1 where the point was measured as claimed, else 0.", ok },
};

static void print_label(FILE *out, const char *key, const char *value, const char *before)
{
	fprintf(out, "%s%s=\"", before, key);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			fputc('\\', out);
		fputc(*value, out);
	}
	fputc('"', out);
}

static void print_group_labels(FILE *out, const struct export_data_group *group)
{
	print_label(out, "set", group->set, "{");
	print_label(out, "machine", group->machine, ",");
	print_label(out, "kernel", group->kernel, ",");
}

static void print_labels(FILE *out, const struct export_data_group *group,
			 const struct export_data_point *point)
{
	char *case_name = format_clean(point->row->case_name);

	print_group_labels(out, group);
	print_label(out, "point", point->name, ",");
	print_label(out, "case", case_name, ",");
	free(case_name);
}

static void print_head(FILE *out, const char *name, const char *unit, const char *help)
{
	fprintf(out, "# TYPE %s gauge\n", name);
	if (unit)
		fprintf(out, "# UNIT %s %s\n", name, unit);
	fprintf(out, "# HELP %s %s\n", name, help);
}

static void print_family(FILE *out, const struct export_data *bundle, const struct family *family)
{
	bool is_begun = false;
	char text[QUANTITY_BYTES];

	for (size_t i = 0; i < bundle->count; i++) {
		const struct export_data_group *group = &bundle->groups[i];

		for (size_t k = 0; k < group->point_count; k++) {
			const struct export_data_point *point = &group->points[k];
			double value = family->value(group, point);

			if (!isfinite(value))
				continue;
			if (!is_begun)
				print_head(out, family->name, family->unit, family->help);
			is_begun = true;
			fputs(family->name, out);
			print_labels(out, group, point);
			if (point->outcome.kind == OUTCOME_MEASURED)
				print_label(out, "per", quantity_per(point->is_per_page), ",");
			fprintf(out, "} %s\n", quantity_text(value, text));
		}
	}
}

static void print_reasons(FILE *out, const struct export_data *bundle)
{
	bool is_begun = false;

	for (size_t i = 0; i < bundle->count; i++) {
		const struct export_data_group *group = &bundle->groups[i];

		for (size_t k = 0; k < group->point_count; k++) {
			const struct outcome *outcome = &group->points[k].outcome;

			if (outcome->kind == OUTCOME_MEASURED)
				continue;
			if (!is_begun)
				print_head(out, "ptebench_point_not_ok", NULL,
					   "Always 1: why a point has no figures.");
			is_begun = true;
			fputs("ptebench_point_not_ok", out);
			print_labels(out, group, &group->points[k]);
			print_label(out, "status", outcome->status, ",");
			print_label(out, "reason", outcome->reason, ",");
			fputs("} 1\n", out);
		}
	}
}

/* Prints nothing if no run's name has a date. */
static void print_ages(FILE *out, const struct export_data *bundle)
{
	static const char name[] = "ptebench_last_run_timestamp_seconds";
	bool is_begun = false;

	for (size_t i = 0; i < bundle->count; i++) {
		const struct export_data_group *group = &bundle->groups[i];
		time_t start;

		if (!timestamp_of_run(group->runs[group->run_count - 1], &start))
			continue;
		if (!is_begun)
			print_head(out, name, "seconds", "When the latest run was started.");
		is_begun = true;
		fputs(name, out);
		print_group_labels(out, group);
		fprintf(out, "} %lld\n", (long long)start);
	}
}

void export_openmetrics(const struct export_data *bundle, struct output *output)
{
	FILE *out = output_open(output, formats[FORMATS_OPENMETRICS].file);

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		print_family(out, bundle, &families[i]);
	print_reasons(out, bundle);
	print_ages(out, bundle);
	fputs("# EOF\n", out);
	output_close(output);
}
