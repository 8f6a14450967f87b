// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh history: reports what changed in a results tree, since when, and what is open. */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "compare/formats.h"
#include "index.h"
#include "base/options.h"
#include "compare/set_options.h"
#include "series.h"
#include "history/site/site.h"
#include "print.h"

/* Number of runs with the same fault that are named; the rest is counted. */
enum { SHOWN_MAX = 10 };

/* The command line. */
static struct {
	const char *root, *site, *since, *index, *acknowledged;
	bool must_be_acknowledged, is_rebuilt;
	enum formats_id format;
	double margin;
	unsigned int stand;
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
	{ "stand", "N", "runs in a row after which a change is found before it is an open alert",
	  .count = &asked.stand, .least = 1, .most = 100, .initial = "3" },
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
			 "case on each machine; prints which are open. Each run is read once: an "
			 "index keeps what it said.",
		.notes = xappend(&help, "\n", "%s",
				 "Exit status: 0 no open alerts (pending ones do not count); 1 "
				 "there are; 125 no series is long enough to judge; 2 usage."),
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

static void read_acknowledged(struct acknowledged *ret_acknowledged)
{
	struct reason reason;
	int error = acknowledged_read(asked.acknowledged, ret_acknowledged, &reason);

	if (error && (error != -ENOENT || asked.must_be_acknowledged))
		die(EXIT_USAGE, "--acknowledged: %s", reason.text);
}

/* Names runs that cannot be used, or of which lines are left out. */
static void print_bad_runs(struct index *index)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT machine IS NULL, reason, bad_rows FROM run WHERE reason IS NOT NULL "
		       "ORDER BY path");
	size_t count = 0;

	while (index_step(index, statement)) {
		const char *reason = (const char *)sqlite3_column_text(statement, 1);

		if (++count <= SHOWN_MAX && sqlite3_column_int(statement, 0))
			warn("warning: left out: %s", reason);
		else if (count <= SHOWN_MAX)
			warn("warning: %lld lines left out; the first: %s",
			     sqlite3_column_int64(statement, 2), reason);
	}
	if (count > SHOWN_MAX)
		warn("warning: and %zu runs more like these", count - SHOWN_MAX);
	sqlite3_finalize(statement);
}

static struct index *open_index(const char *path)
{
	bool is_renewed;
	struct index *index = index_open(path, &is_renewed);

	if (is_renewed)
		warn("%s was made by another version: all runs are read again", path);
	return index;
}

static void print_news(const struct index_news *news)
{
	char *line = xasprintf("%s: %zu runs read (%zu rows), %zu kept", asked.index,
			       news->read + news->changed, news->rows, news->kept);

	if (news->changed)
		xappend(&line, "; ", "%zu of them changed since they were read", news->changed);
	if (news->gone)
		xappend(&line, "; ", "%zu were removed", news->gone);
	warn("%s", line);
	free(line);
}

static void print_differences(struct index *fresh)
{
	struct index *old = open_index(asked.index);
	char **paths;
	size_t count = index_differences(fresh, old, &paths);

	index_close(old);
	if (!count)
		warn("%s held all runs as they are", asked.index);
	for (size_t i = 0; i < count; i++) {
		if (i < SHOWN_MAX)
			warn("%s differed: %s", asked.index, paths[i]);
		free(paths[i]);
	}
	if (count > SHOWN_MAX)
		warn("and %zu runs more", count - SHOWN_MAX);
	free(paths);
}

/* Replaces the old index once the new one is complete. */
static struct index *rebuild(const struct tree *tree, FILE *progress, struct index_news *ret_news)
{
	char *path = xasprintf("%s.new", asked.index);
	struct index *index;

	if (unlink(path) && errno != ENOENT)
		die(EXIT_FAILED, "remove %s: %s", path, strerror(errno));
	index = open_index(path);
	index_update(index, asked.root, tree, progress, ret_news);
	if (!access(asked.index, F_OK))
		print_differences(index);
	index_close(index);
	if (rename(path, asked.index))
		die(EXIT_FAILED, "rename %s to %s: %s", path, asked.index, strerror(errno));
	free(path);
	return open_index(asked.index);
}

static struct index *read_tree(void)
{
	FILE *progress = isatty(STDERR_FILENO) ? stderr : NULL;
	struct index_news news;
	struct index *index;
	struct tree tree;

	tree_walk(asked.root, &tree);
	if (!tree.count)
		die(EXIT_USAGE,
		    "%s: no runs there, at any depth (a run is a folder with a samples.csv; see "
		    "results/README.md)",
		    asked.root);
	if (tree.unread_count)
		warn("warning: %zu folders left out; the first: %s", tree.unread_count,
		     tree.unread.text);
	if (asked.is_rebuilt) {
		index = rebuild(&tree, progress, &news);
	} else {
		index = open_index(asked.index);
		index_update(index, asked.root, &tree, progress, &news);
	}
	print_news(&news);
	print_bad_runs(index);
	tree_free(&tree);
	return index;
}

static void write_site(const struct dataset *dataset, const struct alerts *alerts)
{
	struct site_result result = site_write(dataset, alerts, asked.site, asked.since);
	char *line = xasprintf("%s/index.html: %zu pages, %zu of them new or changed", asked.site,
			       result.pages, result.written);

	if (result.removed)
		xappend(&line, ", ", "%zu removed", result.removed);
	warn("%s", line);
	free(line);
}

/* Return: the exit status. */
static int report(struct index *index)
{
	struct dataset dataset;
	struct acknowledged acknowledged;
	struct alerts alerts;
	struct missing missing;
	struct print summary = { &dataset, &alerts, &missing };
	int status;

	read_acknowledged(&acknowledged);
	dataset_load(index, asked.root, &asked.choice, &dataset);
	if (dataset.copies)
		warn("warning: %zu runs left out: copies of others", dataset.copies);
	series_find_changes(index, &dataset, asked.margin, asked.stand);
	alerts_find(&dataset, &acknowledged, asked.margin, asked.stand, &alerts);
	alerts_group(&dataset, &alerts);
	missing_find(index, &dataset, &missing);
	if (asked.site)
		write_site(&dataset, &alerts);
	(asked.format == FORMATS_HISTORY_JSON ? print_json : print_text)(&summary, stdout);
	for (size_t i = 0; i < acknowledged.count; i++)
		if (!acknowledged.lines[i].is_used)
			warn("note: %s:%u: fits no alert", asked.acknowledged,
			     acknowledged.lines[i].number);
	status = alerts_count(&alerts, ALERTS_OPEN) ? EXIT_FAILED
		 : alerts.judged		    ? EXIT_DONE
						    : EXIT_UNDECIDED;
	missing_free(&missing);
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
	index = read_tree();
	status = report(index);
	index_close(index);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write to stdout: %s", strerror(errno));
	return status;
}
