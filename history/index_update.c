// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads new and changed runs in parallel, and writes them to the index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "index.h"
#include "compare/threads.h"

/* Number of runs in memory at a time, and per transaction. */
enum { BATCH_RUNS = 32 };

/* A run to read. */
struct job {
	const char *root;
	const struct tree_run *run;
	struct run_summary run_summary;
};

struct statements {
	sqlite3_stmt *machine, *kernel, *point, *run, *value, *trouble;
};

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
	sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

static void bind_number(sqlite3_stmt *statement, int at, double number)
{
	if (isfinite(number))
		sqlite3_bind_double(statement, at, number);
	else
		sqlite3_bind_null(statement, at);
}

static void bind_count(sqlite3_stmt *statement, int at, struct opt_u64 count)
{
	if (count.known)
		sqlite3_bind_int64(statement, at, (int64_t)count.value);
	else
		sqlite3_bind_null(statement, at);
}

/* Runs a statement that returns an id, and resets it. */
static int64_t take_id(struct index *index, sqlite3_stmt *statement)
{
	int64_t id = index_step(index, statement) ? sqlite3_column_int64(statement, 0) : 0;

	sqlite3_reset(statement);
	return id;
}

static void prepare(struct index *index, struct statements *ret_statements)
{
	*ret_statements = (struct statements) {
		.machine = index_prepare(
			index, "INSERT INTO machine(key, name, about, counts_instructions) "
			       "VALUES(?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET "
			       "about = excluded.about RETURNING id"),
		.kernel = index_prepare(
			index, "INSERT INTO kernel(release, version) VALUES(?, ?) ON CONFLICT DO "
			       "UPDATE SET release = excluded.release RETURNING id"),
		.point = index_prepare(
			index,
			"INSERT INTO point(name, protocol, case_name, family, folio_bytes, "
			"size_bytes, is_per_page) VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO "
			"UPDATE SET name = excluded.name RETURNING id"),
		.run = index_prepare(index,
				     "INSERT INTO run(path, stamp, reason, name, machine, kernel, "
				     "row_count, bad_rows) VALUES(?, ?, ?, ?, ?, ?, ?, ?) "
				     "ON CONFLICT DO NOTHING RETURNING id"),
		.value = index_prepare(index, "INSERT INTO value VALUES(?, ?, ?, ?, ?, ?, ?)"),
		.trouble = index_prepare(index, "INSERT INTO trouble VALUES(?, ?, ?)"),
	};
}

static void finalize(struct statements *statements)
{
	sqlite3_finalize(statements->machine);
	sqlite3_finalize(statements->kernel);
	sqlite3_finalize(statements->point);
	sqlite3_finalize(statements->run);
	sqlite3_finalize(statements->value);
	sqlite3_finalize(statements->trouble);
}

static int64_t put_run(struct index *index, struct statements *statements, const struct job *job)
{
	const struct run_summary *run_summary = &job->run_summary;
	sqlite3_stmt *run = statements->run;

	sqlite3_clear_bindings(run);
	bind_text(run, 1, job->run->path);
	bind_text(run, 2, job->run->stamp);
	if (run_summary->reason.text[0])
		bind_text(run, 3, run_summary->reason.text);
	if (!run_summary->error) {
		bind_text(statements->machine, 1, run_summary->machine);
		bind_text(statements->machine, 2, run_summary->host);
		bind_text(statements->machine, 3, run_summary->about);
		sqlite3_bind_int(statements->machine, 4, run_summary->counts_instructions);
		bind_text(statements->kernel, 1, run_summary->release);
		bind_text(statements->kernel, 2, run_summary->version);
		bind_text(run, 4, run_summary->name);
		sqlite3_bind_int64(run, 5, take_id(index, statements->machine));
		sqlite3_bind_int64(run, 6, take_id(index, statements->kernel));
	}
	sqlite3_bind_int64(run, 7, (int64_t)run_summary->rows);
	sqlite3_bind_int64(run, 8, (int64_t)run_summary->bad_rows);
	return take_id(index, run);
}

static int64_t put_point(struct index *index, sqlite3_stmt *statement,
			 const struct run_summary_point *point)
{
	int64_t protocol;

	memcpy(&protocol, &point->protocol, sizeof(protocol));
	bind_text(statement, 1, point->row.point);
	sqlite3_bind_int64(statement, 2, protocol);
	bind_text(statement, 3, point->row.case_name);
	bind_text(statement, 4, point->row.family);
	bind_count(statement, 5, point->row.folio_bytes);
	bind_count(statement, 6, point->row.size_bytes);
	sqlite3_bind_int(statement, 7, point->is_per_page);
	return take_id(index, statement);
}

static void put_values(struct index *index, struct statements *statements, int64_t run,
		       const struct run_summary_point *point)
{
	int64_t id = put_point(index, statements->point, point);

	for (int metric = 0; metric < CSV_READER_METRICS; metric++) {
		const struct estimate *level = &point->on[metric];

		if (isnan(level->value))
			continue;
		sqlite3_bind_int64(statements->value, 1, id);
		sqlite3_bind_int64(statements->value, 2, run);
		sqlite3_bind_int(statements->value, 3, metric);
		sqlite3_bind_double(statements->value, 4, level->value);
		bind_number(statements->value, 5, level->low);
		bind_number(statements->value, 6, level->high);
		sqlite3_bind_int64(statements->value, 7, (int64_t)level->processes);
		take_id(index, statements->value);
	}
}

