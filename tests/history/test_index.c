// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares the index with its runs, and with what was changed in either. */
#include "fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "fakes.h"
#include "near.h"
#include "history/series.h"
#include "compare/estimate.h"

enum { RUNS = 12, POINTS = 6 };

static const struct dataset_choice everything = { .metrics = 7 };

/* A tree of runs, and the path of an index to create. */
static char *root, *path;

static int begin(void **state)
{
	struct fakes fakes = fakes_default();
	char *set;

	fixture_make(state);
	root = xstrdup(fixture_path("/tree"));
	path = xasprintf("%s.sqlite", root);
	fixture_write("/tree/host/README", "");
	set = xasprintf("%s/host/set", root);
	fakes.points = POINTS - 1;
	fakes.boots = RUNS;
	fakes.processes = 3;
	fakes.samples = 2;
	fakes.has_counters = 1;
	fakes_write(set, &fakes);
	free(set);
	return 0;
}

static int end(void **state)
{
	free(path);
	free(root);
	return fixture_remove(state);
}

static struct index *open_index(void)
{
	bool is_renewed;
	struct index *index = index_open(path, &is_renewed);

	assert_false(is_renewed);
	return index;
}

static struct index_news update(struct index *index)
{
	struct index_news news;
	struct tree tree;

	tree_walk(root, &tree);
	index_update(index, root, &tree, NULL, &news);
	tree_free(&tree);
	return news;
}

static char *run_path(size_t at, const char *leaf)
{
	struct tree tree;
	char *found;

	tree_walk(root, &tree);
	assert_true(at < tree.count);
	found = xasprintf("%s/%s%s", root, tree.runs[at].path, leaf);
	tree_free(&tree);
	return found;
}

