// SPDX-License-Identifier: GPL-2.0-or-later
/* Updates of a folder of pages touch only what changed, and no files of others. */
#include "fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "history/site/site_dir.h"

#define HEAD "ptebench site 1\n"

static const char *const two[] = { "index.html", "b.html" };

/* Updates the folder; the content of each file is its name. */
static struct site_dir write_site(const char *const *names, size_t count)
{
	struct site_dir dir;

	site_dir_open(fixture_path("/site"), names, count, &dir);
	for (size_t i = 0; i < count; i++)
		site_dir_put(&dir, names[i], names[i], strlen(names[i]));
	site_dir_close(&dir);
	return dir;
}

/* Return: the exit status of a process that updates the folder. */
static int try_site(void)
{
	int status, quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid_t child;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0 && quiet >= 0);
	if (!child) {
		dup2(quiet, STDERR_FILENO);
		write_site(two, 2);
		_exit(0);
	}
	close(quiet);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static bool is_there(const char *path)
{
	struct stat status;

	return !lstat(fixture_path(path), &status);
}

static ino_t inode_of(const char *path)
{
	struct stat status;

	assert_int_equal(lstat(fixture_path(path), &status), 0);
	assert_true(S_ISREG(status.st_mode));
	return status.st_ino;
}

static void test_a_new_folder_gets_files_and_a_manifest(void **state)
{
	struct site_dir dir = write_site(two, 2);

	(void)state;
	assert_int_equal(dir.written, 2);
	assert_int_equal(dir.removed, 0);
	fixture_expect("/site/index.html", "index.html");
	fixture_expect("/site/manifest.txt", HEAD "b.html\nindex.html");
	assert_false(is_there("/site/b.html.new"));
}

static void test_what_is_the_same_is_left_alone(void **state)
{
	ino_t index, manifest;
	struct site_dir dir;

	(void)state;
	write_site(two, 2);
	index = inode_of("/site/index.html");
	manifest = inode_of("/site/manifest.txt");
	fixture_write("/site/b.html", "other");
	dir = write_site(two, 2);
	assert_int_equal(dir.written, 1);
	assert_true(inode_of("/site/index.html") == index);
	assert_true(inode_of("/site/manifest.txt") == manifest);
	fixture_expect("/site/b.html", "b.html");
}

/* Contents of the same length, and one that begins the other. */
static void test_each_difference_is_seen(void **state)
{
	static const char *const others[] = { "b.htmm", "b.htm", "b.html ", "", "a.html" };

	(void)state;
	write_site(two, 2);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		fixture_write("/site/b.html", others[i]);
		assert_int_equal(write_site(two, 2).written, 1);
		fixture_expect("/site/b.html", "b.html");
	}
}

static void test_pages_of_before_go_and_nothing_else(void **state)
{
	static const char *const three[] = { "index.html", "b.html", "gone.html" };
	struct site_dir dir;

	(void)state;
	write_site(three, 3);
	fixture_write("/site/notes.txt", "mine");
	fixture_write("/site/gone2.html", "mine");
	dir = write_site(two, 2);
	assert_int_equal(dir.removed, 1);
	assert_false(is_there("/site/gone.html"));
	fixture_expect("/site/notes.txt", "mine");
	fixture_expect("/site/gone2.html", "mine");
	fixture_expect("/site/manifest.txt", HEAD "b.html\nindex.html");
}

/* A manifest without names: sanitizers would see a NULL passed to qsort(). */
static void test_a_manifest_that_lists_nothing(void **state)
{
	(void)state;
	fixture_write("/site/manifest.txt", HEAD);
	assert_int_equal(write_site(two, 2).written, 2);
	fixture_expect("/site/manifest.txt", HEAD "b.html\nindex.html");
}

static void test_a_folder_of_others_is_refused(void **state)
{
	(void)state;
	fixture_write("/site/thesis.html", "mine");
	assert_int_equal(try_site(), EXIT_FAILED);
	assert_false(is_there("/site/index.html"));
	assert_false(is_there("/site/manifest.txt"));
	fixture_expect("/site/thesis.html", "mine");
}

