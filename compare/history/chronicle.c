// SPDX-License-Identifier: GPL-2.0-or-later
/* How does what the index tells become series, in the order of history? */
#include "chronicle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "index.h"
#include "series.h"

/* Ids of the index, as places in the chronicle plus 1; 0: not used. */
struct places {
	size_t *of, count;
};

static struct places places_for(struct index *index, const char *table)
{
	char *sql = xasprintf("SELECT max(id) FROM %s", table);
	sqlite3_stmt *statement = index_prepare(index, sql);
	struct places places = { 0 };

	if (index_step(index, statement))
		places.count = (size_t)sqlite3_column_int64(statement, 0) + 1;
	places.of = xcalloc(places.count + 1, sizeof(*places.of));
	sqlite3_finalize(statement);
	free(sql);
	return places;
}

static char *take_text(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return xstrdup(text ? text : "");
}

static size_t rows_in(struct index *index, const char *table)
{
	char *sql = xasprintf("SELECT count(*) FROM %s", table);
	sqlite3_stmt *statement = index_prepare(index, sql);
	size_t count =
		index_step(index, statement) ? (size_t)sqlite3_column_int64(statement, 0) : 0;

	sqlite3_finalize(statement);
	free(sql);
	return count;
}

static void load_machines(struct index *index, struct chronicle *chronicle, struct places *places)
{
	sqlite3_stmt *statement =
		index_prepare(index,
			      "SELECT id, key, name, about, counts_instructions FROM machine "
			      "WHERE id IN (SELECT machine FROM run) ORDER BY name, key");

	*places = places_for(index, "machine");
	chronicle->machines = xcalloc(places->count + 1, sizeof(*chronicle->machines));
	while (index_step(index, statement)) {
		places->of[sqlite3_column_int64(statement, 0)] = chronicle->machine_count + 1;
		chronicle->machines[chronicle->machine_count++] = (struct chronicle_machine) {
			.key = take_text(statement, 1),
			.name = take_text(statement, 2),
			.about = take_text(statement, 3),
			.unit = sqlite3_column_int(statement, 4) ? "instructions" : "ns",
		};
	}
	sqlite3_finalize(statement);
}

/* Runs come by name, which is by time, so kernels are numbered by their first run. */
static void load_kernel(struct index *index, struct chronicle *chronicle, int64_t id,
			struct places *places, sqlite3_stmt *statement)
{
	if (places->of[id])
		return;
	sqlite3_bind_int64(statement, 1, id);
	if (index_step(index, statement))
		chronicle->kernels[chronicle->kernel_count++] = (struct chronicle_kernel) {
			.release = take_text(statement, 0),
			.version = take_text(statement, 1),
		};
	sqlite3_reset(statement);
	places->of[id] = chronicle->kernel_count;
}

/* The same run in two folders is one; the first by path is taken. */
static bool is_copy(const struct chronicle *chronicle, const char *name, size_t machine)
{
	for (size_t i = chronicle->run_count; i--;) {
		if (strcmp(chronicle->runs[i].name, name) != 0)
			return false;
		if (chronicle->runs[i].machine == machine)
			return true;
	}
	return false;
}

static void load_runs(struct index *index, struct chronicle *chronicle,
		      const struct places *machines, struct places *places)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT id, path, name, machine, kernel, (SELECT count(*) FROM trouble "
		       "WHERE trouble.run = run.id) FROM run WHERE machine IS NOT NULL "
		       "ORDER BY name, path");
	sqlite3_stmt *kernel =
		index_prepare(index, "SELECT release, version FROM kernel WHERE id = ?");
	struct places kernels = places_for(index, "kernel");

	*places = places_for(index, "run");
	chronicle->runs = xcalloc(rows_in(index, "run") + 1, sizeof(*chronicle->runs));
	chronicle->kernels = xcalloc(kernels.count + 1, sizeof(*chronicle->kernels));
	while (index_step(index, statement)) {
		struct chronicle_run run = {
			.id = sqlite3_column_int64(statement, 0),
			.machine = machines->of[sqlite3_column_int64(statement, 3)] - 1,
			.troubles = (size_t)sqlite3_column_int64(statement, 5),
		};

		if (is_copy(chronicle, (const char *)sqlite3_column_text(statement, 2),
			    run.machine)) {
			chronicle->copies++;
			continue;
		}
		load_kernel(index, chronicle, sqlite3_column_int64(statement, 4), &kernels, kernel);
		run.kernel = kernels.of[sqlite3_column_int64(statement, 4)] - 1;
		run.path = take_text(statement, 1);
		run.name = take_text(statement, 2);
		chronicle->runs[chronicle->run_count++] = run;
		places->of[run.id] = chronicle->run_count;
	}
	free(kernels.of);
	sqlite3_finalize(kernel);
	sqlite3_finalize(statement);
}

