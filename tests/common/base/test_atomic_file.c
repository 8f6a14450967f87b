// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes of whole files: nothing is written through what stands in their place, and a write that
 * fails leaves the old content.
 */
#include "fixture.h"
#include "link_race.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "compare/output.h"
#include "plot/datafile.h"

enum { LINK, SECOND_NAME, PIPE, NOTHING, THINGS };

/* Puts a thing there that leads to /victim. */
static void plant(int thing, const char *leaf)
{
	char victim[128];

	fixture_write("/victim", "keep");
	snprintf(victim, sizeof(victim), "%s", fixture_path("/victim"));
	switch (thing) {
	case LINK: assert_int_equal(symlink(victim, fixture_path(leaf)), 0); break;
	case SECOND_NAME: assert_int_equal(link(victim, fixture_path(leaf)), 0); break;
	case PIPE: assert_int_equal(mkfifo(fixture_path(leaf), 0666), 0); break;
	default: break;
	}
}

static void expect_new_file(const char *leaf, const char *text)
{
	struct stat status;

	assert_int_equal(lstat(fixture_path(leaf), &status), 0);
	assert_true(S_ISREG(status.st_mode) && status.st_nlink == 1);
	fixture_expect(leaf, text);
	fixture_expect("/victim", "keep");
	assert_int_equal(unlink(fixture_path(leaf)), 0);
}

static void test_a_new_file_takes_the_place(void **state)
{
	(void)state;
	for (int thing = 0; thing < THINGS; thing++) {
		FILE *out;

		plant(thing, "/file");
		out = atomic_file_create(fixture_path("/file"));
		assert_non_null(out);
		fputs("new", out);
		assert_int_equal(fclose(out), 0);
		expect_new_file("/file", "new");
	}
}

static void test_what_cannot_be_replaced(void **state)
{
	char victim[128];

	(void)state;
	assert_int_equal(mkdir(fixture_path("/folder"), 0700), 0);
	assert_null(atomic_file_create(fixture_path("/folder")));
	assert_int_equal(errno, EISDIR);
	assert_null(atomic_file_create(fixture_path("/no/file")));
	assert_int_equal(errno, ENOENT);
	plant(NOTHING, "/file");
	snprintf(victim, sizeof(victim), "%s", fixture_path("/victim"));
	link_race_target = victim;
	assert_null(atomic_file_create(fixture_path("/file")));
	assert_int_equal(errno, EEXIST);
	link_race_target = NULL;
	fixture_expect("/victim", "keep");
}

static void replace(const char *path, const char *text, unsigned int flags, int expected)
{
	assert_int_equal(atomic_file_replace(AT_FDCWD, fixture_path(path), text, strlen(text),
					     flags),
			 expected);
}

static void test_replace_writes_through_nothing(void **state)
{
	static const char *const places[] = { "/file", "/file.new" };
	char victim[128];

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		for (int thing = 0; thing < THINGS; thing++) {
			plant(thing, places[i]);
			replace("/file", "new", 0, 0);
			expect_new_file("/file", "new");
			assert_int_equal(access(fixture_path("/file.new"), F_OK), -1);
		}
	snprintf(victim, sizeof(victim), "%s", fixture_path("/victim"));
	link_race_target = victim;
	replace("/file", "new", 0, -EEXIST);
	link_race_target = NULL;
	fixture_expect("/victim", "keep");
	assert_int_equal(atomic_file_remove(AT_FDCWD, fixture_path("/file")), -ENOENT);
	assert_int_equal(access(fixture_path("/file.new"), F_OK), -1);
}