static void test_a_manifest_that_lies_is_refused(void **state)
{
	static const char *const lies[] = {
		"",
		"index.html\n",
		"ptebench site 2\nindex.html\n",
		HEAD "../victim.html\n",
		HEAD "/etc/passwd\n",
		HEAD "sub/victim.html\n",
		HEAD "..\n",
		HEAD "victim.txt\n",
		HEAD "manifest.txt\n",
		HEAD ".html\n",
		HEAD "\nvictim.html\n",
		HEAD "index.html\n../victim.html",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		fixture_write("/victim.html", "mine");
		fixture_write("/site/victim.txt", "mine");
		fixture_write("/site/manifest.txt", lies[i]);
		assert_int_equal(try_site(), EXIT_FAILED);
		fixture_expect("/victim.html", "mine");
		fixture_expect("/site/victim.txt", "mine");
		assert_false(is_there("/site/index.html"));
	}
}

static void test_links_are_not_followed(void **state)
{
	(void)state;
	write_site(two, 2);
	fixture_write("/victim", "mine");
	assert_int_equal(unlink(fixture_path("/site/b.html")), 0);
	fixture_link("/site/b.html", "../victim");
	fixture_link("/site/index.html.new", "../victim");
	fixture_write("/site/index.html", "old");
	assert_int_equal(write_site(two, 2).written, 2);
	fixture_expect("/victim", "mine");
	inode_of("/site/b.html");
	fixture_expect("/site/b.html", "b.html");
	/* Not even to a file of the same content. */
	assert_int_equal(unlink(fixture_path("/site/b.html")), 0);
	fixture_write("/same", "b.html");
	fixture_link("/site/b.html", "../same");
	assert_int_equal(write_site(two, 2).written, 1);
	inode_of("/site/b.html");
	/* Nor a manifest, wherever it leads. */
	fixture_write("/list", HEAD "index.html\n");
	assert_int_equal(unlink(fixture_path("/site/manifest.txt")), 0);
	fixture_link("/site/manifest.txt", "../list");
	assert_int_equal(try_site(), EXIT_FAILED);
	fixture_expect("/list", HEAD "index.html");
}

/* The next writer removes what a killed one left. */
static void test_halves_of_a_killed_writer_go(void **state)
{
	(void)state;
	write_site(two, 2);
	fixture_write("/site/b.html.new", "hal");
	fixture_write("/site/manifest.txt", HEAD "b.html\nindex.html\nplanned.html\n");
	fixture_write("/site/planned.html", "planned");
	fixture_write("/site/planned.html.new", "pla");
	assert_int_equal(write_site(two, 2).removed, 1);
	assert_false(is_there("/site/b.html.new"));
	assert_false(is_there("/site/planned.html"));
	assert_false(is_there("/site/planned.html.new"));
}

static void test_what_cannot_be_written_is_told(void **state)
{
	(void)state;
	write_site(two, 2);
	assert_int_equal(unlink(fixture_path("/site/b.html")), 0);
	fixture_write("/site/b.html/file", "mine");
	assert_int_equal(try_site(), EXIT_FAILED);
	fixture_expect("/site/b.html/file", "mine");
}

static void test_one_writer_at_a_time(void **state)
{
	int folder;

	(void)state;
	write_site(two, 2);
	folder = open(fixture_path("/site"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(flock(folder, LOCK_EX), 0);
	assert_int_equal(try_site(), EXIT_FAILED);
	close(folder);
	assert_int_equal(try_site(), 0);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_new_folder_gets_files_and_a_manifest),
		cmocka_unit_test(test_what_is_the_same_is_left_alone),
		cmocka_unit_test(test_each_difference_is_seen),
		cmocka_unit_test(test_pages_of_before_go_and_nothing_else),
		cmocka_unit_test(test_a_folder_of_others_is_refused),
		cmocka_unit_test(test_a_manifest_that_lists_nothing),
		cmocka_unit_test(test_a_manifest_that_lies_is_refused),
		cmocka_unit_test(test_links_are_not_followed),
		cmocka_unit_test(test_halves_of_a_killed_writer_go),
		cmocka_unit_test(test_what_cannot_be_written_is_told),
		cmocka_unit_test(test_one_writer_at_a_time),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
