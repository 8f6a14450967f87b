// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads files of acknowledged alerts: valid lines, globs, and lines that are refused. */
#include "fixture.h"

#include <errno.h>
#include <string.h>

#include "history/acknowledged.h"

static struct acknowledged list;
static struct reason reason;

static int read_text(const char *text)
{
	acknowledged_free(&list);
	fixture_write("/acknowledged.txt", text);
	return acknowledged_read(fixture_path("/acknowledged.txt"), &list, &reason);
}

static void test_lines_and_comments(void **state)
{
	const struct acknowledged_line *line;

	(void)state;
	assert_int_equal(read_text("# seen by us\n\n"
				   "altra mprotect.* 6.15.0-rc3  costs of the fix # mail of May\n"
				   "\t*   fork.anon/anon/folio=4K/size=1G 6.1[67]*\n"),
			 0);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.lines[0].note, "costs of the fix");
	assert_int_equal(list.lines[0].number, 3);
	assert_string_equal(list.lines[1].note, "");
	line = acknowledged_find(&list, "altra", "mprotect.ro/anon/folio=4K/size=4M", "6.15.0-rc3");
	assert_ptr_equal(line, &list.lines[0]);
	assert_true(list.lines[0].is_used);
	assert_false(list.lines[1].is_used);
	assert_ptr_equal(acknowledged_find(&list, "epyc", "fork.anon/anon/folio=4K/size=1G",
					   "6.17.0"),
			 &list.lines[1]);
	assert_null(acknowledged_find(&list, "altr", "mprotect.ro", "6.15.0-rc3"));
	assert_null(acknowledged_find(&list, "altra", "fork.anon", "6.15.0-rc3"));
	assert_null(acknowledged_find(&list, "altra", "mprotect.ro", "6.15.0-rc31"));
}

static void test_what_is_no_line(void **state)
{
	static const char *const lies[] = {
		"altra\n",
		"altra mprotect.ro\n",
		"# fine\naltra mprotect.ro # 6.15\n",
		"altra mprotect.ro 6.15 \033[2J\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		assert_int_equal(read_text(lies[i]), -EBADMSG);
		assert_non_null(strstr(reason.text,
				       i == 2 ? "acknowledged.txt:2: " : "acknowledged.txt:1: "));
	}
	acknowledged_free(&list);
	assert_int_equal(acknowledged_read(fixture_path("/none"), &list, &reason), -ENOENT);
	assert_int_equal(list.count, 0);
}

static int end(void **state)
{
	acknowledged_free(&list);
	return fixture_remove(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_and_comments),
		cmocka_unit_test(test_what_is_no_line),
	};

	return cmocka_run_group_tests(tests, fixture_make, end);
}
