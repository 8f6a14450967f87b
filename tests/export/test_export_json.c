// SPDX-License-Identifier: GPL-2.0-or-later
/* The JSON has numbers that any reader takes, their units, and the start that a run's name says. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "export/export_json.h"

static struct load_run *make_run(struct load_set *set)
{
	struct reason reason;

	*set = (struct load_set) { xstrdup("set"), xstrdup("set"), 1, NULL };
	set->runs = xcalloc(1, sizeof(*set->runs));
	set->runs->path = xstrdup("set/run");
	set->runs->machine = xstrdup("machine");
	assert_int_equal(
		csv_reader_read(fixture_path("/samples.csv"), &set->runs->samples, &reason), 0);
	return set->runs;
}

/* Return: the JSON's only group. It frees the set. */
static json_t *group_of(struct load_set *set)
{
	const struct globlist all = { 0 };
	struct export_data bundle;
	json_t *json, *group;

	export_data_make(set, 1, &all, (1U << CSV_READER_METRICS) - 1, "test", &bundle);
	json = export_json_make(&bundle);
	group = json_incref(json_array_get(json_object_get(json, "groups"), 0));
	json_decref(json);
	export_data_free(&bundle);
	load_free(set);
	return group;
}

/* @clock_domain: NULL: the run does not say it. */
static json_t *measure(uint64_t ns, uint64_t ops, const char *clock_domain)
{
	struct csv_row row = { .process = opt_u64_of(1),
			       .point = "p",
			       .ops = opt_u64_of(ops),
			       .elapsed_ns = opt_u64_of(ns) };
	struct load_set set;
	struct load_run *run;

	strcpy(row.status, csv_row_status_name(CSV_ROW_OK));
	fixture_rows("/samples.csv", &row, 1);
	run = make_run(&set);
	run->name = xstrdup("run");
	if (clock_domain) {
		run->facts.count = 1;
		run->facts.facts = xcalloc(1, sizeof(*run->facts.facts));
		run->facts.facts->key = xstrdup("clock_domain");
		run->facts.facts->value = xstrdup(clock_domain);
	}
	return group_of(&set);
}

static void expect_text(const json_t *object, const char *key, const char *text)
{
	const char *found = json_string_value(json_object_get(object, key));

	assert_int_equal(!found, !text);
	if (text)
		assert_string_equal(found, text);
}

static void test_digits(void **state)
{
	static const struct {
		uint64_t ns, ops;
		const char *six, *seven, *decimals, *seconds;
	} rows[] = {
		{ 95, 1, "95", "95", "95", "9.5e-08" },
		{ 25, 2, "12.5", "12.5", "12.5", "1.25e-08" },
		{ 1234567891, 100000000, "12.3457", "12.34568", "12.345679", "1.234568e-08" },
		{ 1, 10000, "0.0001", "0.0001", "0.0001", "1e-13" },
		{ 4, 1000000000, "4e-09", "4e-09", "0", "4e-18" },
		{ 123456789, 1, "1.23457e+08", "1.234568e+08", "123456789", "0.1234568" },
		{ 1200, 1, "1200", "1200", "1200", "1.2e-06" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_t *group = measure(rows[i].ns, rows[i].ops, NULL), *value, *point;

		assert_int_equal(json_unpack(group, "{s:[o]}", "points", &point), 0);
		assert_int_equal(json_unpack(point, "{s:[{s:o}]}", "metrics", "value", &value), 0);
		expect_text(value, "digits6", rows[i].six);
		expect_text(value, "digits7", rows[i].seven);
		expect_text(value, "decimals6", rows[i].decimals);
		expect_text(value, "seconds", rows[i].seconds);
		json_decref(group);
	}
}

static void test_what_the_clock_counts(void **state)
{
	json_t *group, *metrics, *value;

	(void)state;
	group = measure(5, 1, "icount");
	metrics = json_object_get(group, "metrics");
	expect_text(json_array_get(metrics, CSV_READER_NS), "unit", "instructions");
	assert_true(
		json_is_false(json_object_get(json_array_get(metrics, CSV_READER_NS), "is_time")));
	assert_int_equal(
		json_unpack(group, "{s:[{s:[{s:o}]}]}", "points", "metrics", "value", &value), 0);
	expect_text(value, "seconds", NULL);
	json_decref(group);

	group = measure(5, 1, "wall");
	metrics = json_object_get(group, "metrics");
	expect_text(json_array_get(metrics, CSV_READER_NS), "unit", "ns");
	assert_true(
		json_is_true(json_object_get(json_array_get(metrics, CSV_READER_NS), "is_time")));
	expect_text(json_array_get(metrics, CSV_READER_CYCLES), "unit", "cycles_kernel");
	assert_true(json_is_false(
		json_object_get(json_array_get(metrics, CSV_READER_CYCLES), "is_time")));
	json_decref(group);
}

/* @text: NULL: the name has no date. */
static void expect_start(const char *name, json_int_t start, const char *text)
{
	struct load_set set;
	json_t *group, *run;

	make_run(&set)->name = xstrdup(name);
	group = group_of(&set);
	assert_int_equal(json_unpack(group, "{s:[o]}", "runs", &run), 0);
	assert_int_equal(!json_object_get(run, "start"), !text);
	assert_int_equal(json_integer_value(json_object_get(run, "start")), start);
	expect_text(run, "start_time", text);
	json_decref(group);
}

static void test_names_of_runs(void **state)
{
	static const char *const dateless[] = {
		"",
		"run",
		"2026",
		"20260301T081500",
		"20260301 081500Z",
		"20260301T0815O0Z",
		"20260230T081500Z",
		"20261301T081500Z",
		"20260300T081500Z",
		"20260301T241500Z",
		"20260301T086000Z",
		"20260301T081561Z",
		"-0260301T081500Z",
	};

	(void)state;
	fixture_rows("/samples.csv", NULL, 0);
	expect_start("19700101T000000Z", 0, "1970-01-01T00:00:00+00:00");
	expect_start("20260301T081500Z-0a1b2c3d-100", 1772352900, "2026-03-01T08:15:00+00:00");
	expect_start("20240229T235959Z-x", 1709251199, "2024-02-29T23:59:59+00:00");
	for (size_t i = 0; i < sizeof(dateless) / sizeof(dateless[0]); i++)
		expect_start(dateless[i], 0, NULL);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digits),
		cmocka_unit_test(test_what_the_clock_counts),
		cmocka_unit_test(test_names_of_runs),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
