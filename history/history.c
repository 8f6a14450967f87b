// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ./run.sh history: reports what changed in a results tree, since when, and which alerts are open.
 */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "compare/formats.h"
#include "groups.h"
#include "index.h"
#include "base/options.h"
#include "compare/set_options.h"
#include "series.h"
#include "history/site/site.h"
#include "print.h"
#include "compare/format.h"

/* Of runs with the same fault the rest is counted. */
enum { SHOWN_MAX = 10 };

/* What is asked for. @index, @acknowledged: NULL: in @root. */
static struct job {
	const char *root, *site, *since, *index, *acknowledged;
	bool must_be_acknowledged, is_rebuilt;
	enum formats_id format;
	double margin;
	struct dataset_choice choice;
} asked;

static void take_format(const char *name)
{
	asked.format = formats_take(FORMATS_HISTORY, name);
}

static const struct options_row rows[] = {
	{ "out", "SITE", "write static pages there, for a browser without a server",
	  .text = &asked.site },
	{ "format", "F", "of what is printed: one of those below", .take = take_format,
	  .initial = "text" },
	{ OPTIONS_MARGIN(&asked.margin) },
	{ OPTIONS_ONLY(&asked.choice.only) },
	{ SET_OPTIONS_METRICS(&asked.choice.metrics) },
	{ "since", "GLOB", "releases that the pages compare the newest kernel with",
	  .text = &asked.since, .fallback = "those that are no -rc, -next or -g<commit>" },
	{ "acknowledged", "FILE",
	  "alerts that somebody has seen: lines of HOST POINT RELEASE [NOTE], the first three "
	  "globs",
	  .text = &asked.acknowledged, .given = &asked.must_be_acknowledged,
	  .fallback = "DIR/acknowledged.txt" },
	{ "index", "FILE", "what is kept of the runs", .text = &asked.index,
	  .fallback = "DIR/history.sqlite" },
	{ "rebuild", NULL, "read all runs again, and print where the index differed",
	  .flag = &asked.is_rebuilt },
	{ 0 },
};

static void parse(int argc, char **argv)
{
	char *help = formats_help(FORMATS_HISTORY);
	const struct options_program program = {
		.command = "./run.sh history",
		.usage = "DIR [OPTION]...",
		.about = "Finds the runs in DIR, at any depth, and the changes of level of each "
			 "case on "
			 "each machine; prints which are open. Each run is read once: an index "
			 "keeps what "
			 "it said.",
		.notes = xappend(&help, "\n", "%s",
				 "Exit status: 0 no open alerts; 1 there are; 125 no series is "
				 "long enough to "
				 "judge; 2 usage."),
		.arguments = "one folder of runs",
		.least = 1,
		.most = 1,
		.rows = rows,
	};

	options_parse(&program, argc, argv);
	free(help);
	asked.root = argv[1];
	if (!asked.choice.metrics)
		asked.choice.metrics = (1U << CSV_READER_METRICS) - 1;
	if (!asked.index)
		asked.index = xasprintf("%s/history.sqlite", asked.root);
	if (!asked.acknowledged)
		asked.acknowledged = xasprintf("%s/acknowledged.txt", asked.root);
}

static void read_acknowledged(const struct job *job, struct acknowledged *ret_acknowledged)
{
	struct reason reason;
	int error = acknowledged_read(job->acknowledged, ret_acknowledged, &reason);

	if (error && (error != -ENOENT || job->must_be_acknowledged))
		die(EXIT_USAGE, "--acknowledged: %s", reason.text);
}

static void tell_unused(const struct job *job, const struct acknowledged *acknowledged)
{
	for (size_t i = 0; i < acknowledged->count; i++)
		if (!acknowledged->lines[i].is_used)
			fprintf(stderr, "history: note: %s:%u: fits no alert\n", job->acknowledged,
				acknowledged->lines[i].number);
}

/* Of runs that cannot be used, or of which lines are left out. */
static void tell_bad_runs(struct index *index)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT machine IS NULL, reason, bad_rows FROM run WHERE reason IS NOT NULL "
		       "ORDER BY path");
	size_t count = 0;

	while (index_step(index, statement)) {
		char *reason = format_clean((const char *)sqlite3_column_text(statement, 1));

		if (++count <= SHOWN_MAX && sqlite3_column_int(statement, 0))
			fprintf(stderr, "history: warning: left out: %s\n", reason);
		else if (count <= SHOWN_MAX)
			fprintf(stderr, "history: warning: %lld lines left out; the first: %s\n",
				sqlite3_column_int64(statement, 2), reason);
		free(reason);
	}
	if (count > SHOWN_MAX)
		fprintf(stderr, "history: warning: and %zu runs more like these\n",
			count - SHOWN_MAX);
	sqlite3_finalize(statement);
}

static struct index *open_index(const char *path)
{
	bool is_renewed;
	struct index *index = index_open(path, &is_renewed);

