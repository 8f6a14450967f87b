// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes Google Benchmark's JSON: a process is a repetition, as compare.py's Mann-Whitney test
 * needs, and a page or call is an iteration.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "quantity.h"
#include "timestamp.h"
#include "compare/format.h"

/* Common part of a point's entries. @metric: the one shown as real_time. */
struct benchmark {
	const struct export_data *bundle;
	const struct export_data_group *group;
	const struct export_data_point *point;
	enum csv_reader_metric metric;
	char *name;
	size_t family, instance, repetitions;
};

static json_t *text_of(const char *text)
{
	char *clean = format_clean(text);
	json_t *value = json_string(clean);

	free(clean);
	return value;
}

static void set_number(json_t *object, const char *key, double value)
{
	if (isfinite(value))
		json_object_set_new(object, key, json_real(value));
}

/* Null for "unknown" and other texts that are no number. */
static double number_of(const struct host_facts *facts, const char *key)
{
	const char *text = host_facts_get(facts, key);
	char *end;
	double value = strtod(text, &end);

	return end == text || *end ? NAN : value;
}

static json_t *context_of(const struct export_data_group *group)
{
	const char *governor = host_facts_get(group->facts, "governor");
	json_t *context = json_object();
	char text[TIMESTAMP_BYTES];
	time_t start;
	double cpus = number_of(group->facts, "cpus_online");

	if (timestamp_of_run(group->runs[0], &start))
		json_object_set_new(context, "date", json_string(timestamp_text(start, text)));
	json_object_set_new(context, "host_name", json_string(group->machine));
	json_object_set_new(context, "executable", json_string("ptebench"));
	if (cpus >= 1 && cpus < 1e6)
		json_object_set_new(context, "num_cpus", json_integer((json_int_t)cpus));
	set_number(context, "mhz_per_cpu", number_of(group->facts, "cpufreq_max_khz") / 1000);
	if (strcmp(governor, HOST_FACTS_UNKNOWN) != 0)
		json_object_set_new(context, "cpu_scaling_enabled",
				    json_boolean(strcmp(governor, "performance") != 0));
	json_object_set_new(context, "caches", json_array());
	json_object_set_new(context, "library_build_type", json_string("release"));
	json_object_set_new(context, "kernel", json_string(group->kernel));
	json_object_set_new(context, "set", json_string(group->set));
	json_object_set_new(context, "clock_domain",
			    text_of(host_facts_get(group->facts, "clock_domain")));
	json_object_set_new(context, "ptebench_version",
			    text_of(host_facts_get(group->facts, "ptebench_version")));
	return context;
}

static json_t *entry_of(const struct benchmark *benchmark, const char *end, const char *run_type)
{
	char *name = xasprintf("%s%s%s", benchmark->name, *end ? "_" : "", end);
	json_t *entry =
		json_pack("{s:s, s:I, s:I, s:s, s:s, s:I}", "name", name, "family_index",
			  (json_int_t)benchmark->family, "per_family_instance_index",
			  (json_int_t)benchmark->instance, "run_name", benchmark->name, "run_type",
			  run_type, "repetitions", (json_int_t)benchmark->repetitions);

	free(name);
	return entry;
}

/* compare.py accepts only four units of time; the label shows the true unit. */
static void set_figures(json_t *entry, const struct benchmark *benchmark, double value)
{
	char *label = xasprintf("%s/%s", quantity_unit(benchmark->group->facts, benchmark->metric),
				quantity_per(benchmark->point->is_per_page));

	set_number(entry, "real_time", value);
	set_number(entry, "cpu_time", value);
	json_object_set_new(entry, "time_unit", json_string("ns"));
	json_object_set_new(entry, "label", json_string(label));
	free(label);
}

/* An untrusted row may claim more; JSON's integers end at 9.2e18. */
#define ITERATIONS_MAX 1e18

/* Pages or calls of each process, in the order of design_collect(). */
static size_t *iterations_of(const struct benchmark *benchmark)
{
	const struct export_data_group *group = benchmark->group;
	size_t *iterations = xcalloc(benchmark->repetitions + 1, sizeof(*iterations)), count = 0;

	for (size_t i = 0; i < group->run_count; i++) {
		const struct csv_reader_point *found =
			csv_reader_find(&group->runs[i]->samples, benchmark->point->row->point);

		for (size_t k = 0; found && k < found->process_count; k++) {
			size_t samples = found->processes[k].count[benchmark->metric];
			double calls = (double)samples * found->per;

			if (samples && count < benchmark->repetitions)
				iterations[count++] = (size_t)fmin(calls, ITERATIONS_MAX);
		}
	}
	return iterations;
}

static void add_counters(json_t *entry, const struct benchmark *benchmark,
			 const struct design_values *values, size_t process)
{
	for (int f = benchmark->metric + 1; f < CSV_READER_METRICS; f++)
		if (values[f].process_count == benchmark->repetitions)
			set_number(entry,
				   quantity_unit(benchmark->group->facts,
						 (enum csv_reader_metric)f),
				   exp(values[f].processes[process]));
}

static void add_repetitions(json_t *list, const struct benchmark *benchmark,
			    const struct design_values *values)
{
	size_t *iterations = iterations_of(benchmark);

	for (size_t i = 0; i < benchmark->repetitions; i++) {
		json_t *entry = entry_of(benchmark, "", "iteration");

		json_object_set_new(entry, "repetition_index", json_integer((json_int_t)i));
		json_object_set_new(entry, "threads",
				    json_integer((json_int_t)benchmark->point->row->threads.value));
		json_object_set_new(entry, "iterations", json_integer((json_int_t)iterations[i]));
		set_figures(entry, benchmark, exp(values[benchmark->metric].processes[i]));
		add_counters(entry, benchmark, values, i);
		json_array_append_new(list, entry);
	}
	free(iterations);
}