static void test_a_private_file_is_for_its_owner(void **state)
{
	mode_t old = umask(0);
	struct stat status;

	(void)state;
	replace("/file", "new", ATOMIC_FILE_PRIVATE, 0);
	umask(old);
	assert_int_equal(stat(fixture_path("/file"), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
}

/* A file may hold 4096 bytes from now on: what is longer is cut off there, and then refused. */
static struct rlimit limit_files(void)
{
	struct rlimit old, limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	limit = old;
	limit.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	return old;
}

static void test_a_write_that_fails_changes_nothing(void **state)
{
	char text[5000];
	struct rlimit old;
	int fd;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	fixture_write("/file", "old");
	fd = open(fixture_path("/file"), O_RDWR | O_CLOEXEC);
	old = limit_files();
	replace("/file", text, ATOMIC_FILE_SYNC_DATA, -EFBIG);
	fixture_expect("/file", "old");
	assert_int_equal(access(fixture_path("/file.new"), F_OK), -1);
	assert_int_equal(atomic_file_append(fd, text, strlen(text)), -EFBIG);
	fixture_expect("/file", "old");
	assert_int_equal(atomic_file_append(fd, " and new", 8), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	close(fd);
	fixture_expect("/file", "old and new");
}

static void test_a_name_that_is_too_long(void **state)
{
	char name[PATH_MAX];

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(atomic_file_replace(AT_FDCWD, name, "", 0, 0), -ENAMETOOLONG);
}

static void test_only_regular_files_are_opened(void **state)
{
	static const int errors[THINGS] = {
		[LINK] = -ELOOP, [PIPE] = -EINVAL, [NOTHING] = -ENOENT
	};
	struct stat status;

	(void)state;
	for (int thing = 0; thing < THINGS; thing++) {
		int fd;

		plant(thing, "/file");
		fd = atomic_file_open(AT_FDCWD, fixture_path("/file"), &status);
		if (thing == SECOND_NAME) {
			assert_true(fd >= 0 && status.st_nlink == 2 && status.st_size == 4);
			close(fd);
		} else {
			assert_int_equal(fd, errors[thing]);
		}
		unlink(fixture_path("/file"));
	}
	assert_int_equal(atomic_file_open(AT_FDCWD, fixture_path(""), &status), -EINVAL);
}

static void test_all_of_a_file_is_read_up_to_a_limit(void **state)
{
	static const size_t sizes[] = { 0, 1, 4095, 4096, 10000 };
	char text[10001];

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t size = sizes[i], length;
		char *found;
		int fd;

		memset(text, 'x', size);
		text[size] = '\0';
		fixture_write("/file", text);
		fd = open(fixture_path("/file"), O_RDONLY | O_CLOEXEC);
		assert_int_equal(atomic_file_read(fd, size, &found, &length), 0);
		assert_int_equal(length, size);
		assert_string_equal(found, text);
		free(found);
		lseek(fd, 0, SEEK_SET);
		if (size)
			assert_int_equal(atomic_file_read(fd, size - 1, &found, NULL), -EFBIG);
		close(fd);
	}
}

static void write_output(const char *leaf)
{
	char *path = xstrdup(fixture_path(leaf));
	struct output output = output_make(path, false);

	fputs("new", output_open(&output, "leaf"));
	output_close(&output);
	free(path);
}

/* What is whole comes to its place by way of "NAME.new". */
static void test_output(void **state)
{
	(void)state;
	for (int thing = 0; thing < THINGS; thing++) {
		plant(thing, "/page.html.new");
		write_output("/page.html");
		expect_new_file("/page.html", "new");
	}
	plant(LINK, "/page.html");
	write_output("/page.html");
	expect_new_file("/page.html", "new");
}

static void test_sheet(void **state)
{
	(void)state;
	for (int thing = 0; thing < THINGS; thing++) {
		struct datafile sheet;

		plant(thing, "/sheet.tsv");
		datafile_open(fixture_path("/sheet.tsv"), &sheet);
		datafile_text(&sheet, "new");
		datafile_close(&sheet);
		expect_new_file("/sheet.tsv", "new");
	}
}

/* One's own link to a device is meant, and root's, as /dev/stdout; another's is replaced. */
static void test_links_to_devices(void **state)
{
	struct stat status;
	pid_t child;
	int end;

	(void)state;
	plant(NOTHING, "");
	fixture_link("/page.html", "/dev/null");
	write_output("/page.html");
	assert_int_equal(lstat(fixture_path("/page.html"), &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	if (geteuid())
		return;
	assert_int_equal(chmod(fixture_path(""), 0755), 0);
	child = fork();
	if (!child) {
		if (setgid(65534) || setuid(65534))
			_exit(9);
		write_output("/page.html"); /* dies where it may replace nothing */
		_exit(0);
	}
	assert_int_equal(waitpid(child, &end, 0), child);
	assert_int_equal(end, 0);
	assert_int_equal(lchown(fixture_path("/page.html"), 65534, 65534), 0);
	write_output("/page.html");
	expect_new_file("/page.html", "new");
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_new_file_takes_the_place),
		cmocka_unit_test(test_what_cannot_be_replaced),
		cmocka_unit_test(test_replace_writes_through_nothing),
		cmocka_unit_test(test_a_private_file_is_for_its_owner),
		cmocka_unit_test(test_a_write_that_fails_changes_nothing),
		cmocka_unit_test(test_a_name_that_is_too_long),
		cmocka_unit_test(test_only_regular_files_are_opened),
		cmocka_unit_test(test_all_of_a_file_is_read_up_to_a_limit),
		cmocka_unit_test(test_output),
		cmocka_unit_test(test_sheet),
		cmocka_unit_test(test_links_to_devices),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
