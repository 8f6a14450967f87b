// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes folders with their parents, where it can and where it cannot. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/make_folders.h"

static bool is_folder(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

static void test_with_parents(void **state)
{
	char path[4096];
	mode_t mask = umask(022);
	struct stat status;

	(void)state;
	snprintf(path, sizeof(path), "%s", fixture_path("/a/b//c/"));
	assert_int_equal(make_folders(path, 0777), 0);
	assert_true(is_folder(fixture_path("/a/b/c")));
	assert_int_equal(stat(fixture_path("/a/b"), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0755);
	assert_int_equal(make_folders(path, 0777), 0);
	assert_int_equal(make_folders("/", 0777), 0);
	umask(mask);
}

static void test_above_a_file(void **state)
{
	char path[4096];

	(void)state;
	snprintf(path, sizeof(path), "%s", fixture_path("/above/it/file"));
	assert_int_equal(make_folders_above(path, 0777), 0);
	assert_true(is_folder(fixture_path("/above/it")));
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(make_folders_above("file", 0777), 0);
}

static void test_in_relative(void **state)
{
	char before[4096];

	(void)state;
	assert_non_null(getcwd(before, sizeof(before)));
	assert_int_equal(chdir(fixture_path("/")), 0);
	assert_int_equal(make_folders("x/./y", 0777), 0);
	assert_int_equal(chdir(before), 0);
	assert_true(is_folder(fixture_path("/x/y")));
}

/* A file, a link to nothing, and no name stand in the way. */
static void test_cannot(void **state)
{
	char path[4096];
	FILE *file = fopen(fixture_path("/file"), "we");

	(void)state;
	assert_non_null(file);
	fclose(file);
	snprintf(path, sizeof(path), "%s", fixture_path("/file/below"));
	assert_int_equal(make_folders(path, 0777), -ENOTDIR);
	snprintf(path, sizeof(path), "%s", fixture_path("/file"));
	assert_int_equal(make_folders(path, 0777), -ENOTDIR);
	assert_int_equal(symlink("nowhere", fixture_path("/link")), 0);
	snprintf(path, sizeof(path), "%s", fixture_path("/link/below"));
	assert_int_equal(make_folders(path, 0777), -ENOENT);
	assert_int_equal(make_folders("", 0777), -ENOENT);
	assert_int_equal(make_folders("/proc/self/no/such", 0777), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_with_parents),
		cmocka_unit_test(test_above_a_file),
		cmocka_unit_test(test_in_relative),
		cmocka_unit_test(test_cannot),
	};

	return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
