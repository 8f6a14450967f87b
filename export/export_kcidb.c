// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes KCIDB (KernelCI) JSON: a test per run, point and metric, with the builds and checkouts
 * that host.csv names.
 */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "quantity.h"
#include "timestamp.h"
#include "compare/format.h"

enum { SCHEMA_MAJOR = 5, SCHEMA_MINOR = 0 };

/* The lists, and the ids in them. */
struct report {
	const struct export_data *bundle;
	json_t *checkouts, *builds, *tests;
	struct names ids;
};

/* One test. @start: its text, or empty. */
struct test {
	const struct export_data_group *group;
	const struct load_run *run;
	const struct export_data_point *point;
	char *build_id, *run_name, start[TIMESTAMP_BYTES];
};

static json_t *text_of(const char *text)
{
	char *clean = format_clean(text);
	json_t *value = json_string(clean);

	free(clean);
	return value;
}

static void set_fact(json_t *object, const char *name, const struct host_facts *facts,
		     const char *key)
{
	const char *value = host_facts_get(facts, key);

	if (strcmp(value, HOST_FACTS_UNKNOWN) != 0)
		json_object_set_new(object, name, text_of(value));
}

/* Hash (64-bit FNV-1a) of the identifying facts, so that the same object has the same id. */
static char *id_of(const char *origin, const char *kind, const struct host_facts *facts,
		   const char *const *keys, size_t count)
{
	uint64_t hash = 14695981039346656037ull;

	for (size_t i = 0; i < count; i++)
		for (const char *p = host_facts_get(facts, keys[i]);; p++) {
			hash = (hash ^ (unsigned char)*p) * 1099511628211ull;
			if (!*p)
				break;
		}
	return xasprintf("%s:%s-%016" PRIx64, origin, kind, hash);
}

static bool is_new(struct report *report, const char *id)
{
	size_t before = report->ids.count;

	names_show(&report->ids, id, id);
	return report->ids.count > before;
}

static char *add_checkout(struct report *report, const struct export_data_group *group)
{
	static const char *const keys[] = { "kernel_release", "kernel_version" };
	char *id = id_of(report->bundle->origin, "checkout", group->facts, keys, 2);
	json_t *checkout;

	if (!is_new(report, id))
		return id;
	checkout = json_pack("{s:s, s:s}", "id", id, "origin", report->bundle->origin);
	set_fact(checkout, "git_commit_name", group->facts, "kernel_release");
	set_fact(checkout, "comment", group->facts, "kernel_version");
	json_array_append_new(report->checkouts, checkout);
	return id;
}

/* The schema allows lower case, digits and '_' for architectures. */
static void set_architecture(json_t *build, const struct host_facts *facts)
{
	const char *text = host_facts_get(facts, "architecture");

	if (strcmp(text, HOST_FACTS_UNKNOWN) != 0 &&
	    !text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")])
		json_object_set_new(build, "architecture", json_string(text));
}

static char *add_build(struct report *report, const struct export_data_group *group)
{
	static const char *const keys[] = { "kernel_release", "kernel_version", "kernel_compiler",
					    "kernel_config_fnv1a64", "architecture" };
	char *id = id_of(report->bundle->origin, "build", group->facts, keys,
			 sizeof(keys) / sizeof(keys[0]));
	char *checkout_id = add_checkout(report, group);

	if (is_new(report, id)) {
		json_t *misc = json_object();
		json_t *build =
			json_pack("{s:s, s:s, s:s, s:o}", "id", id, "origin",
				  report->bundle->origin, "checkout_id", checkout_id, "misc", misc);

		set_architecture(build, group->facts);
		set_fact(build, "compiler", group->facts, "kernel_compiler");
		set_fact(misc, "kernel_config_fnv1a64", group->facts, "kernel_config_fnv1a64");
		json_array_append_new(report->builds, build);
	}
	free(checkout_id);
	return id;
}

static json_t *environment_of(const struct export_data_group *group, const struct load_run *run)
{
	static const char *const keys[] = {
		"boot_id",     "cpu_model",    "cpu_core",     "microcode",
		"page_bytes",  "governor",     "thp_enabled",  "kernel_cmdline",
		"cpus_online", "memory_total", "clock_domain", "vm_qemu",
	};
	char *about = format_host(group->machine, &run->facts);
	json_t *misc = json_object();
	json_t *environment = json_pack("{s:s, s:o}", "comment", about, "misc", misc);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		set_fact(misc, keys[i], &run->facts, keys[i]);
	json_object_set_new(misc, "host", json_string(group->machine));
	free(about);
	return environment;
}

/* Seconds with a metric prefix, so that a reader shows 12.4 ns/page. */
static json_t *number_of(const struct export_data_group *group,
			 const struct export_data_point *point, enum csv_reader_metric metric,
			 double value)
{
	bool is_time = quantity_is_time(group->facts, metric);
	char *unit = xasprintf("%s/%s", is_time ? "s" : quantity_unit(group->facts, metric),
			       quantity_per(point->is_per_page));
	json_t *number =
		json_pack("{s:f, s:s}", "value", is_time ? value / 1e9 : value, "unit", unit);

	if (is_time)
		json_object_set_new(number, "prefix", json_string("metric"));
	free(unit);
	return number;
}

/* "DONE": measured, without a judgement; "ERROR": no statement about the kernel. */
static const char *status_of(enum outcome_kind kind)
{
	switch (kind) {
	case OUTCOME_MEASURED: return "DONE";
	case OUTCOME_SKIPPED: return "SKIP";
	case OUTCOME_FAILED: return "FAIL";
	default: return "ERROR";
	}
}

/* @leaf: name of the metric, or NULL without a value. */
static json_t *make_test(struct report *report, const struct test *test, const char *leaf,
			 enum outcome_kind kind, json_t *misc)
{
	char *slug = names_slug(test->point->name);
	char *path = xasprintf("ptebench.%s%s%s", slug, leaf ? "." : "", leaf ? leaf : "");
	char *id = xasprintf("%s:%s-%s-%s%s%s", report->bundle->origin, test->group->label,
			     test->run_name, test->point->name, leaf ? "." : "", leaf ? leaf : "");
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "id", id, "origin",
				   report->bundle->origin, "build_id", test->build_id, "path", path,
				   "status", status_of(kind), "environment",
				   environment_of(test->group, test->run), "misc", misc);

	json_object_set_new(misc, "run", json_string(test->run_name));
	json_object_set_new(misc, "set", json_string(test->group->set));
	json_object_set_new(misc, "point", json_string(test->point->name));
	set_fact(misc, "ptebench_version", &test->run->facts, "ptebench_version");
	if (*test->start)
		json_object_set_new(object, "start_time", json_string(test->start));
	json_array_append_new(report->tests, object);
	free(id);
	free(path);
	free(slug);
	return object;
}

