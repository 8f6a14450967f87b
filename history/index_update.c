// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads new and changed runs in parallel, estimates their points, and writes these to the index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "index.h"
#include "compare/estimate.h"
#include "compare/format.h"
#include "compare/threads.h"

/* Number of runs in memory at a time, and per transaction. */
enum { BATCH_RUNS = 32 };

/*
 * struct run_summary_point - a point of a run.
 * @row: one of its rows. @protocol: see csv_row_protocol().
 * @on: of each metric; value is NAN if unknown. See estimate_measure().
 * @why: why it has no value at all; else NULL.
 */
struct run_summary_point {
	struct csv_row row;
	uint64_t protocol;
	bool is_per_page;
	struct estimate on[CSV_READER_METRICS];
	char *why;
};

/*
 * struct run_summary - what the index keeps of one run.
 * @error, @reason: as in struct load_run; with an error the rest is empty.
 * @machine: key of machine, page sizes and clock. @about: description.
 * @rows, @bad_rows: number of rows read, and left out.
 */
struct run_summary {
	int error;
	struct reason reason;
	char *name, *machine, *host, *about, *release, *version;
	bool counts_instructions;
	size_t rows, bad_rows, count;
	struct run_summary_point *points;
};

/* Facts in which runs of one series must agree. */
static const char *const apart[] = { "page_bytes", "pmd_bytes", "clock_domain", "clock" };

static char *machine_of(const struct load_run *run)
{
	char *key = xstrdup(run->machine);

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		xappend(&key, "", "\n%s", host_facts_get(&run->facts, apart[i]));
	return key;
}

static bool measure(const struct design *design, struct run_summary_point *point)
{
	bool has_any = false;

	for (int metric = 0; metric < CSV_READER_METRICS; metric++) {
		struct estimate level = estimate_measure(design, DESIGN_SIDE_A, point->row.point,
							 (enum csv_reader_metric)metric);

		if (!(level.value > 0) || !isfinite(level.value))
			level.value = NAN;
		has_any |= !isnan(level.value);
		point->on[metric] = level;
	}
	return has_any;
}

static void add_point(const struct design *design, const struct csv_reader_point *found,
		      struct run_summary *summary)
{
	struct run_summary_point *point = &summary->points[summary->count++];

	point->row = found->row;
	point->protocol = csv_row_protocol(&found->row);
	point->is_per_page = found->is_per_page;
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		point->on[metric].value = NAN;
	if (!found->ok_rows)
		point->why = format_clean(found->why);
	else if (found->unlike)
		point->why = xasprintf("its samples differ in %s", found->unlike);
	else if (!measure(design, point))
		point->why = xstrdup("its median is 0");
}

static void add_points(const struct load_run *run, struct run_summary *summary)
{
	struct design design;

	design_make(&run, 1, NULL, 0, &design);
	summary->points = xcalloc(run->samples.count + 1, sizeof(*summary->points));
	for (size_t i = 0; i < run->samples.count; i++)
		add_point(&design, &run->samples.points[i], summary);
	design_free(&design);
}

static void read_run(const char *path, struct run_summary *ret_summary)
{
	struct run_summary summary = { 0 };
	struct load_run run;

	load_run(path, &run);
	summary.error = run.error;
	summary.reason = run.reason;
	if (!run.error) {
		summary.name = xstrdup(run.name);
		summary.machine = machine_of(&run);
		summary.host = xstrdup(host_facts_get(&run.facts, "host"));
		summary.about = format_host(summary.host, &run.facts);
		summary.release = xstrdup(host_facts_get(&run.facts, "kernel_release"));
		summary.version = xstrdup(host_facts_get(&run.facts, "kernel_version"));
		summary.counts_instructions = host_facts_counts_instructions(&run.facts);
		summary.rows = run.samples.rows;
		summary.bad_rows = run.samples.bad_rows;
		add_points(&run, &summary);
	}
	load_free_run(&run);
	*ret_summary = summary;
}

static void free_summary(struct run_summary *summary)
{
	for (size_t i = 0; i < summary->count; i++)
		free(summary->points[i].why);
	free(summary->points);
	free(summary->version);
	free(summary->release);
	free(summary->about);
	free(summary->host);
	free(summary->machine);
	free(summary->name);
}

/* A run to read. */
struct job {
	const char *root;
	const struct tree_run *run;
	struct run_summary summary;
};

enum statement { MACHINE, KERNEL, POINT, RUN, VALUE, TROUBLE, STATEMENTS };

