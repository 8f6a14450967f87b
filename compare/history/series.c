// SPDX-License-Identifier: GPL-2.0-or-later
/* Which values stand in one series, and in which order? */
#include "series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

/* Series by machine, point and figure, before it is known which of them are any. */
struct grid {
	size_t count;
	struct chronicle_series *cells;
};

static struct chronicle_series *cell_of(const struct chronicle *chronicle, const struct grid *grid,
					size_t machine, size_t point, size_t figure)
{
	return &grid->cells[(machine * chronicle->point_count + point) * SAMPLES_FIGURES + figure];
}

static void add_value(struct chronicle_series *series, const struct chronicle_value *value)
{
	/* room for 8, 16, 32, ... */
	if (!series->count || (series->count >= 8 && !(series->count & (series->count - 1))))
		series->values = xrealloc(series->values, series->count ? 2 * series->count : 8,
					  sizeof(*series->values));
	series->values[series->count++] = *value;
}

static double number_at(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL
		       ? NAN
		       : sqlite3_column_double(statement, column);
}

static void fill(struct index *index, const struct series_places *places, unsigned int figures,
		 const struct chronicle *chronicle, struct grid *grid)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT point, run, figure, value, low, high, processes FROM value");

	while (index_step(index, statement)) {
		size_t point = places->points[sqlite3_column_int64(statement, 0)];
		size_t run = places->runs[sqlite3_column_int64(statement, 1)];
		int figure = sqlite3_column_int(statement, 2);
		struct chronicle_value value = { .run = run - 1 };

		if (!point || !run || figure < 0 || figure >= SAMPLES_FIGURES ||
		    !(figures & 1U << figure))
			continue;
		value.place = places->in_machine[run - 1];
		value.value = sqlite3_column_double(statement, 3);
		value.low = number_at(statement, 4);
		value.high = number_at(statement, 5);
		value.processes = (unsigned int)sqlite3_column_int(statement, 6);
		add_value(cell_of(chronicle, grid, chronicle->runs[run - 1].machine, point - 1,
				  (size_t)figure),
			  &value);
	}
	sqlite3_finalize(statement);
}

static int by_place(const void *a, const void *b)
{
	size_t x = ((const struct chronicle_value *)a)->place;
	size_t y = ((const struct chronicle_value *)b)->place;

	return (x > y) - (x < y);
}

/* Of the same point measured in several ways, the way of the newest run stays. */
static void choose_protocol(const struct chronicle *chronicle, const struct grid *grid,
			    size_t machine, size_t first, size_t count, size_t figure)
{
	struct chronicle_series *newest = NULL;
	size_t total = 0;

	for (size_t i = first; i < first + count; i++) {
		struct chronicle_series *series = cell_of(chronicle, grid, machine, i, figure);

		if (!series->count)
			continue;
		qsort(series->values, series->count, sizeof(*series->values), by_place);
		total += series->count;
		if (!newest || by_place(&series->values[series->count - 1],
					&newest->values[newest->count - 1]) > 0)
			newest = series;
	}
	for (size_t i = first; i < first + count; i++) {
		struct chronicle_series *series = cell_of(chronicle, grid, machine, i, figure);

		if (series == newest) {
			series->left_out = total - series->count;
			continue;
		}
		free(series->values);
		series->values = NULL;
		series->count = 0;
	}
}

static void choose_protocols(const struct chronicle *chronicle, const struct grid *grid)
{
	size_t count;

	for (size_t first = 0; first < chronicle->point_count; first += count) {
		for (count = 1; first + count < chronicle->point_count; count++)
			if (strcmp(chronicle->points[first].name,
				   chronicle->points[first + count].name) != 0)
				break;
		for (size_t machine = 0; machine < chronicle->machine_count; machine++)
			for (size_t figure = 0; figure < SAMPLES_FIGURES; figure++)
				choose_protocol(chronicle, grid, machine, first, count, figure);
	}
}

void series_load(struct index *index, const struct series_places *places, unsigned int figures,
		 struct chronicle *chronicle)
{
	struct grid grid = {
		.count = chronicle->machine_count * chronicle->point_count * SAMPLES_FIGURES,
	};

	grid.cells = xcalloc(grid.count + 1, sizeof(*grid.cells));
	fill(index, places, figures, chronicle, &grid);
	choose_protocols(chronicle, &grid);
	for (size_t i = 0; i < grid.count; i++) {
		struct chronicle_series *series = &grid.cells[i];

		if (!series->count)
			continue;
		series->figure = (enum samples_figure)(i % SAMPLES_FIGURES);
		series->point = i / SAMPLES_FIGURES % chronicle->point_count;
		series->machine = i / SAMPLES_FIGURES / chronicle->point_count;
		grid.cells[chronicle->series_count++] = *series;
	}
	chronicle->series = grid.cells;
}