/* Kernels by their first run on this machine, the runs of a kernel by time. */
static void order_runs(struct chronicle *chronicle, size_t at, size_t *ret_places)
{
	struct chronicle_machine *machine = &chronicle->machines[at];
	bool *is_done = xcalloc(chronicle->kernel_count + 1, sizeof(*is_done));

	machine->runs = xcalloc(chronicle->run_count + 1, sizeof(*machine->runs));
	for (size_t i = 0; i < chronicle->run_count; i++) {
		size_t kernel = chronicle->runs[i].kernel;

		if (chronicle->runs[i].machine != at || is_done[kernel])
			continue;
		is_done[kernel] = true;
		for (size_t j = i; j < chronicle->run_count; j++) {
			if (chronicle->runs[j].machine != at || chronicle->runs[j].kernel != kernel)
				continue;
			ret_places[j] = machine->count;
			machine->runs[machine->count++] = j;
		}
	}
	free(is_done);
}

static int by_point(const void *a, const void *b)
{
	const struct chronicle_point *x = a, *y = b;
	int order = strcmp(x->family, y->family);

	if (!order)
		order = strcmp(x->case_name, y->case_name);
	if (!order)
		order = (x->size_bytes > y->size_bytes) - (x->size_bytes < y->size_bytes);
	if (!order)
		order = (x->folio_bytes > y->folio_bytes) - (x->folio_bytes < y->folio_bytes);
	if (!order)
		order = strcmp(x->name, y->name);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void load_points(struct index *index, struct chronicle *chronicle, const struct globs *only,
			struct places *places)
{
	sqlite3_stmt *statement =
		index_prepare(index, "SELECT id, name, case_name, family, folio_bytes, size_bytes, "
				     "protocol, is_per_page FROM point");

	*places = places_for(index, "point");
	chronicle->points = xcalloc(places->count + 1, sizeof(*chronicle->points));
	while (index_step(index, statement)) {
		int64_t protocol = sqlite3_column_int64(statement, 6);
		struct chronicle_point *point = &chronicle->points[chronicle->point_count];

		if (only->count &&
		    !globs_match(only, (const char *)sqlite3_column_text(statement, 1)))
			continue;
		*point = (struct chronicle_point) {
			.id = sqlite3_column_int64(statement, 0),
			.name = take_text(statement, 1),
			.case_name = take_text(statement, 2),
			.family = take_text(statement, 3),
			.folio_bytes = (uint64_t)sqlite3_column_int64(statement, 4),
			.size_bytes = (uint64_t)sqlite3_column_int64(statement, 5),
			.is_per_page = sqlite3_column_int(statement, 7),
		};
		memcpy(&point->protocol, &protocol, sizeof(protocol));
		chronicle->point_count++;
	}
	sqlite3_finalize(statement);
	qsort(chronicle->points, chronicle->point_count, sizeof(*chronicle->points), by_point);
	for (size_t i = 0; i < chronicle->point_count; i++)
		places->of[chronicle->points[i].id] = i + 1;
}

void chronicle_load(struct index *index, const char *root, const struct chronicle_choice *choice,
		    struct chronicle *ret_chronicle)
{
	struct chronicle chronicle = { .root = root };
	struct places machines, runs, points;
	struct series_places places;
	size_t *place;

	load_machines(index, &chronicle, &machines);
	load_runs(index, &chronicle, &machines, &runs);
	load_points(index, &chronicle, &choice->only, &points);
	place = xcalloc(chronicle.run_count + 1, sizeof(*place));
	for (size_t i = 0; i < chronicle.machine_count; i++)
		order_runs(&chronicle, i, place);
	places = (struct series_places) { runs.of, points.of, place };
	series_load(index, &places, choice->figures, &chronicle);
	free(place);
	free(points.of);
	free(runs.of);
	free(machines.of);
	*ret_chronicle = chronicle;
}

void chronicle_free(struct chronicle *chronicle)
{
	for (size_t i = 0; i < chronicle->series_count; i++) {
		free(chronicle->series[i].values);
		regimes_free(&chronicle->series[i].regimes);
	}
	for (size_t i = 0; i < chronicle->point_count; i++) {
		free(chronicle->points[i].name);
		free(chronicle->points[i].case_name);
		free(chronicle->points[i].family);
	}
	for (size_t i = 0; i < chronicle->kernel_count; i++) {
		free(chronicle->kernels[i].release);
		free(chronicle->kernels[i].version);
	}
	for (size_t i = 0; i < chronicle->machine_count; i++) {
		free(chronicle->machines[i].key);
		free(chronicle->machines[i].name);
		free(chronicle->machines[i].about);
		free(chronicle->machines[i].runs);
	}
	for (size_t i = 0; i < chronicle->run_count; i++) {
		free(chronicle->runs[i].path);
		free(chronicle->runs[i].name);
	}
	free(chronicle->series);
	free(chronicle->points);
	free(chronicle->kernels);
	free(chronicle->machines);
	free(chronicle->runs);
}

const struct chronicle_run *chronicle_run_at(const struct chronicle *chronicle,
					     const struct chronicle_series *series, size_t value)
{
	return &chronicle->runs[series->values[value].run];
}

const struct chronicle_kernel *chronicle_kernel_at(const struct chronicle *chronicle,
						   const struct chronicle_series *series,
						   size_t value)
{
	return &chronicle->kernels[chronicle_run_at(chronicle, series, value)->kernel];
}