static const char *const statement_texts[STATEMENTS] = {
	[MACHINE] = "INSERT INTO machine(key, name, about, counts_instructions) VALUES(?, ?, ?, ?) "
		    "ON CONFLICT(key) DO UPDATE SET about = excluded.about RETURNING id",
	[KERNEL] = "INSERT INTO kernel(release, version) VALUES(?, ?) "
		   "ON CONFLICT DO UPDATE SET release = excluded.release RETURNING id",
	[POINT] = "INSERT INTO point(name, protocol, case_name, family, folio_bytes, size_bytes, "
		  "is_per_page) VALUES(?, ?, ?, ?, ?, ?, ?) "
		  "ON CONFLICT DO UPDATE SET name = excluded.name RETURNING id",
	[RUN] = "INSERT INTO run(path, stamp, reason, name, machine, kernel, row_count, bad_rows) "
		"VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
	[VALUE] = "INSERT INTO value VALUES(?, ?, ?, ?, ?, ?, ?)",
	[TROUBLE] = "INSERT INTO trouble VALUES(?, ?, ?)",
};

/* Return: the run's id; 0 if another ./run.sh history has just added it. */
static int64_t put_run(struct index *index, sqlite3_stmt **statements, const struct job *job)
{
	const struct run_summary *summary = &job->summary;
	struct opt_u64 machine = { 0 }, kernel = { 0 };

	if (!summary->error) {
		machine = opt_u64_of((uint64_t)index_put(
			index, statements[MACHINE], "ttti", summary->machine, summary->host,
			summary->about, summary->counts_instructions));
		kernel = opt_u64_of((uint64_t)index_put(index, statements[KERNEL], "tt",
							summary->release, summary->version));
	}
	return index_put(index, statements[RUN], "ttttooll", job->run->path, job->run->stamp,
			 summary->reason.text[0] ? summary->reason.text : NULL, summary->name,
			 machine, kernel, (int64_t)summary->rows, (int64_t)summary->bad_rows);
}

static void put_values(struct index *index, sqlite3_stmt **statements, int64_t run,
		       const struct run_summary_point *point)
{
	const struct csv_row *row = &point->row;
	int64_t id = index_put(index, statements[POINT], "tlttooi", row->point,
			       (int64_t)point->protocol, row->case_name, row->family,
			       row->folio_bytes, row->size_bytes, point->is_per_page);

	for (int metric = 0; metric < CSV_READER_METRICS; metric++) {
		const struct estimate *level = &point->on[metric];

		if (!isnan(level->value))
			index_put(index, statements[VALUE], "llidddl", id, run, metric,
				  level->value, level->low, level->high, (int64_t)level->processes);
	}
}

static void put(struct index *index, sqlite3_stmt **statements, const struct job *job)
{
	int64_t run = put_run(index, statements, job);

	for (size_t i = 0; run && i < job->summary.count; i++) {
		const struct run_summary_point *point = &job->summary.points[i];

		if (point->why)
			index_put(index, statements[TROUBLE], "ltt", run, point->row.point,
				  point->why);
		else
			put_values(index, statements, run, point);
	}
}

static void read_job(size_t item, void *argument)
{
	struct job *job = &((struct job *)argument)[item];
	char *path = xasprintf("%s/%s", job->root, job->run->path);

	read_run(path, &job->summary);
	free(path);
}

static void read_batch(struct index *index, sqlite3_stmt **statements, struct job *jobs,
		       size_t count, struct index_news *news)
{
	threads_run(count, read_job, jobs);
	index_execute(index, "BEGIN IMMEDIATE");
	for (size_t i = 0; i < count; i++) {
		put(index, statements, &jobs[i]);
		news->rows += jobs[i].summary.rows;
		free_summary(&jobs[i].summary);
	}
	index_execute(index, "COMMIT");
}

static void read_all(struct index *index, struct job *jobs, size_t count, FILE *progress,
		     struct index_news *news)
{
	sqlite3_stmt *statements[STATEMENTS];

	for (int i = 0; i < STATEMENTS; i++)
		statements[i] = index_prepare(index, statement_texts[i]);
	for (size_t done = 0; done < count; done += BATCH_RUNS) {
		size_t batch = count - done < BATCH_RUNS ? count - done : BATCH_RUNS;

		if (progress)
			fprintf(progress, "\rhistory: reading runs: %zu of %zu ", done, count);
		read_batch(index, statements, jobs + done, batch, news);
	}
	if (progress && count)
		fprintf(progress, "\rhistory: reading runs: %zu of %zu \n", count, count);
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(statements[i]);
}

/* @old: ids of runs. */
static void forget(struct index *index, const int64_t *old, size_t count)
{
	sqlite3_stmt *insert;

	index_execute(index, "CREATE TEMP TABLE old(id INTEGER PRIMARY KEY)");
	insert = index_prepare(index, "INSERT INTO temp.old VALUES(?)");
	for (size_t i = 0; i < count; i++)
		index_put(index, insert, "l", old[i]);
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
