// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads runs and series from the index, in the order of history. */
#include "dataset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "index.h"
#include "series.h"

/* Maps ids of the index to places in the dataset plus 1; 0: unused. */
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

static void load_machines(struct index *index, struct dataset *dataset, struct places *places)
{
	sqlite3_stmt *statement =
		index_prepare(index,
			      "SELECT id, key, name, about, counts_instructions FROM machine "
			      "WHERE id IN (SELECT machine FROM run) ORDER BY name, key");

	*places = places_for(index, "machine");
	dataset->machines = xcalloc(places->count + 1, sizeof(*dataset->machines));
	while (index_step(index, statement)) {
		places->of[sqlite3_column_int64(statement, 0)] = dataset->machine_count + 1;
		dataset->machines[dataset->machine_count++] = (struct dataset_machine) {
			.key = take_text(statement, 1),
			.name = take_text(statement, 2),
			.about = take_text(statement, 3),
			.unit = sqlite3_column_int(statement, 4) ? "instructions" : "ns",
		};
	}
	sqlite3_finalize(statement);
}

/* Runs come by name, so by time: kernels are numbered by their first run. */
static void load_kernel(struct index *index, struct dataset *dataset, int64_t id,
			struct places *places, sqlite3_stmt *statement)
{
	if (places->of[id])
		return;
	sqlite3_bind_int64(statement, 1, id);
	if (index_step(index, statement))
		dataset->kernels[dataset->kernel_count++] = (struct dataset_kernel) {
			.release = take_text(statement, 0),
			.version = take_text(statement, 1),
		};
	sqlite3_reset(statement);
	places->of[id] = dataset->kernel_count;
}

/* Of a run in two folders, keeps the first by path. */
static bool is_copy(const struct dataset *dataset, const char *name, size_t machine)
{
	for (size_t i = dataset->run_count; i--;) {
		if (strcmp(dataset->runs[i].name, name) != 0)
			return false;
		if (dataset->runs[i].machine == machine)
			return true;
	}
	return false;
}

static void load_runs(struct index *index, struct dataset *dataset, const struct places *machines,
		      struct places *places)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT id, path, name, machine, kernel, (SELECT count(*) FROM trouble "
		       "WHERE trouble.run = run.id) FROM run WHERE machine IS NOT NULL "
		       "ORDER BY name, path");
	sqlite3_stmt *kernel =
		index_prepare(index, "SELECT release, version FROM kernel WHERE id = ?");
	struct places kernels = places_for(index, "kernel");

	*places = places_for(index, "run");
	dataset->runs = xcalloc(rows_in(index, "run") + 1, sizeof(*dataset->runs));
	dataset->kernels = xcalloc(kernels.count + 1, sizeof(*dataset->kernels));
	while (index_step(index, statement)) {
		struct dataset_run run = {
			.id = sqlite3_column_int64(statement, 0),
			.machine = machines->of[sqlite3_column_int64(statement, 3)] - 1,
			.troubles = (size_t)sqlite3_column_int64(statement, 5),
		};

		if (is_copy(dataset, (const char *)sqlite3_column_text(statement, 2),
			    run.machine)) {
			dataset->copies++;
			continue;
		}
		load_kernel(index, dataset, sqlite3_column_int64(statement, 4), &kernels, kernel);
		run.kernel = kernels.of[sqlite3_column_int64(statement, 4)] - 1;
		run.path = take_text(statement, 1);
		run.name = take_text(statement, 2);
		dataset->runs[dataset->run_count++] = run;
		places->of[run.id] = dataset->run_count;
	}
	free(kernels.of);
	sqlite3_finalize(kernel);
	sqlite3_finalize(statement);
}

/* Kernels by their first run on this machine, the runs of a kernel by time. */
static void order_runs(struct dataset *dataset, size_t at, size_t *ret_places)
{
	struct dataset_machine *machine = &dataset->machines[at];
	bool *is_done = xcalloc(dataset->kernel_count + 1, sizeof(*is_done));

	machine->runs = xcalloc(dataset->run_count + 1, sizeof(*machine->runs));
	for (size_t i = 0; i < dataset->run_count; i++) {
		size_t kernel = dataset->runs[i].kernel;

		if (dataset->runs[i].machine != at || is_done[kernel])
			continue;
		is_done[kernel] = true;
		for (size_t j = i; j < dataset->run_count; j++) {
			if (dataset->runs[j].machine != at || dataset->runs[j].kernel != kernel)
				continue;
			ret_places[j] = machine->count;
			machine->runs[machine->count++] = j;
		}
	}
	free(is_done);
}

