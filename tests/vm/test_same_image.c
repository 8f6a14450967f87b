// SPDX-License-Identifier: GPL-2.0-or-later
/* A set refuses an image when it has a run of another one, or a run that names none. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/die.h"
#include "vm/guest_run.h"

#define THIS "cbf29ce484222325"

static int check(struct reason *ret_reason)
{
	char *out = xstrdup(fixture_path("/out"));
	int error = guest_run_check_set(out, "base", THIS, ret_reason);

	free(out);
	return error;
}

static void expect_refused(const char *word)
{
	struct reason reason = { "" };

	assert_int_equal(check(&reason), -EEXIST);
	if (!strstr(reason.text, word))
		fail_msg("\"%s\" does not say \"%s\"", reason.text, word);
}

static void test_may_join(void **state)
{
	struct reason reason = { "" };

	(void)state;
	assert_int_equal(check(&reason), 0);
	fixture_write("/out/base/1/host.csv",
		      "key,value\nhost,\"h\"\n" GUEST_RUN_IMAGE ",\"" THIS "\"\n");
	fixture_write("/out/base/1/samples.csv", "");
	fixture_write("/out/base/2/console.txt", "a boot that brought nothing");
	fixture_write("/out/base/.part/samples.csv", "");
	fixture_write("/out/base/notes.txt", "no run");
	fixture_write("/out/other/1/samples.csv", "of another set");
	assert_int_equal(check(&reason), 0);
	assert_string_equal(reason.text, "");
}

static void test_another_image(void **state)
{
	(void)state;
	fixture_write("/out/base/3/host.csv",
		      "key,value\n" GUEST_RUN_IMAGE ",\"cbf29ce484222326\"\n");
	expect_refused("/out/base/3 is of another kernel image");
}

static void test_unknown_is_no_yes(void **state)
{
	static const char *const hosts[] = {
		"",
		"key,value\n",
		"key,value\nargv,\"" GUEST_RUN_IMAGE "," THIS "\"\n",
		"key,value\n" GUEST_RUN_IMAGE "\n" GUEST_RUN_IMAGE "x,\"" THIS "\"\n",
		"key,value\n" GUEST_RUN_IMAGE ",\"\"\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		fixture_write("/out/base/3/host.csv", hosts[i]);
		expect_refused("/out/base/3 does not say of which");
	}
	remove(fixture_path("/out/base/3/host.csv"));
	fixture_write("/out/base/3/samples.csv", "rows of nobody");
	expect_refused("/out/base/3 does not say of which");
}

static void test_no_folder(void **state)
{
	struct reason reason = { "" };

	(void)state;
	fixture_write("/out/base", "a file");
	assert_int_equal(check(&reason), -ENOTDIR);
	assert_non_null(strstr(reason.text, "Not a directory"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_may_join, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_another_image, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_unknown_is_no_yes, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_no_folder, fixture_make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
