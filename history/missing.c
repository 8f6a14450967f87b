// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares the newest run with the last one that had a value of each point. */
#include "dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "index.h"

/* Return: the newest run with a value of the point, in any metric; SIZE_MAX without one. */
static size_t last_with(const struct dataset *dataset, size_t machine, const char *point)
{
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < dataset->series_count; i++) {
		const struct dataset_series *series = &dataset->series[i];

		if (series->machine != machine ||
		    strcmp(dataset->points[series->point].name, point) != 0)
			continue;
		for (size_t j = 0; j < series->count; j++)
			if (last == SIZE_MAX || series->values[j].run > last)
				last = series->values[j].run;
	}
	return last;
}

static void look(struct index *index, sqlite3_stmt *statement, const struct dataset *dataset,
		 size_t machine, struct missing *missing)
{
	size_t run = dataset->machines[machine].runs[dataset->machines[machine].count - 1];

	sqlite3_bind_int64(statement, 1, dataset->runs[run].id);
	while (index_step(index, statement)) {
		const char *point = (const char *)sqlite3_column_text(statement, 0);
		const char *why = (const char *)sqlite3_column_text(statement, 1);
		size_t last = last_with(dataset, machine, point);

		if (last == SIZE_MAX)
			continue;
		missing->points =
			xrealloc(missing->points, missing->count + 1, sizeof(*missing->points));
		missing->points[missing->count++] =
			(struct missing_point) { xstrdup(point), xstrdup(why), machine, run, last };
	}
	sqlite3_reset(statement);
}

void missing_find(struct index *index, const struct dataset *dataset, struct missing *ret_missing)
{
	sqlite3_stmt *statement =
		index_prepare(index, "SELECT point, why FROM trouble WHERE run = ? ORDER BY point");
	struct missing missing = { 0 };

	for (size_t i = 0; i < dataset->machine_count; i++)
		if (dataset->machines[i].count)
			look(index, statement, dataset, i, &missing);
	sqlite3_finalize(statement);
	*ret_missing = missing;
}

void missing_free(struct missing *missing)
{
	for (size_t i = 0; i < missing->count; i++) {
		free(missing->points[i].point);
		free(missing->points[i].why);
	}
	free(missing->points);
}