/* Return: the exit status of opening a file as an index. */
static int status_of_opening(const char *file)
{
	pid_t child = fork();
	int status;

	if (!child) {
		bool is_renewed;

		index_close(index_open(file, &is_renewed));
		_exit(is_renewed ? 42 : 0);
	}
	assert_true(waitpid(child, &status, 0) == child && WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_a_run_is_read_once(void **state)
{
	struct index *index = open_index();
	struct index_news news = update(index);

	(void)state;
	assert_int_equal(news.read, RUNS);
	assert_int_equal(news.rows, RUNS * POINTS * 3 * 2);
	news = update(index);
	assert_int_equal(news.read + news.changed + news.gone, 0);
	assert_int_equal(news.kept, RUNS);
	index_close(index);
}

/* The index has the values that estimate_measure() computes from the run. */
static void test_values_are_those_of_the_runs(void **state)
{
	struct index *index = open_index();
	struct dataset dataset;

	(void)state;
	update(index);
	dataset_load(index, root, &everything, &dataset);
	assert_int_equal(dataset.run_count, RUNS);
	assert_int_equal(dataset.machine_count, 1);
	assert_int_equal(dataset.kernel_count, 1);
	assert_int_equal(dataset.point_count, POINTS);
	assert_int_equal(dataset.series_count, POINTS * CSV_READER_METRICS);
	for (size_t i = 0; i < dataset.series_count; i++) {
		const struct dataset_series *series = &dataset.series[i];

		assert_int_equal(series->count, RUNS);
		for (size_t j = 0; j < series->count; j++) {
			char *folder = xasprintf("%s/%s", root, dataset.runs[j].path);
			struct load_run run;

			assert_int_equal(series->values[j].place, j);
			load_run(folder, &run);
			assert_near(series->values[j].value,
				    estimate_of_run(&run, dataset.points[series->point].name,
						    series->metric),
				    0);
			assert_true(series->values[j].low < series->values[j].value &&
				    series->values[j].value < series->values[j].high);
			assert_int_equal(series->values[j].processes, 3);
			load_free_run(&run);
			free(folder);
		}
	}
	dataset_free(&dataset);
	index_close(index);
}

static void append(const char *file, const char *text)
{
	FILE *out = fopen(file, "a");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static void test_changed_gone_and_broken_runs(void **state)
{
	struct index *index = open_index();
	struct dataset dataset;
	struct index_news news;
	char *file = run_path(0, "/samples.csv"), *folder = run_path(1, "");
	char *hidden = xasprintf("%s/host/set/.partial", root);
	char *host = run_path(2, "/host.csv");

	(void)state;
	update(index);
	append(file, "half a li");
	assert_int_equal(rename(folder, hidden), 0);
	append(host, "host,again\n");
	news = update(index);
	assert_int_equal(news.changed, 2);
	assert_int_equal(news.gone, 1);
	assert_int_equal(news.kept, RUNS - 3);
	dataset_load(index, root, &everything, &dataset);
	assert_int_equal(dataset.run_count, RUNS - 2);
	dataset_free(&dataset);
	assert_int_equal(rename(hidden, folder), 0);
	news = update(index);
	assert_int_equal(news.read, 1);
	index_close(index);
	free(host);
	free(hidden);
	free(folder);
	free(file);
}

static void test_a_copy_of_a_run_counts_once(void **state)
{
	struct index *index = open_index();
	char *folder = run_path(3, ""), *command;
	struct dataset dataset;

	(void)state;
	command = xasprintf("cp -r '%s' '%s/host/copy'", folder, root);
	assert_int_equal(system(command), 0);
	update(index);
	dataset_load(index, root, &everything, &dataset);
	assert_int_equal(dataset.copies, 1);
	assert_int_equal(dataset.run_count, RUNS);
	dataset_free(&dataset);
	index_close(index);
	free(command);
	free(folder);
}

/* If a point was measured in two ways, its series has that of the newest run. */
static void test_another_protocol_is_left_out(void **state)
{
	struct index *index = open_index();
	struct dataset dataset;

	(void)state;
	for (size_t i = 0; i < RUNS; i++) {
		char *file = run_path(i, "/samples.csv");
		char *command = xasprintf("sed -i 's/,native,1,/,native,2,/' '%s'", file);

		if (i < 8)
			assert_int_equal(system(command), 0);
		free(command);
		free(file);
	}
	update(index);
	dataset_load(index, root, &everything, &dataset);
	assert_int_equal(dataset.series_count, POINTS * CSV_READER_METRICS);
	for (size_t i = 0; i < dataset.series_count; i++) {
		assert_int_equal(dataset.series[i].count, RUNS - 8);
		assert_int_equal(dataset.series[i].left_out, 8);
		assert_int_equal(dataset.series[i].values[0].place, 8);
	}
	dataset_free(&dataset);
	index_close(index);
}

static void test_a_lie_in_the_index_is_found(void **state)
{
	static const char *const lies[] = {
		"UPDATE value SET value = value * 1.01 WHERE run = 5 AND point = 1 AND figure = 0",
		"UPDATE value SET processes = 4 WHERE run = 5 AND point = 1",
		"DELETE FROM value WHERE run = 5 AND point = 2",
		"UPDATE run SET kernel = NULL WHERE id = 5",
		"INSERT INTO trouble VALUES(5, 'fork.anon', 'unsupported')",
	};
	struct index *index = open_index(), *fresh;
	char **paths;

	(void)state;
	update(index);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		bool is_renewed;
		char *other = xasprintf("%s.%zu", path, i);

		fresh = index_open(other, &is_renewed);
		update(fresh);
		assert_int_equal(index_differences(fresh, index, &paths), 0);
		free(paths);
		index_execute(fresh, lies[i]);
		assert_int_equal(index_differences(fresh, index, &paths), 1);
		assert_non_null(strstr(paths[0], "host/"));
		free(paths[0]);
		free(paths);
		index_close(fresh);
		free(other);
	}
	index_close(index);
}

/* Changes of the same values come from the cache; other values are examined. */
static void test_changes_are_remembered(void **state)
{
	struct index *index = open_index();
	struct dataset dataset;

	(void)state;
	update(index);
	for (int i = 0; i < 4; i++) {
		size_t anew;

		dataset_load(index, root, &everything, &dataset);
		if (i == 2)
			dataset.series[4].values[3].value *= 1.001;
		anew = series_find_changes(index, &dataset, i == 3 ? 0.02 : 0.01, 3);
		assert_int_equal(anew, i == 1 ? 0 : i == 2 ? 1 : dataset.series_count);
		assert_int_equal(dataset.series[0].segments.count, 1);
		dataset_free(&dataset);
	}
	index_close(index);
}

static void test_what_is_no_index(void **state)
{
	char *link = xasprintf("%s.link", path);

	(void)state;
	index_close(open_index());
	assert_int_equal(status_of_opening(path), 0);
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(status_of_opening(link), EXIT_FAILED);
	fixture_write("/text.sqlite", "key,value\nthis is a file that somebody may still need\n");
	assert_int_equal(status_of_opening(fixture_path("/text.sqlite")), EXIT_USAGE);
	fixture_expect("/text.sqlite", "key,value\nthis is a file that somebody may still need");
	assert_int_equal(status_of_opening(fixture_path("/no/such/folder")), EXIT_FAILED);
	free(link);
}

static void test_a_damaged_index(void **state)
{
	struct index *index = open_index();
	char *command = xasprintf("dd if=/dev/zero of='%s' bs=4096 seek=1 count=400 conv=notrunc "
				  "status=none",
				  path);
	pid_t child;
	int status;

	(void)state;
	update(index);
	index_close(index);
	assert_int_equal(system(command), 0);
	child = fork();
	if (!child) {
		bool is_renewed;

		update(index_open(path, &is_renewed));
		_exit(EXIT_DONE);
	}
	assert_true(waitpid(child, &status, 0) == child && WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EXIT_FAILED);
	free(command);
}

/* Indexes of another program, of another version, and with more than our tables. */
static void test_other_databases(void **state)
{
	struct index *index = open_index();

	(void)state;
	index_execute(index, "CREATE TRIGGER lie AFTER INSERT ON run BEGIN DELETE FROM value; END");
	index_close(index);
	assert_int_equal(status_of_opening(path), 42);
	index = open_index();
	index_execute(index, "DROP TABLE trouble; CREATE VIEW trouble AS SELECT 1");
	index_close(index);
	assert_int_equal(status_of_opening(path), 42);
	index = open_index();
	index_execute(index, "PRAGMA user_version = 99");
	index_close(index);
	assert_int_equal(status_of_opening(path), 42);
	index = open_index();
	index_execute(index, "PRAGMA application_id = 7");
	index_close(index);
	assert_int_equal(status_of_opening(path), EXIT_USAGE);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_run_is_read_once),
		cmocka_unit_test(test_values_are_those_of_the_runs),
		cmocka_unit_test(test_changed_gone_and_broken_runs),
		cmocka_unit_test(test_a_copy_of_a_run_counts_once),
		cmocka_unit_test(test_another_protocol_is_left_out),
		cmocka_unit_test(test_a_lie_in_the_index_is_found),
		cmocka_unit_test(test_changes_are_remembered),
		cmocka_unit_test(test_what_is_no_index),
		cmocka_unit_test(test_a_damaged_index),
		cmocka_unit_test(test_other_databases),
	};

	return fixture_run(tests, begin, end);
}
