// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the change points of all series; the index caches them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "changepoint.h"
#include "base/hash.h"
#include "base/die.h"
#include "series.h"
#include "compare/threads.h"

/* Seed of the permutations: the same values give the same changes. */
enum { SEED = 1 };

/* A series. @key: hash of all that determines its changes. @is_known: from the cache. */
struct work {
	struct dataset_series *series;
	double *y, margin;
	int64_t key;
	struct changepoint_point *points;
	size_t count;
	bool is_known;
};

static void take_values(struct dataset_series *series, double margin, struct work *work)
{
	uint64_t key;

	*work = (struct work) { .series = series, .margin = margin };
	work->y = xcalloc(series->count, sizeof(*work->y));
	for (size_t i = 0; i < series->count; i++)
		work->y[i] = log(series->values[i].value);
	key = hash_add(HASH_START, work->y, series->count * sizeof(*work->y));
	key = hash_add(key, &margin, sizeof(margin));
	memcpy(&work->key, &key, sizeof(key));
}

/* Rejects a cached result that does not fit the series, as after a hash collision. */
static bool is_sound(const struct work *work, size_t bytes)
{
	size_t before = 0;

	if (bytes % sizeof(*work->points))
		return false;
	for (size_t i = 0; i < work->count; i++) {
		if (work->points[i].at <= before || work->points[i].at >= work->series->count)
			return false;
		before = work->points[i].at;
	}
	return true;
}

static void recall(struct index *index, sqlite3_stmt *statement, struct work *work)
{
	if (work->series->count < 2 * (size_t)CHANGEPOINT_SEGMENT_LEAST) {
		work->is_known = true; /* none */
		return;
	}
	sqlite3_bind_int64(statement, 1, work->key);
	if (index_step(index, statement)) {
		size_t bytes = (size_t)sqlite3_column_bytes(statement, 0);

		work->count = bytes / sizeof(*work->points);
		work->points = xcalloc(work->count + 1, sizeof(*work->points));
		if (bytes)
			memcpy(work->points, sqlite3_column_blob(statement, 0),
			       work->count * sizeof(*work->points));
		work->is_known = is_sound(work, bytes);
		if (!work->is_known) {
			free(work->points);
			work->points = NULL;
			work->count = 0;
		}
	}
	sqlite3_reset(statement);
}

static void look(size_t item, void *argument)
{
	struct work *work = &((struct work *)argument)[item];

	if (!work->is_known)
		work->count = changepoint_find(work->y, work->series->count, log1p(work->margin),
					       SEED, &work->points);
	segments_make(work->y, work->series->count, work->points, work->count,
		      &work->series->segments);
}

/* Caches new results. Empties the cache first if it would have four times the entries needed. */
static void remember(struct index *index, const struct work *works, size_t count, size_t anew)
{
	sqlite3_stmt *put = index_prepare(index, "INSERT OR REPLACE INTO memo VALUES(?, ?)");
	sqlite3_stmt *total = index_prepare(index, "SELECT count(*) FROM memo");
	bool is_full;

	index_execute(index, "BEGIN IMMEDIATE");
	is_full = index_step(index, total) &&
		  (size_t)sqlite3_column_int64(total, 0) + anew > 4 * count;
	sqlite3_finalize(total);
	if (is_full)
		index_execute(index, "DELETE FROM memo");
	for (size_t i = 0; i < count; i++) {
		if ((works[i].is_known && !is_full) || works[i].series->segments.is_short)
			continue;
		sqlite3_bind_int64(put, 1, works[i].key);
		sqlite3_bind_blob64(put, 2, works[i].count ? (const void *)works[i].points : "",
				    works[i].count * sizeof(*works[i].points), SQLITE_STATIC);
		index_step(index, put);
		sqlite3_reset(put);
	}
	index_execute(index, "COMMIT");
	sqlite3_finalize(put);
}

size_t series_find_changes(struct index *index, struct dataset *dataset, double margin)
{
	sqlite3_stmt *statement = index_prepare(index, "SELECT changes FROM memo WHERE key = ?");
	struct work *works = xcalloc(dataset->series_count + 1, sizeof(*works));
	size_t anew = 0;

	for (size_t i = 0; i < dataset->series_count; i++) {
		take_values(&dataset->series[i], margin, &works[i]);
		recall(index, statement, &works[i]);
		anew += !works[i].is_known;
	}
	sqlite3_finalize(statement);
	threads_run(dataset->series_count, look, works);
	if (anew)
		remember(index, works, dataset->series_count, anew);
	for (size_t i = 0; i < dataset->series_count; i++) {
		free(works[i].points);
		free(works[i].y);
	}
	free(works);
	return anew;
}
