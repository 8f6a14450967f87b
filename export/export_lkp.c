// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes the kernel test robot's files: a stats.json per run (a number per key), and a matrix.json
 * of all runs (an array per key, a value per run).
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "export.h"
#include "quantity.h"

static char *key_of(const struct export_data_group *group, const struct export_data_point *point,
		    enum csv_reader_metric metric)
{
	return xasprintf("ptebench.%s.%s_per_%s", point->name, quantity_unit(group->facts, metric),
			 quantity_per(point->is_per_page));
}

/* Key as of functional tests: pass, skip or fail. */
static char *fate_key_of(const struct export_data_point *point, enum outcome_kind kind)
{
	return xasprintf("ptebench.%s.%s", point->name, kind == OUTCOME_SKIPPED ? "skip" : "fail");
}

static void add_fate(json_t *stats, const struct export_data_point *point, enum outcome_kind kind)
{
	char *key;

	if (kind == OUTCOME_MEASURED || kind == OUTCOME_ABSENT)
		return;
	key = fate_key_of(point, kind);
	json_object_set_new(stats, key, json_integer(1));
	free(key);
}

static json_t *stats_of(const struct export_data *bundle, const struct export_data_group *group,
			const struct load_run *run)
{
	json_t *stats = json_object();

	for (size_t k = 0; k < group->point_count; k++) {
		const struct export_data_point *point = &group->points[k];

		add_fate(stats, point, outcome_of_run(run, point->row->point).kind);
		for (int f = 0; f < CSV_READER_METRICS; f++) {
			double value;
			char *key;

			if (!export_data_wants(bundle, f))
				continue;
			value = export_data_level(run, point, (enum csv_reader_metric)f).value;
			key = key_of(group, point, (enum csv_reader_metric)f);
			if (isfinite(value))
				json_object_set_new(stats, key, json_real(value));
			free(key);
		}
	}
	return stats;
}

/* A count of skips and fails may be 0; an unknown metric is not 0. */
static json_t *column_of(json_t *const *stats, size_t count, const char *key)
{
	json_t *column = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *value = json_object_get(stats[i], key);

		if (value)
			json_array_append(column, value);
		else
			json_array_append_new(column, json_integer(0));
	}
	return column;
}

static size_t count_having(json_t *const *stats, size_t count, const char *key)
{
	size_t have = 0;

	for (size_t i = 0; i < count; i++)
		have += json_object_get(stats[i], key) != NULL;
	return have;
}

/* Return: number of columns omitted because a run has no value, which the tools would read as 0. */
static size_t fill_matrix(json_t *matrix, json_t *const *stats, size_t count)
{
	size_t left_out = 0;

	for (size_t i = 0; i < count; i++) {
		const char *key;
		json_t *value;

		json_object_foreach(stats[i], key, value)
		{
			if (count_having(stats, i, key))
				continue;
			if (json_is_integer(value) || count_having(stats, count, key) == count)
				json_object_set_new(matrix, key, column_of(stats, count, key));
			else
				left_out++;
		}
	}
	return left_out;
}

static void put(struct output *output, char *leaf, json_t *object)
{
	FILE *out = output_open(output, leaf);

	json_dumpf(object, out, JSON_INDENT(1) | JSON_REAL_PRECISION(QUANTITY_DIGITS));
	fputc('\n', out);
	output_close(output);
	free(leaf);
}

static void write_group(const struct export_data *bundle, const struct export_data_group *group,
			struct output *output)
{
	json_t **stats = xcalloc(group->run_count, sizeof(json_t *));
	json_t *matrix = json_object(), *sources = json_array();
	size_t left_out;

	for (size_t i = 0; i < group->run_count; i++) {
		char *source = xasprintf("%zu/stats.json", i);

		stats[i] = stats_of(bundle, group, group->runs[i]);
		json_array_append_new(sources, json_string(source));
		put(output, xasprintf("%s/%s", group->label, source), stats[i]);
		free(source);
	}
	json_object_set_new(matrix, "stats_source", sources);
	left_out = fill_matrix(matrix, stats, group->run_count);
	put(output, xasprintf("%s/matrix.json", group->label), matrix);
	if (left_out)
		warn("lkp: %s/matrix.json lacks %zu metrics that not all runs have; stats.json of "
		     "a "
		     "run has them",
		     group->label, left_out);
	json_decref(matrix);
	for (size_t i = 0; i < group->run_count; i++)
		json_decref(stats[i]);
	free(stats);
}

void export_lkp(const struct export_data *bundle, struct output *output)
{
	for (size_t i = 0; i < bundle->count; i++)
		write_group(bundle, &bundle->groups[i], output);
	export_data_warn(bundle, "lkp");
}