static void put(struct index *index, struct statements *statements, const struct job *job)
{
	int64_t run = put_run(index, statements, job);

	/* 0: another ./run.sh history has just added it */
	for (size_t i = 0; run && i < job->run_summary.count; i++) {
		const struct run_summary_point *point = &job->run_summary.points[i];

		if (!point->why) {
			put_values(index, statements, run, point);
			continue;
		}
		sqlite3_bind_int64(statements->trouble, 1, run);
		bind_text(statements->trouble, 2, point->row.point);
		bind_text(statements->trouble, 3, point->why);
		take_id(index, statements->trouble);
	}
}

static void read_job(size_t item, void *argument)
{
	struct job *job = &((struct job *)argument)[item];
	char *path = xasprintf("%s/%s", job->root, job->run->path);

	run_summary_run(path, &job->run_summary);
	free(path);
}

static void read_batch(struct index *index, struct statements *statements, struct job *jobs,
		       size_t count, struct index_news *news)
{
	threads_run(count, read_job, jobs);
	index_execute(index, "BEGIN IMMEDIATE");
	for (size_t i = 0; i < count; i++) {
		put(index, statements, &jobs[i]);
		news->rows += jobs[i].run_summary.rows;
		run_summary_free(&jobs[i].run_summary);
	}
	index_execute(index, "COMMIT");
}

static void read_all(struct index *index, struct job *jobs, size_t count, FILE *progress,
		     struct index_news *news)
{
	struct statements statements;

	prepare(index, &statements);
	for (size_t done = 0; done < count; done += BATCH_RUNS) {
		size_t batch = count - done < BATCH_RUNS ? count - done : BATCH_RUNS;

		if (progress)
			fprintf(progress, "\rhistory: reading runs: %zu of %zu ", done, count);
		read_batch(index, &statements, jobs + done, batch, news);
	}
	if (progress && count)
		fprintf(progress, "\rhistory: reading runs: %zu of %zu \n", count, count);
	finalize(&statements);
}

/* @old: ids of runs. */
static void forget(struct index *index, const int64_t *old, size_t count)
{
	sqlite3_stmt *insert;

	index_execute(index, "CREATE TEMP TABLE old(id INTEGER PRIMARY KEY)");
	insert = index_prepare(index, "INSERT INTO temp.old VALUES(?)");
	for (size_t i = 0; i < count; i++) {
		sqlite3_bind_int64(insert, 1, old[i]);
		take_id(index, insert);
	}
	sqlite3_finalize(insert);
	index_execute(index, "DELETE FROM value WHERE run IN (SELECT id FROM temp.old);"
			     "DELETE FROM trouble WHERE run IN (SELECT id FROM temp.old);"
			     "DELETE FROM run WHERE id IN (SELECT id FROM temp.old);"
			     "DROP TABLE temp.old");
}

static int by_path(const void *key, const void *run)
{
	return strcmp(key, ((const struct tree_run *)run)->path);
}

/* Marks unchanged runs as known; removes missing and changed ones. */
static void sort_out(struct index *index, const struct tree *tree, bool *ret_is_known,
		     struct index_news *news)
{
	sqlite3_stmt *statement = index_prepare(index, "SELECT id, path, stamp FROM run");
	int64_t *old = NULL;
	size_t old_count = 0;

	while (index_step(index, statement)) {
		const char *path = (const char *)sqlite3_column_text(statement, 1);
		const char *stamp = (const char *)sqlite3_column_text(statement, 2);
		const struct tree_run *run = tree->count ? bsearch(path, tree->runs, tree->count,
								   sizeof(*tree->runs), by_path)
							 : NULL;

		if (run && !strcmp(run->stamp, stamp)) {
			ret_is_known[run - tree->runs] = true;
			news->kept++;
			continue;
		}
		*(run ? &news->changed : &news->gone) += 1;
		old = xrealloc(old, old_count + 1, sizeof(*old));
		old[old_count++] = sqlite3_column_int64(statement, 0);
	}
	sqlite3_finalize(statement);
	if (old_count)
		forget(index, old, old_count);
	free(old);
}

void index_update(struct index *index, const char *root, const struct tree *tree, FILE *progress,
		  struct index_news *ret_news)
{
	bool *is_known = xcalloc(tree->count + 1, sizeof(*is_known));
	struct job *jobs = xcalloc(tree->count + 1, sizeof(*jobs));
	struct index_news news = { 0 };
	size_t count = 0;

	index_execute(index, "BEGIN IMMEDIATE");
	sort_out(index, tree, is_known, &news);
	index_execute(index, "COMMIT");
	for (size_t i = 0; i < tree->count; i++)
		if (!is_known[i])
			jobs[count++] = (struct job) { .root = root, .run = &tree->runs[i] };
	news.read = count - news.changed;
	read_all(index, jobs, count, progress, &news);
	free(jobs);
	free(is_known);
	*ret_news = news;
}
