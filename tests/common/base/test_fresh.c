// SPDX-License-Identifier: GPL-2.0-or-later
/* Whatever stands in the place of a file that we write: is nothing written through it? */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "base/fresh.h"
#include "plot/datafile.h"
#include "compare/output.h"

/* Who plants a link as soon as a name is free; the linker puts this in unlink()'s place. */
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);

static const char *planted;

int __wrap_unlink(const char *path)
{
	int result = __real_unlink(path);

	if (planted)
		assert_int_equal(symlink(planted, path), 0);
	return result;
}

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
		out = fresh_open(fixture_path("/file"));
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
	assert_null(fresh_open(fixture_path("/folder")));
	assert_int_equal(errno, EISDIR);
	assert_null(fresh_open(fixture_path("/no/file")));
	assert_int_equal(errno, ENOENT);
	plant(NOTHING, "/file");
	snprintf(victim, sizeof(victim), "%s", fixture_path("/victim"));
	planted = victim;
	assert_null(fresh_open(fixture_path("/file")));
	assert_int_equal(errno, EEXIST);
	planted = NULL;
	fixture_expect("/victim", "keep");
}

static void write_sink(const char *leaf)
{
	char *path = xstrdup(fixture_path(leaf));
	struct output sink = output_make(path, false);

	fputs("new", output_open(&sink, "leaf"));
	output_close(&sink);
	free(path);
}

/* What is whole comes to its place by way of "NAME.new". */
static void test_sink(void **state)
{
	(void)state;
	for (int thing = 0; thing < THINGS; thing++) {
		plant(thing, "/page.html.new");
		write_sink("/page.html");
		expect_new_file("/page.html", "new");
	}
	plant(LINK, "/page.html");
	write_sink("/page.html");
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
	write_sink("/page.html");
	assert_int_equal(lstat(fixture_path("/page.html"), &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	if (geteuid())
		return;
	assert_int_equal(chmod(fixture_path(""), 0755), 0);
	child = fork();
	if (!child) {
		if (setgid(65534) || setuid(65534))
			_exit(9);
		write_sink("/page.html"); /* dies where it may replace nothing */
		_exit(0);
	}
	assert_int_equal(waitpid(child, &end, 0), child);
	assert_int_equal(end, 0);
	assert_int_equal(lchown(fixture_path("/page.html"), 65534, 65534), 0);
	write_sink("/page.html");
	expect_new_file("/page.html", "new");
}

#define FRESH_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(test_a_new_file_takes_the_place),
		FRESH_TEST(test_what_cannot_be_replaced),
		FRESH_TEST(test_sink),
		FRESH_TEST(test_sheet),
		FRESH_TEST(test_links_to_devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
