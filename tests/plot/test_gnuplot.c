// SPDX-License-Identifier: GPL-2.0-or-later
/* gnuplot's exit status comes back, and names reach it as they are. Scripts play gnuplot. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "plot/gnuplot.h"

#define DATA "/data; touch x"

static char *path_before, out[4096];

static void stand_in(const char *script)
{
	fixture_write("/bin/gnuplot", script);
	assert_int_equal(chmod(fixture_path("/bin/gnuplot"), 0755), 0);
}

static int make(void **state)
{
	char path[4096];

	fixture_make(state);
	assert_non_null(getenv("PATH"));
	path_before = strdup(getenv("PATH") ?: "");
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
	snprintf(out, sizeof(out), "%s", fixture_path("/bin/|out"));
	return gnuplot_draw(scripts, "a b.gp", DATA, out);
}

static void test_names_are_names(void **state)
{
	char words[8192];

	(void)state;
	stand_in("#!/bin/sh\nfor a; do echo \"<$a>\" >>words; done\necho "
		 "'<svg><desc>all</desc></svg>' >\"$5\"\n");
	assert_int_equal(draw(), 0);
	snprintf(words, sizeof(words), "<-d>\n<-c>\n<a b.gp>\n<" DATA ">\n<%s>", out);
	fixture_expect("/bin/words", words);
}

static void test_how_it_ends(void **state)
{
	(void)state;
	stand_in("#!/bin/sh\nexit 1\n");
	assert_int_equal(draw(), -EIO);
	stand_in("#!/bin/sh\nkill -9 $$\n");
	assert_int_equal(draw(), -EIO);
	stand_in("#!/bin/sh\necho '<svg><desc>half</desc>' >\"$5\"\n"); /* half a drawing */
	assert_int_equal(draw(), -EIO);
	assert_int_equal(gnuplot_draw("/no/such/folder", "s", DATA, "/out"), -ENOTDIR);
	assert_int_equal(gnuplot_draw("/", "s", "<touch x", "/out"), -EINVAL);
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
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_names),
		cmocka_unit_test(test_how_it_ends),
		cmocka_unit_test(test_none_here),
	};

	return fixture_run(tests, make, leave);
}
