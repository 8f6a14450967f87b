// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the JSON of an export: values with the texts that the formats print. */
#include "export_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "compare/estimate.h"
#include "compare/format.h"
#include "compare/set_options.h"
#include "outcome.h"

enum { VERSION = 1 };

/* Runs of a group: all or one. */
struct part {
	const struct export_data *bundle;
	const struct export_data_group *group;
	const struct load_run *const *runs;
	size_t count;
	struct design design;
};

static void set_text(json_t *object, const char *key, const char *text)
{
	char *clean = format_clean(text);

	json_object_set_new(object, key, json_string(clean));
	free(clean);
}

/* At most six decimals, and no exponent. */
static json_t *decimals_of(double value)
{
	char *text = xasprintf("%.6f", value);
	size_t length = strlen(text);
	json_t *decimals;

	while (text[length - 1] == '0')
		length--;
	decimals = json_stringn(text, length - (text[length - 1] == '.'));
	free(text);
	return decimals;
}

/* Programs round and print numbers differently, so that their texts come with them. */
static void set_quantity(json_t *object, const char *key, double value, bool time)
{
	json_t *quantity;

	if (!isfinite(value))
		return;
	quantity = json_pack("{s:f, s:o, s:o, s:o}", "number", value, "digits6",
			     json_sprintf("%.6g", value), "digits7",
			     json_sprintf("%.*g", EXPORT_JSON_DIGITS, value), "decimals6",
			     decimals_of(value));
	if (time)
		json_object_set_new(quantity, "seconds",
				    json_sprintf("%.*g", EXPORT_JSON_DIGITS, value / 1e9));
	json_object_set_new(object, key, quantity);
}

static bool is_time(const struct host_facts *facts, enum csv_reader_metric metric)
{
	return metric == CSV_READER_NS && !host_facts_counts_instructions(facts);
}

/* A clock that counts instructions does so in user and kernel mode together. */
static const char *unit_of(const struct host_facts *facts, enum csv_reader_metric metric)
{
	static const char *const units[CSV_READER_METRICS] = { "instructions",
							       "instructions_kernel",
							       "cycles_kernel" };

	return is_time(facts, metric) ? "ns" : units[metric];
}

/*
 * A run's name begins with its start: 20261121T135541Z-.... If not, sets nothing. strptime(3) takes
 * fewer digits, and timegm(3) 32 February: the date must come back as it was.
 */
static void set_start(json_t *object, const char *name)
{
	static const char in_names[] = "%Y%m%dT%H%M%SZ";
	char text[32];
	struct tm tm = { 0 };
	time_t start;

	if (!strptime(name, in_names, &tm))
		return;
	start = timegm(&tm);
	gmtime_r(&start, &tm);
	if (!strftime(text, sizeof(text), in_names, &tm) || strncmp(name, text, strlen(text)) != 0)
		return;
	json_object_set_new(object, "start", json_integer(start));
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S+00:00", &tm);
	json_object_set_new(object, "start_time", json_string(text));
}

static json_t *metric_of(const struct part *part, const char *point, enum csv_reader_metric metric)
{
	const struct estimate level = estimate_measure(&part->design, DESIGN_SIDE_A, point, metric);
	const struct host_facts *facts = part->group->facts;
	bool time = is_time(facts, metric);
	size_t samples = 0;
	json_t *object;

	for (size_t i = 0; i < part->count; i++) {
		const struct csv_reader_point *found =
			csv_reader_find(&part->runs[i]->samples, point);

		samples += found ? found->series[metric].count : 0;
	}
	object = json_pack("{s:s, s:s, s:I, s:I, s:I, s:b}", "metric", set_options_metrics[metric],
			   "unit", unit_of(facts, metric), "n", (json_int_t)level.n, "processes",
			   (json_int_t)level.processes, "samples", (json_int_t)samples, "is_within",
			   level.is_within);
	set_quantity(object, "value", level.value, time);
	set_quantity(object, "low", level.low, time);
	set_quantity(object, "high", level.high, time);
	return object;
}

