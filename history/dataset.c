// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads runs and series from the index, in the order of history. */
#include "dataset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "index.h"
#include "series.h"

/* Return: room to map ids of a table, below @ret_count, to places in the dataset plus 1. */
static size_t *places_for(struct index *index, const char *table, size_t *ret_count)
{
	char *sql = xasprintf("SELECT max(id) FROM %s", table);

	*ret_count = (size_t)index_number(index, sql) + 1;
	free(sql);
	return xcalloc(*ret_count, sizeof(size_t));
}

static char *take_text(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return xstrdup(text ? text : "");
}

static size_t *load_machines(struct index *index, struct dataset *dataset)
{
	sqlite3_stmt *statement =
		index_prepare(index,
			      "SELECT id, key, name, about, counts_instructions FROM machine "
			      "WHERE id IN (SELECT machine FROM run) ORDER BY name, key");

	size_t room, *places = places_for(index, "machine", &room);

	dataset->machines = xcalloc(room, sizeof(*dataset->machines));
	while (index_step(index, statement)) {
		places[sqlite3_column_int64(statement, 0)] = dataset->machine_count + 1;
		dataset->machines[dataset->machine_count++] = (struct dataset_machine) {
			.key = take_text(statement, 1),
			.name = take_text(statement, 2),
			.about = take_text(statement, 3),
			.counts_instructions = sqlite3_column_int(statement, 4),
		};
	}
	sqlite3_finalize(statement);
	return places;
}

/* Adds the kernel of a run. Runs come by name, so by time: kernels are numbered by first run. */
static void load_kernel(struct index *index, struct dataset *dataset, int64_t id, size_t *places,
			sqlite3_stmt *statement)
{
	if (places[id])
		return;
	sqlite3_bind_int64(statement, 1, id);
	if (index_step(index, statement))
		dataset->kernels[dataset->kernel_count++] = (struct dataset_kernel) {
			.release = take_text(statement, 0),
			.version = take_text(statement, 1),
		};
	sqlite3_reset(statement);
	places[id] = dataset->kernel_count;
}

/* True if this run was loaded from another folder: the first by path is kept. */
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

static size_t *load_runs(struct index *index, struct dataset *dataset, const size_t *machines)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT id, path, name, machine, kernel, (SELECT count(*) FROM trouble "
		       "WHERE trouble.run = run.id) FROM run WHERE machine IS NOT NULL "
		       "ORDER BY name, path");
	sqlite3_stmt *kernel =
		index_prepare(index, "SELECT release, version FROM kernel WHERE id = ?");
	size_t room, *kernels = places_for(index, "kernel", &room), *places;

	dataset->kernels = xcalloc(room, sizeof(*dataset->kernels));
	places = places_for(index, "run", &room);
	dataset->runs = xcalloc(room, sizeof(*dataset->runs));
	while (index_step(index, statement)) {
		struct dataset_run run = {
			.id = sqlite3_column_int64(statement, 0),
			.machine = machines[sqlite3_column_int64(statement, 3)] - 1,
			.troubles = (size_t)sqlite3_column_int64(statement, 5),
		};

		if (is_copy(dataset, (const char *)sqlite3_column_text(statement, 2),
			    run.machine)) {
			dataset->copies++;
			continue;
		}
		load_kernel(index, dataset, sqlite3_column_int64(statement, 4), kernels, kernel);
		run.kernel = kernels[sqlite3_column_int64(statement, 4)] - 1;
		run.path = take_text(statement, 1);
		run.name = take_text(statement, 2);
		dataset->runs[dataset->run_count++] = run;
		places[run.id] = dataset->run_count;
	}
	free(kernels);
	sqlite3_finalize(kernel);
	sqlite3_finalize(statement);
	return places;
}

/* Orders kernels by their first run on this machine, and the runs of a kernel by time. */
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

/* Loads the points in the order of csv_reader_compare(). */
static size_t *load_points(struct index *index, struct dataset *dataset,
			   const struct globlist *only)
{
	sqlite3_stmt *statement =
		index_prepare(index,
			      "SELECT id, name, case_name, family, ifnull(folio_bytes, 0), "
			      "ifnull(size_bytes, 0), "
			      "is_per_page FROM point ORDER BY family, case_name, 6, 5, name, id");
	size_t room, *places = places_for(index, "point", &room);

	dataset->points = xcalloc(room, sizeof(*dataset->points));
	while (index_step(index, statement)) {
		struct dataset_point *point = &dataset->points[dataset->point_count];

		if (only->count &&
		    !globlist_match(only, (const char *)sqlite3_column_text(statement, 1)))
			continue;
		*point = (struct dataset_point) {
			.name = take_text(statement, 1),
			.case_name = take_text(statement, 2),
			.family = take_text(statement, 3),
			.folio_bytes = (uint64_t)sqlite3_column_int64(statement, 4),
			.size_bytes = (uint64_t)sqlite3_column_int64(statement, 5),
			.is_per_page = sqlite3_column_int(statement, 6),
		};
		places[sqlite3_column_int64(statement, 0)] = ++dataset->point_count;
	}
	sqlite3_finalize(statement);
	return places;
}

void dataset_load(struct index *index, const char *root, const struct dataset_choice *choice,
		  struct dataset *ret_dataset)
{
	struct dataset dataset = { .root = root };
	size_t *machines = load_machines(index, &dataset);
	size_t *runs = load_runs(index, &dataset, machines);
	size_t *points = load_points(index, &dataset, &choice->only);
	size_t *place = xcalloc(dataset.run_count + 1, sizeof(*place));
	struct series_places places = { runs, points, place };

	for (size_t i = 0; i < dataset.machine_count; i++)
		order_runs(&dataset, i, place);
	series_load(index, &places, choice->metrics, &dataset);
	free(place);
	free(points);
	free(runs);
	free(machines);
	*ret_dataset = dataset;
}

void dataset_free(struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->series_count; i++) {
		free(dataset->series[i].values);
		segments_free(&dataset->series[i].segments);
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