	if (is_renewed)
		fprintf(stderr,
			"history: %s was made by another version: all runs are read again\n", path);
	return index;
}

static void tell_news(const struct job *job, const struct index_news *news)
{
	fprintf(stderr, "history: %s: %zu runs read (%zu rows), %zu kept", job->index,
		news->read + news->changed, news->rows, news->kept);
	if (news->changed)
		fprintf(stderr, "; %zu of them were written to since they were read",
			news->changed);
	if (news->gone)
		fprintf(stderr, "; %zu are not there any more", news->gone);
	fputc('\n', stderr);
}

static void tell_differences(struct index *fresh, const struct job *job)
{
	struct index *old = open_index(job->index);
	char **paths;
	size_t count = index_differences(fresh, old, &paths);

	index_close(old);
	if (!count)
		fprintf(stderr, "history: %s told of all runs what they say\n", job->index);
	for (size_t i = 0; i < count; i++) {
		char *path = format_clean(paths[i]);

		if (i < SHOWN_MAX)
			fprintf(stderr, "history: %s differed: %s\n", job->index, path);
		free(path);
		free(paths[i]);
	}
	if (count > SHOWN_MAX)
		fprintf(stderr, "history: and of %zu runs more\n", count - SHOWN_MAX);
	free(paths);
}

/* The new index takes the old one's place when it is whole. */
static struct index *rebuild(const struct job *job, const struct tree *tree, FILE *progress,
			     struct index_news *ret_news)
{
	char *path = xasprintf("%s.new", job->index);
	struct index *index;

	if (unlink(path) && errno != ENOENT)
		die(EXIT_FAILED, "remove %s: %s", path, strerror(errno));
	index = open_index(path);
	index_update(index, job->root, tree, progress, ret_news);
	if (!access(job->index, F_OK))
		tell_differences(index, job);
	index_close(index);
	if (rename(path, job->index))
		die(EXIT_FAILED, "rename %s to %s: %s", path, job->index, strerror(errno));
	free(path);
	return open_index(job->index);
}

static struct index *read_tree(const struct job *job)
{
	FILE *progress = isatty(STDERR_FILENO) ? stderr : NULL;
	struct index_news news;
	struct index *index;
	struct tree tree;

	tree_walk(job->root, &tree);
	if (!tree.count)
		die(EXIT_USAGE,
		    "%s: no runs there, at any depth (a run is a folder with a samples.csv; see "
		    "results/README.md)",
		    job->root);
	if (tree.unread_count)
		fprintf(stderr, "history: warning: %zu folders left out; the first: %s\n",
			tree.unread_count, tree.unread.text);
	if (job->is_rebuilt) {
		index = rebuild(job, &tree, progress, &news);
	} else {
		index = open_index(job->index);
		index_update(index, job->root, &tree, progress, &news);
	}
	tell_news(job, &news);
	tell_bad_runs(index);
	tree_free(&tree);
	return index;
}

static void write_site(const struct job *job, const struct print *summary)
{
	const struct site_options options = { .folder = job->site, .since = job->since };
	struct site_result result = site_write(summary->dataset, summary->alerts, &options);

	fprintf(stderr, "history: %s/index.html: %zu pages, %zu of them new or changed", job->site,
		result.pages, result.written);
	if (result.removed)
		fprintf(stderr, ", %zu removed", result.removed);
	fputc('\n', stderr);
}

static int tell(const struct job *job, struct index *index)
{
	struct dataset dataset;
	struct acknowledged acknowledged;
	struct alerts alerts;
	struct missing losses;
	struct print summary = { &dataset, &alerts, &losses };
	int status;

	read_acknowledged(job, &acknowledged);
	dataset_load(index, job->root, &job->choice, &dataset);
	if (dataset.copies)
		fprintf(stderr, "history: warning: %zu runs left out: copies of others\n",
			dataset.copies);
	series_find_changes(index, &dataset, job->margin);
	alerts_find(&dataset, &acknowledged, job->margin, &alerts);
	groups_make(&dataset, &alerts);
	missing_find(index, &dataset, &losses);
	if (job->site)
		write_site(job, &summary);
	(job->format == FORMATS_HISTORY_JSON ? print_json : print_text)(&summary, stdout);
	tell_unused(job, &acknowledged);
	status = alerts_count(&alerts, ALERTS_OPEN) ? EXIT_FAILED
		 : alerts.judged		    ? EXIT_DONE
						    : EXIT_UNDECIDED;
	missing_free(&losses);
	alerts_free(&alerts);
	dataset_free(&dataset);
	acknowledged_free(&acknowledged);
	return status;
}

int main(int argc, char **argv)
{
	struct index *index;
	int status;

	gsl_set_error_handler_off();
	parse(argc, argv);
	index = read_tree(&asked);
	status = tell(&asked, index);
	index_close(index);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write to stdout: %s", strerror(errno));
	return status;
}