/* Return: false if no run has the point; then @object is as it was. */
static bool set_result(json_t *object, const struct part *part, const char *point)
{
	static const char *const words[] = { [OUTCOME_SKIPPED] = "skipped",
					     [OUTCOME_ERROR] = "error",
					     [OUTCOME_MEASURED] = "measured",
					     [OUTCOME_FAILED] = "failed" };
	struct outcome outcome = outcome_of_runs(part->runs, part->count, point);
	json_t *metrics;

	if (outcome.kind == OUTCOME_ABSENT)
		return false;
	metrics = json_array();
	json_object_set_new(object, "outcome", json_string(words[outcome.kind]));
	set_text(object, "status", outcome.status);
	set_text(object, "reason", outcome.reason);
	json_object_set_new(object, "other_samples", json_integer((json_int_t)outcome.other_rows));
	json_object_set_new(object, "metrics", metrics);
	for (int f = 0; f < CSV_READER_METRICS && outcome.kind == OUTCOME_MEASURED; f++)
		if (part->bundle->metrics & 1U << f)
			json_array_append_new(metrics,
					      metric_of(part, point, (enum csv_reader_metric)f));
	return true;
}

/* No machine makes so many, but a row may say so; JSON's integers end at 9.2e18. */
#define ITERATIONS_MAX 1e18

/* Pages or calls of each process, in the order of design_collect(). */
static json_t *iterations_of(const struct part *part, const char *point,
			     enum csv_reader_metric metric)
{
	json_t *iterations = json_array();

	for (size_t i = 0; i < part->count; i++) {
		const struct csv_reader_point *found =
			csv_reader_find(&part->runs[i]->samples, point);

		for (size_t k = 0; found && k < found->process_count; k++) {
			double samples = (double)found->processes[k].count[metric];

			if (samples > 0)
				json_array_append_new(
					iterations, json_integer((json_int_t)fmin(
							    samples * found->per, ITERATIONS_MAX)));
		}
	}
	return iterations;
}

static void set_number(json_t *object, const char *key, double value)
{
	if (isfinite(value))
		json_object_set_new(object, key, json_real(value));
}

/* The value of each process, and what Google Benchmark computes of them. */
static void set_repetitions(json_t *object, const struct part *part, const char *point,
			    enum csv_reader_metric metric)
{
	json_t *repetitions = json_array();
	struct design_values values;
	struct stats_moments moments;

	design_collect(&part->design, DESIGN_SIDE_A, point, metric, 0, &values);
	for (size_t i = 0; i < values.process_count; i++) {
		values.processes[i] = exp(values.processes[i]);
		json_array_append_new(repetitions, json_real(values.processes[i]));
	}
	json_object_set_new(object, "repetitions", repetitions);
	json_object_set_new(object, "iterations", iterations_of(part, point, metric));
	if (values.process_count > 1) {
		moments = stats_moments(values.processes, values.process_count);
		set_number(object, "mean", moments.mean);
		set_number(object, "median",
			   csv_reader_median(values.processes, values.process_count));
		set_number(object, "stddev", sqrt(moments.variance));
	}
	design_free_values(&values);
}

static json_t *point_of(const struct part *part, const struct export_data_point *point)
{
	const struct csv_row *row = point->row;
	char *slug = export_data_slug(point->name);
	json_t *object = json_pack("{s:s, s:s}", "name", point->name, "slug", slug), *metrics;

	set_text(object, "case", row->case_name);
	set_text(object, "family", row->family);
	json_object_set_new(object, "per", json_string(point->is_per_page ? "page" : "call"));
	json_object_set_new(object, "threads", json_integer((json_int_t)row->threads.value));
	set_result(object, part, row->point);
	metrics = json_object_get(object, "metrics");
	for (int f = 0, at = 0; f < CSV_READER_METRICS && json_array_size(metrics); f++)
		if (part->bundle->metrics & 1U << f)
			set_repetitions(json_array_get(metrics, at++), part, row->point,
					(enum csv_reader_metric)f);
	free(slug);
	return object;
}

