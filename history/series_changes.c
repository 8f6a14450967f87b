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

/*
 * A look at a series: at the @n values that there were after its run @run, the newest of which has
 * the index @newest. @key: hash of all that determines the changes. @is_known: from the cache.
 */
struct work {
	const struct dataset_series *series;
	struct segments *segments;
	size_t run, n, newest;
	double *y, margin;
	int64_t key;
	struct changepoint_point *points;
	size_t count;
	bool is_known;
};

/* Takes the values of runs up to @run. Indexes of runs are in the order of time. */
static void take_values(const struct dataset_series *series, size_t run, double margin,
			struct segments *segments, struct work *work)
{
	uint64_t key;

	*work = (struct work) { .series = series, .segments = segments, .run = run };
	work->margin = margin;
	work->y = xcalloc(series->count, sizeof(*work->y));
	for (size_t i = 0; i < series->count; i++) {
		if (series->values[i].run > run)
			continue;
		if (series->values[i].run == run)
			work->newest = work->n;
		work->y[work->n++] = log(series->values[i].value);
	}
	key = hash_add(HASH_START, work->y, work->n * sizeof(*work->y));
	key = hash_add(key, &margin, sizeof(margin));
	memcpy(&work->key, &key, sizeof(key));
}

/* The newest run of a series with an index below @run; SIZE_MAX: there is none. */
static size_t run_before(const struct dataset_series *series, size_t run)
{
	size_t newest = SIZE_MAX;

	for (size_t i = 0; i < series->count; i++)
		if (series->values[i].run < run &&
		    (newest == SIZE_MAX || series->values[i].run > newest))
			newest = series->values[i].run;
	return newest;
}

/* Rejects a cached result that does not fit the series, as after a hash collision. */
static bool is_sound(const struct work *work, size_t bytes)
{
	size_t before = 0;

	if (bytes % sizeof(*work->points))
		return false;
	for (size_t i = 0; i < work->count; i++) {
		if (work->points[i].at <= before || work->points[i].at >= work->n)
			return false;
		before = work->points[i].at;
	}
	return true;
}

static void recall(struct index *index, sqlite3_stmt *statement, struct work *work)
{
	if (work->n < 2 * (size_t)CHANGEPOINT_SEGMENT_LEAST) {
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
		work->count = changepoint_find(work->y, work->n, log1p(work->margin), SEED,
					       &work->points);
	segments_make(work->y, work->n, work->points, work->count, work->segments);
}

static void look_at(struct index *index, struct work *works, size_t count)
{
	sqlite3_stmt *statement = index_prepare(index, "SELECT changes FROM memo WHERE key = ?");

	for (size_t i = 0; i < count; i++)
		recall(index, statement, &works[i]);
	sqlite3_finalize(statement);
	threads_run(count, look, works);
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
		if ((works[i].is_known && !is_full) || works[i].segments->is_short)
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

/*
 * Adds the @most looks before the newest one to @works, of each series with changes: looks of a
 * series follow each other, the newest first. Return: number of works.
 */
static size_t add_looks(const struct dataset *dataset, double margin, size_t most,
			struct work *works)
{
	size_t count = dataset->series_count;

	for (size_t i = 0; i < dataset->series_count; i++) {
		const struct dataset_series *series = &dataset->series[i];
		size_t run = works[i].run;

		for (size_t j = 0; j < most && series->segments.count > 1; j++) {
			if (series->count - j <= 2 * (size_t)CHANGEPOINT_SEGMENT_LEAST)
				break; /* there was no change yet */
			run = run_before(series, run);
			take_values(series, run, margin, xcalloc(1, sizeof(struct segments)),
				    &works[count++]);
		}
	}
	return count;
}

/* Counts in how many looks each change was found, from the oldest look to the newest. */
static void follow(const struct dataset *dataset, struct work *works, size_t count)
{
	for (size_t i = count; i-- > dataset->series_count;) {
		const struct work *before = &works[i], *next = before - 1;

		if (next->series != before->series)
			next = &works[before->series - dataset->series];
		segments_follow(before->segments, next->newest, next->segments);
		segments_free(before->segments);
		free(before->segments);
	}
}

size_t series_find_changes(struct index *index, struct dataset *dataset, double margin,
			   size_t stand)
{
	struct work *works = xcalloc(dataset->series_count + 1, sizeof(*works));
	size_t count = dataset->series_count, anew = 0;

	for (size_t i = 0; i < count; i++)
		take_values(&dataset->series[i], run_before(&dataset->series[i], SIZE_MAX), margin,
			    &dataset->series[i].segments, &works[i]);
	look_at(index, works, count);
	works = xrealloc(works, stand * count + 1, sizeof(*works));
	count = add_looks(dataset, margin, stand - 1, works);
	look_at(index, works + dataset->series_count, count - dataset->series_count);
	for (size_t i = 0; i < count; i++)
		anew += !works[i].is_known;
	if (anew)
		remember(index, works, count, anew);
	follow(dataset, works, count);
	for (size_t i = 0; i < count; i++) {
		free(works[i].points);
		free(works[i].y);
	}
	free(works);
	return anew;
}
