// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the runs of a tree among other files, links and unreadable folders. */
#include "fixture.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history/tree.h"

static void expect_runs(size_t count, const char *first)
{
	struct tree tree;

	tree_walk(fixture_path(""), &tree);
	assert_int_equal(tree.count, count);
	if (count)
		assert_string_equal(tree.runs[0].path, first);
	tree_free(&tree);
}

/* A tree without runs: sanitizers would see a NULL passed to qsort(). */
static void test_no_runs(void **state)
{
	(void)state;
	expect_runs(0, NULL);
	fixture_write("/set/notes.txt", "");
	expect_runs(0, NULL);
}

static void test_links_and_hidden_folders_are_passed_over(void **state)
{
	(void)state;
	fixture_write("/set/b/samples.csv", "");
	fixture_write("/set/a/samples.csv", "");
	fixture_write("/set/.hidden/samples.csv", "");
	fixture_write("/set/a/within/samples.csv", "");
	fixture_link("/set/link", fixture_path("/set/a"));
	fixture_link("/set/c/samples.csv", fixture_path("/set/a/samples.csv"));
	assert_int_equal(mkdir(fixture_path("/set/d"), 0700), 0);
	assert_int_equal(mkfifo(fixture_path("/set/d/samples.csv"), 0600), 0);
	expect_runs(2, "set/a");
}

/* Unreadable folders are counted: they may have runs. */
static void test_a_folder_that_may_not_be_read(void **state)
{
	uid_t own = geteuid();
	struct tree tree;

	(void)state;
	fixture_write("/set/a/samples.csv", "");
	fixture_write("/set/shut/b/samples.csv", "");
	fixture_write("/set/shut too/c/samples.csv", "");
	assert_int_equal(chmod(fixture_path(""), 0755), 0);
	assert_int_equal(chmod(fixture_path("/set/shut"), 0), 0);
	assert_int_equal(chmod(fixture_path("/set/shut too"), 0), 0);
	if (!own)
		assert_int_equal(seteuid(65534), 0); /* root may read all */
	tree_walk(fixture_path(""), &tree);
	assert_int_equal(seteuid(own), 0);
	assert_int_equal(chmod(fixture_path("/set/shut"), 0755), 0);
	assert_int_equal(chmod(fixture_path("/set/shut too"), 0755), 0);
	assert_int_equal(tree.count, 1);
	assert_int_equal(tree.unread_count, 2);
	assert_non_null(strstr(tree.unread.text, "/set/shut"));
	assert_non_null(strstr(tree.unread.text, "Permission denied"));
	tree_free(&tree);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_runs),
		cmocka_unit_test(test_links_and_hidden_folders_are_passed_over),
		cmocka_unit_test(test_a_folder_that_may_not_be_read),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