static void add_aggregates(json_t *list, const struct benchmark *benchmark,
			   const struct design_values *values)
{
	size_t count = benchmark->repetitions;
	double *times = xcalloc(count, sizeof(*times));
	struct stats_moments moments;

	for (size_t i = 0; i < count; i++)
		times[i] = exp(values[benchmark->metric].processes[i]);
	moments = stats_moments(times, count);
	const struct {
		const char *name;
		double value;
	} aggregates[] = {
		{ "mean", moments.mean },
		{ "median", csv_reader_median(times, count) },
		{ "stddev", sqrt(moments.variance) },
	};
	for (size_t i = 0; i < sizeof(aggregates) / sizeof(aggregates[0]); i++) {
		json_t *entry = entry_of(benchmark, aggregates[i].name, "aggregate");

		json_object_set_new(entry, "threads",
				    json_integer((json_int_t)benchmark->point->row->threads.value));
		json_object_set_new(entry, "aggregate_name", json_string(aggregates[i].name));
		json_object_set_new(entry, "aggregate_unit", json_string("time"));
		json_object_set_new(entry, "iterations", json_integer((json_int_t)count));
		set_figures(entry, benchmark, aggregates[i].value);
		json_array_append_new(list, entry);
	}
	free(times);
}

/*
 * Without a unit of time. compare.py averages all entries that are no aggregates, fails at one
 * without a time or takes it as 0, and only pairs entries of the same unit.
 */
static void add_error(json_t *list, struct benchmark *benchmark)
{
	const struct outcome *outcome = &benchmark->point->outcome;
	char *message = xasprintf("%s: %s", outcome->status, outcome->reason);
	json_t *entry = entry_of(benchmark, "", "aggregate");

	json_object_set_new(entry, "aggregate_name", json_string("error"));
	json_object_set_new(entry, "error_occurred", json_true());
	json_object_set_new(entry, "error_message", json_string(message));
	json_object_set_new(entry, "iterations", json_integer(0));
	json_object_set_new(entry, "time_unit", json_string(""));
	json_array_append_new(list, entry);
	free(message);
}

static void add_point(json_t *list, struct benchmark *benchmark)
{
	const struct export_data_group *group = benchmark->group;
	struct design_values values[CSV_READER_METRICS] = { 0 };

	for (int f = 0; f < CSV_READER_METRICS; f++)
		if (export_data_wants(benchmark->bundle, f))
			design_collect(&group->design, DESIGN_SIDE_A, benchmark->point->row->point,
				       (enum csv_reader_metric)f, 0, &values[f]);
	benchmark->repetitions = values[benchmark->metric].process_count;
	if (benchmark->point->outcome.kind != OUTCOME_MEASURED) {
		benchmark->repetitions = 0;
		add_error(list, benchmark);
	} else if (isfinite(benchmark->point->levels[benchmark->metric].value)) {
		add_repetitions(list, benchmark, values);
		if (benchmark->repetitions > 1)
			add_aggregates(list, benchmark, values);
	}
	for (int f = 0; f < CSV_READER_METRICS; f++)
		design_free_values(&values[f]);
}

/* The name of a metric that is no time includes its unit, so that it is not compared with times. */
static char *name_of(const struct export_data_group *group, const struct export_data_point *point,
		     enum csv_reader_metric metric)
{
	bool is_time = quantity_is_time(group->facts, metric);

	return xasprintf("%s%s%s", point->name, is_time ? "" : "/",
			 is_time ? "" : quantity_unit(group->facts, metric));
}

static json_t *benchmarks_of(const struct export_data *bundle,
			     const struct export_data_group *group, enum csv_reader_metric metric)
{
	struct benchmark benchmark = { .bundle = bundle, .group = group, .metric = metric };
	json_t *list = json_array();

	for (size_t k = 0; k < group->point_count; k++) {
		bool is_same = k && !strcmp(group->points[k].row->case_name,
					    group->points[k - 1].row->case_name);

		benchmark.point = &group->points[k];
		benchmark.name = name_of(group, benchmark.point, metric);
		benchmark.instance = is_same ? benchmark.instance + 1 : 0;
		benchmark.family += k && !is_same;
		add_point(list, &benchmark);
		free(benchmark.name);
	}
	return list;
}

void export_gbench(const struct export_data *bundle, struct output *output)
{
	int metric = 0;

	while (!export_data_wants(bundle, metric))
		metric++;
	for (size_t i = 0; i < bundle->count; i++) {
		const struct export_data_group *group = &bundle->groups[i];
		char *leaf = xasprintf("%s%s", group->label, formats[FORMATS_GBENCH].file);
		FILE *out = output_open(output, leaf);
		json_t *all =
			json_pack("{s:o, s:o}", "context", context_of(group), "benchmarks",
				  benchmarks_of(bundle, group, (enum csv_reader_metric)metric));

		json_dumpf(all, out, JSON_INDENT(1) | JSON_REAL_PRECISION(QUANTITY_DIGITS));
		fputc('\n', out);
		output_close(output);
		json_decref(all);
		free(leaf);
		if (!quantity_is_time(group->facts, (enum csv_reader_metric)metric))
			warn("google-benchmark: %s: real_time holds %s, as names and labels say; "
			     "the "
			     "format has no other unit than ns",
			     group->label,
			     quantity_unit(group->facts, (enum csv_reader_metric)metric));
	}
	export_data_warn(bundle, "google-benchmark");
}
