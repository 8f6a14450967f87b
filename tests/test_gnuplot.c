// SPDX-License-Identifier: GPL-2.0-or-later
/* Does what becomes of gnuplot come back, and do names reach it as they are? Scripts stand for it.
 */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gnuplot.h"

#define DATA "/data; touch x"
#define OUT "/|out"

static char *path_before;

static void stand_in(const char *script)
{
	fixture_write("/bin/gnuplot", script);
	assert_int_equal(chmod(fixture_path("/bin/gnuplot"), 0755), 0);
}

static int make(void **state)
{
	char path[4096];

	fixture_make(state);
	path_before = strdup(getenv("PATH"));
	stand_in("#!/bin/sh\nexit 0\n");
	snprintf(path, sizeof(path), "%s:%s", fixture_path("/bin"), path_before);
	assert_int_equal(setenv("PATH", path, 1), 0);
	return 0;
}

static int leave(void **state)
{
	assert_int_equal(setenv("PATH", path_before, 1), 0);
	free(path_before);
	return fixture_remove(state);
}

static int draw(void)
{
	char scripts[4096];

	snprintf(scripts, sizeof(scripts), "%s", fixture_path("/bin"));
	return gnuplot_draw(scripts, "a b.gp", DATA, OUT);
}

static void test_names_are_names(void **state)
{
	(void)state;
	stand_in("#!/bin/sh\npwd >seen\nfor a; do echo \"<$a>\" >>seen; done\n");
	assert_int_equal(draw(), 0);
	stand_in("#!/bin/sh\nsed 1d seen >words\n");
	assert_int_equal(draw(), 0);
	fixture_expect("/bin/words", "<-d>\n<-c>\n<a b.gp>\n<" DATA ">\n<" OUT ">");
}

static void test_how_it_ends(void **state)
{
	(void)state;
	stand_in("#!/bin/sh\nexit 1\n");
	assert_int_equal(draw(), -EIO);
	stand_in("#!/bin/sh\nkill -9 $$\n");
	assert_int_equal(draw(), -EIO);
	assert_int_equal(gnuplot_draw("/no/such/folder", "s", DATA, OUT), -ENOTDIR);
	assert_int_equal(gnuplot_draw("/", "s", "<touch x", OUT), -EINVAL);
	assert_int_equal(gnuplot_draw("/", "s", DATA, "|touch x"), -EINVAL);
}

static void test_none_here(void **state)
{
	(void)state;
	assert_true(gnuplot_is_here());
	assert_int_equal(setenv("PATH", fixture_path("/empty"), 1), 0);
	assert_false(gnuplot_is_here());
	assert_int_equal(draw(), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names_are_names, make, leave),
		cmocka_unit_test_setup_teardown(test_how_it_ends, make, leave),
		cmocka_unit_test_setup_teardown(test_none_here, make, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