static void add_figure(struct report *report, const struct test *test,
		       enum csv_reader_metric metric)
{
	const struct csv_reader_point *found =
		csv_reader_find(&test->run->samples, test->point->row->point);
	struct estimate level = export_data_level(test->run, test->point, metric);
	json_t *misc, *object;

	if (!isfinite(level.value))
		return;
	misc = json_pack("{s:I, s:I}", "processes", (json_int_t)level.processes, "samples",
			 (json_int_t)(found ? found->series[metric].count : 0));
	if (isfinite(level.low)) {
		json_t *ends = json_pack("[f, f]", level.low, level.high);
		char *key = xasprintf("interval95_%s", quantity_unit(test->group->facts, metric));

		json_object_set_new(misc, key, ends);
		free(key);
	}
	object = make_test(report, test, quantity_unit(test->group->facts, metric),
			   OUTCOME_MEASURED, misc);
	json_object_set_new(object, "number",
			    number_of(test->group, test->point, metric, level.value));
}

static void add_point(struct report *report, const struct test *test)
{
	struct outcome outcome = outcome_of_run(test->run, test->point->row->point);
	json_t *object;

	if (outcome.kind == OUTCOME_ABSENT)
		return;
	if (outcome.kind == OUTCOME_MEASURED) {
		for (int f = 0; f < CSV_READER_METRICS; f++)
			if (export_data_wants(report->bundle, f))
				add_figure(report, test, (enum csv_reader_metric)f);
		return;
	}
	object = make_test(report, test, NULL, outcome.kind,
			   json_pack("{s:s}", "status", outcome.status));
	json_object_set_new(object, "log_excerpt", json_string(outcome.reason));
}

static void add_run(struct report *report, const struct export_data_group *group,
		    const struct load_run *run)
{
	struct test test = {
		.group = group,
		.run = run,
		.build_id = add_build(report, group),
		.run_name = format_clean(run->name),
	};
	time_t start;

	if (timestamp_of_run(run, &start))
		timestamp_text(start, test.start);
	for (size_t k = 0; k < group->point_count; k++) {
		test.point = &group->points[k];
		add_point(report, &test);
	}
	free(test.run_name);
	free(test.build_id);
}

void export_kcidb(const struct export_data *bundle, struct output *output)
{
	struct report report = {
		.bundle = bundle,
		.checkouts = json_array(),
		.builds = json_array(),
		.tests = json_array(),
	};
	FILE *out = output_open(output, formats[FORMATS_KCIDB].file);
	json_t *all;

	for (size_t i = 0; i < bundle->count; i++)
		for (size_t r = 0; r < bundle->groups[i].run_count; r++)
			add_run(&report, &bundle->groups[i], bundle->groups[i].runs[r]);
	all = json_pack("{s:{s:i, s:i}, s:o, s:o, s:o}", "version", "major", SCHEMA_MAJOR, "minor",
			SCHEMA_MINOR, "checkouts", report.checkouts, "builds", report.builds,
			"tests", report.tests);
	json_dumpf(all, out, JSON_INDENT(1) | JSON_REAL_PRECISION(QUANTITY_DIGITS));
	fputc('\n', out);
	json_decref(all);
	names_free(&report.ids);
	output_close(output);
}