static int by_point(const void *a, const void *b)
{
	const struct dataset_point *x = a, *y = b;
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

static void load_points(struct index *index, struct dataset *dataset, const struct globlist *only,
			struct places *places)
{
	sqlite3_stmt *statement =
		index_prepare(index, "SELECT id, name, case_name, family, folio_bytes, size_bytes, "
				     "protocol, is_per_page FROM point");

	*places = places_for(index, "point");
	dataset->points = xcalloc(places->count + 1, sizeof(*dataset->points));
	while (index_step(index, statement)) {
		int64_t protocol = sqlite3_column_int64(statement, 6);
		struct dataset_point *point = &dataset->points[dataset->point_count];

		if (only->count &&
		    !globlist_match(only, (const char *)sqlite3_column_text(statement, 1)))
			continue;
		*point = (struct dataset_point) {
			.id = sqlite3_column_int64(statement, 0),
			.name = take_text(statement, 1),
			.case_name = take_text(statement, 2),
			.family = take_text(statement, 3),
			.folio_bytes = (uint64_t)sqlite3_column_int64(statement, 4),
			.size_bytes = (uint64_t)sqlite3_column_int64(statement, 5),
			.is_per_page = sqlite3_column_int(statement, 7),
		};
		memcpy(&point->protocol, &protocol, sizeof(protocol));
		dataset->point_count++;
	}
	sqlite3_finalize(statement);
	qsort(dataset->points, dataset->point_count, sizeof(*dataset->points), by_point);
	for (size_t i = 0; i < dataset->point_count; i++)
		places->of[dataset->points[i].id] = i + 1;
}

void dataset_load(struct index *index, const char *root, const struct dataset_choice *choice,
		  struct dataset *ret_chronicle)
{
	struct dataset dataset = { .root = root };
	struct places machines, runs, points;
	struct series_places places;
	size_t *place;

	load_machines(index, &dataset, &machines);
	load_runs(index, &dataset, &machines, &runs);
	load_points(index, &dataset, &choice->only, &points);
	place = xcalloc(dataset.run_count + 1, sizeof(*place));
	for (size_t i = 0; i < dataset.machine_count; i++)
		order_runs(&dataset, i, place);
	places = (struct series_places) { runs.of, points.of, place };
	series_load(index, &places, choice->metrics, &dataset);
	free(place);
	free(points.of);
	free(runs.of);
	free(machines.of);
	*ret_chronicle = dataset;
}

void dataset_free(struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->series_count; i++) {
		free(dataset->series[i].values);
		segments_free(&dataset->series[i].regimes);
	}
	for (size_t i = 0; i < dataset->point_count; i++) {
		free(dataset->points[i].name);
		free(dataset->points[i].case_name);
		free(dataset->points[i].family);
	}
	for (size_t i = 0; i < dataset->kernel_count; i++) {
		free(dataset->kernels[i].release);
		free(dataset->kernels[i].version);
	}
	for (size_t i = 0; i < dataset->machine_count; i++) {
		free(dataset->machines[i].key);
		free(dataset->machines[i].name);
		free(dataset->machines[i].about);
		free(dataset->machines[i].runs);
	}
	for (size_t i = 0; i < dataset->run_count; i++) {
		free(dataset->runs[i].path);
		free(dataset->runs[i].name);
	}
	free(dataset->series);
	free(dataset->points);
	free(dataset->kernels);
	free(dataset->machines);
	free(dataset->runs);
}

const struct dataset_run *dataset_run_at(const struct dataset *dataset,
					 const struct dataset_series *series, size_t value)
{
	return &dataset->runs[series->values[value].run];
}

const struct dataset_kernel *dataset_kernel_at(const struct dataset *dataset,
					       const struct dataset_series *series, size_t value)
{
	return &dataset->kernels[dataset_run_at(dataset, series, value)->kernel];
}