static json_t *facts_of(const struct host_facts *facts)
{
	json_t *object = json_object();

	for (size_t i = 0; i < facts->count; i++) {
		char *key = format_clean(facts->facts[i].key);

		if (strcmp(facts->facts[i].value, HOST_FACTS_UNKNOWN) != 0)
			set_text(object, key, facts->facts[i].value);
		free(key);
	}
	return object;
}

static json_t *run_of(struct part *part, const struct load_run *run)
{
	const struct export_data_group *group = part->group;
	json_t *object = json_object(), *points = json_array();
	char *description = format_host(group->machine, &run->facts);

	set_text(object, "name", run->name);
	set_text(object, "path", run->path);
	set_start(object, run->name);
	set_text(object, "description", description);
	json_object_set_new(object, "facts", facts_of(&run->facts));
	json_object_set_new(object, "points", points);
	part->runs = &run;
	part->count = 1;
	design_make(part->runs, 1, NULL, 0, &part->design);
	for (size_t k = 0; k < group->point_count; k++) {
		json_t *point = json_object();

		if (set_result(point, part, group->points[k].row->point))
			json_array_append(points, point);
		else
			json_array_append_new(points, json_null());
		json_decref(point);
	}
	design_free(&part->design);
	free(description);
	return object;
}

/* Hash of the @count facts that identify a thing, so that the same thing has the same hash. */
static void set_hash(json_t *object, const char *name, const struct host_facts *facts, size_t count)
{
	static const char *const keys[] = { "kernel_release", "kernel_version", "kernel_compiler",
					    "kernel_config_fnv1a64", "architecture" };
	char text[HASH_BYTES];
	uint64_t hash = HASH_START;

	for (size_t i = 0; i < count; i++) {
		const char *value = host_facts_get(facts, keys[i]);

		hash = hash_add(hash, value, strlen(value) + 1);
	}
	hash_text(hash, text);
	json_object_set_new(object, name, json_string(text));
}

static json_t *group_of(const struct export_data *bundle, const struct export_data_group *group)
{
	struct part part = { bundle, group, group->runs, group->run_count, { 0 } };
	json_t *metrics = json_array(), *points = json_array(), *runs = json_array();
	json_t *object;

	design_make(group->runs, group->run_count, NULL, 0, &part.design);
	object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "label", group->label, "set",
			   group->set, "machine", group->machine, "machine_label",
			   group->machine_label, "kernel", group->kernel, "level",
			   design_level_names[part.design.level]);
	set_hash(object, "checkout_hash", group->facts, 2);
	set_hash(object, "build_hash", group->facts, 5);
	json_object_set_new(object, "facts", facts_of(group->facts));
	json_object_set_new(object, "metrics", metrics);
	json_object_set_new(object, "points", points);
	json_object_set_new(object, "runs", runs);
	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
		if (bundle->metrics & 1U << f)
			json_array_append_new(metrics,
					      json_pack("{s:s, s:s, s:b}", "metric",
							set_options_metrics[f], "unit",
							unit_of(group->facts, f), "is_time",
							is_time(group->facts, f)));
	for (size_t k = 0; k < group->point_count; k++)
		json_array_append_new(points, point_of(&part, &group->points[k]));
	design_free(&part.design);
	for (size_t i = 0; i < group->run_count; i++)
		json_array_append_new(runs, run_of(&part, group->runs[i]));
	return object;
}

json_t *export_json_make(const struct export_data *bundle)
{
	json_t *groups = json_array();

	for (size_t i = 0; i < bundle->count; i++)
		json_array_append_new(groups, group_of(bundle, &bundle->groups[i]));
	return json_pack("{s:i, s:s, s:o}", "version", VERSION, "origin", bundle->origin, "groups",
			 groups);
}
