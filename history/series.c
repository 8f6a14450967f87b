// SPDX-License-Identifier: GPL-2.0-or-later
/* Sorts values into series by machine, point, protocol and metric. */
#include "series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

/* All possible series, by machine, point and metric; some stay empty. */
struct grid {
	size_t count;
	struct dataset_series *cells;
};

static struct dataset_series *cell_of(const struct dataset *dataset, const struct grid *grid,
				      size_t machine, size_t point, size_t metric)
{
	return &grid->cells[(machine * dataset->point_count + point) * CSV_READER_METRICS + metric];
}

static void add_value(struct dataset_series *series, const struct dataset_value *value)
{
	series->values = xgrow(series->values, series->count, sizeof(*series->values));
	series->values[series->count++] = *value;
}

static double number_at(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL
		       ? NAN
		       : sqlite3_column_double(statement, column);
}

static void fill(struct index *index, const struct series_places *places, unsigned int metrics,
		 const struct dataset *dataset, struct grid *grid)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT point, run, figure, value, low, high, processes FROM value");

	while (index_step(index, statement)) {
		size_t point = places->points[sqlite3_column_int64(statement, 0)];
		size_t run = places->runs[sqlite3_column_int64(statement, 1)];
		int metric = sqlite3_column_int(statement, 2);
		struct dataset_value value = { .run = run - 1 };

		if (!point || !run || metric < 0 || metric >= CSV_READER_METRICS ||
		    !(metrics & 1U << metric))
			continue;
		value.place = places->in_machine[run - 1];
		value.value = sqlite3_column_double(statement, 3);
		value.low = number_at(statement, 4);
		value.high = number_at(statement, 5);
		value.processes = (unsigned int)sqlite3_column_int(statement, 6);
		add_value(cell_of(dataset, grid, dataset->runs[run - 1].machine, point - 1,
				  (size_t)metric),
			  &value);
	}
	sqlite3_finalize(statement);
}

static int by_place(const void *a, const void *b)
{
	size_t x = ((const struct dataset_value *)a)->place;
	size_t y = ((const struct dataset_value *)b)->place;

	return (x > y) - (x < y);
}

/*
 * If a point was measured in several ways, keeps that of the newest run. @cells: series of one
 * machine and metric; those of the @count points of one name are CSV_READER_METRICS apart.
 */
static void choose_protocol(struct dataset_series *cells, size_t count)
{
	struct dataset_series *newest = NULL;
	size_t total = 0;

	for (size_t i = 0; i < count; i++) {
		struct dataset_series *series = &cells[i * CSV_READER_METRICS];

		if (!series->count)
			continue;
		qsort(series->values, series->count, sizeof(*series->values), by_place);
		total += series->count;
		if (!newest || by_place(&series->values[series->count - 1],
					&newest->values[newest->count - 1]) > 0)
			newest = series;
	}
	if (!newest)
		return;
	newest->left_out = total - newest->count;
	for (size_t i = 0; i < count; i++) {
		struct dataset_series *series = &cells[i * CSV_READER_METRICS];

		if (series != newest) {
			free(series->values);
			*series = (struct dataset_series) { 0 };
		}
	}
}

static void choose_protocols(const struct dataset *dataset, const struct grid *grid)
{
	size_t count;

	for (size_t first = 0; first < dataset->point_count; first += count) {
		for (count = 1; first + count < dataset->point_count; count++)
			if (strcmp(dataset->points[first].name,
				   dataset->points[first + count].name) != 0)
				break;
		for (size_t machine = 0; machine < dataset->machine_count; machine++)
			for (size_t metric = 0; metric < CSV_READER_METRICS; metric++)
				choose_protocol(cell_of(dataset, grid, machine, first, metric),
						count);
	}
}

void series_load(struct index *index, const struct series_places *places, unsigned int metrics,
		 struct dataset *dataset)
{
	struct grid grid = {
		.count = dataset->machine_count * dataset->point_count * CSV_READER_METRICS,
	};

	grid.cells = xcalloc(grid.count + 1, sizeof(*grid.cells));
	fill(index, places, metrics, dataset, &grid);
	choose_protocols(dataset, &grid);
	for (size_t i = 0; i < grid.count; i++) {
		struct dataset_series *series = &grid.cells[i];

		if (!series->count)
			continue;
		series->metric = (enum csv_reader_metric)(i % CSV_READER_METRICS);
		series->point = i / CSV_READER_METRICS % dataset->point_count;
		series->machine = i / CSV_READER_METRICS / dataset->point_count;
		grid.cells[dataset->series_count++] = *series;
	}
	dataset->series = grid.cells;
}
